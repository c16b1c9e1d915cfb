//! Replies: ours, the upstream's, the simulator's. Every one carries the record that is logged when it ends.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Response, StatusCode};
use http_body::{Body, Frame, SizeHint};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::holding::Begun;
use super::upstream::ReplyBody;
use super::{guarding, translating};
use crate::domain::route::policy::passage::Own;
use crate::domain::route::refusal::Refusal;
use crate::domain::value::clip;
use crate::edge::simulator;
use crate::edge::telemetry::access_log::{LEFT, Record};

/// How the names of our own headers begin.
pub(super) const OURS: &str = "x-agw-";

/// A person's words about an answer that agentgateway words tersely.
pub(super) const HINT: &str = "x-agw-hint";

/// A hint is no longer than that. Bytes.
const HINTED: usize = 2048;

/// What `grpc-message` must not hold as it is. Source: gRPC over HTTP/2, Percent-Encoded.
const GRPC_MESSAGE: &AsciiSet = &CONTROLS.add(b'%');

pub(super) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Where the body of a reply comes from.
pub(super) enum Source {
    Upstream(ReplyBody),
    Simulated(simulator::Body),
    /// All of it, until it is taken: ours, or read before it goes on.
    Whole(Bytes),
    /// Read up to some place before it goes on.
    Begun(Box<Begun>),
    /// Looked through as it comes.
    Guarded(Box<guarding::Stream>),
    /// In another format than it comes in.
    Translated(Box<translating::Stream>),
}

impl Body for Source {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match self.get_mut() {
            Source::Upstream(incoming) => Pin::new(incoming).poll_frame(context),
            Source::Simulated(body) => Pin::new(body).poll_frame(context),
            Source::Whole(bytes) => {
                let bytes = Some(std::mem::take(bytes)).filter(|bytes| !bytes.is_empty());
                Poll::Ready(bytes.map(|bytes| Ok(Frame::data(bytes))))
            }
            Source::Begun(begun) => begun.poll(context),
            Source::Guarded(stream) => stream.poll(context),
            Source::Translated(stream) => stream.poll(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Source::Upstream(incoming) => incoming.is_end_stream(),
            Source::Simulated(body) => body.is_end_stream(),
            Source::Whole(bytes) => bytes.is_empty(),
            Source::Begun(begun) => begun.has_ended(),
            Source::Guarded(stream) => stream.has_ended(),
            Source::Translated(stream) => stream.has_ended(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Source::Upstream(incoming) => incoming.size_hint(),
            Source::Simulated(body) => body.size_hint(),
            Source::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Source::Begun(_) | Source::Guarded(_) | Source::Translated(_) => SizeHint::default(),
        }
    }
}

/// The body of a reply, and the record of its exchange. Dropped before its end, it was cut.
pub(super) struct Reply {
    source: Source,
    record: Option<Record>,
    /// Why it breaks off, once what came before has had its chance to reach the wire, the head included.
    broken: Option<BoxError>,
}

impl Reply {
    pub(super) fn new(source: Source, record: Record) -> Self {
        Reply { source, record: Some(record), broken: None }
    }

    /// No body at all, and a record that somebody else writes.
    pub(super) fn nothing() -> Self {
        Reply { source: Source::Whole(Bytes::new()), record: None, broken: None }
    }

    fn own(body: Bytes, record: Record) -> Self {
        Reply::new(Source::Whole(body), record)
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

impl Body for Reply {
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

impl Drop for Reply {
    fn drop(&mut self) {
        if let Some(error) = self.broken.take() {
            self.cut(&error);
        }
        if let Some(record) = self.record.take() {
            // Nobody asks for the body of ours that answers a HEAD.
            let whole = matches!(self.source, Source::Whole(_)) || self.is_end_stream();
            record.finish((!whole).then_some(LEFT));
        }
    }
}

/// An answer of ours, to the letter of agentgateway's.
pub(super) fn refuse(refusal: &Refusal, mut record: Record) -> Response<Reply> {
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
    let mut response = Response::new(Reply::own(body, record));
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
fn refuse_grpc(refusal: &Refusal, mut record: Record) -> Response<Reply> {
    record.status(200);
    let mut response = Response::new(Reply::own(Bytes::new(), record));
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
pub(super) fn own(own: Own, mut record: Record) -> Response<Reply> {
    record.status(own.status);
    record.reason("DirectResponse");
    let length = HeaderValue::from(own.body.len());
    let mut response = Response::new(Reply::own(own.body, record));
    *response.status_mut() =
        StatusCode::from_u16(own.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.headers_mut() = own.headers;
    response.headers_mut().insert(CONTENT_LENGTH, length);
    response
}

/// A redirect.
pub(super) fn redirect(status: u16, location: &str, mut record: Record) -> Response<Reply> {
    let Ok(location) = HeaderValue::from_str(location) else {
        return refuse(&Refusal::ROUTE_NOT_FOUND, record);
    };
    record.status(status);
    let mut response = Response::new(Reply::own(Bytes::new(), record));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::FOUND);
    response.headers_mut().insert(http::header::LOCATION, location);
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(0));
    response
}
