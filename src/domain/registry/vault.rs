//! The vault: snapshot → one row for each Secret that holds a provider's key, who uses it, and what is wrong with it.
//! Names of data keys are shown, values never.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Serialize, Serializer};

use crate::domain::compile::backend::credential::set;
use crate::domain::crd::backend::{Ai, Policies};
use crate::domain::registry::KilledRow;
use crate::domain::snapshot::{SecretState, Snapshot};
use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::secret::DEFAULT_DATA_KEY;
use crate::domain::value::secret::bytes::SecretBytes;
use crate::domain::value::secret::shape::KeyFlaw;
use crate::domain::value::shell::CommandLine;

/// A Secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct VaultRow {
    pub namespace: String,
    pub name: String,
    /// Names, never values.
    pub data_keys: Vec<String>,
    pub used_by: Vec<UseRow>,
    /// RFC 3339; none where it is not known.
    pub created: Option<String>,
    pub state: KeyState,
    pub findings: Vec<KeyFinding>,
    /// What the kill switch stops of those who use it, where it stops all of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub killed: Option<KilledRow>,
}

/// Who takes a credential from a Secret.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct UseRow {
    /// `AgentgatewayBackend` or `AgentgatewayModel`.
    pub kind: &'static str,
    pub name: String,
    pub data_key: String,
}

/// How it is with a Secret, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum KeyState {
    Ok,
    Missing,
    Empty,
    WrongDataKey,
    /// It is there, and no provider will take it as it is.
    Malformed,
    NotPermitted,
    /// No backend names it.
    Unused,
    /// Files hold no Secret at all: those are made elsewhere.
    NotInFiles,
}

impl KeyState {
    /// For a table.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            KeyState::Ok => "ok",
            KeyState::Missing => "missing",
            KeyState::Empty => "empty",
            KeyState::WrongDataKey => "wrong data key",
            KeyState::Malformed => "malformed",
            KeyState::NotPermitted => "no permission",
            KeyState::Unused => "unused",
            KeyState::NotInFiles => "not in the files",
        }
    }
}

/// One thing that is wrong, and what mends it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyFinding {
    pub reason: KeyReason,
    /// The data key it is about; none where it is about the Secret.
    pub data_key: Option<String>,
    pub message: String,
    /// The next command.
    pub next: String,
}

/// What is wrong with a Secret or one of its data keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyReason {
    SecretNotFound,
    SecretForbidden,
    /// The Secret has no data at all.
    Empty,
    /// A data key is asked for that the Secret does not have.
    WrongDataKey,
    Flaw(KeyFlaw),
}

impl KeyReason {
    /// The reason as one CamelCase word, for tables and scripts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            KeyReason::SecretNotFound => "SecretNotFound",
            KeyReason::SecretForbidden => "SecretForbidden",
            KeyReason::Empty => "Empty",
            KeyReason::WrongDataKey => "WrongDataKey",
            KeyReason::Flaw(flaw) => flaw.word(),
        }
    }
}

impl Serialize for KeyReason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// Rows by namespace and name: the Secrets that backends and models name, and `also` those of other origin.
#[must_use]
pub fn rows(snapshot: &Snapshot, also: &BTreeSet<ObjectName>) -> Vec<VaultRow> {
    let mut uses = uses(snapshot);
    for name in also {
        uses.entry(name.clone()).or_default();
    }
    uses.into_iter().map(|(name, users)| row(snapshot, &name, users)).collect()
}

/// The Secrets that backends and models name, with their users.
#[must_use]
pub fn uses(snapshot: &Snapshot) -> BTreeMap<ObjectName, BTreeSet<UseRow>> {
    let mut uses: BTreeMap<ObjectName, BTreeSet<UseRow>> = BTreeMap::new();
    let mut note = |kind: &'static str, user: &ObjectName, policies: &Policies| {
        let reference = policies.auth.as_ref().and_then(|auth| auth.secret_ref.as_ref());
        if let Some(reference) = reference {
            let data_key = reference.key.as_deref().unwrap_or(DEFAULT_DATA_KEY).to_owned();
            uses.entry(ObjectName::new(&user.namespace, &reference.name))
                .or_default()
                .insert(UseRow { kind, name: user.name.clone(), data_key });
        }
    };
    for backend in snapshot.backends.values() {
        let of_groups = backend.spec.ai.iter().flat_map(policies_of_groups);
        for policies in backend.spec.policies.iter().chain(of_groups) {
            note("AgentgatewayBackend", &backend.name, policies);
        }
    }
    for model in snapshot.models.values() {
        if let Some(policies) = &model.spec.policies {
            note("AgentgatewayModel", &model.name, policies);
        }
    }
    uses
}

