//! Replies: ours, the upstream's, the simulator's. Every one carries the record that is logged when it ends.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Response, StatusCode};
use http_body::{Body, Frame, SizeHint};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::source::{BodySource, BoxError};
use crate::domain::route::policy::context::LocalReply;
use crate::domain::route::refusal::Refusal;
use crate::domain::value::clip;
use crate::edge::telemetry::access_log::{LEFT, Record};

/// A person's words about an answer that agentgateway words tersely.
pub(in crate::edge::proxy) const HINT: &str = "x-agw-hint";

/// A hint is no longer than that. Bytes.
const HINTED: usize = 2048;

/// What `grpc-message` must not hold as it is. Source: gRPC over HTTP/2, Percent-Encoded.
const GRPC_MESSAGE: &AsciiSet = &CONTROLS.add(b'%');

/// The body of a reply, and the record of its exchange. Dropped before its end, it was cut.
pub(in crate::edge::proxy) struct ResponseBody {
    source: BodySource,
    record: Option<Record>,
    /// Why it breaks off, once what came before has had its chance to reach the wire, the head included.
    broken: Option<BoxError>,
}

impl ResponseBody {
    pub(in crate::edge::proxy) fn new(source: BodySource, record: Record) -> Self {
        ResponseBody { source, record: Some(record), broken: None }
    }

    /// No body at all, and a record that somebody else writes.
    pub(in crate::edge::proxy) fn nothing() -> Self {
        ResponseBody { source: BodySource::Whole(Bytes::new()), record: None, broken: None }
    }

    fn own(body: Bytes, record: Record) -> Self {
        ResponseBody::new(BodySource::Whole(body), record)
    }

    fn end(&mut self) {
        if let Some(record) = self.record.take() {
            record.finish(None);
        }
    }

    fn cut(&mut self, error: &BoxError) {
        if let Some(record) = self.record.take() {
            record.finish(Some(&format!("upstream broke off: {error}")));
        }
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        if let Some(error) = this.broken.take() {
            this.cut(&error);
            return Poll::Ready(Some(Err(error)));
        }
        let polled = Pin::new(&mut this.source).poll_frame(context);
        match polled {
            Poll::Ready(Some(Ok(ref frame))) => {
                if let (Some(data), Some(record)) = (frame.data_ref(), &mut this.record) {
                    record.see(data);
                }
                if this.is_end_stream() {
                    this.end();
                }
            }
            // An upstream that breaks off must be a broken transfer to the client, never a clean end. A server throws away
            // what it has not written yet when a body breaks, and it writes when a body pauses.
            Poll::Ready(Some(Err(error))) => {
                this.broken = Some(error);
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            Poll::Ready(None) => this.end(),
            Poll::Pending => {}
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.broken.is_none() && self.source.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.source.size_hint()
    }
}

impl Drop for ResponseBody {
    fn drop(&mut self) {
        if let Some(error) = self.broken.take() {
            self.cut(&error);
        }
        if let Some(record) = self.record.take() {
            // Nobody asks for the body of ours that answers a HEAD.
            let whole = matches!(self.source, BodySource::Whole(_)) || self.is_end_stream();
            record.finish((!whole).then_some(LEFT));
        }
    }
}

/// An answer of ours, to the letter of agentgateway's.
pub(in crate::edge::proxy) fn refuse(
    refusal: &Refusal,
    mut record: Record,
) -> Response<ResponseBody> {
    record.reason(refusal.reason);
    if *refusal == Refusal::CLIENT_LEFT {
        record.left();
    }
    if record.of_grpc() {
        return refuse_grpc(refusal, record);
    }
    record.status(refusal.status);
    let body = Bytes::from(refusal.body.clone().into_owned());
    let length = HeaderValue::from(body.len());
    let mut response = Response::new(ResponseBody::own(body, record));
    *response.status_mut() =
        StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if let Some(kind) = refusal.content_type() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    headers.insert(CONTENT_LENGTH, length);
    if refusal.is_overload() {
        headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    if refusal.status == 408 {
        // What the connection brings next may still be of the body (RFC 9110 §15.5.9).
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    let hint = refusal.hint.as_deref().map(|hint| HeaderValue::from_str(&clip::to(hint, HINTED)));
    if let Some(Ok(hint)) = hint {
        headers.insert(HINT, hint);
    }
    response
}

/// The same for a client that speaks gRPC: a success of HTTP, and trailers alone that tell of the failure.
fn refuse_grpc(refusal: &Refusal, mut record: Record) -> Response<ResponseBody> {
    record.status(200);
    let mut response = Response::new(ResponseBody::own(Bytes::new(), record));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    headers.insert("grpc-status", HeaderValue::from(refusal.grpc_status()));
    let message = utf8_percent_encode(&refusal.body, GRPC_MESSAGE).to_string();
    if let Ok(message) = HeaderValue::from_str(&message) {
        headers.insert("grpc-message", message);
    }
    response
}

/// An answer that a policy gives.
pub(in crate::edge::proxy) fn own(own: LocalReply, mut record: Record) -> Response<ResponseBody> {
    record.status(own.status);
    record.reason("DirectResponse");
    let length = HeaderValue::from(own.body.len());
    let mut response = Response::new(ResponseBody::own(own.body, record));
    *response.status_mut() =
        StatusCode::from_u16(own.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.headers_mut() = own.headers;
    response.headers_mut().insert(CONTENT_LENGTH, length);
    response
}

/// A redirect.
pub(in crate::edge::proxy) fn redirect(
    status: u16,
    location: &str,
    mut record: Record,
) -> Response<ResponseBody> {
    let Ok(location) = HeaderValue::from_str(location) else {
        return refuse(&Refusal::ROUTE_NOT_FOUND, record);
    };
    record.status(status);
    let mut response = Response::new(ResponseBody::own(Bytes::new(), record));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::FOUND);
    response.headers_mut().insert(http::header::LOCATION, location);
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(0));
    response
}
