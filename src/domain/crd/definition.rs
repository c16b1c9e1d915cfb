//! The CustomResourceDefinitions of `crds/`: for a cluster without agentgateway, wide enough for its own manifests
//! and for the workshop's. They check what we read and keep what we do not; `shape` knows what agentgateway's own take.

use kube::CustomResourceExt as _;
use serde_json::{Map, Value, json};

use super::backend::AgentgatewayBackend;
use super::model::AgentgatewayModel;
use super::policy::AgentgatewayPolicy;
use super::rules;

/// The label by which `crds install` knows a definition as its own.
pub const MANAGED_BY: (&str, &str) = ("app.kubernetes.io/managed-by", "kubectl-agw");

const SPEC_SCHEMA: &str = "/spec/versions/0/schema/openAPIV3Schema/properties/spec";

const KEEP_UNKNOWN: &str = "x-kubernetes-preserve-unknown-fields";

/// The field of which we read everything: a misspelling under it is refused instead of kept.
const FULLY_READ: &str = "openAI";

/// Every definition, in the order in which they are applied.
#[must_use]
pub fn definitions() -> Vec<Value> {
    let mut backend = json!(AgentgatewayBackend::crd());
    if let Some(spec) = backend.pointer_mut(SPEC_SCHEMA) {
        rules::tighten(spec);
    }
    let derived = [backend, json!(AgentgatewayPolicy::crd()), json!(AgentgatewayModel::crd())];
    derived.into_iter().map(finish).collect()
}

/// Turns what the derive wrote into what the cluster should see.
fn finish(mut definition: Value) -> Value {
    definition["metadata"]["labels"] = json!({ MANAGED_BY.0: MANAGED_BY.1 });
    let versions = definition.pointer_mut("/spec/versions").and_then(Value::as_array_mut);
    for version in versions.into_iter().flatten() {
        if let Some(root) = version.pointer_mut("/schema/openAPIV3Schema") {
            // The root's own text names a Rust type.
            root["description"] = root["properties"]["spec"]["description"].clone();
            level(root, UnknownFields::Rejected);
            let below = root.get_mut("properties").and_then(Value::as_object_mut);
            below
                .into_iter()
                .flatten()
                .for_each(|(_, schema)| tree(schema, UnknownFields::Preserved));
        }
    }
    definition
}

/// What an API server does with fields that the schema does not name (`x-kubernetes-preserve-unknown-fields`).
#[derive(Clone, Copy, PartialEq)]
enum UnknownFields {
    Preserved,
    Rejected,
}

/// Cleans a schema and those under it.
fn tree(schema: &mut Value, unknown: UnknownFields) {
    level(schema, unknown);
    let Some(fields) = schema.as_object_mut() else { return };
    let properties = fields.get_mut("properties").and_then(Value::as_object_mut);
    for (name, property) in properties.into_iter().flatten() {
        tree(property, if name == FULLY_READ { UnknownFields::Rejected } else { unknown });
    }
    for below in ["items", "additionalProperties"] {
        if let Some(schema) = fields.get_mut(below) {
            tree(schema, unknown);
        }
    }
}

/// Cleans one level of a schema.
fn level(schema: &mut Value, unknown: UnknownFields) {
    let Some(fields) = schema.as_object_mut() else { return };
    // `nullable`: agentgateway's CRD takes no null either. `default`: a definition of ours adds nothing to an object.
    // `title` and `format: uint16` are the derive's; API servers warn of a format they do not know.
    for noise in ["nullable", "default", "title", "format"] {
        fields.remove(noise);
    }
    for bound in ["minimum", "maximum"] {
        whole(fields, bound);
    }
    if unknown == UnknownFields::Preserved && fields.contains_key("properties") {
        fields.insert(KEEP_UNKNOWN.to_owned(), json!(true));
    }
}

/// `65535.0` as `65535`.
fn whole(fields: &mut Map<String, Value>, bound: &str) {
    let number = fields.get(bound).and_then(Value::as_f64);
    if let Some(number) = number.filter(|number| number.fract() == 0.0) {
        fields.insert(bound.to_owned(), json!(number as i64));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::object_ref::Kind;

    /// Every level of a schema with the path to it.
    fn levels<'a>(schema: &'a Value, path: &str, found: &mut Vec<(String, &'a Value)>) {
        found.push((path.to_owned(), schema));
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            levels(property, &format!("{path}.{name}"), found);
        }
        for below in ["items", "additionalProperties"] {
            if let Some(schema) = schema.get(below) {
                levels(schema, &format!("{path}[]"), found);
            }
        }
    }

    fn schema(definition: &Value) -> &Value {
        &definition["spec"]["versions"][0]["schema"]["openAPIV3Schema"]
    }

    #[test]
    fn schemas_are_structural_and_keep_what_we_do_not_read() {
        let definitions = definitions();
        let mut found = Vec::new();
        for definition in &definitions {
            levels(schema(definition), "", &mut found);
        }
        assert!(found.len() > 100, "{}", found.len());
        for (path, level) in found {
            assert!(level["type"].is_string(), "{path} has no type: {level}");
            for forbidden in
                ["$ref", "oneOf", "anyOf", "allOf", "not", "nullable", "default", "format"]
            {
                assert!(level.get(forbidden).is_none(), "{path} has {forbidden}: {level}");
            }
            let keeps = level.get(KEEP_UNKNOWN) == Some(&json!(true));
            let fully_read = path.is_empty() || path.contains(FULLY_READ);
            if level["properties"].is_object() {
                assert_ne!(keeps, fully_read, "{path} and the fields it does not name");
            }
            assert!(!(keeps && level["type"] != "object"), "{path}");
        }
    }

    #[test]
    fn exactly_one_kind_of_model_is_asked_for() {
        let backend = &definitions()[0];
        let rules =
            &schema(backend)["properties"]["spec"]["properties"]["ai"]["x-kubernetes-validations"];
        let rule = rules[0]["rule"].as_str().expect("a rule");
        for name in ["provider", "groups", "openAI"] {
            assert!(rule.contains(&format!("has(self.{name})")), "{rule}");
        }
    }

    #[test]
    fn names_are_those_the_program_asks_the_cluster_for() {
        let kinds = [Kind::AgentgatewayBackend, Kind::AgentgatewayPolicy, Kind::AgentgatewayModel];
        for (definition, kind) in definitions().iter().zip(kinds) {
            let (names, spec) = (kind.names(), &definition["spec"]);
            assert_eq!(definition["metadata"]["name"], names.resource());
            assert_eq!(spec["group"], names.group);
            assert_eq!(spec["names"]["kind"], names.kind);
            assert_eq!(spec["names"]["categories"], json!(["agentgateway"]));
            assert_eq!(spec["versions"][0]["name"], names.version);
            assert_eq!(spec["versions"][0]["subresources"], json!({"status": {}}));
            assert_eq!(definition["metadata"]["labels"][MANAGED_BY.0], MANAGED_BY.1);
        }
        let short: Vec<_> =
            definitions().iter().map(|d| d["spec"]["names"]["shortNames"][0].clone()).collect();
        assert_eq!(short, ["agbe", "agpol", "agmodel"]);
    }
}
