//! How long each step of an exchange is waited for, and that slowness alone ends nothing: connect, the hello of TLS, the
//! first byte, pieces of one byte, readers who take their time.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use kubectl_agw::edge::proxy::Settings;
use rustls::pki_types::PrivateKeyDer;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::support::gateway::{
    Connection, Gateway, Wire, backend, chat, piece, post, route, settings, to,
};
use crate::support::upstream::{COMPLETION, PATIENCE, Upstream};

const STREAMED: &str = r#"{"model":"m","messages":[],"stream":true}"#;

async fn openai(address: SocketAddr, policies: Value, rule: Value) -> Gateway {
    let backend = backend("b", address, json!({"openai": {}}), policies);
    Gateway::start(&[backend, route("r", json!([rule]))]).await
}

/// Over TLS to whoever answers.
fn tls() -> Value {
    json!({"sni": "upstream.test", "insecureSkipVerify": "All"})
}

#[tokio::test]
async fn an_upstream_that_takes_a_connection_and_never_answers_the_hello_is_504() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let silent = tokio::spawn(async move {
        let mut taken = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            taken.push(stream);
        }
    });
    let policies = json!({"tls": tls(), "tcp": {"connectTimeout": "200ms"}});
    let gateway = openai(address, policies, to("b")).await;
    let began = Instant::now();
    gateway.chat(chat("m")).await.expect_plain(504, "upstream call timeout");
    let took = began.elapsed();
    assert!((Duration::from_millis(200)..PATIENCE).contains(&took), "{took:?}");
    silent.abort();
}

/// A TLS upstream that shakes every hand, and answers on each connection but the first `deaf` ones.
async fn deaf_at_first(deaf: usize) -> (SocketAddr, Arc<AtomicUsize>) {
    let key = rcgen::KeyPair::generate().expect("a key");
    let own = rcgen::CertificateParams::new(["upstream.test".to_owned()]).expect("parameters");
    let own = own.self_signed(&key).expect("a certificate");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let key = PrivateKeyDer::try_from(key.serialize_der()).expect("a key");
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![own.der().clone()], key)
        .expect("a configuration");
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let shaken = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&shaken);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = acceptor.accept(stream).await.expect("a handshake");
            let is_deaf = count.fetch_add(1, Ordering::SeqCst) < deaf;
            tokio::spawn(async move {
                let mut asked = Vec::new();
                while stream.read_buf(&mut asked).await.is_ok_and(|read| read > 0) {
                    if !is_deaf && asked.ends_with(b"}") {
                        let length = COMPLETION.len();
                        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
                        let reply = format!("{head}{COMPLETION}");
                        stream.write_all(reply.as_bytes()).await.expect("written");
                        asked.clear();
                    }
                }
            });
        }
    });
    (address, shaken)
}

