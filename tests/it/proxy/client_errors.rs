//! Errors reach clients in the format that they read: serve's own answers, and those of providers that come in another one.

use kubectl_agw::edge::proxy::Settings;
use kubectl_agw::edge::simulator::Simulation;
use serde_json::{Value, json};

use crate::support::gateway::{Gateway, Reply, backend, chat, post, route, settings, to};
use crate::support::upstream::Upstream;

const GENERATE: &str = "/v1beta/models/g:generateContent";

fn routes() -> Value {
    json!({"ai": {"routes": {"/v1/messages": "Messages", ":generateContent": "GenerateContent",
        "/v1/rerank": "Rerank", "*": "Completions"}}})
}

fn json_of(reply: &Reply) -> Value {
    assert_eq!(reply.header("content-type"), Some("application/json"), "{reply:?}");
    serde_json::from_slice(&reply.body).expect("JSON")
}

#[tokio::test]
async fn what_serve_alone_says_is_in_the_clients_format_and_not_asked_again() {
    let upstream = Upstream::start().await;
    let bedrock = json!({"bedrock": {"region": "us-east-1"}});
    let gateway = Gateway::before(&upstream, bedrock, routes()).await;
    let openai = gateway.chat(chat("m")).await;
    let words = "translating Completions for provider bedrock is not supported by serve";
    assert_eq!((openai.status.as_u16(), openai.header("x-should-retry")), (501, Some("false")));
    let error =
        json!({"error": {"type": "api_error", "message": words, "param": null, "code": null}});
    assert_eq!(json_of(&openai), error);
    let anthropic = gateway.ask(post("/v1/messages", chat("m"))).await;
    let error = json_of(&anthropic);
    assert_eq!((&error["type"], &error["error"]["type"]), (&json!("error"), &json!("api_error")));
    assert!(
        error["error"]["message"].as_str().is_some_and(|it| it.contains("Messages")),
        "{error}"
    );
    // Whoever speaks no such format gets text, and agentgateway's own answers are as they are there.
    let plain = gateway.ask(post("/", chat("m"))).await;
    assert_eq!((plain.text(), plain.header("content-type")), (words, Some("text/plain")));
    assert_eq!(gateway.chat("{").await.header("content-type"), Some("text/plain"));
    assert_eq!(upstream.taken(), 0);
}

#[tokio::test]
async fn a_page_of_a_provider_becomes_an_error_with_its_status() {
    let page = "<html>Bad Gateway</html>";
    for (provider, path, message) in [
        (json!({"openai": {}}), "/v1/chat/completions", "/error/message"),
        (json!({"anthropic": {}}), "/v1/messages", "/error/message"),
        (json!({"openai": {}}), "/v1/messages", "/error/message"),
        (json!({"anthropic": {}}), "/v1/chat/completions", "/error/message"),
        (json!({"gemini": {}}), GENERATE, "/error/message"),
    ] {
        let upstream = Upstream::start().await;
        upstream.reply(502, "text/html", page);
        let gateway = Gateway::before(&upstream, provider, routes()).await;
        let body = r#"{"model":"m","max_tokens":9,"messages":[],"contents":[]}"#;
        let reply = gateway.ask(post(path, body)).await;
        assert_eq!(reply.status.as_u16(), 502, "{path}");
        assert_eq!(json_of(&reply).pointer(message), Some(&json!(page)), "{path}");
        assert_eq!(upstream.count(), 1);
    }
}

#[tokio::test]
async fn googles_list_of_errors_becomes_one_of_openais() {
    let upstream = Upstream::start().await;
    let list = r#"[{"error":{"code":429,"message":"quota","status":"RESOURCE_EXHAUSTED"}}]"#;
    let gateway = Gateway::before(&upstream, json!({"gemini": {}}), routes()).await;
    upstream.reply(429, "application/json", list);
    let reply = gateway.chat(chat("m")).await;
    let error = json!({"error": {"type": "rate_limit_error", "message": "quota", "param": null,
        "code": "RESOURCE_EXHAUSTED"}});
    assert_eq!((reply.status.as_u16(), json_of(&reply)), (429, error));
    // Gemini's own clients read it as it is, and so do OpenAI's those of OpenAI.
    upstream.reply(429, "application/json", list);
    assert_eq!(gateway.ask(post(GENERATE, "{}")).await.text(), list);
    let own = r#"{"error":{"message":"no", "type":"x"}}"#;
    let openai = Gateway::before(&upstream, json!({"openai": {}}), routes()).await;
    upstream.reply(400, "application/json", own);
    assert_eq!(openai.chat(chat("m")).await.text(), own);
}

#[tokio::test]
async fn the_simulator_answers_nothing_that_could_not_be_sent() {
    let upstream = Upstream::start().await;
    let simulated = Settings { simulate: Some(Simulation::default()), ..settings() };
    let rerank = backend("b", upstream.address, json!({"vertexai": {"projectId": "p"}}), routes());
    let gateway = Gateway::start_with(simulated, &[rerank, route("r", json!([to("b")]))]).await;
    let claude = r#"{"model":"claude-x","max_tokens":1,"messages":[]}"#;
    let reply = gateway.ask(post("/v1/messages", claude)).await;
    assert_eq!(reply.status.as_u16(), 501, "{reply:?}");
    assert!(reply.words().contains("is unknown to serve"), "{reply:?}");
}
