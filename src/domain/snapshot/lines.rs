//! The lines of fields, in the texts that objects were read from.

use std::cell::Cell;
use std::collections::HashMap;

use serde_json::Value;

use super::Origin;
use super::documents::{self, ManifestItem};
use crate::domain::crd::schema::SchemaFault;
use crate::domain::value::object_ref::ObjectRef;
use crate::domain::value::yaml;

/// The most that is read of texts to find lines. Bytes.
const MOST: usize = 256 * 1024 * 1024;

/// Texts by the name under which they were read.
pub struct Lines<'t> {
    texts: HashMap<String, &'t str>,
    read: Cell<usize>,
}

impl<'t> Lines<'t> {
    /// Of these texts.
    #[must_use]
    pub fn new(texts: impl Iterator<Item = Text<'t>>) -> Self {
        let texts = texts.map(|one| (one.path, one.text)).collect();
        Lines { texts, read: Cell::new(0) }
    }

    /// Where a field stands, which is written as `spec.rules[0]`; the line of the closest one above it where it is not
    /// there. Where the object is not of these texts, or they are too long to look, as before.
    #[must_use]
    pub fn of(&self, origin: &Origin, object: &ObjectRef, field: &str) -> Origin {
        let Origin::File { path, line } = origin else { return origin.clone() };
        let text = self.texts.get(&**path).filter(|text| {
            self.read.set(self.read.get() + text.len());
            self.read.get() <= MOST
        });
        let Some(text) = text else { return origin.clone() };
        let within = item(path, text, *line, object).unwrap_or_default();
        let pointer = format!("{within}{}", SchemaFault::new(field, "").pointer());
        Origin::File { path: path.clone(), line: yaml::line_of(text, *line, &pointer) }
    }
}

/// One text.
pub struct Text<'t> {
    pub path: String,
    pub text: &'t str,
}

/// Where in its document an object stands, which is not at its root in a List.
fn item(path: &str, text: &str, document: usize, object: &ObjectRef) -> Option<String> {
    let names = object.kind.names();
    let is_it = |value: &Value| {
        let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str);
        value["kind"] == names.kind
            && text("/metadata/name") == Some(&object.name.name)
            && text("/metadata/namespace").is_none_or(|own| own == object.name.namespace)
    };
    documents::parse(path, text).find_map(|found| {
        let (value, line, at) = match found {
            ManifestItem::Object(one) => (one.object, one.line, one.at),
            ManifestItem::Foreign(one) => (one.object, one.line, one.at),
            ManifestItem::Nameless(_) | ManifestItem::Problem { .. } => return None,
        };
        (line == document && is_it(&value)).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::value::object_ref::{Kind, ObjectName};

    const TEXT: &str = "# first\nkind: None\n---\napiVersion: v1\nkind: List\nitems:\n\
        - apiVersion: agentgateway.dev/v1alpha1\n  kind: AgentgatewayBackend\n  metadata: {name: a}\n  spec:\n    ai: {}\n\
        - apiVersion: agentgateway.dev/v1alpha1\n  kind: AgentgatewayBackend\n  metadata: {name: b}\n  spec:\n    ai: {}\n";

    fn line(name: &str, field: &str) -> String {
        let lines = Lines::new([Text { path: "f.yaml".to_owned(), text: TEXT }].into_iter());
        let object = ObjectRef::new(Kind::AgentgatewayBackend, ObjectName::new("default", name));
        let origin = Origin::File { path: "f.yaml".into(), line: 4 };
        lines.of(&origin, &object, field).to_string()
    }

    #[test]
    fn a_field_is_found_in_the_item_of_a_list_that_is_its_object() {
        assert_eq!(line("a", "spec.ai"), "f.yaml:11");
        assert_eq!(line("b", "spec.ai"), "f.yaml:16");
        assert_eq!(line("b", "spec.ai.provider"), "f.yaml:16");
        assert_eq!(line("c", "spec.ai"), "f.yaml:4");
    }

    #[test]
    fn what_was_not_read_from_these_texts_stays_where_it_is() {
        let lines = Lines::new(std::iter::empty());
        let object = ObjectRef::new(Kind::Gateway, ObjectName::new("a", "b"));
        let origin = Origin::File { path: "other.yaml".into(), line: 7 };
        assert_eq!(lines.of(&origin, &object, "spec"), origin);
        assert_eq!(lines.of(&Origin::Cluster, &object, "spec"), Origin::Cluster);
    }
}
