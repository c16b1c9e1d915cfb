//! From what a person wishes to the objects that say it: pure, complete, and in the order a person reads.

pub mod backend;
pub mod changes;
pub mod export;
pub mod fallback;
pub mod gateway;
pub mod invalid;
pub mod managed;
pub mod mask;
pub mod model;
pub mod names;
pub mod patch;
pub mod policy;
pub mod provider_set;
pub mod readiness;
pub mod route;
pub mod secret;
pub mod unified;
pub mod upstream;
pub mod validate;

use serde::ser::{Serialize, SerializeMap as _, SerializeSeq as _, Serializer};
use serde_json::{Value, json};

use crate::domain::value::yaml::{self, Unwritable};

/// Keys that come first in a mapping, in this order; the others follow by name, as kubectl sorts them.
const FIRST: &[&str] = &[
    "apiVersion",
    "group",
    "kind",
    "type",
    "metadata",
    "name",
    "namespace",
    "spec",
    "auth",
    "items",
    "openai",
    "anthropic",
    "gemini",
    "bedrock",
    "custom",
    "host",
    "port",
    "model",
    "parentRefs",
    "hostnames",
    "rules",
    "matches",
    "filters",
];

/// A suffix map's `*` is asked last, so it stands last.
const LAST: &str = "*";

/// A value whose mappings are written in the order of a person's manifest, whatever order they are kept in.
#[derive(Clone, Copy, Debug)]
pub struct InManifestOrder<'a>(pub &'a Value);

impl Serialize for InManifestOrder<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Object(fields) => {
                let mut fields: Vec<_> = fields.iter().collect();
                fields.sort_by_key(|(key, _)| (rank(key), *key));
                let mut map = serializer.serialize_map(Some(fields.len()))?;
                for (key, value) in fields {
                    map.serialize_entry(key, &InManifestOrder(value))?;
                }
                map.end()
            }
            Value::Array(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(&InManifestOrder(item))?;
                }
                list.end()
            }
            plain => plain.serialize(serializer),
        }
    }
}

fn rank(key: &str) -> usize {
    let first = FIRST.iter().position(|name| *name == key);
    first.unwrap_or(if key == LAST { FIRST.len() + 1 } else { FIRST.len() })
}

/// Objects as a stream of YAML documents.
///
/// # Errors
/// When a value cannot be written, which a JSON value always can.
pub fn documents(objects: &[Value]) -> Result<String, Unwritable> {
    let written: Result<Vec<_>, _> =
        objects.iter().map(|object| yaml::write(&InManifestOrder(object))).collect();
    Ok(written?.join("---\n"))
}

/// Objects as one `v1` List, which kubectl takes for several.
#[must_use]
pub fn list(objects: &[Value]) -> Value {
    json!({"apiVersion": "v1", "kind": "List", "items": objects})
}

/// An object as a person keeps it: without what the API server notes down for itself.
#[must_use]
pub fn kept(mut object: Value) -> Value {
    if let Some(fields) = object.as_object_mut() {
        fields.remove("status");
    }
    if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.remove("managedFields");
    }
    object
}

/// `agentgatewaybackend.agentgateway.dev/openai-smart`: how kubectl names an object in its results.
#[must_use]
pub fn resource_name(object: &Value) -> String {
    let text = |path| object.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let kind = text("/kind").to_lowercase();
    match text("/apiVersion").split_once('/') {
        Some((group, _)) => format!("{kind}.{group}/{}", text("/metadata/name")),
        None => format!("{kind}/{}", text("/metadata/name")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_reads_from_what_it_is_to_what_it_asks() {
        let object = json!({
            "spec": {"rules": [{"backendRefs": [{"name": "b", "group": "g", "kind": "K"}], "matches": []}],
                     "parentRefs": [{"namespace": "n", "name": "g"}], "hostnames": ["h"]},
            "metadata": {"namespace": "n", "name": "x"}, "kind": "K", "apiVersion": "v1"});
        let text = documents(std::slice::from_ref(&object)).expect("written");
        let keys: Vec<_> = text
            .lines()
            .filter_map(|line| Some(line.trim_start_matches(['-', ' ']).split_once(':')?.0))
            .collect();
        let expected = [
            "apiVersion",
            "kind",
            "metadata",
            "name",
            "namespace",
            "spec",
            "parentRefs",
            "name",
            "namespace",
            "hostnames",
            "rules",
            "matches",
            "backendRefs",
            "group",
            "kind",
            "name",
        ];
        assert_eq!(keys, expected, "{text}");
        assert_eq!(yaml::documents(&text).next().expect("one").expect("read").value, object);
    }

    #[test]
    fn documents_stand_apart_and_a_list_holds_them_all() {
        let objects = [json!({"a": 1}), json!({"b": 2})];
        let text = documents(&objects).expect("written");
        assert_eq!(text, "a: 1\n---\nb: 2\n");
        assert_eq!(list(&objects)["items"], json!(objects));
    }

    #[test]
    fn the_star_of_a_suffix_map_stands_last() {
        let text = documents(&[json!({"*": 1, "/v1": 2, ":x": 3})]).expect("written");
        assert!(text.ends_with("\"*\": 1\n"), "{text}");
    }

    #[test]
    fn objects_are_named_as_kubectl_names_them() {
        let object = json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
            "metadata": {"name": "r", "managedFields": []}, "status": {}});
        assert_eq!(resource_name(&object), "httproute.gateway.networking.k8s.io/r");
        let secret = json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}});
        assert_eq!(resource_name(&secret), "secret/s");
        assert_eq!(kept(object)["metadata"], json!({"name": "r"}));
    }
}
