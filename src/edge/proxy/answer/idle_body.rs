//! The body of a reply that may not pause for longer than `traffic.timeouts.responseIdle`.
//!
//! Source: agentgateway's API reference of 1.6, `Timeouts`
//! (<https://agentgateway.dev/docs/kubernetes/main/reference/api/>).

use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::time::{Instant, Sleep};

use super::source::{BodySource, BoxError};

/// A body that ends with an error where no part of it comes for too long.
pub(in crate::edge::proxy) struct IdleBody {
    source: BodySource,
    limit: Duration,
    pause: Pin<Box<Sleep>>,
}

impl IdleBody {
    /// A body whose parts are at most this long apart, the first one from now.
    pub(super) fn new(source: BodySource, limit: Duration) -> Self {
        IdleBody { source, limit, pause: Box::pin(tokio::time::sleep(limit)) }
    }
}

impl Body for IdleBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let IdleBody { source, limit, pause } = self.get_mut();
        if let Poll::Ready(frame) = Pin::new(source).poll_frame(context) {
            pause.as_mut().reset(Instant::now() + *limit);
            return Poll::Ready(frame);
        }
        match pause.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Some(Err("response idle timeout".into()))),
            Poll::Pending => Poll::Pending,
        }
    }

    fn is_end_stream(&self) -> bool {
        self.source.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.source.size_hint()
    }
}
