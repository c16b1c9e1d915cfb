//! A client's body as it arrives: how it can fail, how long it may take, and whether a failed call is due to it. The
//! limits are those of Envoy's `stream_idle_timeout` and Kestrel's `MinRequestBodyDataRate`, as `BodyTimeout` says.

use std::error::Error as _;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::header::EXPECT;
use http::request::Parts;
use http_body::{Body, Frame, SizeHint};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use tokio::time::{Instant, Sleep};

use super::budget::{BudgetPermit, Peer};
use crate::domain::route::refusal::Refusal;

/// How long the rest of an unused body is still read.
const LINGER: Duration = Duration::from_secs(5);
/// How long a body that is waited for may pause.
const PATIENCE: Duration = Duration::from_secs(30);
/// What a body that is read whole has to bring on average in such a time. Bytes a second; Kestrel's
/// `MinRequestBodyDataRate` has the same default.
const SLOWEST: u64 = 240;

/// Why a client's body did not arrive completely. The cause is always the client, never an upstream.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::edge::proxy) enum BodyError {
    /// The client closed or reset its connection or its stream.
    #[error("it ended early")]
    Left,
    /// It is not the body that its head announced.
    #[error("it is malformed")]
    Malformed,
    /// Nothing, or too little, arrived for too long.
    #[error("it stalled")]
    Stalled,
}

impl BodyError {
    const ALL: [BodyError; 3] = [BodyError::Left, BodyError::Malformed, BodyError::Stalled];

    /// The answer to the client, if it is still connected.
    pub(in crate::edge::proxy) fn refusal(self) -> Refusal {
        match self {
            BodyError::Left => Refusal::CLIENT_LEFT,
            BodyError::Malformed => Refusal::BODY_MALFORMED,
            BodyError::Stalled => Refusal::BODY_STALLED,
        }
    }
}

impl From<hyper::Error> for BodyError {
    fn from(error: hyper::Error) -> Self {
        let inner = error.source().and_then(|inner| inner.downcast_ref::<io::Error>());
        match inner.map(io::Error::kind) {
            Some(io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData) => BodyError::Malformed,
            _ if error.is_parse() => BodyError::Malformed,
            _ => BodyError::Left,
        }
    }
}

/// Whether a client's body is arriving, awaited or broken: if a call fails meanwhile, that may not be due to the
/// upstream.
#[derive(Debug, Default)]
pub(in crate::edge::proxy) struct BodyProgress(AtomicU8);

impl BodyProgress {
    const FLOWS: u8 = 0;
    const AWAITED: u8 = 1;
    const BROKEN: u8 = 2;

    fn note(&self, state: u8) {
        self.0.store(state, Ordering::Relaxed);
    }

    fn broke(&self, error: BodyError) {
        let which = BodyError::ALL.iter().position(|one| *one == error).unwrap_or_default();
        self.note(Self::BROKEN + u8::try_from(which).unwrap_or_default());
    }

    /// The answer to a failed call: if the call failed because of the client's body, or while it waited for that, the
    /// answer says so instead of blaming the upstream.
    pub(in crate::edge::proxy) fn blame(&self, refusal: Refusal) -> Refusal {
        if !refusal.is_no_response() {
            return refusal;
        }
        let state = self.0.load(Ordering::Relaxed);
        let broken = state.checked_sub(Self::BROKEN);
        match broken.and_then(|which| BodyError::ALL.get(usize::from(which))) {
            Some(error) => error.refusal(),
            None if state == Self::AWAITED && refusal.status == 504 => Refusal::BODY_TOO_SLOW,
            None => refusal,
        }
    }
}

/// A client's body as it arrives. When it is dropped, its rest is read and discarded for a while: closing a socket with
/// unread bytes resets it, and a client that sends before it reads would lose the answer.
pub(in crate::edge::proxy) struct Wire {
    /// None once it has ended.
    incoming: Option<Incoming>,
    /// Why it has ended, where that was too early.
    broken: Option<BodyError>,
    /// What was read before, with its share of the budget.
    pub(in crate::edge::proxy) held: Option<Box<(Bytes, BudgetPermit)>>,
    peer: Option<Peer>,
    lingers: bool,
    timeout: BodyTimeout,
    pace: Option<Box<Pace>>,
    progress: Option<Arc<BodyProgress>>,
    limit: Duration,
}

