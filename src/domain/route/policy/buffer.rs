//! `traffic.buffer`: how much of a body is held before any of it is forwarded, and sizes as Kubernetes writes them.
//!
//! Source: agentgateway's `crates/agentgateway/src/http/buffer.rs` at 75b4e6ce6.

use crate::domain::route::reason::{FieldFault, Reason};

use serde::Deserialize;
use serde_json::Value;

use super::spec;
use crate::domain::value::quantity;

/// How much of a body is buffered before any of it is forwarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BufferPolicy {
    /// None where only the general limit counts. Bytes.
    pub most: Option<usize>,
    /// The rest of a larger one is forwarded as it arrives (`failureMode: FailOpen`); otherwise it is rejected.
    pub lets_go: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spec {
    request: Option<Side>,
    response: Option<Side>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Side {
    /// A number, or text with a unit.
    max_bytes: Option<Value>,
    #[serde(default)]
    failure_mode: FailureMode,
}

#[derive(Default, PartialEq, Eq, Deserialize)]
enum FailureMode {
    #[default]
    FailClosed,
    FailOpen,
}

impl BufferPolicy {
    /// Reads the policy: how much is held of requests, and of replies. None where that is not asked for.
    ///
    /// # Errors
    /// An invalid size; a field that is unknown or has the wrong type.
    pub(in crate::domain) fn read(written: &Value) -> Result<[Option<Self>; 2], Reason> {
        let Spec { request, response } = spec::parse(written)?;
        let hold = |side: Side| {
            let most = side.max_bytes.as_ref();
            let most = most.map(|max| size(max).ok_or_else(|| FieldFault::Size(max.to_string())));
            let lets_go = side.failure_mode == FailureMode::FailOpen;
            Ok::<_, FieldFault>(BufferPolicy { most: most.transpose()?, lets_go })
        };
        Ok([request.map(hold).transpose()?, response.map(hold).transpose()?])
    }
}

/// A number of bytes, or a quantity.
pub(in crate::domain) fn size(written: &Value) -> Option<usize> {
    let bytes = written.as_u64().or_else(|| quantity::bytes(written.as_str()?))?;
    Some(usize::try_from(bytes).unwrap_or(usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_size_may_have_a_unit() {
        for (written, bytes) in [(json!(5), 5), (json!("1.5Ki"), 1536), (json!("1e3"), 1000)] {
            assert_eq!(size(&written), Some(bytes));
        }
        for written in [json!("many"), json!(-1), json!(1.5), json!(null)] {
            assert_eq!(size(&written), None);
        }
    }
}
