//! A guarded stream: it goes on a stretch at a time, each after its text was looked at. What cannot be looked at ends
//! the stream: events that are too long or no JSON. `llm::sse` is the one reader of events.
//!
//! Source: agentgateway's sizes of a stretch (crates/agentgateway/src/llm/policy/streaming_guardrails.rs).

use std::collections::{HashMap, VecDeque};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures::future::BoxFuture;
use http_body::{Body, Frame};
use serde_json::Value;

use super::super::answer::{BoxError, Source};
use super::{SHORT, TOO_SLOW, beside};
use crate::domain::llm::sse::Splitter;
use crate::domain::llm::texts::At;
use crate::domain::llm::{strict, texts, tree};
use crate::domain::route::policy::guard::Guards;

/// So much text of a stream is looked at together. Bytes.
const STRETCH: usize = 1024;
/// So much of the text before is looked at again, for what lies over the seam. Bytes.
const AGAIN: usize = 256;
/// The longest event, and the most that is held back. Bytes.
const HELD: usize = 2 * 1024 * 1024;
/// The most places of a stream that have texts of their own: events that repeat definitions of tools have many.
const PLACES: usize = 4096;

/// A stream while it is looked through. What has gone on cannot be taken back: a refusal later on is an event in its
/// place, and the end.
pub(in crate::edge::proxy) struct Stream {
    /// None once it has ended, or was refused.
    source: Option<Source>,
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
    pub(super) fn new(source: Source, guards: Arc<Guards>) -> Self {
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

    /// Looks at the texts of what is held. Long ones are looked at beside the threads that serve.
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
                let looked = async { beside(look).await.unwrap_or(Some(TOO_SLOW.to_owned())) };
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

    pub(in crate::edge::proxy) fn has_ended(&self) -> bool {
        self.source.is_none() && self.ready.is_empty() && self.looking.is_none()
    }

    pub(in crate::edge::proxy) fn poll(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        loop {
            if let Some(data) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(Frame::data(data))));
            }
            if let Some(looking) = &mut self.looking {
                let refused = std::task::ready!(looking.as_mut().poll(context));
                self.looking = None;
                self.judged(refused);
                continue;
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
                    self.end();
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

/// The texts of a stream by the places where they belong.
#[derive(Default)]
struct Texts {
    places: HashMap<String, Place>,
    /// How many places there are, each of several that come at the same time included.
    count: usize,
    /// Text that was not looked at yet. Bytes.
    pending: usize,
    /// Why there is something that cannot be looked at.
    failed: Option<&'static str>,
}

/// One place, whose texts are looked at in the order in which they come; and each of several that come at the same
/// time by itself, once there are several.
#[derive(Default)]
struct Place {
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
                texts::of_event(&event, &mut |at, text| self.add(at, text));
            }
            Ok(_) => self.fails("an event is not a JSON object"),
            Err(_) => self.fails("an event is not valid JSON, or has a duplicate field"),
        }
    }

    /// Takes the lines of events that are not their data.
    fn beside(&mut self, lines: &[u8]) {
        if !lines.is_empty() {
            self.add(At { path: "", lane: "" }, &String::from_utf8_lossy(lines));
        }
    }

    fn add(&mut self, At { path, lane }: At<'_>, text: &str) {
        self.pending += text.len();
        if self.count >= PLACES {
            return self.fails("its events have too many different places for text");
        }
        if !self.places.contains_key(path) {
            self.count += 1;
            let place = Place { first: lane.to_owned(), ..Place::default() };
            self.places.insert(path.to_owned(), place);
        }
        let Some(place) = self.places.get_mut(path) else { return };
        if place.lanes.is_empty() && place.first != lane {
            place.lanes.insert(place.first.clone(), place.all.clone());
            self.count += 1;
        }
        if !place.lanes.is_empty() {
            let before = place.lanes.len();
            place.lanes.entry(lane.to_owned()).or_default().pending.push_str(text);
            self.count += place.lanes.len() - before;
        }
        place.all.pending.push_str(text);
    }

    /// Everything that was not looked at yet, each with the end of what came before it.
    fn stretches(&mut self) -> Vec<String> {
        self.pending = 0;
        let places = self.places.values_mut();
        let all = places.flat_map(|place| place.lanes.values_mut().chain([&mut place.all]));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::route::policy::skip::Skips;
    use http_body_util::BodyExt as _;
    use proptest::prelude::*;
    use serde_json::json;

    const WORD: &str = "topsecret42";

    fn guards(action: &str) -> Arc<Guards> {
        let written = json!({"streaming": "Enabled",
            "response": [{"regex": {"action": action, "matches": [WORD]}}]});
        let read = Guards::read(&written, &Skips::default(), &mut Vec::new());
        Arc::new(read.expect("read").expect("something"))
    }

    /// What a client gets of a stream that comes in pieces.
    fn through(pieces: Vec<Bytes>, action: &str) -> Vec<u8> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        runtime.expect("a runtime").block_on(async {
            let mut stream = Stream::new(Source::Whole(Bytes::new()), guards(action));
            let mut out = Vec::new();
            for piece in pieces {
                if stream.source.is_none() {
                    break;
                }
                stream.hold(piece);
                drain(&mut stream, &mut out).await;
            }
            if stream.source.is_some() {
                stream.source = Some(Source::Whole(Bytes::new()));
            }
            drain_all(stream, &mut out).await;
            out
        })
    }

    async fn drain(stream: &mut Stream, out: &mut Vec<u8>) {
        if let Some(looking) = stream.looking.take() {
            let refused = looking.await;
            stream.judged(refused);
        }
        stream.ready.drain(..).for_each(|piece| out.extend_from_slice(&piece));
    }

    async fn drain_all(stream: Stream, out: &mut Vec<u8>) {
        let whole = Source::Guarded(Box::new(stream)).collect().await.expect("a clean end");
        out.extend_from_slice(&whole.to_bytes());
    }

    fn holds(out: &[u8]) -> bool {
        memchr::memmem::find(out, WORD.as_bytes()).is_some()
    }

    fn escaped(text: &str) -> String {
        text.chars().map(|one| format!("\\u{:04x}", u32::from(one))).collect()
    }

    /// Bodies of events that say a text, in every shape that somebody streams.
    fn saying(text: &str) -> Vec<String> {
        vec![
            format!(r#"{{"choices":[{{"index":0,"delta":{{"content":"{text}"}}}}]}}"#),
            format!(
                r#"{{"choices":[{{"index":0,"delta":{{}}}},{{"index":1,"delta":{{"content":"{text}"}}}}]}}"#
            ),
            format!(
                r#"{{"choices":[{{"delta":{{"tool_calls":[{{"index":0,"function":{{"arguments":"{text}"}}}}]}}}}]}}"#
            ),
            format!(r#"{{"choices":[{{"delta":{{"reasoning_content":"{text}"}}}}]}}"#),
            format!(
                r#"{{"type":"content_block_delta","index":0,"delta":{{"type":"text_delta","text":"{text}"}}}}"#
            ),
            format!(
                r#"{{"type":"content_block_delta","index":1,"delta":{{"type":"input_json_delta","partial_json":"{text}"}}}}"#
            ),
            format!(r#"{{"type":"response.output_text.delta","output_index":0,"delta":"{text}"}}"#),
            format!(r#"{{"type":"response.novelty","a":{{"b":["{text}"]}}}}"#),
            format!(
                r#"{{"candidates":[{{"content":{{"parts":[{{"text":"{text}","thought":true}}]}}}}]}}"#
            ),
            format!(r#"{{"x":"{text}","x":"ok"}}"#),
            format!(r#"{{"choices":[{{"delta":{{"content":"{text}"}}}}],}}"#),
            format!(r#"["{text}"]"#),
            format!("\"{text}\""),
            text.to_owned(),
        ]
    }

    fn cut(bytes: &[u8], sizes: &[usize]) -> Vec<Bytes> {
        let mut rest = bytes;
        let mut pieces = Vec::new();
        for size in sizes.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (piece, after) = rest.split_at((*size).min(rest.len()));
            pieces.push(Bytes::copy_from_slice(piece));
            rest = after;
        }
        pieces
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(192))]

        #[test]
        fn the_word_never_passes_in_any_shape_of_an_event_and_any_cut_of_the_wire(
            shape in 0..14_usize,
            ends in prop::sample::select(vec!["\n", "\r", "\r\n"]),
            last in prop::sample::select(vec!["", "\n", "\r", "\n\n", "\r\r", "\r\n\r\n"]),
            begin in prop::sample::select(vec!["", "\u{feff}", ": note\n", "event: x\n", "id: 1\n\n"]),
            is_escaped in any::<bool>(),
            long in prop::sample::select(vec![0_usize, 10, 1100, 70_000]),
            action in prop::sample::select(vec!["Reject", "Mask"]),
            sizes in prop::collection::vec(1..3000_usize, 1..6),
        ) {
            let word = if is_escaped && shape != 13 { escaped(WORD) } else { WORD.to_owned() };
            let data = &saying(&word)[shape];
            let before = format!(
                "data: {}{ends}{ends}", saying(&"y".repeat(long))[0]);
            let stream = format!("{begin}{before}data: {data}{last}");
            let out = through(cut(stream.as_bytes(), &sizes), action);
            prop_assert!(!holds(&out), "{}", String::from_utf8_lossy(&out));
            prop_assert!(memchr::memmem::find(&out, word.as_bytes()).is_none());
        }

        #[test]
        fn a_stream_without_the_word_goes_on_byte_by_byte(
            ends in prop::sample::select(vec!["\n", "\r", "\r\n"]),
            texts in prop::collection::vec("[a-z ]{0,40}", 0..60),
            done in any::<bool>(),
            sizes in prop::collection::vec(1..3000_usize, 1..6),
        ) {
            let mut stream = String::from("event: x\n: note\nid: 7\n");
            for text in &texts {
                for data in saying(text).iter().take(8) {
                    stream.push_str(&format!("data: {data}{ends}{ends}"));
                }
            }
            if done {
                stream.push_str("data: [DONE]");
            }
            let out = through(cut(stream.as_bytes(), &sizes), "Reject");
            prop_assert_eq!(String::from_utf8_lossy(&out), stream);
        }
    }

    #[test]
    fn a_word_in_two_events_is_found_though_others_come_between() {
        let choice = |index: u64, text: &str| {
            format!(r#"data: {{"choices":[{{"index":{index},"delta":{{"content":"{text}"}}}}]}}"#)
        };
        let events = [choice(0, "topse"), choice(1, "zzz"), choice(0, "cret42")].join("\n\n");
        assert!(!holds(&through(vec![Bytes::from(events)], "Reject")));
        let both = |out: Vec<u8>| {
            let out = String::from_utf8_lossy(&out).into_owned();
            out.contains("topse") && out.contains("cret42")
        };
        let events = [choice(0, "topse"), choice(1, "zzz"), choice(0, "cret42")].join("\n\n");
        assert!(!both(through(vec![Bytes::from(events)], "Reject")));
    }

    #[test]
    fn lines_that_are_not_data_are_looked_at_too() {
        for stream in [
            ": topsecret42\n\n",
            "event: topsecret42\ndata: {}\n\n",
            "data : topsecret42\n\n",
            "topsecret42",
            "id: topsecret42\r\r",
        ] {
            let out = through(vec![Bytes::from_static(stream.as_bytes())], "Mask");
            assert!(!holds(&out), "{stream}");
        }
    }

    #[test]
    fn what_cannot_be_looked_at_ends_the_stream_and_is_never_held_without_end() {
        let long = format!("data: {{\"x\":\"{}{WORD}\"}}\n\n", "y".repeat(HELD));
        let comments = ": x\n".repeat(HELD / 2);
        let endless = format!("data: {}", "y".repeat(3 * HELD));
        for (stream, why) in [
            (long, "longer than 2 MiB"),
            (comments, "longer than 2 MiB"),
            (endless, "longer than 2 MiB"),
            ("data: {\"a\":1,\"a\":2}\n\n".to_owned(), "duplicate field"),
            ("data: nonsense".to_owned(), "not valid JSON"),
        ] {
            let out = through(cut(stream.as_bytes(), &[100_000]), "Reject");
            let out = String::from_utf8_lossy(&out);
            assert!(out.contains("guardrail_blocked") && out.contains(why), "{out:.200}");
            assert!(!out.contains(WORD));
        }
    }
}
