//! Small pieces are sent at once: with Nagle's algorithm the second one would wait 40 ms for an acknowledgement.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::gateway::{Connection, Gateway, Wire, chat, piece, post};
use crate::support::upstream::{COMPLETION, Seen, Upstream};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reply_in_two_segments_takes_no_forty_milliseconds() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream, json!({"openai": {}}), json!({})).await;
    let mut connection = Connection::to(gateway.address()).await;
    let mut took = Vec::new();
    for _ in 0..41 {
        let pieces = upstream.stream();
        let began = Instant::now();
        let mut body = connection.send(post("/", chat("m"))).await.expect("a head").into_body();
        for sent in ["first", "second"] {
            pieces.send(Ok(sent.into())).expect("a running stream");
            assert_eq!(piece(&mut body).await.expect("a piece").expect("no error"), sent);
        }
        drop(pieces);
        assert!(piece(&mut body).await.is_none());
        took.push(began.elapsed());
    }
    expect_quick(took);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_in_many_segments_takes_no_forty_milliseconds() {
    let upstream = Upstream::start().await;
    let policies = json!({"ai": {"routes": {"*": "Passthrough"}}});
    let gateway = Gateway::before(&upstream, json!({"openai": {}}), policies).await;
    let mut wire = Wire::to(gateway.address()).await;
    wire.0.set_nodelay(true).expect("a socket");
    let mut took = Vec::new();
    // Only a side that has sent something itself puts its acknowledgements off: hence one request after another.
    for asked in 1..=41 {
        let began = Instant::now();
        wire.send("POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n").await;
        for (piece, length) in [("1\r\nx\r\n", 1), ("1\r\ny\r\n", 2)] {
            wire.send(piece).await;
            let arrived =
                |seen: &[Seen]| seen.len() == asked && seen[asked - 1].body.len() == length;
            upstream.until("a piece", arrived).await;
        }
        wire.send("0\r\n\r\n").await;
        wire.until(COMPLETION).await;
        took.push(began.elapsed());
    }
    expect_quick(took);
}

/// With Nagle's algorithm all but the first take 40 ms or more. Not the median of 5 ms that a quiet machine shows:
/// other tests run beside these.
fn expect_quick(mut took: Vec<Duration>) {
    took.sort_unstable();
    let quartile = took[took.len() / 4];
    assert!(quartile < Duration::from_millis(20), "{quartile:?} of {took:?}");
}
