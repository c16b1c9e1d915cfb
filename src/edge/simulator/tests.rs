//! The simulator from outside: each format's shape, streams against whole replies, faults.

use std::time::Instant;

use base64::Engine as _;
use serde_json::json;

use super::*;
use crate::domain::llm::sse::Reader;
use crate::domain::value::usage::Usage;

const QUESTION: &str = "In one word: what colour is the sky?";
const ANSWER: &str = "gpt-4o via agentgateway-system/openai-smart (openai, simulated): \
                      \"In one word: what colour is the sky?\"";

fn asked(route_type: RouteType, stream: bool, body: &[u8]) -> ProviderRequest<'_> {
    ProviderRequest {
        backend: "agentgateway-system/openai-smart",
        provider: "openai",
        host: "api.openai.com",
        route_type,
        path: "/v1/whatever",
        model: "gpt-4o",
        stream,
        body,
        simulate: None,
        says: None,
    }
}

/// Status, headers, frames, and whether the body broke.
async fn ask(asked: ProviderRequest<'_>) -> (http::response::Parts, Vec<Bytes>, bool) {
    let (parts, mut body) = answer(&asked, Pace::default()).await.into_parts();
    assert_eq!(parts.headers.get(SIMULATED), Some(&HeaderValue::from_static("true")));
    let mut frames = Vec::new();
    while let Some(frame) = body.frame().await {
        match frame {
            Ok(frame) => frames.push(frame.into_data().expect("data")),
            Err(_) => return (parts, frames, true),
        }
    }
    (parts, frames, false)
}

async fn json_of(asked: ProviderRequest<'_>) -> (StatusCode, Value) {
    let (parts, frames, is_broken) = ask(asked).await;
    assert!(!is_broken);
    (parts.status, serde_json::from_slice(&frames.concat()).expect("JSON"))
}

/// The data of each event; `[DONE]` left out.
async fn events_of(asked: ProviderRequest<'_>) -> Vec<Value> {
    let (parts, frames, is_broken) = ask(asked).await;
    assert!(!is_broken);
    assert_eq!(parts.status, StatusCode::OK);
    assert!(parts.headers[CONTENT_TYPE].as_bytes().starts_with(b"text/event-stream"));
    let texts = frames.iter().map(|frame| std::str::from_utf8(frame).expect("UTF-8"));
    let data = texts.map(|text| {
        assert!(text.ends_with("\n\n") && text.matches("\n\n").count() == 1, "one event a frame");
        text.lines().find_map(|line| line.strip_prefix("data: ")).expect("data")
    });
    data.filter(|data| *data != "[DONE]")
        .map(|data| serde_json::from_str(data).expect("JSON"))
        .collect()
}

fn texts(events: &[Value], pointer: &str) -> String {
    events.iter().filter_map(|event| event.pointer(pointer)?.as_str()).collect()
}

/// A question in each chatting format, where the text stands in a whole reply, and where in an event.
fn questions() -> Vec<(RouteType, Value, &'static str, &'static str)> {
    let messages =
        json!([{"role": "system", "content": "Be brief."}, {"role": "user", "content": QUESTION}]);
    let user = json!([{"role": "user", "content": [{"type": "text", "text": QUESTION}]}]);
    vec![
        (
            RouteType::Completions,
            json!({"messages": messages, "stream_options": {"include_usage": true}}),
            "/choices/0/message/content",
            "/choices/0/delta/content",
        ),
        (
            RouteType::Responses,
            json!({"input": QUESTION, "instructions": "Be brief."}),
            "/output/0/content/0/text",
            "/delta",
        ),
        (
            RouteType::Messages,
            json!({"messages": user, "system": "Be brief.", "max_tokens": 9}),
            "/content/0/text",
            "/delta/text",
        ),
        (
            RouteType::GenerateContent,
            json!({"contents": [{"role": "user", "parts": [{"text": QUESTION}]}],
                "systemInstruction": {"parts": [{"text": "Be brief."}]}}),
            "/candidates/0/content/parts/0/text",
            "/candidates/0/content/parts/0/text",
        ),
    ]
}

#[tokio::test]
async fn a_reply_names_what_was_asked_and_of_whom() {
    for (route_type, body, pointer, _) in questions() {
        let body = body.to_string();
        let (status, reply) = json_of(asked(route_type, false, body.as_bytes())).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(reply.pointer(pointer), Some(&json!(ANSWER)), "{reply}");
    }
}

