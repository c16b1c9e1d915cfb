//! The body of an upstream's reply: it drives the connection it comes from, sends on at once what one read brings, and
//! gives the connection back when it has ended.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;

use super::http1::Http1Connection;
use super::pool::Pool;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A body still to come. Dropped before its end it takes the connection along, and with it the upstream's work.
pub(in crate::edge::proxy) struct UpstreamResponseBody(Source);

enum Source {
    /// It has no more.
    Ended,
    Alone(Box<Http1Connection>, Arc<Pool>),
    /// One of many over the same connection, which somebody else drives.
    Multiplexed(Incoming),
}

impl UpstreamResponseBody {
    /// No body at all.
    pub(super) fn none() -> Self {
        UpstreamResponseBody(Source::Ended)
    }

    pub(super) fn alone(connection: Box<Http1Connection>, pool: Arc<Pool>) -> Self {
        UpstreamResponseBody(Source::Alone(connection, pool).settled())
    }

    pub(super) fn multiplexed(incoming: Incoming) -> Self {
        UpstreamResponseBody(Source::Multiplexed(incoming))
    }
}

impl Source {
    /// Where nothing is left of it, its connection goes back to where it can take another request.
    fn settled(self) -> Self {
        match self {
            Source::Alone(connection, pool) if connection.has_ended() => {
                // One whose request is still being sent would begin the next one in its middle.
                if connection.is_done() && connection.keeps() {
                    pool.put(connection);
                }
                Source::Ended
            }
            other => other,
        }
    }
}

impl Body for UpstreamResponseBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let UpstreamResponseBody(this) = self.get_mut();
        let polled = match this {
            Source::Ended => return Poll::Ready(None),
            Source::Alone(connection, _) => connection.poll_body(context),
            Source::Multiplexed(incoming) => {
                return Pin::new(incoming).poll_frame(context).map_err(BoxError::from);
            }
        };
        if polled.is_ready() {
            *this = std::mem::replace(this, Source::Ended).settled();
        }
        polled.map(|piece| piece.map(|piece| piece.map(Frame::data).map_err(BoxError::from)))
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Source::Ended => true,
            Source::Alone(connection, _) => connection.has_ended(),
            Source::Multiplexed(incoming) => incoming.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Source::Ended => SizeHint::with_exact(0),
            Source::Alone(connection, _) => {
                connection.left().map_or_else(SizeHint::new, SizeHint::with_exact)
            }
            Source::Multiplexed(incoming) => incoming.size_hint(),
        }
    }
}