#[tokio::test]
async fn each_attempt_has_its_time_for_the_first_byte_and_the_next_one_starts_afresh() {
    let (address, shaken) = deaf_at_first(2).await;
    let mut rule = to("b");
    rule["timeouts"] = json!({"backendRequest": "300ms"});
    let gateway = openai(address, json!({"tls": tls()}), rule.clone()).await;
    gateway.chat(chat("m")).await.expect_plain(504, "upstream call timeout");
    assert_eq!(shaken.load(Ordering::SeqCst), 1, "it shook hands and said nothing");
    // A retry is an attempt of its own, on a connection of its own.
    rule["retry"] = json!({"attempts": 1, "codes": [503]});
    let gateway = openai(address, json!({"tls": tls()}), rule).await;
    // Upstreams are kept by the thread that serves a client's connection.
    let mut client = Connection::to(gateway.address()).await;
    client.ask(post("/", chat("m"))).await.expect_ok();
    assert_eq!(shaken.load(Ordering::SeqCst), 3);
    // The one that answered is kept, those that said nothing are not.
    client.ask(post("/", chat("m"))).await.expect_ok();
    assert_eq!(shaken.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_request_and_a_reply_in_pieces_of_one_byte_arrive_as_they_are() {
    let upstream = Upstream::start().await;
    let gateway = openai(upstream.address, json!({}), to("b")).await;
    let asked =
        r#"{"mo\u0064el":"m\"x","messages":[{"role":"user","content":"é\u00e9"}],"stream":true}"#;
    let said = "data: {\"choices\":[{\"delta\":{\"content\":\"é\"}}]}\r\n\r\ndata: [DONE]\n\n";
    let pieces = upstream.stream();
    let mut wire = Wire::to(gateway.address()).await;
    wire.send(
        "POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n",
    )
    .await;
    for byte in asked.as_bytes() {
        wire.send([b"1\r\n", std::slice::from_ref(byte), b"\r\n"].concat()).await;
        tokio::task::yield_now().await;
    }
    wire.send("0\r\n\r\n").await;
    upstream.until("the request", |seen| seen.iter().any(|one| one.whole)).await;
    for byte in said.as_bytes() {
        pieces.send(Ok(Bytes::copy_from_slice(&[*byte]))).expect("a running stream");
        tokio::task::yield_now().await;
    }
    drop(pieces);
    // As bytes: a chunk may hold half a letter.
    let mut reply = Vec::new();
    let read = tokio::time::timeout(PATIENCE, wire.0.read_to_end(&mut reply)).await;
    read.expect("in time").expect("a reply");
    assert!(reply.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&reply));
    let head = reply.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
    assert_eq!(unchunked(&reply[head + 4..]), said);
    let seen: Value = serde_json::from_str(upstream.only().text()).expect("JSON");
    let meant: Value = serde_json::from_str(asked).expect("JSON");
    assert_eq!((&seen["model"], &seen["messages"]), (&meant["model"], &meant["messages"]));
}

/// The content of a chunked body.
fn unchunked(mut rest: &[u8]) -> String {
    let mut whole = Vec::new();
    while let Some(end) = rest.windows(2).position(|pair| pair == b"\r\n") {
        let length = std::str::from_utf8(&rest[..end]).expect("a length");
        let length = usize::from_str_radix(length, 16).expect("a length");
        if length == 0 {
            break;
        }
        whole.extend_from_slice(&rest[end + 2..][..length]);
        rest = &rest[end + 2 + length + 2..];
    }
    String::from_utf8(whole).expect("text")
}

#[tokio::test]
async fn a_reader_who_is_slow_and_goes_on_is_not_cut() {
    const STALL: Duration = Duration::from_millis(500);
    // More than all the buffers between the two hold, so that writing waits for reading.
    static PIECE: [u8; 1 << 18] = [b'x'; 1 << 18];
    const PIECES: usize = 128;
    let upstream = Upstream::start().await;
    let backend = backend("b", upstream.address, json!({"openai": {}}), json!({}));
    let settings = Settings { stall: STALL, ..settings() };
    let gateway = Gateway::start_with(settings, &[backend, route("r", json!([to("b")]))]).await;
    let pieces = upstream.stream();
    for _ in 0..PIECES {
        pieces.send(Ok(Bytes::from_static(&PIECE))).expect("a waiting stream");
    }
    drop(pieces);
    let mut connection = Connection::to(gateway.address()).await;
    let mut body = connection.send(post("/", STREAMED)).await.expect("a head").into_body();
    let (mut read, mut rested, began) = (0, 0, Instant::now());
    while let Some(piece) = piece(&mut body).await {
        read += piece.expect("not cut").len();
        // A rest after each megabyte, far shorter than what is taken for a stall.
        if read >> 20 > rested {
            rested = read >> 20;
            tokio::time::sleep(STALL / 8).await;
        }
    }
    assert_eq!(read, PIECES * PIECE.len());
    assert!(began.elapsed() > STALL * 2, "so slow that a bound on the whole would have cut it");
}