#[tokio::test]
async fn a_streams_pieces_are_the_whole_reply() {
    for (route_type, body, _, pointer) in questions() {
        let body = body.to_string();
        let events = events_of(asked(route_type, true, body.as_bytes())).await;
        assert_eq!(texts(&events, pointer), ANSWER, "{route_type:?}");
    }
}

#[tokio::test]
async fn tokens_are_a_quarter_of_the_characters_in_every_format() {
    let input_tokens =
        [QUESTION, "Be brief."].map(|text| text.len().div_ceil(4) as u64).iter().sum();
    let expected =
        Usage { input_tokens, output_tokens: ANSWER.len().div_ceil(4) as u64, ..Usage::default() };
    for (route_type, body, ..) in questions() {
        let body = body.to_string();
        let (_, frames, _) = ask(asked(route_type, true, body.as_bytes())).await;
        let mut reader = Reader::default();
        frames.iter().for_each(|frame| reader.feed(frame));
        let seen = reader.finish();
        assert_eq!(seen.usage, Some(expected), "{route_type:?}");
        assert_eq!(seen.model.as_deref(), Some("gpt-4o"));
        assert_eq!(seen.done, route_type == RouteType::Completions);
        assert_eq!(seen.events, frames.len() as u64);
    }
}

#[tokio::test]
async fn the_same_question_gets_the_same_bytes() {
    for (route_type, body, ..) in questions() {
        let body = body.to_string();
        for stream in [false, true] {
            let once = ask(asked(route_type, stream, body.as_bytes())).await.1;
            assert_eq!(once, ask(asked(route_type, stream, body.as_bytes())).await.1);
            let spaced = format!("{body} ");
            assert_ne!(once, ask(asked(route_type, stream, spaced.as_bytes())).await.1, "the id");
        }
    }
}

#[tokio::test]
async fn usage_is_streamed_only_on_request() {
    let body = json!({"messages": [{"role": "user", "content": "x"}]}).to_string();
    let events = events_of(asked(RouteType::Completions, true, body.as_bytes())).await;
    assert!(events.iter().all(|event| event.get("usage").is_none()));
    assert_eq!(
        events.last().and_then(|event| event.pointer("/choices/0/finish_reason")),
        Some(&json!("stop"))
    );
}

#[tokio::test]
async fn typed_events_are_numbered_and_end_in_completed() {
    let body = json!({"input": [{"role": "user", "content": "x"}]}).to_string();
    let events = events_of(asked(RouteType::Responses, true, body.as_bytes())).await;
    for (index, event) in events.iter().enumerate() {
        assert_eq!(event["sequence_number"], json!(index));
    }
    let last = events.last().expect("an event");
    assert_eq!(last["type"], json!("response.completed"));
    let whole = json_of(asked(RouteType::Responses, false, body.as_bytes())).await.1;
    assert_eq!(last["response"], whole);
}

#[tokio::test]
async fn embeddings_are_unit_vectors_of_their_text() {
    let embed = async |body: Value| {
        let body = body.to_string();
        json_of(asked(RouteType::Embeddings, false, body.as_bytes())).await
    };
    let (_, reply) = embed(json!({"input": ["a", "b", "a"], "dimensions": 16})).await;
    let vector = |index: usize| -> Vec<f64> {
        serde_json::from_value(reply["data"][index]["embedding"].clone()).expect("numbers")
    };
    assert_eq!(vector(0), vector(2));
    assert_ne!(vector(0), vector(1));
    let length: f64 = vector(0).iter().map(|number| number * number).sum();
    assert!(vector(0).len() == 16 && (length - 1.0).abs() < 1e-5, "{length}");

    let (_, packed) =
        embed(json!({"input": "a", "dimensions": 16, "encoding_format": "base64"})).await;
    let bytes = base64::engine::general_purpose::STANDARD
        .decode(packed["data"][0]["embedding"].as_str().expect("text"))
        .expect("base64");
    let (chunks, _) = bytes.as_chunks::<4>();
    let unpacked: Vec<f32> = chunks.iter().map(|chunk| f32::from_le_bytes(*chunk)).collect();
    let expected: Vec<f32> = vector(0).iter().map(|number| *number as f32).collect();
    assert_eq!(unpacked, expected);

    assert_eq!(embed(json!({"input": [[1, 2], [3]]})).await.1["usage"]["prompt_tokens"], json!(3));
    assert_eq!(embed(json!({"input": [1, 2]})).await.1["data"].as_array().map(Vec::len), Some(1));
    for wrong in [json!({}), json!({"input": []}), json!({"input": "a", "dimensions": 0})] {
        assert_eq!(embed(wrong).await.0, StatusCode::BAD_REQUEST);
    }
}

