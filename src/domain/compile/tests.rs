//! Properties of compiled tables: who wins, who is refused, who is left out.

mod astray;
mod delegated;
mod misread;
mod unserved;

use http::{HeaderMap, HeaderName, Method};
use serde_json::{Value, json};

use super::*;
use crate::domain::route::matcher::RequestParts;
use crate::domain::route::table::RouteMatch;
use crate::domain::route::target::Target;
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::{Origin, World};
use crate::domain::value::object_ref::ObjectName;

/// A snapshot of files. Objects are in namespace `n` unless they say otherwise.
fn snapshot(objects: &[Value]) -> Snapshot {
    let mut all = Objects::new(World::Cluster);
    for object in objects {
        let mut object = object.clone();
        if object["metadata"]["namespace"].is_null() {
            object["metadata"]["namespace"] = json!("n");
        }
        let kind = Kind::all().find(|kind| kind.names().kind == object["kind"]);
        all.apply(kind.expect("a kind"), object, Origin::Cluster);
    }
    all.snapshot()
}

fn backend(name: &str) -> Value {
    json!({"kind": "AgentgatewayBackend", "metadata": {"name": name},
        "spec": {"ai": {"provider": {"openai": {"model": name}}}}})
}

fn route(name: &str, rules: Value) -> Value {
    json!({"kind": "HTTPRoute", "metadata": {"name": name},
        "spec": {"parentRefs": [{"name": "g"}], "rules": rules}})
}

fn to(name: &str) -> Value {
    json!([{"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": name}])
}

fn gateway(name: &str, listeners: Value) -> Value {
    json!({"kind": "Gateway", "metadata": {"name": name},
        "spec": {"gatewayClassName": "agentgateway", "listeners": listeners}})
}

/// The route that a request finds, or the body of the answer it gets.
fn ask(table: &RouteTable, host: &str, target: &str, headers: &[(&str, &str)]) -> String {
    let headers: HeaderMap = headers
        .iter()
        .map(|(name, value)| {
            let name = HeaderName::from_bytes(name.as_bytes()).expect("a name");
            (name, value.parse().expect("a value"))
        })
        .collect();
    let (path, query) = target.split_once('?').map_or((target, None), |(p, q)| (p, Some(q)));
    let request = RequestParts { method: &Method::POST, host, path, query, headers: &headers };
    let bind = table.binds.keys().next().expect("a bind").clone();
    match table.find(&bind, &request) {
        Ok(RouteMatch { candidate, .. }) => candidate.rule.route.name.clone(),
        Err(refusal) => refusal.body.into_owned(),
    }
}

fn workshop() -> Snapshot {
    let smart = json!([{"matches": [{"headers": [{"name": "X-Model-Tier", "value": "smart"}]}],
        "backendRefs": to("openai-smart")}]);
    snapshot(&[
        backend("openai"),
        backend("openai-smart"),
        route("openai", json!([{"backendRefs": to("openai")}])),
        route("openai-smart", smart),
    ])
}

#[test]
fn the_workshops_header_reaches_the_smart_model_without_any_gateway() {
    let Compiled { table, rejections, .. } = Compiled::of(workshop());
    assert_eq!(rejections, []);
    let path = "/v1/chat/completions";
    assert_eq!(ask(&table, "localhost", path, &[("x-model-tier", "smart")]), "openai-smart");
    assert_eq!(ask(&table, "localhost", path, &[("x-model-tier", "Smart")]), "openai");
    assert_eq!(ask(&table, "localhost", path, &[]), "openai");
}

#[test]
fn a_tie_goes_to_the_name() {
    let rule = |name: &str| json!([{"backendRefs": to(name)}]);
    let Compiled { table, .. } =
        Compiled::of(snapshot(&[backend("x"), route("b", rule("x")), route("a", rule("x"))]));
    assert_eq!(ask(&table, "h", "/", &[]), "a");
}

#[test]
fn an_exact_host_is_asked_first_and_falls_through_to_the_wider_ones() {
    let with_host = |name: &str, host: Option<&str>, path: &str| {
        let mut object =
            route(name, json!([{"matches": [{"path": {"value": path}}], "backendRefs": to("x")}]));
        if let Some(host) = host {
            object["spec"]["hostnames"] = json!([host]);
        }
        object
    };
    let Compiled { table, .. } = Compiled::of(snapshot(&[
        backend("x"),
        with_host("exact", Some("a.b.c"), "/only"),
        with_host("short", Some("*.c"), "/"),
        with_host("long", Some("*.b.c"), "/"),
        with_host("any", None, "/longer/path"),
    ]));
    assert_eq!(ask(&table, "a.b.c", "/only", &[]), "exact");
    assert_eq!(ask(&table, "a.b.c", "/longer/path", &[]), "long");
    assert_eq!(ask(&table, "x.c", "/longer/path", &[]), "short");
    assert_eq!(ask(&table, "z", "/longer/path", &[]), "any");
    assert_eq!(ask(&table, "z", "/", &[]), "route not found");
}

