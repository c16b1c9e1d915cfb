//! Clients that speak HTTP/2 from the first byte of a plain connection.

use http::{Request, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http2::{self, SendRequest};
use hyper_util::rt::{TokioExecutor, TokioIo};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::gateway::Gateway;
use crate::support::upstream::{PATIENCE, Upstream};

type Client = SendRequest<Full<bytes::Bytes>>;

async fn client(gateway: &Gateway) -> Client {
    let stream = TcpStream::connect(gateway.address()).await.expect("a connection");
    let (client, connection) =
        http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.expect("a handshake");
    tokio::spawn(connection);
    client
}

async fn chat(mut client: Client, gateway: &Gateway, host: &str) -> (StatusCode, String) {
    let request = Request::post(format!("http://{host}/v1/chat/completions"))
        .body(Full::from(format!(r#"{{"model":"{host}","messages":[]}}"#)))
        .expect("a request");
    let asked = tokio::time::timeout(PATIENCE, client.send_request(request)).await;
    let reply =
        asked.expect("in time").unwrap_or_else(|error| panic!("{error}: {}", gateway.log()));
    let status = reply.status();
    let body = reply.into_body().collect().await.expect("a body").to_bytes();
    (status, String::from_utf8(body.to_vec()).expect("text"))
}

#[tokio::test]
async fn requests_of_one_connection_run_side_by_side_and_reach_upstreams_as_http1() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream, json!({"openai": {}}), json!({})).await;
    let client = client(&gateway).await;
    let hosts = ["a.test", "b.test", "c.test"];
    let replies = hosts.map(|host| chat(client.clone(), &gateway, host));
    for (status, body) in futures::future::join_all(replies).await {
        assert_eq!(status, StatusCode::OK, "{body}");
        assert!(body.contains("chat.completion"), "{body}");
    }
    let mut models: Vec<_> = upstream.seen().iter().map(|seen| seen.text().to_owned()).collect();
    models.sort();
    let asked = hosts.map(|host| format!(r#"{{"model":"{host}","messages":[]}}"#));
    assert_eq!(models, asked);
    assert!(upstream.seen().iter().all(|seen| seen.target == "/v1/chat/completions"));
}

#[tokio::test]
async fn a_method_that_begins_as_the_preface_does_is_no_preface() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream, json!({"openai": {}}), json!({})).await;
    let mut stream = TcpStream::connect(gateway.address()).await.expect("a connection");
    // Byte by byte: `P` alone could be either.
    for byte in b"PROPFIND / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" {
        stream.write_all(&[*byte]).await.expect("sent");
        stream.flush().await.expect("sent");
        tokio::task::yield_now().await;
    }
    let mut reply = String::new();
    let read = tokio::time::timeout(PATIENCE, stream.read_to_string(&mut reply)).await;
    read.expect("in time").expect("a reply");
    assert!(reply.starts_with("HTTP/1.1 400"), "{reply}");
}

#[tokio::test]
async fn a_connection_that_says_nothing_does_not_hold_up_the_end() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream, json!({"openai": {}}), json!({})).await;
    let client = client(&gateway).await;
    assert_eq!(chat(client.clone(), &gateway, "a.test").await.0, StatusCode::OK);
    let silent = TcpStream::connect(gateway.address()).await.expect("a connection");
    let ended = tokio::time::timeout(PATIENCE, gateway.proxy.stop()).await;
    assert_eq!(ended.expect("in time"), 0, "connections that were cut");
    drop((client, silent));
}

#[tokio::test]
async fn clients_of_grpc_read_our_refusals_as_trailers() {
    let upstream = Upstream::start().await;
    let gateway = Gateway::before(&upstream, json!({"openai": {}}), json!({})).await;
    let mut client = client(&gateway).await;
    let cases = [("{", 13, "failed to process LLM request: "), (r#"{"messages":[]}"#, 13, "model")];
    for (body, status, words) in cases {
        let request = Request::post("http://a.test/pkg.Service/Method")
            .header("content-type", "application/grpc+proto")
            .body(Full::from(body))
            .expect("a request");
        let reply = client.send_request(request).await.expect("a reply");
        assert_eq!(reply.status(), StatusCode::OK);
        let header = |name: &str| reply.headers()[name].to_str().expect("text").to_owned();
        assert_eq!(header("content-type"), "application/grpc");
        assert_eq!(header("grpc-status"), status.to_string());
        assert!(header("grpc-message").contains(words), "{}", header("grpc-message"));
        assert!(reply.into_body().collect().await.expect("a body").to_bytes().is_empty());
    }
    assert!(upstream.seen().is_empty());
}
