//! A guarded stream: it goes on a stretch at a time, each after its text was looked at. What cannot be looked at ends
//! the stream: events that are too long or no JSON. `llm::sse` is the one reader of events.
//!
//! Source: agentgateway's sizes of a stretch (crates/agentgateway/src/llm/policy/streaming_guardrails.rs).

#[cfg(any(test, fuzzing))]
pub(in crate::edge::proxy) mod property;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures::future::BoxFuture;
use http_body::{Body, Frame};
use serde_json::Value;

use crate::domain::llm::sse::Splitter;
use crate::domain::llm::texts::TextLocation;
use crate::domain::llm::{strict, texts, tree};
use crate::domain::route::policy::guard::Guards;
use crate::edge::proxy::answer::source::{BodySource, BoxError};
use crate::edge::proxy::body::offload::{SHORT, TOO_SLOW, offload};

/// So much text of a stream is looked at together. Bytes.
const STRETCH: usize = 1024;
/// So much of the text before is looked at again, for what lies over the seam. Bytes.
const AGAIN: usize = 256;
/// The longest event, and the most that is held back. Bytes.
const HELD: usize = 2 * 1024 * 1024;
/// The most fields of a stream that have texts of their own: events that repeat definitions of tools have many.
const FIELDS: usize = 4096;

/// A stream while it is looked through. What has gone on cannot be taken back: a refusal later on is an event in its
/// place, and the end.
pub(in crate::edge::proxy) struct Stream {
    /// None once it has ended, or was refused.
    source: Option<BodySource>,
    guards: Arc<Guards>,
    /// Not looked at yet.
    held: VecDeque<Bytes>,
    held_bytes: usize,
    /// On its way to the client.
    ready: VecDeque<Bytes>,
    splitter: Splitter,
    texts: Texts,
    /// A long stretch that is being looked at.
    looking: Option<BoxFuture<'static, Option<String>>>,
}

impl Stream {
    pub(super) fn new(source: BodySource, guards: Arc<Guards>) -> Self {
        Stream {
            source: Some(source),
            guards,
            held: VecDeque::new(),
            held_bytes: 0,
            ready: VecDeque::new(),
            splitter: Splitter::with_others(HELD),
            texts: Texts::default(),
            looking: None,
        }
    }

    fn hold(&mut self, data: Bytes) {
        let Stream { splitter, texts, .. } = self;
        splitter.feed(&data, &mut |event| texts.take(event));
        texts.beside(&splitter.others());
        self.held_bytes += data.len();
        self.held.push_back(data);
        if self.splitter.open() > HELD {
            self.texts.fails("an event is longer than 2 MiB");
        }
        if self.texts.pending >= STRETCH || self.held_bytes >= HELD || self.texts.failed.is_some() {
            self.look();
        }
    }

    /// Takes the end of the stream.
    fn end(&mut self) {
        let Stream { splitter, texts, .. } = self;
        splitter.finish(&mut |event| texts.take(event));
        texts.beside(&splitter.others());
        self.look();
    }

    /// Looks at the texts of what is held. Long ones are looked at on a thread of its own.
    fn look(&mut self) {
        if let Some(why) = self.texts.failed {
            let why = format!("promptGuard stopped the stream: {why}");
            self.judged(Some(why));
            return;
        }
        let length = self.texts.pending;
        let stretches = self.texts.stretches();
        let guards = Arc::clone(&self.guards);
        let look = move || {
            let mut refusals = stretches.iter().filter_map(|stretch| guards.refuses(stretch));
            refusals.next().map(|refusal| refusal.body.clone().into_owned())
        };
        match length <= SHORT {
            true => self.judged(look()),
            false => {
                let looked = async { offload(look).await.unwrap_or(Some(TOO_SLOW.to_owned())) };
                self.looking = Some(Box::pin(looked));
            }
        }
    }

    /// Lets go what was looked at, or ends the stream with a reason.
    fn judged(&mut self, refused: Option<String>) {
        if let Some(why) = refused {
            self.held.clear();
            self.held_bytes = 0;
            self.ready.push_back(blocked(&why));
            self.source = None;
            return;
        }
        // An event whose end has not come has not been looked at.
        let mut go = self.held_bytes.saturating_sub(self.splitter.open());
        self.held_bytes -= go;
        while go > 0 {
            let Some(mut piece) = self.held.pop_front() else { break };
            if piece.len() > go {
                self.held.push_front(piece.split_off(go));
            }
            go -= piece.len();
            self.ready.push_back(piece);
        }
    }
}

impl Body for Stream {
    type Data = Bytes;
    type Error = BoxError;

