//! Clients that break, stall or drip their own bodies: it is answered to them, and nobody else pays for it.

use std::time::Duration;

use kubectl_agw::edge::proxy::Settings;
use serde_json::{Value, json};

use crate::support::gateway::{Gateway, Wire, chat, route, settings, to};
use crate::support::upstream::Upstream;

/// A gateway before two providers, of which the second is called when one request has failed at the first.
async fn failing_over(first: &Upstream, second: &Upstream, rule: Value) -> Gateway {
    let provider = |name: &str, upstream: &Upstream| {
        let (host, port) = (upstream.address.ip(), upstream.address.port());
        json!({"providers": [{"name": name, "openai": {}, "host": host, "port": port}]})
    };
    let backend = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "b"}, "spec": {
            "ai": {"groups": [provider("first", first), provider("second", second)]},
            "policies": {
                "ai": {"routes": {"/raw": "Passthrough", "*": "Completions"}},
                "health": {"unhealthyCondition": "response.code >= 500",
                    "eviction": {"duration": "1h", "consecutiveFailures": 1}}}}});
    Gateway::start(&[backend, route("r", json!([rule]))]).await
}

fn retrying() -> Value {
    let mut rule = to("b");
    rule["retry"] = json!({"attempts": 2, "codes": [503, 504]});
    rule
}

#[tokio::test]
async fn a_client_that_breaks_its_own_body_is_no_failure_of_the_provider() {
    let chunked = "transfer-encoding: chunked\r\n\r\n";
    for path in ["/raw", "/v1/chat/completions"] {
        for (body, closes, logged) in [
            (format!("{chunked}zz\r\n"), false, "it is malformed"),
            (format!("{chunked}5\r\nhello\r\n0\r\nno trailer\r\n\r\n"), false, "malformed"),
            ("content-length: 100\r\n\r\nabc".to_owned(), true, "error=\"client disconnected\""),
            (format!("{chunked}5\r\nhel"), true, "error=\"client disconnected\""),
        ] {
            let (first, second) = (Upstream::start().await, Upstream::start().await);
            let gateway = failing_over(&first, &second, retrying()).await;
            let mut wire = Wire::to(gateway.address()).await;
            wire.send(format!("POST {path} HTTP/1.1\r\nhost: a\r\n{body}")).await;
            if closes {
                tokio::io::AsyncWriteExt::shutdown(&mut wire.0).await.expect("open");
                gateway.logged(&["http.status=400", "reason=InvalidRequest", logged]).await;
            } else {
                let reply = wire.until(logged).await;
                assert!(reply.starts_with("HTTP/1.1 400 "), "{reply}");
            }
            let line = gateway.logged(&["http.status=400"]).await;
            assert!(!line.contains("UpstreamFailure") && !line.contains("retry."), "{line}");
            gateway.chat(chat("m")).await.expect_ok();
            assert_eq!(second.count(), 0, "{path} {body:?}");
        }
    }
}

#[tokio::test]
async fn a_client_that_is_slower_than_the_rules_timeout_is_no_failure_of_the_provider() {
    for path in ["/raw", "/v1/chat/completions"] {
        let (first, second) = (Upstream::start().await, Upstream::start().await);
        let mut rule = retrying();
        rule["timeouts"] = json!({"request": "300ms"});
        let gateway = failing_over(&first, &second, rule).await;
        let mut wire = Wire::to(gateway.address()).await;
        let head = format!("POST {path} HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nabc");
        wire.send(head).await;
        let reply = wire.until("request timeout").await;
        assert!(reply.starts_with("HTTP/1.1 504 "), "{reply}");
        gateway.logged(&["reason=ClientTimeout"]).await;
        gateway.chat(chat("m")).await.expect_ok();
        assert_eq!(second.count(), 0, "{path}");
    }
}

fn hasty() -> Settings {
    Settings { stall: Duration::from_millis(300), ..settings() }
}

async fn before(settings: Settings, upstream: &Upstream, ai: Value) -> Gateway {
    let backend = crate::support::gateway::backend(
        "b",
        upstream.address,
        json!({"openai": {}}),
        json!({"ai": ai}),
    );
    Gateway::start_with(settings, &[backend, route("r", json!([to("b")]))]).await
}

