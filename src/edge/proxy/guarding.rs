//! Guards at work: a request's body before it is sent, a reply's before it goes on, and streams a stretch at a time.
//!
//! Source: reference/agentgateway.md §3; agentgateway's sizes of a stretch.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};
use http_body::{Body, Frame};
use http_body_util::BodyExt as _;
use serde_json::{Map, Value};

use super::answer::{BoxError, Source};
use super::body::{Budget, Held};
use super::model_call::Answered;
use super::{Shared, decode};
use crate::domain::llm::format::RouteType;
use crate::domain::llm::texts;
use crate::domain::route::policy::guard::Guards;
use crate::domain::route::refusal::Refusal;
use crate::edge::telemetry::access_log::Record;

/// So much text of a stream is looked at together. Bytes.
const STRETCH: usize = 1024;
/// So much of the text before is looked at again, for what lies over the seam. Bytes.
const AGAIN: usize = 256;
/// So much of a stream is held back for the text in it. Bytes.
const HELD: usize = 2 * 1024 * 1024;

/// A request's body as guards leave it: byte by byte the same where they change nothing.
pub(super) fn request(
    guards: &Guards,
    route_type: RouteType,
    bytes: Bytes,
) -> Result<Bytes, Refusal> {
    let mut body: Map<String, Value> = serde_json::from_slice(&bytes)
        .map_err(|error| Refusal::llm_request(400, format!("failed to parse request: {error}")))?;
    if !guards.request(route_type, &mut body)? {
        return Ok(bytes);
    }
    let body = serde_json::to_vec(&body).map_err(|error| Refusal::llm_request(500, error))?;
    Ok(Bytes::from(body))
}

/// A reply as guards let it go on, read up to a limit where it has to be.
pub(super) async fn reply(
    (shared, limit): (&Shared, usize),
    guards: &Arc<Guards>,
    route_type: RouteType,
    answered: Answered,
    record: &mut Record,
) -> Result<Answered, Refusal> {
    if !(200..300).contains(&answered.status()) {
        return Ok(answered);
    }
    let (mut head, source) = answered.into_parts();
    let kind = head.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    if kind.is_some_and(|kind| kind.starts_with(b"text/event-stream")) {
        if !guards.look_at_streams(route_type) {
            return Ok(Answered::from_parts(head, source));
        }
        if !matches!(decode::coding(&head.headers), Ok(None)) {
            return Err(Refusal::llm_response("a compressed stream cannot be looked through"));
        }
        head.headers.remove(CONTENT_LENGTH);
        let stream = Stream::new(source, Arc::clone(guards));
        return Ok(Answered::from_parts(head, Source::Guarded(Box::new(stream))));
    }
    let (bytes, _held) = plain((shared, limit), &head.headers, source).await?;
    let mut body: Value = serde_json::from_slice(&bytes)
        .map_err(|error| Refusal::llm_response(format!("failed to parse response: {error}")))?;
    let changed = guards.response(route_type, &mut body).inspect_err(|_| {
        // What was answered is paid for, whoever reads it.
        record.reads(false);
        record.see(&bytes);
    })?;
    let bytes = match changed {
        false => bytes,
        true => Bytes::from(serde_json::to_vec(&body).map_err(Refusal::llm_response)?),
    };
    head.headers.remove(CONTENT_ENCODING);
    head.headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    Ok(Answered::from_parts(head, Source::Whole(bytes)))
}

/// Reads a whole reply and undoes its compression, each within a limit and the budget of bodies.
pub(super) async fn plain(
    (shared, limit): (&Shared, usize),
    headers: &HeaderMap,
    source: Source,
) -> Result<(Bytes, Held), Refusal> {
    let failed = |refusal: Refusal| {
        let words = refusal.body.into_owned();
        let why = words.strip_prefix("failed to process LLM request: ").unwrap_or(&words);
        Refusal::llm_response(why)
    };
    let coding = decode::coding(headers).map_err(failed)?;
    let (bytes, held) = whole(source, limit, &shared.budget).await?;
    let Some(coding) = coding else { return Ok((bytes, held)) };
    decode::decode(coding, bytes, limit, &shared.budget).await.map_err(failed)
}

/// Reads a whole reply, within the limit and the budget of bodies.
pub(super) async fn whole(
    mut source: Source,
    limit: usize,
    budget: &Budget,
) -> Result<(Bytes, Held), Refusal> {
    let mut held = budget.hold(0).ok_or(Refusal::OVERLOADED)?;
    let mut read = BytesMut::new();
    while let Some(frame) = source.frame().await {
        let frame =
            frame.map_err(|error| Refusal::llm_response(format!("it broke off: {error}")))?;
        let Ok(data) = frame.into_data() else { continue };
        if read.len() + data.len() > limit {
            return Err(Refusal::llm_response("response was too large"));
        }
        held.grow(data.len()).ok_or(Refusal::OVERLOADED)?;
        read.extend_from_slice(&data);
    }
    Ok((read.freeze(), held))
}

