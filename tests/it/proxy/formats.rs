//! What a provider is asked in, and where: by its formats, by the model, by the settings of the object.

use std::io::Write as _;

use http::Method;
use serde_json::{Value, json};

use crate::support::gateway::{Gateway, chat, post, with};
use crate::support::upstream::Upstream;

const ROUTES: [(&str, &str); 9] = [
    ("/v1/embeddings", "Embeddings"),
    ("/v1/rerank", "Rerank"),
    ("/v1/files", "Passthrough"),
    ("/v1/detected", "Detect"),
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
            "/v1/v1beta/models/g-2:streamGenerateContent?alt=sse",
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
        (json!({"anthropic": {}}), "/v1/embeddings", "from Embeddings to provider anthropic"),
        (
            json!({"custom": {"formats": [{"type": "Completions"}]}, "path": "/own"}),
            "/v1/embeddings",
            "from Embeddings to provider custom",
        ),
    ] {
        let upstream = Upstream::start().await;
        let gateway = before(&upstream, provider).await;
        let words = format!("failed to process LLM request: unsupported conversion: {words}");
        gateway.ask(post(path, r#"{"model":"m","input":"x"}"#)).await.expect_plain(400, &words);
        assert_eq!(upstream.taken(), 0);
    }
}

#[tokio::test]
async fn a_rerank_nobody_translates_is_agentgateways_400() {
    for (provider, name) in
        [(json!({"anthropic": {}}), "anthropic"), (json!({"gemini": {}}), "gcp.gemini")]
    {
        let upstream = Upstream::start().await;
        let gateway = before(&upstream, provider).await;
        let body = r#"{"model":"m","query":"q","documents":[]}"#;
        let words = format!(
            "failed to process LLM request: unsupported conversion: from Rerank to provider {name}"
        );
        gateway.ask(post("/v1/rerank", body)).await.expect_plain(400, &words);
        assert_eq!(upstream.taken(), 0);
    }
}

#[tokio::test]
async fn a_prefix_replaces_v1_where_that_is_the_providers_base_path_alone() {
    for (provider, sent) in [
        (json!({"openai": {}}), "/up/files"),
        (json!({"anthropic": {}}), "/up/files"),
        (json!({"gemini": {}}), "/up/v1/files"),
        (json!({"azure": {"resourceName": "r", "resourceType": "OpenAI"}}), "/up/v1/files"),
        (json!({"custom": {"formats": [{"type": "Completions"}]}}), "/up/v1/files"),
    ] {
        let upstream = Upstream::start().await;
        let mut provider = provider;
        provider["pathPrefix"] = json!("/up");
        let gateway = before(&upstream, provider.clone()).await;
        gateway.ask(post("/v1/files", "x")).await.expect_ok();
        assert_eq!(upstream.only().target, sent, "{provider}");
    }
}

#[tokio::test]
async fn bodies_without_what_their_format_must_have_are_400() {
    for (path, body, why) in [
        ("/v1/messages", r#"{"model":"m"}"#, "missing field `messages`"),
        ("/v1/chat/completions", r#"{"model":"m"}"#, "missing field `messages`"),
        ("/v1/embeddings", r#"{"model":"m"}"#, "missing field `input`"),
        ("/v1/responses", r#"{"model":"m"}"#, "missing field `input`"),
        ("/v1/rerank", r#"{"model":"m","query":"q"}"#, "missing field `documents`"),
    ] {
        let upstream = Upstream::start().await;
        let gateway = before(&upstream, json!({"openai": {}})).await;
        let words = format!("failed to process LLM request: failed to parse request: {why}");
        gateway.ask(post(path, body)).await.expect_plain(400, &words);
        assert_eq!(upstream.taken(), 0);
    }
    let upstream = Upstream::start().await;
    let gateway = before(&upstream, json!({"openai": {}})).await;
    let reply = gateway.chat(r#"{"model":"m","messages":"hi"}"#).await;
    let why = "failed to parse request: invalid type: string \"hi\", expected a sequence";
    assert!(reply.status.as_u16() == 400 && reply.text().contains(why), "{reply:?}");
    assert_eq!(upstream.taken(), 0);
}

#[tokio::test]
async fn claude_at_foundry_is_always_told_the_version() {
    let upstream = Upstream::start().await;
    let azure = json!({"azure": {"resourceName": "r", "resourceType": "Foundry"}});
    let gateway = before(&upstream, azure).await;
    let body = r#"{"model":"claude-x","max_tokens":1,"messages":[]}"#;
    let old = [("anthropic-version", "2001-01-01")];
    gateway.ask(with(Method::POST, "/v1/messages", &old, body)).await.expect_ok();
    assert_eq!(upstream.only().header("anthropic-version"), Some("2023-06-01"));
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
