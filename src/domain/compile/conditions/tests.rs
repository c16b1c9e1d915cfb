//! The conditions that the Gateway API asks for, case by case.

use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::{World, manifests};

fn judged(manifests: &[Value]) -> Conditions {
    of(&Compiled::of(snapshot(manifests)))
}

fn snapshot(manifests: &[Value]) -> Snapshot {
    let mut objects = Objects::new(World::Cluster);
    for manifest in manifests {
        manifests::add(&mut objects, &Arc::from("test.yaml"), &manifest.to_string(), "n");
    }
    let snapshot = objects.snapshot();
    assert!(snapshot.broken.is_empty() && snapshot.problems.is_empty(), "{snapshot:?}");
    snapshot
}

fn gateway(listeners: Value) -> Value {
    json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
        "metadata": {"name": "g", "generation": 7},
        "spec": {"gatewayClassName": "c", "listeners": listeners}})
}

fn http(name: &str, port: u16) -> Value {
    json!({"name": name, "port": port, "protocol": "HTTP"})
}

fn with(mut listener: Value, field: &str, value: Value) -> Value {
    listener[field] = value;
    listener
}

fn https(name: &str, hostname: &str, certificate: &str) -> Value {
    json!({"name": name, "port": 443, "protocol": "HTTPS", "hostname": hostname,
        "tls": {"certificateRefs": [{"name": certificate}]}})
}

fn route(namespace: &str, parent: Value) -> Value {
    json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
        "metadata": {"name": "r", "namespace": namespace, "generation": 3},
        "spec": {"parentRefs": [parent], "rules": []}})
}

fn to(reference: Value) -> Value {
    let mut route = route("n", json!({"name": "g"}));
    route["spec"]["rules"] = json!([{"backendRefs": [reference]}]);
    route
}

fn certificate(name: &str, text: &str, key: &str) -> Value {
    json!({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name},
        "type": "kubernetes.io/tls", "stringData": {"tls.crt": text, "tls.key": key}})
}

const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n";
const KEY: &str = "-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----\n";

/// `True Accepted`, `False NoMatchingParent`.
fn said(conditions: &[Condition], kind: &str) -> String {
    let of_kind = conditions.iter().find(|one| one.kind == kind);
    of_kind.map(|one| format!("{} {}", one.status, one.reason)).unwrap_or_default()
}

fn of_listener(conditions: &Conditions, at: usize) -> [String; 4] {
    let all = &conditions.gateways[0].listeners[at].conditions;
    ["Accepted", "ResolvedRefs", "Programmed", "Conflicted"].map(|kind| said(all, kind))
}

fn accepted(conditions: &Conditions) -> String {
    said(&conditions.routes[0].parents[0].conditions, "Accepted")
}

#[test]
fn what_is_well_says_so_with_its_generation() {
    let judged = judged(&[gateway(json!([http("h", 80)])), route("n", json!({"name": "g"}))]);
    let gateway = &judged.gateways[0];
    assert_eq!(said(&gateway.conditions, "Accepted"), "True Accepted");
    assert_eq!(said(&gateway.conditions, "Programmed"), "True Programmed");
    let well = ["True Accepted", "True ResolvedRefs", "True Programmed", "False NoConflicts"];
    assert_eq!(of_listener(&judged, 0), well);
    let listener = &gateway.listeners[0];
    assert_eq!(listener.attached_routes, 1);
    assert_eq!(listener.supported_kinds[0].kind, "HTTPRoute");
    assert_eq!((gateway.generation, judged.routes[0].generation), (Some(7), Some(3)));
    assert_eq!(accepted(&judged), "True Accepted");
    let resolved = said(&judged.routes[0].parents[0].conditions, "ResolvedRefs");
    assert_eq!(resolved, "True ResolvedRefs");
}

#[test]
fn a_gateway_stands_as_long_as_one_of_its_listeners_does() {
    let raw = with(http("raw", 9000), "protocol", json!("TCP"));
    let mixed = judged(&[gateway(json!([http("h", 80), raw]))]);
    assert_eq!(said(&mixed.gateways[0].conditions, "Accepted"), "True ListenersNotValid");
    assert_eq!(of_listener(&mixed, 1)[0], "False UnsupportedProtocol");
    assert_eq!(of_listener(&mixed, 1)[2], "False Invalid");
    assert!(mixed.gateways[0].listeners[1].supported_kinds.is_empty());
    let none = judged(&[gateway(json!([raw]))]);
    assert_eq!(said(&none.gateways[0].conditions, "Accepted"), "False ListenersNotValid");
    assert_eq!(said(&none.gateways[0].conditions, "Programmed"), "False Invalid");
}

