//! Replies that a policy buffers before any of them is forwarded: whole, or up to a limit.
//!
//! Source: `crates/agentgateway/src/http/buffer.rs` of agentgateway at 75b4e6ce6.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderValue};
use http_body::{Body, Frame};
use http_body_util::BodyExt as _;

use super::response::UpstreamResponse;
use super::source::{BodySource, BoxError};
use crate::domain::route::policy::RoutePolicies;
use crate::domain::route::policy::buffer::BufferPolicy;
use crate::domain::route::refusal::LocalReply;
use crate::edge::proxy::body::budget::{BudgetPermit, Limits};

/// A reply whose beginning was read.
pub(in crate::edge::proxy) struct BufferedBody {
    frames: VecDeque<Frame<Bytes>>,
    /// What is left of it; none where all of it was read.
    rest: Option<BodySource>,
    /// Its share of the budget, which goes with the last frame.
    held: BudgetPermit,
}

/// Reads a reply to its end or past a limit, whichever comes first. Where the budget is used up, no more is read.
///
/// # Errors
/// It broke off.
pub(in crate::edge::proxy) async fn begin(
    mut source: BodySource,
    limits: Limits<'_>,
) -> Result<Result<BufferedBody, BodySource>, BoxError> {
    let mut held = limits.budget.share();
    let (mut frames, mut read) = (VecDeque::new(), 0);
    while let Some(frame) = source.frame().await {
        let frame = frame?;
        let bytes = frame.data_ref().map_or(0, Bytes::len);
        read += bytes;
        frames.push_back(frame);
        if read > limits.most || held.grow(bytes).is_err() {
            return Ok(Ok(BufferedBody { frames, rest: Some(source), held }));
        }
    }
    Ok(Ok(BufferedBody { frames, rest: None, held }))
}

impl BufferedBody {
    /// All of it, where it has been read to its end.
    pub(in crate::edge::proxy) fn whole(&self) -> Option<Bytes> {
        if self.rest.is_some() {
            return None;
        }
        let mut pieces = self.frames.iter().filter_map(|frame| frame.data_ref().cloned());
        let first = pieces.next().unwrap_or_default();
        let mut others = pieces.peekable();
        if others.peek().is_none() {
            return Some(first);
        }
        let mut whole = BytesMut::from(first.as_ref());
        others.for_each(|piece| whole.extend_from_slice(&piece));
        Some(whole.freeze())
    }
}

impl Body for BufferedBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        match (this.frames.pop_front(), &mut this.rest) {
            (Some(frame), _) if this.frames.is_empty() => {
                Poll::Ready(Some(Ok(frame.map_data(|bytes| this.held.keep(bytes)))))
            }
            (Some(frame), _) => Poll::Ready(Some(Ok(frame))),
            (None, Some(rest)) => Pin::new(rest).poll_frame(context),
            (None, None) => Poll::Ready(None),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.frames.is_empty() && self.rest.as_ref().is_none_or(Body::is_end_stream)
    }
}

/// Whether a reply has a body at all: what answers a HEAD tells a length that it does not have.
pub(in crate::edge::proxy) fn has_body(of_head: bool, status: u16) -> bool {
    !of_head && !matches!(status, 100..=199 | 204 | 304)
}

/// What answers where a reply could not be read: a 502 without a body, as agentgateway does it.
pub(in crate::edge::proxy) fn unreadable() -> LocalReply {
    LocalReply { status: 502, headers: HeaderMap::new(), body: Bytes::new() }
}

/// `buffer.response`.
///
/// # Errors
/// The answer in place of a reply that is too large or breaks off.
pub(in crate::edge::proxy) async fn buffer(
    limits: Limits<'_>,
    policies: &RoutePolicies,
    BufferPolicy { lets_go, .. }: BufferPolicy,
    answered: UpstreamResponse,
) -> Result<UpstreamResponse, LocalReply> {
    let limits = limits.of(policies.reply_limit(limits.most));
    let (mut head, source) = answered.into_parts();
    let buffered = begin(source, limits).await.map_err(|_| unreadable())?;
    let buffered = match buffered {
        Ok(buffered) if buffered.rest.is_none() || lets_go => buffered,
        Err(source) if lets_go => return Ok(UpstreamResponse::from_parts(head, source)),
        _ => return Err(unreadable()),
    };
    if let Some(whole) = buffered.whole()
        && !head.headers.contains_key(CONTENT_LENGTH)
    {
        head.headers.insert(CONTENT_LENGTH, HeaderValue::from(whole.len()));
    }
    Ok(UpstreamResponse::from_parts(head, BodySource::wrapped(buffered)))
}
