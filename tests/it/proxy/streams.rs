//! Streams: at once, byte for byte, and broken where they were broken.

use std::time::Duration;

use bytes::Bytes;
use http_body_util::BodyExt as _;
use kubectl_agw::edge::proxy::Settings;
use serde_json::json;

use crate::support::gateway::{
    Connection, Gateway, Wire, backend, chat, piece, post, route, settings, to,
};
use crate::support::upstream::{Script, Upstream, raw};

const STREAMED: &str = r#"{"model":"m","stream":true,"messages":[]}"#;

async fn openai(upstream: &Upstream) -> Gateway {
    Gateway::before(upstream, json!({"openai": {}}), json!({})).await
}

#[tokio::test]
async fn an_event_reaches_the_client_before_the_next_one_is_sent() {
    let upstream = Upstream::start().await;
    let gateway = openai(&upstream).await;
    let pieces = upstream.stream();
    let mut connection = Connection::to(gateway.address()).await;
    let response = connection.send(post("/", STREAMED)).await.expect("a head before any event");
    let mut body = response.into_body();
    for sent in ["data: {\"a\":1}\n\n", ": ping\n\n", "data: half an ev", "ent\r\n\r\n", "x"] {
        pieces.send(Ok(sent.into())).expect("a running stream");
        let got = piece(&mut body).await.expect("a piece").expect("no error");
        assert_eq!(got, sent);
    }
    drop(pieces);
    assert!(piece(&mut body).await.is_none());
}

#[tokio::test]
async fn every_byte_of_a_stream_arrives() {
    let upstream = Upstream::start().await;
    let gateway = openai(&upstream).await;
    let pieces = upstream.stream();
    let mut expected = Vec::new();
    for length in (1..2000).step_by(37) {
        let bytes: Vec<u8> = (0..length).map(|_| fastrand::u8(..)).collect();
        expected.extend_from_slice(&bytes);
        pieces.send(Ok(bytes.into())).expect("a waiting stream");
    }
    drop(pieces);
    let reply = gateway.chat(STREAMED).await.expect_ok();
    assert!(reply.body == expected, "{} of {} bytes", reply.body.len(), expected.len());
    assert_eq!(reply.header("content-type"), Some("text/event-stream"));
}

#[tokio::test]
async fn a_stream_that_breaks_off_never_ends_well() {
    let upstream = Upstream::start().await;
    let gateway = openai(&upstream).await;
    let pieces = upstream.stream();
    let mut connection = Connection::to(gateway.address()).await;
    let response = connection.send(post("/", STREAMED)).await.expect("a head");
    let mut body = response.into_body();
    pieces.send(Ok("data: 1\n\n".into())).expect("a running stream");
    assert_eq!(piece(&mut body).await.expect("a piece").expect("no error"), "data: 1\n\n");
    pieces.send(Err("cut".into())).expect("a running stream");
    assert!(piece(&mut body).await.expect("more than an end").is_err());
    gateway.logged(&["error=\"upstream disconnected"]).await;
}

#[tokio::test]
async fn a_reply_shorter_than_it_says_never_ends_well() {
    for reply in [
        b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf".as_slice(),
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n",
    ] {
        let backend = backend("b", raw(reply).await, json!({"openai": {}}), json!({}));
        let gateway = Gateway::start(&[backend, route("r", json!([to("b")]))]).await;
        let mut connection = Connection::to(gateway.address()).await;
        // Whether the head was on its way already when the rest broke is a matter of luck.
        if let Ok(response) = connection.send(post("/", chat("m"))).await {
            let whole = response.into_body().collect().await;
            assert!(whole.is_err(), "{:?} ended well", String::from_utf8_lossy(reply));
        }
    }
}

#[tokio::test]
async fn a_reply_framed_twice_is_framed_once_on_its_way() {
    let twice = b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n\
        5\r\nhello\r\n0\r\n\r\n";
    let backend = backend("b", raw(twice).await, json!({"openai": {}}), json!({}));
    let gateway = Gateway::start(&[backend, route("r", json!([to("b")]))]).await;
    let reply = gateway.chat(chat("m")).await.expect_ok();
    assert_eq!((reply.text(), reply.header("content-length")), ("hello", None));
}

