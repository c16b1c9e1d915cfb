//! What a provider is asked in, and where: by its formats, by the model, by the settings of the object.

use std::io::Write as _;

use http::Method;
use serde_json::{Value, json};

use crate::support::gateway::{Gateway, chat, post, with};
use crate::support::upstream::Upstream;

const ROUTES: [(&str, &str); 5] = [
    ("/v1/messages", "Messages"),
    ("/v1/responses", "Responses"),
    (":generateContent", "GenerateContent"),
    (":streamGenerateContent", "GenerateContent"),
    ("*", "Completions"),
];

async fn before(upstream: &Upstream, provider: Value) -> Gateway {
    let routes: serde_json::Map<_, _> =
        ROUTES.iter().map(|(suffix, name)| ((*suffix).to_owned(), json!(name))).collect();
    Gateway::before(upstream, provider, json!({"ai": {"routes": routes}})).await
}

#[tokio::test]
async fn geminis_own_paths_name_the_model_and_the_body_stays_as_it_is() {
    let body = r#"{ "contents": [{"parts": [{"text": "hi"}]}] }"#;
    for (config, asked, sent) in [
        (json!({}), "/v1beta/models/g-1:generateContent", "/v1/v1beta/models/g-1:generateContent"),
        (
            json!({"model": "g-2"}),
            "/x/models/g-1:streamGenerateContent?alt=sse",
            "/v1/v1beta/models/g-2:streamGenerateContent?alt=sse&alt=sse",
        ),
    ] {
        let upstream = Upstream::start().await;
        let gateway = before(&upstream, json!({"gemini": config})).await;
        gateway.ask(post(asked, body)).await.expect_ok();
        let seen = upstream.only();
        assert_eq!((seen.target.as_str(), seen.text()), (sent, body));
    }
}

#[tokio::test]
async fn a_gemini_stream_without_events_is_400_in_googles_words() {
    let upstream = Upstream::start().await;
    let gateway = before(&upstream, json!({"gemini": {}})).await;
    let reply = gateway.ask(post("/v1beta/models/g:streamGenerateContent", "{}")).await;
    assert_eq!(reply.status.as_u16(), 400);
    let body: Value = serde_json::from_slice(&reply.body).expect("JSON");
    assert_eq!(body["error"]["status"], "INVALID_ARGUMENT", "{body}");
    assert_eq!(upstream.taken(), 0);
}

#[tokio::test]
async fn a_conversion_that_agentgateway_has_not_is_its_400() {
    for (provider, path, words) in [
        (
            json!({"anthropic": {}}),
            "/v1/responses",
            "from Responses to provider anthropic (supported: [AnthropicMessages])",
        ),
        (
            json!({"openai": {}}),
            "/v1beta/models/g:generateContent",
            "from Gemini to provider openai (supported: [OpenAIResponses, OpenAICompletions])",
        ),
        (
            json!({"custom": {"formats": [{"type": "Messages"}]}}),
            "/v1/responses",
            "from Responses to provider custom (supported: [AnthropicMessages])",
        ),
    ] {
        let upstream = Upstream::start().await;
        let gateway = before(&upstream, provider).await;
        let words = format!("failed to process LLM request: unsupported conversion: {words}");
        gateway.ask(post(path, r#"{"model":"m"}"#)).await.expect_plain(400, &words);
        assert_eq!(upstream.taken(), 0);
    }
}

#[tokio::test]
async fn a_custom_format_goes_to_its_own_path() {
    let upstream = Upstream::start().await;
    let formats = json!([{"type": "Completions", "path": "/deep/chat?v=2"}]);
    let gateway = before(&upstream, json!({"custom": {"formats": formats}})).await;
    gateway.chat(chat("m")).await.expect_ok();
    assert!(upstream.only().target.ends_with("/deep/chat?v=2"), "{:?}", upstream.only().target);
}

#[tokio::test]
async fn a_compressed_body_is_looked_into_and_goes_on_plain() {
    let upstream = Upstream::start().await;
    let gateway = before(&upstream, json!({"openai": {"model": "gpt-4o"}})).await;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(chat("m").as_bytes()).expect("memory");
    let body = encoder.finish().expect("memory");
    let request = with(Method::POST, "/", &[("content-encoding", "gzip")], body);
    gateway.ask(request).await.expect_ok();
    let seen = upstream.only();
    assert_eq!(seen.header("content-encoding"), None);
    assert!(seen.text().contains(r#""gpt-4o""#), "{}", seen.text());
}
