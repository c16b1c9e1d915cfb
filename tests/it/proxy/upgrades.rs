//! Connections that become something else, and upstreams that speak HTTP/2.

use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use crate::support::gateway::{
    Gateway, Wire, backend, keyed, reference, route, secret, settings, with,
};
use crate::support::upstream::Upstream;

const ASKING: &str = "Host: a.test\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n\
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

/// An upstream that answers the first request of each connection with `head`, then sends back in capitals what comes.
/// The heads that it was sent come through the channel.
async fn shouting(head: &'static str) -> (SocketAddr, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (heads, receiver) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let heads = heads.clone();
            tokio::spawn(async move {
                let mut read = Vec::new();
                while memchr::memmem::find(&read, b"\r\n\r\n").is_none() {
                    if stream.read_buf(&mut read).await.is_ok_and(|bytes| bytes == 0) {
                        return;
                    }
                }
                let _ = heads.send(String::from_utf8_lossy(&read).into_owned());
                stream.write_all(head.as_bytes()).await.expect("a proxy that reads");
                let mut bytes = [0; 1024];
                while let Ok(count @ 1..) = stream.read(&mut bytes).await {
                    let shouted = bytes[..count].to_ascii_uppercase();
                    stream.write_all(&shouted).await.expect("a proxy that reads");
                }
            });
        }
    });
    (address, receiver)
}

const SWITCHED: &str = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\n\
    Upgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\nhello";

async fn before(address: SocketAddr, drain: Duration) -> Gateway {
    let app = json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "app"},
        "spec": {"ports": [{"port": 80}]}});
    let rule = json!({"backendRefs": [{"name": "app", "port": 80}]});
    let mut settings = settings();
    settings.drain = drain;
    let way = format!("default/app:80={address}");
    Gateway::resolving_with(settings, &[way], &[app, route("r", json!([rule]))]).await
}

#[tokio::test]
async fn bytes_go_both_ways_once_the_upstream_has_switched() {
    let (address, mut heads) = shouting(SWITCHED).await;
    let gateway = before(address, Duration::from_secs(5)).await;
    let mut wire = Wire::to(gateway.address()).await;
    wire.send(format!("GET /socket?x=1 HTTP/1.1\r\n{ASKING}")).await;
    let head = wire.until("hello").await.to_ascii_lowercase();
    assert!(head.starts_with("http/1.1 101 "), "{head}");
    for header in ["connection: upgrade\r\n", "upgrade: websocket\r\n", "sec-websocket-accept: "] {
        assert!(head.contains(header), "{header:?} in {head}");
    }
    let sent = heads.recv().await.expect("a head").to_ascii_lowercase();
    assert!(sent.starts_with("get /socket?x=1 http/1.1\r\n"), "{sent}");
    for header in ["host: a.test\r\n", "connection: upgrade\r\n", "upgrade: websocket\r\n"] {
        assert!(sent.contains(header), "{header:?} in {sent}");
    }
    for word in ["ping", "and again"] {
        wire.send(word).await;
        wire.until(&word.to_ascii_uppercase()).await;
    }
    drop(wire);
    // The record is written when the tunnel ends, not when it begins.
    gateway.logged(&["http.status=101", "http.path=/socket"]).await;
}

/// Names of protocols have no case, and an upstream answers with its own.
#[tokio::test]
async fn a_protocol_is_the_same_in_any_case() {
    let (address, _heads) = shouting(SWITCHED).await;
    let gateway = before(address, Duration::from_secs(5)).await;
    let mut wire = Wire::to(gateway.address()).await;
    let asking = ASKING.replace("Upgrade: websocket", "Upgrade: WebSocket");
    wire.send(format!("GET /socket HTTP/1.1\r\n{asking}")).await;
    let head = wire.until("hello").await;
    assert!(head.starts_with("HTTP/1.1 101 ") && head.contains("WebSocket"), "{head}");
    wire.send("ping").await;
    wire.until("PING").await;
}

#[tokio::test]
async fn an_upstream_may_decline_and_may_not_choose_another_protocol() {
    let upstream = Upstream::start().await;
    upstream.reply(403, "text/plain", "no sockets");
    let gateway = before(upstream.address, Duration::from_secs(5)).await;
    let mut wire = Wire::to(gateway.address()).await;
    wire.send(format!("GET / HTTP/1.1\r\n{ASKING}")).await;
    assert!(wire.until("no sockets").await.starts_with("HTTP/1.1 403 "));

    let other = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: other\r\n\r\n";
    let (address, _heads) = shouting(other).await;
    let gateway = before(address, Duration::from_secs(5)).await;
    let mut wire = Wire::to(gateway.address()).await;
    wire.send(format!("GET / HTTP/1.1\r\n{ASKING}")).await;
    let words = r#"request upgrade failed, backend tried Some("other") but Some("websocket") was requested"#;
    assert!(wire.until(words).await.starts_with("HTTP/1.1 502 "));
}

