//! What the definitions of agentgateway and of the Gateway API take, of every field of their kinds: for whoever asks before
//! a cluster does. `definition` writes what a cluster without agentgateway gets, which is wider.
//!
//! The shapes stand in `shape/*.yaml` in a notation of few words, in which what stands in several places is named once:
//!
//! | a text | means |
//! |---|---|
//! | `text 1..253 /re/` | a string, its length, its pattern; every part but the first may be absent |
//! | `one of A\|B` | one of these strings |
//! | `int 0..100`, `int in 1\|2`, `number`, `bool` | as they say |
//! | `int-or-text` | an integer, or a string that holds a quantity |
//! | `list 1..8 of T`, `map 1..8 of T` | of this size |
//! | `any`, `nothing`, `anything` | a mapping of whatever, of no known field, any value |
//! | `$name` | what `shared.yaml` calls so |
//!
//! A mapping has `fields` (a name that must be there ends with `!`, one that a release after 1.4 brought with `@1.5`, as
//! does such a value of `one of`), `list` or `map` with their `size`, or `is` with a
//! text; and beside it `rules` (CEL and message), `one`, `most` and `least` (exactly, at most and at least one of these
//! fields), `from` (the shortest duration), `unique` (the keys by which the items of a list differ), `default`.
//!
//! Source: `controller/api/v1alpha1/agentgateway` of agentgateway at 75b4e6ce6; the Gateway API's CRDs at v1.6.1,
//! experimental channel (<https://github.com/kubernetes-sigs/gateway-api/tree/v1.6.1/config/crd/experimental>); the
//! messages are their own words.

use std::collections::HashMap;
use std::sync::{LazyLock, OnceLock};

use serde_json::{Map, Value, json};

use crate::domain::value::object_ref::Kind;
use crate::domain::value::yaml;

/// The kinds and their shapes.
const KINDS: [(Kind, &str); 8] = [
    (Kind::AgentgatewayBackend, include_str!("shape/backend.yaml")),
    (Kind::AgentgatewayModel, include_str!("shape/model.yaml")),
    (Kind::AgentgatewayPolicy, include_str!("shape/policy.yaml")),
    (Kind::HttpRoute, "$httpRoute"),
    (Kind::Gateway, "$gateway"),
    (Kind::ListenerSet, "$listenerSet"),
    (Kind::ReferenceGrant, "$referenceGrant"),
    (Kind::BackendTlsPolicy, "$backendTlsPolicy"),
];

/// The pattern of a quantity, which both uses of `int-or-text` have.
const QUANTITY: &str = r"^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)(([KMGTPE]i)|[numkMGTPE]|[eE](\+?0*([0-9]|1[0-8])|-0*[0-9]))?$";

/// What `shared.yaml` or `gateway_api.yaml` says of one name. A command meets few of the names, and reads no others.
struct SharedShape {
    text: &'static str,
    read: OnceLock<Value>,
    schema: OnceLock<Value>,
}

static NOTED: LazyLock<HashMap<&'static str, SharedShape>> = LazyLock::new(|| {
    let files = [include_str!("shape/shared.yaml"), include_str!("shape/gateway_api.yaml")];
    files.into_iter().flat_map(names).collect()
});

/// The names of a file, each with its own lines.
fn names(file: &'static str) -> impl Iterator<Item = (&'static str, SharedShape)> {
    let begins = |line: &str| line.starts_with(|first: char| first.is_ascii_alphabetic());
    let lines = file.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    });
    let mut starts = lines.filter(move |(_, line)| begins(line)).map(|(start, _)| start).peekable();
    std::iter::from_fn(move || {
        let start = starts.next()?;
        let text = file.get(start..starts.peek().copied().unwrap_or(file.len()))?;
        let name = text.split(':').next()?;
        Some((name, SharedShape { text, read: OnceLock::new(), schema: OnceLock::new() }))
    })
}

impl SharedShape {
    /// As it stands there.
    fn read(&self) -> &Value {
        self.read.get_or_init(|| {
            let only =
                parse(self.text).as_object().and_then(|named| named.values().next().cloned());
            only.unwrap_or_default()
        })
    }

    fn schema(&self) -> &Value {
        self.schema.get_or_init(|| node(self.read()))
    }
}

/// Read when it is first asked for.
static SCHEMAS: [OnceLock<Value>; KINDS.len()] = [const { OnceLock::new() }; KINDS.len()];

