//! Streams that are open when the kill switch stops them.

use std::time::{Duration, Instant};

use kubectl_agw::domain::kill::{InForce, SubjectKind};
use serde_json::{Value, json};

use super::{CHAT, MESSAGES, RESPONSES, formats, killed, one_backend, switched};
use crate::support::gateway::{Gateway, Wire, backend, chat, reference, route};
use crate::support::open_streams::OpenStreams;
use crate::support::upstream::{Script, Upstream};

/// The data of the last event.
fn last_event(text: &str) -> (Option<String>, Value) {
    let event = text.trim_end().rsplit("\n\n").next().unwrap_or_default();
    let name = event.lines().find_map(|line| line.strip_prefix("event: ")).map(str::to_owned);
    let data = event.lines().find_map(|line| line.strip_prefix("data: ")).unwrap_or_default();
    (name, serde_json::from_str(data).unwrap_or_default())
}

#[tokio::test]
async fn an_open_stream_ends_with_an_error_event_in_the_clients_format() {
    let words = "stopped by the kill switch: model m: a leak";
    for (asked, provider, wanted) in [
        (
            CHAT,
            "openai",
            (
                None,
                json!({"error": {"type": "api_error", "message": words, "param": null, "code": null}}),
            ),
        ),
        (
            RESPONSES,
            "openai",
            (
                Some("error"),
                json!({"type": "error", "code": "api_error", "message": words, "param": null, "sequence_number": 0}),
            ),
        ),
        (
            MESSAGES,
            "anthropic",
            (
                Some("error"),
                json!({"type": "error", "error": {"type": "api_error", "message": words}}),
            ),
        ),
    ] {
        let upstream = Upstream::start().await;
        let (kills, gateway) = one_backend(&upstream, json!({provider: {}})).await;
        // In the middle of an event, too: what follows must be one of its own.
        for part in ["data: {\"a\":1}\n\n", "data: {\"a\":1}\n\ndata: {\"b"] {
            let sent: Vec<_> = (0..2).map(|_| upstream.stream()).collect();
            for pieces in &sent {
                pieces.send(Ok(part.into())).expect("a waiting stream");
            }
            let open = OpenStreams::open(gateway.address(), 2, &[asked]).await;
            kills.set(killed(&[(SubjectKind::Model, "m")]));
            for ended in open.ended().await {
                assert!(ended.broken, "{}", ended.text);
                // Of HTTP/1.1 the last chunk ends as chunks do.
                let (name, data) = last_event(&ended.text);
                assert_eq!((name.as_deref(), data), (wanted.0, wanted.1.clone()), "{}", ended.text);
                assert!(ended.text.contains(part.trim_end()), "{}", ended.text);
            }
            upstream.until_left().await;
            assert!(sent.iter().all(|pieces| pieces.is_closed()));
            kills.set(InForce::default());
        }
        let line = gateway.logged(&["http.status=200", "reason=Killed"]).await;
        assert!(line.contains("error=\"stopped by the kill switch: model m: a leak\""), "{line}");
    }
}

#[tokio::test]
async fn a_stream_that_nothing_stops_goes_on() {
    let upstream = Upstream::start().await;
    let (kills, gateway) = one_backend(&upstream, json!({"openai": {}})).await;
    let pieces = upstream.stream();
    pieces.send(Ok("data: 1\n\n".into())).expect("a waiting stream");
    let open = OpenStreams::open(gateway.address(), 1, &[CHAT]).await;
    for other in ["other", "another"] {
        kills.set(killed(&[(SubjectKind::Model, other)]));
        pieces.send(Ok("data: 2\n\n".into())).expect("a running stream");
    }
    kills.set(InForce::default());
    drop(pieces);
    let ended = open.ended().await.remove(0);
    assert!(!ended.broken && ended.text.matches("data: 2").count() == 2, "{}", ended.text);
}

#[tokio::test]
async fn a_reply_that_is_no_stream_breaks_off() {
    let upstream = Upstream::start().await;
    let (kills, gateway) = one_backend(&upstream, json!({"openai": {}})).await;
    let (sender, receiver) = tokio::sync::mpsc::unbounded_channel();
    let mut response = http::Response::new(crate::support::upstream::channel(receiver));
    response.headers_mut().insert("content-type", "application/json".parse().expect("a value"));
    upstream.script(Script::Reply(response));
    sender.send(Ok("{\"id\":".into())).expect("a waiting stream");
    let mut wire = Wire::to(gateway.address()).await;
    let body = chat("m");
    let head = "POST /v1/chat/completions HTTP/1.1\r\nHost: a";
    wire.send(format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len())).await;
    wire.until("{\"id\":").await;
    kills.set(killed(&[(SubjectKind::All, "")]));
    upstream.until_left().await;
    let mut rest = Vec::new();
    let read = tokio::io::AsyncReadExt::read_to_end(&mut wire.0, &mut rest);
    tokio::time::timeout(Duration::from_secs(20), read).await.expect("an end").ok();
    assert!(!String::from_utf8_lossy(&rest).contains("0\r\n\r\n"), "it ended well: {rest:?}");
}

/// A stream ends within this time of the kill.
fn bound() -> Duration {
    Duration::from_millis(if cfg!(debug_assertions) { 2000 } else { 50 })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_open_streams_end_at_once() {
    const STREAMS: usize = 1002;
    let (chats, messages) = (Upstream::start().await, Upstream::start().await);
    let (kills, settings) = switched();
    let manifests = [
        backend("o", chats.address, json!({"openai": {}}), json!({"ai": {"routes": formats()}})),
        backend(
            "a",
            messages.address,
            json!({"anthropic": {}}),
            json!({"ai": {"routes": formats()}}),
        ),
        route(
            "r",
            json!([
                {"matches": [{"path": {"value": "/v1/messages"}}], "backendRefs": [reference("a")]},
                {"backendRefs": [reference("o")]},
            ]),
        ),
    ];
    let gateway = Gateway::start_with(settings, &manifests).await;
    let mut sent = Vec::new();
    for _ in 0..STREAMS / 3 {
        for upstream in [&chats, &chats, &messages] {
            let pieces = upstream.stream();
            pieces.send(Ok("data: {}\n\n".into())).expect("a waiting stream");
            sent.push(pieces);
        }
    }
    let open = OpenStreams::open(gateway.address(), STREAMS, &[CHAT, MESSAGES, RESPONSES]).await;
    let began = Instant::now();
    kills.set(killed(&[(SubjectKind::Model, "m")]));
    let ended = open.ended().await;
    assert_eq!(ended.len(), STREAMS);
    let last = ended.iter().map(|ended| ended.at.duration_since(began)).max().expect("some");
    for ended in &ended {
        assert!(ended.broken && ended.text.contains("a leak"), "{}", ended.text);
    }
    for upstream in [&chats, &messages] {
        upstream.until_left().await;
    }
    assert!(sent.iter().all(|pieces| pieces.is_closed()), "an upstream connection is still open");
    eprintln!("{STREAMS} streams ended within {last:?}");
    assert!(last < bound(), "{last:?}");
}
