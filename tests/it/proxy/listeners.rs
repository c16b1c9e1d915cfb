//! Listeners in sets of their own, behind the Gateway that takes them.

use serde_json::{Value, json};

use crate::support::gateway::{Connection, Gateway, backend, chat, post, route, to};
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
