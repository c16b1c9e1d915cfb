//! `secretRef` of policies: which are supported.

use serde::Deserialize;

use crate::domain::crd::backend::SecretRef;
use crate::domain::route::reason::Reason;

/// A reference as it is written, of which every field is known.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
    name: String,
    key: Option<String>,
    group: Option<String>,
    kind: Option<String>,
}

impl From<Written> for SecretRef {
    fn from(written: Written) -> Self {
        let Written { name, key, group, kind } = written;
        SecretRef { name, key, group, kind }
    }
}

/// Refuses a credential of another kind than Secret: what some controller makes of it is not known here.
pub(crate) fn of_core(reference: &SecretRef) -> Result<(), Reason> {
    let group = reference.group.as_deref().unwrap_or_default();
    match reference.kind.as_deref().unwrap_or_default() {
        "" | "Secret" if group.is_empty() => Ok(()),
        kind => Err(Reason::not_supported(format_args!(
            "`secretRef` to a credential of kind `{kind}` and group `{group}`"
        ))),
    }
}
