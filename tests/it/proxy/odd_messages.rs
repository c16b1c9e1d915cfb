//! Messages of a shape that the client's format does not have, on translated routes: nothing is lost in silence.

use serde_json::{Value, json};

use crate::support::gateway::{Gateway, post};
use crate::support::upstream::Upstream;

/// Asks a provider of Anthropic's in OpenAI's format, or the other way round.
async fn ask(path: &str, body: &Value) -> (Upstream, u16, String) {
    let upstream = Upstream::start().await;
    let provider = match path {
        "/v1/messages" => json!({"openai": {}}),
        _ => json!({"anthropic": {}}),
    };
    let routes = json!({"ai": {"routes": {"/v1/messages": "Messages", "/v1/chat/completions": "Completions"}}});
    let gateway = Gateway::before(&upstream, provider, routes).await;
    let reply = gateway.ask(post(path, body.to_string())).await;
    (upstream, reply.status.as_u16(), reply.text().to_owned())
}

/// That a body is rejected, naming the field, and nothing is sent.
async fn rejected(path: &str, body: Value, field: &str) {
    let (upstream, status, text) = ask(path, &body).await;
    assert_eq!(status, 400, "{body}: {text}");
    assert!(text.contains(&format!("`{field}`")), "{field} is not in {text}");
    assert_eq!(upstream.taken(), 0, "{body}");
}

fn chat(more: Value) -> Value {
    let mut body = json!({"model": "m", "messages": [{"role": "user", "content": "hi"}]});
    for (name, value) in more.as_object().expect("an object") {
        body[name] = value.clone();
    }
    body
}

fn said(content: Value) -> Value {
    chat(json!({"messages": [{"role": "user", "content": content}]}))
}

#[tokio::test]
async fn chats_whose_content_would_be_lost_are_400_naming_the_field() {
    let call = |arguments: Value| {
        let function = json!({"name": "f", "arguments": arguments});
        chat(json!({"messages": [{"role": "assistant",
            "tool_calls": [{"id": "c", "type": "function", "function": function}]}]}))
    };
    let result = |content: Value| {
        chat(json!({"messages": [{"role": "tool", "tool_call_id": "c", "content": content}]}))
    };
    let arguments = "messages[0].tool_calls[0].function.arguments";
    let audio = json!([{"type": "input_audio", "input_audio": {"data": "AA", "format": "wav"}}]);
    let image = json!([{"type": "image_url", "image_url": {"url": "https://x/y.png"}}]);
    let theirs = json!([{"name": "f", "description": "d", "input_schema": {}}]);
    for (body, field) in [
        (said(json!({"a": 1})), "messages[0].content"),
        (said(json!(["a", "b"])), "messages[0].content[0]"),
        (said(json!(3)), "messages[0].content"),
        (
            said(json!([{"type": "image_url", "image_url": "https://x/y.png"}])),
            "messages[0].content[0].image_url",
        ),
        (said(json!([{"type": "image", "source": {}}])), "messages[0].content[0].type"),
        (said(audio), "messages[0].content[0].type"),
        (call(json!({"a": 1})), arguments),
        (call(json!("[1]")), arguments),
        (call(json!("{\"a\":")), arguments),
        (result(json!({"a": 1})), "messages[0].content"),
        (result(image), "messages[0].content[0].type"),
        (chat(json!({"tools": theirs})), "tools[0].function"),
        (chat(json!({"tool_choice": "any"})), "tool_choice"),
        (chat(json!({"max_tokens": "100"})), "max_tokens"),
        (chat(json!({"max_tokens": 100.0})), "max_tokens"),
        (chat(json!({"max_completion_tokens": -1})), "max_completion_tokens"),
        (chat(json!({"user": 42})), "user"),
        (chat(json!({"stop": 42})), "stop"),
    ] {
        rejected("/v1/chat/completions", body, field).await;
    }
}

#[tokio::test]
async fn messages_whose_content_would_be_lost_are_400_naming_the_field() {
    let said = |content: Value| json!({"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": content}]});
    let image = json!({"type": "image", "source": {"type": "url", "url": "https://x/y.png"}});
    for (content, field) in [
        (json!(["a"]), "messages[0].content[0]"),
        (json!({"a": 1}), "messages[0].content"),
        (json!([{"type": "document", "source": {}}]), "messages[0].content[0].type"),
        (json!([{"type": "image", "source": "https://x/y.png"}]), "messages[0].content[0].source"),
        (
            json!([{"type": "tool_result", "tool_use_id": "t", "content": [image]}]),
            "messages[0].content[0].content[0].type",
        ),
    ] {
        rejected("/v1/messages", said(content), field).await;
    }
    let body =
        json!({"model": "m", "max_tokens": 9, "messages": [], "system": [{"type": "image"}]});
    rejected("/v1/messages", body, "system[0].type").await;
}

#[tokio::test]
async fn a_thread_is_400_with_the_code_that_anthropics_client_recovers_from() {
    let body = json!({"model": "m", "max_tokens": 9, "thread": {"id": "t"},
        "messages": [{"role": "user", "content": "hi"}]});
    let (upstream, status, text) = ask("/v1/messages", &body).await;
    let error: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((status, &error["type"]), (400, &json!("error")), "{text}");
    assert_eq!(error["error"]["type"], "invalid_request_error");
    assert_eq!(error["error"]["details"]["error_code"], "thread_unsupported_request");
    assert_eq!(upstream.taken(), 0);
}

#[tokio::test]
async fn what_clients_send_in_earnest_goes_on() {
    let answer = r#"{"id":"i","type":"message","role":"assistant","model":"m","content":[],"usage":{"input_tokens":1,"output_tokens":1}}"#;
    let function = json!({"name": "f", "arguments": ""});
    let call = json!({"id": "c", "type": "function", "function": function});
    let png = json!({"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}});
    for body in [
        chat(json!({"messages": [{"role": "assistant", "content": null, "refusal": null,
            "tool_calls": [call]}, {"role": "tool", "tool_call_id": "c", "content": "1"},
            {"role": "tool", "tool_call_id": "d", "content": [{"type": "text", "text": "2"}]}]})),
        said(json!([png])),
        chat(json!({"user": null, "stop": null, "tools": null, "tool_choice": null,
            "max_tokens": null, "response_format": null, "stream_options": null})),
    ] {
        let upstream = Upstream::start().await;
        upstream.reply(200, "application/json", answer);
        let gateway = Gateway::before(&upstream, json!({"anthropic": {}}), json!({})).await;
        gateway.chat(body.to_string()).await.expect_ok();
        assert_eq!(upstream.count(), 1, "{body}");
    }
}
