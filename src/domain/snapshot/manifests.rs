//! Manifests → objects: the documents of YAML files, each by itself, with the line it begins on.

use std::cell::Cell;
use std::sync::Arc;

use serde_json::{Value, json};

use super::Origin;
use super::documents::{self, ManifestItem, ParsedObject};
use super::objects::{Objects, name_as};
use super::problem::ProblemReason;
use super::{foreign, kinds};
use crate::domain::crd::schema::{FaultKind, SchemaFault};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::domain::value::{near, yaml};

/// Adds the objects of one file. What is wrong with a document is said with its line, and costs only that document.
/// `namespace` is that of objects which name none. Whether all of it is YAML.
pub fn add(objects: &mut Objects, path: &Arc<str>, text: &str, namespace: &str) -> bool {
    let mut is_whole = true;
    let origin = |line| Origin::File { path: Arc::clone(path), line };
    let file = File { path, text, namespace, located: Cell::new(0) };
    for found in documents::parse(path, text) {
        match found {
            ManifestItem::Object(written) => file.add(objects, written),
            ManifestItem::Nameless(written) if kinds::is_guard(written.kind) => {
                file.add_nameless(objects, written)
            }
            ManifestItem::Nameless(written) => {
                let reason = ProblemReason::NotUnderstood(written.nameless());
                objects.problem(origin(written.line), reason);
            }
            ManifestItem::Foreign(foreign) => match only_read(&foreign.object) {
                Some(kind) => file.add(objects, foreign.read_as(kind)),
                None => unknown(objects, &foreign.object, origin(foreign.line)),
            },
            ManifestItem::Problem { line, reason, is_yaml, guard } => {
                is_whole &= is_yaml;
                match guard {
                    Some((kind, own)) => {
                        let namespace = own.unwrap_or_else(|| namespace.to_owned());
                        let name = ObjectName::new(namespace, format!("unreadable-{line}"));
                        objects.unreadable(ObjectRef::new(kind, name), origin(line), reason);
                    }
                    None => objects.problem(origin(line), ProblemReason::NotUnderstood(reason)),
                }
            }
        }
    }
    is_whole
}

/// Adds those objects of a text that are in no other file.
pub fn add_missing(objects: &mut Objects, path: &Arc<str>, text: &str, namespace: &str) {
    for found in documents::parse(path, text) {
        let (kind, mut object, line) = match found {
            ManifestItem::Object(written) => (Some(written.kind), written.object, written.line),
            ManifestItem::Foreign(foreign) => {
                (only_read(&foreign.object), foreign.object, foreign.line)
            }
            ManifestItem::Problem { .. } | ManifestItem::Nameless(_) => continue,
        };
        let Some(kind) = kind else { continue };
        in_namespace(&mut object, namespace);
        let named = ObjectRef::new(kind, name_as(kind, &object));
        if objects.current().origin(&named).is_none() {
            objects.apply(kind, object, Origin::File { path: Arc::clone(path), line });
        }
    }
}

/// Puts an object that names no namespace into this one, or into that which it was meant to name.
fn in_namespace(object: &mut Value, namespace: &str) {
    let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) else { return };
    if !matches!(metadata.get(NAMESPACE), None | Some(Value::Null))
        && metadata.get(NAMESPACE) != Some(&Value::from(""))
    {
        return;
    }
    let is_slip = |field: &String| field != "name" && near::nearest([NAMESPACE], field).is_some();
    let mut slips = metadata.iter().filter(|(field, _)| is_slip(field));
    let meant = slips.find_map(|(_, value)| value.as_str()).filter(|meant| !meant.is_empty());
    let namespace = Value::from(meant.unwrap_or(namespace));
    metadata.insert(NAMESPACE.to_owned(), namespace);
}

const NAMESPACE: &str = "namespace";

/// A file that is being read.
struct File<'f> {
    path: &'f Arc<str>,
    text: &'f str,
    namespace: &'f str,
    /// Bytes that were read to find lines.
    located: Cell<usize>,
}

/// The most that is read of a file to find the lines of what is wrong in it. Bytes.
const MOST_LOCATED: usize = 64 * 1024 * 1024;