    fn is_end_stream(&self) -> bool {
        self.source.is_none() && self.ready.is_empty() && self.looking.is_none()
    }

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        loop {
            if let Some(data) = this.ready.pop_front() {
                return Poll::Ready(Some(Ok(Frame::data(data))));
            }
            if let Some(looking) = &mut this.looking {
                let refused = std::task::ready!(looking.as_mut().poll(context));
                this.looking = None;
                this.judged(refused);
                continue;
            }
            let Some(source) = &mut this.source else { return Poll::Ready(None) };
            match std::task::ready!(Pin::new(source).poll_frame(context)) {
                Some(Ok(frame)) => {
                    if let Ok(data) = frame.into_data() {
                        this.hold(data);
                    }
                }
                Some(Err(error)) => {
                    this.source = None;
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    this.source = None;
                    this.end();
                }
            }
        }
    }
}

/// The event that replaces what a guard rejected.
fn blocked(message: &str) -> Bytes {
    let message = Value::from(message);
    let error = r#""type":"guardrail_blocked","code":"guardrail_intervention""#;
    Bytes::from(format!("data: {{\"error\":{{{error},\"message\":{message}}}}}\n\n"))
}

/// The texts of a stream, each by its own field and by the one that clients join it to.
#[derive(Default)]
struct Texts {
    fields: HashMap<String, FieldText>,
    /// How many there are, each of several that come at the same time included.
    count: usize,
    /// Text that was not looked at yet. Bytes.
    pending: usize,
    /// Why there is something that cannot be looked at.
    failed: Option<&'static str>,
}

/// One field, whose texts are looked at in the order in which they come; and each of several that come at the same
/// time by itself, once there are several.
#[derive(Default)]
struct FieldText {
    all: Text,
    first: String,
    lanes: HashMap<String, Text>,
}

#[derive(Clone, Default)]
struct Text {
    /// The end of what was looked at.
    before: String,
    pending: String,
}

impl Texts {
    fn fails(&mut self, why: &'static str) {
        self.failed.get_or_insert(why);
    }

    /// Takes one event; none for one that was too long to be read.
    fn take(&mut self, event: Option<&[u8]>) {
        let Some(event) = event else { return self.fails("an event is longer than 2 MiB") };
        if matches!(event.trim_ascii(), b"" | b"[DONE]") {
            return;
        }
        if tree::room(event, 1).is_none() {
            return self.fails("an event has too many small JSON values");
        }
        match strict::value(event) {
            Ok(event @ (Value::Object(_) | Value::Array(_))) => {
                if texts::of_event(&event, &mut |at, text| self.add(at, text)).is_err() {
                    self.fails("an event has a text document that is not UTF-8");
                }
            }
            Ok(_) => self.fails("an event is not a JSON object"),
            Err(_) => self.fails("an event is not valid JSON, or has a duplicate field"),
        }
    }

    /// Takes the lines of events that are not their data.
    fn beside(&mut self, lines: &[u8]) {
        if !lines.is_empty() {
            let at = TextLocation { path: "", lane: "", joined: None };
            self.add(at, &String::from_utf8_lossy(lines));
        }
    }

    fn add(&mut self, TextLocation { path, lane, joined }: TextLocation<'_>, text: &str) {
        self.pending += text.len();
        self.add_to(path, lane, text);
        if let Some(field) = joined {
            self.add_to(field, lane, text);
        }
    }

    fn add_to(&mut self, path: &str, lane: &str, text: &str) {
        if self.count >= FIELDS {
            return self.fails("its events have too many different places for text");
        }
        if !self.fields.contains_key(path) {
            self.count += 1;
            let field = FieldText { first: lane.to_owned(), ..FieldText::default() };
            self.fields.insert(path.to_owned(), field);
        }
        let Some(field) = self.fields.get_mut(path) else { return };
        if field.lanes.is_empty() && field.first != lane {
            field.lanes.insert(field.first.clone(), field.all.clone());
            self.count += 1;
        }
        if !field.lanes.is_empty() {
            let before = field.lanes.len();
            field.lanes.entry(lane.to_owned()).or_default().pending.push_str(text);
            self.count += field.lanes.len() - before;
        }
        field.all.pending.push_str(text);
    }

    /// Everything that was not looked at yet, each with the end of what came before it.
    fn stretches(&mut self) -> Vec<String> {
        self.pending = 0;
        let fields = self.fields.values_mut();
        let all = fields.flat_map(|field| field.lanes.values_mut().chain([&mut field.all]));
        all.filter_map(Text::stretch).collect()
    }
}

impl Text {
    fn stretch(&mut self) -> Option<String> {
        if self.pending.is_empty() {
            return None;
        }
        let stretch = std::mem::take(&mut self.before) + &std::mem::take(&mut self.pending);
        let mut from = stretch.len().saturating_sub(AGAIN);
        while !stretch.is_char_boundary(from) {
            from += 1;
        }
        stretch.get(from..).unwrap_or_default().clone_into(&mut self.before);
        Some(stretch)
    }
}
