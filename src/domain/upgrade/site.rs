//! Where objects say something: the fields of a name in the specs of policies, backends and models, wherever they are.

use serde::Serialize;
use serde_json::Value;

use crate::domain::check::finding::Finding;
use crate::domain::check::input::Input;
use crate::domain::snapshot::Named;
use crate::domain::value::object_ref::{Kind, ObjectName};

/// A field of an object, with what it says.
pub(super) struct FieldSite {
    pub(super) kind: Kind,
    pub(super) name: ObjectName,
    /// The field, as `spec.backend.ai`.
    pub(super) at: String,
    pub(super) value: Value,
}

impl FieldSite {
    /// A finding about it.
    pub(super) fn finding(&self, message: impl Into<String>) -> Finding {
        Finding::on(self.kind, &self.name, message).at(&self.at)
    }

    /// A field below it.
    pub(super) fn below(&self, at: &str, value: &Value) -> FieldSite {
        let at = format!("{}{at}", self.at);
        FieldSite { kind: self.kind, name: self.name.clone(), at, value: value.clone() }
    }

    /// The items of its list.
    pub(super) fn items(&self) -> Vec<FieldSite> {
        let items = self.value.as_array().into_iter().flatten().enumerate();
        items.map(|(index, item)| self.below(&format!("[{index}]"), item)).collect()
    }

    /// One of its fields.
    pub(super) fn field(&self, name: &str) -> Option<FieldSite> {
        Some(self.below(&format!(".{name}"), self.value.get(name)?))
    }

    /// The fields of this name below it, at any depth.
    pub(super) fn fields(&self, name: &str) -> Vec<FieldSite> {
        let mut found = Vec::new();
        walk(&self.value, &mut String::new(), &mut |field, at, value| {
            if field == Some(name) {
                found.push(self.below(at, value));
            }
        });
        found
    }

    /// Every text below it.
    pub(super) fn texts(&self) -> Vec<FieldSite> {
        let mut found = Vec::new();
        walk(&self.value, &mut String::new(), &mut |_, at, value| {
            if value.is_string() {
                found.push(self.below(at, value));
            }
        });
        found
    }

    /// The text of one of its fields.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.value.get(name)?.as_str()
    }
}

/// The specs of the AgentgatewayPolicies.
pub(super) fn policies(input: &Input<'_>) -> Vec<FieldSite> {
    specs(Kind::AgentgatewayPolicy, &input.snapshot.policies)
}

/// The specs of the AgentgatewayBackends.
pub(super) fn backends(input: &Input<'_>) -> Vec<FieldSite> {
    specs(Kind::AgentgatewayBackend, &input.snapshot.backends)
}

/// The specs of the AgentgatewayModels.
pub(super) fn models(input: &Input<'_>) -> Vec<FieldSite> {
    specs(Kind::AgentgatewayModel, &input.snapshot.models)
}

/// The fields of this name in all of them.
pub(super) fn fields(input: &Input<'_>, name: &str) -> Vec<FieldSite> {
    let all = policies(input).into_iter().chain(backends(input)).chain(models(input));
    all.flat_map(|spec| spec.fields(name)).collect()
}

fn specs<T: Serialize>(kind: Kind, all: &Named<T>) -> Vec<FieldSite> {
    let spec = |name: &ObjectName, spec: &T| {
        let value = serde_json::to_value(spec).ok()?;
        Some(FieldSite { kind, name: name.clone(), at: "spec".to_owned(), value })
    };
    all.iter().filter_map(|(name, object)| spec(name, &object.spec)).collect()
}

/// Visits everything below a value: the field's name, where it is one, its path, and what it says.
fn walk(value: &Value, at: &mut String, visit: &mut dyn FnMut(Option<&str>, &str, &Value)) {
    let before = at.len();
    let mut below = |step: String, name: Option<&str>, value: &Value, at: &mut String| {
        at.push_str(&step);
        visit(name, at, value);
        walk(value, at, visit);
        at.truncate(before);
    };
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let step = match name.contains(['.', '/', '*', '[']) {
                    true => format!("[{name:?}]"),
                    false => format!(".{name}"),
                };
                below(step, Some(name), value, at);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                below(format!("[{index}]"), None, item, at);
            }
        }
        _ => {}
    }
}
