//! Guards of prompts and answers: what is masked, what is refused, and what they leave alone.

use bytes::Bytes;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};

use crate::support::gateway::{
    Connection, Gateway, Reply, backend, chat, piece, policy, post, route, to,
};
use crate::support::upstream::Upstream;

const REJECTED: &str = "The request was rejected due to inappropriate content";

async fn behind(upstream: &Upstream, provider: Value, guard: Value) -> Gateway {
    let routes = json!({"/v1/messages": "Messages", "/v1/responses": "Responses",
        "/v1/embeddings": "Embeddings", ":generateContent": "GenerateContent",
        "/v1/chat/completions": "Completions", "*": "Passthrough"});
    Gateway::before(upstream, provider, json!({"ai": {"promptGuard": guard, "routes": routes}}))
        .await
}

fn said(text: &str) -> String {
    json!({"model": "m", "messages": [{"role": "user", "content": text}]}).to_string()
}

fn expect_rejected(reply: &Reply, status: u16, body: &str) {
    let kind = reply.header("content-type");
    assert_eq!((reply.status.as_u16(), reply.text(), kind), (status, body, None), "{reply:?}");
}

#[tokio::test]
async fn a_prompt_is_masked_in_every_format_and_an_answer_too() {
    let mail = "mail a@b.com now";
    let masked = "mail <EMAIL_ADDRESS> now";
    let user = |text: &str| json!({"role": "user", "content": text});
    let gemini = |text: &str| json!({"contents": [{"parts": [{"text": text}]}]});
    let guard = json!({"regex": {"builtins": ["Email"]}});
    let guard = json!({"request": [guard.clone()], "response": [guard]});
    type Make<'a> = &'a dyn Fn(&str) -> Value;
    let cases: [(Value, &str, Make<'_>, Make<'_>); 4] = [
        (
            json!({"openai": {}}),
            "/v1/chat/completions",
            &|text| json!({"messages": [user(text)], "model": "m"}),
            &|text| json!({"choices": [{"message": {"content": text}}]}),
        ),
        (
            json!({"openai": {}}),
            "/v1/responses",
            &|text| json!({"input": text, "model": "m"}),
            &|text| json!({"output": [{"content": [{"text": text, "type": "output_text"}]}]}),
        ),
        (
            json!({"anthropic": {}}),
            "/v1/messages",
            &|text| json!({"messages": [user(text)], "model": "m", "system": text}),
            &|text| json!({"content": [{"text": text, "type": "text"}]}),
        ),
        (
            json!({"gemini": {}}),
            "/v1beta/models/m:generateContent",
            &gemini,
            &|text| json!({"candidates": [{"content": {"parts": [{"text": text}]}}]}),
        ),
    ];
    for (provider, path, asked, answered) in cases {
        let upstream = Upstream::start().await;
        let gateway = behind(&upstream, provider, guard.clone()).await;
        upstream.reply(200, "application/json", answered(mail).to_string());
        let reply = gateway.ask(post(path, asked(mail).to_string())).await.expect_ok();
        let read = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
        assert_eq!(read(upstream.only().text()), asked(masked), "{path}");
        assert_eq!(read(reply.text()), answered(masked), "{path}");
        assert_eq!(reply.header("content-type"), Some("application/json"));
    }
}

#[tokio::test]
async fn who_is_refused_gets_the_guards_answer_and_nobody_is_asked() {
    let upstream = Upstream::start().await;
    let reject = |response: Value, scope: Value| {
        let regex = json!({"action": "Reject", "matches": ["secret"]});
        let mut guard = json!({"regex": regex, "response": response});
        if !scope.is_null() {
            guard["scope"] = scope;
        }
        json!({"request": [guard]})
    };
    let openai = || json!({"openai": {}});
    let gateway = behind(&upstream, openai(), reject(json!({}), Value::Null)).await;
    expect_rejected(&gateway.chat(said("a secret")).await, 403, REJECTED);
    gateway.logged(&["reason=Guardrail", "status=403"]).await;
    let streamed = json!({"model": "m", "stream": true,
        "messages": [{"role": "user", "content": "secret"}]});
    expect_rejected(&gateway.chat(streamed.to_string()).await, 403, REJECTED);
    let own = json!({"message": "no", "statusCode": 422});
    let gateway = behind(&upstream, openai(), reject(own, json!(["SystemPrompt"]))).await;
    let system = json!({"model": "m", "messages": [{"role": "system", "content": "secret"}]});
    expect_rejected(&gateway.chat(system.to_string()).await, 422, "no");
    assert_eq!(upstream.count(), 0);
    gateway.chat(said("secret")).await.expect_ok();
    // Embeddings and what is passed through are nobody's to guard.
    for path in ["/v1/embeddings", "/anything"] {
        let body = json!({"model": "m", "input": "secret", "messages": []}).to_string();
        gateway.ask(post(path, body)).await.expect_ok();
    }
}

