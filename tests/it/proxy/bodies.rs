//! What of a body arrives: every byte but those that have to change.

use bytes::Bytes;
use http::Method;
use serde_json::{Value, json};

use crate::support::gateway::{Gateway, Wire, backend, chat, post, route, to, with};
use crate::support::upstream::{Upstream, raw};

async fn openai(upstream: &Upstream, model: Value, ai: Value) -> Gateway {
    Gateway::before(upstream, json!({"openai": model}), json!({"ai": ai})).await
}

/// What arrives of `body`, behind an openai provider with these settings.
async fn arrives(model: Value, ai: Value, body: &str) -> String {
    let upstream = Upstream::start().await;
    openai(&upstream, model, ai).await.chat(body.to_owned()).await.expect_ok();
    let seen = upstream.only();
    assert_eq!(seen.header("content-length"), Some(seen.body.len().to_string().as_str()));
    assert_eq!(seen.header("transfer-encoding"), None);
    seen.text().to_owned()
}

/// Odd in every way that JSON allows.
const ODD: &str = "\r\n {\"zeta\" : 1.50e+3, \"messages\":[ {\"role\":\"user\",\"content\":\"\u{e9}\u{1f980} \\ud83e\\udd80 \\/\"} ],\
    \t\"model\":\"asked\",\"unknown\":{\"a\":[ ],\"model\":\"inner\"},\"big\":123456789012345678901234567890}\n";

#[tokio::test]
async fn a_body_that_needs_no_change_arrives_byte_for_byte() {
    assert_eq!(arrives(json!({}), json!({}), ODD).await, ODD);
}

#[tokio::test]
async fn only_the_model_changes_where_the_provider_overrides_it() {
    let expected = ODD.replace("\"asked\"", "\"own\"");
    assert_eq!(arrives(json!({"model": "own"}), json!({}), ODD).await, expected);
}

