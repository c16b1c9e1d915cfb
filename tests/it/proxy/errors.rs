//! Every answer that the proxy gives itself: status and words to the letter of agentgateway's
//! (`ProxyError` in `crates/agentgateway/src/proxy/mod.rs` at 75b4e6ce6).

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use http::Method;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::support::gateway::{
    Gateway, Wire, backend, chat, keyed, post, reference, route, settings, to, with,
};
use crate::support::upstream::{Script, Upstream, raw};

async fn openai(upstream: &Upstream) -> Gateway {
    Gateway::before(upstream, json!({"openai": {}}), json!({})).await
}

/// A gateway with one route of one rule, and a backend `b` at `address`.
async fn with_rule(address: SocketAddr, rule: Value) -> Gateway {
    let backend = backend("b", address, json!({"openai": {}}), json!({}));
    Gateway::start(&[backend, route("r", json!([rule]))]).await
}

/// An address nobody listens at.
async fn closed() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    listener.local_addr().expect("an address")
}

#[tokio::test]
async fn nothing_matches_is_route_not_found() {
    let upstream = Upstream::start().await;
    let path = json!([{"path": {"type": "Exact", "value": "/only"}}]);
    let rule = json!({"matches": path, "backendRefs": [reference("b")]});
    let gateway = with_rule(upstream.address, rule).await;
    gateway.ask(post("/other", "{}")).await.expect_plain(404, "route not found");
    let line = gateway.logged(&["reason=NotFound"]).await;
    assert!(line.contains("http.status=404") && !line.contains("error="), "{line}");
}

#[tokio::test]
async fn a_host_of_no_listener_is_listener_not_found() {
    let listener = json!([{"name": "l", "port": 80, "protocol": "HTTP", "hostname": "a.test"}]);
    let gateway = json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
        "metadata": {"name": "g"}, "spec": {"gatewayClassName": "c", "listeners": listener}});
    let gateway = Gateway::start(&[gateway]).await;
    gateway.ask(post("/", "{}")).await.expect_plain(404, "listener not found");
}

#[tokio::test]
async fn an_address_whose_gateway_is_gone_is_bind_not_found() {
    let of = |name: &str| {
        let listener = json!([{"name": "l", "port": 80, "protocol": "HTTP"}]);
        json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
            "metadata": {"name": name}, "spec": {"gatewayClassName": "c", "listeners": listener}})
    };
    let mut gateway = Gateway::start(&[of("a"), of("b")]).await;
    let address = gateway.proxy.served()[1].address;
    gateway.apply(&[of("a")]).await;
    let mut connection = crate::support::gateway::Connection::to(address).await;
    connection.ask(post("/", "{}")).await.expect_plain(404, "bind not found");
}

/// backendRefs that lead nowhere, and the answers they get.
#[tokio::test]
async fn references_that_lead_nowhere() {
    let mut zero = reference("b");
    zero["weight"] = json!(0);
    let mut foreign = reference("b");
    foreign["namespace"] = json!("elsewhere");
    let unknown = json!({"group": "example.org", "kind": "Thing", "name": "t"});
    let service = json!({"name": "svc", "port": 80});
    let service_words =
        "Service default/svc can't be reached: it is in a cluster, but only files were read";
    for (refs, status, words) in [
        (json!([]), 500, "no valid backends"),
        (json!([zero]), 500, "no valid backends"),
        (json!([foreign]), 500, "backend does not exist"),
        (json!([unknown]), 500, "backend does not exist"),
        (json!([reference("missing")]), 500, "service not found"),
        (json!([reference("keyless")]), 500, "service not found"),
        (json!([service]), 501, service_words),
    ] {
        let upstream = Upstream::start().await;
        let keyless = backend("keyless", upstream.address, json!({"openai": {}}), keyed("absent"));
        let b = backend("b", upstream.address, json!({"openai": {}}), json!({}));
        let rule = json!({"backendRefs": refs});
        let gateway = Gateway::start(&[keyless, b, route("r", json!([rule]))]).await;
        gateway.chat(chat("m")).await.expect_plain(status, words);
        assert_eq!(upstream.count(), 0);
    }
}

#[tokio::test]
async fn a_refused_connection_is_503_in_the_words_of_the_system() {
    let gateway = with_rule(closed().await, to("b")).await;
    let words = "upstream call failed: Connect: Connection refused (os error 111)";
    gateway.chat(chat("m")).await.expect_plain(503, words);
    gateway.logged(&["reason=UpstreamFailure", "http.status=503"]).await;
}