#[tokio::test]
async fn what_has_nothing_to_mask_goes_on_byte_by_byte() {
    let upstream = Upstream::start().await;
    let guard = json!({"regex": {"builtins": ["Email", "Ssn", "PhoneNumber"]}});
    let guard = json!({"request": [guard.clone()], "response": [guard]});
    let gateway = behind(&upstream, json!({"openai": {}}), guard).await;
    let asked = r#"{ "messages":[ {"role":"user","content":"\u0068i"}] , "model" : "m" }"#;
    let answer = r#"{ "choices" : [{"message":{"content":"\u0068i"}}], "x":1.0e2 }"#;
    upstream.reply(200, "application/json", answer);
    let reply = gateway.chat(asked).await.expect_ok();
    assert_eq!((upstream.only().text(), reply.text()), (asked, answer));
}

#[tokio::test]
async fn an_answer_that_is_refused_goes_to_nobody_and_errors_are_left_alone() {
    let upstream = Upstream::start().await;
    let guard = json!({"response": [{"regex": {"action": "Reject", "matches": ["secret"]}}]});
    let gateway = behind(&upstream, json!({"openai": {}}), guard).await;
    let answer = r#"{"choices":[{"message":{"content":"a secret"}}]}"#;
    upstream.reply(200, "application/json", answer);
    expect_rejected(&gateway.chat(chat("m")).await, 403, REJECTED);
    upstream.reply(429, "application/json", answer);
    assert_eq!(gateway.chat(chat("m")).await.text(), answer);
    upstream.reply(200, "application/json", "{");
    let reply = gateway.chat(chat("m")).await;
    assert_eq!(reply.status.as_u16(), 502, "{reply:?}");
    assert!(reply.text().starts_with("failed to process LLM response: "), "{reply:?}");
}

fn event(text: &str) -> Bytes {
    let event = json!({"choices": [{"delta": {"content": text}}]});
    Bytes::from(format!("data: {event}\n\n"))
}

#[tokio::test]
async fn streams_are_looked_through_where_that_is_asked_for_and_only_refused() {
    let regex = |action: &str| json!({"regex": {"action": action, "matches": ["top secret"]}});
    for (action, streaming, cut) in
        [("Reject", true, true), ("Reject", false, false), ("Mask", true, true)]
    {
        let upstream = Upstream::start().await;
        let mut guard = json!({"response": [regex(action)]});
        if streaming {
            guard["streaming"] = json!("Enabled");
        }
        let gateway = behind(&upstream, json!({"openai": {}}), guard).await;
        let sender = upstream.stream();
        let body = json!({"model": "m", "stream": true, "messages": []}).to_string();
        let mut connection = Connection::to(gateway.address()).await;
        let reply = connection.send(post("/v1/chat/completions", body)).await.expect("a reply");
        let mut reply = reply.into_body();
        let first = event(&("x".repeat(1100) + "y top"));
        sender.send(Ok(first.clone())).expect("a reader");
        let gone = piece(&mut reply).await.expect("a piece").expect("data");
        assert_eq!(gone, first, "it has nothing to refuse yet");
        // Across events, and across the seam to what has gone on already.
        for text in [" sec".to_owned(), "ret".to_owned(), "z".repeat(1100)] {
            sender.send(Ok(event(&text))).expect("a reader");
        }
        drop(sender);
        let rest = reply.collect().await.expect("a clean end").to_bytes();
        let rest = String::from_utf8_lossy(&rest);
        let end = format!(
            "data: {{\"error\":{{\"type\":\"guardrail_blocked\",\
            \"code\":\"guardrail_intervention\",\"message\":\"{REJECTED}\"}}}}\n\n"
        );
        assert_eq!(rest == end, cut, "{action} {streaming}: {rest}");
        assert_eq!(rest.contains("zzz"), !cut, "{action} {streaming}: {rest}");
    }
}

