//! A client's body: read whole where something in it is needed, recorded for another attempt, or otherwise forwarded as
//! it arrives. A mechanism of this program.

pub(in crate::edge::proxy) mod replay;

use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::request::Parts;
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;

use super::budget::{Budget, BudgetPermit, Peer, SMALL};
use super::client::replay::ReplayBody;
use super::wire::{BodyError, BodyProgress, Wire};
use crate::domain::route::refusal::Refusal;

/// A client's body, for one attempt.
pub(in crate::edge::proxy) enum ClientBody {
    /// One that arrives and can be read once.
    Once(Wire),
    /// One that is recorded while it is forwarded, so that another attempt can send it again.
    Again(ReplayBody),
    /// One that was read already, with its share of the budget beyond what the bytes themselves hold.
    Whole(Option<(Bytes, BudgetPermit)>),
}

impl ClientBody {
    /// No body at all.
    pub(in crate::edge::proxy) fn none() -> Self {
        ClientBody::Once(Wire::none())
    }

    /// The body that follows a head. It counts towards the budget of this client, and may pause for at most `stall`.
    pub(in crate::edge::proxy) fn new(
        head: &Parts,
        incoming: Incoming,
        peer: IpAddr,
        stall: Duration,
    ) -> Self {
        ClientBody::Once(Wire::new(head, incoming, Peer::of(peer), stall))
    }

    /// Its progress; none where it has ended.
    pub(in crate::edge::proxy) fn progress(&mut self) -> Option<Arc<BodyProgress>> {
        match self {
            ClientBody::Once(wire) => wire.progress(),
            ClientBody::Again(playing) => playing.with_source(ClientBody::progress),
            ClientBody::Whole(_) => None,
        }
    }

    /// Requires the minimum rate from now on, because it is read whole. Returns the client that it counts towards.
    fn require_rate(&mut self) -> Option<Peer> {
        match self {
            ClientBody::Once(wire) => {
                wire.require_rate();
                wire.peer()
            }
            ClientBody::Again(playing) => playing.with_source(ClientBody::require_rate),
            ClientBody::Whole(_) => None,
        }
    }

    /// Reads the whole body and keeps it for whoever reads it next.
    ///
    /// # Errors
    /// As [`read`].
    pub(in crate::edge::proxy) async fn hold(
        &mut self,
        limit: usize,
        budget: &Budget,
    ) -> Result<Bytes, Refusal> {
        if let ClientBody::Whole(Some((bytes, _))) = self {
            return fits(bytes.len(), limit).map(|()| bytes.clone());
        }
        let taken = std::mem::replace(self, ClientBody::none());
        let (bytes, mut share) = read(taken, limit, budget).await?;
        let bytes = share.keep(bytes);
        *self = ClientBody::Whole(Some((bytes.clone(), share)));
        Ok(bytes)
    }

    /// Reads a body to its end or to a limit in bytes, whichever comes first; the rest is then forwarded as it arrives.
    /// Must be called before the first attempt.
    ///
    /// # Errors
    /// 400 when the client stops in the middle, 408 when it stalls.
    pub(in crate::edge::proxy) async fn begin(
        &mut self,
        limit: usize,
        budget: &Budget,
    ) -> Result<(), Refusal> {
        let ClientBody::Once(wire) = self else { return Ok(()) };
        if wire.held.is_some() || wire.is_end_stream() {
            return Ok(());
        }
        wire.require_rate();
        let mut share = budget.share().of(wire.peer());
        let mut read = BytesMut::new();
        while read.len() < limit {
            let Some(frame) = wire.frame().await else { break };
            let Ok(data) = frame.map_err(BodyError::refusal)?.into_data() else { continue };
            read.extend_from_slice(&data);
            if share.grow(data.len()).is_err() {
                break;
            }
        }
        wire.held = Some(Box::new((read.freeze(), share)));
        Ok(())
    }

    /// A body that was read, with its share of the budget.
    pub(in crate::edge::proxy) fn whole(bytes: Bytes, held: BudgetPermit) -> Self {
        ClientBody::Whole(Some((bytes, held)))
    }
}

impl Body for ClientBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        match self.get_mut() {
            ClientBody::Once(wire) => Pin::new(wire).poll_frame(context),
            ClientBody::Again(playing) => Pin::new(playing).poll_frame(context),
            ClientBody::Whole(whole) => {
                let whole = whole.take().filter(|(bytes, _)| !bytes.is_empty());
                Poll::Ready(whole.map(|(bytes, mut held)| Ok(Frame::data(held.keep(bytes)))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            ClientBody::Once(wire) => wire.is_end_stream(),
            ClientBody::Again(playing) => playing.is_end_stream(),
            ClientBody::Whole(whole) => whole.as_ref().is_none_or(|(bytes, _)| bytes.is_empty()),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            ClientBody::Once(wire) => wire.size_hint(),
            ClientBody::Again(playing) => playing.size_hint(),
            ClientBody::Whole(whole) => {
                let bytes = whole.as_ref().map_or(0, |(bytes, _)| bytes.len());
                SizeHint::with_exact(bytes as u64)
            }
        }
    }
}

/// Whether a body of so many bytes may be read whole.
///
/// # Errors
/// 413 over `limit`.
pub(in crate::edge::proxy) fn fits(bytes: usize, limit: usize) -> Result<(), Refusal> {
    match bytes <= limit {
        true => Ok(()),
        false => Err(Refusal::REQUEST_TOO_LARGE),
    }
}

/// Reads a whole body. One that says it is too large is refused before a byte of it is read, and one that turns out
/// to be is refused at the limit.
///
/// # Errors
/// 413 over `limit`; 503 over the budget; 400 when the client stops in the middle, 408 when it stalls.
pub(in crate::edge::proxy) async fn read(
    mut incoming: ClientBody,
    limit: usize,
    budget: &Budget,
) -> Result<(Bytes, BudgetPermit), Refusal> {
    if let ClientBody::Whole(whole) = &mut incoming
        && let Some(read) = whole.take()
    {
        return Ok(read);
    }
    let said = incoming.size_hint().exact();
    let said = said.map_or(0, |bytes| usize::try_from(bytes).unwrap_or(usize::MAX));
    fits(said, limit)?;
    let peer = incoming.require_rate();
    // Counted as it arrives: a body that is announced and not sent takes no memory from others.
    let mut held = budget.share();
    let mut first = Bytes::new();
    let mut rest = BytesMut::new();
    while let Some(frame) = incoming.frame().await {
        let Ok(data) = frame.map_err(BodyError::refusal)?.into_data() else { continue };
        let so_far = first.len() + rest.len() + data.len();
        fits(so_far, limit)?;
        let is_first = first.is_empty() && rest.is_empty();
        if is_first && (data.len() > SMALL || !incoming.is_end_stream()) {
            // One that its client can keep waiting.
            held = held.of(peer);
        }
        held.grow(data.len())?;
        // Most bodies come in one frame and are never copied.
        if is_first {
            first = data;
            continue;
        }
        if rest.is_empty() {
            rest.reserve(said.max(so_far));
            rest.extend_from_slice(&first);
            first = Bytes::new();
        }
        rest.extend_from_slice(&data);
    }
    Ok((if rest.is_empty() { first } else { rest.freeze() }, held))
}
