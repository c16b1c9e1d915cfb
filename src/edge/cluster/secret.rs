//! Secrets as a vault: looked at, listed without their values, and written one data key at a time.
//!
//! Server-side apply takes away what a manager applied before and leaves out now. So a write carries every data key that
//! is ours with the value it has, and the version that was looked at: whoever comes second is refused, and no key is
//! lost.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kube::api::ListParams;
use serde_json::{Map, Value, json};

use super::apply::{ApplyOptions, apply};
use super::discovery::{api, expected};
use super::read::get;
use super::{ClusterError, Connection, FIELD_MANAGER};
use crate::domain::crd::definition::MANAGED_BY;
use crate::domain::manifest::secret::{masked, secret};
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::{Origin, SecretState, World};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::domain::value::secret::Secret;
use crate::domain::value::secret::bytes::SecretBytes;
use crate::domain::value::shell::CommandLine;

/// A Secret as it was when it was looked at.
#[derive(Clone, Debug)]
pub struct StoredSecret {
    pub name: ObjectName,
    pub data: BTreeMap<String, SecretBytes>,
    /// RFC 3339.
    pub created: Option<String>,
    /// Of which every write makes a condition.
    version: String,
    ours: OwnedFields,
}

/// What this program's applies own of a Secret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct OwnedFields {
    data: BTreeSet<String>,
    is_type: bool,
}

/// A value to write.
#[derive(Clone, Debug)]
pub enum Entry {
    New(Secret),
    /// Bytes that were there already, under whatever data key.
    Existing(SecretBytes),
}

/// Which data keys to write and which to give up.
#[derive(Clone, Debug, Default)]
pub struct SecretChange {
    pub put: BTreeMap<String, Entry>,
    pub drop: BTreeSet<String>,
}

/// What came of a write.
#[derive(Clone, Debug)]
pub struct WriteOutcome {
    /// The Secret as the API server has it now, its values masked.
    pub object: Value,
    /// Field managers that wrote the value once and had it taken over.
    pub taken: Vec<String>,
}

/// What kubectl's commands of one write call themselves. Nobody behind them writes the value again, so there is nobody
/// to be in conflict with; `kubectl apply` is not among them.
const ONCE: &[&str] =
    &["kubectl-create", "kubectl-edit", "kubectl-patch", "kubectl-replace", "kubectl-set"];

/// The Secrets of one namespace, or of all, without their values.
#[derive(Clone, Debug, Default)]
pub struct SecretList {
    /// RFC 3339, by name.
    pub created: BTreeMap<ObjectName, Option<String>>,
    /// Those that this program wrote to, or that carry its label.
    pub ours: BTreeSet<ObjectName>,
}

/// Looks at a Secret; none if it does not exist.
///
/// # Errors
/// A Secret that may not be read, and whatever goes wrong on the way.
pub async fn look(
    connection: &Connection,
    name: &ObjectName,
) -> Result<Option<StoredSecret>, ClusterError> {
    let Some(object) = get(connection, Kind::Secret, name).await? else { return Ok(None) };
    let text = |path| object.pointer(path).and_then(Value::as_str).map(str::to_owned);
    let version = text("/metadata/resourceVersion").unwrap_or_default();
    let created = text("/metadata/creationTimestamp");
    let ours = ours(object.pointer("/metadata/managedFields"));
    let mut objects = Objects::new(World::Cluster);
    objects.apply(Kind::Secret, object, Origin::Cluster);
    let Some(SecretState::Read(data)) = objects.current().secrets.get(name).cloned() else {
        let subject = ObjectRef::new(Kind::Secret, name.clone());
        return Err(ClusterError::Other(format!("{subject} has data that can't be read")));
    };
    Ok(Some(StoredSecret { name: name.clone(), data, created, version, ours }))
}

/// Lists Secrets without asking for their values.
///
/// # Errors
/// Secrets that may not be listed, and whatever goes wrong on the way.
pub async fn listed(
    connection: &Connection,
    namespace: Option<&str>,
) -> Result<SecretList, ClusterError> {
    let api = api(connection, &expected(Kind::Secret), namespace);
    let mut params = ListParams::default().limit(500);
    let mut listed = SecretList::default();
    loop {
        let page = connection.bounded(api.list_metadata(&params)).await?;
        let page = page.map_err(|error| connection.api_server.explain(error, "secrets"))?;
        for item in page.items {
            let metadata = serde_json::to_value(&item.metadata).unwrap_or_default();
            let text = |path| metadata.pointer(path).and_then(Value::as_str).map(str::to_owned);
            let name = ObjectName::new(
                text("/namespace").unwrap_or_default(),
                text("/name").unwrap_or_default(),
            );
            let label = metadata.get("labels").and_then(|labels| labels.get(MANAGED_BY.0));
            let is_labelled = label.and_then(Value::as_str) == Some(MANAGED_BY.1);
            if is_labelled || !ours(metadata.get("managedFields")).data.is_empty() {
                listed.ours.insert(name.clone());
            }
            listed.created.insert(name, text("/creationTimestamp"));
        }
        params.continue_token = page.metadata.continue_.filter(|token| !token.is_empty());
        if params.continue_token.is_none() {
            return Ok(listed);
        }
    }
}

