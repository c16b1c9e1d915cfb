//! The objects of manifests as they were written, each with its line: for commands that write, compare or convert them.

use serde_json::Value;

use super::kinds::kind_of;
use crate::domain::value::object_ref::Kind;
use crate::domain::value::yaml;

/// What a document, or an item of a List, is.
#[derive(Clone, Debug, PartialEq)]
pub enum ManifestItem {
    Object(Written),
    /// An object of a kind we read that has no name, and so is none.
    Nameless(Written),
    /// An object of a kind that is not ours.
    Foreign {
        object: Value,
        line: usize,
    },
    /// No object.
    Problem {
        line: usize,
        reason: String,
        /// Whether the document could be read at all.
        is_yaml: bool,
    },
}

/// An object of a kind we read.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    pub kind: Kind,
    pub object: Value,
    /// Line on which the document begins, counted from 1.
    pub line: usize,
    /// Where the object stands in its document (a JSON pointer): not empty in a List.
    pub at: String,
}

impl Written {
    /// What is said of one without a name.
    #[must_use]
    pub fn nameless(&self) -> String {
        format!("{} without `metadata.name`", self.kind)
    }
}

/// The most problems of one file that are told: a file may hold millions.
const MOST_PROBLEMS: usize = 100;

/// Everything in the documents of `text`, in its order, each document read when it is asked for.
pub fn read(text: &str) -> impl Iterator<Item = ManifestItem> {
    let found = yaml::documents(text).flat_map(|document| {
        let mut found = Vec::new();
        match document {
            Ok(document) => add(&mut found, document.value, document.line, String::new()),
            Err(broken) => found.push(ManifestItem::Problem {
                line: broken.line,
                reason: format!("not YAML: {}", broken.reason),
                is_yaml: false,
            }),
        }
        found
    });
    let mut problems = 0;
    found.filter_map(move |mut found| {
        if let ManifestItem::Problem { reason, .. } = &mut found {
            problems += 1;
            if problems == MOST_PROBLEMS {
                reason.push_str(" (further problems of this file are not listed)");
            }
        }
        (problems <= MOST_PROBLEMS || !matches!(found, ManifestItem::Problem { .. }))
            .then_some(found)
    })
}

fn add(found: &mut Vec<ManifestItem>, mut value: Value, line: usize, at: String) {
    let problem = |reason: String| ManifestItem::Problem { line, reason, is_yaml: true };
    let Some(fields) = value.as_object_mut() else {
        return found.push(problem("not an object: a manifest is a mapping".to_owned()));
    };
    let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (api_version, kind) = (text("apiVersion"), text("kind"));
    if kind.is_empty() || api_version.is_empty() {
        let missing = if kind.is_empty() { "kind" } else { "apiVersion" };
        return found.push(problem(format!("no object: it has no `{missing}`")));
    }
    if kind == "List" {
        if let Some(Value::Array(items)) = fields.remove("items") {
            for (index, item) in items.into_iter().enumerate() {
                add(found, item, line, format!("{at}/items/{index}"));
            }
        }
        return;
    }
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    let Some(known) = kind_of(group, &kind) else {
        return found.push(ManifestItem::Foreign { object: value, line });
    };
    let name = value.pointer("/metadata/name").and_then(Value::as_str);
    let is_nameless = name.is_none_or(str::is_empty);
    let written = Written { kind: known, object: value, line, at };
    found.push(if is_nameless {
        ManifestItem::Nameless(written)
    } else {
        ManifestItem::Object(written)
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_without_number_are_not_all_told_and_hide_no_object() {
        let object = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n";
        let text = format!("{}---\n{object}", "---\n[\n".repeat(500));
        let (problems, objects): (Vec<_>, Vec<_>) =
            read(&text).partition(|found| matches!(found, ManifestItem::Problem { .. }));
        assert_eq!((problems.len(), objects.len()), (MOST_PROBLEMS, 1));
        let last = problems.last().expect("some");
        assert!(
            matches!(last, ManifestItem::Problem { reason, .. } if reason.contains("not listed"))
        );
    }
}
