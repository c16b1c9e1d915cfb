//! The body of a request to an upstream: pieces of a body that was read, or the client's as it arrives. A mechanism of
//! this program.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::budget::BudgetPermit;
use super::client::ClientBody;
use super::wire::BodyError;
use crate::domain::llm::splice::Spliced;

/// The body of a request to an upstream.
pub(in crate::edge::proxy) enum UpstreamBody {
    /// Pieces of a body that was read, how many bytes of them are left, and its share of the budget, which is released
    /// with the last piece.
    Pieces { pieces: std::vec::IntoIter<Bytes>, left: u64, held: BudgetPermit },
    /// The client's body as it arrives.
    Stream(ClientBody),
}

impl UpstreamBody {
    /// A body of these pieces.
    pub(in crate::edge::proxy) fn pieces(spliced: Spliced, held: BudgetPermit) -> Self {
        let left = spliced.len() as u64;
        UpstreamBody::Pieces { pieces: spliced.into_iter(), left, held }
    }
}

impl Body for UpstreamBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        match self.get_mut() {
            UpstreamBody::Pieces { pieces, left, held } => {
                Poll::Ready(pieces.next().map(|piece| {
                    *left = left.saturating_sub(piece.len() as u64);
                    let is_last = pieces.len() == 0;
                    Ok(Frame::data(if is_last { held.keep(piece) } else { piece }))
                }))
            }
            UpstreamBody::Stream(incoming) => Pin::new(incoming).poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            UpstreamBody::Pieces { left, .. } => *left == 0,
            UpstreamBody::Stream(incoming) => incoming.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            UpstreamBody::Pieces { left, .. } => SizeHint::with_exact(*left),
            UpstreamBody::Stream(incoming) => incoming.size_hint(),
        }
    }
}
