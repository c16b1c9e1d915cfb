//! No field of the kinds that are served is skipped in silence: each changes the route table, refuses, or is said.
//!
//! The fields are those of the CRDs of agentgateway and of the Gateway API. A field without effect stands below, with the reason.

use std::sync::Arc;

use kubectl_agw::domain::compile::Compiled;
use kubectl_agw::domain::compile::rejection::{Effect, Rejection};
use kubectl_agw::domain::route::reason::Reason;
use kubectl_agw::domain::snapshot::objects::Objects;
use kubectl_agw::domain::snapshot::{World, manifests};
use kubectl_agw::domain::value::object_ref::Kind;
use serde_json::{Value, json};

use crate::support::control_plane::{skip, test_name};
use crate::support::schema::{Step, at, beside, least, leaves, of_spec};

const KINDS: [Kind; 5] = [
    Kind::AgentgatewayBackend,
    Kind::AgentgatewayModel,
    Kind::AgentgatewayPolicy,
    Kind::HttpRoute,
    Kind::Gateway,
];

/// Fields that change nothing here, and why that is right.
const SILENT: &[(&str, &str)] = &[
    ("AgentgatewayBackend ai.provider.port", "the CRD takes it beside `host` only"),
    ("AgentgatewayBackend ai.groups[].providers[].port", "the CRD takes it beside `host` only"),
    ("HTTPRoute rules[].name", "policies ask for it by `sectionName`: proxy::policies"),
    ("AgentgatewayPolicy targetRefs", "of targets that are not there `check` speaks"),
    ("AgentgatewayPolicy targetSelectors", "of targets that are not there `check` speaks"),
    ("AgentgatewayPolicy strategy", "it decides between two policies: proxy::policies"),
    ("AgentgatewayPolicy traffic.phase", "the CRD takes `PreRouting` on Gateways only"),
    (
        "AgentgatewayPolicy traffic.apiKeyAuthentication.secretSelector",
        "it selects among Secrets, and there is none with such a label: proxy::auth",
    ),
    (
        "AgentgatewayPolicy traffic.apiKeyAuthentication.configMapSelector",
        "it selects among ConfigMaps, and there is none with such a label: proxy::auth",
    ),
];

const GATEWAY_API: &str = "gateway.networking.k8s.io";
const AGENTGATEWAY: &str = "agentgateway.dev";

/// What a spec is served as: the table in words, and what is said of it.
struct Served {
    table: String,
    said: Vec<Rejection>,
}

fn object(kind: Kind, name: &str, spec: &Value) -> Value {
    let names = kind.names();
    let version = if names.group == AGENTGATEWAY { "v1alpha1" } else { "v1" };
    json!({"apiVersion": format!("{}/{version}", names.group), "kind": names.kind,
        "metadata": {"name": name}, "spec": spec})
}

/// Everything that a spec may need beside it.
fn surroundings() -> Vec<Value> {
    let backend = json!([{"group": AGENTGATEWAY, "kind": "AgentgatewayBackend", "name": "own"}]);
    let kinds = json!({"kinds": [{"group": GATEWAY_API, "kind": "HTTPRoute"},
        {"group": AGENTGATEWAY, "kind": "AgentgatewayModel"}]});
    let gateway = json!({"gatewayClassName": "agentgateway", "listeners": [
        {"name": "http", "port": 80, "protocol": "HTTP", "allowedRoutes": kinds}]});
    let route = json!({"parentRefs": [{"name": "g"}], "rules": [{"backendRefs": backend}]});
    let entries = ["Authorization", "a", "ca.crt", "tls.crt", "tls.key"];
    let data: Value = entries.iter().map(|entry| ((*entry).to_owned(), json!("a"))).collect();
    vec![
        object(Kind::Gateway, "g", &gateway),
        object(Kind::HttpRoute, "r", &route),
        json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}, "stringData": data}),
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": data}),
    ]
}

fn serve(kind: Kind, spec: &Value) -> Served {
    let mut objects = Objects::new(World::Files);
    let mut all = surroundings();
    all.retain(|object| object["kind"] != kind.names().kind);
    if kind != Kind::AgentgatewayBackend {
        let openai = json!({"ai": {"provider": {"openai": {}}}});
        all.push(object(Kind::AgentgatewayBackend, "own", &openai));
    }
    let name = if kind == Kind::Gateway { "g" } else { "own" };
    all.push(object(kind, name, spec));
    for manifest in all {
        manifests::add(&mut objects, &Arc::from("test.yaml"), &manifest.to_string(), "default");
    }
    let Compiled { table, rejections: mut said, .. } = Compiled::of(objects.snapshot());
    said.extend(objects.current().broken.iter().map(|(object, broken)| {
        let reason = Reason::Broken { why: broken.reason.clone(), guards: false };
        Rejection::new(object.clone(), Effect::LeftOut, reason)
    }));
    Served { table: format!("{table:?}"), said }
}