/// A GRPCRoute, which nobody reads here.
static GRPC_ROUTE: LazyLock<Value> = LazyLock::new(|| object("$grpcRoute"));

/// Some megabytes: `serve` must not ask for it.
static WHOLE: [OnceLock<Value>; KINDS.len()] = [const { OnceLock::new() }; KINDS.len()];

/// The schema of a kind, as OpenAPI, in which what stands in several places is referred to: [`followed`] at each level;
/// none of a kind that is neither agentgateway's nor the Gateway API's.
#[must_use]
pub fn schema(kind: Kind) -> Option<&'static Value> {
    let place = place(kind)?;
    Some(SCHEMAS.get(place)?.get_or_init(|| object(KINDS[place].1)))
}

/// The same schema without references.
#[must_use]
pub fn whole(kind: Kind) -> Option<&'static Value> {
    let schema = schema(kind)?;
    Some(WHOLE.get(place(kind)?)?.get_or_init(|| expanded(schema)))
}

/// The schema of a GRPCRoute.
#[must_use]
pub fn grpc_route() -> &'static Value {
    &GRPC_ROUTE
}

/// The schema of a field of an object, named or one like all others; none of a field that nobody knows.
#[must_use]
pub fn field<'s>(schema: &'s Value, name: &str) -> Option<&'s Value> {
    property(followed(schema), name)
}

/// The same of a schema that is no reference.
pub(super) fn property<'s>(schema: &'s Value, name: &str) -> Option<&'s Value> {
    let named = schema.get("properties").and_then(|fields| fields.get(name));
    named.or_else(|| schema.get("additionalProperties"))
}

/// The schema of the items of a list; none of what is no list.
#[must_use]
pub fn item(schema: &Value) -> Option<&Value> {
    followed(schema).get("items")
}

/// The level of a schema that a reference stands for; any other as it is.
#[must_use]
pub fn followed(schema: &Value) -> &Value {
    match schema.get(REFERENCE).and_then(Value::as_str) {
        Some(name) => NOTED.get(name).map_or(schema, |noted| followed(noted.schema())),
        None => schema,
    }
}

const REFERENCE: &str = "$ref";

/// Beside a field, the release that brought it; beside an enum, the releases that brought its younger values.
pub(super) const SINCE: &str = "x-since";

/// Beside a rule that counts fields: which, and how many there may be.
pub(super) const COUNTED: &str = "x-counted";

fn place(kind: Kind) -> Option<usize> {
    KINDS.iter().position(|(known, _)| *known == kind)
}

fn expanded(schema: &Value) -> Value {
    match followed(schema) {
        Value::Object(parts) => {
            parts.iter().map(|(name, of)| (name.clone(), expanded(of))).collect()
        }
        Value::Array(parts) => parts.iter().map(expanded).collect(),
        plain => plain.clone(),
    }
}

/// Whether a field holds a CEL expression: agentgateway bounds those so, and no other text.
#[must_use]
pub fn is_expression(schema: &Value) -> bool {
    schema["type"] == "string" && schema["minLength"] == 1 && schema["maxLength"] == 16384
}

fn object(spec: &str) -> Value {
    json!({"type": "object", "required": ["spec"], "properties": {"spec": node(&parse(spec))}})
}

/// A file of ours, which a test reads.
fn parse(text: &str) -> Value {
    let document = yaml::documents(text).next().and_then(Result::ok);
    document.map(|document| document.value).unwrap_or_default()
}

/// The schema that a piece of notation stands for.
fn node(of: &Value) -> Value {
    match of {
        Value::String(text) => word(text),
        Value::Object(parts) => mapping(parts),
        _ => json!({}),
    }
}

/// The same as a level of its own, to which more can be added.
fn own(of: &Value) -> Value {
    match of.as_str().and_then(|text| text.strip_prefix('$')) {
        Some(name) => NOTED.get(name).map(|noted| own(noted.read())).unwrap_or_default(),
        None => node(of),
    }
}

