//! What strangers send is told in a bounded way: quoted, logged and sent back up to 256 bytes of it; and what cannot be read
//! is in the log too.

use http::Method;
use serde_json::json;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;

use crate::support::gateway::{Gateway, Wire, chat, route, with};
use crate::support::upstream::Upstream;

/// A line of the log, with room for every field of it.
const LINE: usize = 8 * 1024;

async fn before(upstream: &Upstream) -> Gateway {
    Gateway::before(upstream, json!({"openai": {}}), json!({})).await
}

#[tokio::test]
async fn a_name_of_any_length_leaves_a_line_and_a_head_of_bounded_length() {
    let upstream = Upstream::start().await;
    let gateway = before(&upstream).await;
    let lengths =
        ["m".to_owned(), "m".repeat(300_000), "\u{7}".repeat(100_000), "\u{1f600}".repeat(10_000)];
    for model in &lengths {
        let reply = gateway.chat(chat(model)).await.expect_ok();
        let head: usize =
            reply.headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
        assert!(head < 1024, "{head}");
    }
    let path = format!("/{}", "p".repeat(30_000));
    let host = format!("{}.test", "h".repeat(10_000));
    let agent = "u".repeat(20_000);
    let sent = [("host", host.as_str()), ("user-agent", agent.as_str())];
    gateway.ask(with(Method::POST, &path, &sent, chat("last"))).await;
    gateway
        .logged(&[
            "gen_ai.request.model=last",
            "hhh...(10005 bytes)...hh",
            "ppp...(30001 bytes)...",
        ])
        .await;
    let log = gateway.log();
    assert_eq!(log.lines().count(), lengths.len() + 1, "{log}");
    assert!(log.lines().all(|line| line.len() < LINE), "{}", log.len());
}

#[tokio::test]
async fn an_error_quotes_what_a_person_reads() {
    let upstream = Upstream::start().await;
    let gateway = before(&upstream).await;
    let long = "a".repeat(500_000);
    for body in [
        format!(r#"{{"model":{},"messages":[]}}"#, "1".repeat(500_000)),
        format!(r#"{{"stream":"{long}","messages":[]}}"#),
        format!(r#"{{"model":"{long}"}}"#),
        format!("{{\"{long}"),
        long.clone(),
    ] {
        let reply = gateway.chat(body).await;
        assert_eq!(reply.status.as_u16(), 400);
        assert!(reply.body.len() < 1024 && reply.text().len() > 20, "{}", reply.body.len());
    }
    // Where no translation leads, where no model has the name, where a token names its key.
    let traffic = json!({"jwtAuthentication": {"providers": [{"issuer": "me",
        "jwks": {"inline": r#"{"keys":[]}"#}}]}});
    let gateway = Gateway::guarded(&upstream, traffic, &[]).await;
    use base64::Engine as _;
    let url_safe = base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let header = url_safe.encode(json!({"alg": "EdDSA", "kid": "k".repeat(20_000)}).to_string());
    let token = format!("Bearer {header}.e30.x");
    let reply = gateway.ask(with(Method::POST, "/", &[("authorization", &token)], chat("m"))).await;
    assert_eq!(reply.status.as_u16(), 401);
    assert!(reply.body.len() < 1024 && reply.text().contains("unknown key"), "{}", reply.text());
    assert!(gateway.log().lines().all(|line| line.len() < LINE));
}

/// The router's own list of names does not repeat what was asked for at any length either.
#[tokio::test]
async fn the_answer_to_an_unknown_model_is_bounded() {
    let model = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayModel",
        "metadata": {"name": "known"}, "spec": {"match": {"name": "known"},
        "openai": {}, "baseURL": "http://up.test"}});
    let mut rule = route(
        "r",
        json!([{"backendRefs": [{"group": "agentgateway.dev",
        "kind": "AgentgatewayModel", "name": "*"}]}]),
    );
    rule["spec"]["parentRefs"] = json!([]);
    let gateway = Gateway::start(&[model, rule]).await;
    let reply = gateway.chat(chat(&"m".repeat(300_000))).await;
    assert!(reply.status.is_client_error() || reply.status.is_server_error(), "{}", reply.status);
    assert!(reply.body.len() < 2048, "{}", reply.body.len());
}

#[tokio::test]
async fn what_cannot_be_read_leaves_a_line() {
    let upstream = Upstream::start().await;
    let gateway = before(&upstream).await;
    let many: String = (0..200).map(|n| format!("x-{n}: 1\r\n")).collect();
    for (bytes, status) in [
        (b"NONSENSE\r\n\r\n".to_vec(), 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nbad header: 1\r\n\r\n".to_vec(), 400),
        (b"GET / HTTP/9.9\r\nHost: a\r\n\r\n".to_vec(), 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(), 400),
        (format!("GET / HTTP/1.1\r\nHost: a\r\n{many}\r\n").into_bytes(), 431),
        (format!("GET /{} HTTP/1.1\r\nHost: a\r\n\r\n", "p".repeat(70_000)).into_bytes(), 414),
    ] {
        let seen = gateway.log().lines().count();
        let mut wire = Wire::to(gateway.address()).await;
        wire.send(&bytes).await;
        let reply = wire.rest().await;
        assert!(reply.starts_with(&format!("HTTP/1.1 {status} ")), "{bytes:?}: {reply}");
        let line =
            gateway.logged(&[&format!("http.status={status}"), "src.addr=", "duration="]).await;
        assert!(line.contains("error=") && line.contains("reason=InvalidRequest"), "{line}");
        let deadline = tokio::time::Instant::now() + crate::support::upstream::PATIENCE;
        while gateway.log().lines().count() != seen + 1 {
            assert!(tokio::time::Instant::now() < deadline, "{}", gateway.log());
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
    }
    // HTTP/2 that breaks its rules: a frame larger than any that is taken.
    let mut stream = TcpStream::connect(gateway.address()).await.expect("a connection");
    stream
        .write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\xff\xff\xff\x00\x00\x00\x00\x00\x01")
        .await
        .expect("sent");
    gateway.logged(&["error=", "connection error", "duration="]).await;
    assert_eq!(upstream.taken(), 0);
}

/// A connection that asks for nothing is nobody's line.
#[tokio::test]
async fn a_probe_of_the_port_leaves_none() {
    let upstream = Upstream::start().await;
    let gateway = before(&upstream).await;
    drop(TcpStream::connect(gateway.address()).await.expect("a connection"));
    let mut half = TcpStream::connect(gateway.address()).await.expect("a connection");
    half.write_all(b"GET / HT").await.expect("sent");
    drop(half);
    gateway.chat(chat("m")).await.expect_ok();
    gateway.logged(&["gen_ai.request.model=m"]).await;
    assert_eq!(gateway.log().lines().count(), 1, "{}", gateway.log());
}