#[tokio::test]
async fn a_name_that_does_not_resolve_is_503() {
    let mut b = backend("b", closed().await, json!({"openai": {}}), json!({}));
    b["spec"]["ai"]["provider"]["host"] = json!("nowhere.invalid");
    let gateway = Gateway::start(&[b, route("r", json!([to("b")]))]).await;
    let words = "backends required DNS resolution which failed";
    gateway.chat(chat("m")).await.expect_plain(503, words);
}

#[tokio::test]
async fn an_upstream_that_closes_before_its_head_is_503() {
    let upstream = Upstream::start().await;
    upstream.script(Script::Close);
    let reply = openai(&upstream).await.chat(chat("m")).await;
    assert_eq!(reply.status.as_u16(), 503);
    assert!(reply.text().starts_with("upstream call failed: "), "{reply:?}");
}

#[tokio::test]
async fn an_upstream_that_speaks_no_http_is_503() {
    let gateway = with_rule(raw(b"SSH-2.0-OpenSSH_9.6\r\n").await, to("b")).await;
    let reply = gateway.chat(chat("m")).await;
    assert_eq!(reply.status.as_u16(), 503, "{reply:?}");
    assert!(reply.text().starts_with("upstream call failed: "), "{reply:?}");
}

#[tokio::test]
async fn an_upstream_that_switches_protocols_unasked_is_502() {
    let switching =
        b"HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n";
    let gateway = with_rule(raw(switching).await, to("b")).await;
    let reply = gateway.chat(chat("m")).await;
    let words = "request upgrade failed, backend tried None but None was requested";
    reply.expect_plain(502, words);
}

#[tokio::test]
async fn timeouts_are_504_and_say_which() {
    for (timeouts, words) in [
        (json!({"backendRequest": "40ms"}), "upstream call timeout"),
        (json!({"request": "40ms"}), "request timeout"),
        (json!({"request": "10s", "backendRequest": "40ms"}), "upstream call timeout"),
    ] {
        let upstream = Upstream::start().await;
        upstream.script(Script::Stall);
        let mut rule = to("b");
        rule["timeouts"] = timeouts;
        let gateway = with_rule(upstream.address, rule).await;
        let began = Instant::now();
        gateway.chat(chat("m")).await.expect_plain(504, words);
        assert!(began.elapsed() >= Duration::from_millis(40));
        gateway.logged(&["reason=Timeout"]).await;
        upstream.until_left().await;
    }
}

/// A connection that is never taken looks like one that is: the kernel keeps it waiting.
#[tokio::test]
async fn an_upstream_that_takes_no_connection_is_504() {
    let deaf = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let mut rule = to("b");
    rule["timeouts"] = json!({"backendRequest": "40ms"});
    let gateway = with_rule(deaf.local_addr().expect("an address"), rule).await;
    gateway.chat(chat("m")).await.expect_plain(504, "upstream call timeout");
}

#[tokio::test]
async fn an_upstream_that_speaks_no_tls_is_503() {
    let upstream = Upstream::start().await;
    let tls = json!({"tls": {"sni": "provider.test"}});
    let gateway = Gateway::before(&upstream, json!({"openai": {}}), tls).await;
    let reply = gateway.chat(chat("m")).await;
    assert_eq!(reply.status.as_u16(), 503, "{reply:?}");
    assert!(reply.text().starts_with("upstream call failed: "), "{reply:?}");
    assert_eq!(upstream.count(), 0);
}

#[tokio::test]
async fn the_request_timeout_counts_the_time_a_body_takes() {
    let upstream = Upstream::start().await;
    let mut rule = to("b");
    rule["timeouts"] = json!({"request": "40ms"});
    let gateway = with_rule(upstream.address, rule).await;
    let mut wire = Wire::to(gateway.address()).await;
    wire.send("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\n{").await;
    let reply = wire.until("request timeout").await;
    assert!(reply.starts_with("HTTP/1.1 504 "), "{reply}");
    assert_eq!(upstream.count(), 0);
}

const TOO_LARGE: &str = "failed to process LLM request: request was too large";

#[tokio::test]
async fn a_body_that_says_it_is_too_large_is_413_before_it_is_sent() {
    let upstream = Upstream::start().await;
    let gateway = openai(&upstream).await;
    let mut wire = Wire::to(gateway.address()).await;
    wire.send("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1048577\r\n\r\n").await;
    let reply = wire.until(TOO_LARGE).await;
    assert!(reply.starts_with("HTTP/1.1 413 "), "{reply}");
    assert_eq!(upstream.taken(), 0);
}

