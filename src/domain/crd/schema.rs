//! The part of OpenAPI that a structural schema is made of: types, what must be there, bounds, and fields that nobody
//! knows.

use std::collections::{HashMap, HashSet};
use std::sync::{LazyLock, Mutex, PoisonError};

use regex::Regex;
use serde_json::Value;

use super::shape;
use crate::domain::value::near;
use crate::domain::value::object_ref::Kind;
use crate::domain::value::redaction;

/// One thing that a cluster would refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SchemaFault {
    /// The field, as `spec.ai.provider.port`.
    pub at: String,
    pub reason: String,
    pub kind: FaultKind,
    /// An object or an array belongs there, and is not.
    pub lacks_structure: bool,
    /// Of a file, where that is known; counted from 1.
    pub line: Option<usize>,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Nobody knows it: what becomes of it is for `--validate` to say.
    Unknown,
    /// It is a text where a number belongs, and the like.
    Type,
    /// It is out of bounds, or does not match its pattern.
    Value,
    /// It is none of the values that it may have.
    Choice,
    /// It has to be there.
    Missing,
    /// A rule about several fields is broken.
    Rule,
    /// It stands there twice.
    Twice,
    /// No object is of this kind, group or version.
    Identity,
    /// A later release of agentgateway brought it.
    Newer,
}

/// The most faults of one object that are told: a file may hold millions.
pub(super) const MOST: usize = 24;

impl SchemaFault {
    /// A value that may not be.
    #[must_use]
    pub fn new(at: impl Into<String>, reason: impl Into<String>) -> Self {
        SchemaFault::of(FaultKind::Value, at, reason)
    }

    /// A fault of another kind.
    #[must_use]
    pub fn of(kind: FaultKind, at: impl Into<String>, reason: impl Into<String>) -> Self {
        // A key may have been written as a field's name.
        let said = |text: String| redaction::without_keys(&text).into_owned();
        let (at, reason) = (said(at.into()), said(reason.into()));
        SchemaFault { at, reason, kind, lacks_structure: false, line: None }
    }

    /// A field that was written twice, by its JSON pointer.
    #[must_use]
    pub fn twice(pointer: &str) -> Self {
        let reason = "is a duplicate; only the last one counts";
        SchemaFault::of(FaultKind::Twice, SchemaFault::field(pointer), reason)
    }

    /// The field at a JSON pointer (RFC 6901), as `spec.rules[0].weight`.
    #[must_use]
    pub fn field(pointer: &str) -> String {
        let mut at = String::new();
        for step in pointer.split('/').skip(1) {
            let step = step.replace("~1", "/").replace("~0", "~");
            at = match (step.bytes().all(|byte| byte.is_ascii_digit()), at.is_empty()) {
                (true, _) => format!("{at}[{step}]"),
                (false, true) => step,
                (false, false) => format!("{at}.{step}"),
            };
        }
        at
    }

    /// Whether the field is only unknown.
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.kind == FaultKind::Unknown
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

impl std::fmt::Display for SchemaFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.at, self.reason)
    }
}

/// Fields that every object has, and that no CRD's schema names.
const OF_ALL: &[&str] = &["apiVersion", "kind", "metadata", "status"];

/// What an object in its canonical form has that its definition does not take; nothing of kinds without one.
#[must_use]
pub fn faults(kind: Kind, object: &Value) -> Vec<SchemaFault> {
    let mut faults = Vec::new();
    if let Some(schema) = shape::schema(kind) {
        check(schema, object, &mut faults);
    }
    faults
}

/// Adds what `schema` has against `object`.
pub fn check(schema: &Value, object: &Value, faults: &mut Vec<SchemaFault>) {
    level(schema, object, "", faults);
    // Looked for once: an object may have as many unknown fields as it likes.
    if let Some(first) = faults.iter_mut().find(|fault| fault.is_unknown())
        && let Some(place) = elsewhere(schema, &first.at)
    {
        first.reason = format!("unknown field; it belongs at `{place}`");
    }
}

/// The one place nearest to the top where a field of this name is known.
fn elsewhere(schema: &Value, at: &str) -> Option<String> {
    let name = at.rsplit_once('.').map_or(at, |(_, name)| name);
    let mut level = vec![(String::new(), shape::followed(schema))];
    for _ in 0..DEEPEST {
        let mut below = Vec::new();
        for (at, schema) in level {
            let fields = schema.get("properties").and_then(Value::as_object);
            // Who misplaces a field has seldom a new one in mind.
            let is_new = |of: &Value| of.get(shape::SINCE).is_some();
            for (field, of) in fields.into_iter().flatten().filter(|(_, of)| !is_new(of)) {
                let at = if at.is_empty() { field.clone() } else { format!("{at}.{field}") };
                below.push((at, shape::followed(of)));
            }
        }
        let mut found = below
            .iter()
            .filter(|(at, _)| at.rsplit_once('.').is_some_and(|(_, field)| field == name));
        match (found.next(), found.next()) {
            (Some((place, _)), None) => return Some(place.clone()),
            (Some(_), Some(_)) => return None,
            _ => level = below,
        }
    }
    None
}

/// How deep a field is looked for. Steps.
const DEEPEST: usize = 4;

/// The object with the defaults that an API server would fill in before it asks the rules, and without the fields that
/// are null, which are none to it.
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
            if schema.get("x-kubernetes-preserve-unknown-fields").is_none() {
                fields.retain(|_, value| !value.is_null());
            }
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
fn level(schema: &Value, value: &Value, at: &str, faults: &mut Vec<SchemaFault>) {
    if faults.len() >= MOST {
        return;
    }
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
        let reason = format!("must be {article} {kind}, not {}", what(value));
        let lacks_structure = matches!(kind, "object" | "array");
        faults
            .push(SchemaFault { lacks_structure, ..SchemaFault::of(FaultKind::Type, at, reason) });
        return;
    }
    if !bounds(schema, value, at, faults) {
        return;
    }
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

