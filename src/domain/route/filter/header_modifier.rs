//! RequestHeaderModifier and ResponseHeaderModifier. agentgateway applies add, then set, then remove
//! (`crates/agentgateway/src/http/filters.rs` at 75b4e6ce6).

use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::domain::crd::gateway_api::HeaderModifier;
use crate::domain::route::reason::{FieldFault, Reason};
use crate::domain::value::typed;

/// Changes to a set of headers.
#[derive(Clone, Debug, Default)]
pub struct HeaderEdits {
    add: Vec<(HeaderName, HeaderValue)>,
    set: Vec<(HeaderName, HeaderValue)>,
    remove: Vec<HeaderName>,
}

/// Changes as policies of agentgateway have them.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spec {
    add: Option<Vec<Pair>>,
    set: Option<Vec<Pair>>,
    remove: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    name: String,
    value: String,
}

/// The block of policies that contains `headers`. The other policies there have their own readers.
#[derive(Deserialize)]
struct Block {
    headers: Option<BothSpec>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BothSpec {
    request: Option<Spec>,
    response: Option<Spec>,
}

impl HeaderEdits {
    /// Whether they leave every message as it is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.add.is_empty() && self.set.is_empty() && self.remove.is_empty()
    }

    /// Reads a RequestHeaderModifier or ResponseHeaderModifier.
    ///
    /// # Errors
    /// A name or value that a header cannot have.
    pub(super) fn read(filter: &HeaderModifier) -> Result<Self, Reason> {
        Ok(HeaderEdits {
            add: fields(filter.add.iter().flatten().map(|h| (&h.name, &h.value)))?,
            set: fields(filter.set.iter().flatten().map(|h| (&h.name, &h.value)))?,
            remove: names(filter.remove.iter().flatten())?,
        })
    }

    /// Reads `{add, set, remove}`, as an AgentgatewayPolicy has them.
    ///
    /// # Errors
    /// A field that is unknown or not of its type, or a header that cannot be sent.
    pub fn of_value(written: &Value) -> Result<Self, Reason> {
        HeaderEdits::of(typed::from_value(written)?)
    }

    fn of(written: Spec) -> Result<Self, Reason> {
        let Spec { add, set, remove } = written;
        Ok(HeaderEdits {
            add: fields(add.iter().flatten().map(|pair| (&pair.name, &pair.value)))?,
            set: fields(set.iter().flatten().map(|pair| (&pair.name, &pair.value)))?,
            remove: names(remove.iter().flatten())?,
        })
    }

    /// Adds the changes of another filter after these.
    pub(super) fn merge(&mut self, other: HeaderEdits) {
        self.add.extend(other.add);
        self.set.extend(other.set);
        self.remove.extend(other.remove);
    }

    /// The changes in words, in their order: `x-a: b is added`.
    pub fn words(&self) -> impl Iterator<Item = String> {
        let line = |(name, value): &(HeaderName, HeaderValue), done: &str| {
            format!("{name}: {} is {done}", String::from_utf8_lossy(value.as_bytes()))
        };
        let added = self.add.iter().map(move |field| line(field, "added"));
        let set = self.set.iter().map(move |field| line(field, "set"));
        added.chain(set).chain(self.remove.iter().map(|name| format!("{name} is removed")))
    }

    /// Applies the changes.
    pub fn apply(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.add {
            headers.append(name.clone(), value.clone());
        }
        for (name, value) in &self.set {
            headers.insert(name.clone(), value.clone());
        }
        for name in &self.remove {
            headers.remove(name);
        }
    }
}

/// The policy `headers` of an AgentgatewayModel.
#[derive(Clone, Debug, Default)]
pub struct HeaderPolicy {
    pub request: HeaderEdits,
    pub response: HeaderEdits,
}

impl HeaderPolicy {
    /// Reads the policy among those of an AgentgatewayModel; none where it is not there.
    ///
    /// # Errors
    /// As [`HeaderEdits::of_value`].
    pub fn of_model(all: &Map<String, Value>) -> Result<Option<Self>, Reason> {
        let Block { headers } = typed::fields(all)?;
        let Some(BothSpec { request, response }) = headers else { return Ok(None) };
        let edits = |side: Option<Spec>| HeaderEdits::of(side.unwrap_or_default());
        Ok(Some(HeaderPolicy { request: edits(request)?, response: edits(response)? }))
    }
}

fn fields<'a>(
    pairs: impl Iterator<Item = (&'a String, &'a String)>,
) -> Result<Vec<(HeaderName, HeaderValue)>, Reason> {
    pairs
        .map(|(written, value)| {
            let value = HeaderValue::from_str(value)
                .map_err(|_| FieldFault::HeaderValue(written.clone()))?;
            Ok((name(written)?, value))
        })
        .collect()
}

fn names<'a>(written: impl Iterator<Item = &'a String>) -> Result<Vec<HeaderName>, Reason> {
    written.map(|written| name(written)).collect()
}

fn name(written: &str) -> Result<HeaderName, Reason> {
    HeaderName::from_bytes(written.as_bytes())
        .map_err(|_| FieldFault::HeaderName(written.to_owned()).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn add_comes_before_set_and_remove_last() {
        let filter = serde_json::from_value(json!({
            "add": [{"name": "A", "value": "added"}, {"name": "b", "value": "added"}],
            "set": [{"name": "a", "value": "set"}],
            "remove": ["B"]}));
        let edits = HeaderEdits::read(&filter.expect("a filter")).expect("valid");
        let mut headers = HeaderMap::new();
        headers.insert("a", HeaderValue::from_static("sent"));
        edits.apply(&mut headers);
        let all: Vec<_> = headers.iter().map(|(k, v)| (k.as_str(), v.as_bytes())).collect();
        assert_eq!(all, [("a", b"set".as_slice())]);
    }

    #[test]
    fn a_value_with_a_line_break_is_refused() {
        let filter = serde_json::from_value(json!({"set": [{"name": "a", "value": "x\r\ny: z"}]}));
        assert!(HeaderEdits::read(&filter.expect("a filter")).is_err());
    }
}
