//! The objects of manifests as they were written, each with its line: for commands that write, compare or convert them.

use serde_json::Value;

use super::{foreign, kinds, unrendered};
use crate::domain::crd::schema::{FaultKind, SchemaFault};
use crate::domain::value::object_ref::Kind;
use crate::domain::value::yaml;

/// What a document, or an item of a List, is.
#[derive(Clone, Debug, PartialEq)]
pub enum ManifestItem {
    Object(ParsedObject),
    /// An object of a kind we read that has no name, and so is none.
    Nameless(ParsedObject),
    /// An object of a kind that is not ours.
    Foreign(Foreign),
    /// No object.
    Problem {
        line: usize,
        reason: String,
        /// Whether the document could be read at all.
        is_yaml: bool,
        /// The kind of a guard that it would be, and the namespace that it names.
        guard: Option<(Kind, Option<String>)>,
    },
}

/// An object of a kind we read.
#[derive(Clone, Debug, PartialEq)]
pub struct ParsedObject {
    pub kind: Kind,
    pub object: Value,
    /// Line on which the document begins, counted from 1.
    pub line: usize,
    /// Where the object stands in its document (a JSON pointer): not empty in a List.
    pub at: String,
    /// What no cluster would take of how it is written: fields that stand there twice, and the like.
    pub faults: Vec<SchemaFault>,
}

/// An object of a kind that is not ours, otherwise as [`ParsedObject`].
#[derive(Clone, Debug, PartialEq)]
pub struct Foreign {
    pub object: Value,
    pub line: usize,
    pub at: String,
    pub faults: Vec<SchemaFault>,
}

impl Foreign {
    /// The same as an object of a kind that is read, though none of it is ever written.
    #[must_use]
    pub fn read_as(self, kind: Kind) -> ParsedObject {
        let Foreign { object, line, at, faults } = self;
        ParsedObject { kind, object, line, at, faults }
    }
}

impl ParsedObject {
    /// What no cluster would take of how it is written, with its lines in the file's text.
    pub fn wrong(&self, path: &str, text: &str) -> Vec<String> {
        let line = |fault: &SchemaFault| {
            let at = yaml::line_of(text, self.line, &format!("{}{}", self.at, fault.pointer()));
            format!("{path}:{at}: {fault}")
        };
        self.faults.iter().map(line).collect()
    }

    /// What is said of one without a name.
    #[must_use]
    pub fn nameless(&self) -> String {
        format!("{} without `metadata.name`", self.kind)
    }
}

/// The most problems of one file that are told: a file may hold millions.
const MOST_PROBLEMS: usize = 100;

/// Everything in the documents of a file's text, in its order, each document read when it is asked for. `path` is the
/// file's.
pub fn parse<'t>(path: &'t str, text: &'t str) -> impl Iterator<Item = ManifestItem> + 't {
    let found = yaml::documents(text).flat_map(move |document| match document {
        Ok(yaml::Document { line, value, twice }) => {
            let mut reader = Reader { path, line, twice, found: Vec::new() };
            reader.add(value, String::new());
            reader.found
        }
        Err(broken) => vec![unreadable(path, &broken)],
    });
    let mut problems = 0;
    found.filter_map(move |mut found| {
        let mut is_told = true;
        if let ManifestItem::Problem { reason, guard, .. } = &mut found {
            problems += 1;
            if problems == MOST_PROBLEMS {
                reason.push_str(" (further problems in this file are not listed)");
            }
            is_told = problems <= MOST_PROBLEMS || guard.is_some();
        }
        is_told.then_some(found)
    })
}

fn unreadable(path: &str, broken: &yaml::NotYaml) -> ManifestItem {
    let rendered = unrendered::by_text(path, &broken.beginning);
    ManifestItem::Problem {
        line: broken.line,
        reason: rendered.unwrap_or_else(|| format!("invalid YAML: {}", broken.reason)),
        is_yaml: false,
        guard: guard_in(&broken.beginning),
    }
}

/// The kind and the namespace of a guard that a text is about which cannot be read.
fn guard_in(text: &str) -> Option<(Kind, Option<String>)> {
    let lower = text.to_ascii_lowercase();
    let mut guards = Kind::all().filter(|kind| kinds::is_guard(*kind));
    let kind = guards.find(|kind| lower.contains(&kind.names().kind.to_ascii_lowercase()))?;
    let value = text.split_once("namespace:").map(|(_, rest)| rest.trim_start_matches(' '));
    let word = value.and_then(|rest| rest.split([' ', ',', '}', '\n', '\r']).next());
    let namespace = word.map(|word| word.trim_matches(['"', '\'']));
    Some((kind, namespace.filter(|word| !word.is_empty()).map(str::to_owned)))
}

/// One document that is read.
struct Reader<'p> {
    path: &'p str,
    line: usize,
    /// What stands there twice.
    twice: Vec<String>,
    found: Vec<ManifestItem>,
}

