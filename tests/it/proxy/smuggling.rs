//! One request on the wire is one request upstream, whatever its framing claims.

use serde_json::json;

use crate::support::gateway::{Gateway, Wire, chat};
use crate::support::upstream::Upstream;

const INNER: &str = "POST /smuggled HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\n{}";

/// What comes back for `bytes`, until the proxy closes, and what the upstream saw.
async fn exchange(routes: serde_json::Value, bytes: &str) -> (String, Upstream) {
    let upstream = Upstream::start().await;
    let policies = json!({"ai": {"routes": routes}});
    let gateway = Gateway::before(&upstream, json!({"openai": {}}), policies).await;
    let mut wire = Wire::to(gateway.address()).await;
    wire.send(bytes).await;
    (wire.rest().await, upstream)
}

/// The HTTP library reads such a body by its chunks, drops the length and closes behind it (RFC 9112 §6.1 allows
/// that), so neither neighbour can be made to see a second request.
#[tokio::test]
async fn a_body_framed_twice_hides_no_request() {
    for routes in [json!({}), json!({"*": "Passthrough"})] {
        for framing in [
            "content-length: 4\r\ntransfer-encoding: chunked",
            "transfer-encoding: chunked\r\ncontent-length: 4",
        ] {
            let body = chat("m");
            let bytes = format!(
                "POST /outer HTTP/1.1\r\nhost: a\r\n{framing}\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n{INNER}",
                body.len()
            );
            let (reply, upstream) = exchange(routes.clone(), &bytes).await;
            assert_eq!(reply.matches("HTTP/1.1 ").count(), 1, "{reply}");
            let seen = upstream.only();
            assert_eq!(seen.text(), body);
            let framed = (seen.header("content-length"), seen.header("transfer-encoding"));
            assert!(framed.0.is_none() || framed.1.is_none(), "{seen:?}");
        }
    }
}

#[tokio::test]
async fn framing_that_makes_no_sense_is_400_and_the_end() {
    for framing in [
        "content-length: 2\r\ncontent-length: 3",
        "content-length: 2, 3",
        "content-length: +2",
        "content-length: -2",
        "content-length: 0x2",
        "transfer-encoding: gzip",
        "transfer-encoding: chunked, gzip",
        "transfer-encoding : chunked",
        "x: y\r\n folded: content-length: 9",
        "content-length: 2\0",
    ] {
        let bytes = format!("POST /outer HTTP/1.1\r\nhost: a\r\n{framing}\r\n\r\n{{}}{INNER}");
        let (reply, upstream) = exchange(json!({"*": "Passthrough"}), &bytes).await;
        assert!(reply.starts_with("HTTP/1.1 400 "), "{framing:?}: {reply}");
        assert_eq!((reply.matches("HTTP/1.1 ").count(), upstream.taken()), (1, 0), "{framing:?}");
    }
}

#[tokio::test]
async fn chunks_that_make_no_sense_end_the_connection() {
    for chunks in
        ["zz\r\n{}\r\n0\r\n\r\n", "2\r\n{}xx0\r\n\r\n", "-1\r\n{}\r\n", "ffffffffffffffffff\r\n{}"]
    {
        let bytes = format!(
            "POST /outer HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n{chunks}{INNER}"
        );
        let (reply, upstream) = exchange(json!({}), &bytes).await;
        assert!(reply.is_empty() || reply.starts_with("HTTP/1.1 400 "), "{chunks:?}: {reply}");
        assert!(reply.matches("HTTP/1.1 ").count() < 2, "{reply}");
        assert_eq!(upstream.taken(), 0);
    }
}

#[tokio::test]
async fn a_body_refused_unread_is_never_taken_for_a_request() {
    let length = INNER.len();
    let bytes = format!(
        "POST /outer HTTP/1.1\r\nhost: a\r\ncontent-encoding: rot13\r\ncontent-length: {length}\r\n\r\n{INNER}\
         GET /next HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"
    );
    let (reply, upstream) = exchange(json!({}), &bytes).await;
    assert!(reply.starts_with("HTTP/1.1 415 "), "{reply}");
    assert_eq!(reply.matches("HTTP/1.1 ").count(), 2, "{reply}");
    assert!(reply.contains("HTTP/1.1 400 ") && reply.contains("column 0"), "{reply}");
    assert_eq!(upstream.taken(), 0);
}

#[tokio::test]
async fn an_upgrade_that_nobody_grants_is_a_request_like_others() {
    let bytes = format!(
        "GET /ws HTTP/1.1\r\nhost: a\r\nupgrade: websocket\r\nconnection: upgrade, close\r\n\r\n{INNER}"
    );
    let (reply, upstream) = exchange(json!({"*": "Passthrough"}), &bytes).await;
    assert!(reply.starts_with("HTTP/1.1 200 "), "{reply}");
    let seen = upstream.only();
    assert_eq!((seen.target.as_str(), seen.header("upgrade")), ("/v1/ws", Some("websocket")));
}

/// Behind a switch to HTTP/2 a client could ask for whatever no route allows.
#[tokio::test]
async fn nobody_is_asked_to_switch_to_http2() {
    let bytes = "GET /ws HTTP/1.1\r\nhost: a\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABk\r\n\
        connection: upgrade, http2-settings, close\r\n\r\n";
    let (reply, upstream) = exchange(json!({"*": "Passthrough"}), bytes).await;
    assert!(reply.starts_with("HTTP/1.1 200 "), "{reply}");
    let seen = upstream.only();
    assert_eq!((seen.header("upgrade"), seen.header("http2-settings")), (None, None));
}
