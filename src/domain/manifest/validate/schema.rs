//! The part of OpenAPI that a structural schema is made of: types, what must be there, bounds, and fields that nobody
//! knows.

use serde_json::Value;

use super::Fault;

/// Levels of which our schema names every field, so that another one is a slip of the pen. Below them people may use
/// what is newer than this program.
const WHOLE: &[&str] = &[
    "",
    "spec",
    "spec.ai",
    "spec.ai.provider",
    "spec.ai.provider.openai",
    "spec.ai.provider.anthropic",
    "spec.ai.provider.gemini",
    "spec.ai.provider.vertexai",
    "spec.ai.provider.bedrock",
    "spec.ai.provider.azure",
    "spec.ai.provider.azureopenai",
    "spec.ai.provider.custom",
    "spec.ai.provider.custom.formats[]",
    "spec.ai.groups[]",
    "spec.ai.groups[].providers[]",
    "spec.policies.auth",
    "spec.policies.auth.secretRef",
    "spec.static",
];

/// Fields that every object has, and that no CRD's schema names.
const OF_ALL: &[&str] = &["apiVersion", "kind", "metadata", "status"];

/// Fields beside the schema's in levels of [`WHOLE`].
const MORE: &[(&str, &[&str])] = &[
    (
        "spec.policies.auth",
        &[
            "aws",
            "azure",
            "credentials",
            "crossAppAccess",
            "gcp",
            "jwtSign",
            "location",
            "oauthTokenExchange",
            "passthrough",
        ],
    ),
    ("spec.policies.auth.secretRef", &["group", "kind"]),
];

/// Adds what `schema` has against `object`.
pub(super) fn check(schema: &Value, object: &Value, faults: &mut Vec<Fault>) {
    level(schema, object, "", "", faults);
}

/// `at` names the field, `shape` the same without the numbers of list items.
fn level(schema: &Value, value: &Value, at: &str, shape: &str, faults: &mut Vec<Fault>) {
    let kind = schema.get("type").and_then(Value::as_str).unwrap_or_default();
    let fits = match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        _ => true,
    };
    if !fits {
        let article = if kind.starts_with(['a', 'i', 'o']) { "an" } else { "a" };
        faults.push(Fault::new(at, format!("must be {article} {kind}, and is {}", what(value))));
        return;
    }
    bounds(schema, value, at, faults);
    match value {
        Value::Object(fields) => object(schema, fields, (at, shape), faults),
        Value::Array(items) => {
            let Some(of) = schema.get("items") else { return };
            for (index, item) in items.iter().enumerate() {
                level(of, item, &format!("{at}[{index}]"), &format!("{shape}[]"), faults);
            }
        }
        _ => {}
    }
}

fn object(
    schema: &Value,
    fields: &serde_json::Map<String, Value>,
    (at, shape): (&str, &str),
    faults: &mut Vec<Fault>,
) {
    let below = |name: &str, at: &str| match (at, name.contains(['.', '/', '*'])) {
        (at, true) => format!("{at}[{name:?}]"),
        ("", false) => name.to_owned(),
        (at, false) => format!("{at}.{name}"),
    };
    for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
        if let Some(name) = name.as_str().filter(|name| !fields.contains_key(*name)) {
            faults.push(Fault::new(below(name, at), "is not there, and must be"));
        }
    }
    let properties = schema.get("properties").and_then(Value::as_object);
    for (name, value) in fields {
        let known = properties.and_then(|known| known.get(name));
        match known.or_else(|| schema.get("additionalProperties")) {
            Some(of) => level(of, value, &below(name, at), &below(name, shape), faults),
            None if is_unknown(name, shape) => {
                let there = properties.into_iter().flatten().map(|(name, _)| name.as_str());
                let there: Vec<_> = there.collect();
                let reason = format!("unknown field; there are {}", there.join(", "));
                faults.push(Fault { at: below(name, at), reason, unknown: true });
            }
            None => {}
        }
    }
}

fn is_unknown(name: &str, shape: &str) -> bool {
    let more = MORE.iter().find(|row| row.0 == shape).map_or(&[][..], |row| row.1);
    let of_all = shape.is_empty() && OF_ALL.contains(&name);
    WHOLE.contains(&shape) && !of_all && !more.contains(&name)
}

fn bounds(schema: &Value, value: &Value, at: &str, faults: &mut Vec<Fault>) {
    let number = |key: &str| schema.get(key).and_then(Value::as_f64);
    let mut wrong = |reason: String| faults.push(Fault::new(at, reason));
    if let Some(allowed) = schema.get("enum").and_then(Value::as_array)
        && !allowed.contains(value)
    {
        let allowed: Vec<_> = allowed.iter().filter_map(Value::as_str).collect();
        wrong(format!("{value} is none of {}", allowed.join(", ")));
    }
    let size = match value {
        Value::String(text) => Some((text.chars().count(), "Length", "letters")),
        Value::Array(items) => Some((items.len(), "Items", "items")),
        Value::Object(fields) => Some((fields.len(), "Properties", "fields")),
        _ => None,
    };
    if let Some((size, name, unit)) = size {
        let (least, most) = (number(&format!("min{name}")), number(&format!("max{name}")));
        if least.is_some_and(|least| (size as f64) < least) {
            wrong(format!("has {size} {unit}, fewer than {}", least.unwrap_or_default()));
        }
        if most.is_some_and(|most| size as f64 > most) {
            wrong(format!("has {size} {unit}, more than {}", most.unwrap_or_default()));
        }
    }
    if let Some(found) = value.as_f64() {
        if let Some(least) = number("minimum").filter(|least| found < *least) {
            wrong(format!("{value} is less than {least}"));
        }
        if let Some(most) = number("maximum").filter(|most| found > *most) {
            wrong(format!("{value} is more than {most}"));
        }
    }
    if let (Some(pattern), Some(text)) =
        (schema.get("pattern").and_then(Value::as_str), value.as_str())
        && regex::Regex::new(pattern).is_ok_and(|pattern| !pattern.is_match(text))
    {
        wrong(format!("{text:?} does not match {pattern}"));
    }
}

fn what(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