impl File<'_> {
    /// An object that no cluster would take, for it has no name: where it was written stands in for it.
    fn add_nameless(&self, objects: &mut Objects, mut written: ParsedObject) {
        let fault = match written.object.pointer("/metadata/name") {
            None | Some(Value::Null) => {
                SchemaFault::of(FaultKind::Missing, "metadata.name", "is required")
            }
            Some(_) => {
                SchemaFault::of(FaultKind::Type, "metadata.name", "must be a non-empty string")
            }
        };
        let name = format!("unnamed-{}{}", written.line, written.at.replace('/', "-"));
        if let Some(fields) = written.object.as_object_mut() {
            let metadata = fields.entry("metadata").or_insert_with(|| json!({}));
            if !metadata.is_object() {
                *metadata = json!({});
            }
            metadata["name"] = Value::from(name);
        }
        written.faults.push(fault);
        self.add(objects, written);
    }

    fn add(&self, objects: &mut Objects, written: ParsedObject) {
        let ParsedObject { kind, mut object, line, at, faults } = written;
        let origin = Origin::File { path: Arc::clone(self.path), line };
        in_namespace(&mut object, self.namespace);
        let named = ObjectRef::new(kind, name_as(kind, &object));
        if let Some(earlier @ Origin::File { .. }) = objects.current().origin(&named) {
            let earlier = earlier.clone();
            objects.problem(origin.clone(), ProblemReason::Twice { object: named, earlier });
        }
        let of_field = |pointer: &str| self.line_of(line, &format!("{at}{pointer}"));
        objects.apply_located(kind, object, origin, faults, &of_field);
    }

    /// The line of a field of the document that begins on `document`.
    fn line_of(&self, document: usize, pointer: &str) -> Option<usize> {
        let read = self.located.get() + self.text.len();
        self.located.set(read);
        (read <= MOST_LOCATED).then(|| yaml::line_of(self.text, document, pointer))
    }
}

/// The kind of an object that is read, though none of it is ever written.
fn only_read(object: &Value) -> Option<Kind> {
    let kinds = [Kind::Service, Kind::Namespace, Kind::ConfigMap, Kind::AgentgatewayParameters];
    kinds.into_iter().find(|kind| {
        let names = kind.names();
        object["apiVersion"] == names.api_version() && object["kind"] == names.kind
    })
}

/// Other kinds may stand beside ours; one that was meant for us is said.
fn unknown(objects: &mut Objects, object: &Value, origin: Origin) {
    let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
    let (api_version, kind) = (text("apiVersion"), text("kind"));
    let ours = ["agentgateway.dev/", "gateway.networking.k8s.io/"];
    let is_ours = ours.iter().any(|group| api_version.starts_with(group));
    if is_ours && !kinds::is_known(kind) {
        let reason =
            format!("there is no kind {kind} of {api_version} in any release that is known here");
        objects.problem(origin, ProblemReason::NotUnderstood(reason));
    } else if is_ours && kind != "GatewayClass" || foreign::owner(api_version).is_some() {
        objects.problem(origin, ProblemReason::kind_not_read(api_version, kind));
    }
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
        metadata: {name: g}\nspec: {gatewayClassName: c, listeners: [{name: h, port: 80, protocol: HTTP}]}\n";

    #[test]
    fn each_document_stands_or_falls_by_itself_and_says_its_line() {
        let text =
            format!("{GATEWAY}---\nkind: Gateway\n---\na: [\n---\n- 1\n---\n\napiVersion: v1\n");
        let objects = read(&text);
        assert_eq!(objects.current().gateways.len(), 1);
        let problems = problems(&objects);
        assert_eq!(problems.len(), 4, "{problems:?}");
        assert_eq!(problems[0], "f.yaml:6: not an object: it has no `apiVersion`");
        assert!(problems[1].contains("invalid YAML"), "{problems:?}");
        assert_eq!(problems[2], "f.yaml:10: not an object: a manifest must be a mapping");
        assert_eq!(problems[3], "f.yaml:13: not an object: it has no `kind`");
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
            ["f.yaml:6: duplicate Gateway here/g, first defined at f.yaml:1; this one is used"]
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
