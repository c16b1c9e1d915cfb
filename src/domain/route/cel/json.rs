//! Converts JSON into values of CEL, and values into JSON.
//!
//! Source: `crates/cel-fork/cel/src/json.rs` of agentgateway at 75b4e6ce6.

use std::sync::Arc;

use cel::Value;
use cel::objects::{Key, Map};

/// A map with text keys.
pub(super) fn map(fields: impl Iterator<Item = (String, Value)>) -> Value {
    let fields = fields.map(|(name, value)| (Key::String(Arc::new(name)), value));
    Value::Map(Map { map: Arc::new(fields.collect()) })
}

/// A string value.
pub(super) fn text(text: &str) -> Value {
    Value::String(Arc::new(text.to_owned()))
}

/// JSON as a value. Whole numbers are `int`, so that they compare with the numbers in an expression.
pub(super) fn from_json(value: &serde_json::Value) -> Value {
    match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(yes) => Value::Bool(*yes),
        serde_json::Value::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => Value::Int(number),
            (None, Some(number)) => Value::UInt(number),
            (None, None) => Value::Float(number.as_f64().unwrap_or_default()),
        },
        serde_json::Value::String(word) => text(word),
        serde_json::Value::Array(items) => {
            Value::List(Arc::new(items.iter().map(from_json).collect()))
        }
        serde_json::Value::Object(fields) => {
            map(fields.iter().map(|(name, value)| (name.clone(), from_json(value))))
        }
    }
}

/// A value as JSON; none where it has a part that JSON cannot express.
pub(super) fn to_json(value: &Value) -> Option<serde_json::Value> {
    use base64::Engine as _;
    Some(match value {
        Value::Null => serde_json::Value::Null,
        Value::Bool(yes) => (*yes).into(),
        Value::Int(number) => (*number).into(),
        Value::UInt(number) => (*number).into(),
        Value::Float(number) => serde_json::Number::from_f64(*number)?.into(),
        Value::String(text) => text.as_str().into(),
        Value::Bytes(bytes) => {
            base64::engine::general_purpose::STANDARD.encode(bytes.as_slice()).into()
        }
        Value::List(items) => {
            serde_json::Value::Array(items.iter().map(to_json).collect::<Option<_>>()?)
        }
        Value::Map(fields) => {
            let fields = fields.map.iter();
            let fields = fields.map(|(name, value)| Some((name.to_string(), to_json(value)?)));
            serde_json::Value::Object(fields.collect::<Option<_>>()?)
        }
        Value::Timestamp(time) => time.to_rfc3339().into(),
        Value::Duration(duration) => format!("{}s", duration.as_seconds_f64()).into(),
        Value::Function(..) | Value::Opaque(_) => return None,
    })
}
