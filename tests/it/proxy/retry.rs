//! `retry` of a rule: what is tried again, what is not, and the bounds on time around it.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Method, Request};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};

use crate::support::gateway::{Connection, Gateway, backend, chat, full, post, route, to, with};
use crate::support::upstream::{Body, Script, Upstream, channel, reply};

async fn gateway(upstream: &Upstream, policies: Value, rule: Value) -> Gateway {
    let mut whole = to("b");
    for (key, value) in rule.as_object().expect("a mapping") {
        whole[key] = value.clone();
    }
    let backend = backend("b", upstream.address, json!({"openai": {}}), policies);
    Gateway::start(&[backend, route("r", json!([whole]))]).await
}

/// A backend that looks into nothing.
fn forwarding() -> Value {
    json!({"ai": {"routes": {"*": "Passthrough"}}})
}

#[tokio::test]
async fn a_code_of_the_list_is_tried_again_as_often_as_it_says() {
    let upstream = Upstream::start().await;
    let retry = json!({"retry": {"attempts": 2, "codes": [503]}});
    let gateway = gateway(&upstream, json!({}), retry).await;
    for _ in 0..3 {
        upstream.reply(503, "application/json", "{\"n\":1}");
    }
    let answer = gateway.chat(chat("m")).await;
    assert_eq!(
        (answer.status.as_u16(), answer.text()),
        (503, "{\"n\":1}"),
        "the last answer stands"
    );
    let attempts: Vec<_> = upstream.seen();
    let numbers: Vec<_> = attempts.iter().map(|seen| seen.header("x-retry-attempt")).collect();
    assert_eq!(numbers, [None, Some("1"), Some("2")]);
    assert!(attempts.iter().all(|seen| seen.text() == chat("m")), "{attempts:?}");
    gateway.logged(&["retry.attempt=2", "http.status=503"]).await;
}

#[tokio::test]
async fn other_codes_are_not_tried_again() {
    let upstream = Upstream::start().await;
    let retry = json!({"retry": {"attempts": 2, "codes": [503]}});
    let gateway = gateway(&upstream, json!({}), retry).await;
    upstream.reply(500, "application/json", "{}");
    assert_eq!(gateway.chat(chat("m")).await.status, 500);
    assert_eq!(upstream.count(), 1);
    assert!(!gateway.logged(&["http.status=500"]).await.contains("retry.attempt"));
}

#[tokio::test]
async fn a_connection_that_breaks_before_the_head_is_tried_again() {
    let upstream = Upstream::start().await;
    let gateway = gateway(&upstream, json!({}), json!({"retry": {"attempts": 1}})).await;
    upstream.script(Script::Close);
    gateway.chat(chat("m")).await.expect_ok();
    assert_eq!(upstream.count(), 2);
}

#[tokio::test]
async fn an_attempt_out_of_its_time_is_tried_again() {
    let upstream = Upstream::start().await;
    let rule = json!({"retry": {"attempts": 1}, "timeouts": {"backendRequest": "300ms"}});
    let gateway = gateway(&upstream, json!({}), rule).await;
    upstream.script(Script::Stall);
    gateway.chat(chat("m")).await.expect_ok();
    upstream.script(Script::Stall);
    upstream.script(Script::Stall);
    gateway.chat(chat("m")).await.expect_plain(504, "upstream call timeout");
    assert_eq!(upstream.count(), 4);
}

#[tokio::test]
async fn the_exchange_as_a_whole_ends_at_its_bound() {
    let upstream = Upstream::start().await;
    let rule = json!({"retry": {"attempts": 99, "codes": [500], "backoff": "20ms"},
        "timeouts": {"request": "300ms"}});
    let gateway = gateway(&upstream, json!({}), rule).await;
    for _ in 0..99 {
        upstream.reply(500, "application/json", "{}");
    }
    let began = Instant::now();
    gateway.chat(chat("m")).await.expect_plain(504, "request timeout");
    assert!(began.elapsed() >= Duration::from_millis(300));
    let count = upstream.count();
    assert!((2..=15).contains(&count), "{count} attempts with a pause of 20 ms in 300 ms");
}

#[tokio::test]
async fn a_stream_that_has_begun_outlives_the_bound() {
    let upstream = Upstream::start().await;
    let rule = json!({"timeouts": {"request": "200ms", "backendRequest": "200ms"}});
    let gateway = gateway(&upstream, json!({}), rule).await;
    let events = upstream.stream();
    let began = Instant::now();
    let mut connection = Connection::to(gateway.address()).await;
    let answer = connection.send(post("/v1/chat/completions", chat("m"))).await.expect("a head");
    assert_eq!(answer.status(), 200);
    tokio::time::sleep_until((began + Duration::from_millis(400)).into()).await;
    events.send(Ok(Bytes::from_static(b"data: late\n\n"))).expect("a reader");
    drop(events);
    let body = answer.into_body().collect().await.expect("a clean end").to_bytes();
    assert_eq!(body, "data: late\n\n");
}

#[tokio::test]
async fn the_pause_is_kept_between_attempts() {
    let upstream = Upstream::start().await;
    let rule = json!({"retry": {"attempts": 2, "codes": [500], "backoff": "100ms"}});
    let gateway = gateway(&upstream, json!({}), rule).await;
    upstream.reply(500, "application/json", "{}");
    upstream.reply(500, "application/json", "{}");
    let began = Instant::now();
    gateway.chat(chat("m")).await.expect_ok();
    assert!(began.elapsed() >= Duration::from_millis(200));
}

