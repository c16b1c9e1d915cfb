//! Connections to upstreams that are kept and closed in the moment they are needed, and what replies say of their length.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use http::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::support::gateway::{Connection, Gateway, Wire, route, settings, to, with};
use crate::support::upstream::raw;

/// An upstream each of whose connections answers once, and closes without a word when it is asked again.
async fn forgetful() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let taken = Arc::<AtomicUsize>::default();
    let counted = Arc::clone(&taken);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counted.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(async move {
                let mut head = [0; 4096];
                let _ = stream.read(&mut head).await;
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await;
                let _ = stream.read(&mut head).await;
            });
        }
    });
    (address, taken)
}

/// A gateway before a static backend.
async fn before(address: SocketAddr) -> Gateway {
    let host = address.ip();
    let backend = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
        "metadata": {"name": "b"}, "spec": {"static": {"host": host, "port": address.port()}}});
    let one = kubectl_agw::edge::proxy::Settings { workers: 1, ..settings() };
    Gateway::start_with(one, &[backend, route("r", json!([to("b")]))]).await
}

#[tokio::test]
async fn what_may_be_sent_twice_survives_a_kept_connection_that_closes() {
    for (method, body) in [
        (Method::GET, ""),
        (Method::OPTIONS, ""),
        (Method::DELETE, ""),
        (Method::PUT, "a body that is at hand"),
    ] {
        let (address, taken) = forgetful().await;
        let gateway = before(address).await;
        let mut client = Connection::to(gateway.address()).await;
        for count in 1..=3 {
            let reply = client.ask(with(method.clone(), "/x", &[], body)).await.expect_ok();
            assert_eq!((reply.text(), taken.load(Ordering::Relaxed)), ("ok", count), "{method}");
        }
        assert!(!gateway.log().contains("retry."), "it is one attempt");
    }
}

#[tokio::test]
async fn what_may_not_be_sent_twice_is_sent_once() {
    let (address, taken) = forgetful().await;
    let gateway = before(address).await;
    let mut client = Connection::to(gateway.address()).await;
    client.ask(with(Method::POST, "/x", &[], "1")).await.expect_ok();
    let lost = client.ask(with(Method::POST, "/x", &[], "2")).await;
    assert_eq!((lost.status.as_u16(), taken.load(Ordering::Relaxed)), (503, 1));
}

/// An upstream that closes each connection behind its reply without saying so in it.
#[tokio::test]
async fn a_connection_that_was_closed_is_never_used_for_what_may_not_be_sent_twice() {
    let address = raw(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok").await;
    let gateway = before(address).await;
    let mut client = Connection::to(gateway.address()).await;
    for _ in 0..20 {
        client.ask(with(Method::POST, "/x", &[], "1")).await.expect_ok();
        // Its end is on the way; the runtime need not have looked.
        std::thread::sleep(Duration::from_millis(3));
    }
}

#[tokio::test]
async fn lengths_that_agree_are_one_and_others_are_refused() {
    for (lengths, wanted) in [
        ("content-length: 2\r\ncontent-length: 2", Some("2")),
        ("content-length: 2, 2", Some("2")),
        ("content-length: 002", Some("2")),
        ("content-length: 2\r\ncontent-length: 3", None),
        ("content-length: 2, 3", None),
        ("content-length: +2", None),
        ("content-length: -2", None),
        ("content-length: 0x2", None),
        ("content-length: ", None),
        ("content-length: 99999999999999999999999", None),
        ("transfer-encoding: gzip, chunked", None),
        ("transfer-encoding: chunked, chunked", None),
        ("transfer-encoding: chunked\r\ntransfer-encoding: chunked", None),
    ] {
        let reply = format!("HTTP/1.1 200 OK\r\n{lengths}\r\n\r\nok");
        let gateway = before(raw(reply.leak().as_bytes()).await).await;
        let mut wire = Wire::to(gateway.address()).await;
        wire.send("GET /x HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").await;
        let reply = wire.rest().await;
        match wanted {
            Some(length) => {
                assert!(reply.starts_with("HTTP/1.1 200 "), "{lengths:?} {reply}");
                let said: Vec<_> = reply
                    .lines()
                    .filter_map(|line| line.strip_prefix("content-length: "))
                    .collect();
                assert_eq!(said, [length], "{lengths:?}");
                assert!(reply.ends_with("\r\n\r\nok"), "{reply}");
            }
            None => assert!(reply.starts_with("HTTP/1.1 503 "), "{lengths:?} {reply}"),
        }
    }
}

#[tokio::test]
async fn a_reply_that_breaks_off_has_its_head_and_what_came_of_its_body() {
    for reply in [
        "HTTP/1.1 206 Partial Content\r\nx-mine: 1\r\ncontent-length: 9\r\n\r\nhalf",
        "HTTP/1.1 206 Partial Content\r\nx-mine: 1\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n",
        "HTTP/1.1 206 Partial Content\r\nx-mine: 1\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\nzz\r\n",
        "HTTP/1.1 206 Partial Content\r\nx-mine: 1\r\ncontent-length: 9\r\n\r\n",
        "HTTP/1.1 206 Partial Content\r\nx-mine: 1\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    ] {
        let gateway = before(raw(reply.as_bytes()).await).await;
        let mut wire = Wire::to(gateway.address()).await;
        wire.send("GET /x HTTP/1.1\r\nhost: a\r\n\r\n").await;
        let seen = wire.rest().await;
        assert!(seen.starts_with("HTTP/1.1 206 ") && seen.contains("x-mine: 1"), "{seen:?}");
        assert_eq!(seen.contains("half"), reply.contains("half"), "{seen:?}");
        assert!(!seen.ends_with("0\r\n\r\n"), "a cut is no end: {seen:?}");
        gateway.logged(&["http.status=206", "upstream disconnected"]).await;
    }
}
