//! Replies that a policy wants read before any of them goes on: whole, or up to a limit.
//!
//! Source: reference/agentgateway.md §5.2; agentgateway's `buffer`.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, HeaderValue};
use http_body::{Body, Frame};
use http_body_util::BodyExt as _;

use super::Shared;
use super::answer::{BoxError, Source};
use super::budget::{Budget, Held};
use super::model_call::Answered;
use crate::domain::route::policy::Traffic;
use crate::domain::route::policy::passage::Own;
use crate::domain::route::policy::small::Hold;

/// A reply whose beginning was read.
pub(super) struct Begun {
    frames: VecDeque<Frame<Bytes>>,
    /// What is left of it; none where all of it was read.
    rest: Option<Source>,
    /// Its share of the budget, until it has gone on.
    _held: Held,
}

/// Reads a reply to its end or past a limit, whichever comes first. Where the budget is used up, no more is read.
///
/// # Errors
/// It broke off.
pub(super) async fn begin(
    mut source: Source,
    limit: usize,
    budget: &Budget,
) -> Result<Result<Begun, Source>, BoxError> {
    let mut held = budget.share();
    let (mut frames, mut read) = (VecDeque::new(), 0);
    while let Some(frame) = source.frame().await {
        let frame = frame?;
        let bytes = frame.data_ref().map_or(0, Bytes::len);
        read += bytes;
        frames.push_back(frame);
        if read > limit || held.grow(bytes).is_err() {
            return Ok(Ok(Begun { frames, rest: Some(source), _held: held }));
        }
    }
    Ok(Ok(Begun { frames, rest: None, _held: held }))
}

impl Begun {
    /// All of it, where it has been read to its end.
    pub(super) fn whole(&self) -> Option<Bytes> {
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

    pub(super) fn has_ended(&self) -> bool {
        self.frames.is_empty() && self.rest.as_ref().is_none_or(Body::is_end_stream)
    }

    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match (self.frames.pop_front(), &mut self.rest) {
            (Some(frame), _) => Poll::Ready(Some(Ok(frame))),
            (None, Some(rest)) => Pin::new(rest).poll_frame(context),
            (None, None) => Poll::Ready(None),
        }
    }
}

/// Whether a reply has a body at all: what answers a HEAD tells a length that it does not have.
pub(super) fn has_body(of_head: bool, status: u16) -> bool {
    !of_head && !matches!(status, 100..=199 | 204 | 304)
}

/// What answers where a reply could not be read: a 502 without a body, as agentgateway does it.
pub(super) fn unread() -> Own {
    Own { status: 502, headers: HeaderMap::new(), body: Bytes::new() }
}

/// `buffer.response`.
///
/// # Errors
/// The answer in place of a reply that is too large or breaks off.
pub(super) async fn buffer(
    shared: &Shared,
    traffic: &Traffic,
    Hold { lets_go, .. }: Hold,
    answered: Answered,
) -> Result<Answered, Own> {
    let limit = traffic.reply_limit(shared.max_body);
    let (mut head, source) = answered.into_parts();
    let begun = begin(source, limit, &shared.budget).await.map_err(|_| unread())?;
    let begun = match begun {
        Ok(begun) if begun.rest.is_none() || lets_go => begun,
        Err(source) if lets_go => return Ok(Answered::from_parts(head, source)),
        _ => return Err(unread()),
    };
    if let Some(whole) = begun.whole()
        && !head.headers.contains_key(CONTENT_LENGTH)
    {
        head.headers.insert(CONTENT_LENGTH, HeaderValue::from(whole.len()));
    }
    Ok(Answered::from_parts(head, Source::Begun(Box::new(begun))))
}