#[tokio::test]
async fn where_the_route_only_forwards_the_path_tells_the_format() {
    let at = |path| ProviderRequest { path, ..asked(RouteType::Passthrough, false, b"") };
    let (status, list) = json_of(at("/v1/models?limit=2")).await;
    assert_eq!((status, &list["data"][0]["id"]), (StatusCode::OK, &json!("gpt-4o")));
    assert_eq!(json_of(at("/v1/models/o3")).await.1["id"], json!("o3"));
    let (status, error) = json_of(at("/v1/files")).await;
    assert_eq!(status, StatusCode::NOT_IMPLEMENTED);
    assert!(error["error"]["message"].as_str().is_some_and(|words| words.contains("/v1/files")));
    let body = json!({"messages": [{"role": "user", "content": "12345678"}]}).to_string();
    let count = ProviderRequest { body: body.as_bytes(), ..at("/v1/messages/count_tokens") };
    assert_eq!(json_of(count).await.1, json!({"input_tokens": 2}));
    let body = json!({"contents": [{"parts": [{"text": "1234"}]}]}).to_string();
    let stream = ProviderRequest {
        body: body.as_bytes(),
        ..at("/v1beta/models/g:streamGenerateContent?alt=sse")
    };
    assert!(events_of(stream).await.len() > 3);
}

#[tokio::test]
async fn a_question_without_sense_is_400_in_the_formats_words() {
    for (route_type, pointer) in [
        (RouteType::Completions, "/error/type"),
        (RouteType::Messages, "/error/type"),
        (RouteType::GenerateContent, "/error/status"),
    ] {
        for body in ["", "{}", "[]", r#"{"messages":[],"contents":[]}"#] {
            let (status, error) = json_of(asked(route_type, true, body.as_bytes())).await;
            assert_eq!(status, StatusCode::BAD_REQUEST);
            let kind = error.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
            assert!(
                kind.eq_ignore_ascii_case("invalid_request_error") || kind == "INVALID_ARGUMENT"
            );
        }
    }
    let body = json!({"messages": [{"role": "user", "content": "x"}]}).to_string();
    let nameless =
        ProviderRequest { model: "", ..asked(RouteType::Completions, false, body.as_bytes()) };
    assert_eq!(json_of(nameless).await.0, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn faults_come_as_asked_for() {
    let body = json!({"messages": [{"role": "user", "content": QUESTION}]}).to_string();
    let with = |stream, simulate| ProviderRequest {
        simulate: Some(simulate),
        ..asked(RouteType::Completions, stream, body.as_bytes())
    };
    let (parts, frames, _) = ask(with(true, "status=429,retry-after=2")).await;
    assert_eq!(parts.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(parts.headers[RETRY_AFTER], "2");
    let error: Value = serde_json::from_slice(&frames.concat()).expect("JSON");
    assert_eq!(error["error"]["code"], json!("rate_limit_exceeded"));

    let whole = ask(asked(RouteType::Completions, true, body.as_bytes())).await.1;
    let (parts, frames, is_broken) = ask(with(true, "cut=3")).await;
    assert!(is_broken && parts.status == StatusCode::OK && frames == whole[..3]);
    let (_, frames, is_broken) = ask(with(false, "cut=3")).await;
    assert!(is_broken && serde_json::from_slice::<Value>(&frames.concat()).is_err());

    let begun = Instant::now();
    assert_eq!(json_of(with(false, "delay=30ms")).await.0, StatusCode::OK);
    assert!(begun.elapsed() >= Duration::from_millis(30));

    let (status, error) = json_of(with(false, "explode")).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
    assert!(error["error"]["message"].as_str().is_some_and(|words| words.contains("cut=EVENTS")));
}

#[tokio::test]
async fn a_stream_keeps_its_pace() {
    let body = json!({"messages": [{"role": "user", "content": "x"}]}).to_string();
    let pace = Pace { first: Duration::from_millis(250), between: Duration::from_millis(2) };
    let begun = Instant::now();
    let reply = answer(&asked(RouteType::Completions, true, body.as_bytes()), pace).await;
    assert!(begun.elapsed() < pace.first, "headers do not wait");
    let mut body = reply.into_body();
    let mut frames = 0;
    while let Some(Ok(_)) = body.frame().await {
        frames += 1;
        assert!(begun.elapsed() >= pace.first + pace.between * (frames - 1));
    }
    assert!(frames > 3);
}