#[tokio::test]
async fn a_body_that_stalls_is_408_and_gives_its_share_back() {
    let upstream = Upstream::start().await;
    let stall = Duration::from_secs(5);
    let little = Settings { max_held: 1 << 20, max_body: 1 << 20, stall, ..settings() };
    let gateway = before(little, &upstream, json!({})).await;
    // As much as one client may have.
    let half = " ".repeat(200_000);
    let upload = || async {
        let mut wire = Wire::to(gateway.address()).await;
        wire.send("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 200002\r\n\r\n").await;
        wire.send(&half).await;
        wire
    };
    let words = "the request bodies of this client use as much memory as one client may";
    let refused = |reply: &str| {
        let is_it = reply.contains(words);
        assert!(!is_it || reply.starts_with("HTTP/1.1 503 ") && reply.contains("retry-after: 1"));
        is_it
    };
    let reply = loop {
        let (mut one, mut other) = (upload().await, upload().await);
        // Whichever was read first has the memory.
        let (reply, mut stalled) = tokio::select! {
            reply = one.until(words) => (reply, other),
            reply = other.until(words) => (reply, one),
        };
        assert!(refused(&reply), "{reply}");
        // Small ones go through all the while.
        gateway.chat(chat("m")).await.expect_ok();
        let reply = stalled.rest().await;
        // Of two that are read in turn, each can take what the other lacks: both are refused then, and clients try again.
        if !refused(&reply) {
            break reply;
        }
    };
    assert!(reply.starts_with("HTTP/1.1 408 ") && reply.contains("connection: close"), "{reply}");
    assert!(reply.contains("it stalled"), "{reply}");
    let mut whole = upload().await;
    whole.send("{}").await;
    let reply = whole.until("missing field").await;
    assert!(reply.starts_with("HTTP/1.1 400 "), "{reply}");
}

#[tokio::test]
async fn a_passed_body_of_known_length_may_not_stall_and_one_of_unknown_length_may() {
    let upstream = Upstream::start().await;
    let gateway = before(hasty(), &upstream, json!({"routes": {"*": "Passthrough"}})).await;
    let mut wire = Wire::to(gateway.address()).await;
    wire.send("POST /up HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nfirst").await;
    let reply = wire.until("it stalled").await;
    assert!(reply.starts_with("HTTP/1.1 408 "), "{reply}");
    upstream.until_left().await;
    let mut wire = Wire::to(gateway.address()).await;
    wire.send("POST /up HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n5\r\nfirst\r\n")
        .await;
    let patience = tokio::time::timeout(hasty().stall * 3, wire.until("HTTP")).await;
    assert!(patience.is_err(), "{patience:?}");
    wire.send("0\r\n\r\n").await;
    wire.until("200 OK").await;
}

#[tokio::test]
async fn a_stalled_stream_of_http2_is_408_and_its_connection_lives() {
    use http_body_util::BodyExt as _;
    let upstream = Upstream::start().await;
    let gateway = before(hasty(), &upstream, json!({})).await;
    let stream = tokio::net::TcpStream::connect(gateway.address()).await.expect("a connection");
    let io = hyper_util::rt::TokioIo::new(stream);
    let executor = hyper_util::rt::TokioExecutor::new();
    let handshake = hyper::client::conn::http2::handshake(executor, io).await;
    let (mut sender, connection) = handshake.expect("a handshake");
    tokio::spawn(connection);
    let post = |body| {
        let uri = format!("http://{}/v1/chat/completions", gateway.address());
        http::Request::post(uri).body(body).expect("a request")
    };
    let (pieces, receiver) = tokio::sync::mpsc::unbounded_channel();
    pieces.send(Ok(bytes::Bytes::from_static(b"{"))).expect("open");
    let stalled = sender.send_request(post(crate::support::upstream::channel(receiver)));
    assert_eq!(stalled.await.expect("a reply").status(), 408);
    let whole = sender.send_request(post(crate::support::gateway::full(chat("m"))));
    let reply = whole.await.expect("a reply");
    assert_eq!(reply.status(), 200);
    reply.into_body().collect().await.expect("a body");
}