#[test]
fn kinds_that_a_listener_cannot_carry_are_not_resolved_and_the_others_stay() {
    let of = |kinds: Value| {
        judged(&[gateway(json!([with(http("h", 80), "allowedRoutes", json!({"kinds": kinds}))]))])
    };
    let both = of(json!([{"kind": "HTTPRoute"}, {"kind": "NoRoute"}]));
    assert_eq!(of_listener(&both, 0)[1], "False InvalidRouteKinds");
    assert_eq!(of_listener(&both, 0)[2], "True Programmed");
    assert_eq!(both.gateways[0].listeners[0].supported_kinds.len(), 1);
    let none = of(json!([{"kind": "NoRoute"}]));
    assert_eq!(of_listener(&none, 0)[2], "False Invalid");
    assert!(none.gateways[0].listeners[0].supported_kinds.is_empty());
}

#[test]
fn of_two_listeners_in_conflict_the_first_stays() {
    let twice = judged(&[gateway(json!([http("a", 80), http("b", 80)]))]);
    assert_eq!(of_listener(&twice, 0)[3], "False NoConflicts");
    assert_eq!(of_listener(&twice, 1)[3], "True HostnameConflict");
    assert_eq!(of_listener(&twice, 1)[0], "False HostnameConflict");
    assert_eq!(of_listener(&twice, 1)[2], "False HostnameConflict");
    let raw = with(http("raw", 80), "protocol", json!("TCP"));
    let mixed = judged(&[gateway(json!([http("a", 80), raw]))]);
    assert_eq!(of_listener(&mixed, 1)[0], "False ProtocolConflict");
    let mixed = judged(&[gateway(json!([http("a", 443), https("b", "b.test", "c")]))]);
    assert_eq!(of_listener(&mixed, 1)[3], "True ProtocolConflict");
    let hosts = [with(http("a", 80), "hostname", json!("a.test")), http("b", 80)];
    assert_eq!(of_listener(&judged(&[gateway(json!(hosts))]), 1)[3], "False NoConflicts");
}

#[test]
fn a_certificate_must_be_there_be_one_and_be_granted() {
    let of = |listener: Value, more: &[Value]| {
        let mut all = vec![gateway(json!([listener])), route("n", json!({"name": "g"}))];
        all.extend_from_slice(more);
        judged(&all)
    };
    let good = certificate("c", CERTIFICATE, KEY);
    let listener = https("h", "a.test", "c");
    assert_eq!(
        of_listener(&of(listener.clone(), std::slice::from_ref(&good)), 0)[1],
        "True ResolvedRefs"
    );
    let absent = of(listener.clone(), &[]);
    assert_eq!(of_listener(&absent, 0)[1], "False InvalidCertificateRef");
    assert_eq!(of_listener(&absent, 0)[0], "True Accepted");
    assert_eq!(of_listener(&absent, 0)[2], "False Invalid");
    // The route is attached, though nothing serves it.
    assert_eq!(
        (accepted(&absent).as_str(), absent.gateways[0].listeners[0].attached_routes),
        ("True Accepted", 1)
    );
    for (text, key) in [("Hello world", KEY), (CERTIFICATE, CERTIFICATE), (CERTIFICATE, "")] {
        let malformed = of(listener.clone(), &[certificate("c", text, key)]);
        assert_eq!(of_listener(&malformed, 0)[1], "False InvalidCertificateRef", "{text} {key}");
    }
    let tls =
        |reference: Value| with(listener.clone(), "tls", json!({"certificateRefs": [reference]}));
    let kind = of(tls(json!({"name": "c", "kind": "ConfigMap"})), std::slice::from_ref(&good));
    assert_eq!(of_listener(&kind, 0)[1], "False InvalidCertificateRef");
    let elsewhere = tls(json!({"name": "c", "namespace": "far"}));
    let mut far = good;
    far["metadata"]["namespace"] = json!("far");
    let ungranted = of(elsewhere.clone(), &[far.clone()]);
    assert_eq!(of_listener(&ungranted, 0)[1], "False RefNotPermitted");
    let grant = |from: &str| {
        json!({"apiVersion": "gateway.networking.k8s.io/v1beta1", "kind": "ReferenceGrant",
        "metadata": {"name": "x", "namespace": "far"}, "spec": {
            "from": [{"group": "gateway.networking.k8s.io", "kind": from, "namespace": "n"}],
            "to": [{"group": "", "kind": "Secret", "name": "c"}]}})
    };
    let granted = of(elsewhere.clone(), &[far.clone(), grant("Gateway")]);
    assert_eq!(of_listener(&granted, 0)[1], "True ResolvedRefs");
    // A grant for routes is none for Gateways.
    assert_eq!(
        of_listener(&of(elsewhere, &[far, grant("HTTPRoute")]), 0)[1],
        "False RefNotPermitted"
    );
}