#[tokio::test]
async fn a_realtime_session_gets_the_key_and_the_providers_path() {
    let (address, mut heads) = shouting(SWITCHED).await;
    let mut policies = keyed("s");
    policies["ai"] = json!({"routes": {"/realtime": "Realtime"}});
    let model = backend("b", address, json!({"openai": {}}), policies);
    let rule = json!({"backendRefs": [reference("b")]});
    let gateway = Gateway::start(&[secret("s", "sk-ours"), model, route("r", json!([rule]))]).await;
    let mut wire = Wire::to(gateway.address()).await;
    let protocols = "Sec-WebSocket-Protocol: realtime, openai-insecure-api-key.theirs";
    let asking = format!("Authorization: Bearer theirs\r\n{protocols}\r\n{ASKING}");
    wire.send(format!("GET /any/realtime?model=gpt-realtime HTTP/1.1\r\n{asking}")).await;
    wire.until("hello").await;
    wire.send("session").await;
    wire.until("SESSION").await;
    let sent = heads.recv().await.expect("a head");
    assert!(sent.starts_with("GET /v1/realtime?model=gpt-realtime HTTP/1.1\r\n"), "{sent}");
    assert!(sent.to_ascii_lowercase().contains("authorization: bearer sk-ours\r\n"), "{sent}");
    assert!(sent.to_ascii_lowercase().contains("sec-websocket-protocol: realtime\r\n"), "{sent}");
    assert!(!sent.contains("theirs"), "{sent}");
    drop(wire);
    gateway.logged(&["http.status=101", "gpt-realtime"]).await;
}

#[tokio::test]
async fn a_tunnel_is_waited_for_and_then_cut() {
    let (address, _heads) = shouting(SWITCHED).await;
    let gateway = before(address, Duration::from_millis(300)).await;
    let mut wire = Wire::to(gateway.address()).await;
    wire.send(format!("GET / HTTP/1.1\r\n{ASKING}")).await;
    wire.until("hello").await;
    let stopping = tokio::spawn(gateway.proxy.stop());
    wire.send("still").await;
    wire.until("STILL").await;
    assert_eq!(stopping.await.expect("an end"), 1);
    assert_eq!(wire.rest().await, "");
}

/// An upstream of HTTP/2 in the clear, which says what it was asked, and in its trailers how that went.
async fn h2c() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let answer = |request: Request<Incoming>| async move {
        let (head, body) = request.into_parts();
        let body = body.collect().await?.to_bytes();
        let said: Value = json!({"version": format!("{:?}", head.version), "method": head.method.as_str(),
            "uri": head.uri.to_string(), "body": String::from_utf8_lossy(&body)});
        let trailers = HeaderMap::from_iter([(
            HeaderName::from_static("grpc-status"),
            HeaderValue::from_static("0"),
        )]);
        let body = Full::new(Bytes::from(said.to_string()));
        let body = body.with_trailers(std::future::ready(Some(Ok(trailers))));
        Ok::<_, hyper::Error>(Response::new(body))
    };
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = hyper::service::service_fn(answer);
            let server = hyper::server::conn::http2::Builder::new(TokioExecutor::new());
            tokio::spawn(server.serve_connection(TokioIo::new(stream), service));
        }
    });
    address
}

#[tokio::test]
async fn a_service_that_speaks_h2c_is_asked_in_http2() {
    let address = h2c().await;
    let app = json!({"apiVersion": "v1", "kind": "Service", "metadata": {"name": "app"},
        "spec": {"ports": [{"port": 80, "appProtocol": "kubernetes.io/h2c"}]}});
    let rule = json!({"backendRefs": [{"name": "app", "port": 80}]});
    let way = format!("default/app:80={address}");
    let gateway = Gateway::resolving(&[way], &[app, route("r", json!([rule]))]).await;
    let asked = (0..8).map(|number| {
        let path = format!("/p?n={number}");
        let request = with(Method::POST, &path, &[("host", "shop.test")], "body");
        let gateway = &gateway;
        async move { (number, gateway.ask(request).await.expect_ok()) }
    });
    for (number, reply) in futures::future::join_all(asked).await {
        let said: Value = serde_json::from_slice(&reply.body).expect("JSON");
        assert_eq!(said["version"], "HTTP/2.0");
        assert_eq!(said["uri"], format!("http://shop.test/p?n={number}"));
        assert_eq!((&said["method"], &said["body"]), (&json!("POST"), &json!("body")));
    }
    // A client of HTTP/2 gets the trailers too: that is what gRPC needs of a proxy.
    let stream = TcpStream::connect(gateway.address()).await.expect("a connection");
    let shaken = http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await;
    let (mut client, connection) = shaken.expect("a handshake");
    tokio::spawn(connection);
    let request = Request::post("http://shop.test/pkg.Service/Method")
        .header("content-type", "application/grpc")
        .header("te", "trailers")
        .body(Full::new(Bytes::from("frame")))
        .expect("a request");
    let reply = client.send_request(request).await.expect("a reply");
    let reply = reply.into_body().collect().await.expect("a body");
    assert_eq!(reply.trailers().expect("trailers")["grpc-status"], "0");
}
