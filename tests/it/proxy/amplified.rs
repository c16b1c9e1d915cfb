//! JSON whose tree would be out of proportion to its text is refused wherever a body is parsed, and goes through where it
//! is not.

use http::Method;
use serde_json::{Value, json};

use crate::support::gateway::{Gateway, backend, policy, route, settings, to, with};
use crate::support::upstream::Upstream;

/// Nearly 1 MiB that would be 90 MiB as a tree.
fn tiny() -> String {
    format!(r#"{{"model":"m","max_tokens":9,"messages":[{}0]}}"#, r#"{"":0},"#.repeat(140_000))
}

fn roomy() -> kubectl_agw::edge::proxy::Settings {
    kubectl_agw::edge::proxy::Settings { max_held: 256 << 20, ..settings() }
}

async fn before(upstream: &Upstream, provider: Value, ai: Value, more: &[Value]) -> Gateway {
    let backend = backend("b", upstream.address, provider, json!({"ai": ai}));
    let mut all = vec![backend, route("r", json!([to("b")]))];
    all.extend_from_slice(more);
    Gateway::start_with(roomy(), &all).await
}

fn mask() -> Value {
    json!([{"regex": {"action": "Mask", "matches": ["foo[0-9]+"]}}])
}

#[tokio::test]
async fn a_request_of_tiny_values_is_413_where_it_is_parsed() {
    let upstream = Upstream::start().await;
    let (openai, claude) = (json!({"openai": {}}), json!({"anthropic": {"model": "c"}}));
    for (provider, ai) in [
        (openai.clone(), json!({"promptGuard": {"request": mask()}})),
        (openai.clone(), json!({"overrides": [{"field": "temperature", "value": 0}]})),
        (openai.clone(), json!({"finalTransformations": [{"field": "x", "expression": "1"}]})),
        (claude, json!({})),
    ] {
        let gateway = before(&upstream, provider, ai.clone(), &[]).await;
        let reply = gateway.chat(tiny()).await;
        assert_eq!(reply.status, 413, "{ai} {}", reply.text());
        assert!(reply.text().contains("too many small JSON values"), "{}", reply.text());
    }
    assert_eq!(upstream.count(), 0);
    before(&upstream, openai, json!({}), &[]).await.chat(tiny()).await.expect_ok();
}

#[tokio::test]
async fn an_expression_that_parses_tiny_values_fails_and_lets_nothing_through() {
    let upstream = Upstream::start().await;
    let expression = "json(request.body).model == 'm'";
    let authorization = json!({"action": "Allow", "policy": {"matchExpressions": [expression]}});
    let policy = policy("p", json!({"traffic": {"authorization": authorization}}));
    let gateway = before(&upstream, json!({"openai": {}}), json!({}), &[policy]).await;
    assert_eq!(gateway.chat(tiny()).await.status, 403);
    gateway.chat(r#"{"model":"m","messages":[]}"#).await.expect_ok();
}

#[tokio::test]
async fn a_reply_of_tiny_values_is_502_where_it_is_parsed() {
    let upstream = Upstream::start().await;
    for (provider, ai) in [
        (json!({"openai": {}}), json!({"promptGuard": {"response": mask()}})),
        (json!({"anthropic": {"model": "c"}}), json!({})),
    ] {
        let gateway = before(&upstream, provider, ai.clone(), &[]).await;
        upstream.reply(200, "application/json", tiny());
        let reply = gateway.chat(r#"{"model":"m","messages":[]}"#).await;
        assert_eq!(reply.status, 502, "{ai} {}", reply.text());
    }
}

#[tokio::test]
async fn what_no_policy_looks_into_is_not_counted() {
    let upstream = Upstream::start().await;
    let gateway =
        before(&upstream, json!({"openai": {}}), json!({"routes": {"*": "Passthrough"}}), &[])
            .await;
    gateway.ask(with(Method::POST, "/x", &[], tiny())).await.expect_ok();
}
