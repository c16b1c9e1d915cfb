//! The Secrets that models take their keys from, as rows: names and data keys, never a value.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{KeySource, Row, State, StatusReason, StatusRow};
use crate::domain::compile::Compiled;
use crate::domain::llm::provider::PROVIDERS;
use crate::domain::manifest::secret::key_set;
use crate::domain::snapshot::{SecretState, Snapshot};
use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::secret::DEFAULT_DATA_KEY;
use crate::domain::value::secret::shape::KeyFlaw;

/// One Secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SecretRow {
    pub namespace: String,
    pub name: String,
    /// Names of the keys in it; none where it may not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_keys: Option<Vec<String>>,
    /// Names of the keys that models ask for.
    pub asked: Vec<String>,
    /// `Backend name` or `Model name`, of the Secret's namespace.
    pub used_by: Vec<String>,
    /// The providers that get it.
    pub providers: Vec<String>,
    pub status: StatusRow,
}

/// The Secrets that models name, ordered by namespace and name.
#[must_use]
pub fn rows(compiled: &Compiled) -> Vec<SecretRow> {
    let snapshot = &*compiled.snapshot;
    let mut users: BTreeMap<ObjectName, Vec<Row>> = BTreeMap::new();
    for row in super::models(compiled) {
        let secret = match row.key.source {
            KeySource::Secret | KeySource::SecretForbidden => &row.key.name,
            _ => &row.key.replaces,
        };
        if let Some(name) = secret {
            users.entry(ObjectName::new(&row.namespace, name)).or_default().push(row);
        }
    }
    for name in snapshot.wanted_secrets() {
        users.entry(name).or_default();
    }
    users.into_iter().map(|(name, users)| row(snapshot, name, &users)).collect()
}

/// The status of a Secret that only models use which are killed.
fn unless_killed(status: StatusRow, users: &[Row]) -> StatusRow {
    let is_killed = |user: &Row| user.status.state == State::Killed;
    let first = users.first().and_then(|user| user.status.killed.clone());
    match first.filter(|_| status.state == State::Ready && users.iter().all(is_killed)) {
        Some(killed) => status.killed(killed),
        None => status,
    }
}

fn row(snapshot: &Snapshot, name: ObjectName, users: &[Row]) -> SecretRow {
    let distinct = |words: &mut dyn Iterator<Item = String>| -> Vec<String> {
        words.collect::<BTreeSet<_>>().into_iter().collect()
    };
    let asked = distinct(&mut users.iter().filter_map(|user| user.key.data_key.clone()));
    let state = snapshot.secrets.get(&name);
    SecretRow {
        status: unless_killed(status(snapshot, &name, &asked, users), users),
        data_keys: match state {
            Some(SecretState::Read(data)) => Some(data.keys().cloned().collect()),
            _ => None,
        },
        asked,
        used_by: distinct(&mut users.iter().map(|user| format!("{:?} {}", user.source, user.name))),
        providers: distinct(&mut users.iter().filter_map(|user| user.provider.clone())),
        namespace: name.namespace,
        name: name.name,
    }
}

fn status(snapshot: &Snapshot, name: &ObjectName, asked: &[String], users: &[Row]) -> StatusRow {
    // Where every model takes a variable instead, nothing depends on the Secret.
    let replaced = |user: &Row| user.key.replaces.is_some();
    if let Some(user) = users.first()
        && users.iter().all(replaced)
    {
        let variable = user.key.name.as_deref().unwrap_or_default();
        let message = format!("the environment variable {variable} is used instead");
        return StatusRow { message, ..StatusRow::ready() };
    }
    let data = match snapshot.secrets.get(name) {
        Some(SecretState::Read(data)) => data,
        Some(SecretState::Forbidden) => {
            let message = format!("no permission to get secrets in namespace {}", name.namespace);
            return StatusRow::of(State::Warning, StatusReason::SecretForbidden, message);
        }
        Some(SecretState::Pending) => {
            return StatusRow::of(
                State::Warning,
                StatusReason::Pending,
                "it has not been read yet",
            );
        }
        None if snapshot.leaves_secrets_out() => {
            return StatusRow {
                message: "it is not in the files".to_owned(),
                ..StatusRow::ready()
            };
        }
        None => {
            let wanted = asked.first().map_or(DEFAULT_DATA_KEY, String::as_str);
            let next = key_set(name, wanted, variable(users));
            let missing = StatusReason::SecretNotFound;
            return StatusRow::of(State::NotReady, missing, "it was not found").then(Some(next));
        }
    };
    for key in asked {
        let wrong = match data.get(key) {
            None => "not found".to_owned(),
            Some(bytes) => match bytes.credential(key) {
                Ok(_) if bytes.flaws(key).contains(&KeyFlaw::TooLong) => {
                    KeyFlaw::TooLong.to_string()
                }
                Ok(_) => continue,
                Err(why) => why.to_string(),
            },
        };
        let message = format!("key {key} {wrong}");
        return StatusRow::of(State::NotReady, StatusReason::SecretKeyInvalid, message);
    }
    StatusRow::ready()
}

/// The variable in which people have the key of the provider that asks for it.
fn variable(users: &[Row]) -> Option<&'static str> {
    let provider = users.iter().find_map(|user| user.provider.as_deref())?;
    PROVIDERS.iter().find(|known| known.key == provider)?.env_key
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use crate::domain::value::object_ref::Kind;
    use serde_json::json;

    #[test]
    fn a_secret_shows_its_names_and_users_and_no_value() {
        let mut all = Objects::new(World::Files);
        let backend = json!({"metadata": {"name": "b", "namespace": "n"}, "spec": {
            "ai": {"provider": {"openai": {}}}, "policies": {"auth": {"secretRef": {"name": "k"}}}}});
        all.apply(Kind::AgentgatewayBackend, backend, Origin::Cluster);
        let alone = rows(&Compiled::of(all.snapshot()));
        assert_eq!(alone[0].status.message, "it is not in the files", "files in git have none");
        let other =
            json!({"metadata": {"name": "other", "namespace": "n"}, "stringData": {"a": "b"}});
        all.apply(Kind::Secret, other, Origin::Cluster);
        assert_eq!(
            rows(&Compiled::of(all.snapshot()))[0].status.reason,
            StatusReason::SecretNotFound
        );
        let secret = json!({"metadata": {"name": "k", "namespace": "n"},
            "stringData": {"Authorization": "canary", "other": "canary"}});
        all.apply(Kind::Secret, secret, Origin::Cluster);
        let rows = rows(&Compiled::of(all.snapshot()));
        assert_eq!(rows[0].status.state, State::Ready, "{rows:?}");
        assert_eq!(rows[0].used_by, ["Backend b"]);
        assert_eq!(
            rows[0].data_keys.as_deref(),
            Some(&["Authorization".into(), "other".into()][..])
        );
        assert!(!serde_json::to_string(&rows).expect("json").contains("canary"));
    }
}