#[tokio::test]
async fn a_body_that_turns_out_too_large_is_413() {
    let upstream = Upstream::start().await;
    let gateway = openai(&upstream).await;
    let mut wire = Wire::to(gateway.address()).await;
    wire.send("POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n").await;
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x10000));
    for _ in 0..17 {
        wire.send(&chunk).await;
    }
    let reply = wire.until(TOO_LARGE).await;
    assert!(reply.starts_with("HTTP/1.1 413 "), "{reply}");
    assert_eq!(upstream.taken(), 0);
}

/// A client that does not listen before it has sent everything must not find a reset in the place of the answer.
#[tokio::test]
async fn a_refusal_reaches_a_client_that_is_still_sending() {
    let upstream = Upstream::start().await;
    let gateway = openai(&upstream).await;
    let mut only = to("b");
    only["matches"] = json!([{"path": {"type": "Exact", "value": "/only"}}]);
    let elsewhere = with_rule(upstream.address, only).await;
    for (gateway, status, words) in
        [(&gateway, 413, TOO_LARGE), (&elsewhere, 404, "route not found")]
    {
        let mut wire = Wire::to(gateway.address()).await;
        let length = 16 << 20;
        wire.send(format!("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: {length}\r\n\r\n")).await;
        wire.send(vec![b' '; length]).await;
        let reply = wire.until(words).await;
        assert!(reply.starts_with(&format!("HTTP/1.1 {status} ")), "{reply}");
        // The rest was taken from the wire, so that the connection can be used again.
        wire.send("GET /only HTTP/1.1\r\nhost: a\r\n\r\n").await;
        wire.until("line 1 column 0").await;
    }
}

