//! `secretRef` of policies: which are supported.

use crate::domain::crd::backend::SecretRef;
use crate::domain::route::reason::Reason;

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