#[tokio::test]
async fn a_body_over_64_kib_is_sent_once() {
    let upstream = Upstream::start().await;
    let retry = json!({"retry": {"attempts": 1, "codes": [500]}});
    for policies in [json!({}), forwarding()] {
        let gateway = gateway(&upstream, policies, retry.clone()).await;
        let before = upstream.count();
        upstream.reply(500, "application/json", "{}");
        let long = json!({"model": "m", "messages": [], "x": "y".repeat(64 * 1024)}).to_string();
        assert_eq!(gateway.chat(long).await.status, 500);
        assert_eq!(upstream.count() - before, 1);
    }
}

/// A request whose body says no length.
fn chunked(pieces: &[&'static str]) -> Request<Body> {
    let (sender, receiver) = tokio::sync::mpsc::unbounded_channel();
    for piece in pieces {
        sender.send(Ok(Bytes::from_static(piece.as_bytes()))).expect("a reader");
    }
    post("/v1/chat/completions", "").map(|_| channel(receiver))
}

#[tokio::test]
async fn a_body_in_pieces_is_replayed_whole() {
    let upstream = Upstream::start().await;
    let retry = json!({"retry": {"attempts": 1, "codes": [500]}});
    let gateway = gateway(&upstream, forwarding(), retry).await;
    upstream.reply(500, "application/json", "{}");
    gateway.ask(chunked(&["one ", "two ", "three"])).await.expect_ok();
    let bodies: Vec<_> = upstream.seen().iter().map(|seen| seen.text().to_owned()).collect();
    assert_eq!(bodies, ["one two three", "one two three"]);
}

#[tokio::test]
async fn a_body_in_pieces_that_grows_too_long_is_not_tried_again() {
    let upstream = Upstream::start().await;
    let retry = json!({"retry": {"attempts": 1, "codes": [500]}});
    let gateway = gateway(&upstream, forwarding(), retry).await;
    upstream.reply(500, "application/json", "{}");
    let piece: &'static str = Box::leak("x".repeat(40 * 1024).into_boxed_str());
    assert_eq!(gateway.ask(chunked(&[piece, piece])).await.status, 500);
    assert_eq!(upstream.only().body.len(), 80 * 1024);
}

#[tokio::test]
async fn an_answer_of_our_own_is_not_tried_again() {
    let upstream = Upstream::start().await;
    let retry = json!({"retry": {"attempts": 3, "codes": [400, 503]}});
    let gateway = gateway(&upstream, json!({}), retry).await;
    assert_eq!(gateway.chat("no JSON").await.status, 400);
    assert_eq!(upstream.count(), 0);
    let mut empty = post("/v1/chat/completions", "");
    *empty.body_mut() = full("{}");
    assert_eq!(gateway.ask(empty).await.status, 400);
    let limited = reply(400, "application/json", "{}");
    upstream.script(Script::Reply(limited));
    gateway.chat(chat("m")).await.expect_ok();
    assert_eq!(upstream.count(), 2, "the provider's own 400 is on the list");
}

#[tokio::test]
async fn a_backend_that_is_no_model_is_tried_again_too() {
    let upstream = Upstream::start().await;
    let address = upstream.address;
    let backend = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "b"},
        "spec": {"static": {"host": address.ip().to_string(), "port": address.port()}}});
    let mut rule = to("b");
    rule["retry"] = json!({"attempts": 1, "codes": [502]});
    let gateway = Gateway::start(&[backend, route("r", json!([rule]))]).await;
    upstream.reply(502, "text/plain", "");
    gateway.chat("a body").await.expect_ok();
    assert!(upstream.seen().iter().all(|seen| seen.text() == "a body"), "{:?}", upstream.seen());
    assert_eq!(upstream.count(), 2);
}

/// A policy on the route, with this `traffic`.
fn policy(traffic: Value) -> Value {
    json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayPolicy",
        "metadata": {"name": "p"}, "spec": {"traffic": traffic, "targetRefs": [
            {"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": "r"}]}})
}

#[tokio::test]
async fn a_policy_tries_again_as_its_conditions_say() {
    let upstream = Upstream::start().await;
    let retry = json!({"attempts": 1, "precondition": "request.headers['x-again'] == 'yes'",
        "condition": "response.code == 404"});
    let backend = backend("b", upstream.address, json!({"openai": {}}), json!({}));
    let policy = policy(json!({"retry": retry}));
    let gateway = Gateway::start(&[backend, route("r", json!([to("b")])), policy]).await;
    for (headers, status, attempts) in
        [(&[][..], 404, 1), (&[("x-again", "yes")], 200, 2), (&[("x-again", "no")], 404, 1)]
    {
        let before = upstream.count();
        upstream.reply(404, "application/json", "{}");
        let request = with(Method::POST, "/v1/chat/completions", headers, chat("m"));
        assert_eq!(gateway.ask(request).await.status.as_u16(), status, "{headers:?}");
        assert_eq!(upstream.count() - before, attempts, "{headers:?}");
    }
}

#[tokio::test]
async fn a_policys_bound_on_time_holds_where_the_rule_has_none() {
    let upstream = Upstream::start().await;
    let backend = backend("b", upstream.address, json!({"openai": {}}), json!({}));
    let policy = policy(json!({"timeouts": {"request": "100ms"}}));
    let gateway = Gateway::start(&[backend, route("r", json!([to("b")])), policy]).await;
    upstream.script(Script::Stall);
    gateway.chat(chat("m")).await.expect_plain(504, "request timeout");
}
