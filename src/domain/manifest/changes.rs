//! What differs between two states of an object, field by field: for a person who must see what a write does.

use std::fmt;

use serde_json::Value;

/// So many characters of a value are shown: a whole block says no more than its beginning.
const BRIEF: usize = 60;

/// One field that differs.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldChange {
    /// `spec.rules[0].backendRefs[1].weight`.
    pub field: String,
    /// None where it was not there.
    pub before: Option<Value>,
    /// None where it goes.
    pub after: Option<Value>,
}

impl fmt::Display for FieldChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let FieldChange { field, before, after } = self;
        let brief = |value: &Value| {
            let text = value.to_string();
            match text.char_indices().nth(BRIEF) {
                Some((end, _)) => format!("{}…", &text[..end]),
                None => text,
            }
        };
        match (before.as_ref().map(brief), after.as_ref().map(brief)) {
            (Some(before), Some(after)) => write!(f, "{field}: {before} becomes {after}"),
            (Some(before), None) => write!(f, "{field}: {before} goes"),
            (None, Some(after)) => write!(f, "{field}: {after} comes"),
            (None, None) => write!(f, "{field}"),
        }
    }
}

/// The fields under `at` that differ, in order. Lists are compared by position.
#[must_use]
pub fn changes(before: &Value, after: &Value, at: &str) -> Vec<FieldChange> {
    let mut found = Vec::new();
    compare(Some(before), Some(after), at, &mut found);
    found
}

fn compare(before: Option<&Value>, after: Option<&Value>, at: &str, found: &mut Vec<FieldChange>) {
    match (before, after) {
        (Some(Value::Object(old)), Some(Value::Object(new))) => {
            let added = new.keys().filter(|key| !old.contains_key(*key));
            for key in old.keys().chain(added) {
                compare(old.get(key), new.get(key), &format!("{at}.{key}"), found);
            }
        }
        (Some(Value::Array(old)), Some(Value::Array(new))) => {
            for index in 0..old.len().max(new.len()) {
                compare(old.get(index), new.get(index), &format!("{at}[{index}]"), found);
            }
        }
        (before, after) if before == after => {}
        (before, after) => found.push(FieldChange {
            field: at.to_owned(),
            before: before.cloned(),
            after: after.cloned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn each_field_that_differs_is_named_by_its_path_and_no_other() {
        let before = json!({"rules": [{"refs": [{"name": "a", "weight": 90}, {"name": "b"}]}], "gone": 1, "same": {}});
        let after =
            json!({"rules": [{"refs": [{"name": "a", "weight": 50}]}], "new": "x", "same": {}});
        let lines: Vec<_> =
            changes(&before, &after, "spec").iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "spec.gone: 1 goes",
                "spec.rules[0].refs[0].weight: 90 becomes 50",
                "spec.rules[0].refs[1]: {\"name\":\"b\"} goes",
                "spec.new: \"x\" comes",
            ]
        );
        assert_eq!(changes(&after, &after, "spec"), []);
    }
}
