//! Where the body of a reply comes from. A mechanism of this program.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use http_body_util::combinators::UnsyncBoxBody;

use crate::edge::proxy::connect::response_body::UpstreamResponseBody;

/// Any error of a body.
pub(in crate::edge::proxy) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Where the body of a reply comes from.
pub(in crate::edge::proxy) enum BodySource {
    /// The upstream's, as it arrives.
    Upstream(UpstreamResponseBody),
    /// All of it at once: this proxy's own, or one that was read whole.
    Whole(Bytes),
    /// The simulator's, or one that wraps another: read up to some point first, inspected or translated as it arrives.
    Wrapped(UnsyncBoxBody<Bytes, BoxError>),
}

impl BodySource {
    /// A body that wraps another one.
    pub(in crate::edge::proxy) fn wrapped(
        body: impl Body<Data = Bytes, Error = BoxError> + Send + 'static,
    ) -> Self {
        BodySource::Wrapped(UnsyncBoxBody::new(body))
    }
}

impl Body for BodySource {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match self.get_mut() {
            BodySource::Upstream(incoming) => Pin::new(incoming).poll_frame(context),
            BodySource::Whole(bytes) => {
                let bytes = Some(std::mem::take(bytes)).filter(|bytes| !bytes.is_empty());
                Poll::Ready(bytes.map(|bytes| Ok(Frame::data(bytes))))
            }
            BodySource::Wrapped(body) => Pin::new(body).poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            BodySource::Upstream(incoming) => incoming.is_end_stream(),
            BodySource::Whole(bytes) => bytes.is_empty(),
            BodySource::Wrapped(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            BodySource::Upstream(incoming) => incoming.size_hint(),
            BodySource::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            BodySource::Wrapped(body) => body.size_hint(),
        }
    }
}
