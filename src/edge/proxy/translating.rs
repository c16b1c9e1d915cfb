//! Replies on their way back from a provider's format into the client's: whole ones, errors, and streams event by event
//! as they come.
//!
//! Source: reference/agentgateway.md §2.3, §4.6, §13.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue};
use http_body::{Body, Frame};
use serde_json::{Map, Value};

use super::answer::{BoxError, Source};
use super::budget::Budget;
use super::model_call::Answered;
use super::{Shared, decode, parsing};
use super::{gate, guarding};
use crate::domain::llm::format::RouteType;
use crate::domain::llm::translate::{self, Translation};
use crate::domain::route::refusal::Refusal;

const ANTHROPIC_VERSION: HeaderName = HeaderName::from_static("anthropic-version");
const EVENTS: &str = "text/event-stream";

/// What the head of a request that was translated needs, and what must not be in it.
pub(super) fn head(translation: &Translation, headers: &mut HeaderMap) {
    // What is translated has to be readable.
    headers.remove(ACCEPT_ENCODING);
    if translation.asked_as == RouteType::Messages {
        // Clients of other formats send none, and Claude is not asked without.
        let version = HeaderValue::from_static("2023-06-01");
        headers.entry(ANTHROPIC_VERSION).or_insert(version);
    }
}

/// A request in the provider's format.
pub(super) fn request(
    translation: &Translation,
    body: &[u8],
    budget: &Budget,
) -> Result<Bytes, Refusal> {
    let _room = parsing::room(budget, body, 2)?;
    let like = body.len();
    let failed = |why: &dyn std::fmt::Display| {
        Refusal::llm_request(400, format!("failed to parse request: {why}"))
    };
    let body: Map<String, Value> = serde_json::from_slice(body).map_err(|error| failed(&error))?;
    let body = (translation.request)(body).map_err(|error| failed(&error))?;
    parsing::written(&body, like).map_err(|error| Refusal::llm_request(500, error))
}

/// A reply in the client's format. `stream` says that events were asked for.
pub(super) async fn reply(
    shared: &Shared,
    translation: &'static Translation,
    stream: bool,
    answered: Answered,
) -> Result<Answered, Refusal> {
    let status = answered.status();
    let is_success = (200..300).contains(&status);
    let (mut head, source) = answered.into_parts();
    if is_success && stream {
        let kind = head.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
        if !kind.is_some_and(|kind| kind.starts_with(EVENTS.as_bytes())) {
            return Err(Refusal::llm_response("events were asked for, and the reply has none"));
        }
        if !matches!(decode::coding(&head.headers), Ok(None)) {
            return Err(Refusal::llm_response("a compressed stream cannot be translated"));
        }
        head.headers.remove(CONTENT_LENGTH);
        head.headers.insert(CONTENT_TYPE, HeaderValue::from_static(EVENTS));
        let stream = Stream::new(source, translation.stream(gate::now().as_secs()));
        return Ok(Answered::from_parts(head, Source::Translated(Box::new(stream))));
    }
    let (bytes, _held) = guarding::plain((shared, shared.max_body), &head.headers, source).await?;
    let failed = |why: &dyn std::fmt::Display| {
        Refusal::llm_response(format!("failed to parse response: {why}"))
    };
    let _room = guarding::parsed(&shared.budget, &bytes, 2)?;
    let body = match is_success {
        false => (translation.error)(status, &bytes).map_err(|error| failed(&error))?,
        true => {
            let body = serde_json::from_slice(&bytes).map_err(|error| failed(&error))?;
            (translation.reply)(body, gate::now().as_secs()).map_err(|error| failed(&error))?
        }
    };
    let bytes = parsing::written(&body, bytes.len()).map_err(Refusal::llm_response)?;
    head.headers.remove(CONTENT_ENCODING);
    head.headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    head.headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
    Ok(Answered::from_parts(head, Source::Whole(bytes)))
}

/// A stream that is translated as it comes.
pub(super) struct Stream {
    /// None once it has ended, or broke off.
    source: Option<Source>,
    translated: translate::Stream,
    /// On its way to the client.
    ready: Vec<u8>,
    /// Why it breaks off once that has gone.
    broken: Option<String>,
}

impl Stream {
    fn new(source: Source, translated: translate::Stream) -> Self {
        Stream { source: Some(source), translated, ready: Vec::new(), broken: None }
    }

    pub(super) fn has_ended(&self) -> bool {
        self.source.is_none() && self.ready.is_empty() && self.broken.is_none()
    }

    fn breaks(&mut self, result: Result<(), String>) {
        if let Err(why) = result {
            self.source = None;
            self.broken = Some(why);
        }
    }

    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        loop {
            if !self.ready.is_empty() {
                let data = Bytes::from(std::mem::take(&mut self.ready));
                return Poll::Ready(Some(Ok(Frame::data(data))));
            }
            if let Some(why) = self.broken.take() {
                return Poll::Ready(Some(Err(why.into())));
            }
            let Some(source) = &mut self.source else { return Poll::Ready(None) };
            match std::task::ready!(Pin::new(source).poll_frame(context)) {
                Some(Ok(frame)) => {
                    let Ok(data) = frame.into_data() else { continue };
                    let fed = self.translated.feed(&data, &mut self.ready);
                    self.breaks(fed);
                }
                Some(Err(error)) => {
                    self.source = None;
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    self.source = None;
                    let ended = self.translated.finish(&mut self.ready);
                    self.breaks(ended);
                }
            }
        }
    }
}
