//! Requests that ask for another protocol, as WebSockets do: once the upstream has agreed, the bytes of both sides go
//! through until one of them ends.

use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use http::header::HeaderMap;
use http::{HeaderName, HeaderValue, Response, StatusCode, Version};
use hyper::upgrade::OnUpgrade;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;

use super::connect::dial::Stream;
use super::connect::http1::Upgraded;
use super::connect::response_body::UpstreamResponseBody;
use super::kill_switch::KillWatch;
use super::plan::head;
use super::plan::head::upgrade::{RequestedUpgrade, place, protocol};
use crate::domain::route::refusal::Refusal;
use crate::edge::telemetry::access_log::{Ending, Record};

/// A tunnel through which nothing goes for so long is closed on both sides.
const IDLE: Duration = Duration::from_secs(30 * 60);

/// Both sides, when they have agreed. It travels in the extensions of the reply.
#[derive(Clone)]
pub(super) struct UpgradedPair {
    client: OnUpgrade,
    upstream: Upgraded,
}

/// An upstream's reply as one of ours: without what is between it and us, in our version of HTTP. A switch of protocols
/// is passed on where it is the one that was asked for.
///
/// # Errors
/// 502 for any other switch.
pub(super) fn received(
    mut reply: Response<UpstreamResponseBody>,
    asked: Option<RequestedUpgrade>,
) -> Result<Response<UpstreamResponseBody>, Refusal> {
    *reply.version_mut() = Version::HTTP_11;
    disown(reply.headers_mut());
    if reply.status() != StatusCode::SWITCHING_PROTOCOLS {
        head::strip_reply(reply.headers_mut());
        return Ok(reply);
    }
    let offered = protocol(reply.headers());
    let upstream = reply.extensions_mut().remove::<Upgraded>();
    // Names of protocols have no case (RFC 9110 §7.8).
    let same = |asked: &RequestedUpgrade| {
        let offered = offered.as_ref().map(HeaderValue::as_bytes);
        offered.is_some_and(|offered| offered.eq_ignore_ascii_case(asked.protocol.as_bytes()))
    };
    let (asked, upstream) = match (asked, upstream) {
        (Some(asked), Some(upstream)) if same(&asked) => (asked, upstream),
        (Some(asked), _) => {
            return Err(Refusal::upgrade_failed(Some(&asked.protocol), offered.as_ref()));
        }
        (None, _) => return Err(Refusal::upgrade_failed(None, None)),
    };
    head::strip_reply(reply.headers_mut());
    place(reply.headers_mut(), &asked.protocol);
    reply.extensions_mut().insert(UpgradedPair { client: asked.client, upstream });
    Ok(reply)
}

/// What only we say of a reply, no upstream says in our place.
fn disown(headers: &mut HeaderMap) {
    let is_ours = |name: &&HeaderName| name.as_str().starts_with(head::OURS);
    let ours: Vec<_> = headers.keys().filter(is_ours).cloned().collect();
    for name in ours {
        headers.remove(name);
    }
}

/// Where a connection finds the tunnel that it becomes.
#[derive(Clone, Default)]
pub(super) struct Tunnel(Arc<Mutex<Option<(UpgradedPair, Record, KillWatch)>>>);

impl Tunnel {
    /// What the connection is to become once the reply's head is out. The record is written when the tunnel ends.
    pub(super) fn put(&self, switched: UpgradedPair, record: Record, watch: KillWatch) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((switched, record, watch));
    }

    /// Runs the tunnel, if there is one, to its end.
    pub(super) async fn run(self) {
        let tunnel = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some((UpgradedPair { client, upstream }, mut record, watch)) = tunnel else { return };
        let outcome = async {
            let upstream = upstream.take().ok_or("it was already taken over")?;
            splice(client.await?, upstream).await
        };
        let passage = record.passage().clone();
        let outcome = tokio::select! {
            outcome = outcome => outcome,
            killed = watch.told(&passage) => {
                record.answers(killed.kind);
                return record.finish(Ending::Broken(&killed.body));
            }
        };
        match outcome {
            Ok(()) => record.finish(Ending::Whole),
            Err(error) => {
                record.finish(Ending::Broken(&format!("tunnel closed unexpectedly: {error}")))
            }
        }
    }
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Carries bytes both ways until both sides have ended, or nothing came from either for long.
async fn splice(
    client: hyper::upgrade::Upgraded,
    upstream: Box<dyn Stream>,
) -> Result<(), BoxError> {
    let seen = Arc::new(Activity { began: Instant::now(), last: AtomicU64::new(0) });
    let mut client = IdleTracked { io: TokioIo::new(client), seen: Arc::clone(&seen) };
    let mut upstream = IdleTracked { io: upstream, seen: Arc::clone(&seen) };
    tokio::select! {
        copied = tokio::io::copy_bidirectional(&mut client, &mut upstream) => {
            copied?;
            Ok(())
        }
        () = seen.idle() => Err("no data for too long".into()),
    }
}

/// When something last came. Milliseconds since the tunnel began.
struct Activity {
    began: Instant,
    last: AtomicU64,
}

impl Activity {
    async fn idle(&self) {
        loop {
            let last = Duration::from_millis(self.last.load(Ordering::Relaxed));
            let until = self.began + last + IDLE;
            if until <= Instant::now() {
                return;
            }
            tokio::time::sleep_until(until).await;
        }
    }
}

/// One side, which notes when something comes from it.
struct IdleTracked<T> {
    io: T,
    seen: Arc<Activity>,
}

impl<T: AsyncRead + Unpin> AsyncRead for IdleTracked<T> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let polled = Pin::new(&mut this.io).poll_read(context, into);
        if polled.is_ready() {
            let since = u64::try_from(this.seen.began.elapsed().as_millis()).unwrap_or(u64::MAX);
            this.seen.last.store(since, Ordering::Relaxed);
        }
        polled
    }
}

impl<T: AsyncWrite + Unpin> AsyncWrite for IdleTracked<T> {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().io).poll_write(context, bytes)
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().io).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().io).poll_shutdown(context)
    }
}