#[test]
fn models_that_a_listener_takes_are_attached_routes_too() {
    let asked = json!({"kinds": [{"kind": "HTTPRoute"},
        {"group": "agentgateway.dev", "kind": "AgentgatewayModel"}]});
    let model = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayModel",
        "metadata": {"name": "m"},
        "spec": {"parentRefs": [{"name": "g"}], "provider": "OpenAI", "match": {"model": "m"}}});
    let listeners = json!([with(http("h", 80), "allowedRoutes", asked), http("other", 81)]);
    let judged = judged(&[gateway(listeners), model, route("n", json!({"name": "g"}))]);
    let attached = judged.gateways[0].listeners.iter().map(|one| one.attached_routes);
    assert_eq!(attached.collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn a_certificate_that_turned_out_to_be_of_no_use_takes_its_listeners_along() {
    let manifests = [
        gateway(json!([https("a", "a.test", "bad"), https("b", "b.test", "good")])),
        certificate("bad", CERTIFICATE, KEY),
        certificate("good", CERTIFICATE, KEY),
    ];
    let secret = ObjectName::new("n", "bad");
    let unusable = [Unusable { secret, why: "another key".into() }];
    let judged = of_serving(&Compiled::of(snapshot(&manifests)), &unusable);
    assert_eq!(of_listener(&judged, 0)[1..3], ["False InvalidCertificateRef", "False Invalid"]);
    assert_eq!(of_listener(&judged, 1)[1..3], ["True ResolvedRefs", "True Programmed"]);
}

#[test]
fn what_is_passed_through_is_no_https_to_serve() {
    let passed = with(https("a", "a.test", "c"), "tls", json!({"mode": "Passthrough"}));
    let judged = judged(&[gateway(json!([passed]))]);
    assert_eq!(of_listener(&judged, 0)[0], "False UnsupportedValue");
    assert_eq!(of_listener(&judged, 0)[1..3], ["True ResolvedRefs", "False Invalid"]);
}

#[test]
fn https_listeners_that_share_hosts_say_so() {
    let listeners = json!([
        https("a", "*.a.test", "c"),
        https("b", "x.a.test", "c"),
        https("c", "b.test", "c")
    ]);
    let judged = judged(&[gateway(listeners), certificate("c", CERTIFICATE, KEY)]);
    let overlapping =
        |at: usize| said(&judged.gateways[0].listeners[at].conditions, "OverlappingTLSConfig");
    assert_eq!(overlapping(0), "True OverlappingHostnames");
    assert_eq!(overlapping(1), "True OverlappingHostnames");
    assert_eq!(overlapping(2), "");
}

#[test]
fn a_route_that_no_listener_takes_says_how_far_it_came() {
    let of =
        |listener: Value, route: Value| accepted(&judged(&[gateway(json!([listener])), route]));
    let parent = |section: &str| json!({"name": "g", "namespace": "n", "sectionName": section});
    assert_eq!(of(http("h", 80), route("n", parent("other"))), "False NoMatchingParent");
    let port = json!({"name": "g", "sectionName": "h", "port": 81});
    assert_eq!(of(http("h", 80), route("n", port)), "False NoMatchingParent");
    assert_eq!(of(http("h", 80), route("m", parent("h"))), "False NotAllowedByListeners");
    let kinds = json!({"kinds": [{"kind": "GRPCRoute"}]});
    let grpc = with(http("h", 80), "allowedRoutes", kinds);
    assert_eq!(of(grpc, route("n", parent("h"))), "False NotAllowedByListeners");
    let mut elsewhere = route("n", parent("h"));
    elsewhere["spec"]["hostnames"] = json!(["b.test"]);
    let named = with(http("h", 80), "hostname", json!("a.test"));
    assert_eq!(of(named, elsewhere), "False NoMatchingListenerHostname");
    let nowhere = json!({"name": "absent"});
    assert_eq!(of(http("h", 80), route("n", nowhere)), "False NoMatchingParent");
}

#[test]
fn a_reference_that_leads_nowhere_is_not_resolved_and_the_route_stays_accepted() {
    let of = |reference: Value| {
        let judged = judged(&[gateway(json!([http("h", 80)])), to(reference)]);
        assert_eq!(accepted(&judged), "True Accepted");
        said(&judged.routes[0].parents[0].conditions, "ResolvedRefs")
    };
    let backend = |namespace: &str| json!({"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "b", "namespace": namespace});
    assert_eq!(of(backend("n")), "False BackendNotFound");
    assert_eq!(of(backend("m")), "False RefNotPermitted");
    assert_eq!(of(json!({"kind": "NoBackend", "name": "b"})), "False InvalidKind");
}

fn listener_set(name: &str, namespace: &str, listeners: Value) -> Value {
    json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "ListenerSet",
        "metadata": {"name": name, "namespace": namespace},
        "spec": {"parentRef": {"name": "g", "namespace": "n"}, "listeners": listeners}})
}

fn taking(from: Value, listeners: Value) -> Value {
    let mut gateway = gateway(listeners);
    gateway["spec"]["allowedListeners"] = json!({"namespaces": from});
    gateway
}

#[test]
fn a_listener_set_is_taken_only_where_its_gateway_says_so() {
    let of = |gateway: Value| {
        let set = listener_set("s", "m", json!([http("extra", 8081)]));
        said(&judged(&[gateway, set]).listener_sets[0].conditions, "Accepted")
    };
    assert_eq!(of(gateway(json!([http("h", 80)]))), "False NotAllowed");
    assert_eq!(of(taking(json!({"from": "Same"}), json!([http("h", 80)]))), "False NotAllowed");
    assert_eq!(of(taking(json!({"from": "All"}), json!([http("h", 80)]))), "True Accepted");
    assert_eq!(
        of(taking(json!({"from": "All"}), json!([http("h", 8081)]))),
        "False ListenersNotValid"
    );
    let selector = |name: &str| {
        json!({"from": "Selector",
            "selector": {"matchLabels": {"kubernetes.io/metadata.name": name}}})
    };
    assert_eq!(of(taking(selector("m"), json!([http("h", 80)]))), "True Accepted");
    assert_eq!(of(taking(selector("n"), json!([http("h", 80)]))), "False NotAllowed");
    let nowhere = judged(&[listener_set("s", "m", json!([http("extra", 8081)]))]);
    assert_eq!(said(&nowhere.listener_sets[0].conditions, "Accepted"), "False ParentNotAccepted");
}

#[test]
fn routes_reach_the_listeners_of_a_set_by_its_name_and_the_gateways_own_stay_before() {
    let set_route = |set: &str| {
        let parent = json!({"kind": "ListenerSet", "name": set});
        let mut route = route("n", parent);
        route["metadata"]["name"] = json!(format!("to-{set}"));
        route
    };
    let all = judged(&[
        taking(json!({"from": "All"}), json!([http("h", 80)])),
        listener_set("s", "n", json!([http("same", 80), http("extra", 8081)])),
        route("n", json!({"name": "g"})),
        set_route("s"),
    ]);
    let set = &all.listener_sets[0];
    let of = |at: usize, kind: &str| said(&set.listeners[at].conditions, kind);
    assert_eq!(of(0, "Conflicted"), "True HostnameConflict");
    assert_eq!(
        (of(1, "Programmed").as_str(), set.listeners[1].attached_routes),
        ("True Programmed", 1)
    );
    // Whoever names the Gateway means its own listeners.
    assert_eq!(all.gateways[0].listeners[0].attached_routes, 1);
    assert_eq!(all.gateways[0].listeners.len(), 1);
    assert_eq!(said(&set.conditions, "Accepted"), "True ListenersNotValid");
    assert!(
        all.routes
            .iter()
            .all(|one| said(&one.parents[0].conditions, "Accepted") == "True Accepted")
    );
}

fn message(conditions: &Conditions, kind: &str) -> String {
    let all = &conditions.routes[0].parents[0].conditions;
    all.iter().find(|one| one.kind == kind).map(|one| one.message.clone()).unwrap_or_default()
}

/// A policy on an object of the Gateway API.
fn policy(kind: &str, name: &str, section: Value, block: Value) -> Value {
    let mut spec = block;
    spec["targetRefs"] = json!([{"group": "gateway.networking.k8s.io", "kind": kind, "name": name,
        "sectionName": section}]);
    json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayPolicy",
        "metadata": {"name": "p"}, "spec": spec})
}

