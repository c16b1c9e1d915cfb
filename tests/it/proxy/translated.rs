//! Clients that ask in another format than their provider speaks: what goes out, what comes back, and how it breaks.

use std::io::Write as _;

use bytes::Bytes;
use http::Method;
use http_body_util::BodyExt as _;
use kubectl_agw::edge::proxy::Settings;
use kubectl_agw::edge::simulator::Simulation;
use serde_json::{Value, json};

use crate::support::gateway::{
    Connection, Gateway, Reply, backend, chat, keyed, piece, post, route, secret, settings, to,
    with,
};
use crate::support::upstream::{Script, Upstream, reply};

const CHAT: &str = "/v1/chat/completions";
const STREAMED: &str = r#"{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}"#;
const MESSAGE: &str = r#"{"id":"msg_1","type":"message","role":"assistant","model":"claude-1",
    "content":[{"type":"text","text":"mail a@b.com"}],"stop_reason":"end_turn",
    "usage":{"input_tokens":11,"output_tokens":7}}"#;
const EVENTS: [&str; 4] = [
    "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\
     \"role\":\"assistant\",\"model\":\"claude-1\",\"usage\":{\"input_tokens\":11}}}\n\n",
    "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\
     \"text\":\"secret\"}}\n\n",
    "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\
     \"usage\":{\"output_tokens\":7}}\n\n",
    "data: {\"type\":\"message_stop\"}\n\n",
];

