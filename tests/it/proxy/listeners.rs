//! Listeners in sets of their own, behind the Gateway that takes them.

use serde_json::{Value, json};

use crate::support::gateway::{
    Connection, Gateway, backend, chat, policy_on, post, route, to, with,
};
use crate::support::upstream::Upstream;

fn set(namespace: &str, listeners: Value) -> Value {
    json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "ListenerSet",
        "metadata": {"name": "team", "namespace": namespace},
        "spec": {"parentRef": {"name": "g", "namespace": "default"}, "listeners": listeners}})
}

#[tokio::test]
async fn a_teams_listener_serves_the_teams_route_and_the_gateways_own_does_not() {
    let upstream = Upstream::start().await;
    let mut backend = backend("b", upstream.address, json!({"openai": {}}), json!({}));
    backend["metadata"]["namespace"] = json!("team");
    let mut route = route("r", json!([to("b")]));
    route["metadata"]["namespace"] = json!("team");
    route["spec"]["parentRefs"] = json!([{"kind": "ListenerSet", "name": "team"}]);
    let gateway = json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
        "metadata": {"name": "g"}, "spec": {"gatewayClassName": "c",
            "allowedListeners": {"namespaces": {"from": "All"}},
            "listeners": [{"name": "own", "port": 80, "protocol": "HTTP"}]}});
    let listeners = json!([{"name": "extra", "port": 8081, "protocol": "HTTP"}]);
    let manifests = [gateway.clone(), set("team", listeners), backend.clone(), route.clone()];
    let mut running = Gateway::start(&manifests).await;
    let served = running.proxy.served();
    assert_eq!(served.iter().map(|one| one.bind.port).collect::<Vec<_>>(), [80, 8081]);
    let mut own = Connection::to(served[0].address).await;
    own.ask(post("/v1/chat/completions", chat("m"))).await.expect_plain(404, "route not found");
    let mut extra = Connection::to(served[1].address).await;
    extra.ask(post("/v1/chat/completions", chat("m"))).await.expect_ok();
    // A Gateway that takes no sets any more closes their listeners to routes, and keeps its own.
    let mut closed = gateway;
    closed["spec"]["allowedListeners"] = Value::Null;
    let listeners = json!([{"name": "extra", "port": 8081, "protocol": "HTTP"}]);
    running.apply(&[closed, set("team", listeners), backend, route]).await;
    extra.ask(post("/v1/chat/completions", chat("m"))).await.expect_plain(404, "bind not found");
    own.ask(post("/v1/chat/completions", chat("m"))).await.expect_plain(404, "route not found");
}