#[tokio::test]
async fn an_override_is_put_into_a_body_without_model() {
    let arrived = arrives(json!({"model": "own"}), json!({}), r#"{"messages":[]}"#).await;
    assert_eq!(arrived, r#"{"model":"own","messages":[]}"#);
}

#[tokio::test]
async fn aliases_apply_to_what_is_asked_and_to_an_override() {
    let aliases = json!({"modelAliases": {"asked": "sent", "own": "other"}});
    let expected = ODD.replace("\"asked\"", "\"sent\"");
    assert_eq!(arrives(json!({}), aliases.clone(), ODD).await, expected);
    let expected = ODD.replace("\"asked\"", "\"other\"");
    assert_eq!(arrives(json!({"model": "own"}), aliases, ODD).await, expected);
}

#[tokio::test]
async fn max_tokens_is_renamed_for_gpt_models_only() {
    let body = |model: &str, key: &str| format!(r#"{{"model":"{model}","{key}":9,"messages":[]}}"#);
    let (old, new) = ("max_tokens", "max_completion_tokens");
    for (model, arrived) in [("gpt-4o", new), ("o3", old), ("llama", old)] {
        let sent = body(model, old);
        assert_eq!(arrives(json!({}), json!({}), &sent).await, body(model, arrived));
    }
    // What counts is the model that is sent.
    let sent = body("llama", old);
    assert_eq!(arrives(json!({"model": "gpt-5"}), json!({}), &sent).await, body("gpt-5", new));
}

#[tokio::test]
async fn a_stream_is_asked_for_its_usage_and_nothing_else_is() {
    let sent = r#"{"model":"m","stream":true,"messages":[]}"#;
    let arrived = arrives(json!({}), json!({}), sent).await;
    let value: Value = serde_json::from_str(&arrived).expect("JSON");
    assert_eq!(value["stream_options"], json!({"include_usage": true}));
    for sent in [
        r#"{"model":"m","stream":false,"messages":[]}"#,
        r#"{"model":"m","messages":[]}"#,
        r#"{"model":"m","stream":true,"stream_options":{"include_usage":false},"messages":[]}"#,
    ] {
        assert_eq!(arrives(json!({}), json!({}), sent).await, sent);
    }
}

#[tokio::test]
async fn a_model_behind_half_a_megabyte_is_found() {
    let long = "\u{fc}".repeat(256 * 1024);
    let body = |model: &str| {
        format!(r#"{{"messages":[{{"role":"user","content":"{long}"}}],"model":"{model}"}}"#)
    };
    let arrived = arrives(json!({"model": "own"}), json!({}), &body("asked")).await;
    assert!(arrived == body("own"), "{} bytes arrived", arrived.len());
}

#[tokio::test]
async fn a_chunked_request_is_read_and_sent_with_its_length() {
    let upstream = Upstream::start().await;
    let gateway = openai(&upstream, json!({}), json!({})).await;
    let mut wire = Wire::to(gateway.address()).await;
    wire.send("POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n").await;
    let body = chat("m");
    let (start, end) = body.split_at(10);
    wire.send(format!("{:x}\r\n{start}\r\n{:x};ext=1\r\n{end}\r\n", start.len(), end.len())).await;
    wire.send("0\r\nx-trailer: 1\r\n\r\n").await;
    wire.until("200 OK").await;
    let seen = upstream.only();
    assert_eq!(seen.text(), body);
    assert_eq!(seen.header("content-length"), Some(body.len().to_string().as_str()));
    assert_eq!(seen.header("transfer-encoding"), None);
}

#[tokio::test]
async fn a_get_without_a_body_is_a_chat_that_does_not_parse() {
    let upstream = Upstream::start().await;
    let gateway = openai(&upstream, json!({}), json!({})).await;
    let reply = gateway.ask(with(Method::GET, "/v1/models", &[], "")).await;
    let words = "failed to process LLM request: failed to parse request: \
        EOF while parsing a value at line 1 column 0";
    reply.expect_plain(400, words);
}

#[tokio::test]
async fn a_head_request_gets_a_head_and_no_error_in_the_log() {
    let upstream = Upstream::start().await;
    let gateway = openai(&upstream, json!({}), json!({})).await;
    let reply = gateway.ask(with(Method::HEAD, "/", &[], "")).await;
    assert_eq!((reply.status.as_u16(), reply.body.len()), (400, 0));
    let line = gateway.logged(&["http.method=HEAD"]).await;
    assert!(!line.contains("error="), "{line}");
}

#[tokio::test]
async fn what_is_passed_through_is_not_looked_into() {
    let upstream = Upstream::start().await;
    let gateway =
        openai(&upstream, json!({"model": "own"}), json!({"routes": {"*": "Passthrough"}})).await;
    let body = Bytes::from_static(b"\xff\x00 not JSON {\"model\":\"asked\"}");
    gateway.ask(post("/v1/files/x?purpose=a%20b", body.clone())).await.expect_ok();
    gateway.ask(with(Method::GET, "/v1/models", &[], "")).await.expect_ok();
    let seen = upstream.seen();
    assert_eq!(
        (seen[0].body.as_slice(), seen[0].target.as_str()),
        (&*body, "/v1/files/x?purpose=a%20b")
    );
    assert_eq!((&seen[1].method, seen[1].target.as_str()), (&Method::GET, "/v1/models"));
    assert!(seen[1].body.is_empty() && seen[1].header("transfer-encoding").is_none());
}

#[tokio::test]
async fn what_is_passed_through_is_not_waited_for_and_may_be_large() {
    let upstream = Upstream::start().await;
    let gateway = openai(&upstream, json!({}), json!({"routes": {"*": "Passthrough"}})).await;
    let mut wire = Wire::to(gateway.address()).await;
    wire.send("POST /up HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n").await;
    wire.send("5\r\nfirst\r\n").await;
    upstream.until("the first piece", |seen| seen.len() == 1 && seen[0].body == b"first").await;
    let piece = format!("100000\r\n{}\r\n", "x".repeat(1 << 20));
    for _ in 0..3 {
        wire.send(&piece).await;
    }
    wire.send("0\r\n\r\n").await;
    wire.until("200 OK").await;
    assert_eq!(upstream.only().body.len(), 5 + (3 << 20));
}

#[tokio::test]
async fn a_passed_body_that_breaks_off_is_never_a_whole_one_upstream() {
    let upstream = Upstream::start().await;
    let gateway = openai(&upstream, json!({}), json!({"routes": {"*": "Passthrough"}})).await;
    let mut wire = Wire::to(gateway.address()).await;
    wire.send("POST /up HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n").await;
    wire.send("5\r\nfirst\r\n").await;
    upstream.until("the first piece", |seen| seen.len() == 1 && seen[0].body == b"first").await;
    drop(wire);
    upstream.until_left().await;
    assert!(!upstream.only().whole);
}

#[tokio::test]
async fn a_client_that_asks_before_it_sends_is_told_to_go_on() {
    let upstream = Upstream::start().await;
    let gateway = openai(&upstream, json!({}), json!({})).await;
    let mut wire = Wire::to(gateway.address()).await;
    let body = chat("m");
    let length = body.len();
    wire.send(format!(
        "POST / HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: {length}\r\n\r\n"
    ))
    .await;
    wire.until("HTTP/1.1 100 Continue\r\n\r\n").await;
    wire.send(body).await;
    wire.until("HTTP/1.1 200 OK").await;
    assert_eq!(upstream.only().header("expect"), None);
}

#[tokio::test]
async fn a_client_that_asks_with_too_much_is_not_told_to_go_on() {
    let upstream = Upstream::start().await;
    let gateway = openai(&upstream, json!({}), json!({})).await;
    let mut wire = Wire::to(gateway.address()).await;
    wire.send(
        "POST / HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 99999999\r\n\r\n",
    )
    .await;
    let reply = wire.until("too large").await;
    assert!(reply.starts_with("HTTP/1.1 413 "), "{reply}");
}

#[tokio::test]
async fn a_prefix_without_its_slash_is_still_a_path() {
    let upstream = Upstream::start().await;
    let mut backend =
        crate::support::gateway::backend("b", upstream.address, json!({"openai": {}}), json!({}));
    backend["spec"]["ai"]["provider"]["pathPrefix"] = json!("api/v9");
    let gateway = Gateway::start(&[backend, route("r", json!([to("b")]))]).await;
    gateway.chat(chat("m")).await.expect_ok();
    assert_eq!(upstream.only().target, "/api/v9/chat/completions");
}

#[tokio::test]
async fn replies_without_a_body_keep_the_length_they_tell() {
    let not_modified = b"HTTP/1.1 304 Not Modified\r\ncontent-length: 10\r\netag: x\r\n\r\n";
    let head = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n";
    let no_content = b"HTTP/1.1 204 No Content\r\n\r\n";
    let passed = json!({"ai": {"routes": {"*": "Passthrough"}}});
    for (method, raw_reply, status) in [
        (Method::GET, not_modified.as_slice(), 304),
        (Method::HEAD, head, 200),
        (Method::DELETE, no_content, 204),
    ] {
        let address = raw(raw_reply).await;
        let backend = backend("b", address, json!({"openai": {}}), passed.clone());
        let gateway = Gateway::start(&[backend, route("r", json!([to("b")]))]).await;
        let reply = gateway.ask(with(method, "/x", &[], "")).await;
        assert_eq!((reply.status.as_u16(), reply.body.len()), (status, 0));
        let line = gateway.logged(&[&format!("http.status={status}")]).await;
        assert!(!line.contains("error="), "{line}");
    }
}
