//! Who manages which fields of a live object, as the API server notes it down in `metadata.managedFields`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::patch::{Patch, changes};

/// Somebody else, and the fields of theirs that would be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Other {
    pub manager: String,
    /// `.spec.rules`, each once.
    pub fields: Vec<String>,
}

/// The managers other than `ours` of what `patch` changes. A JSON patch, unlike a server-side apply, gets no conflict
/// from the API server, so it is looked up before.
#[must_use]
pub fn others(object: &Value, patch: &Patch, ours: &str) -> Vec<Other> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let entries = object.pointer("/metadata/managedFields").and_then(Value::as_array);
    let text = |value: &Value, key: &str| {
        value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    for entry in entries.into_iter().flatten() {
        let manager = text(entry, "manager");
        if manager == ours || !text(entry, "subresource").is_empty() {
            continue;
        }
        for operation in patch.iter().filter(|one| changes(object, &vec![(*one).clone()])) {
            let path = text(operation, "path");
            let Some(field) = owned(object, &entry["fieldsV1"], &path) else { continue };
            let fields = found.entry(manager.clone()).or_default();
            if !fields.contains(&field) {
                fields.push(field);
            }
        }
    }
    found.into_iter().map(|(manager, fields)| Other { manager, fields }).collect()
}

/// The field at a JSON pointer, or the whole above it that is managed as one; none where it is not managed here.
fn owned(object: &Value, fields: &Value, path: &str) -> Option<String> {
    let (mut node, mut at, mut name) = (fields, String::new(), String::new());
    for part in path.split('/').skip(1) {
        let below = node.as_object()?;
        // A list or mapping that is one value, whatever is in it.
        if below.is_empty() {
            break;
        }
        at = format!("{at}/{part}");
        if let Some(next) = below.get(&format!("f:{}", part.replace("~1", "/").replace("~0", "~")))
        {
            node = next;
            name = format!("{name}.{part}");
            continue;
        }
        // Elements of a list are managed by their keys.
        let element = object.pointer(&at)?;
        let is_it = |key: &str| {
            let keys: Option<Value> =
                key.strip_prefix("k:").and_then(|keys| serde_json::from_str(keys).ok());
            keys.is_some_and(|keys| {
                keys.as_object().is_some_and(|keys| {
                    keys.iter().all(|(key, value)| element.get(key) == Some(value))
                })
            })
        };
        let (key, next) = below.iter().find(|(key, _)| is_it(key))?;
        node = next;
        name = format!("{name}[{}]", key.trim_start_matches("k:"));
    }
    Some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn put(path: &str) -> Patch {
        vec![json!({"op": "add", "path": path, "value": "new"})]
    }

    #[test]
    fn whoever_else_manages_the_field_or_the_list_around_it_is_named() {
        let object = json!({
            "metadata": {"managedFields": [
                {"manager": "argocd", "operation": "Apply",
                 "fieldsV1": {"f:spec": {"f:rules": {}, "f:hosts": {"k:{\"name\":\"a\"}": {".": {}, "f:model": {}}}}}},
                {"manager": "us", "operation": "Update", "fieldsV1": {"f:spec": {"f:model": {}}}},
                {"manager": "controller", "subresource": "status", "fieldsV1": {"f:spec": {"f:model": {}}}}]},
            "spec": {"rules": [{"weight": 1}], "model": "old",
                     "hosts": [{"name": "b", "model": "x"}, {"name": "a", "model": "x"}]}});
        let named = |path: &str| {
            let others = others(&object, &put(path), "us");
            others.into_iter().flat_map(|other| other.fields).collect::<Vec<_>>()
        };
        assert_eq!(named("/spec/rules/0/weight"), [".spec.rules"]);
        assert_eq!(named("/spec/hosts/1/model"), [".spec.hosts[{\"name\":\"a\"}].model"]);
        assert!(named("/spec/hosts/0/model").is_empty(), "another element");
        assert!(named("/spec/model").is_empty(), "ours, and a status");
        assert!(named("/spec/other").is_empty());
    }

    #[test]
    fn a_value_that_stays_is_no_conflict() {
        let object = json!({"metadata": {"managedFields": [
            {"manager": "argocd", "fieldsV1": {"f:spec": {"f:model": {}}}}]}, "spec": {"model": "new"}});
        assert_eq!(others(&object, &put("/spec/model"), "us"), []);
    }
}
