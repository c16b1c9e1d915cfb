//! What no cluster would take is called fine by no command: each manifest of these has one slip, and `check` names it with
//! its line, `list` shows the object as Invalid, a dry run refuses it, and no request is let through because of it.

use std::path::Path;
use std::sync::Arc;

use http::{HeaderMap, Method};
use kubectl_agw::domain::compile::Compiled;
use kubectl_agw::domain::crd::schema::{FaultKind, SchemaFault};
use kubectl_agw::domain::crd::shape;
use kubectl_agw::domain::route::matcher::RequestParts;
use kubectl_agw::domain::route::target::Target;
use kubectl_agw::domain::snapshot::objects::Objects;
use kubectl_agw::domain::snapshot::{Origin, World, manifests};
use kubectl_agw::domain::value::object_ref::Kind;
use kubectl_agw::domain::value::yaml;
use serde_json::{Value, json};

use crate::support::control_plane::kubectl::{Outcome, run};
use crate::support::serving::program;

const WORLD: &str = "apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec: {gatewayClassName: agentgateway, listeners: [{name: web, port: 8080, protocol: HTTP}]}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: chat, namespace: shop}
spec: {ai: {provider: {openai: {model: gpt-4o}}}}
---
";

const ROUTE: &str = "apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: chat, namespace: shop}
spec:
  parentRefs: [{name: edge}]
  rules:
  - backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: chat}]
";

const POLICY: &str = "---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: guard, namespace: shop}
spec:
";

const TARGET: &str =
    "  targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: chat}]\n";

/// What follows the world, the code that `check` gives, and the line it is on, behind the world's.
fn slips() -> Vec<(String, &'static str, &'static str)> {
    let route = |more: &str| format!("{ROUTE}{more}");
    let policy = |spec: &str| format!("{ROUTE}{POLICY}{spec}");
    vec![
        (route("    match: [{path: {value: /v1}}]\n"), "AGW6001", "did you mean `matches`?"),
        (
            route("    matches: [{path: {typ: Exact, value: /v1}}]\n"),
            "AGW6001",
            "did you mean `type`?",
        ),
        (route("    matches: [{headers: [{name: x-team}]}]\n"), "AGW6003", ".value`"),
        (
            route("    matches: [{path: {type: Prefix, value: /v1}}]\n"),
            "AGW6002",
            "must be one of Exact",
        ),
        (route("    matches: [{path: {value: v1}}]\n"), "AGW6004", "absolute path"),
        (route("    timeouts: {request: 2.5s}\n"), "AGW6002", ".timeouts.request`"),
        (route("    timeouts: {backendRequest: soon}\n"), "AGW6002", ".backendRequest`"),
        (route("  hostnames: [\"shop.example:443\"]\n"), "AGW6002", "`spec.hostnames[0]`"),
        (route("  hostnames: [\"https://shop.example\"]\n"), "AGW6002", "`spec.hostnames[0]`"),
        (
            route("    timeouts: {request: 1s}\n    timeouts: {request: 2s}\n"),
            "AGW6007",
            "is a duplicate",
        ),
        (ROUTE.replace("kind: HTTPRoute", "kind: HttpRoute"), "AGW6006", "HTTPRoute of"),
        (ROUTE.replace("io/v1\n", "io/v3\n"), "AGW6006", "did you mean HTTPRoute"),
        (
            policy(&format!(
                "{TARGET}  authorization: {{policy: {{matchExpressions: [\"false\"]}}}}\n"
            )),
            "AGW6001",
            "it belongs at `spec.traffic.authorization`",
        ),
        (
            policy(&format!(
                "{TARGET}  traffic: {{csrf: {{additionalOrigin: [\"https://a.test\"]}}}}\n"
            )),
            "AGW6001",
            "did you mean `additionalOrigins`?",
        ),
        (
            policy(&format!(
                "{TARGET}  traffic: {{authorization: {{action: deny, policy: {{matchExpressions: [\"false\"]}}}}}}\n"
            )),
            "AGW1018",
            "did you mean `Deny`?",
        ),
        (
            policy(
                "  targetRef: {group: gateway.networking.k8s.io, kind: HTTPRoute, name: chat}\n  traffic: {hostRewrite: {mode: Auto}}\n",
            ),
            "AGW6001",
            "did you mean `targetRefs`?",
        ),
        (
            policy(&format!("{TARGET}  traffic: {{hostRewrite: {{mode: Auto}}}}\n"))
                .replace("kind: AgentgatewayPolicy", "kind: AgentGatewayPolicy"),
            "AGW6006",
            "AgentgatewayPolicy of agentgateway.dev/v1alpha1",
        ),
        (
            policy(&format!(
                "{TARGET}  traffic: {{hostRewrite: {{mode: Auto}}}}\n  traffic: {{csrf: {{}}}}\n"
            )),
            "AGW6007",
            "is a duplicate",
        ),
    ]
}

