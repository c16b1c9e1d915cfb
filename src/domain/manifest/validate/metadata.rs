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

/// The versions in which an API server has a kind.
fn versions(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Gateway | Kind::HttpRoute | Kind::ReferenceGrant => &["v1", "v1beta1"],
        Kind::BackendTlsPolicy => &["v1", "v1alpha3"],
        Kind::AgentgatewayBackend
        | Kind::AgentgatewayModel
        | Kind::AgentgatewayPolicy
        | Kind::AgentgatewayParameters => &["v1alpha1"],
        _ => &["v1"],
    }
}

/// Adds that no object is of this kind, group or version, where that is said.
fn identity(kind: Kind, object: &Value, faults: &mut Vec<SchemaFault>) {
    let text = |key: &str| object.get(key).and_then(Value::as_str);
    let (Some(api_version), Some(written)) = (text("apiVersion"), text("kind")) else { return };
    let names = kind.names();
    let (group, version) = api_version.rsplit_once('/').unwrap_or(("", api_version));
    let meant = format!("did you mean {} of {}?", names.kind, names.api_version());
    if written != names.kind {
        let reason = format!("unknown kind {written} of {api_version}; {meant}");
        faults.push(SchemaFault::of(FaultKind::Identity, "kind", reason));
    } else if group != names.group || !versions(kind).contains(&version) {
        let reason = format!("unknown {written} of {api_version}; {meant}");
        faults.push(SchemaFault::of(FaultKind::Identity, "apiVersion", reason));
    }
}

/// Adds what is wrong with the kind and the metadata of an object.
pub(super) fn check(kind: Kind, object: &Value, faults: &mut Vec<SchemaFault>) {
    identity(kind, object, faults);
    match object.pointer("/metadata/name").and_then(Value::as_str) {
        Some(name) => {
            let wrong = names::object(kind.names().kind, name).err();
            faults
                .extend(wrong.map(|reason| SchemaFault::new("metadata.name", reason.to_string())));
        }
        None => {
            faults.push(SchemaFault::of(FaultKind::Missing, "metadata.name", "is required"));
        }
    }
    let Some(metadata) = object.get("metadata").and_then(Value::as_object) else { return };
    let wrong = match metadata.get("namespace") {
        None | Some(Value::Null) => None,
        Some(Value::String(name)) => names::namespace(name).err().map(|reason| reason.to_string()),
        Some(_) => Some("must be a string; quote it".to_owned()),
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
                    SchemaFault::of(FaultKind::Type, at, "must be a string; quote it")
                }));
            }
            Some(_) => {
                let at = format!("metadata.{part}");
                faults.push(SchemaFault::of(FaultKind::Type, at, "must be an object"));
            }
        }
    }
}
