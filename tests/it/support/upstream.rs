//! An HTTP/1.1 upstream on a port of its own that answers as the test says, and tells what it was asked and when its
//! caller went away.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures::stream;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use http_body::Frame;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full, StreamBody};
use hyper::body::Incoming;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};

/// Bound on every wait: long enough for a busy machine, short enough to tell that nothing comes.
pub const PATIENCE: Duration = Duration::from_secs(10);

pub type BoxError = Box<dyn std::error::Error + Send + Sync>;
pub type Body = UnsyncBoxBody<Bytes, BoxError>;

/// What the next request gets.
pub enum Script {
    Reply(Response<Body>),
    /// No head, ever.
    Stall,
    /// The connection is closed before the head.
    Close,
}

/// A request as it arrived; `body` grows while it does.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: Method,
    pub target: String,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    pub whole: bool,
}

impl Seen {
    /// The value of a header that is there once at the most.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.get_all(name).iter();
        let value = all.next().map(|value| value.to_str().expect("text"));
        assert!(all.next().is_none(), "{name} stands twice");
        value
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("text")
    }
}

/// The upstream; it stops with its runtime.
#[derive(Clone)]
pub struct Upstream {
    pub address: SocketAddr,
    state: Arc<State>,
}

#[derive(Default)]
struct State {
    seen: Mutex<Vec<Seen>>,
    scripts: Mutex<VecDeque<Script>>,
    /// Connections that were taken, and of these how many are still open.
    taken: Mutex<(usize, usize)>,
    changed: watch::Sender<u64>,
}

/// What every request gets that has no script.
pub const COMPLETION: &str = r#"{"id":"c","object":"chat.completion","model":"gpt-4o-2024","choices":[],"usage":{"prompt_tokens":11,"completion_tokens":7}}"#;

impl Upstream {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let upstream = Upstream { address, state: Arc::default() };
        let state = Arc::clone(&upstream.state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                stream.set_nodelay(true).expect("a socket");
                tokio::spawn(serve(stream, Arc::clone(&state)));
            }
        });
        upstream
    }

    /// What the next request without a script gets.
    pub fn script(&self, script: Script) {
        self.state.scripts.lock().expect("a lock").push_back(script);
    }

    pub fn reply(&self, status: u16, kind: &str, body: impl Into<Bytes>) {
        self.script(Script::Reply(reply(status, kind, body)));
    }

    /// The next request gets a stream of events; what is sent here reaches it at once. Dropped it ends well, an `Err`
    /// breaks it off.
    pub fn stream(&self) -> mpsc::UnboundedSender<Result<Bytes, BoxError>> {
        self.in_pieces("text/event-stream")
    }

    /// The same with a body of this type.
    pub fn in_pieces(&self, of: &'static str) -> mpsc::UnboundedSender<Result<Bytes, BoxError>> {
        let (sender, receiver) = mpsc::unbounded_channel();
        let mut response = Response::new(channel(receiver));
        response.headers_mut().insert("content-type", HeaderValue::from_static(of));
        self.script(Script::Reply(response));
        sender
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.state.seen.lock().expect("a lock").clone()
    }

    /// The requests that came after the first `before`.
    pub fn seen_since(&self, before: usize) -> Vec<Seen> {
        self.state.seen.lock().expect("a lock")[before..].to_vec()
    }

    /// The only request that came.
    pub fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen[0].clone()
    }

    pub fn count(&self) -> usize {
        self.state.seen.lock().expect("a lock").len()
    }

    /// Connections taken so far.
    pub fn taken(&self) -> usize {
        self.state.taken.lock().expect("a lock").0
    }

    /// Waits until the requests that came are as asked.
    pub async fn until(&self, what: &str, is_met: impl Fn(&[Seen]) -> bool) {
        self.wait(what, || is_met(&self.state.seen.lock().expect("a lock"))).await;
    }

    /// Waits until no connection is open any more, and says how long that took.
    pub async fn until_left(&self) -> Duration {
        let began = std::time::Instant::now();
        self.wait("the caller leaves", || self.state.taken.lock().expect("a lock").1 == 0).await;
        began.elapsed()
    }

    async fn wait(&self, what: &str, is_met: impl Fn() -> bool) {
        let mut changed = self.state.changed.subscribe();
        let met = changed.wait_for(|_| is_met());
        let outcome = tokio::time::timeout(PATIENCE, met).await;
        assert!(outcome.is_ok(), "waited in vain: {what}; seen: {:?}", self.seen());
    }
}

impl State {
    fn change(&self) {
        self.changed.send_modify(|count| *count += 1);
    }
}

/// A whole reply.
pub fn reply(status: u16, kind: &str, body: impl Into<Bytes>) -> Response<Body> {
    let mut response =
        Response::new(Full::new(body.into()).map_err(|never| match never {}).boxed_unsync());
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    response.headers_mut().insert("content-type", kind.parse().expect("a value"));
    response
}

/// A body of what comes through a channel.
pub fn channel(receiver: mpsc::UnboundedReceiver<Result<Bytes, BoxError>>) -> Body {
    let frames = stream::unfold(receiver, |mut receiver| async move {
        let piece = receiver.recv().await?;
        Some((piece.map(Frame::data), receiver))
    });
    StreamBody::new(frames).boxed_unsync()
}

async fn serve(stream: TcpStream, state: Arc<State>) {
    {
        let mut taken = state.taken.lock().expect("a lock");
        *taken = (taken.0 + 1, taken.1 + 1);
    }
    let service = hyper::service::service_fn(|request| answer(request, Arc::clone(&state)));
    let connection =
        hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // However it ends: the test looks at what came of it.
    let _ = connection.await;
    state.taken.lock().expect("a lock").1 -= 1;
    state.change();
}

async fn answer(request: Request<Incoming>, state: Arc<State>) -> Result<Response<Body>, BoxError> {
    let (head, mut body) = request.into_parts();
    let index = {
        let mut seen = state.seen.lock().expect("a lock");
        seen.push(Seen {
            method: head.method,
            target: head.uri.to_string(),
            headers: head.headers,
            body: Vec::new(),
            whole: false,
        });
        seen.len() - 1
    };
    state.change();
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame?.into_data() {
            state.seen.lock().expect("a lock")[index].body.extend_from_slice(&data);
            state.change();
        }
    }
    state.seen.lock().expect("a lock")[index].whole = true;
    state.change();
    let script = state.scripts.lock().expect("a lock").pop_front();
    match script {
        None => Ok(reply(200, "application/json", COMPLETION)),
        Some(Script::Reply(response)) => Ok(response),
        Some(Script::Stall) => std::future::pending().await,
        Some(Script::Close) => Err("the script closes the connection".into()),
    }
}

/// An upstream below HTTP: each connection's first request is read up to its empty line, then gets `reply` as it
/// stands, and the connection is closed.
pub async fn raw(reply: &'static [u8]) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut read = Vec::new();
            while !is_whole(&read) && stream.read_buf(&mut read).await.is_ok_and(|bytes| bytes > 0)
            {
            }
            // A caller that left is the test's matter.
            let _ = stream.write_all(reply).await;
            let _ = stream.shutdown().await;
        }
    });
    address
}

/// Whether a head and the body that its content-length announces are there.
fn is_whole(read: &[u8]) -> bool {
    let Some(end) = memchr::memmem::find(read, b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&read[..end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    let length: usize = length.map_or(0, |length| length.parse().expect("a length"));
    read.len() >= end + 4 + length
}
