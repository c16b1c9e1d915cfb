//! Simulated, no connection leaves the machine, and replies say who would have been asked.

use http::Method;
use kubectl_agw::edge::proxy::Settings;
use kubectl_agw::edge::simulator::Simulation;
use serde_json::{Value, json};

use crate::support::gateway::{Gateway, backend, chat, post, route, secret, settings, to, with};
use crate::support::upstream::Upstream;

async fn simulated(upstream: &Upstream) -> Gateway {
    let policies = json!({"auth": {"secretRef": {"name": "k"}},
        "ai": {"routes": {"/v1/chat/completions": "Completions", "*": "Passthrough"}}});
    let b = backend("b", upstream.address, json!({"openai": {"model": "gpt-4o"}}), policies);
    let settings = Settings { simulate: Some(Simulation::default()), ..settings() };
    Gateway::start_with(settings, &[b, secret("k", "sk"), route("r", json!([to("b")]))]).await
}

#[tokio::test]
async fn nobody_is_called_and_the_reply_names_backend_and_model() {
    let upstream = Upstream::start().await;
    let gateway = simulated(&upstream).await;
    let reply = gateway.chat(chat("asked")).await.expect_ok();
    assert_eq!(reply.header("x-agw-backend"), Some("default/b"));
    assert_eq!(reply.header("x-agw-model"), Some("gpt-4o"));
    assert_eq!(reply.header("x-agw-simulated"), Some("true"));
    let said: Value = serde_json::from_str(reply.text()).expect("JSON");
    assert_eq!(said["model"], "gpt-4o");
    gateway.ask(with(Method::GET, "/v1/models", &[], "")).await.expect_ok();
    gateway.ask(post("/v1/files", "x")).await;
    let line = gateway.logged(&["gen_ai.request.model=gpt-4o"]).await;
    assert!(line.contains("gen_ai.usage.input_tokens="), "{line}");
    assert_eq!(upstream.taken(), 0);
}

#[tokio::test]
async fn a_stream_is_events_with_usage_and_an_end() {
    let upstream = Upstream::start().await;
    let gateway = simulated(&upstream).await;
    let streamed = r#"{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}"#;
    let reply = gateway.chat(streamed).await.expect_ok();
    assert!(reply.header("content-type").is_some_and(|kind| kind.starts_with("text/event-stream")));
    assert!(reply.text().matches("data: ").count() > 3, "{}", reply.text());
    assert!(reply.text().contains("\"usage\":{"), "{}", reply.text());
    assert!(reply.text().ends_with("data: [DONE]\n\n"), "{}", reply.text());
    assert_eq!(upstream.taken(), 0);
}

#[tokio::test]
async fn faults_that_are_asked_for_happen() {
    let upstream = Upstream::start().await;
    let gateway = simulated(&upstream).await;
    let asked = [("x-agw-simulate", "status=429,retry-after=2")];
    let reply = gateway.ask(with(Method::POST, "/v1/chat/completions", &asked, chat("m"))).await;
    assert_eq!((reply.status.as_u16(), reply.header("retry-after")), (429, Some("2")));
}

#[tokio::test]
async fn without_it_a_client_cannot_ask_for_it() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream, json!({"openai": {}}), json!({})).await;
    let asked = [("x-agw-simulate", "status=429")];
    gateway.ask(with(Method::POST, "/", &asked, chat("m"))).await.expect_ok();
    assert_eq!(upstream.only().header("x-agw-simulate"), None);
}