fn policies_of_groups(ai: &Ai) -> impl Iterator<Item = &Policies> {
    let groups = ai.groups.iter().flatten();
    groups.flat_map(|group| &group.providers).filter_map(|provider| provider.policies.as_ref())
}

fn row(snapshot: &Snapshot, name: &ObjectName, users: BTreeSet<UseRow>) -> VaultRow {
    let (data_keys, state, findings) = match snapshot.secrets.get(name) {
        Some(SecretState::Read(data)) => {
            let findings = of_data(name, data, &users);
            (data.keys().cloned().collect(), state(data, &users, &findings), findings)
        }
        Some(SecretState::Forbidden | SecretState::Pending) => {
            (Vec::new(), KeyState::NotPermitted, vec![forbidden(name)])
        }
        None if snapshot.leaves_secrets_out() => (Vec::new(), KeyState::NotInFiles, Vec::new()),
        None => (Vec::new(), KeyState::Missing, missing(name, &users)),
    };
    VaultRow {
        namespace: name.namespace.clone(),
        name: name.name.clone(),
        data_keys,
        used_by: users.into_iter().collect(),
        created: None,
        state,
        findings,
        killed: None,
    }
}

fn state(
    data: &BTreeMap<String, SecretBytes>,
    users: &BTreeSet<UseRow>,
    findings: &[KeyFinding],
) -> KeyState {
    let has = |reason: KeyReason| findings.iter().any(|finding| finding.reason == reason);
    match () {
        () if data.is_empty() || has(KeyReason::Flaw(KeyFlaw::Empty)) => KeyState::Empty,
        () if has(KeyReason::WrongDataKey) => KeyState::WrongDataKey,
        () if !findings.is_empty() => KeyState::Malformed,
        () if users.is_empty() => KeyState::Unused,
        () => KeyState::Ok,
    }
}

fn of_data(
    name: &ObjectName,
    data: &BTreeMap<String, SecretBytes>,
    users: &BTreeSet<UseRow>,
) -> Vec<KeyFinding> {
    if data.is_empty() {
        let wanted = users.first().map_or(DEFAULT_DATA_KEY, |user| user.data_key.as_str());
        return vec![KeyFinding {
            reason: KeyReason::Empty,
            data_key: None,
            message: format!("Secret {name} has no data keys"),
            next: set(name, wanted),
        }];
    }
    let wanted: BTreeSet<&str> = users.iter().map(|user| user.data_key.as_str()).collect();
    let absent = wanted.iter().filter(|key| !data.contains_key(**key));
    let mut findings: Vec<_> = absent.map(|key| wrong(name, data, users, key)).collect();
    // What nobody asks for is judged where it is the only one there can be.
    let judged = data.iter().filter(|(key, _)| match wanted.is_empty() {
        true => key.as_str() == DEFAULT_DATA_KEY || data.len() == 1,
        false => wanted.contains(key.as_str()),
    });
    for (key, bytes) in judged {
        findings.extend(bytes.flaws(key).into_iter().map(|flaw| flawed(name, key, flaw)));
    }
    findings
}

fn wrong(
    name: &ObjectName,
    data: &BTreeMap<String, SecretBytes>,
    users: &BTreeSet<UseRow>,
    key: &str,
) -> KeyFinding {
    let askers: Vec<_> = users
        .iter()
        .filter(|user| user.data_key == key)
        .map(|user| format!("{} {}", user.kind, user.name))
        .collect();
    let asks = if askers.len() == 1 { "reads" } else { "read" };
    let there: Vec<_> = data.keys().map(|key| format!("`{key}`")).collect();
    KeyFinding {
        reason: KeyReason::WrongDataKey,
        data_key: Some(key.to_owned()),
        message: format!(
            "{} {asks} `{key}`, but Secret {name} has {}",
            askers.join(", "),
            there.join(", ")
        ),
        next: set(name, key),
    }
}

fn flawed(name: &ObjectName, key: &str, flaw: KeyFlaw) -> KeyFinding {
    KeyFinding {
        reason: KeyReason::Flaw(flaw),
        data_key: Some(key.to_owned()),
        message: format!("`{key}` of Secret {name} {flaw}"),
        next: set(name, key),
    }
}