fn word(text: &str) -> Value {
    if let Some(name) = text.strip_prefix('$') {
        return json!({REFERENCE: name});
    }
    if let Some(names) = text.strip_prefix("one of ") {
        let names: Vec<_> = names.split('|').map(since).collect();
        let newer: Map<_, _> = names
            .iter()
            .filter_map(|one| Some((one.name.to_owned(), json!(one.release?))))
            .collect();
        let names: Vec<_> = names.into_iter().map(|one| one.name).collect();
        let mut schema = json!({"type": "string", "enum": names});
        if !newer.is_empty() {
            schema[SINCE] = Value::Object(newer);
        }
        return schema;
    }
    if let Some(numbers) = text.strip_prefix("int in ") {
        let numbers: Vec<_> =
            numbers.split('|').filter_map(|one| one.parse::<i64>().ok()).collect();
        return json!({"type": "integer", "enum": numbers});
    }
    let (kind, rest) = text.split_once(' ').unwrap_or((text, ""));
    if let Some((size, item)) = rest.split_once("of ").filter(|_| matches!(kind, "list" | "map")) {
        return many(kind, word(item), size.trim());
    }
    let (range, pattern) = match rest.split_once('/') {
        Some((range, pattern)) => (range.trim(), pattern.strip_suffix('/')),
        None => (rest, None),
    };
    let mut schema = match kind {
        "text" => bounded("string", range, "minLength", "maxLength"),
        "int" => bounded("integer", range, "minimum", "maximum"),
        "number" => bounded("number", range, "minimum", "maximum"),
        "bool" => json!({"type": "boolean"}),
        "int-or-text" => {
            let mut either = bounded("", range, "minLength", "maxLength");
            either.as_object_mut().map(|fields| fields.remove("type"));
            either["x-kubernetes-int-or-string"] = json!(true);
            either["pattern"] = json!(QUANTITY);
            either
        }
        "any" => {
            let mut open = bounded("object", range, "minProperties", "maxProperties");
            open["x-kubernetes-preserve-unknown-fields"] = json!(true);
            open
        }
        "nothing" => json!({"type": "object", "properties": {}}),
        _ => json!({"x-kubernetes-preserve-unknown-fields": true}),
    };
    if let Some(pattern) = pattern {
        schema["pattern"] = json!(pattern);
    }
    schema
}

/// A name, and the release that brought it.
struct VersionedName<'t> {
    name: &'t str,
    release: Option<&'t str>,
}

fn since(text: &str) -> VersionedName<'_> {
    match text.split_once('@') {
        Some((name, release)) => VersionedName { name, release: Some(release) },
        None => VersionedName { name: text, release: None },
    }
}

fn many(kind: &str, item: Value, size: &str) -> Value {
    let (kind, below, least, most) = match kind {
        "list" => ("array", "items", "minItems", "maxItems"),
        _ => ("object", "additionalProperties", "minProperties", "maxProperties"),
    };
    let mut schema = bounded(kind, size, least, most);
    schema[below] = item;
    schema
}

/// `1..253`, where either end may be open.
fn bounded(kind: &str, range: &str, least: &str, most: &str) -> Value {
    let mut schema = json!({"type": kind});
    if let Some((from, to)) = range.split_once("..") {
        for (name, bound) in [(least, from), (most, to)] {
            if let Ok(bound) = bound.parse::<i64>() {
                schema[name] = json!(bound);
            }
        }
    }
    schema
}

fn mapping(parts: &Map<String, Value>) -> Value {
    let size = parts.get("size").and_then(Value::as_str).unwrap_or_default();
    let mut schema = match (parts.get("fields"), parts.get("list"), parts.get("map")) {
        (Some(fields), ..) => of_fields(fields, size),
        (_, Some(item), _) => many("list", node(item), size),
        (.., Some(item)) => many("map", node(item), size),
        _ => parts.get("is").map(own).unwrap_or_default(),
    };
    if let Some(keys) = parts.get("unique").and_then(Value::as_array) {
        schema["x-kubernetes-list-type"] = json!(if keys.is_empty() { "set" } else { "map" });
        schema["x-kubernetes-list-map-keys"] = json!(keys);
    }
    if let Some(default) = parts.get("default") {
        schema["default"] = default.clone();
    }
    let rules = rules(parts);
    if !rules.is_empty() {
        schema["x-kubernetes-validations"] = json!(rules);
    }
    schema
}

fn of_fields(fields: &Value, size: &str) -> Value {
    let mut schema = bounded("object", size, "minProperties", "maxProperties");
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for (name, of) in fields.as_object().into_iter().flatten() {
        let bare = name.trim_end_matches('!');
        let VersionedName { name: field, release } = since(bare);
        if bare != name {
            required.push(field);
        }
        let mut of = node(of);
        if let Some(release) = release {
            of[SINCE] = json!(release);
        }
        properties.insert(field.to_owned(), of);
    }
    schema["properties"] = Value::Object(properties);
    schema["required"] = json!(required);
    schema
}

