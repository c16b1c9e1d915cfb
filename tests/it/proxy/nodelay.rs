//! Small pieces are sent at once: with Nagle's algorithm the second one would wait 40 ms for an acknowledgement.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::gateway::{Connection, Gateway, chat, piece, post};
use crate::support::upstream::Upstream;

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
    took.sort_unstable();
    let median = took[took.len() / 2];
    assert!(median < Duration::from_millis(5), "{median:?} of {took:?}");
}
