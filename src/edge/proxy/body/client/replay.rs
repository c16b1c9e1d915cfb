//! A client's body that several attempts can have: what has come is kept, what has not comes from the wire.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::ClientBody;
use crate::edge::proxy::body::wire::BodyError;

/// What is kept of a body at the most; a longer one is sent once, as in agentgateway
/// (`crates/agentgateway/src/proxy/httpproxy.rs` at 75b4e6ce6). Bytes.
pub(in crate::edge::proxy) const LIMIT: u64 = 64 * 1024;

/// A body that is written down while it is sent.
pub(in crate::edge::proxy) struct ReplayBuffer(Arc<Mutex<SharedState>>);

struct SharedState {
    source: ClientBody,
    pieces: Vec<Bytes>,
    kept: u64,
    /// Too much came: nothing is kept any more.
    over: bool,
    /// The whole length, where the client says it.
    length: Option<u64>,
}

/// The body of one attempt.
pub(in crate::edge::proxy) struct ReplayBody {
    state: Arc<Mutex<SharedState>>,
    next: usize,
    passed: u64,
}

impl ReplayBuffer {
    /// Begins to record a body.
    ///
    /// # Errors
    /// The body itself, unchanged: its length is over the limit, or it is recorded already.
    pub(in crate::edge::proxy) fn begin(body: ClientBody) -> Result<Self, ClientBody> {
        let hint = body.size_hint();
        if hint.lower() > LIMIT || matches!(body, ClientBody::Again(_)) {
            return Err(body);
        }
        let length = hint.exact();
        let state = SharedState { source: body, pieces: Vec::new(), kept: 0, over: false, length };
        Ok(ReplayBuffer(Arc::new(Mutex::new(state))))
    }

    /// The body from its beginning.
    pub(in crate::edge::proxy) fn replay(&self) -> ClientBody {
        ClientBody::Again(ReplayBody { state: Arc::clone(&self.0), next: 0, passed: 0 })
    }

    /// Whether [`ReplayBuffer::replay`] still gives the whole of it.
    pub(in crate::edge::proxy) fn is_whole(&self) -> bool {
        !self.0.lock().unwrap_or_else(PoisonError::into_inner).over
    }
}

impl SharedState {
    fn keep(&mut self, data: &Bytes) {
        self.kept = self.kept.saturating_add(data.len() as u64);
        if self.kept > LIMIT {
            self.over = true;
            self.pieces = Vec::new();
        } else if !self.over {
            self.pieces.push(data.clone());
        }
    }
}

impl ReplayBody {
    /// What `of` says of the body that is written down.
    pub(in crate::edge::proxy) fn with_source<T>(
        &self,
        of: impl FnOnce(&mut ClientBody) -> T,
    ) -> T {
        of(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner).source)
    }
}

impl Body for ReplayBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let this = self.get_mut();
        let mut state = this.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(piece) = state.pieces.get(this.next) {
            this.next += 1;
            this.passed = this.passed.saturating_add(piece.len() as u64);
            return Poll::Ready(Some(Ok(Frame::data(piece.clone()))));
        }
        let polled = Pin::new(&mut state.source).poll_frame(context);
        if let Poll::Ready(Some(Ok(frame))) = &polled
            && let Some(data) = frame.data_ref()
        {
            state.keep(data);
            this.next = state.pieces.len();
            this.passed = this.passed.saturating_add(data.len() as u64);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        self.next == state.pieces.len() && state.source.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match state.length {
            Some(length) => SizeHint::with_exact(length.saturating_sub(self.passed)),
            None => SizeHint::default(),
        }
    }
}