#[test]
fn a_listener_takes_only_what_it_allows() {
    let listeners = json!([{"name": "http", "port": 80, "protocol": "HTTP", "hostname": "*.x"}]);
    let mut foreign = route("foreign", json!([{"backendRefs": to("x")}]));
    foreign["metadata"]["namespace"] = json!("other");
    foreign["spec"]["parentRefs"][0]["namespace"] = json!("n");
    let mut elsewhere = route("elsewhere", json!([{"backendRefs": to("x")}]));
    elsewhere["spec"]["hostnames"] = json!(["a.y"]);
    let Compiled { table, rejections, .. } = Compiled::of(snapshot(&[
        gateway("g", listeners),
        backend("x"),
        foreign,
        elsewhere,
        route("own", json!([{"backendRefs": to("x")}])),
    ]));
    assert_eq!(ask(&table, "a.x", "/", &[]), "own");
    assert_eq!(ask(&table, "a.y", "/", &[]), "listener not found");
    let reasons: Vec<_> = rejections.iter().map(Rejection::words).collect();
    assert_eq!(rejections.len(), 2, "{reasons:?}");
    assert!(reasons.iter().any(|r| r.contains("hostname *.x doesn't match any")), "{reasons:?}");
    assert!(
        reasons.iter().any(|r| r.contains("only accepts routes in namespace n")),
        "{reasons:?}"
    );
}

#[test]
fn a_route_to_a_gateway_that_is_not_there_is_left_out_and_says_which_are() {
    let listeners = json!([{"name": "http", "port": 80, "protocol": "HTTP"}]);
    let Compiled { table, rejections, .. } = Compiled::of(snapshot(&[
        gateway("edge", listeners),
        backend("x"),
        route("r", json!([{"backendRefs": to("x")}])),
    ]));
    assert_eq!(ask(&table, "h", "/", &[]), "route not found");
    assert!(rejections[0].words().contains("Gateway n/g not found (available: n/edge)"));
}

