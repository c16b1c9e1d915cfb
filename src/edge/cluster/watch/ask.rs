//! One request of a watch, sent once: when the next one may be sent is the watch's own business.

use std::io;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, Request, Response};
use http_body_util::{BodyExt as _, Limited};
use kube::client::Body;
use kube::core::response::Status;
use kube::core::{DynamicObject, WatchEvent};

use crate::edge::cluster::Connection;
use crate::edge::cluster::read::Page;

/// Marks a request that no layer sends again, among its extensions.
#[derive(Clone, Copy, Debug)]
pub struct SendOnce;

/// A page of a list may take this long; after it the list is begun anew.
const LIST_PATIENCE: Duration = Duration::from_secs(30);
/// As long a wait is granted to an API server that asks for time.
const LONGEST_WAIT: Duration = Duration::from_secs(300);
/// As much is read of the body of an error. Bytes.
const ERROR_BODY: usize = 64 * 1024;

/// Why there is no answer.
pub(super) struct WatchError {
    pub error: kube::Error,
    /// When the API server wants to be asked again.
    pub retry_after: Option<Duration>,
}

impl From<kube::Error> for WatchError {
    fn from(error: kube::Error) -> Self {
        WatchError { error, retry_after: None }
    }
}

/// A page of a list.
pub(super) async fn page(
    connection: &Connection,
    request: Request<Vec<u8>>,
) -> Result<Page, WatchError> {
    let asked = async {
        let body = send(connection, request).await?.into_body();
        let bytes = body.collect().await?.to_bytes();
        serde_json::from_slice(&bytes).map_err(|error| kube::Error::SerdeError(error).into())
    };
    let late = |_| kube::Error::Service(Box::new(io::Error::from(io::ErrorKind::TimedOut)));
    tokio::time::timeout(LIST_PATIENCE, asked).await.map_err(late)?
}

/// The answer to a request, if it is none of an error.
pub(super) async fn send(
    connection: &Connection,
    request: Request<Vec<u8>>,
) -> Result<Response<Body>, WatchError> {
    let mut request = request.map(Body::from);
    request.extensions_mut().insert(SendOnce);
    let answer = connection.client.send(request).await?;
    let code = answer.status();
    if !code.is_client_error() && !code.is_server_error() {
        return Ok(answer);
    }
    let wanted = wanted_pause(answer.headers());
    let body = Limited::new(answer.into_body(), ERROR_BODY).collect().await;
    let body = body.map(|body| body.to_bytes()).unwrap_or_default();
    let status = serde_json::from_slice::<Status>(&body).unwrap_or_else(|_| {
        let text = String::from_utf8_lossy(&body);
        Status::failure(text.trim(), "Failed to parse error data").with_code(code.as_u16())
    });
    let in_body = status.details.as_ref().map(|details| u64::from(details.retry_after_seconds));
    let in_body = in_body.filter(|seconds| *seconds > 0).map(Duration::from_secs);
    let retry_after = wanted.or(in_body).map(|wait| wait.min(LONGEST_WAIT));
    Err(WatchError { error: kube::Error::Api(Box::new(status)), retry_after })
}

/// `Retry-After` in seconds; API servers send no dates.
fn wanted_pause(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

/// The events of one watch request, a line each.
pub(super) struct Events {
    body: Body,
    buffer: Vec<u8>,
}

impl Events {
    /// Begins a watch.
    pub(super) async fn begin(
        connection: &Connection,
        mut request: Request<Vec<u8>>,
    ) -> Result<Self, WatchError> {
        // kube's client unpacks the first member of a gzip stream only, and an API server packs each event as one.
        let identity = HeaderValue::from_static("identity");
        request.headers_mut().insert(ACCEPT_ENCODING, identity);
        let body = send(connection, request).await?.into_body();
        Ok(Events { body, buffer: Vec::new() })
    }

    /// The next event; none at the end.
    pub(super) async fn next(&mut self) -> Option<Result<WatchEvent<DynamicObject>, WatchError>> {
        loop {
            if let Some(end) = memchr::memchr(b'\n', &self.buffer) {
                let line: Vec<u8> = self.buffer.drain(..=end).collect();
                match line.trim_ascii() {
                    [] => continue,
                    line => return Some(parse_event(line)),
                }
            }
            match self.body.frame().await {
                Some(Ok(frame)) => {
                    let data: Bytes = frame.into_data().unwrap_or_default();
                    self.buffer.extend_from_slice(&data);
                }
                Some(Err(error)) => return Some(Err(error.into())),
                // A last line without its end is one that broke off.
                None => return None,
            }
        }
    }
}

fn parse_event(line: &[u8]) -> Result<WatchEvent<DynamicObject>, WatchError> {
    serde_json::from_slice(line).map_err(|error| {
        // Some errors come as they are, instead of inside an event.
        match serde_json::from_slice::<Status>(line) {
            Ok(status) if status.code > 0 => kube::Error::Api(Box::new(status)).into(),
            _ => kube::Error::SerdeError(error).into(),
        }
    })
}
