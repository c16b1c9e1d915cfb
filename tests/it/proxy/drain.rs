//! How the proxy stops: it waits for what runs, then cuts it and says so.

use std::time::{Duration, Instant};

use http_body_util::BodyExt as _;
use serde_json::json;

use crate::support::gateway::{
    Connection, Gateway, backend, chat, piece, post, route, settings, to,
};
use crate::support::upstream::Upstream;

async fn draining(upstream: &Upstream, drain: Duration) -> Gateway {
    let b = backend("b", upstream.address, json!({"openai": {}}), json!({}));
    let settings = kubectl_agw::edge::proxy::Settings { drain, ..settings() };
    Gateway::start_with(settings, &[b, route("r", json!([to("b")]))]).await
}

#[tokio::test]
async fn a_running_stream_is_waited_for() {
    let upstream = Upstream::start().await;
    let gateway = draining(&upstream, Duration::from_secs(10)).await;
    let address = gateway.address();
    let pieces = upstream.stream();
    let mut connection = Connection::to(address).await;
    let response = connection.send(post("/", chat("m"))).await.expect("a head");
    let mut idle = Connection::to(address).await;
    idle.ask(post("/", chat("m"))).await.expect_ok();
    let stopping = tokio::spawn(gateway.proxy.stop());
    // The socket is closed first: who comes now is turned away.
    let deadline = Instant::now() + crate::support::upstream::PATIENCE;
    while tokio::net::TcpStream::connect(address).await.is_ok() {
        assert!(Instant::now() < deadline, "the proxy still listens");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    assert!(!stopping.is_finished());
    pieces.send(Ok("data: last\n\n".into())).expect("a running stream");
    drop(pieces);
    let body = response.into_body().collect().await.expect("a whole body").to_bytes();
    assert_eq!(body, "data: last\n\n");
    assert_eq!(stopping.await.expect("a stop"), 0);
}

#[tokio::test]
async fn what_does_not_end_is_cut_and_counted() {
    let upstream = Upstream::start().await;
    let gateway = draining(&upstream, Duration::from_millis(100)).await;
    let address = gateway.address();
    let mut running = Vec::new();
    for _ in 0..3 {
        let pieces = upstream.stream();
        let mut connection = Connection::to(address).await;
        let mut body = connection.send(post("/", chat("m"))).await.expect("a head").into_body();
        pieces.send(Ok("data: 1\n\n".into())).expect("a running stream");
        piece(&mut body).await.expect("a piece").expect("no error");
        running.push((pieces, connection, body));
    }
    let mut idle = Connection::to(address).await;
    idle.ask(post("/", chat("m"))).await.expect_ok();
    let (finished, _, _) = running.pop().expect("three");
    drop(finished);
    let began = Instant::now();
    let log = gateway.proxy;
    assert_eq!(log.stop().await, 2);
    let took = began.elapsed();
    assert!(took >= Duration::from_millis(100) && took < Duration::from_secs(2), "{took:?}");
    for (pieces, _connection, mut body) in running {
        assert!(piece(&mut body).await.is_some_and(|end| end.is_err()), "a cut that ends well");
        drop(pieces);
    }
    upstream.until_left().await;
}

#[tokio::test]
async fn two_addresses_drain_at_the_same_time() {
    let upstream = Upstream::start().await;
    let mut manifests = vec![backend("b", upstream.address, json!({"openai": {}}), json!({}))];
    for name in ["one", "two"] {
        let listeners = json!([{"name": "l", "port": 80, "protocol": "HTTP"}]);
        manifests.push(json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
            "metadata": {"name": name}, "spec": {"gatewayClassName": "c", "listeners": listeners}}));
        let mut route = route(name, json!([to("b")]));
        route["spec"]["parentRefs"] = json!([{"name": name}]);
        manifests.push(route);
    }
    let drain = Duration::from_millis(150);
    let settings = kubectl_agw::edge::proxy::Settings { drain, ..settings() };
    let gateway = Gateway::start_with(settings, &manifests).await;
    let served = gateway.proxy.served();
    let pieces = upstream.stream();
    let mut stuck = Connection::to(served[0].address).await;
    let _response = stuck.send(post("/", chat("m"))).await.expect("a head");
    let mut idle = Connection::to(served[1].address).await;
    idle.ask(post("/", chat("m"))).await.expect_ok();
    assert_eq!(gateway.proxy.stop().await, 1);
    drop(pieces);
}
