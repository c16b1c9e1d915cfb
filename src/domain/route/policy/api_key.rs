//! `traffic.apiKeyAuthentication`: who may pass by a key, and what is known of its owner. Keys are kept as digests.
//!
//! Source: reference/agentgateway.md §5.2, §4.6.

use std::collections::HashMap;

use serde_json::Value;

use super::location::Location;
use super::merge::Setting;
use super::{Reading, Traffic};
use crate::domain::crd::backend::SecretRef;
use crate::domain::route::connection;
use crate::domain::snapshot::{SecretBytes, SecretState, World};
use crate::domain::value::digest;
use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::typed;

/// The keys that are known, and where one is looked for.
pub struct ApiKeys {
    pub mode: Mode,
    pub location: Location,
    owners: HashMap<[u8; 32], Value>,
}

/// What becomes of a request without a good credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It is refused.
    Strict,
    /// With a bad one it is refused, without one it passes.
    Optional,
    /// It passes.
    Permissive,
}

impl Mode {
    /// Reads a `mode`; without one it is strict.
    ///
    /// # Errors
    /// A word that is none.
    pub fn read(written: &Value) -> Result<Self, String> {
        match written.get("mode").and_then(Value::as_str).unwrap_or("Strict") {
            "Strict" => Ok(Mode::Strict),
            "Optional" => Ok(Mode::Optional),
            "Permissive" => Ok(Mode::Permissive),
            other => Err(format!("{other:?} is no mode")),
        }
    }
}

impl std::fmt::Debug for ApiKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ApiKeys({} keys, {:?}, {:?})", self.owners.len(), self.mode, self.location)
    }
}

impl ApiKeys {
    /// What is known of the owner of a key. The digest is compared, so that time tells nothing of the key.
    #[must_use]
    pub fn owner(&self, key: &str) -> Option<&Value> {
        self.owners.get(&digest::sha256(key.as_bytes()))
    }
}

/// Reads the policy.
///
/// # Errors
/// A Secret that is not there, or an entry of it that is no key.
pub fn read(
    reading: &Reading<'_>,
    settings: &[Setting<'_>],
    into: &mut Traffic,
) -> Result<(), String> {
    let Some((written, policy)) = settings.last().and_then(|one| Some((one.value?, one.policy?)))
    else {
        return Ok(());
    };
    let mut keys = ApiKeys {
        mode: Mode::read(written)?,
        location: Location::read(written.get("location"))?,
        owners: HashMap::new(),
    };
    if written.get("configMapSelector").is_some() {
        return Err("`configMapSelector` is not carried by serve".to_owned());
    }
    let namespace = &policy.name.namespace;
    if let Some(reference) = written.get("secretRef") {
        let reference: SecretRef = typed::read(reference)
            .map_err(|error| format!("`apiKeyAuthentication.secretRef` cannot be read: {error}"))?;
        connection::of_core(&reference)?;
        keys.add(reading, &ObjectName::new(namespace, reference.name))?;
    }
    let labels = written.pointer("/secretSelector/matchLabels").and_then(Value::as_object);
    if let Some(labels) = labels {
        if reading.snapshot.world == World::Cluster {
            return Err("`secretSelector` in a cluster is not carried by serve: it would have to read all Secrets".into());
        }
        let has = |(key, value): (&String, &Value),
                   own: &std::collections::BTreeMap<String, String>| {
            own.get(key).map(String::as_str) == value.as_str()
        };
        let marks = reading.snapshot.secret_marks.iter();
        let selected = marks.filter(|(name, mark)| {
            name.namespace == *namespace && labels.iter().all(|label| has(label, &mark.meta.labels))
        });
        for (name, _) in selected {
            keys.add(reading, name)?;
        }
    }
    into.api_keys = Some(keys);
    Ok(())
}

impl ApiKeys {
    fn add(&mut self, reading: &Reading<'_>, name: &ObjectName) -> Result<(), String> {
        let data = match reading.snapshot.secrets.get(name) {
            Some(SecretState::Read(data)) => data,
            Some(SecretState::Forbidden | SecretState::Pending) => {
                return Err(format!("you may not read Secret {name}"));
            }
            None => return Err(format!("Secret {name} does not exist")),
        };
        for (entry, bytes) in data {
            let (digest, owner) =
                key(bytes).map_err(|why| format!("key {entry} of Secret {name} {why}"))?;
            self.owners.insert(digest, owner);
        }
        Ok(())
    }
}

/// One entry: a key, or JSON of a key or its digest with what is known of its owner.
fn key(bytes: &SecretBytes) -> Result<([u8; 32], Value), String> {
    let entry = bytes.api_key_entry().ok_or("is no API key")?;
    match entry {
        crate::domain::snapshot::ApiKeyEntry::Plain(digest) => Ok((digest, Value::Null)),
        crate::domain::snapshot::ApiKeyEntry::Described(digest, owner) => Ok((digest, owner)),
    }
}