fn agw(arguments: &[&str]) -> Outcome {
    let mut command = program();
    command.args(arguments);
    run(command, "")
}

/// Whether any request to the route is sent on.
fn is_open(text: &str) -> bool {
    let mut objects = Objects::new(World::Files);
    manifests::add(&mut objects, &Arc::from("all.yaml"), text, "default");
    let compiled = Compiled::of(objects.snapshot());
    let headers = HeaderMap::new();
    let request = RequestParts {
        method: &Method::POST,
        host: "shop.example",
        path: "/anything",
        query: None,
        headers: &headers,
    };
    compiled.table.binds.keys().any(|bind| match compiled.table.find(bind, &request) {
        Ok(found) => {
            let rule = &found.candidate.rule;
            let sent = |target: &Target| match target {
                Target::Refuse(_) => false,
                Target::Model(model) => model.upstreams().next().is_some(),
                Target::Http(_) | Target::Models(_) => true,
            };
            let guarded = rule.policies.as_ref().is_some_and(|policies| policies.refuses.is_some());
            rule.refusal.is_none() && !guarded && rule.targets.iter().any(|to| sent(&to.target))
        }
        Err(_) => false,
    })
}

#[test]
fn a_slip_is_named_with_its_line_refused_and_opens_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("all.yaml");
    let file = path.display().to_string();
    assert!(is_open(&format!("{WORLD}{ROUTE}")));
    for (text, code, words) in slips() {
        let text = format!("{WORLD}{text}");
        std::fs::write(&path, &text).expect("written");
        let checked = agw(&["check", "-f", &file, "-o", "json"]);
        assert_eq!(checked.code, Some(1), "{text}\n{checked:?}");
        let report: Value = serde_json::from_str(&checked.stdout).expect("JSON");
        let said = report["findings"].to_string();
        assert!(
            said.contains(code) && said.contains(&words.replace('"', "\\\"")),
            "{text}\n{said}"
        );
        let tried = agw(&["apply", "--dry-run=client", "-f", &file]);
        assert_ne!(tried.code, Some(0), "{text}\n{tried:?}");
        assert!(!is_open(&text), "{text}\nlets requests through");
    }
}

#[test]
fn a_file_that_is_right_is_found_right_by_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("all.yaml");
    let guard = format!("{POLICY}{TARGET}  traffic: {{hostRewrite: {{mode: Auto}}}}\n");
    let list = "---\napiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackendList\nitems:\n\
        - metadata: {name: more, namespace: shop}\n  spec: {ai: {provider: {openai: {}}}}\n";
    std::fs::write(&path, format!("{WORLD}{ROUTE}{guard}{list}")).expect("written");
    let file = path.display().to_string();
    let checked = agw(&["check", "-f", &file]);
    assert!(checked.stderr.contains(" 0 errors, 1 warning"), "no route leads to one: {checked:?}");
    let tried = agw(&["apply", "--dry-run=client", "-f", &file]);
    assert_eq!(tried.code, Some(0), "{tried:?}");
    let listed = agw(&["list", "-f", &file, "-o", "name"]);
    assert!(listed.stdout.contains("more"), "{listed:?}");
    assert!(Path::new(&file).exists());
}

/// One slip: where it is, what is written there, and what is to be said of it.
struct Slip {
    path: Vec<String>,
    value: Value,
    is_it: fn(FaultKind) -> bool,
}

impl Slip {
    /// The end of the field's name, as faults have it.
    fn field(&self) -> &str {
        self.path.iter().rev().find(|step| *step != "[]").expect("a field")
    }
}

/// A misspelt sibling, a wrong type and a wrong value for each field of a schema; lists are `[]`.
fn slips_of(schema: &Value, at: &mut Vec<String>, depth: usize, found: &mut Vec<Slip>) {
    let schema = shape::followed(schema);
    if depth == 0 {
        return;
    }
    for (name, below) in schema["properties"].as_object().into_iter().flatten() {
        if name != "spec" {
            let path = [at.as_slice(), &[format!("{name}Zz")]].concat();
            let is_it = |kind| kind == FaultKind::Unknown;
            found.push(Slip { path, value: json!({}), is_it });
        }
        at.push(name.clone());
        found.extend(wrong_values(below, at));
        slips_of(below, at, depth - 1, found);
        at.pop();
    }
    if let Some(items) = schema.get("items") {
        at.push("[]".to_owned());
        slips_of(items, at, depth - 1, found);
        at.pop();
    }
}