impl Reader<'_> {
    fn add(&mut self, value: Value, at: String) {
        if !value.is_object() {
            return self.problem("not an object: a manifest must be a mapping".to_owned());
        }
        let text =
            |key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (api_version, kind) = (text("apiVersion"), text("kind"));
        if kind.is_empty() || api_version.is_empty() {
            return self.add_unknown(value, &api_version, &kind, at);
        }
        if let Some(why) = unrendered::by_kind(self.path, &api_version) {
            return self.problem(why);
        }
        if let Some(why) = no_manifest(&value, &api_version, &kind) {
            return self.problem(why);
        }
        if let Some(of) = kind.strip_suffix("List").filter(|of| of.is_empty() || lists(&value)) {
            return self.add_items(value, of, &at);
        }
        let group = api_version.split_once('/').map_or("", |(group, _)| group);
        let known = kinds::kind_of(group, &kind).or_else(|| kinds::meant(&api_version, &kind));
        let faults = self.faults(&value, &at);
        let line = self.line;
        self.found.push(match known {
            Some(kind) => ParsedObject { kind, object: value, line, at, faults }.into(),
            None => ManifestItem::Foreign(Foreign { object: value, line, at, faults }),
        });
    }

    /// What no cluster would take of how an object is written.
    fn faults(&self, object: &Value, at: &str) -> Vec<SchemaFault> {
        let own = |pointer: &String| {
            let own = pointer.strip_prefix(at).filter(|own| own.starts_with('/'));
            own.map(SchemaFault::twice)
        };
        let template = unrendered::inside(object).map(|pointer| {
            let why = unrendered::template(self.path);
            SchemaFault::new(SchemaFault::field(&pointer), format!("this is {why}"))
        });
        self.twice.iter().filter_map(own).chain(template).collect()
    }

    /// Adds what lacks `apiVersion` or `kind`: a problem, but a guard where it was meant to be one.
    fn add_unknown(&mut self, value: Value, api_version: &str, kind: &str, at: String) {
        let missing = if kind.is_empty() { "kind" } else { "apiVersion" };
        let Some(kind) = kinds::meant_guard(api_version, kind, &value) else {
            let other = || foreign::configuration(&value).map(str::to_owned);
            let why = unrendered::by_name(self.path).or_else(other);
            return self
                .problem(why.unwrap_or_else(|| format!("not an object: it has no `{missing}`")));
        };
        let mut faults = self.faults(&value, &at);
        faults.push(SchemaFault::of(FaultKind::Missing, missing, "is required"));
        self.found.push(ParsedObject { kind, object: value, line: self.line, at, faults }.into());
    }

    /// Adds the items of a List, or of a typed one, whose items may lack `apiVersion` and `kind`.
    fn add_items(&mut self, list: Value, of: &str, at: &str) {
        let items_at = format!("{at}/items");
        if self.twice.contains(&items_at) {
            self.problem(SchemaFault::twice("/items").to_string());
        }
        let Value::Object(mut fields) = list else { return };
        let items = match fields.remove("items") {
            Some(Value::Array(items)) => items,
            Some(Value::Null) => return,
            _ => return self.problem("a List needs `items`, which is a list".to_owned()),
        };
        for (index, mut item) in items.into_iter().enumerate() {
            if let Some(item) = item.as_object_mut().filter(|_| !of.is_empty()) {
                item.entry("kind").or_insert_with(|| of.into());
                let api_version = fields.get("apiVersion").cloned().unwrap_or_default();
                item.entry("apiVersion").or_insert(api_version);
            }
            self.add(item, format!("{items_at}/{index}"));
        }
    }

    fn problem(&mut self, reason: String) {
        let line = self.line;
        self.found.push(ManifestItem::Problem { line, reason, is_yaml: true, guard: None });
    }
}

/// Why an object of Kubernetes' own group is none that anybody could apply.
fn no_manifest(object: &Value, api_version: &str, kind: &str) -> Option<String> {
    let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
    match (api_version, kind) {
        ("v1", "Status") => {
            Some(format!("an answer of an API server, not a manifest: {}", text("message")))
        }
        ("v1", "List") => None,
        ("v1", other) if other.eq_ignore_ascii_case("List") => {
            Some(format!("there is no kind {other} of v1; did you mean List?"))
        }
        _ => None,
    }
}

/// Whether an object is a typed list (`AgentgatewayBackendList`), as an API server answers.
fn lists(object: &Value) -> bool {
    let items = object.get("items");
    items.is_some_and(|items| items.is_array() || items.is_null()) && object.get("spec").is_none()
}

impl From<ParsedObject> for ManifestItem {
    fn from(written: ParsedObject) -> Self {
        let name = written.object.pointer("/metadata/name").and_then(Value::as_str);
        match name.is_none_or(str::is_empty) {
            true => ManifestItem::Nameless(written),
            false => ManifestItem::Object(written),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_none_and_an_answer_of_an_api_server_are_said() {
        for (text, said) in [
            ("{apiVersion: v1, kind: list, items: []}", "did you mean List?"),
            ("{apiVersion: v1, kind: List, item: []}", "needs `items`"),
            ("{apiVersion: v1, kind: List, items: {}}", "needs `items`"),
            ("{apiVersion: v1, kind: Status, message: not found}", "not a manifest: not found"),
        ] {
            let found: Vec<_> = parse("f.yaml", text).collect();
            assert!(
                matches!(&found[..], [ManifestItem::Problem { reason, .. }] if reason.contains(said)),
                "{text}: {found:?}"
            );
        }
        assert_eq!(parse("f.yaml", "{apiVersion: v1, kind: List, items: null}").count(), 0);
    }

    #[test]
    fn problems_without_number_are_not_all_told_and_hide_no_object() {
        let object = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n";
        let text = format!("{}---\n{object}", "---\n[\n".repeat(500));
        let (problems, objects): (Vec<_>, Vec<_>) =
            parse("f.yaml", &text).partition(|found| matches!(found, ManifestItem::Problem { .. }));
        assert_eq!((problems.len(), objects.len()), (MOST_PROBLEMS, 1));
        let last = problems.last().expect("some");
        assert!(
            matches!(last, ManifestItem::Problem { reason, .. } if reason.contains("not listed"))
        );
    }
}