/// Writes data keys of a Secret; `held` is the Secret as it was looked at, none where it is to be made.
///
/// # Errors
/// Fields that somebody else manages; a Secret that was changed since it was looked at, of which nothing is written
/// then; any other refusal.
pub async fn write(
    connection: &Connection,
    name: &ObjectName,
    held: Option<&StoredSecret>,
    change: SecretChange,
    options: ApplyOptions,
) -> Result<WriteOutcome, ClusterError> {
    let object = object(name, held, &change);
    let mut taken = Vec::new();
    let mut answer = apply(connection, &object, options).await;
    if let Err(ClusterError::Conflict { owners, .. }) = &answer
        && owners.iter().all(|owner| ONCE.contains(&owner.manager.as_str()))
    {
        taken = owners.iter().map(|owner| owner.manager.clone()).collect();
        answer = apply(connection, &object, ApplyOptions { force: true, ..options }).await;
    }
    match answer {
        Ok(applied) => Ok(WriteOutcome { object: masked(applied.object), taken }),
        Err(ClusterError::Refused { reason, .. }) if reason == "Conflict" => {
            let subject = ObjectRef::new(Kind::Secret, name.clone());
            Err(ClusterError::Other(format!(
                "{subject} was changed concurrently, and nothing was written; look at it with `{}`, then run \
                 the command again",
                CommandLine::new("kubectl agw key list").namespace(&name.namespace)
            )))
        }
        Err(error) => Err(error),
    }
}

/// A new Secret with its value in the clear, for a program that seals it.
#[must_use]
pub fn manifest(name: &ObjectName, data_key: &str, key: &Secret) -> Value {
    let put = [(data_key.to_owned(), Entry::New(key.clone()))].into();
    object(name, None, &SecretChange { put, ..SecretChange::default() })
}

/// What is applied: what was ours and stays, and what is put.
fn object(name: &ObjectName, held: Option<&StoredSecret>, change: &SecretChange) -> Value {
    let mut data = Map::new();
    if let Some(held) = held {
        let stays = held.ours.data.iter().filter(|key| !change.drop.contains(*key));
        for (key, bytes) in stays.filter_map(|key| held.data.get_key_value(key)) {
            data.insert(key.clone(), STANDARD.encode(bytes.expose()).into());
        }
    }
    for (key, entry) in &change.put {
        let value = match entry {
            Entry::New(secret) => STANDARD.encode(secret.expose()),
            Entry::Existing(bytes) => STANDARD.encode(bytes.expose()),
        };
        data.insert(key.clone(), value.into());
    }
    let mut object = secret(name, data);
    // The type of a Secret that others made is theirs.
    if held.is_none_or(|held| held.ours.is_type) {
        object["type"] = json!("Opaque");
    }
    if let Some(held) = held {
        object["metadata"]["resourceVersion"] = json!(held.version);
    }
    object
}

/// Reads `managedFields`. Only what was applied goes away when it is left out; an update of the same name does not.
fn ours(managed: Option<&Value>) -> OwnedFields {
    let entries = managed.and_then(Value::as_array).into_iter().flatten();
    let applied = entries.filter(|entry| {
        entry["manager"] == FIELD_MANAGER
            && entry["operation"] == "Apply"
            && entry.get("subresource").is_none_or(|subresource| subresource == "")
    });
    let mut ours = OwnedFields::default();
    for fields in applied.filter_map(|entry| entry.get("fieldsV1")) {
        ours.is_type |= fields.get("f:type").is_some();
        let data = fields.get("f:data").and_then(Value::as_object);
        let keys = data.into_iter().flat_map(Map::keys);
        ours.data.extend(keys.filter_map(|key| key.strip_prefix("f:")).map(str::to_owned));
    }
    ours
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held() -> StoredSecret {
        let managed = json!([
            {"manager": FIELD_MANAGER, "operation": "Apply",
             "fieldsV1": {"f:data": {"f:a": {}, "f:old": {}}, "f:type": {}}},
            {"manager": FIELD_MANAGER, "operation": "Update", "fieldsV1": {"f:data": {"f:b": {}}}},
            {"manager": "kubectl-create", "operation": "Update", "fieldsV1": {"f:data": {"f:c": {}}}},
        ]);
        let data = ["a", "b", "c", "old"].map(|key| (key.to_owned(), SecretBytes::new(key.into())));
        StoredSecret {
            name: ObjectName::new("n", "s"),
            data: data.into(),
            created: None,
            version: "7".to_owned(),
            ours: ours(Some(&managed)),
        }
    }

    fn put(key: &str, entry: Entry) -> SecretChange {
        SecretChange { put: [(key.to_owned(), entry)].into(), drop: BTreeSet::new() }
    }

    #[test]
    fn a_write_carries_what_is_ours_and_leaves_out_what_is_others() {
        let name = ObjectName::new("n", "s");
        let change = put("a", Entry::New(Secret::new("new")));
        let object = object(&name, Some(&held()), &change);
        let data = json!({"a": STANDARD.encode("new"), "old": STANDARD.encode("old")});
        assert_eq!(object["data"], data);
        assert_eq!(object["metadata"]["resourceVersion"], "7");
        assert_eq!(object["type"], "Opaque");
    }

    #[test]
    fn what_is_dropped_is_left_out() {
        let change = SecretChange { drop: ["old".to_owned()].into(), ..SecretChange::default() };
        let object = object(&ObjectName::new("n", "s"), Some(&held()), &change);
        assert_eq!(object["data"], json!({"a": STANDARD.encode("a")}));
    }

    #[test]
    fn a_new_secret_is_opaque_and_the_type_of_others_is_not_touched() {
        let name = ObjectName::new("n", "s");
        let change = put("k", Entry::Existing(SecretBytes::new(vec![0xff])));
        let new = object(&name, None, &change);
        assert_eq!((&new["type"], &new["data"]["k"]), (&json!("Opaque"), &json!("/w==")));
        assert!(new["metadata"].get("resourceVersion").is_none());
        let theirs = StoredSecret { ours: OwnedFields::default(), ..held() };
        assert!(object(&name, Some(&theirs), &change).get("type").is_none());
    }
}
