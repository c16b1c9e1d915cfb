//! The body of an upstream's reply: it drives the connection it comes from, forwards what each read returns
//! immediately, and gives the connection back when it has ended. A mechanism of this program.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;

use super::http1::Http1Connection;
use super::pool::Pool;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A body that is still arriving. Dropping it before its end closes the connection, and so cancels the upstream's work.
pub(in crate::edge::proxy) struct UpstreamResponseBody(BodyState);

enum BodyState {
    /// It has no more.
    Ended,
    Alone(Box<Http1Connection>, Arc<Pool>),
    /// One of many over the same connection, which hyper drives.
    Multiplexed(Incoming),
}

impl UpstreamResponseBody {
    /// No body at all.
    pub(super) fn none() -> Self {
        UpstreamResponseBody(BodyState::Ended)
    }

    /// A body that has an HTTP/1.1 connection to itself, which goes back to the pool at its end.
    pub(super) fn alone(connection: Box<Http1Connection>, pool: Arc<Pool>) -> Self {
        UpstreamResponseBody(BodyState::Alone(connection, pool).settled())
    }

    /// A stream of an HTTP/2 connection.
    pub(super) fn multiplexed(incoming: Incoming) -> Self {
        UpstreamResponseBody(BodyState::Multiplexed(incoming))
    }
}

impl BodyState {
    /// Gives the connection back to the pool if the body has ended.
    fn settled(self) -> Self {
        match self {
            BodyState::Alone(connection, pool) if connection.has_ended() => {
                // One whose request is still being sent would begin the next one in its middle.
                if connection.is_done() && connection.keeps() {
                    pool.put(connection);
                }
                BodyState::Ended
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
            BodyState::Ended => return Poll::Ready(None),
            BodyState::Alone(connection, _) => connection.poll_body(context),
            BodyState::Multiplexed(incoming) => {
                return Pin::new(incoming).poll_frame(context).map_err(BoxError::from);
            }
        };
        if polled.is_ready() {
            *this = std::mem::replace(this, BodyState::Ended).settled();
        }
        polled.map(|piece| piece.map(|piece| piece.map(Frame::data).map_err(BoxError::from)))
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            BodyState::Ended => true,
            BodyState::Alone(connection, _) => connection.has_ended(),
            BodyState::Multiplexed(incoming) => incoming.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            BodyState::Ended => SizeHint::with_exact(0),
            BodyState::Alone(connection, _) => {
                connection.left().map_or_else(SizeHint::new, SizeHint::with_exact)
            }
            BodyState::Multiplexed(incoming) => incoming.size_hint(),
        }
    }
}
