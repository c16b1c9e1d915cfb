//! `metadata` of an object: its name, its labels, and fields that nobody knows.

use serde_json::Value;

use super::{FaultKind, SchemaFault};
use crate::domain::crd::schema;
use crate::domain::manifest::names;
use crate::domain::value::object_ref::Kind;

/// The fields of `metadata`.
///
/// Source: <https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/>.
const FIELDS: &[&str] = &[
    "annotations",
    "creationTimestamp",
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "finalizers",
    "generateName",
    "generation",
    "labels",
    "managedFields",
    "name",
    "namespace",
    "ownerReferences",
    "resourceVersion",
    "selfLink",
    "uid",
];

/// Adds what is wrong with the metadata of an object.
pub(super) fn check(kind: Kind, object: &Value, faults: &mut Vec<SchemaFault>) {
    match object.pointer("/metadata/name").and_then(Value::as_str) {
        Some(name) => {
            let wrong = names::object(kind.names().kind, name).err();
            faults
                .extend(wrong.map(|reason| SchemaFault::new("metadata.name", reason.to_string())));
        }
        None => {
            faults.push(SchemaFault::of(FaultKind::Missing, "metadata.name", "is not there"));
        }
    }
    let Some(metadata) = object.get("metadata").and_then(Value::as_object) else { return };
    let wrong = match metadata.get("namespace") {
        None | Some(Value::Null) => None,
        Some(Value::String(name)) => names::namespace(name).err().map(|reason| reason.to_string()),
        Some(_) => Some("must be a string; write it in quotes".to_owned()),
    };
    faults.extend(wrong.map(|reason| SchemaFault::new("metadata.namespace", reason)));
    for name in metadata.keys().filter(|name| !FIELDS.contains(&name.as_str())) {
        faults.push(schema::unknown_field("metadata", name, FIELDS));
    }
    for part in ["labels", "annotations"] {
        match metadata.get(part) {
            None | Some(Value::Null) => {}
            Some(Value::Object(texts)) => {
                let odd = texts.iter().filter(|(_, text)| !text.is_string() && !text.is_null());
                faults.extend(odd.map(|(key, _)| {
                    let at = format!("metadata.{part}[{key:?}]");
                    SchemaFault::of(FaultKind::Type, at, "must be a string; write it in quotes")
                }));
            }
            Some(_) => {
                let at = format!("metadata.{part}");
                faults.push(SchemaFault::of(FaultKind::Type, at, "must be an object"));
            }
        }
    }
}