#[test]
fn what_is_refused_here_alone_is_said_where_it_is_refused_and_the_route_stays_accepted() {
    let backend = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "b"}, "spec": {"static": {"host": "a.test", "port": 80}}});
    let to = to(json!({"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "b"}));
    let guard =
        json!({"traffic": {"extAuth": {"backendRef": {"name": "x", "port": 1}, "grpc": {}}}});
    let tunnel = json!({"backend": {"tunnel": {"url": "http://x.test:1"}}});
    for (policy, word) in [
        (policy("HTTPRoute", "r", Value::Null, guard.clone()), "traffic.extAuth"),
        (policy("Gateway", "g", json!("h"), tunnel), "backend.tunnel"),
    ] {
        let gateway = gateway(json!([http("h", 80), http("other", 81)]));
        let mut manifests = vec![gateway, backend.clone(), to.clone(), policy];
        manifests[2]["spec"]["parentRefs"] = json!([{"name": "g", "sectionName": "h"}]);
        let judged = judged(&manifests);
        assert_eq!(accepted(&judged), "True Accepted");
        let words = message(&judged, "Accepted");
        assert!(words.starts_with("rule 0 rejects requests: ") && words.contains(word), "{words}");
        assert_eq!(
            said(&judged.routes[0].parents[0].conditions, "ResolvedRefs"),
            "True ResolvedRefs"
        );
    }
    // On another listener it is nothing to this parent.
    let mut route = to;
    route["spec"]["parentRefs"] = json!([{"name": "g", "sectionName": "h"}]);
    let elsewhere = json!({"backend": {"tunnel": {"url": "http://x.test:1"}}});
    let judged = judged(&[
        gateway(json!([http("h", 80), http("other", 81)])),
        backend,
        route,
        policy("Gateway", "g", json!("other"), elsewhere),
    ]);
    assert_eq!(message(&judged, "Accepted"), "");
}

#[test]
fn a_filter_that_agentgateway_refuses_has_its_reason() {
    let mut route = route("n", json!({"name": "g"}));
    let to = json!({"group": "x.test", "kind": "Filter", "name": "f"});
    route["spec"]["rules"] = json!([{"filters": [{"type": "ExtensionRef", "extensionRef": to}]}]);
    let judged = judged(&[gateway(json!([http("h", 80)])), route]);
    assert_eq!(accepted(&judged), "False IncompatibleFilters");
    assert_eq!(message(&judged, "Accepted"), "unsupported ExtensionRef: x.test/Filter");
}

#[test]
fn a_rule_that_asks_for_models_refers_to_something() {
    let models = json!({"group": "agentgateway.dev", "kind": "AgentgatewayModel", "name": "*"});
    let judged = judged(&[gateway(json!([http("h", 80)])), to(models)]);
    assert_eq!(said(&judged.routes[0].parents[0].conditions, "ResolvedRefs"), "True ResolvedRefs");
}

#[test]
fn a_listener_has_exactly_one_certificate() {
    let mut listener = https("a", "a.test", "c");
    listener["tls"]["certificateRefs"] = json!([{"name": "c"}, {"name": "c"}]);
    let judged = judged(&[gateway(json!([listener])), certificate("c", CERTIFICATE, KEY)]);
    assert_eq!(of_listener(&judged, 0)[1..3], ["False InvalidCertificateRef", "False Invalid"]);
}
