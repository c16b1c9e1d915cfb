//! Many streams that stay open, over HTTP/1.1 and HTTP/2, and how each of them ended.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http2;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

/// Streams of one connection of HTTP/2.
const BESIDE: usize = 50;
const PATIENCE: Duration = Duration::from_secs(60);

/// A path, and the body of a request for a stream.
pub type Asked = (&'static str, &'static str);

/// How a stream ended.
pub struct Ended {
    pub asked: Asked,
    pub at: Instant,
    /// Whether it broke off, as one does that is not whole.
    pub broken: bool,
    pub text: String,
}

/// Streams that have begun.
pub struct OpenStreams(Vec<JoinHandle<Ended>>);

impl OpenStreams {
    /// Opens so many streams, by turns of each sort that is asked for, the first half over HTTP/1.1; waits until each has
    /// brought something.
    pub async fn open(address: SocketAddr, count: usize, asked: &[Asked]) -> Self {
        let (begun, mut beginnings) = mpsc::unbounded_channel();
        let mut clients = Vec::new();
        let mut shared = None;
        for (index, asked) in asked.iter().cycle().take(count).copied().enumerate() {
            let begun = begun.clone();
            if index < count / 2 {
                clients.push(tokio::spawn(http1(address, asked, begun)));
                continue;
            }
            if (index - count / 2).is_multiple_of(BESIDE) {
                let stream = TcpStream::connect(address).await.expect("a connection");
                let handshake = http2::handshake(TokioExecutor::new(), TokioIo::new(stream));
                let (client, connection) = handshake.await.expect("a handshake");
                tokio::spawn(connection);
                shared = Some(client);
            }
            let client = shared.clone().expect("a connection");
            clients.push(tokio::spawn(over_http2(client, address, asked, begun)));
        }
        drop(begun);
        let all = async { while beginnings.recv().await.is_some() {} };
        // Each end drops its sender once it has begun.
        tokio::time::timeout(PATIENCE, all).await.expect("every stream begins");
        OpenStreams(clients)
    }

    /// Waits for their ends.
    pub async fn ended(self) -> Vec<Ended> {
        let all = futures::future::join_all(self.0);
        let all = tokio::time::timeout(PATIENCE, all).await.expect("every stream ends");
        all.into_iter().map(|ended| ended.expect("no panic")).collect()
    }
}

type Begun = mpsc::UnboundedSender<()>;

async fn http1(address: SocketAddr, asked: Asked, begun: Begun) -> Ended {
    let mut begun = Some(begun);
    let (path, body) = asked;
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let head = format!("POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json");
    let request = format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut read = Vec::new();
    while stream.read_buf(&mut read).await.is_ok_and(|count| count > 0) {
        if memchr::memmem::find(&read, b"data: ").is_some() {
            begun = None;
        }
    }
    let at = Instant::now();
    drop(begun);
    let text = String::from_utf8_lossy(&read).into_owned();
    Ended { asked, at, broken: !text.ends_with("\r\n0\r\n\r\n"), text }
}

async fn over_http2(
    mut client: http2::SendRequest<Full<Bytes>>,
    address: SocketAddr,
    asked: Asked,
    begun: Begun,
) -> Ended {
    let mut begun = Some(begun);
    let request = Request::post(format!("http://{address}{}", asked.0))
        .header("content-type", "application/json")
        .body(Full::from(asked.1));
    client.ready().await.expect("an open connection");
    let reply = client.send_request(request.expect("a request")).await.expect("a head");
    let mut text = format!("{:?}\n", reply.status());
    let mut body = reply.into_body();
    let broken = loop {
        match body.frame().await {
            None => break false,
            Some(Err(_)) => break true,
            Some(Ok(frame)) => {
                text += &String::from_utf8_lossy(&frame.into_data().unwrap_or_default());
                begun = begun.filter(|_| !text.contains("data: "));
            }
        }
    };
    Ended { asked, at: Instant::now(), broken, text }
}