/// How slow a body may come, as Envoy's `stream_idle_timeout` and Kestrel's `MinRequestBodyDataRate` have it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum BodyTimeout {
    /// A stream of unknown length may pause for any time.
    None,
    /// It may not pause for longer than `Wire::limit`; its rate depends on the upstream too.
    Idle,
    /// It also has to come at `SLOWEST` or faster, since it takes memory until it has ended.
    MinDataRate,
}

/// How a body comes of which something had to be waited for.
struct Pace {
    sleep: Pin<Box<Sleep>>,
    /// Since when nothing comes, while it is waited for.
    waits: Option<Instant>,
    since: Instant,
    came: u64,
}

impl Pace {
    fn new(limit: Duration) -> Box<Self> {
        let now = Instant::now();
        let sleep = Box::pin(tokio::time::sleep(limit));
        Box::new(Pace { sleep, waits: None, since: now, came: 0 })
    }

    /// Nothing has come; ready once that has been so for too long.
    fn wait(&mut self, limit: Duration, context: &mut Context<'_>) -> Poll<()> {
        let until = *self.waits.get_or_insert_with(Instant::now) + limit;
        while self.sleep.as_mut().poll(context).is_ready() {
            if Instant::now() >= until {
                return Poll::Ready(());
            }
            self.sleep.as_mut().reset(until);
        }
        Poll::Pending
    }

    /// Something has come. Says whether it was enough since it was last asked.
    fn comes(&mut self, bytes: usize, now: Instant, limit: Duration) -> bool {
        self.waits = None;
        self.came = self.came.saturating_add(bytes as u64);
        if now < self.since + limit {
            return true;
        }
        let least = now.duration_since(self.since).as_secs().saturating_mul(SLOWEST);
        let enough = self.came >= least;
        (self.since, self.came) = (now, 0);
        enough
    }
}

impl Wire {
    /// No body at all.
    pub(in crate::edge::proxy) fn none() -> Self {
        Wire {
            incoming: None,
            broken: None,
            held: None,
            peer: None,
            lingers: false,
            timeout: BodyTimeout::None,
            pace: None,
            progress: None,
            limit: PATIENCE,
        }
    }

    /// A client that expects to be told to go on has not sent what it was not told to send. `stall` is how long a
    /// client may stand still at all.
    pub(in crate::edge::proxy) fn new(
        head: &Parts,
        incoming: Incoming,
        peer: Peer,
        stall: Duration,
    ) -> Self {
        let mut wire = Wire::none();
        wire.timeout =
            incoming.size_hint().exact().map_or(BodyTimeout::None, |_| BodyTimeout::Idle);
        wire.incoming = Some(incoming);
        wire.peer = Some(peer);
        wire.lingers = !head.headers.contains_key(EXPECT);
        wire.limit = stall.min(PATIENCE);
        wire
    }

    /// Whom it is counted to.
    pub(in crate::edge::proxy) fn peer(&self) -> Option<Peer> {
        self.peer
    }

    /// From now on it is read whole, and has to come at the minimum rate.
    pub(in crate::edge::proxy) fn require_rate(&mut self) {
        self.timeout = BodyTimeout::MinDataRate;
    }

    /// Its progress; none where it has ended.
    pub(in crate::edge::proxy) fn progress(&mut self) -> Option<Arc<BodyProgress>> {
        if self.broken.is_none() && self.is_end_stream() {
            return None;
        }
        Some(Arc::clone(self.progress.get_or_insert_default()))
    }

    fn note(&self, state: u8) {
        if let Some(progress) = &self.progress {
            progress.note(state);
        }
    }

    fn breaks(&mut self, error: BodyError) -> BodyError {
        self.incoming = None;
        self.broken = Some(error);
        if let Some(progress) = &self.progress {
            progress.broke(error);
        }
        error
    }

