//! `secretRef` of policies: a reference to a Secret is supported, one to another kind of credential is not.
//!
//! Source: agentgateway's `controller/api/v1alpha1/agentgateway/shared_types.go` at 75b4e6ce6, `LocalSecretObjectRef`
//! and `LocalSecretKeyRef`.

use serde::Deserialize;

use crate::domain::crd::backend::SecretRef;
use crate::domain::route::reason::{Reason, Unsupported};

/// A reference as it is written. An unknown field in it is an error.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SecretRefSpec {
    name: String,
    key: Option<String>,
    group: Option<String>,
    kind: Option<String>,
}

impl From<SecretRefSpec> for SecretRef {
    fn from(written: SecretRefSpec) -> Self {
        let SecretRefSpec { name, key, group, kind } = written;
        SecretRef { name, key, group, kind }
    }
}

/// Rejects a reference to a credential of another kind than Secret: it is resolved by a controller's extension.
///
/// # Errors
/// The reference has a group, or another kind than `Secret`.
pub(crate) fn of_core(reference: &SecretRef) -> Result<(), Reason> {
    let group = reference.group.as_deref().unwrap_or_default();
    match reference.kind.as_deref().unwrap_or_default() {
        "" | "Secret" if group.is_empty() => Ok(()),
        kind => {
            let (kind, group) = (kind.to_owned(), group.to_owned());
            Err(Unsupported::CredentialKind { kind, group }.into())
        }
    }
}