/// The path of a field of what is at `at`.
pub(in crate::domain) fn below(name: &str, at: &str) -> String {
    match (at, name.contains(['.', '/', '*'])) {
        (at, true) => format!("{at}[{name:?}]"),
        ("", false) => name.to_owned(),
        (at, false) => format!("{at}.{name}"),
    }
}

fn object(
    schema: &Value,
    fields: &serde_json::Map<String, Value>,
    at: &str,
    faults: &mut Vec<SchemaFault>,
) {
    let properties = schema.get("properties").and_then(Value::as_object);
    for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
        let is_there = |name: &&str| fields.get(*name).is_some_and(|value| !value.is_null());
        let absent = name.as_str().filter(|name| !is_there(name));
        // Under a misspelt name it is one fault, which is said below.
        if let Some(name) = absent.filter(|name| !is_misspelt(name, fields, properties)) {
            faults.push(SchemaFault::of(FaultKind::Missing, below(name, at), "is required"));
        }
    }
    let is_closed = schema.get("x-kubernetes-preserve-unknown-fields").is_none();
    // An API server takes a null for no field at all.
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_null()) {
        let known = properties.and_then(|known| known.get(name));
        match known.or_else(|| schema.get("additionalProperties")) {
            Some(of) => level(of, value, &below(name, at), faults),
            None if is_closed && !(at.is_empty() && OF_ALL.contains(&name.as_str())) => {
                let there = properties.into_iter().flatten().map(|(name, _)| name.as_str());
                let reason = unknown(there.collect(), name);
                faults.push(SchemaFault::of(FaultKind::Unknown, below(name, at), reason));
            }
            None => {}
        }
    }
}

/// Whether a field that nobody knows was meant to be this one.
fn is_misspelt(
    name: &str,
    fields: &serde_json::Map<String, Value>,
    known: Option<&serde_json::Map<String, Value>>,
) -> bool {
    let Some(known) = known else { return false };
    let unknown = fields.keys().filter(|given| !known.contains_key(*given));
    let mut meant =
        unknown.filter_map(|given| near::nearest(known.keys().map(String::as_str), given));
    meant.any(|meant| meant == name)
}

/// A field that nobody knows, beside those that are known.
#[must_use]
pub fn unknown_field(at: &str, name: &str, there: &[&str]) -> SchemaFault {
    let point = if at.is_empty() { "" } else { "." };
    SchemaFault::of(FaultKind::Unknown, format!("{at}{point}{name}"), unknown(there.to_vec(), name))
}

/// What is said of a field that nobody knows, beside those that are known.
fn unknown(there: Vec<&str>, name: &str) -> String {
    match near::nearest(there.iter().copied(), name) {
        Some(near) => format!("unknown field; did you mean `{near}`?"),
        None if there.is_empty() => "unknown field; no fields are allowed here".to_owned(),
        None => format!("unknown field; valid fields are {}", there.join(", ")),
    }
}

/// Items of a list whose keys must differ, or which must differ as a whole.
fn twice(schema: &Value, items: &[Value], at: &str, faults: &mut Vec<SchemaFault>) {
    let Some(keys) = schema.get("x-kubernetes-list-map-keys").and_then(Value::as_array) else {
        return;
    };
    let key = |item: &Value| match keys.is_empty() {
        true => item.clone(),
        false => keys.iter().filter_map(Value::as_str).map(|key| item[key].clone()).collect(),
    };
    let mut seen = HashSet::new();
    for (index, one) in items.iter().map(key).enumerate() {
        if !seen.insert(one.to_string()) && faults.len() < MOST {
            faults.push(SchemaFault::new(format!("{at}[{index}]"), format!("duplicate {one}")));
        }
    }
}

/// Whether a value is within its bounds.
fn bounds(schema: &Value, value: &Value, at: &str, faults: &mut Vec<SchemaFault>) -> bool {
    let before = faults.len();
    let number = |key: &str| schema.get(key).and_then(Value::as_f64);
    if let Some(allowed) = schema.get("enum").and_then(Value::as_array)
        && !allowed.contains(value)
    {
        let allowed: Vec<_> = allowed.iter().map(said).collect();
        let near = value
            .as_str()
            .and_then(|wanted| near::nearest(allowed.iter().map(String::as_str), wanted));
        let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
        let reason = format!("must be one of {}, not {value}{near}", allowed.join(", "));
        faults.push(SchemaFault::of(FaultKind::Choice, at, reason));
    }
    let mut wrong = |reason: String| faults.push(SchemaFault::new(at, reason));
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
        && !fits(pattern, text)
    {
        wrong(format!("{text:?} does not match {pattern}"));
    }
    faults.len() == before
}

/// The patterns of all schemas that were asked for, compiled once.
static PATTERNS: LazyLock<Mutex<HashMap<String, Option<Regex>>>> = LazyLock::new(Mutex::default);

fn fits(pattern: &str, text: &str) -> bool {
    let mut patterns = PATTERNS.lock().unwrap_or_else(PoisonError::into_inner);
    if !patterns.contains_key(pattern) {
        patterns.insert(pattern.to_owned(), Regex::new(pattern).ok());
    }
    let compiled = patterns.get(pattern).and_then(Option::as_ref);
    compiled.is_none_or(|compiled| compiled.is_match(text))
}

/// A text as it is, anything else as JSON.
fn said(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
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
