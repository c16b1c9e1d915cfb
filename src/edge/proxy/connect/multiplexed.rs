//! Upstreams that speak HTTP/2: one connection to each address, which all requests share.
//!
//! Source: RFC 9113; `:authority` is its §8.3.1.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use http::header::HOST;
use http::uri::{Authority, Parts};
use http::{Request, Response, Uri, Version};
use http_body::Body as _;
use hyper::body::Incoming;
use hyper::client::conn::http2::{self, SendRequest};
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::failure;
use super::http1::{is_idempotent, settle_length, socket};
use super::pool::Pool;
use super::response_body::UpstreamResponseBody;
use crate::domain::route::address::Address;
use crate::domain::route::refusal::Refusal;
use crate::edge::proxy::body::client::ClientBody;
use crate::edge::proxy::body::upstream::UpstreamBody;
use crate::edge::proxy::plan::loops::ForwardedMarks;

/// The connections, by address. Locked to look and to write, never across a wait.
#[derive(Default)]
pub(super) struct Multiplexed(Mutex<HashMap<Address, Http2Connection>>);

/// One connection; cloning shares it.
#[derive(Clone)]
struct Http2Connection {
    sender: SendRequest<UpstreamBody>,
    /// Whether it leads to this machine.
    is_local: bool,
}

impl Multiplexed {
    /// Sends one request and waits for the head of the reply.
    ///
    /// # Errors
    /// 503 when the upstream cannot be reached, does not speak HTTP/2 or breaks off.
    pub(super) async fn call(
        &self,
        address: &Address,
        pool: &Arc<Pool>,
        passed: &ForwardedMarks,
        mut request: Request<UpstreamBody>,
    ) -> Result<Response<UpstreamResponseBody>, Refusal> {
        let to = request.uri().clone();
        name_authority(&mut request)?;
        if let Some(Http2Connection { mut sender, is_local }) = self.open(address) {
            if is_local {
                passed.show(request.headers_mut());
            }
            let again = again(&request);
            match send(&mut sender, request).await {
                Ok(reply) => return received(reply),
                // Its connection may have been closed in that moment: once more, over a new one.
                Err(unsent) => {
                    let Http2SendError { refusal, back } = *unsent;
                    request = back.or(again).ok_or(refusal)?;
                }
            }
        }
        let Http2Connection { mut sender, is_local } =
            Box::pin(self.connect(address, pool, to)).await?;
        match is_local {
            true => passed.show(request.headers_mut()),
            false => ForwardedMarks::hide(request.headers_mut()),
        }
        received(send(&mut sender, request).await.map_err(|unsent| unsent.refusal)?)
    }

    fn open(&self, address: &Address) -> Option<Http2Connection> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, connection| !connection.sender.is_closed());
        open.get(address).cloned()
    }

    async fn connect(
        &self,
        address: &Address,
        pool: &Arc<Pool>,
        to: Uri,
    ) -> Result<Http2Connection, Refusal> {
        let connecting = async {
            let io = pool.dial(to).await.map_err(|error| failure(&*error, true))?;
            let mut builder = http2::Builder::new(TokioExecutor::new());
            builder.timer(TokioTimer::new());
            let is_local = socket(&io).is_local();
            let made = builder.handshake(io).await.map_err(|error| failure(&error, true))?;
            Ok((made, is_local))
        };
        let connected = tokio::time::timeout(super::response_timeout(address), connecting).await;
        let ((sender, connection), is_local) =
            connected.map_err(|_| Refusal::UPSTREAM_TIMEOUT)??;
        tokio::spawn(async move {
            // Who uses it learns of its end there.
            let _ = connection.await;
        });
        let made = Http2Connection { sender, is_local };
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.insert(address.clone(), made.clone());
        Ok(made)
    }
}

/// A request without an answer, and itself where nothing of it was sent.
struct Http2SendError {
    refusal: Refusal,
    back: Option<Request<UpstreamBody>>,
}

/// Sends one request, which comes back where nothing of it was sent.
async fn send(
    sender: &mut SendRequest<UpstreamBody>,
    request: Request<UpstreamBody>,
) -> Result<Response<Incoming>, Box<Http2SendError>> {
    if let Err(error) = sender.ready().await {
        let refusal = failure(&error, false);
        return Err(Box::new(Http2SendError { refusal, back: Some(request) }));
    }
    sender.try_send_request(request).await.map_err(|mut unsent| {
        let back = unsent.take_message();
        Box::new(Http2SendError { refusal: failure(unsent.error(), false), back })
    })
}

/// The same request once more, where it may be sent twice and has nothing behind its head.
fn again(request: &Request<UpstreamBody>) -> Option<Request<UpstreamBody>> {
    if !is_idempotent(request.method()) || !request.body().is_end_stream() {
        return None;
    }
    let mut again = Request::new(UpstreamBody::Stream(ClientBody::none()));
    *again.method_mut() = request.method().clone();
    *again.uri_mut() = request.uri().clone();
    *again.version_mut() = request.version();
    *again.headers_mut() = request.headers().clone();
    Some(again)
}

fn received(mut reply: Response<Incoming>) -> Result<Response<UpstreamResponseBody>, Refusal> {
    let settled = settle_length(reply.status(), reply.headers_mut());
    settled.map_err(|error| failure(&error, false))?;
    Ok(reply.map(UpstreamResponseBody::multiplexed))
}

/// In HTTP/2 the host is in `:authority`, which is made from the URI.
fn name_authority(request: &mut Request<UpstreamBody>) -> Result<(), Refusal> {
    *request.version_mut() = Version::HTTP_2;
    let Some(host) = request.headers_mut().remove(HOST) else { return Ok(()) };
    let no_host = |_| Refusal::invalid_upstream_host();
    let mut parts = Parts::from(request.uri().clone());
    parts.authority = Some(Authority::try_from(host.as_bytes()).map_err(no_host)?);
    let bad = |_| Refusal::llm_request(400, "the path can't be forwarded");
    *request.uri_mut() = Uri::from_parts(parts).map_err(bad)?;
    Ok(())
}