#[tokio::test]
async fn a_body_that_can_be_read_in_two_ways_is_refused_where_guards_look() {
    let upstream = Upstream::start().await;
    let guard = json!({"regex": {"action": "Mask", "matches": ["secret"]}});
    let guard = json!({"request": [guard.clone()], "response": [guard]});
    let gateway = behind(&upstream, json!({"openai": {}}), guard).await;
    let utf16: Vec<u8> = said("secret").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let deep = format!(r#"{{"messages":{}"secret"{}}}"#, "[".repeat(500), "]".repeat(500));
    for body in [
        br#"{"messages":[{"role":"user","content":"secret","content":"ok"}]}"#.to_vec(),
        br#"{"messages":[{"role":"user","content":"ok","c\u006fntent":"secret"}]}"#.to_vec(),
        br#"{"messages":[{"role":"user","content":"secret"}],"messages":[]}"#.to_vec(),
        br#"{"messages":[],"prompt":[15496, 995]}"#.to_vec(),
        [b"\xef\xbb\xbf", said("secret").as_bytes()].concat(),
        br#"{"messages":[{"content":"secret\xff"}]}"#.to_vec(),
        utf16,
        deep.into_bytes(),
    ] {
        let shown = String::from_utf8_lossy(&body).into_owned();
        let reply = gateway.ask(post("/v1/chat/completions", body)).await;
        assert_eq!(reply.status.as_u16(), 400, "{shown}: {reply:?}");
    }
    assert_eq!(upstream.count(), 0);
    upstream.reply(
        200,
        "application/json",
        r#"{"choices":[{"message":{"content":"secret","content":"x"}}]}"#,
    );
    let reply = gateway.chat(chat("m")).await;
    assert_eq!(reply.status.as_u16(), 502, "{reply:?}");
    assert!(!reply.text().contains("secret"), "{reply:?}");
}

#[tokio::test]
async fn a_long_prompt_is_masked_while_others_are_served() {
    let upstream = Upstream::start().await;
    let guard = json!({"request": [{"regex": {"matches": ["secret"]}}]});
    let gateway = behind(&upstream, json!({"openai": {}}), guard).await;
    let asked = gateway.chat(said(&"secret ".repeat(50_000))).await;
    asked.expect_ok();
    assert!(upstream.only().text().contains(&"<masked> ".repeat(50_000)));
}

#[tokio::test]
async fn a_stream_that_is_looked_through_still_goes_on_as_it_comes() {
    let upstream = Upstream::start().await;
    let guard = json!({"streaming": "Enabled",
        "response": [{"regex": {"action": "Reject", "builtins": ["Ssn"]}}]});
    let gateway = behind(&upstream, json!({"openai": {}}), guard).await;
    let sender = upstream.stream();
    let body = json!({"model": "m", "stream": true, "messages": []}).to_string();
    let mut connection = Connection::to(gateway.address()).await;
    let reply = connection.send(post("/v1/chat/completions", body)).await.expect("a reply");
    let mut reply = reply.into_body();
    let long = event(&"x ".repeat(600));
    sender.send(Ok(long.clone())).expect("a reader");
    let first = piece(&mut reply).await.expect("a piece").expect("data");
    assert_eq!(first, long, "before the stream has ended");
    drop(reply);
    upstream.until_left().await;
}

#[tokio::test]
async fn a_policy_on_the_route_guards_and_the_backends_own_wins() {
    let upstream = Upstream::start().await;
    let guard = |word: &str| {
        json!({"ai": {"promptGuard": {"request": [
        {"regex": {"action": "Reject", "matches": [word]}}]}}})
    };
    let gateway = Gateway::start(&[
        backend("wide", upstream.address, json!({"openai": {}}), json!({})),
        route("r", json!([to("wide")])),
        policy("p", json!({"backend": guard("red")})),
    ])
    .await;
    expect_rejected(&gateway.chat(said("red")).await, 403, REJECTED);
    let gateway = Gateway::start(&[
        backend("own", upstream.address, json!({"openai": {}}), guard("blue")),
        route("r", json!([to("own")])),
        policy("p", json!({"backend": guard("red")})),
    ])
    .await;
    expect_rejected(&gateway.chat(said("blue")).await, 403, REJECTED);
    gateway.chat(said("red")).await.expect_ok();
}
