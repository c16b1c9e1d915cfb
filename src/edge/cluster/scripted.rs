//! For tests: an API server in this process that answers what a closure says, on a port of its own.

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use futures::stream;
use http::{HeaderMap, Method, Request, Response};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt as _, Full, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::{ClusterOptions, Connection, connect};

/// One request as it came.
pub struct RecordedRequest {
    pub method: Method,
    pub path: String,
    pub query: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// What to answer.
pub enum Answer {
    Json(u16, Value),
    /// Status, header name and value, body.
    Headed(u16, (&'static str, &'static str), String),
    /// JSON lines as they come; the answer ends with the sender.
    Lines(mpsc::Receiver<Value>),
    Never,
}

impl Answer {
    /// What an API server says of a path it does not serve.
    pub fn no_such_path() -> Self {
        Answer::Headed(404, ("content-type", "text/plain"), "404 page not found\n".into())
    }

    /// A list of `items`.
    pub fn list(items: Vec<Value>) -> Self {
        Answer::Json(
            200,
            serde_json::json!({"apiVersion": "v1", "kind": "List",
            "metadata": {"resourceVersion": "1"}, "items": items}),
        )
    }

    /// A refusal.
    pub fn status(code: u16, reason: &str, message: &str) -> Self {
        Answer::Json(
            code,
            serde_json::json!({"kind": "Status", "apiVersion": "v1",
            "status": "Failure", "code": code, "reason": reason, "message": message}),
        )
    }
}

/// The server; it ends when this is dropped.
pub struct Server {
    pub url: String,
    _tasks: JoinSet<()>,
    empty: tempfile::NamedTempFile,
}

type Script = Arc<dyn Fn(RecordedRequest) -> Answer + Send + Sync>;

impl Server {
    pub async fn start(script: impl Fn(RecordedRequest) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, Arc::new(script)));
        Server { url, _tasks: tasks, empty: tempfile::NamedTempFile::new().expect("a file") }
    }

    /// A connection to it that no environment of the test can disturb.
    pub async fn connection(&self, change: impl FnOnce(&mut ClusterOptions)) -> Connection {
        let mut wishes = ClusterOptions {
            kubeconfig: Some(self.empty.path().to_owned()),
            server: Some(self.url.clone()),
            ..ClusterOptions::default()
        };
        change(&mut wishes);
        connect(&wishes).await.expect("a connection")
    }
}

async fn accept(listener: TcpListener, script: Script) {
    let mut connections = JoinSet::new();
    while let Ok((socket, _)) = listener.accept().await {
        let script = script.clone();
        connections.spawn(async move {
            let service = service_fn(move |request| answer(request, script.clone()));
            let server = hyper::server::conn::http1::Builder::new();
            // A client that goes away is no failure of the test.
            let _ = server.serve_connection(TokioIo::new(socket), service).await;
        });
    }
}

async fn answer(
    request: Request<Incoming>,
    script: Script,
) -> Result<Response<UnsyncBoxBody<Bytes, Infallible>>, Infallible> {
    let (parts, body) = request.into_parts();
    let asked = RecordedRequest {
        method: parts.method,
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers,
        body: body.collect().await.map(|body| body.to_bytes()).unwrap_or_default(),
    };
    let (status, header, body) = match script(asked) {
        Answer::Json(status, value) => (
            status,
            ("content-type", "application/json"),
            Full::from(value.to_string()).boxed_unsync(),
        ),
        Answer::Headed(status, header, text) => (status, header, Full::from(text).boxed_unsync()),
        Answer::Lines(lines) => {
            let frames = stream::unfold(lines, |mut lines| async move {
                let line: Value = lines.recv().await?;
                let frame = Frame::data(Bytes::from(format!("{line}\n")));
                Some((Ok::<_, Infallible>(frame), lines))
            });
            (200, ("content-type", "application/json"), StreamBody::new(frames).boxed_unsync())
        }
        Answer::Never => std::future::pending().await,
    };
    let answer = Response::builder().status(status).header(header.0, header.1).body(body);
    Ok(answer.expect("an answer"))
}
