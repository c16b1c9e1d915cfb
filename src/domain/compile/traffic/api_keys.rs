//! `traffic.apiKeyAuthentication` as objects write it: the keys that Secrets and ConfigMaps hold, as digests.
//!
//! Source: agentgateway's `controller/pkg/agentgateway/plugins/traffic_plugin.go` at 75b4e6ce6,
//! `processAPIKeyAuthenticationPolicy`, by which a ConfigMap holds hashes only.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::domain::compile::attached::index::PolicyIndex;
use crate::domain::compile::attached::merge::PolicySource;
use crate::domain::compile::secret_ref;
use crate::domain::crd::backend::SecretRef;
use crate::domain::route::policy::api_key::ApiKeys;
use crate::domain::route::policy::credential_mode::Mode;
use crate::domain::route::policy::location::{self, CredentialLocation};
use crate::domain::route::policy::{RoutePolicies, spec};
use crate::domain::route::reason::{ClientFault, Doubt, Faulty, Reason};
use crate::domain::snapshot::SecretState;
use crate::domain::snapshot::selection::{Selected, Selection, Unlisted};
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::domain::value::secret::bytes::ApiKeyEntry;

/// The policy as it is written. What its selectors choose is in the snapshot.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Spec {
    #[serde(default)]
    mode: Mode,
    location: Option<location::Spec>,
    secret_ref: Option<SecretRef>,
    #[serde(rename = "secretSelector")]
    _secret_selector: Option<IgnoredAny>,
    #[serde(rename = "configMapSelector")]
    _config_map_selector: Option<IgnoredAny>,
}

/// Reads the policy. A Secret that does not exist, or an entry that is not a key, lets nobody pass; a note says so.
///
/// # Errors
/// A field that is unknown or not supported, and keys that this user may not read.
pub fn read(
    index: &PolicyIndex<'_>,
    setting: &PolicySource<'_>,
    into: &mut RoutePolicies,
) -> Result<(), Reason> {
    let Some((written, policy)) = setting.of_policy() else { return Ok(()) };
    let Spec { mode, location, secret_ref, .. } = spec::parse(written)?;
    let location = CredentialLocation::of_clients(location, "Bearer ", mode, &mut into.notes)?;
    let mut keys = ApiKeys { mode, location, owners: HashMap::new() };
    let namespace = &policy.name.namespace;
    let faults = match Selection::of_api_keys(namespace, written) {
        Some(selection) => {
            let selected = index.snapshot.selected(&selection);
            let selected = selected.inspect_err(|_| into.unread = true);
            let selected = selected.map_err(|why| match why {
                Unlisted::Forbidden(selection) => Doubt::Selected(selection.to_string()),
                Unlisted::Pending(selection) => Doubt::NotListed(selection.to_string()),
            })?;
            add_all(&mut keys, selection.kind, &selected)
        }
        None => add_named(&mut keys, index, namespace, secret_ref, into)?,
    };
    into.ignored.extend(faults.into_iter().map(|fault| {
        Reason::Faulty(Faulty::of_clients("apiKeyAuthentication", &policy.name, fault))
    }));
    into.api_keys = Some(Arc::new(keys));
    Ok(())
}

/// Adds the keys of the Secret that `secretRef` names. Returns what is wrong with it.
fn add_named(
    keys: &mut ApiKeys,
    index: &PolicyIndex<'_>,
    namespace: &str,
    reference: Option<SecretRef>,
    into: &mut RoutePolicies,
) -> Result<Vec<ClientFault>, Reason> {
    let Some(reference) = reference else { return Ok(Vec::new()) };
    secret_ref::of_core(&reference)?;
    let name = ObjectName::new(namespace, reference.name);
    match index.snapshot.secrets.get(&name) {
        Some(SecretState::Read(data)) => {
            let selected = Selected::from([(name, data.clone())]);
            Ok(add_all(keys, Kind::Secret, &selected))
        }
        Some(SecretState::Forbidden | SecretState::Pending) => {
            into.unread = true;
            Err(Doubt::Secret(name).into())
        }
        None => Ok(vec![ClientFault::NoKeys(name)]),
    }
}

/// Adds the keys of these objects. Returns the entries that are not keys.
fn add_all(keys: &mut ApiKeys, kind: Kind, selected: &Selected) -> Vec<ClientFault> {
    let mut faults = Vec::new();
    if selected.is_empty() {
        faults.push(ClientFault::SelectsNone(kind));
    }
    for (name, data) in selected {
        for (entry, bytes) in data {
            match bytes.api_key_entry() {
                Some(ApiKeyEntry { hashed: false, .. }) if kind == Kind::ConfigMap => {
                    let (entry, map) = (entry.clone(), name.clone());
                    faults.push(ClientFault::PlainKey { entry, map });
                }
                Some(ApiKeyEntry { digest, owner, .. }) => {
                    keys.owners.insert(digest, owner);
                }
                None => {
                    let (entry, name) = (entry.clone(), name.clone());
                    faults.push(ClientFault::NoKey { entry, kind, name });
                }
            }
        }
    }
    faults
}
