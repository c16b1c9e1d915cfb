//! Bodies: read whole where they must be peeked into, within a limit each and a budget together; forwarded as they
//! come everywhere else.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::EXPECT;
use http::request::Parts;
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;

use super::replay::Playing;
use crate::domain::llm::splice::Spliced;
use crate::domain::route::refusal::Refusal;

/// Bytes that may be held in memory at once, over all requests.
#[derive(Clone, Debug)]
pub(super) struct Budget {
    left: Arc<AtomicUsize>,
}

/// A share of the budget, given back when dropped.
#[derive(Debug)]
pub(super) struct Held {
    left: Arc<AtomicUsize>,
    bytes: usize,
}

impl Budget {
    pub(super) fn new(bytes: usize) -> Self {
        Budget { left: Arc::new(AtomicUsize::new(bytes)) }
    }

    pub(super) fn hold(&self, bytes: usize) -> Option<Held> {
        let taken = |left: usize| left.checked_sub(bytes);
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, taken).ok()?;
        Some(Held { left: Arc::clone(&self.left), bytes })
    }
}

impl Held {
    pub(super) fn grow(&mut self, bytes: usize) -> Option<()> {
        let taken = |left: usize| left.checked_sub(bytes);
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, taken).ok()?;
        self.bytes += bytes;
        Some(())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.left.fetch_add(self.bytes, Ordering::Relaxed);
    }
}

/// How long a body that nobody wants is still taken from the wire.
const LINGER: Duration = Duration::from_secs(5);

/// A client's body, for one attempt.
pub(super) enum ClientBody {
    Once(Wire),
    /// One that is written down on its way, so that another attempt can have it too.
    Again(Playing),
    /// One that was read already.
    Whole(Option<(Bytes, Held)>),
}

/// A client's body as it comes. What is left of it when it is dropped is read and thrown away for a while: a socket
/// that closes on unread bytes is reset, and a client that sends before it listens would lose the answer it got.
pub(super) struct Wire {
    /// None once it has ended.
    incoming: Option<Incoming>,
    /// What was read before, or put in its place, with its share of the budget.
    held: Option<(Bytes, Held)>,
    lingers: bool,
}

impl ClientBody {
    /// No body at all.
    pub(super) fn none() -> Self {
        ClientBody::Once(Wire { incoming: None, held: None, lingers: false })
    }

    /// A client that expects to be told to go on has not sent what it was not told to send.
    pub(super) fn new(head: &Parts, incoming: Incoming) -> Self {
        let lingers = !head.headers.contains_key(EXPECT);
        ClientBody::Once(Wire { incoming: Some(incoming), held: None, lingers })
    }

    /// Reads the whole body and keeps it for whoever reads it next.
    ///
    /// # Errors
    /// As [`read`].
    pub(super) async fn hold(&mut self, limit: usize, budget: &Budget) -> Result<Bytes, Refusal> {
        if let ClientBody::Whole(Some((bytes, _))) = self {
            return match bytes.len() <= limit {
                true => Ok(bytes.clone()),
                false => Err(Refusal::REQUEST_TOO_LARGE),
            };
        }
        let taken = std::mem::replace(self, ClientBody::none());
        let (bytes, share) = read(taken, limit, budget).await?;
        *self = ClientBody::Whole(Some((bytes.clone(), share)));
        Ok(bytes)
    }

    /// Reads a body to its end or to a limit, whichever comes first; what is left then goes on as it comes. Only before
    /// the first attempt.
    ///
    /// # Errors
    /// 400 when the client stops in the middle.
    pub(super) async fn begin(&mut self, limit: usize, budget: &Budget) -> Result<(), Refusal> {
        let ClientBody::Once(wire) = self else { return Ok(()) };
        let (None, Some(mut share)) = (&wire.held, budget.hold(0)) else { return Ok(()) };
        let Some(mut incoming) = wire.incoming.take() else { return Ok(()) };
        let mut read = BytesMut::new();
        let mut has_ended = false;
        while read.len() < limit {
            let Some(frame) = incoming.frame().await else {
                has_ended = true;
                break;
            };
            let frame = frame.map_err(|_| Refusal::llm_request(400, "the body ended early"))?;
            let Ok(data) = frame.into_data() else { continue };
            read.extend_from_slice(&data);
            if share.grow(data.len()).is_none() {
                break;
            }
        }
        wire.held = Some((read.freeze(), share));
        wire.incoming = (!has_ended).then_some(incoming);
        Ok(())
    }

    /// A body that was read, with its share of the budget.
    pub(super) fn whole(bytes: Bytes, held: Held) -> Self {
        ClientBody::Whole(Some((bytes, held)))
    }
}