fn missing(name: &ObjectName, users: &BTreeSet<UseRow>) -> Vec<KeyFinding> {
    if users.is_empty() {
        return vec![KeyFinding {
            reason: KeyReason::SecretNotFound,
            data_key: None,
            message: format!("Secret {name} not found, and nothing references it"),
            next: "kubectl agw key list -A".to_owned(),
        }];
    }
    let keys: BTreeSet<&str> = users.iter().map(|user| user.data_key.as_str()).collect();
    let askers: BTreeSet<_> =
        users.iter().map(|user| format!("{} {}", user.kind, user.name)).collect();
    let askers: Vec<_> = askers.into_iter().collect();
    keys.into_iter()
        .map(|key| KeyFinding {
            reason: KeyReason::SecretNotFound,
            data_key: Some(key.to_owned()),
            message: format!("Secret {name} not found; referenced by {}", askers.join(", ")),
            next: set(name, key),
        })
        .collect()
}

fn forbidden(name: &ObjectName) -> KeyFinding {
    KeyFinding {
        reason: KeyReason::SecretForbidden,
        data_key: None,
        message: format!("no permission to read Secret {name}"),
        next: CommandLine::new("kubectl auth can-i get")
            .arg(&format!("secret/{}", name.name))
            .namespace(&name.namespace)
            .to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use crate::domain::value::object_ref::Kind;
    use serde_json::{Value, json};

    fn of(secret: Option<Value>, key: Option<&str>, named: bool) -> VaultRow {
        let mut objects = Objects::new(World::Cluster);
        if named {
            let spec = json!({"ai": {"provider": {"openai": {}}},
                "policies": {"auth": {"secretRef": {"name": "k", "key": key}}}});
            let backend = json!({"metadata": {"name": "b", "namespace": "n"}, "spec": spec});
            objects.apply(Kind::AgentgatewayBackend, backend, Origin::Cluster);
        }
        if let Some(mut secret) = secret {
            secret["metadata"] = json!({"name": "k", "namespace": "n"});
            objects.apply(Kind::Secret, secret, Origin::Cluster);
        }
        let rows = rows(&objects.snapshot(), &[ObjectName::new("n", "k")].into());
        assert_eq!(rows.len(), 1);
        rows.into_iter().next().expect("a row")
    }

    fn with(data: Value) -> Option<Value> {
        Some(json!({"stringData": data}))
    }

    #[test]
    fn each_state_has_its_cause() {
        let good = || with(json!({"Authorization": "sk-1"}));
        assert_eq!(of(good(), None, true).state, KeyState::Ok);
        assert_eq!(of(good(), None, false).state, KeyState::Unused);
        assert_eq!(of(good(), Some("api-key"), true).state, KeyState::WrongDataKey);
        assert_eq!(of(None, None, true).state, KeyState::Missing);
        assert_eq!(of(with(json!({})), None, true).state, KeyState::Empty);
        assert_eq!(of(with(json!({"Authorization": ""})), None, true).state, KeyState::Empty);
        let doubled = of(with(json!({"Authorization": "Bearer Bearer x"})), None, true);
        assert_eq!(doubled.state, KeyState::Malformed);
    }

    #[test]
    fn a_finding_names_both_keys_and_the_next_command() {
        let row = of(with(json!({"apiKey": "sk-1"})), Some("api-key"), true);
        let finding = &row.findings[0];
        assert_eq!(
            finding.message,
            "AgentgatewayBackend b reads `api-key`, but Secret n/k has `apiKey`"
        );
        assert_eq!(finding.next, "kubectl agw key set k -n n --data-key api-key");
        assert_eq!(of(None, None, true).findings[0].next, "kubectl agw key set k -n n");
    }

    #[test]
    fn the_old_key_beside_the_new_one_is_not_judged() {
        let data = json!({"Authorization": "sk-2", "Authorization.previous": "\n"});
        assert_eq!(of(with(data.clone()), None, true).findings, []);
        assert_eq!(of(with(data), None, false).findings, []);
    }

    #[test]
    fn no_row_shows_a_value() {
        for text in ["canary ", "Bearer Bearer canary", "\"canary\""] {
            let row = of(with(json!({"Authorization": text})), None, true);
            let shown = format!("{row:?}{}", serde_json::to_string(&row).expect("JSON"));
            assert!(!shown.contains("canary"), "{shown}");
        }
    }
}
