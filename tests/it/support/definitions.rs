//! The CRDs for API servers of tests: the real systems' own files where they are at hand. Otherwise the Gateway API's come
//! from the module that the conformance suite pins, and agentgateway's are made of what the program knows of every field.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use kubectl_agw::domain::crd::shape;
use kubectl_agw::domain::value::object_ref::Kind;
use serde_json::{Value, json};

/// agentgateway's kinds, each with its short name.
const KINDS: [(Kind, &str); 3] = [
    (Kind::AgentgatewayBackend, "agbe"),
    (Kind::AgentgatewayModel, "agmodel"),
    (Kind::AgentgatewayPolicy, "agpol"),
];

/// The folder that holds `agentgateway` and `gateway-api/standard`; none where the conformance suite was not built either.
pub fn crds() -> Option<PathBuf> {
    static MADE: OnceLock<Option<PathBuf>> = OnceLock::new();
    vendors().or_else(|| MADE.get_or_init(make).clone())
}

/// The same of the real systems' own files; none where this checkout stands alone.
pub fn vendors() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/crds");
    let folder = std::env::var_os("AGW_TEST_CRDS").map_or(beside, PathBuf::from);
    folder.join("gateway-api/standard").is_dir().then_some(folder)
}

fn make() -> Option<PathBuf> {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let pinned = scratch.parent()?.join("conformance/standard");
    let folder = scratch.join("crds");
    let (gateway_api, own) = (folder.join("gateway-api/standard"), folder.join("agentgateway"));
    let files = std::fs::read_dir(pinned).ok()?;
    std::fs::create_dir_all(&gateway_api).expect("a folder");
    std::fs::create_dir_all(&own).expect("a folder");
    for file in files {
        let file = file.expect("a file");
        std::fs::copy(file.path(), gateway_api.join(file.file_name())).expect("copied");
    }
    for (kind, short) in KINDS {
        let names = kind.names();
        let file = own.join(format!("{}_{}.yaml", names.group, names.plural));
        // JSON is YAML.
        std::fs::write(file, definition(kind, short).to_string()).expect("written");
    }
    let file = own.join("agentgateway.dev_agentgatewayparameters.yaml");
    std::fs::write(file, parameters().to_string()).expect("written");
    Some(folder)
}

/// As strict as agentgateway's own: every field, no other.
fn definition(kind: Kind, short: &str) -> Value {
    let names = kind.names();
    let mut schema = shape::whole(kind).expect("a shape").clone();
    plain(&mut schema);
    schema["properties"]["apiVersion"] = json!({"type": "string"});
    schema["properties"]["kind"] = json!({"type": "string"});
    schema["properties"]["metadata"] = json!({"type": "object"});
    schema["properties"]["status"] =
        json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true});
    json!({"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
    "metadata": {"name": format!("{}.{}", names.plural, names.group)},
    "spec": {"group": names.group, "scope": "Namespaced",
        "names": {"kind": names.kind, "plural": names.plural, "shortNames": [short],
            "singular": names.kind.to_lowercase(), "listKind": format!("{}List", names.kind)},
        "versions": [{"name": names.version, "served": true, "storage": true,
            "schema": {"openAPIV3Schema": schema}, "subresources": {"status": {}}}]}})
}

/// AgentgatewayParameters, of which the program reads one field.
fn parameters() -> Value {
    let open = json!({"type": "object", "x-kubernetes-preserve-unknown-fields": true});
    json!({"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
    "metadata": {"name": "agentgatewayparameters.agentgateway.dev"},
    "spec": {"group": "agentgateway.dev", "scope": "Namespaced",
        "names": {"kind": "AgentgatewayParameters", "plural": "agentgatewayparameters",
            "singular": "agentgatewayparameters", "listKind": "AgentgatewayParametersList"},
        "versions": [{"name": "v1alpha1", "served": true, "storage": true,
            "schema": {"openAPIV3Schema": {"type": "object", "properties": {"spec": open, "status": open}}}}]}})
}

/// Takes off what only the program reads.
fn plain(schema: &mut Value) {
    match schema {
        Value::Object(parts) => {
            parts.remove("x-counted");
            parts.remove("x-since");
            parts.values_mut().for_each(plain);
        }
        Value::Array(parts) => parts.iter_mut().for_each(plain),
        _ => {}
    }
}