/// A stream that goes on a stretch at a time, each after it was looked at. What has gone on cannot be taken back: a
/// refusal later on is an event in its place, and the end.
pub(super) struct Stream {
    /// None once it has ended, or was refused.
    source: Option<Source>,
    guards: Arc<Guards>,
    /// Not looked at yet.
    held: VecDeque<Bytes>,
    held_bytes: usize,
    /// On its way to the client.
    ready: VecDeque<Bytes>,
    events: Events,
    /// Text of what is held.
    text: String,
    /// The end of the text before it.
    before: String,
}

impl Stream {
    fn new(source: Source, guards: Arc<Guards>) -> Self {
        Stream {
            source: Some(source),
            guards,
            held: VecDeque::new(),
            held_bytes: 0,
            ready: VecDeque::new(),
            events: Events::default(),
            text: String::new(),
            before: String::new(),
        }
    }

    fn hold(&mut self, data: Bytes) {
        self.events.feed(&data, &mut self.text);
        self.held_bytes += data.len();
        self.held.push_back(data);
        if self.text.len() >= STRETCH || self.held_bytes >= HELD {
            self.judge();
        }
    }

    /// Looks at the text of what is held, and lets it go on, or ends the stream.
    fn judge(&mut self) {
        self.held_bytes = 0;
        if !self.text.is_empty() {
            let stretch = std::mem::take(&mut self.before) + &std::mem::take(&mut self.text);
            if let Some(refusal) = self.guards.refuses(&stretch) {
                let event = blocked(&refusal.body);
                self.held.clear();
                self.ready.push_back(event);
                self.source = None;
                return;
            }
            let mut from = stretch.len().saturating_sub(AGAIN);
            while !stretch.is_char_boundary(from) {
                from += 1;
            }
            stretch.get(from..).unwrap_or_default().clone_into(&mut self.before);
        }
        self.ready.append(&mut self.held);
    }

    pub(super) fn has_ended(&self) -> bool {
        self.source.is_none() && self.ready.is_empty()
    }

    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        loop {
            if let Some(data) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(Frame::data(data))));
            }
            let Some(source) = &mut self.source else { return Poll::Ready(None) };
            match std::task::ready!(Pin::new(source).poll_frame(context)) {
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        self.hold(data);
                    }
                }
                Some(Err(error)) => {
                    self.source = None;
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    self.source = None;
                    self.judge();
                }
            }
        }
    }
}

/// The event in the place of what was refused.
fn blocked(message: &str) -> Bytes {
    let message = Value::from(message);
    let error = r#""type":"guardrail_blocked","code":"guardrail_intervention""#;
    Bytes::from(format!("data: {{\"error\":{{{error},\"message\":{message}}}}}\n\n"))
}

/// Takes the text out of events, in whatever pieces they come.
#[derive(Default)]
struct Events {
    line: Vec<u8>,
    data: Vec<u8>,
}

impl Events {
    fn feed(&mut self, chunk: &[u8], text: &mut String) {
        for piece in chunk.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                let line = std::mem::take(&mut self.line);
                self.end_line(line.trim_ascii_end(), text);
            }
        }
        // An event that large has no text in it that anybody could look at.
        if self.line.len() + self.data.len() > HELD {
            *self = Events::default();
        }
    }

    fn end_line(&mut self, line: &[u8], text: &mut String) {
        if let Some(data) = line.strip_prefix(b"data:") {
            self.data.extend_from_slice(data);
            return;
        }
        if line.is_empty() {
            let event = std::mem::take(&mut self.data);
            let event = serde_json::from_slice::<Value>(&event).ok();
            text.extend(event.as_ref().and_then(texts::of_event));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_events_is_found_in_whatever_pieces_they_come() {
        let stream =
            b"data: {\"choices\":[{\"delta\":{\"content\":\"a\\u00e4\"}}]}\r\n\r\nevent: x\n\
            data: {\"delta\":{\"text\":\"b\"}}\n\n: note\n\ndata: [DONE]\n\n";
        for size in 1..stream.len() {
            let (mut events, mut text) = (Events::default(), String::new());
            stream.chunks(size).for_each(|chunk| events.feed(chunk, &mut text));
            assert_eq!(text, "aäb", "pieces of {size}");
        }
    }
}
