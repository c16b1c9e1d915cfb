//! One real request, and how it went: for people who want to know whether a route works.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode, Uri};
use http_body_util::{BodyExt as _, Full};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use super::tls;

/// What is sent, by POST.
#[derive(Clone, Debug)]
pub struct Ask {
    pub url: Uri,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// Bound on the whole exchange.
    pub timeout: Duration,
}

/// How it went.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// From sending to the first byte of the body.
    pub first_byte: Duration,
    pub total: Duration,
}

/// Why there is no whole reply.
#[derive(Debug, thiserror::Error)]
pub enum AttemptError {
    #[error("can't reach {url}: {reason}")]
    Unreachable { url: String, reason: String },
    #[error("{url} didn't answer within {} ms", after.as_millis())]
    Timeout { url: String, after: Duration },
    #[error("{url} disconnected in the middle of its response: {reason}")]
    BrokenOff { url: String, reason: String },
}

/// Sends the request. `piece` sees the body as it comes.
///
/// # Errors
/// No connection, no reply in time, or half of one.
pub async fn send(ask: Ask, piece: impl FnMut(&[u8])) -> Result<Outcome, AttemptError> {
    let unreachable = |reason| AttemptError::Unreachable { url: ask.url.to_string(), reason };
    let sender = Sender::new(&ask.url).map_err(unreachable)?;
    sender.send(ask, usize::MAX, piece).await
}

/// Sends requests over connections that it keeps.
#[derive(Clone)]
pub struct Sender {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
}

impl Sender {
    /// One for requests to this URL.
    ///
    /// # Errors
    /// This machine has no root certificates, where the URL is one of https.
    pub fn new(url: &Uri) -> Result<Self, String> {
        let secure = url.scheme_str() == Some("https");
        let tls = if secure { tls::trusting_system() } else { tls::trusting_nobody() };
        let tls = tls.map_err(|error| error.to_string())?;
        let mut http = HttpConnector::new();
        http.set_nodelay(true);
        http.enforce_http(false);
        let connector =
            HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1();
        let client = Client::builder(TokioExecutor::new()).build(connector.wrap_connector(http));
        Ok(Sender { client })
    }

    /// Sends a request, and keeps so many bytes of the reply's body. `piece` sees all of it, as it comes.
    ///
    /// # Errors
    /// No connection, no reply in time, or half of one.
    pub async fn send(
        &self,
        ask: Ask,
        kept: usize,
        piece: impl FnMut(&[u8]),
    ) -> Result<Outcome, AttemptError> {
        let (url, after) = (ask.url.to_string(), ask.timeout);
        match tokio::time::timeout(after, self.exchange(ask, kept, piece)).await {
            Ok(outcome) => outcome,
            Err(_) => Err(AttemptError::Timeout { url, after }),
        }
    }

    async fn exchange(
        &self,
        ask: Ask,
        kept: usize,
        mut piece: impl FnMut(&[u8]),
    ) -> Result<Outcome, AttemptError> {
        let url = ask.url.to_string();
        let unreachable = |reason: String| AttemptError::Unreachable { url: url.clone(), reason };
        let mut request = Request::post(ask.url)
            .body(Full::new(ask.body))
            .map_err(|error| unreachable(error.to_string()))?;
        *request.headers_mut() = ask.headers;
        let sent = Instant::now();
        let reply = self.client.request(request).await;
        let reply = reply.map_err(|error| unreachable(innermost(&error)))?;
        let (head, mut incoming) = reply.into_parts();
        let (mut body, mut first_byte) = (Vec::new(), None);
        while let Some(frame) = incoming.frame().await {
            let frame = frame.map_err(|error| AttemptError::BrokenOff {
                url: url.clone(),
                reason: innermost(&error),
            })?;
            if let Ok(data) = frame.into_data() {
                first_byte.get_or_insert_with(|| sent.elapsed());
                piece(&data);
                let room = kept.saturating_sub(body.len()).min(data.len());
                body.extend_from_slice(&data[..room]);
            }
        }
        let total = sent.elapsed();
        Ok(Outcome {
            status: head.status,
            headers: head.headers,
            body: body.into(),
            first_byte: first_byte.unwrap_or(total),
            total,
        })
    }
}

/// The cause that a person would name.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
