//! Manifests → objects: the documents of YAML files, each by itself, with the line it begins on.

use std::sync::Arc;

use serde_json::Value;

use super::Origin;
use super::objects::{Objects, name_of};
use crate::domain::crd::dialect::reference;
use crate::domain::value::object_ref::{Kind, ObjectRef};
use crate::domain::value::yaml;

/// Adds the objects of one file. What is wrong with a document is said with its line, and costs only that document.
/// `namespace` is that of objects which name none.
pub fn add(objects: &mut Objects, path: &Arc<str>, text: &str, namespace: &str) {
    for document in yaml::documents(text) {
        match document {
            Ok(document) => {
                let origin = Origin::File { path: Arc::clone(path), line: document.line };
                add_value(objects, document.value, &origin, namespace);
            }
            Err(broken) => {
                let origin = Origin::File { path: Arc::clone(path), line: broken.line };
                objects.problem(origin, format!("not YAML: {}", broken.reason));
            }
        }
    }
}

/// Adds one object, or the items of a List.
fn add_value(objects: &mut Objects, mut value: Value, origin: &Origin, namespace: &str) {
    let Some(fields) = value.as_object_mut() else {
        return objects.problem(origin.clone(), "not an object: a manifest is a mapping");
    };
    let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (api_version, kind) = (text("apiVersion"), text("kind"));
    if kind.is_empty() || api_version.is_empty() {
        let missing = if kind.is_empty() { "kind" } else { "apiVersion" };
        return objects.problem(origin.clone(), format!("no object: it has no `{missing}`"));
    }
    if kind == "List" {
        let items = fields.remove("items").and_then(|items| match items {
            Value::Array(items) => Some(items),
            _ => None,
        });
        for item in items.unwrap_or_default() {
            add_value(objects, item, origin, namespace);
        }
        return;
    }
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    let Some(known) = kind_of(group, &kind) else {
        return unknown(objects, &api_version, &kind, origin);
    };
    if value.pointer("/metadata/name").and_then(Value::as_str).is_none_or(str::is_empty) {
        return objects.problem(origin.clone(), format!("{kind} without `metadata.name`"));
    }
    if value.pointer("/metadata/namespace").is_none() {
        value["metadata"]["namespace"] = Value::from(namespace);
    }
    let object = ObjectRef::new(known, name_of(&value));
    if let Some(earlier) = objects.current().origin(&object) {
        let reason = format!("{object} stands at {earlier} already; this one is used");
        objects.problem(origin.clone(), reason);
    }
    objects.apply(known, value, origin.clone());
}

/// The kind that an object is read as: another product's backend is one in another dialect.
#[must_use]
pub fn kind_of(group: &str, kind: &str) -> Option<Kind> {
    let foreign = || reference::is_backend(group, kind).then_some(Kind::AgentgatewayBackend);
    Kind::of(group, kind).or_else(foreign)
}

/// Other kinds may stand beside ours; one that was meant for us is said.
fn unknown(objects: &mut Objects, api_version: &str, kind: &str, origin: &Origin) {
    let ours = ["agentgateway.dev/", "gateway.kgateway.dev/", "gateway.networking.k8s.io/"];
    if !ours.iter().any(|group| api_version.starts_with(group)) || kind == "GatewayClass" {
        return;
    }
    objects.problem(origin.clone(), format!("{kind} of {api_version} is not read"));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::snapshot::World;

    fn read(text: &str) -> Objects {
        let mut objects = Objects::new(World::Files);
        add(&mut objects, &Arc::from("f.yaml"), text, "here");
        objects
    }

    fn problems(objects: &Objects) -> Vec<String> {
        let all = &objects.current().problems;
        all.iter().map(|problem| format!("{}: {}", problem.origin, problem.reason)).collect()
    }

    const GATEWAY: &str = "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n\
        metadata: {name: g}\nspec: {gatewayClassName: c, listeners: []}\n";

    #[test]
    fn each_document_stands_or_falls_by_itself_and_says_its_line() {
        let text =
            format!("{GATEWAY}---\nkind: Gateway\n---\na: [\n---\n- 1\n---\n\napiVersion: v1\n");
        let objects = read(&text);
        assert_eq!(objects.current().gateways.len(), 1);
        let problems = problems(&objects);
        assert_eq!(problems.len(), 4, "{problems:?}");
        assert_eq!(problems[0], "f.yaml:6: no object: it has no `apiVersion`");
        assert!(problems[1].contains("not YAML"), "{problems:?}");
        assert_eq!(problems[2], "f.yaml:10: not an object: a manifest is a mapping");
        assert_eq!(problems[3], "f.yaml:13: no object: it has no `kind`");
    }

    #[test]
    fn an_object_without_namespace_lives_in_the_given_one() {
        let objects = read(GATEWAY);
        assert_eq!(objects.current().gateways.keys().next().expect("one").namespace, "here");
    }

    #[test]
    fn a_list_is_its_items_and_foreign_kinds_stand_beside() {
        let text = "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: apps/v1, kind: Deployment}\n\
            - {apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {a: b}}\n";
        let objects = read(text);
        assert_eq!(objects.current().secrets.len(), 1);
        assert_eq!(problems(&objects), Vec::<String>::new());
    }

    #[test]
    fn the_same_object_twice_is_said() {
        let found = problems(&read(&format!("{GATEWAY}---\n{GATEWAY}")));
        assert_eq!(
            found,
            ["f.yaml:6: Gateway here/g stands at f.yaml:1 already; this one is used"]
        );
    }

    #[test]
    fn kgateways_backend_is_a_backend_of_its_dialect() {
        let text = "apiVersion: gateway.kgateway.dev/v1alpha1\nkind: Backend\nmetadata: {name: b}\n\
            spec: {type: AI, ai: {llm: {openai: {model: m}}}}\n";
        let objects = read(text);
        assert_eq!(problems(&objects), Vec::<String>::new());
        let backend = objects.current().backends.values().next().expect("one");
        assert_eq!(backend.dialect, Some("kgateway-2.1"));
    }
}