/// A Gateway `g` with a listener `http` for every host, and a set `team` of `listeners`, on port 80.
fn mixed(listeners: Value) -> [Value; 2] {
    let gateway = json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
        "metadata": {"name": "g"}, "spec": {"gatewayClassName": "c",
            "allowedListeners": {"namespaces": {"from": "All"}},
            "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}});
    [gateway, set("default", listeners)]
}

fn at_host(host: &str) -> http::Request<crate::support::upstream::Body> {
    with(http::Method::POST, "/v1/chat/completions", &[("host", host)], chat("m"))
}

/// A policy on the set `team`, or on a section of it.
fn on_set(section: Value, traffic: Value) -> Value {
    let target = json!({"group": "gateway.networking.k8s.io", "kind": "ListenerSet",
        "name": "team", "sectionName": section});
    policy_on("of-set", target, json!({"traffic": traffic}))
}

#[tokio::test]
async fn a_policy_on_a_listener_set_guards_its_listeners_and_no_other() {
    let guard =
        || json!({"basicAuthentication": {"users": ["ann:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g="]}});
    let early = || {
        json!({"phase": "PreRouting", "authorization": {"action": "Deny",
        "policy": {"matchExpressions": ["true"]}}})
    };
    let selecting = {
        let mut policy = on_set(Value::Null, guard());
        let selector = json!([{"group": "gateway.networking.k8s.io", "kind": "ListenerSet",
            "matchLabels": {"team": "a"}}]);
        policy["spec"].as_object_mut().expect("a spec").remove("targetRefs");
        policy["spec"]["targetSelectors"] = selector;
        policy
    };
    for (policy, secure, plain) in [
        (on_set(Value::Null, guard()), 401, 401),
        (on_set(json!("secure"), guard()), 401, 200),
        (on_set(json!("other"), guard()), 200, 200),
        (on_set(Value::Null, early()), 403, 403),
        (on_set(json!("secure"), early()), 403, 200),
        (selecting, 401, 401),
    ] {
        let upstream = Upstream::start().await;
        let listener = |name: &str, host: &str| {
            json!({"name": name, "port": 80,
            "protocol": "HTTP", "hostname": host})
        };
        let listeners =
            json!([listener("secure", "*.secure.test"), listener("plain", "plain.test")]);
        let [gateway, mut set] = mixed(listeners);
        set["metadata"]["labels"] = json!({"team": "a"});
        let mut route = route("r", json!([to("b")]));
        route["spec"]["parentRefs"] =
            json!([{"name": "g"}, {"kind": "ListenerSet", "name": "team"}]);
        let backend = backend("b", upstream.address, json!({"openai": {}}), json!({}));
        let running = Gateway::start(&[gateway, set, route, backend, policy.clone()]).await;
        for (host, status) in [("a.secure.test", secure), ("plain.test", plain), ("else.test", 200)]
        {
            assert_eq!(running.ask(at_host(host)).await.status, status, "{host} {policy}");
        }
    }
}

#[tokio::test]
async fn a_host_of_a_listener_for_other_kinds_falls_to_no_other_listener() {
    let upstream = Upstream::start().await;
    let listener = |name: &str, host: &str, kind: &str| {
        json!({"name": name, "port": 80,
        "protocol": "HTTP", "hostname": host, "allowedRoutes": {"kinds": [{"kind": kind}]}})
    };
    let listeners = json!([
        listener("grpc", "*.grpc.test", "GRPCRoute"),
        listener("tcp", "tcp.test", "TCPRoute"),
        listener("http", "http.test", "HTTPRoute")
    ]);
    let [gateway, set] = mixed(listeners);
    let mut route = route("r", json!([to("b")]));
    route["spec"]["parentRefs"] = json!([{"name": "g"}]);
    let backend = backend("b", upstream.address, json!({"openai": {}}), json!({}));
    let running = Gateway::start(&[gateway, set, route, backend]).await;
    running.ask(at_host("a.grpc.test")).await.expect_plain(404, "route not found");
    let tcp = running.ask(at_host("tcp.test")).await;
    let why = "listener tcp of ListenerSet default/team is not served: its `allowedRoutes` lists TCPRoute";
    assert!(tcp.status == 501 && tcp.words().starts_with(why), "{}", tcp.text());
    running.ask(at_host("else.test")).await.expect_ok();
    assert_eq!(upstream.count(), 1);
}

#[tokio::test]
async fn a_host_in_another_case_or_with_a_dot_falls_to_no_other_listener() {
    let deny = json!({"phase": "PreRouting", "authorization": {"action": "Deny",
        "policy": {"matchExpressions": ["true"]}}});
    let guard = on_set(json!("guarded"), deny);
    let listener = |name: &str, host: &str, protocol: &str| json!({"name": name, "port": 80, "protocol": protocol, "hostname": host});
    let listeners = json!([
        listener("guarded", "*.guarded.test", "HTTP"),
        listener("tcp", "tcp.test", "TCP"),
        listener("tls", "tls.test", "TLS"),
    ]);
    let upstream = Upstream::start().await;
    let [gateway, set] = mixed(listeners);
    let mut route = route("r", json!([to("b")]));
    route["spec"]["parentRefs"] = json!([{"name": "g"}]);
    route["spec"]["hostnames"] = json!(["a.else.test", "*.guarded.test", "tcp.test", "tls.test"]);
    let backend = backend("b", upstream.address, json!({"openai": {}}), json!({}));
    let running = Gateway::start(&[gateway, set, guard, route, backend]).await;
    for (host, status) in
        [("a.guarded.test", 403), ("tcp.test", 501), ("tls.test", 501), ("a.else.test", 200)]
    {
        for written in
            [host.to_owned(), host.to_uppercase(), format!("{host}."), format!("{host}.:80")]
        {
            let answer = running.ask(at_host(&written)).await;
            assert_eq!(answer.status, status, "{written}: {}", answer.text());
        }
    }
    assert_eq!(upstream.count(), 4);
}