/// What a spec of the kind has beside the field.
fn base(kind: Kind, way: &[Step]) -> Value {
    let first = match way.first() {
        Some(Step::Field(name)) => name.as_str(),
        _ => "",
    };
    let target = if first == "frontend" { ("Gateway", "g") } else { ("HTTPRoute", "r") };
    match (kind, first) {
        (Kind::AgentgatewayPolicy, _) => {
            json!({"targetRefs": [{"group": GATEWAY_API, "kind": target.0, "name": target.1}]})
        }
        (Kind::AgentgatewayModel, block) => {
            let providers = ["Azure", "VertexAI", "Bedrock", "Custom"];
            let own = providers.into_iter().find(|own| own.to_lowercase() == block);
            json!({"parentRefs": [{"name": "g"}], "provider": own.unwrap_or("OpenAI")})
        }
        (Kind::HttpRoute, _) => json!({"parentRefs": [{"name": "g"}], "rules": [{}]}),
        (Kind::Gateway, _) => json!({"gatewayClassName": "agentgateway", "listeners": []}),
        (_, "policies") => json!({"ai": {"provider": {"openai": {}}}}),
        _ => json!({}),
    }
}

fn spec(kind: Kind, schema: &Value, way: &[Step], value: &Value) -> Value {
    let mut spec = beside(base(kind, way), schema, way, value);
    let words = words(way);
    // Without these the rest of a listener means nothing.
    if let Some(listener) = spec.pointer_mut("/listeners/0") {
        if !words.ends_with("protocol") {
            listener["protocol"] = json!(if words.contains(".tls.") { "HTTPS" } else { "HTTP" });
        }
        if words.contains(".selector.") {
            listener["allowedRoutes"]["namespaces"]["from"] = json!("Selector");
        }
    }
    spec
}

/// The spec without the last field of the way, or with another value where it must be there.
fn without(kind: Kind, schema: &Value, way: &[Step], whole: &Value) -> Option<Value> {
    let last = way.iter().rposition(|step| matches!(step, Step::Field(_)))?;
    let Step::Field(name) = &way[last] else { return None };
    let parent = at(schema, &way[..last]);
    let required = parent["required"].as_array().into_iter().flatten();
    if required.filter_map(Value::as_str).any(|required| required == name) {
        let other = another(at(schema, way))?;
        return Some(spec(kind, schema, way, &other));
    }
    let mut spec = whole.clone();
    let holder = way[..last].iter().fold(&mut spec, |value, step| match step {
        Step::Field(name) => &mut value[name.as_str()],
        Step::Item => &mut value[0],
        Step::Each => &mut value["a"],
    });
    holder.as_object_mut()?.remove(name)?;
    Some(spec)
}

/// A value beside the least one.
fn another(schema: &Value) -> Option<Value> {
    match (schema["enum"].as_array(), least(schema)) {
        (Some(all), first) => all.iter().find(|value| **value != first).cloned(),
        (None, Value::String(text)) => Some(json!(format!("{text}1"))),
        (None, Value::Number(number)) => number.as_i64().map(|number| json!(number + 1)),
        (None, Value::Bool(value)) => Some(json!(!value)),
        _ => None,
    }
}

/// Whether the last field of the way changes the table, makes a route refuse, or is said.
fn speaks(kind: Kind, schema: &Value, way: &[Step], whole: &Value) -> bool {
    let Some(less) = without(kind, schema, way, whole) else { return true };
    let with = serve(kind, whole);
    !with.said.is_empty() || with.table != serve(kind, &less).table
}

fn words(way: &[Step]) -> String {
    let word = |step: &Step| match step {
        Step::Field(name) => format!(".{name}"),
        Step::Item => "[]".to_owned(),
        Step::Each => "{}".to_owned(),
    };
    way.iter().map(word).collect::<String>().trim_start_matches('.').to_owned()
}

#[test]
fn no_field_is_skipped_in_silence() {
    let mut silent = Vec::new();
    for kind in KINDS {
        let Some(schema) = of_spec(kind) else {
            return skip(test_name!(), "the CRDs are not beside this checkout");
        };
        let mut ways = Vec::new();
        leaves(&schema, &mut Vec::new(), &mut ways);
        let mut asked = 0;
        for way in &ways {
            let leaf = at(&schema, way);
            let values = std::iter::once(least(leaf)).chain(another(leaf));
            let wholes: Vec<_> = values.map(|value| spec(kind, &schema, way, &value)).collect();
            let field = format!("{} {}", kind.names().kind, words(way));
            let known = SILENT.iter().any(|(start, _)| field.starts_with(start));
            asked += 1;
            if !known && !wholes.iter().any(|whole| speaks(kind, &schema, way, whole)) {
                silent.push(field);
            }
        }
        println!("{kind}: {asked} of {} fields asked", ways.len());
        assert!(asked > ways.len() / 2, "{kind}");
    }
    assert!(
        silent.is_empty(),
        "{} fields are skipped in silence:\n{}",
        silent.len(),
        silent.join("\n")
    );
}