async fn claude(upstream: &Upstream, policies: Value) -> Gateway {
    Gateway::before(upstream, json!({"anthropic": {}}), policies).await
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// The objects of a stream in OpenAI's form, which must end as its streams do.
fn chunks(text: &str) -> Vec<Value> {
    let events = text.strip_suffix("data: [DONE]\n\n").unwrap_or_else(|| panic!("no end: {text}"));
    let events = events.split_terminator("\n\n");
    events.map(|event| read(event.strip_prefix("data: ").expect("data"))).collect()
}

#[tokio::test]
async fn a_completion_is_asked_of_claude_as_claude_is_asked() {
    let upstream = Upstream::start().await;
    upstream.reply(200, "application/json", MESSAGE);
    let provider = json!({"anthropic": {"model": "claude-1"}});
    let b = backend("b", upstream.address, provider, keyed("k"));
    let parts = [b, secret("k", "sk-ant-1"), route("r", json!([to("b")]))];
    let gateway = Gateway::start(&parts).await;
    let headers = [("authorization", "Bearer mine"), ("accept-encoding", "gzip"), ("x-a", "1")];
    let reply = gateway.ask(with(Method::POST, CHAT, &headers, chat("gpt"))).await.expect_ok();
    let seen = upstream.only();
    assert_eq!(seen.target, "/v1/messages");
    for (name, value) in [
        ("x-api-key", Some("sk-ant-1")),
        ("anthropic-version", Some("2023-06-01")),
        ("authorization", None),
        ("accept-encoding", None),
        ("x-a", Some("1")),
        ("content-length", Some(seen.body.len().to_string().as_str())),
    ] {
        assert_eq!(seen.header(name), value, "{name}");
    }
    let hi = json!([{"type": "text", "text": "hi"}]);
    let sent = json!({"model": "claude-1", "max_tokens": 4096,
        "messages": [{"role": "user", "content": hi}]});
    assert_eq!(read(seen.text()), sent);
    let body = read(reply.text());
    assert_eq!(body["object"], "chat.completion");
    assert_eq!(body["choices"][0]["message"]["content"], "mail a@b.com");
    assert_eq!(reply.header("content-length"), Some(reply.body.len().to_string().as_str()));
    assert_eq!(reply.header("x-agw-model"), Some("claude-1"));
    let counted = ["gen_ai.usage.input_tokens=11", "gen_ai.usage.output_tokens=7"];
    gateway.logged(&[counted[0], counted[1], "gen_ai.provider.name=anthropic"]).await;
}

#[tokio::test]
async fn claude_is_asked_at_every_provider_that_has_it() {
    let foundry = json!({"resourceName": "r", "resourceType": "Foundry", "projectName": "p",
        "model": "Claude-x"});
    let custom = json!({"formats": [{"type": "Messages", "path": "/deep/messages"}]});
    for (provider, path) in [
        (json!({"azure": foundry}), "/v1/anthropic/v1/messages"),
        (json!({"custom": custom}), "/deep/messages"),
    ] {
        let upstream = Upstream::start().await;
        upstream.reply(200, "application/json", MESSAGE);
        let gateway = Gateway::before(&upstream, provider, json!({})).await;
        gateway.chat(chat("m")).await.expect_ok();
        let seen = upstream.only();
        assert!(seen.target.ends_with(path), "{}", seen.target);
        assert_eq!(seen.header("anthropic-version"), Some("2023-06-01"));
        assert!(seen.text().contains("max_tokens"), "{}", seen.text());
    }
}

#[tokio::test]
async fn a_message_is_asked_of_openai_as_openai_is_asked() {
    let upstream = Upstream::start().await;
    let completion = json!({"id": "c", "model": "gpt-4o-2024", "choices": [{"index": 0,
        "finish_reason": "stop", "message": {"role": "assistant", "content": "hello"}}],
        "usage": {"prompt_tokens": 11, "completion_tokens": 7,
            "prompt_tokens_details": {"cached_tokens": 4}}});
    upstream.reply(200, "application/json", completion.to_string());
    let mut policies = keyed("k");
    policies["ai"] = json!({"routes": {"/v1/messages": "Messages"},
        "overrides": [{"field": "max_tokens", "value": 9}]});
    let provider = json!({"openai": {"model": "gpt-4o"}});
    let b = backend("b", upstream.address, provider, policies);
    let parts = [b, secret("k", "sk-1"), route("r", json!([to("b")]))];
    let gateway = Gateway::start(&parts).await;
    let headers = [("x-api-key", "mine"), ("anthropic-version", "2023-06-01")];
    let asked = json!({"model": "claude", "max_tokens": 5, "system": "Be brief.",
        "messages": [{"role": "user", "content": "hi"}]});
    let request = with(Method::POST, "/v1/messages", &headers, asked.to_string());
    let reply = gateway.ask(request).await.expect_ok();
    let seen = upstream.only();
    assert_eq!(seen.target, "/v1/chat/completions");
    assert_eq!(seen.header("authorization"), Some("Bearer sk-1"));
    assert_eq!(seen.header("x-api-key"), None);
    let hi = json!([{"type": "text", "text": "hi"}]);
    let sent = json!({"model": "gpt-4o", "max_completion_tokens": 9, "stream": false,
        "messages": [{"role": "system", "content": "Be brief."}, {"role": "user", "content": hi}]});
    assert_eq!(read(seen.text()), sent);
    let body = read(reply.text());
    assert_eq!(body["content"], json!([{"type": "text", "text": "hello"}]));
    assert_eq!(body["usage"]["input_tokens"], 7);
    // The log counts what the cache gave, too.
    gateway.logged(&["gen_ai.usage.input_tokens=11", "gen_ai.usage.output_tokens=7"]).await;
}

#[tokio::test]
async fn a_stream_of_openais_and_its_errors_become_messages() {
    let upstream = Upstream::start().await;
    let routes = json!({"ai": {"routes": {"/v1/messages": "Messages"}}});
    let gateway = Gateway::before(&upstream, json!({"openai": {}}), routes).await;
    let asked = json!({"model": "m", "max_tokens": 5, "stream": true,
        "messages": [{"role": "user", "content": "hi"}]});
    let ask = || gateway.ask(post("/v1/messages", asked.to_string()));
    let chunk = json!({"id": "c", "model": "gpt", "choices": [
        {"index": 0, "delta": {"content": "hello"}, "finish_reason": "stop"}]});
    let counts = json!({"id": "c", "model": "gpt", "choices": [],
        "usage": {"prompt_tokens": 11, "completion_tokens": 7}});
    let events = format!("data: {chunk}\n\ndata: {counts}\n\ndata: [DONE]\n\n");
    upstream.reply(200, "text/event-stream; charset=utf-8", events);
    let reply = ask().await.expect_ok();
    assert_eq!(reply.header("content-type"), Some("text/event-stream"));
    let names = reply.text().lines().filter_map(|line| line.strip_prefix("event: "));
    let expected = [
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
    ];
    assert_eq!(names.collect::<Vec<_>>(), expected);
    let line = gateway.logged(&["gen_ai.usage.input_tokens=11"]).await;
    assert!(line.contains("output_tokens=7") && line.contains("response.model=gpt"), "{line}");
    upstream.reply(429, "application/json", r#"{"error":{"message":"slow","type":null}}"#);
    let reply = ask().await;
    let worded = json!({"type": "error", "error": {"type": "rate_limit_error", "message": "slow"}});
    assert_eq!((reply.status.as_u16(), read(reply.text())), (429, worded));
    upstream.reply(503, "text/html", "<html>");
    let reply = ask().await;
    let worded = json!({"type": "error", "error": {"type": "api_error", "message": "<html>"}});
    assert_eq!((reply.status.as_u16(), read(reply.text())), (503, worded));
}

#[tokio::test]
async fn each_event_goes_on_in_the_clients_format_before_the_next_has_come() {
    let upstream = Upstream::start().await;
    let gateway = claude(&upstream, json!({})).await;
    let pieces = upstream.stream();
    let mut connection = Connection::to(gateway.address()).await;
    let response = connection.send(post(CHAT, STREAMED)).await.expect("a head before any event");
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    assert!(!response.headers().contains_key("content-length"));
    let mut body = response.into_body();
    pieces.send(Ok(EVENTS[0].into())).expect("a running stream");
    // The second event a byte at a time.
    for byte in EVENTS[1].bytes() {
        pieces.send(Ok(vec![byte].into())).expect("a running stream");
    }
    let said = piece(&mut body).await.expect("a piece").expect("no error");
    let said = read(std::str::from_utf8(&said).expect("text").trim_start_matches("data: "));
    assert_eq!(said["choices"][0]["delta"], json!({"content": "secret", "role": "assistant"}));
    pieces.send(Ok(EVENTS[2].into())).expect("a running stream");
    let end = piece(&mut body).await.expect("a piece").expect("no error");
    assert!(end.starts_with(b"data: {") && !end.ends_with(b"[DONE]\n\n"), "{end:?}");
    pieces.send(Ok(EVENTS[3].into())).expect("a running stream");
    drop(pieces);
    let rest = body.collect().await.expect("a good end").to_bytes();
    assert_eq!(rest, "data: [DONE]\n\n");
    assert!(upstream.only().text().contains("\"stream\":true"));
    let line = gateway.logged(&["gen_ai.usage.input_tokens=11"]).await;
    assert!(line.contains("output_tokens=7") && line.contains("response.model=claude-1"), "{line}");
}

#[tokio::test]
async fn an_error_keeps_its_status_and_is_worded_for_the_client() {
    for (request, words) in [(chat("m"), "Overloaded"), (STREAMED.to_owned(), "Overloaded")] {
        let upstream = Upstream::start().await;
        let error = json!({"type": "error",
            "error": {"type": "overloaded_error", "message": words}});
        let mut response = reply(529, "application/json", error.to_string());
        response.headers_mut().insert("retry-after", "3".parse().expect("a value"));
        upstream.script(Script::Reply(response));
        let gateway = claude(&upstream, json!({})).await;
        let reply = gateway.chat(request).await;
        assert_eq!((reply.status.as_u16(), reply.header("retry-after")), (529, Some("3")));
        let expected = json!({"event_id": null,
            "error": {"type": "invalid_request_error", "message": words}});
        assert_eq!(read(reply.text()), expected);
    }
}

#[tokio::test]
async fn a_reply_that_is_no_message_is_502() {
    let answers: [(u16, &str, &str, &str); 5] = [
        (200, "application/json", "{", STREAMED),
        (200, "application/json", "<html>", "{}"),
        (200, "application/json", r#"{"id":"x","content":[],"usage":{}}"#, "{}"),
        (204, "application/json", "", "{}"),
        (200, "text/event-stream", "data: {}\n\n", "{}"),
    ];
    for (status, kind, body, asked) in answers {
        let upstream = Upstream::start().await;
        upstream.reply(status, kind, body);
        let gateway = claude(&upstream, json!({})).await;
        let asked = if asked == "{}" { chat("m") } else { asked.to_owned() };
        let reply = gateway.chat(asked).await;
        assert_eq!(reply.status.as_u16(), 502, "{body} {reply:?}");
        let words = "failed to process LLM response: ";
        assert!(reply.text().starts_with(words), "{}", reply.text());
        gateway.logged(&["http.status=502", "reason=UpstreamFailure"]).await;
    }
}

#[tokio::test]
async fn a_request_that_cannot_be_translated_is_400_and_goes_nowhere() {
    let upstream = Upstream::start().await;
    let gateway = claude(&upstream, json!({})).await;
    let odd = r#"{"model":"m","messages":[{"role":"robot","content":"hi"}]}"#;
    let words =
        "failed to process LLM request: failed to parse request: unknown message role `robot`";
    gateway.chat(odd).await.expect_plain(400, words);
    assert_eq!(upstream.taken(), 0);
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(text.as_bytes()).expect("memory");
    encoder.finish().expect("memory")
}

#[tokio::test]
async fn a_compressed_reply_is_read_all_the_same() {
    for (status, body, field) in
        [(200, MESSAGE, "/choices"), (400, r#"{"error":{"message":"no"}}"#, "/error/message")]
    {
        let upstream = Upstream::start().await;
        let mut response = reply(status, "application/json", gzip(body));
        response.headers_mut().insert("content-encoding", "gzip".parse().expect("a value"));
        upstream.script(Script::Reply(response));
        let gateway = claude(&upstream, json!({})).await;
        let reply = gateway.chat(chat("m")).await;
        assert_eq!((reply.status.as_u16(), reply.header("content-encoding")), (status, None));
        assert!(read(reply.text()).pointer(field).is_some(), "{}", reply.text());
    }
}

#[tokio::test]
async fn a_stream_that_breaks_off_never_ends_well() {
    let error: Bytes = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\
        \"overloaded_error\",\"message\":\"Overloaded\"}}\n\n"
        .into();
    let ends: [(Option<Result<Bytes, &str>>, &str); 3] = [
        (Some(Ok(error)), "\"type\":\"overloaded_error\""),
        (Some(Err("cut")), "secret"),
        (None, "secret"),
    ];
    for (end, last) in ends {
        let upstream = Upstream::start().await;
        let gateway = claude(&upstream, json!({})).await;
        let pieces = upstream.stream();
        pieces.send(Ok(EVENTS[..2].concat().into())).expect("a stream");
        let mut connection = Connection::to(gateway.address()).await;
        let mut body = connection.send(post(CHAT, STREAMED)).await.expect("a head").into_body();
        let mut got = piece(&mut body).await.expect("a piece").expect("no error").to_vec();
        if let Some(end) = end {
            pieces.send(end.map_err(Into::into)).expect("a stream");
        }
        drop(pieces);
        while let Ok(data) = piece(&mut body).await.expect("more than an end") {
            got.extend_from_slice(&data);
        }
        let got = String::from_utf8(got).expect("text");
        assert!(got.contains("secret") && !got.contains("[DONE]"), "{got}");
        assert!(got.split("\n\n").any(|event| event.contains(last)), "{got}");
        gateway.logged(&["error=\"upstream disconnected"]).await;
    }
}

#[tokio::test]
async fn policies_see_the_clients_format_and_the_last_word_is_about_the_providers() {
    let upstream = Upstream::start().await;
    upstream.reply(200, "application/json", MESSAGE);
    let mask = json!({"regex": {"builtins": ["Email"]}});
    let ai = json!({"ai": {
        "defaults": [{"field": "max_completion_tokens", "value": 5}],
        "modelAliases": {"m": "claude-2"},
        "prompt": {"prepend": [{"role": "system", "content": "Be brief."}]},
        "promptGuard": {"request": [mask], "response": [mask]},
        "finalTransformations": [{"field": "top_k", "expression": "3"}],
    }});
    let gateway = claude(&upstream, ai).await;
    let asked = json!({"model": "m", "messages": [{"role": "user", "content": "mail a@b.com"}]});
    let reply = gateway.chat(asked.to_string()).await.expect_ok();
    let masked = json!([{"type": "text", "text": "mail <EMAIL_ADDRESS>"}]);
    let sent = json!({"model": "claude-2", "max_tokens": 5, "system": "Be brief.", "top_k": 3,
        "messages": [{"role": "user", "content": masked}]});
    assert_eq!(read(upstream.only().text()), sent);
    let said = read(reply.text());
    assert_eq!(said["choices"][0]["message"]["content"], "mail <EMAIL_ADDRESS>");
}

#[tokio::test]
async fn a_guard_looks_at_the_stream_that_the_client_gets() {
    let upstream = Upstream::start().await;
    let guard = json!({"regex": {"action": "Reject", "matches": ["secret"]}});
    let guards = json!({"response": [guard], "streaming": "Enabled"});
    let gateway = claude(&upstream, json!({"ai": {"promptGuard": guards}})).await;
    upstream.reply(200, "text/event-stream", EVENTS.concat());
    let reply = gateway.chat(STREAMED).await.expect_ok();
    assert!(reply.text().contains("guardrail_blocked"), "{}", reply.text());
    assert!(!reply.text().contains("secret"), "{}", reply.text());
}

#[tokio::test]
async fn tokens_are_paid_for_as_in_any_format() {
    let upstream = Upstream::start().await;
    let b = backend("b", upstream.address, json!({"anthropic": {}}), json!({}));
    let limit = json!([{"tokens": 10, "unit": "Hours"}]);
    let limits =
        crate::support::gateway::policy("p", json!({"traffic": {"rateLimit": {"local": limit}}}));
    let gateway = Gateway::start(&[b, route("r", json!([to("b")])), limits]).await;
    upstream.reply(200, "text/event-stream", EVENTS.concat());
    let reply: Reply = gateway.chat(STREAMED).await.expect_ok();
    let said = chunks(reply.text());
    assert_eq!(said.last().expect("a last chunk")["usage"]["total_tokens"], 18);
    assert_eq!(gateway.chat(chat("m")).await.status.as_u16(), 429);
}

#[tokio::test]
async fn the_simulator_is_asked_in_the_providers_format_too() {
    let upstream = Upstream::start().await;
    let b = backend("b", upstream.address, json!({"anthropic": {"model": "c"}}), json!({}));
    let settings = Settings { simulate: Some(Simulation::default()), ..settings() };
    let gateway = Gateway::start_with(settings, &[b, route("r", json!([to("b")]))]).await;
    let said = read(gateway.chat(chat("m")).await.expect_ok().text());
    let whole = said["choices"][0]["message"]["content"].as_str().expect("text").to_owned();
    assert!(!whole.is_empty());
    let streamed = gateway.chat(STREAMED).await.expect_ok();
    assert_eq!(streamed.header("x-agw-simulated"), Some("true"));
    let deltas = chunks(streamed.text());
    let words = deltas.iter().filter_map(|chunk| chunk["choices"][0]["delta"]["content"].as_str());
    assert_eq!(words.collect::<String>(), whole);
    let asked = [("x-agw-simulate", "status=429,retry-after=2")];
    let reply = gateway.ask(with(Method::POST, CHAT, &asked, chat("m"))).await;
    assert_eq!((reply.status.as_u16(), reply.header("retry-after")), (429, Some("2")));
    assert_eq!(read(reply.text())["error"]["type"], "invalid_request_error");
    assert_eq!(upstream.taken(), 0);
}