fn wrong_values(schema: &Value, at: &[String]) -> Vec<Slip> {
    let schema = shape::followed(schema);
    let wrong = match schema["type"].as_str() {
        Some("string") => Some(json!({"x": 1})),
        Some(_) => Some(json!("wrong")),
        None => None,
    };
    let mut found = Vec::new();
    if let Some(value) = wrong {
        let is_it = |kind| kind == FaultKind::Type;
        found.push(Slip { path: at.to_vec(), value, is_it });
    }
    if schema.get("enum").is_some() {
        let is_it = |kind| matches!(kind, FaultKind::Value | FaultKind::Choice | FaultKind::Type);
        found.push(Slip { path: at.to_vec(), value: json!("WrongZz"), is_it });
    }
    found
}

/// An object with nothing but a value at a path.
fn with(path: &[String], value: Value) -> Value {
    path.iter().rev().fold(value, |value, step| match step.as_str() {
        "[]" => json!([value]),
        name => json!({name: value}),
    })
}

/// Lays one value over another: fields by name, the items of lists by their place.
fn lay(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (name, value) in over {
                lay(under.entry(name).or_insert(Value::Null), value);
            }
        }
        (Value::Array(under), Value::Array(over)) => {
            for (at, value) in over.into_iter().enumerate() {
                match under.get_mut(at) {
                    Some(item) => lay(item, value),
                    None => under.push(value),
                }
            }
        }
        (under, over) => *under = over,
    }
}

fn all_slips(kind: Kind) -> Vec<Slip> {
    let mut found = Vec::new();
    if let Some(schema) = shape::schema(kind) {
        slips_of(schema, &mut Vec::new(), 7, &mut found);
    }
    found
}

#[test]
fn a_slip_is_named_at_every_path_of_every_definition() {
    let mut tried = 0;
    for kind in Kind::all() {
        for slip in all_slips(kind) {
            let mut object = with(&slip.path, slip.value.clone());
            object["metadata"] = json!({"name": "x", "namespace": "n"});
            let mut objects = Objects::new(World::Files);
            objects.apply(kind, object, Origin::Cluster);
            let now = objects.current();
            let faults: Vec<_> = now
                .broken
                .values()
                .flat_map(|broken| &broken.faults)
                .chain(now.routes.values().flat_map(|object| &object.faults))
                .chain(now.backends.values().flat_map(|object| &object.faults))
                .chain(now.models.values().flat_map(|object| &object.faults))
                .chain(now.policies.values().flat_map(|object| &object.faults))
                .chain(now.tls_policies.values().flat_map(|object| &object.faults))
                .collect();
            let named =
                |fault: &&&SchemaFault| (slip.is_it)(fault.kind) && fault.at.contains(slip.field());
            // An `ai` of a dialect is refused as a whole.
            let is_refused = now.broken.values().any(|broken| broken.faults.is_empty());
            assert!(
                faults.iter().any(|fault| named(&fault)) || is_refused,
                "{kind} {:?} {}: {faults:?}",
                slip.path,
                slip.value
            );
            tried += 1;
        }
    }
    assert!(tried > 3000, "{tried}");
}

#[test]
fn a_slip_anywhere_in_what_guards_or_matches_opens_no_route() {
    let objects = |text: &str| -> Vec<Value> {
        yaml::documents(text).map(|document| document.expect("YAML").value).collect()
    };
    let guard =
        "  traffic: {authorization: {action: Allow, policy: {matchExpressions: [\"false\"]}}}\n";
    let whole = objects(&format!("{WORLD}{ROUTE}{POLICY}{TARGET}{guard}"));
    let mut tried = 0;
    for (kind, every) in [
        (Kind::AgentgatewayPolicy, 1),
        (Kind::HttpRoute, 1),
        (Kind::Gateway, 3),
        (Kind::AgentgatewayBackend, 7),
    ] {
        let at = whole.iter().position(|object| object["kind"] == kind.names().kind);
        let at = at.expect("one of the kind");
        for slip in all_slips(kind).iter().step_by(every) {
            // Without its guard every route would be open.
            let mut changed = whole.clone();
            let is_policy = kind == Kind::AgentgatewayPolicy;
            if !is_policy {
                changed.retain(|object| object["kind"] != Kind::AgentgatewayPolicy.names().kind);
            }
            lay(&mut changed[at], with(&slip.path, slip.value.clone()));
            let texts: Vec<_> = changed.iter().map(ToString::to_string).collect();
            let text = texts.join("\n---\n");
            assert!(!is_open(&text), "{kind} {:?} {}", slip.path, slip.value);
            tried += 1;
        }
    }
    assert!(tried > 1500, "{tried}");
}