impl Body for ClientBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        match self.get_mut() {
            ClientBody::Once(wire) => Pin::new(wire).poll_frame(context),
            ClientBody::Again(playing) => Pin::new(playing).poll_frame(context),
            ClientBody::Whole(whole) => {
                let bytes = whole.take().map(|(bytes, _)| bytes).filter(|bytes| !bytes.is_empty());
                Poll::Ready(bytes.map(|bytes| Ok(Frame::data(bytes))))
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

impl Body for Wire {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let this = self.get_mut();
        if let Some((bytes, _)) = this.held.take().filter(|(bytes, _)| !bytes.is_empty()) {
            return Poll::Ready(Some(Ok(Frame::data(bytes))));
        }
        let Some(incoming) = &mut this.incoming else { return Poll::Ready(None) };
        let polled = Pin::new(incoming).poll_frame(context);
        if let Poll::Ready(None | Some(Err(_))) = polled {
            this.incoming = None;
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        let held = self.held.as_ref().is_none_or(|(bytes, _)| bytes.is_empty());
        held && self.incoming.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        let left = self.incoming.as_ref().map(Body::size_hint);
        let mut left = left.unwrap_or_else(|| SizeHint::with_exact(0));
        if let Some((bytes, _)) = &self.held {
            let (held, upper) = (bytes.len() as u64, left.upper());
            let lower = left.lower().saturating_add(held);
            left = SizeHint::default();
            left.set_lower(lower);
            upper.into_iter().for_each(|upper| left.set_upper(upper.saturating_add(held)));
        }
        left
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        let unread = self.incoming.take().filter(|incoming| !incoming.is_end_stream());
        let runtime = tokio::runtime::Handle::try_current();
        if let (Some(mut unread), true, Ok(runtime)) = (unread, self.lingers, runtime) {
            runtime.spawn(tokio::time::timeout(LINGER, async move {
                while let Some(Ok(_)) = unread.frame().await {}
            }));
        }
    }
}

/// Reads a whole body. One that says it is too large is refused before a byte of it is read, and one that turns out
/// to be is refused at the limit.
///
/// # Errors
/// 413 over `limit`; 503 over the budget; 400 when the client stops in the middle.
pub(super) async fn read(
    mut incoming: ClientBody,
    limit: usize,
    budget: &Budget,
) -> Result<(Bytes, Held), Refusal> {
    if let ClientBody::Whole(whole) = &mut incoming
        && let Some(read) = whole.take()
    {
        return Ok(read);
    }
    let too_large = || Refusal::REQUEST_TOO_LARGE;
    let said = incoming.size_hint().exact().map(usize::try_from);
    let said = match said {
        Some(Ok(bytes)) if bytes <= limit => bytes,
        Some(_) => return Err(too_large()),
        None => 0,
    };
    // Held as it arrives: who announces a body and does not send it takes no room from others.
    let mut held = budget.hold(0).ok_or(Refusal::OVERLOADED)?;
    let mut first = Bytes::new();
    let mut rest = BytesMut::new();
    while let Some(frame) = incoming.frame().await {
        let frame = frame.map_err(|_| Refusal::llm_request(400, "the body ended early"))?;
        let Ok(data) = frame.into_data() else { continue };
        let so_far = first.len() + rest.len() + data.len();
        if so_far > limit {
            return Err(too_large());
        }
        held.grow(data.len()).ok_or(Refusal::OVERLOADED)?;
        // Most bodies come in one frame and are never copied.
        if first.is_empty() && rest.is_empty() {
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

/// What goes to an upstream.
pub(super) enum UpstreamBody {
    /// Pieces of a body that was read, and its share of the budget until it is sent.
    Pieces { pieces: std::vec::IntoIter<Bytes>, left: u64, _held: Held },
    /// The client's body as it comes.
    Stream(ClientBody),
}

impl UpstreamBody {
    pub(super) fn pieces(spliced: Spliced, held: Held) -> Self {
        let left = spliced.len() as u64;
        UpstreamBody::Pieces { pieces: spliced.into_iter(), left, _held: held }
    }
}

impl Body for UpstreamBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        match self.get_mut() {
            UpstreamBody::Pieces { pieces, left, .. } => Poll::Ready(pieces.next().map(|piece| {
                *left = left.saturating_sub(piece.len() as u64);
                Ok(Frame::data(piece))
            })),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_budget_is_given_back() {
        let budget = Budget::new(10);
        let mut held = budget.hold(6).expect("fits");
        assert!(budget.hold(5).is_none());
        assert!(held.grow(4).is_some());
        assert!(held.grow(1).is_none());
        drop(held);
        assert!(budget.hold(10).is_some());
    }
}