#[test]
fn a_broken_reference_keeps_its_weight() {
    let refs = json!([
        {"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "x", "weight": 1},
        {"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "gone", "weight": 3},
        {"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "never", "weight": 0},
    ]);
    let Compiled { table, rejections, .. } =
        Compiled::of(snapshot(&[backend("x"), route("r", json!([{"backendRefs": refs}]))]));
    assert!(rejections.iter().any(|r| r.words().contains("n/gone not found (in namespace n: x)")));
    let (.., candidate) = table.candidates().next().expect("a candidate");
    let picked = |chance: u64| {
        candidate.rule.select(chance).map(|t| t.reference.to_string()).unwrap_or_default()
    };
    assert_eq!(picked(0), "AgentgatewayBackend n/x");
    assert_eq!(picked(u64::MAX / 4), "AgentgatewayBackend n/x");
    assert_eq!(picked(u64::MAX / 4 + 2), "AgentgatewayBackend n/gone");
    assert_eq!(picked(u64::MAX), "AgentgatewayBackend n/gone");
    assert!(matches!(
        &candidate.rule.targets[1].target,
        Target::Refuse(refusal) if refusal.body == Refusal::SERVICE_NOT_FOUND.body
            && refusal.hint.as_deref().is_some_and(|hint| hint.contains("n/gone not found"))
    ));
}

#[test]
fn nothing_to_choose_from_is_no_valid_backends() {
    for refs in [json!([]), json!([{"name": "x", "weight": 0}])] {
        let Compiled { table, .. } =
            Compiled::of(snapshot(&[route("r", json!([{"backendRefs": refs}]))]));
        let (.., candidate) = table.candidates().next().expect("a candidate");
        assert_eq!(candidate.rule.select(7).err(), Some(Refusal::NO_VALID_BACKENDS));
    }
}

#[test]
fn another_namespace_needs_a_grant() {
    let mut away = backend("x");
    away["metadata"]["namespace"] = json!("m");
    let mut refs = to("x");
    refs[0]["namespace"] = json!("m");
    let rule = route("r", json!([{"backendRefs": refs}]));
    let grant = json!({"kind": "ReferenceGrant", "metadata": {"name": "g", "namespace": "m"}, "spec": {
        "from": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "namespace": "n"}],
        "to": [{"group": "agentgateway.dev", "kind": "AgentgatewayBackend"}]}});
    let without = Compiled::of(snapshot(&[away.clone(), rule.clone()])).rejections;
    assert!(without[0].words().contains("RefNotPermitted"), "{without:?}");
    let with = Compiled::of(snapshot(&[away, rule, grant])).rejections;
    assert_eq!(with, []);
}

#[test]
fn what_is_not_carried_makes_its_rule_refuse_and_no_other() {
    let rules = json!([
        {"matches": [{"path": {"value": "/a"}}], "backendRefs": to("x"),
            "filters": [{"type": "ExtensionRef",
                "extensionRef": {"group": "g", "kind": "K", "name": "n"}}]},
        {"backendRefs": to("x"), "sessionPersistence": {"sessionName": "s"}},
    ]);
    let Compiled { table, rejections, .. } =
        Compiled::of(snapshot(&[backend("x"), route("r", rules)]));
    let effects: Vec<_> = rejections.iter().map(|r| r.effect).collect();
    assert_eq!(effects, [Effect::Refuses, Effect::Note]);
    let refusals: Vec<_> = table
        .candidates()
        .map(|(.., candidate)| candidate.rule.select(0).err().map(|refusal| refusal.status))
        .collect();
    assert_eq!(refusals, [Some(501), None]);
}

/// What a listener is left out for keeps its hostname from the others of its port.
#[test]
fn a_hostname_of_a_listener_that_is_left_out_falls_to_no_other() {
    let https = |name: &str, host: Value, tls: Value| json!({"name": name, "port": 443, "protocol": "HTTPS", "hostname": host, "tls": tls});
    let good = || json!({"certificateRefs": [{"name": "c"}]});
    let other = |protocol: &str, tls: Value| {
        let mut listener = https("x", json!("*.x.test"), tls);
        listener["protocol"] = json!(protocol);
        listener
    };
    let data = json!({"tls.crt": "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n",
        "tls.key": "-----BEGIN PRIVATE KEY-----\nMAA=\n-----END PRIVATE KEY-----\n"});
    let secret = json!({"kind": "Secret", "metadata": {"name": "c"}, "stringData": data});
    for (listener, status) in [
        (https("x", json!("*.x.test"), json!({"certificateRefs": [{"name": "gone"}]})), 501),
        (https("x", json!("*.x.test"), json!({})), 501),
        (https("x", json!("*.x.test"), json!({"mode": "Passthrough"})), 501),
        (other("TLS", json!({"mode": "Passthrough"})), 501),
        (other("HTTP", Value::Null), 501),
        (https("x", json!("*.x.test"), good()), 404),
    ] {
        let gateway = gateway("g", json!([https("any", Value::Null, good()), listener]));
        let Compiled { table, .. } = Compiled::of(snapshot(&[gateway, secret.clone()]));
        let headers = HeaderMap::new();
        let mut request = RequestParts {
            method: &Method::GET,
            host: "a.x.test",
            path: "/",
            query: None,
            headers: &headers,
        };
        let bind = BindKey { gateway: Some(ObjectName::new("n", "g")), port: 443 };
        let of = |request: &RequestParts<'_>| table.find(&bind, request).err().map(|no| no.status);
        assert_eq!(of(&request), Some(status));
        request.host = "y.test";
        assert_eq!(of(&request), Some(404), "another host is not concerned");
    }
}

/// Gateway, ListenerSet, its section, the listener, the route: the later wins. The upstream's side knows no ListenerSet.
#[test]
fn policies_of_a_listener_set_stand_between_its_gateway_and_its_listener() {
    let set = json!({"kind": "ListenerSet", "metadata": {"name": "s"}, "spec": {"parentRef": {"name": "g"},
        "listeners": [{"name": "l", "port": 80, "protocol": "HTTP"}]}});
    let mut gateway = gateway("g", json!([{"name": "own", "port": 81, "protocol": "HTTP"}]));
    gateway["spec"]["allowedListeners"] = json!({"namespaces": {"from": "Same"}});
    let mut route = route("r", json!([{"backendRefs": to("x")}]));
    route["spec"]["parentRefs"] = json!([{"kind": "ListenerSet", "name": "s"}]);
    let policies = [
        ("Gateway", "g", None),
        ("ListenerSet", "s", None),
        ("ListenerSet", "s", Some("l")),
        ("Gateway", "g", Some("l")),
        ("HTTPRoute", "r", None),
    ];
    let policy = |at: usize| {
        let (kind, name, section) = policies[at];
        json!({"kind": "AgentgatewayPolicy", "metadata": {"name": format!("p{at}")}, "spec": {
            "targetRefs": [{"group": "gateway.networking.k8s.io", "kind": kind, "name": name,
                "sectionName": section}],
            "traffic": {"timeouts": {"request": format!("{}s", at + 1)}}}})
    };
    let seconds = |objects: &[Value]| {
        let Compiled { table, .. } = Compiled::of(snapshot(objects));
        let timeout = table.candidates().next().expect("a candidate").3.rule.request_timeout;
        timeout.expect("a timeout").as_secs()
    };
    let base = [gateway, set, backend("x"), route];
    for last in 0..policies.len() {
        // The strongest first, so that the order of names says nothing.
        let all: Vec<_> = base.iter().cloned().chain((0..=last).rev().map(policy)).collect();
        assert_eq!(seconds(&all), last as u64 + 1);
        let mut sealed: Vec<_> = base.iter().cloned().chain((0..=last).map(policy)).collect();
        let first = base.len();
        sealed[first]["spec"]["strategy"] = json!({"inheritance": "Override"});
        assert_eq!(seconds(&sealed), 1);
    }
}