    /// Nothing has come of what is waited for.
    fn waits(&mut self, context: &mut Context<'_>) -> Poll<BodyError> {
        self.note(BodyProgress::AWAITED);
        if self.timeout == BodyTimeout::None {
            return Poll::Pending;
        }
        let limit = self.limit;
        let pace = self.pace.get_or_insert_with(|| Pace::new(limit));
        pace.wait(limit, context).map(|()| self.breaks(BodyError::Stalled))
    }

    fn comes(&mut self, frame: Frame<Bytes>) -> Result<Frame<Bytes>, BodyError> {
        self.note(BodyProgress::FLOWS);
        let bytes = frame.data_ref().map_or(0, Bytes::len);
        let limit = self.limit;
        let enough = |pace: &mut Box<Pace>| pace.comes(bytes, Instant::now(), limit);
        let enough = self.pace.as_mut().is_none_or(enough);
        match enough || self.timeout != BodyTimeout::MinDataRate {
            true => Ok(frame),
            false => Err(self.breaks(BodyError::Stalled)),
        }
    }
}

impl Body for Wire {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let this = self.get_mut();
        if let Some(held) = this.held.take().filter(|held| !held.0.is_empty()) {
            let (bytes, mut share) = *held;
            return Poll::Ready(Some(Ok(Frame::data(share.keep(bytes)))));
        }
        let Some(incoming) = &mut this.incoming else {
            return Poll::Ready(this.broken.map(Err));
        };
        match Pin::new(incoming).poll_frame(context) {
            Poll::Pending => this.waits(context).map(|error| Some(Err(error))),
            Poll::Ready(Some(Ok(frame))) => Poll::Ready(Some(this.comes(frame))),
            Poll::Ready(Some(Err(error))) => Poll::Ready(Some(Err(this.breaks(error.into())))),
            Poll::Ready(None) => {
                this.incoming = None;
                this.note(BodyProgress::FLOWS);
                Poll::Ready(None)
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        let held = self.held.as_ref().is_none_or(|held| held.0.is_empty());
        let ended = self.incoming.as_ref().is_none_or(Body::is_end_stream);
        held && ended && self.broken.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        let left = self.incoming.as_ref().map(Body::size_hint);
        let mut left = left.unwrap_or_else(|| SizeHint::with_exact(0));
        if let Some(held) = &self.held {
            let (held, upper) = (held.0.len() as u64, left.upper());
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_upstream_did_not_answer_is_blamed_on_the_client() {
        let (late, failed) = (Refusal::REQUEST_TIMEOUT, Refusal::upstream_failed("x"));
        let progress = BodyProgress::default();
        assert_eq!(progress.blame(late.clone()), late, "the client sends");
        progress.note(BodyProgress::AWAITED);
        assert_eq!(progress.blame(late.clone()), Refusal::BODY_TOO_SLOW);
        assert_eq!(progress.blame(failed.clone()), failed, "an upstream may close at any time");
        for error in BodyError::ALL {
            progress.broke(error);
            assert_eq!(progress.blame(failed.clone()), error.refusal(), "{error}");
            assert!(!error.refusal().is_no_response(), "{error}");
            assert_eq!(progress.blame(Refusal::NOT_AUTHORIZED), Refusal::NOT_AUTHORIZED);
        }
    }

    #[tokio::test]
    async fn a_body_may_not_drip() {
        let mut pace = Pace::new(PATIENCE);
        let began = pace.since;
        let mut enough = |second: u64, bytes: usize| {
            pace.comes(bytes, began + Duration::from_secs(second), PATIENCE)
        };
        assert!((1..100).all(|second| enough(second, 250)));
        assert!(!(100..160).all(|second| enough(second, 1)));
    }

    #[tokio::test]
    async fn what_is_waited_for_is_given_up_after_a_while_and_not_before() {
        let limit = Duration::from_millis(100);
        let mut pace = Pace::new(limit);
        let began = Instant::now();
        for _ in 0..3 {
            let wait = std::future::poll_fn(|context| pace.wait(limit, context));
            assert!(tokio::time::timeout(limit / 2, wait).await.is_err());
            pace.comes(1, Instant::now(), limit * 1000);
        }
        std::future::poll_fn(|context| pace.wait(limit, context)).await;
        assert!(began.elapsed() >= limit / 2 * 3 + limit);
    }
}
