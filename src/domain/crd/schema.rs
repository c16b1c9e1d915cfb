//! The part of OpenAPI that a structural schema is made of: types, what must be there, bounds, and fields that nobody
//! knows.

use serde_json::Value;

use super::shape;
use crate::domain::value::object_ref::Kind;

/// One thing that a cluster would refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field, as `spec.ai.provider.port`.
    pub at: String,
    pub reason: String,
    /// The field is only unknown: what becomes of it is for `--validate` to say.
    pub unknown: bool,
    /// An object or an array belongs there, and is not.
    pub lacks_structure: bool,
}

impl Fault {
    /// A fault of what is known.
    #[must_use]
    pub fn new(at: impl Into<String>, reason: impl Into<String>) -> Self {
        Fault { at: at.into(), reason: reason.into(), unknown: false, lacks_structure: false }
    }

    /// The field as a JSON pointer (RFC 6901), to find its line.
    #[must_use]
    pub fn pointer(&self) -> String {
        let mut pointer = String::new();
        let mut rest = self.at.as_str();
        while !rest.is_empty() {
            let (step, after) = match rest.strip_prefix('[') {
                Some(inside) => inside.split_once(']').unwrap_or((inside, "")),
                None => {
                    let bare = rest.strip_prefix('.').unwrap_or(rest);
                    bare.split_at(bare.find(['.', '[']).unwrap_or(bare.len()))
                }
            };
            let step = step.trim_matches('"').replace('~', "~0").replace('/', "~1");
            pointer.push_str(&format!("/{step}"));
            rest = after;
        }
        pointer
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.at, self.reason)
    }
}

/// Fields that every object has, and that no CRD's schema names.
const OF_ALL: &[&str] = &["apiVersion", "kind", "metadata", "status"];

/// What an object of one of agentgateway's kinds, in its canonical form, has that its definition does not take; nothing of
/// other kinds.
#[must_use]
pub fn faults(kind: Kind, object: &Value) -> Vec<Fault> {
    let mut faults = Vec::new();
    if let Some(schema) = shape::schema(kind) {
        check(schema, object, &mut faults);
    }
    faults
}

/// Adds what `schema` has against `object`.
pub fn check(schema: &Value, object: &Value, faults: &mut Vec<Fault>) {
    level(schema, object, "", faults);
}

/// The object with the defaults that an API server would fill in before it asks the rules.
#[must_use]
pub fn with_defaults(schema: &Value, object: &Value) -> Value {
    let mut object = object.clone();
    fill(schema, &mut object);
    object
}

fn fill(schema: &Value, value: &mut Value) {
    let schema = shape::followed(schema);
    match value {
        Value::Object(fields) => {
            for (name, of) in
                schema.get("properties").and_then(Value::as_object).into_iter().flatten()
            {
                if let Some(default) = shape::followed(of).get("default") {
                    fields.entry(name).or_insert_with(|| default.clone());
                }
                fields.get_mut(name).into_iter().for_each(|value| fill(of, value));
            }
            if let Some(of) = schema.get("additionalProperties") {
                fields.values_mut().for_each(|value| fill(of, value));
            }
        }
        Value::Array(items) => {
            if let Some(of) = schema.get("items") {
                items.iter_mut().for_each(|item| fill(of, item));
            }
        }
        _ => {}
    }
}

/// `at` names the field.
fn level(schema: &Value, value: &Value, at: &str, faults: &mut Vec<Fault>) {
    let schema = shape::followed(schema);
    let kind = schema.get("type").and_then(Value::as_str).unwrap_or_default();
    let fits = match kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        _ if schema.get("x-kubernetes-int-or-string").is_some() => {
            value.is_i64() || value.is_u64() || value.is_string()
        }
        _ => true,
    };
    if !fits {
        let kind = if kind.is_empty() { "integer or string" } else { kind };
        let article = if kind.starts_with(['a', 'i', 'o']) { "an" } else { "a" };
        let reason = format!("must be {article} {kind}, and is {}", what(value));
        let lacks_structure = matches!(kind, "object" | "array");
        faults.push(Fault { lacks_structure, ..Fault::new(at, reason) });
        return;
    }
    bounds(schema, value, at, faults);
    match value {
        Value::Object(fields) => object(schema, fields, at, faults),
        Value::Array(items) => {
            let Some(of) = schema.get("items") else { return };
            for (index, item) in items.iter().enumerate() {
                level(of, item, &format!("{at}[{index}]"), faults);
            }
            twice(schema, items, at, faults);
        }
        _ => {}
    }
}

fn object(
    schema: &Value,
    fields: &serde_json::Map<String, Value>,
    at: &str,
    faults: &mut Vec<Fault>,
) {
    let below = |name: &str, at: &str| match (at, name.contains(['.', '/', '*'])) {
        (at, true) => format!("{at}[{name:?}]"),
        ("", false) => name.to_owned(),
        (at, false) => format!("{at}.{name}"),
    };
    for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
        let is_there = |name: &&str| fields.get(*name).is_some_and(|value| !value.is_null());
        if let Some(name) = name.as_str().filter(|name| !is_there(name)) {
            faults.push(Fault::new(below(name, at), "is not there, and must be"));
        }
    }
    let properties = schema.get("properties").and_then(Value::as_object);
    let is_closed = schema.get("x-kubernetes-preserve-unknown-fields").is_none();
    // An API server takes a null for no field at all.
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_null()) {
        let known = properties.and_then(|known| known.get(name));
        match known.or_else(|| schema.get("additionalProperties")) {
            Some(of) => level(of, value, &below(name, at), faults),
            None if is_closed && !(at.is_empty() && OF_ALL.contains(&name.as_str())) => {
                let there = properties.into_iter().flatten().map(|(name, _)| name.as_str());
                let there: Vec<_> = there.collect();
                let reason = format!("unknown field; there are {}", there.join(", "));
                faults.push(Fault { unknown: true, ..Fault::new(below(name, at), reason) });
            }
            None => {}
        }
    }
}

/// Items of a list whose keys must differ, or which must differ as a whole.
fn twice(schema: &Value, items: &[Value], at: &str, faults: &mut Vec<Fault>) {
    let Some(keys) = schema.get("x-kubernetes-list-map-keys").and_then(Value::as_array) else {
        return;
    };
    let key = |item: &Value| match keys.is_empty() {
        true => item.clone(),
        false => keys.iter().filter_map(Value::as_str).map(|key| item[key].clone()).collect(),
    };
    let all: Vec<Value> = items.iter().map(key).collect();
    for (index, one) in all.iter().enumerate().filter(|(index, one)| all[..*index].contains(one)) {
        faults.push(Fault::new(format!("{at}[{index}]"), format!("{one} stands there twice")));
    }
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
