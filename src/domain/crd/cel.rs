//! The CEL rules of a schema, asked without an API server, by kube's evaluator of them. Each rule is compiled once, when it
//! is first asked; the plainest are seen to hold without it, because they stand at every path of every route.
//!
//! Source: <https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules>.

mod plain;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use kube::core::cel::{CompiledSchema, Validator, compile_schema};
use serde_json::{Value, json};

use super::shape;

/// The rules of `schema`, which may refer to shared parts, that `object` breaks: the field of each, as
/// `spec.ai.provider`, and its message. The object has its defaults.
#[must_use]
pub fn broken_rules(schema: &Value, object: &Value) -> Vec<(String, String)> {
    let mut broken = Vec::new();
    walk(schema, object, &mut String::new(), &mut broken);
    broken
}

fn walk(schema: &Value, value: &Value, at: &mut String, broken: &mut Vec<(String, String)>) {
    let schema = shape::followed(schema);
    if let Some(rules) = schema.get(RULES).and_then(Value::as_array) {
        let asked: Vec<_> = rules.iter().filter(|rule| !plain::holds(rule, value)).collect();
        for message in asked.into_iter().filter_map(|rule| breaks(schema, rule, value)) {
            broken.push((at.clone(), message));
        }
    }
    let length = at.len();
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let Some(below) = shape::field(schema, name) else { continue };
                let point = if at.is_empty() { "" } else { "." };
                at.extend([point, name]);
                walk(below, value, at, broken);
                at.truncate(length);
            }
        }
        Value::Array(items) => {
            let Some(below) = schema.get("items") else { return };
            for (index, item) in items.iter().enumerate() {
                at.push_str(&format!("[{index}]"));
                walk(below, item, at, broken);
                at.truncate(length);
            }
        }
        _ => {}
    }
}

const RULES: &str = "x-kubernetes-validations";

/// Kube's evaluator, and the rules it was asked: each by its text, and whether it is of a map, whose keys are no fields.
struct Evaluator {
    validator: Validator,
    compiled: HashMap<(String, bool), Arc<CompiledSchema>>,
}

static EVALUATOR: LazyLock<Mutex<Evaluator>> = LazyLock::new(|| {
    Mutex::new(Evaluator { validator: Validator::new(), compiled: HashMap::new() })
});

/// What a rule says of a value that breaks it.
fn breaks(schema: &Value, rule: &Value, value: &Value) -> Option<String> {
    let is_map = schema.get("additionalProperties").is_some();
    let text = rule.get("rule")?.as_str()?;
    let mut evaluator = EVALUATOR.lock().unwrap_or_else(PoisonError::into_inner);
    let key = (text.to_owned(), is_map);
    let compiled = Arc::clone(evaluator.compiled.entry(key).or_insert_with(|| {
        let mut level = json!({RULES: [rule]});
        if is_map {
            level["additionalProperties"] = json!(true);
        }
        Arc::new(compile_schema(&level))
    }));
    let found = evaluator.validator.validate_compiled(&compiled, value, None).err()?;
    // Rules of one text may have messages of their own.
    let own = rule.get("message").and_then(Value::as_str);
    let said = found.into_vec().into_iter().next().map(|error| error.message);
    own.map(str::to_owned).or(said)
}
