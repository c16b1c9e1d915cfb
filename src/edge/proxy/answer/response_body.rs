//! The body of every reply to a client. It has the record that is logged when it ends. A mechanism of this program.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::source::{BodySource, BoxError};
use crate::edge::telemetry::access_log::{LEFT, Record};

/// The body of a reply to a client, and the access log's record of its exchange. Dropping it before its end
/// logs that it was cut.
pub(in crate::edge::proxy) struct ResponseBody {
    source: BodySource,
    record: Option<Record>,
    /// Why it breaks off, once what came before has had its chance to reach the wire, the head included.
    broken: Option<BoxError>,
}

impl ResponseBody {
    /// A body; `record` is logged when it ends.
    pub(in crate::edge::proxy) fn new(source: BodySource, record: Record) -> Self {
        ResponseBody { source, record: Some(record), broken: None }
    }

    /// No body at all, and no record: that is logged elsewhere.
    pub(in crate::edge::proxy) fn nothing() -> Self {
        ResponseBody { source: BodySource::Whole(Bytes::new()), record: None, broken: None }
    }

    /// A body that is complete already.
    pub(super) fn whole(body: Bytes, record: Record) -> Self {
        ResponseBody::new(BodySource::Whole(body), record)
    }

    fn end(&mut self) {
        if let Some(record) = self.record.take() {
            record.finish(None);
        }
    }

    fn cut(&mut self, error: &BoxError) {
        if let Some(record) = self.record.take() {
            record.finish(Some(&format!("upstream disconnected: {error}")));
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
            // An upstream that breaks off must be a broken transfer to the client, never a clean end. A server throws
            // away what it has not written yet when a body breaks, and it writes when a body pauses.
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