#[tokio::test]
async fn bodies_that_cannot_be_read_are_400_in_the_words_of_serde() {
    let upstream = Upstream::start().await;
    let gateway = openai(&upstream).await;
    let parse = "failed to process LLM request: failed to parse request: ";
    for (body, words) in [
        ("", "EOF while parsing a value at line 1 column 0"),
        ("{", "EOF while parsing an object at line 1 column 1"),
        ("nope", "expected ident at line 1 column 2"),
        ("[]", "invalid type: sequence, expected a JSON object at line 1 column 2"),
        (r#"{"messages":[]} x"#, "trailing characters at line 1 column 17"),
        (
            r#"{"model":1,"messages":[]}"#,
            "invalid type: integer `1`, expected a string at line 1 column 10",
        ),
        (r#"{"model":"a","model":"b"}"#, "duplicate field `model` at line 1 column 20"),
        (r#"{"model":"m"}"#, "missing field `messages`"),
    ] {
        gateway.chat(body).await.expect_plain(400, &format!("{parse}{words}"));
    }
    gateway.logged(&["reason=InvalidRequest"]).await;
    assert_eq!(upstream.taken(), 0);
}

#[tokio::test]
async fn no_model_anywhere_is_400() {
    let upstream = Upstream::start().await;
    let gateway = openai(&upstream).await;
    let words = "failed to process LLM request: missing field: model not specified";
    for body in [r#"{"messages":[]}"#, r#"{"model":null,"messages":[]}"#] {
        gateway.chat(body).await.expect_plain(400, words);
    }
}

#[tokio::test]
async fn a_list_of_models_is_501_in_json() {
    let upstream = Upstream::start().await;
    let policies = json!({"ai": {"routes": {"/v1/models": "Models"}}});
    let gateway = Gateway::before(&upstream, json!({"openai": {}}), policies).await;
    let reply = gateway.ask(with(Method::GET, "/v1/models", &[], "")).await;
    assert_eq!(reply.status.as_u16(), 501);
    assert_eq!(reply.text(), r#"{"error":"Route 'Models' not implemented"}"#);
    assert_eq!(reply.header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn a_filter_or_policy_that_is_not_carried_is_501_and_named() {
    let upstream = Upstream::start().await;
    let mut extended = to("b");
    let extension = json!({"group": "example.org", "kind": "Filter", "name": "f"});
    extended["filters"] = json!([{"type": "ExtensionRef", "extensionRef": extension}]);
    let gateway = with_rule(upstream.address, extended).await;
    let words = "filter ExtensionRef is not supported by agentgateway";
    gateway.chat(chat("m")).await.expect_plain(501, words);

    let guarded = json!({"ai": {"promptGuard": {"request": [{"webhook": {"backendRef": {"name": "w", "port": 80}}}]}}});
    let gateway = Gateway::before(&upstream, json!({"openai": {}}), guarded).await;
    let words = "`policies.ai.promptGuard.webhook` is not supported by serve";
    gateway.chat(chat("m")).await.expect_plain(501, words);

    let limits = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayPolicy",
        "metadata": {"name": "p"}, "spec": {"traffic": {"extAuth": {}}, "targetRefs":
            [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": "r"}]}});
    let b = backend("b", upstream.address, json!({"openai": {}}), json!({}));
    let gateway = Gateway::start(&[b, limits, route("r", json!([to("b")]))]).await;
    let words =
        "policy `traffic.extAuth` of AgentgatewayPolicy default/p is not supported by serve";
    gateway.chat(chat("m")).await.expect_plain(501, words);
    assert_eq!(upstream.taken(), 0);
}

#[tokio::test]
async fn a_translation_that_is_not_carried_is_501_and_named() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream, json!({"bedrock": {}}), json!({})).await;
    let words = "translating Completions for provider bedrock is not supported by serve";
    gateway.chat(chat("m")).await.expect_plain(501, words);
}

#[tokio::test]
async fn an_encoding_nobody_knows_is_415_and_one_that_lies_503() {
    let upstream = Upstream::start().await;
    let gateway = openai(&upstream).await;
    for (encoding, status) in [("identity", 200), ("rot13", 415), ("gzip", 503)] {
        let headers = [("content-encoding", encoding)];
        let reply = gateway.ask(with(Method::POST, "/", &headers, chat("m"))).await;
        assert_eq!(reply.status.as_u16(), status, "{encoding} {reply:?}");
    }
}

#[tokio::test]
async fn more_bodies_than_may_be_held_are_503_with_retry_after() {
    let upstream = Upstream::start().await;
    let b = backend("b", upstream.address, json!({"openai": {}}), json!({}));
    let little = kubectl_agw::edge::proxy::Settings { max_held: 1000, ..settings() };
    let gateway = Gateway::start_with(little, &[b, route("r", json!([to("b")]))]).await;
    let reply = gateway.chat(" ".repeat(1001)).await;
    reply.expect_plain(503, "too many request bodies are buffered");
    assert_eq!(reply.header("retry-after"), Some("1"));
    gateway.chat(chat("m")).await.expect_ok();
}

/// Who only announces bodies takes nothing from those who send them.
#[tokio::test]
async fn a_body_is_held_as_it_arrives_not_as_it_is_announced() {
    let upstream = Upstream::start().await;
    let b = backend("b", upstream.address, json!({"openai": {}}), json!({}));
    let little = kubectl_agw::edge::proxy::Settings { max_held: 1000, ..settings() };
    let gateway = Gateway::start_with(little, &[b, route("r", json!([to("b")]))]).await;
    let mut idle = Vec::new();
    for _ in 0..4 {
        let mut wire = Wire::to(gateway.address()).await;
        wire.send("POST / HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\n").await;
        wire.send("content-length: 900\r\n\r\n").await;
        wire.until("100 Continue").await;
        idle.push(wire);
    }
    gateway.chat(chat("m")).await.expect_ok();
}

#[tokio::test]
async fn what_the_upstream_refuses_comes_through_as_it_is() {
    let upstream = Upstream::start().await;
    let gateway = openai(&upstream).await;
    for (status, kind, body) in [
        (400, "application/json", r#"{"error":{"message":"no"}}"#),
        (401, "application/json", "{}"),
        (429, "application/json", "{}"),
        (529, "application/json", ""),
    ] {
        upstream.reply(status, kind, body);
        let reply = gateway.chat(chat("m")).await;
        assert_eq!((reply.status.as_u16(), reply.text()), (status, body));
        assert_eq!(reply.header("content-type"), Some(kind));
    }
}

#[tokio::test]
async fn a_key_that_no_header_can_carry_is_500_and_not_sent_without() {
    let upstream = Upstream::start().await;
    let policies = json!({"auth": {"key": "line\nbreak"}});
    let gateway = Gateway::before(&upstream, json!({"openai": {}}), policies).await;
    let reply = gateway.chat(chat("m")).await;
    assert_eq!(reply.status.as_u16(), 500, "{reply:?}");
    assert!(reply.text().starts_with("backend authentication failed: "), "{reply:?}");
    assert!(!reply.text().contains("break"), "{reply:?}");
    assert_eq!(upstream.taken(), 0);
}