#[tokio::test]
async fn an_old_upstream_does_not_make_the_proxy_old() {
    let old = b"HTTP/1.0 200 OK\r\ncontent-type: text/plain\r\n\r\nto the end";
    let backend = backend("b", raw(old).await, json!({"openai": {}}), json!({}));
    let gateway = Gateway::start(&[backend, route("r", json!([to("b")]))]).await;
    let mut wire = Wire::to(gateway.address()).await;
    let body = chat("m");
    wire.send(format!(
        "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    ))
    .await;
    let reply = wire.until("0\r\n\r\n").await;
    assert!(reply.starts_with("HTTP/1.1 200 OK\r\n"), "{reply}");
    assert!(reply.contains("transfer-encoding: chunked"), "{reply}");
}

/// Well within the second after which somebody pays for tokens that nobody reads.
const SOON: Duration = Duration::from_secs(1);

#[tokio::test]
async fn a_client_that_leaves_before_the_head_takes_the_upstream_with_it() {
    let upstream = Upstream::start().await;
    let gateway = openai(&upstream).await;
    upstream.script(Script::Stall);
    let mut wire = Wire::to(gateway.address()).await;
    let body = chat("m");
    wire.send(format!(
        "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    ))
    .await;
    upstream.until("the request", |seen| seen.len() == 1).await;
    drop(wire);
    assert!(upstream.until_left().await < SOON);
    let line = gateway.logged(&["http.path=/"]).await;
    assert!(line.contains("error=\"client disconnected\""), "{line}");
}

#[tokio::test]
async fn a_client_that_leaves_in_the_middle_takes_the_upstream_with_it() {
    let upstream = Upstream::start().await;
    let gateway = openai(&upstream).await;
    let pieces = upstream.stream();
    let mut connection = Connection::to(gateway.address()).await;
    let mut body = connection.send(post("/", STREAMED)).await.expect("a head").into_body();
    pieces.send(Ok("data: 1\n\n".into())).expect("a running stream");
    piece(&mut body).await.expect("a piece").expect("no error");
    drop((body, connection));
    assert!(upstream.until_left().await < SOON);
    assert!(pieces.is_closed());
    let line = gateway.logged(&["http.status=200"]).await;
    assert!(line.contains("error=\"client disconnected\""), "{line}");
}

#[tokio::test]
async fn bounds_on_time_do_not_cut_a_stream_that_has_begun() {
    let upstream = Upstream::start().await;
    let mut rule = to("b");
    rule["timeouts"] = json!({"request": "60ms", "backendRequest": "50ms"});
    let backend = backend("b", upstream.address, json!({"openai": {}}), json!({}));
    let gateway = Gateway::start(&[backend, route("r", json!([rule]))]).await;
    let pieces = upstream.stream();
    let mut connection = Connection::to(gateway.address()).await;
    let mut body = connection.send(post("/", STREAMED)).await.expect("a head").into_body();
    tokio::time::sleep(Duration::from_millis(120)).await;
    pieces.send(Ok("late".into())).expect("a running stream");
    assert_eq!(piece(&mut body).await.expect("a piece").expect("no error"), "late");
}

#[tokio::test]
async fn usage_is_in_the_log_of_plain_replies_and_of_streams() {
    let upstream = Upstream::start().await;
    let gateway = openai(&upstream).await;
    gateway.ask(post("/plain", chat("gpt-4o"))).await.expect_ok();
    let line = gateway.logged(&["http.path=/plain"]).await;
    for field in [
        " request.id=1 ",
        "route=default/r.0 ",
        "backend=default/b ",
        "src.addr=127.0.0.1:",
        "http.method=POST ",
        "http.host=gateway.test ",
        "http.version=HTTP/1.1 ",
        "http.status=200 ",
        "protocol=llm ",
        "gen_ai.provider.name=openai ",
        "gen_ai.request.model=gpt-4o ",
        "gen_ai.usage.input_tokens=11 ",
        "gen_ai.usage.output_tokens=7 ",
        "duration=",
    ] {
        assert!(line.contains(field), "{field} is not in {line}");
    }
    let pieces = upstream.stream();
    let events = "data: {\"model\":\"gpt-4o-x\",\"choices\":[],\"usage\":null}\n\n\
        data: {\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":6}}\n\ndata: [DONE]\n\n";
    for byte in events.as_bytes().chunks(7) {
        pieces.send(Ok(Bytes::copy_from_slice(byte))).expect("a waiting stream");
    }
    drop(pieces);
    gateway.ask(post("/stream", STREAMED)).await.expect_ok();
    let line = gateway.logged(&["http.path=/stream"]).await;
    for field in [
        "input_tokens=5 ",
        "output_tokens=6 ",
        "response.model=gpt-4o-x ",
        "time_to_first_token=0.",
    ] {
        assert!(line.contains(field), "{field} is not in {line}");
    }
    assert!(!line.contains("error="), "{line}");
}

/// Providers close idle connections without a word. Each request here comes upon one that is closed or closing.
#[tokio::test]
async fn a_connection_that_was_closed_in_the_meantime_costs_no_request() {
    let silent = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";
    let backend = backend("b", raw(silent).await, json!({"openai": {}}), json!({}));
    let gateway = Gateway::start(&[backend, route("r", json!([to("b")]))]).await;
    let mut connection = Connection::to(gateway.address()).await;
    for _ in 0..200 {
        connection.ask(post("/", chat("m"))).await.expect_ok();
    }
}

#[tokio::test]
async fn a_client_that_takes_nothing_does_not_hold_its_upstream_for_ever() {
    let upstream = Upstream::start().await;
    let backend = backend("b", upstream.address, json!({"openai": {}}), json!({}));
    let settings = Settings { stall: Duration::from_millis(300), ..settings() };
    let gateway = Gateway::start_with(settings, &[backend, route("r", json!([to("b")]))]).await;
    let pieces = upstream.stream();
    // More than all the buffers between the two hold.
    static PIECE: [u8; 1 << 18] = [b'x'; 1 << 18];
    for _ in 0..256 {
        pieces.send(Ok(Bytes::from_static(&PIECE))).expect("a waiting stream");
    }
    let mut connection = Connection::to(gateway.address()).await;
    let response = connection.send(post("/", STREAMED)).await.expect("a head");
    upstream.until_left().await;
    gateway.logged(&["http.status=200", "error="]).await;
    drop(response);
}

/// Each of many requests to an upstream that takes connections and says nothing is given up by its client; the next
/// one is served as if they had not been.
#[tokio::test]
async fn an_upstream_that_says_nothing_wears_nothing_out() {
    let upstream = Upstream::start().await;
    let gateway = openai(&upstream).await;
    let body = chat("m");
    let request =
        format!("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    let mut waiting = Vec::new();
    for _ in 0..300 {
        upstream.script(Script::Stall);
        let mut wire = Wire::to(gateway.address()).await;
        wire.send(&request).await;
        waiting.push(wire);
    }
    upstream.until("all requests", |seen| seen.len() == 300).await;
    // Those that still wait are in nobody's way.
    gateway.chat(chat("m")).await.expect_ok();
    drop(waiting);
    gateway.chat(chat("m")).await.expect_ok();
}
