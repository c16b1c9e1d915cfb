//! The offline check against agentgateway's own CRDs, field by field: manifests are made from the CRDs' schemas, each
//! with one field right and one with it wrong, and an API server and the check are asked about all of them.

use std::collections::BTreeSet;

use kubectl_agw::domain::manifest::validate;
use kubectl_agw::domain::value::object_ref::Kind;
use kubectl_agw::domain::value::yaml;
use serde_json::{Value, json};

use crate::support::control_plane::test_name;
use crate::support::worlds::{World, crds, vendors};

/// Of the thousands of fields, how many are asked of each kind.
const ASKED: usize = 400;

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

#[derive(Clone)]
enum Step {
    Field(String),
    Item,
    Each,
}

fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema["properties"].as_object().into_iter().flatten()
}

/// The way to every field that has none below it.
fn leaves(schema: &Value, way: &mut Vec<Step>, found: &mut Vec<Vec<Step>>) {
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
fn least(schema: &Value) -> Value {
    if let Some(first) = schema["enum"].as_array().and_then(|all| all.first()) {
        return first.clone();
    }
    match schema["type"].as_str() {
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

/// A field that a rule asks for, of several.
fn one_of(schema: &Value) -> Option<&str> {
    let rules = schema["x-kubernetes-validations"].as_array()?;
    let rules = rules.iter().filter_map(|rule| rule["rule"].as_str());
    let asks = rules.filter(|rule| {
        rule.starts_with("[has(") && (rule.ends_with("== 1") || rule.ends_with(">= 1"))
    });
    asks.filter_map(|rule| rule.strip_prefix("[has(self.")?.split_once(')').map(|(name, _)| name))
        .next()
}

/// An object that has `value` at the end of the way, and on the way what must be there.
fn along(schema: &Value, way: &[Step], value: &Value) -> Value {
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
            object[name] = along(&schema["properties"][name.as_str()], rest, value);
            object
        }
    }
}

fn at<'s>(schema: &'s Value, way: &[Step]) -> &'s Value {
    way.iter().fold(schema, |schema, step| match step {
        Step::Field(name) => &schema["properties"][name.as_str()],
        Step::Item => &schema["items"],
        Step::Each => &schema["additionalProperties"],
    })
}

/// Something that the schema does not take.
fn wrong(schema: &Value, turn: usize) -> Value {
    let most = schema["maxLength"].as_u64().filter(|most| *most <= 4096);
    match (schema["type"].as_str(), turn % 4) {
        (Some("string"), 0) => json!("% %"),
        (Some("string"), 1) => json!(""),
        (Some("string"), 2) if most.is_some() => {
            json!("a".repeat(most.unwrap_or_default() as usize + 1))
        }
        (Some("integer" | "number"), 0) => json!(-1),
        (Some("integer" | "number"), 1) => json!(schema["maximum"].as_i64().unwrap_or(70_000) + 1),
        (Some("boolean"), _) => json!("yes"),
        _ => json!([5]),
    }
}

/// What a spec of the kind has in any case.
fn base(kind: Kind, way: &[Step]) -> Value {
    match kind {
        Kind::AgentgatewayPolicy => {
            json!({"targetRefs": [{"group": "gateway.networking.k8s.io", "kind": "Gateway", "name": "g"}]})
        }
        Kind::AgentgatewayModel => json!({"parentRefs": [{"name": "g"}], "provider": "OpenAI"}),
        _ => match way.first() {
            Some(Step::Field(first)) if first == "policies" => {
                json!({"ai": {"provider": {"openai": {}}}})
            }
            _ => json!({}),
        },
    }
}

/// The specs of a kind: of fields spread over the whole schema, one right and one wrong.
fn specs(kind: Kind, schema: &Value) -> Vec<Value> {
    let mut found = Vec::new();
    leaves(schema, &mut Vec::new(), &mut found);
    let stride = (found.len() / (ASKED / 2)).max(1);
    let mut specs = Vec::new();
    for (turn, way) in found.iter().step_by(stride).enumerate() {
        let leaf = at(schema, way);
        for value in [least(leaf), wrong(leaf, turn)] {
            let mut spec = base(kind, way);
            let made = along(schema, way, &value);
            for (name, value) in made.as_object().into_iter().flatten() {
                spec[name] = value.clone();
            }
            specs.push(spec);
        }
    }
    specs
}

#[test]
fn the_offline_check_and_the_crds_agree_on_every_part_of_every_kind() {
    let Some(World { control_plane, .. }) = vendors(test_name!()) else { return };
    let folder = crds().expect("vendors found them").join("agentgateway");
    let namespace = control_plane.namespace();
    for kind in [Kind::AgentgatewayBackend, Kind::AgentgatewayModel, Kind::AgentgatewayPolicy] {
        let names = kind.names();
        let file = folder.join(format!("{}_{}.yaml", names.group, names.plural));
        let text = std::fs::read_to_string(file).expect("a CRD");
        let crd = yaml::documents(&text).next().expect("one").expect("YAML").value;
        let schema = &crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"];
        let objects: Vec<Value> = specs(kind, schema)
            .into_iter()
            .enumerate()
            .map(|(number, spec)| {
                json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": names.kind, "spec": spec,
                    "metadata": {"name": format!("s-{number}"), "namespace": namespace}})
            })
            .collect();
        let list = json!({"apiVersion": "v1", "kind": "List", "items": objects}).to_string();
        let apply = [
            "apply",
            "--server-side",
            "--validate=ignore",
            "--dry-run=server",
            "-o",
            "name",
            "-f",
            "-",
        ];
        let online = control_plane.kubectl_as(control_plane.admin_kubeconfig(), &apply, &list, &[]);
        let taken: BTreeSet<&str> = online
            .stdout
            .lines()
            .filter_map(|line| line.split_once('/'))
            .map(|(_, name)| name)
            .collect();
        let mut differ = Vec::new();
        for (number, object) in objects.iter().enumerate() {
            // Of a field that it does not know, kubectl lets nothing of the whole list through.
            let faults = validate::faults(kind, object);
            let faults: Vec<_> = faults.iter().filter(|fault| !fault.unknown).collect();
            let name = format!("s-{number}");
            if taken.contains(name.as_str()) != faults.is_empty() {
                let said: Vec<_> = online
                    .stderr
                    .lines()
                    .filter(|line| line.contains(&format!("\"{name}\"")))
                    .collect();
                differ.push(format!("{}\n  offline {faults:?}\n  online {said:?}", object["spec"]));
            }
        }
        println!("{kind}: {} specs, {} taken, {} differ", objects.len(), taken.len(), differ.len());
        assert!(taken.len() > objects.len() / 8, "{kind}: hardly any is taken: {}", online.stderr);
        assert!(differ.is_empty(), "{kind}: {} differ\n{}", differ.len(), differ.join("\n"));
    }
}
