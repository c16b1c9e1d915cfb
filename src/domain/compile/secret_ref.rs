//! `secretRef` of policies: which are supported.

use serde_json::Value;

use crate::domain::crd::backend::SecretRef;
use crate::domain::value::typed;

/// Reads the `secretRef` of a policy.
pub(crate) fn secret_ref(policy: &str, written: &Value) -> Result<SecretRef, String> {
    let reference: SecretRef = typed::read(written)
        .map_err(|error| format!("`{policy}.secretRef` cannot be read: {error}"))?;
    of_core(&reference)?;
    Ok(reference)
}

/// Refuses a credential of another kind than Secret: what some controller makes of it is not known here.
pub(crate) fn of_core(reference: &SecretRef) -> Result<(), String> {
    let group = reference.group.as_deref().unwrap_or_default();
    match reference.kind.as_deref().unwrap_or_default() {
        "" | "Secret" if group.is_empty() => Ok(()),
        kind => Err(format!(
            "`secretRef` to a credential of kind `{kind}` and group `{group}` is not carried by serve"
        )),
    }
}
