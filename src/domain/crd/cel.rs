//! The CEL rules of a schema, asked without an API server, by kube's evaluator of them.

use kube::core::cel::Validator;
use serde_json::Value;

/// The rules of `schema` that `object` breaks: the field of each, as `spec.ai.provider`, and its message.
#[must_use]
pub fn broken_rules(schema: &Value, object: &Value) -> Vec<(String, String)> {
    let found = Validator::new().validate(schema, object, None).err();
    let errors = found.map(|errors| errors.into_vec()).unwrap_or_default();
    errors.into_iter().map(|error| (error.field_path, error.message)).collect()
}
