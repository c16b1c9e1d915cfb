//! Values made from the schemas of CRDs: the way to each field, and an object that has it.

use serde_json::{Value, json};

use super::definitions::crds;
use kubectl_agw::domain::value::object_ref::Kind;
use kubectl_agw::domain::value::yaml;

/// Texts of which each pattern of the CRDs takes one.
const TEXTS: &[&str] = &[
    "a",
    "10s",
    "5m",
    "/x",
    "https://h.example",
    "http://h.example/x",
    "example.com",
    "443",
    "1h",
    "500ms",
    "A",
    "urn:x:y",
    "arn:aws:iam::123456789012:role/r",
    "*",
    "123456789012",
    "aaaaaaaaaaaa",
    "80%",
    "1Ki",
    "200",
    "GET",
];

/// A step from a value to one below it.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Field(String),
    Item,
    Each,
}

fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema["properties"].as_object().into_iter().flatten()
}

/// The way to every field that has none below it.
pub fn leaves(schema: &Value, way: &mut Vec<Step>, found: &mut Vec<Vec<Step>>) {
    let mut is_leaf = true;
    let mut go = |schema: &Value, step: Step, found: &mut Vec<Vec<Step>>| {
        is_leaf = false;
        way.push(step);
        leaves(schema, way, found);
        way.pop();
    };
    for (name, below) in properties(schema) {
        go(below, Step::Field(name.clone()), found);
    }
    for (key, step) in [("items", Step::Item), ("additionalProperties", Step::Each)] {
        if schema[key].is_object() {
            go(&schema[key], step, found);
        }
    }
    if is_leaf {
        found.push(way.clone());
    }
}

fn fits(schema: &Value, text: &str) -> bool {
    let number = |key: &str| schema[key].as_u64().map(|number| number as usize);
    let pattern =
        schema["pattern"].as_str().map(|pattern| regex::Regex::new(pattern).expect("a pattern"));
    pattern.is_none_or(|pattern| pattern.is_match(text))
        && number("minLength").is_none_or(|least| text.len() >= least)
        && number("maxLength").is_none_or(|most| text.len() <= most)
}

/// The smallest value that a schema takes, as far as can be seen from its bounds.
pub fn least(schema: &Value) -> Value {
    if let Some(first) = schema["enum"].as_array().and_then(|all| all.first()) {
        return first.clone();
    }
    let rules = schema["x-kubernetes-validations"].as_array().into_iter().flatten();
    let mut rules = rules.filter_map(|rule| rule["rule"].as_str());
    match schema["type"].as_str() {
        Some("string") if rules.any(|rule| rule.contains("duration(")) => json!("10s"),
        Some("string") => json!(TEXTS.iter().find(|text| fits(schema, text)).unwrap_or(&"a")),
        Some("integer" | "number") => json!(schema["minimum"].as_i64().unwrap_or(1).max(1)),
        Some("boolean") => json!(true),
        Some("array") => json!([least(&schema["items"])]),
        Some("object") if schema["additionalProperties"].is_object() => {
            json!({"a": least(&schema["additionalProperties"])})
        }
        Some("object") => {
            let mut object = json!({});
            let required = schema["required"].as_array().into_iter().flatten();
            let wanted = one_of(schema);
            let open = schema["properties"].is_object();
            for name in required.filter_map(Value::as_str).chain(wanted).filter(|_| open) {
                object[name] = least(&schema["properties"][name]);
            }
            object
        }
        _ => json!(1),
    }
}

/// The fields of which a rule asks for one.
fn alternatives(schema: &Value) -> Vec<&str> {
    let rules = schema["x-kubernetes-validations"].as_array().into_iter().flatten();
    let mut rules = rules.filter_map(|rule| rule["rule"].as_str());
    let asks = |rule: &&str| {
        rule.starts_with("[has(") && (rule.ends_with("== 1") || rule.ends_with(">= 1"))
    };
    let Some(rule) = rules.find(asks) else { return Vec::new() };
    rule.split("has(self.").skip(1).filter_map(|rest| rest.split(')').next()).collect()
}

fn one_of(schema: &Value) -> Option<&str> {
    alternatives(schema).first().copied()
}

/// An object that has `value` at the end of the way, and on the way what must be there.
pub fn along(schema: &Value, way: &[Step], value: &Value) -> Value {
    match way.split_first() {
        None => value.clone(),
        Some((Step::Item, rest)) => json!([along(&schema["items"], rest, value)]),
        Some((Step::Each, rest)) => {
            json!({"a": along(&schema["additionalProperties"], rest, value)})
        }
        Some((Step::Field(name), rest)) => {
            let mut object = json!({});
            for required in
                schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str)
            {
                object[required] = least(&schema["properties"][required]);
            }
            let alternatives = alternatives(schema);
            if let Some(first) =
                alternatives.first().filter(|_| !alternatives.contains(&name.as_str()))
            {
                object[*first] = least(&schema["properties"][*first]);
            }
            object[name] = along(&schema["properties"][name.as_str()], rest, value);
            object
        }
    }
}

pub fn at<'s>(schema: &'s Value, way: &[Step]) -> &'s Value {
    way.iter().fold(schema, |schema, step| match step {
        Step::Field(name) => &schema["properties"][name.as_str()],
        Step::Item => &schema["items"],
        Step::Each => &schema["additionalProperties"],
    })
}

/// What [`along`] makes, with what `base` has beside it.
pub fn beside(mut base: Value, schema: &Value, way: &[Step], value: &Value) -> Value {
    let made = along(schema, way, value);
    for (name, value) in made.as_object().into_iter().flatten() {
        if base.get(name).is_none() || way.first() == Some(&Step::Field(name.clone())) {
            base[name] = value.clone();
        }
    }
    base
}

/// The schema of a kind's `spec`, in the CRDs of agentgateway and of the Gateway API.
pub fn of_spec(kind: Kind) -> Option<Value> {
    let names = kind.names();
    let own = crds()?.join("agentgateway").join(format!("{}_{}.yaml", names.group, names.plural));
    let file = match own.is_file() {
        true => own,
        false => crds()?.join("gateway-api/standard").join(format!("{}.yaml", names.plural)),
    };
    let text = std::fs::read_to_string(file).expect("a CRD");
    let crd = yaml::documents(&text).next().expect("one").expect("YAML").value;
    Some(crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"].clone())
}