fn rules(parts: &Map<String, Value>) -> Vec<Value> {
    let mut rules = Vec::new();
    for (word, comparison, verb) in [
        ("one", "== 1", "exactly one of the fields in [{}] must be set"),
        ("most", "<= 1", "at most one of the fields in [{}] may be set"),
        ("least", ">= 1", "at least one of the fields in [{}] must be set"),
    ] {
        let Some(names) = parts.get(word).and_then(Value::as_array) else { continue };
        let names: Vec<_> = names.iter().filter_map(Value::as_str).collect();
        let has: Vec<_> = names.iter().map(|name| format!("has(self.{name})")).collect();
        rules.push(json!({
            "rule": format!("[{}].filter(x,x==true).size() {comparison}", has.join(",")),
            "message": verb.replace("{}", &names.join(" ")),
            COUNTED: {"fields": names, "is": comparison},
        }));
    }
    if let Some(shortest) = parts.get("from").and_then(Value::as_str) {
        rules.push(json!({
            "rule": format!("duration(self) >= duration('{shortest}')"),
            "message": format!("must be at least {shortest}"),
        }));
    }
    for pair in parts.get("rules").and_then(Value::as_array).into_iter().flatten() {
        rules.push(json!({"rule": pair[0], "message": pair[1]}));
    }
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every level of a schema.
    fn levels<'a>(schema: &'a Value, found: &mut Vec<&'a Value>) {
        found.push(schema);
        for below in schema["properties"].as_object().into_iter().flatten() {
            levels(below.1, found);
        }
        for below in ["items", "additionalProperties"] {
            schema.get(below).into_iter().for_each(|schema| levels(schema, found));
        }
    }

    #[test]
    fn every_word_of_the_notation_is_understood() {
        for (kind, _) in &KINDS {
            let mut found = Vec::new();
            levels(whole(*kind).expect("a shape"), &mut found);
            assert!(found.len() > 5, "{kind}: {}", found.len());
            for level in found {
                let known = level["type"].is_string()
                    || level["x-kubernetes-int-or-string"] == true
                    || level["x-kubernetes-preserve-unknown-fields"] == true;
                assert!(known, "{kind}: {level}");
                if let Some(pattern) = level["pattern"].as_str() {
                    assert!(regex::Regex::new(pattern).is_ok(), "{pattern}");
                }
            }
        }
    }

    #[test]
    fn a_reference_and_what_it_stands_for_say_the_same() {
        fn same(short: &Value, long: &Value) {
            let short = followed(short);
            match (short, long) {
                (Value::Object(of), Value::Object(whole)) => {
                    assert!(of.keys().eq(whole.keys()), "{short}\n{long}");
                    of.iter().for_each(|(name, of)| same(of, &whole[name]));
                }
                (Value::Array(of), Value::Array(whole)) => {
                    assert_eq!(of.len(), whole.len());
                    of.iter().zip(whole).for_each(|(of, whole)| same(of, whole));
                }
                _ => assert_eq!(short, long),
            }
        }
        for (kind, _) in &KINDS {
            let (short, long) = (schema(*kind).expect("a shape"), whole(*kind).expect("a shape"));
            same(short, long);
            assert!(!long.to_string().contains(REFERENCE), "{kind}");
            assert!(short.to_string().len() <= long.to_string().len(), "{kind}");
        }
    }

    #[test]
    fn words_are_read_as_the_table_says() {
        assert_eq!(
            word("text 1..8 /^a/b$/"),
            json!({"type": "string", "minLength": 1, "maxLength": 8, "pattern": "^a/b$"})
        );
        assert_eq!(word("int 1.."), json!({"type": "integer", "minimum": 1}));
        assert_eq!(
            word("list 1..2 of one of A|B"),
            json!({"type": "array", "minItems": 1, "maxItems": 2,
                "items": {"type": "string", "enum": ["A", "B"]}})
        );
        let fields = json!({"fields": {"a!": "bool", "b": "nothing"}, "most": ["a", "b"]});
        let read = node(&fields);
        assert_eq!(read["required"], json!(["a"]));
        assert_eq!(
            read["x-kubernetes-validations"][0]["rule"],
            "[has(self.a),has(self.b)].filter(x,x==true).size() <= 1"
        );
    }
}
