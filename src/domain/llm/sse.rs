//! Reads server-sent events on the side: the stream goes on to the client as it came, and this looks at a copy for
//! what it used, which model answered and whether it ended well.
//!
//! Source: the HTML standard, "Server-sent events"
//! (<https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream>);
//! `crates/llm/src/parse/passthrough.rs` of agentgateway at 75b4e6ce6.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use serde_json::Value;

use crate::domain::value::usage::Usage;

/// Bytes of one event that are kept; of a longer one nothing is read. Reports of usage are a few hundred bytes.
const MAX_EVENT: usize = 64 * 1024;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// What a stream has said so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StreamSummary {
    /// The latest counts; a later event that reports only some of them leaves the others.
    pub usage: Option<Usage>,
    /// The model that answers, as the first event that names one has it.
    pub model: Option<String>,
    /// `data: [DONE]` came.
    pub done: bool,
    /// Events with data, those too long to be read included.
    pub events: u64,
}

/// A reader that takes the stream in whatever pieces it comes.
#[derive(Debug)]
pub struct Reader {
    seen: StreamSummary,
    splitter: Splitter,
}

impl Default for Reader {
    fn default() -> Self {
        Reader { seen: StreamSummary::default(), splitter: Splitter::new(MAX_EVENT) }
    }
}

impl Reader {
    /// Takes the next bytes of the stream.
    pub fn feed(&mut self, chunk: &[u8]) {
        let Reader { seen, splitter } = self;
        splitter.feed(chunk, &mut |event| seen.take(event));
    }

    /// What was seen so far.
    #[must_use]
    pub fn seen(&self) -> &StreamSummary {
        &self.seen
    }

    /// What was seen when the stream has ended. A last event without the empty line behind it counts: some providers
    /// end so.
    #[must_use]
    pub fn finish(mut self) -> StreamSummary {
        self.splitter.finish(&mut |event| self.seen.take(event));
        self.seen
    }
}

/// Cuts a stream into its events, in whatever pieces it comes, and shows the data of each, lines joined by LF; none
/// where it is longer than the limit.
#[derive(Debug)]
pub struct Splitter {
    /// Bytes of one event that are kept.
    limit: usize,
    /// The line that the chunks so far have begun.
    line: Vec<u8>,
    /// Data of the event that is being read, lines joined by LF.
    data: Vec<u8>,
    has_data: bool,
    /// The event has outgrown the buffer.
    is_skipped: bool,
    /// The line is not empty, though its bytes were not kept.
    is_line_lost: bool,
    /// The chunk before ended in CR: an LF that comes first belongs to it.
    after_cr: bool,
    has_begun: bool,
    /// Bytes of the stream since the end of the last event.
    open: usize,
    /// What else the lines of an event say, where that is kept: comments, other fields.
    others: Option<Vec<u8>>,
}

impl Splitter {
    /// One that keeps `limit` bytes of an event.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Splitter {
            limit,
            line: Vec::new(),
            data: Vec::new(),
            has_data: false,
            is_skipped: false,
            is_line_lost: false,
            after_cr: false,
            has_begun: false,
            open: 0,
            others: None,
        }
    }

    /// One that also keeps the lines that are not data, for [`Splitter::others`].
    #[must_use]
    pub fn with_others(limit: usize) -> Self {
        Splitter { others: Some(Vec::new()), ..Splitter::new(limit) }
    }

    /// Bytes of the stream that belong to an event whose end has not come yet.
    #[must_use]
    pub fn open(&self) -> usize {
        self.open
    }

    /// The lines that were not data since the last call: comments, names of events, fields that nobody knows.
    pub fn others(&mut self) -> Vec<u8> {
        self.others.as_mut().map(std::mem::take).unwrap_or_default()
    }

    /// Takes the next bytes of the stream.
    pub fn feed(&mut self, chunk: &[u8], see: &mut impl FnMut(Option<&[u8]>)) {
        self.open += chunk.len();
        let mut rest = chunk;
        if std::mem::take(&mut self.after_cr) {
            match rest.split_first() {
                Some((b'\n', after)) => rest = after,
                Some(_) => {}
                None => self.after_cr = true,
            }
        }
        while let Some(end) = memchr::memchr2(b'\n', b'\r', rest) {
            let (begun, ending) = rest.split_at(end);
            let ends_event = self.end_line(begun, see);
            rest = match ending {
                [b'\r', b'\n', after @ ..] => after,
                [b'\r'] => {
                    self.after_cr = true;
                    &[]
                }
                [_, after @ ..] => after,
                [] => &[],
            };
            if ends_event {
                self.open = rest.len();
            }
        }
        self.keep(rest);
    }

    /// Takes the end of the stream: what was begun is the last event.
    pub fn finish(&mut self, see: &mut impl FnMut(Option<&[u8]>)) {
        self.end_line(b"", see);
        self.end_event(see);
        self.open = 0;
    }

    /// Keeps the beginning of a line, as far as there is room.
    fn keep(&mut self, begun: &[u8]) {
        if begun.is_empty() {
            return;
        }
        if self.is_skipped || self.line.len() + self.data.len() + begun.len() > self.limit {
            self.skip();
            self.is_line_lost = true;
        } else {
            self.line.extend_from_slice(begun);
        }
    }

    fn skip(&mut self) {
        self.is_skipped = true;
        self.line.clear();
        self.data.clear();
    }

    /// Takes the line whose last part is `end`; whether it ends an event.
    fn end_line(&mut self, end: &[u8], see: &mut impl FnMut(Option<&[u8]>)) -> bool {
        if self.line.is_empty() && !self.is_line_lost {
            return self.read_line(end, see);
        }
        self.keep(end);
        let line = std::mem::take(&mut self.line);
        let is_lost = std::mem::take(&mut self.is_line_lost);
        // A byte order mark counts before the first line alone, also where that one was too long.
        self.has_begun |= is_lost;
        let ends_event = !is_lost && self.read_line(&line, see);
        self.line = line;
        self.line.clear();
        ends_event
    }

    fn read_line(&mut self, line: &[u8], see: &mut impl FnMut(Option<&[u8]>)) -> bool {
        let is_first = !std::mem::replace(&mut self.has_begun, true);
        let length = line.len();
        let line = match line.strip_prefix(BYTE_ORDER_MARK) {
            Some(rest) if is_first => rest,
            _ => line,
        };
        if line.is_empty() {
            self.end_event(see);
            return true;
        }
        // The same measure as in `keep`: what is read must not depend on how the stream was cut.
        if self.is_skipped || self.data.len() + length > self.limit {
            self.skip();
            return false;
        }
        let data = match line.strip_prefix(b"data:") {
            Some(data) => data.strip_prefix(b" ").unwrap_or(data),
            // A field without a colon has an empty value.
            None if line == b"data" => b"",
            None => {
                self.note(line);
                return false;
            }
        };
        let is_more = std::mem::replace(&mut self.has_data, true);
        if is_more {
            self.data.push(b'\n');
        }
        self.data.extend_from_slice(data);
        false
    }

    /// Keeps a line that is not data, where that is wanted. What there is no room for is lost as a long event is.
    fn note(&mut self, line: &[u8]) {
        let Some(others) = &mut self.others else { return };
        if others.len() + line.len() < self.limit {
            others.extend_from_slice(line);
            others.push(b'\n');
        } else {
            self.skip();
        }
    }

    fn end_event(&mut self, see: &mut impl FnMut(Option<&[u8]>)) {
        let is_skipped = std::mem::take(&mut self.is_skipped);
        let has_data = std::mem::take(&mut self.has_data);
        if is_skipped {
            see(None);
        } else if has_data {
            see(Some(&self.data));
        }
        self.data.clear();
    }
}

impl StreamSummary {
    /// Takes one event; none for one that was too long to be read.
    fn take(&mut self, data: Option<&[u8]>) {
        self.events += 1;
        if let Some(data) = data {
            self.read(data);
        }
    }

    fn read(&mut self, data: &[u8]) {
        if data == b"[DONE]" {
            self.done = true;
            return;
        }
        let tells_usage = tells_usage(data);
        let tells_model = self.model.is_none() && memchr::memmem::find(data, b"\"model").is_some();
        if !tells_usage && !tells_model {
            return;
        }
        let Ok(event) = serde_json::from_slice::<Value>(data) else { return };
        // The Responses API wraps the reply in `response`, Anthropic's first event in `message`.
        for place in [Some(&event), event.get("response"), event.get("message")] {
            let Some(place) = place else { continue };
            if self.model.is_none() {
                let model = place.get("model").or_else(|| place.get("modelVersion"));
                self.model = model.and_then(Value::as_str).map(str::to_owned);
            }
            let usage = place.get("usage").and_then(Usage::from_json);
            if let Some(new) = usage.or_else(|| gemini_usage(place.get("usageMetadata")?)) {
                let old = self.usage.unwrap_or_default();
                let latest = |old: u64, new: u64| if new == 0 { old } else { new };
                self.usage = Some(Usage {
                    input_tokens: latest(old.input_tokens, new.input_tokens),
                    output_tokens: latest(old.output_tokens, new.output_tokens),
                    cache_read_tokens: latest(old.cache_read_tokens, new.cache_read_tokens),
                    cache_write_tokens: latest(old.cache_write_tokens, new.cache_write_tokens),
                    reasoning_tokens: latest(old.reasoning_tokens, new.reasoning_tokens),
                });
            }
        }
    }
}

/// Gemini's `usageMetadata`. Thoughts are billed as output.
fn gemini_usage(usage: &Value) -> Option<Usage> {
    let number = |name| usage.get(name).and_then(Value::as_u64);
    let input = number("promptTokenCount")?;
    let output = number("candidatesTokenCount").unwrap_or_default();
    let thoughts = number("thoughtsTokenCount").unwrap_or_default();
    Some(Usage {
        input_tokens: input,
        output_tokens: output.saturating_add(thoughts),
        cache_read_tokens: number("cachedContentTokenCount").unwrap_or_default(),
        cache_write_tokens: 0,
        reasoning_tokens: thoughts,
    })
}

/// Made once: making it costs more than a search of a short event.
static USAGE: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(b"\"usage"));

/// Whether `usage` or `usageMetadata` stands before an object somewhere in `data`: with `include_usage`, OpenAI puts
/// `"usage":null` into every event, and those are not worth a parse. A quote inside a string is escaped, so text cannot
/// look like this.
fn tells_usage(data: &[u8]) -> bool {
    USAGE.find_iter(data).any(|at| {
        let behind = data.get(at + USAGE.needle().len()..).unwrap_or_default();
        let behind = behind.strip_prefix(b"Metadata").unwrap_or(behind);
        let behind = behind.strip_prefix(b"\"").map(<[u8]>::trim_ascii_start);
        let value = behind.and_then(|behind| behind.strip_prefix(b":"));
        value.is_some_and(|value| value.trim_ascii_start().starts_with(b"{"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(stream: &[u8]) -> StreamSummary {
        let mut reader = Reader::default();
        reader.feed(stream);
        reader.finish()
    }

    const OPENAI: &str = ": hello\n\
        data: {\"model\":\"gpt-4o-2024\",\"usage\":null,\"choices\":[]}\n\n\
        event: chunk\nid: 7\ndata:{\"model\":\"other\",\"choices\":[{\"delta\":{\"content\":\"\\\"usage\\\":{\"}}]}\n\n\
        data: {\"choices\":[],\ndata: \"usage\" : {\"prompt_tokens\":3,\"completion_tokens\":4}}\n\n\
        data: [DONE]\n\n";

    #[test]
    fn every_cut_of_the_stream_reads_the_same() {
        let expected = StreamSummary {
            usage: Some(Usage { input_tokens: 3, output_tokens: 4, ..Usage::default() }),
            model: Some("gpt-4o-2024".to_owned()),
            done: true,
            events: 4,
        };
        for ending in ["\n", "\r\n", "\r"] {
            let stream = OPENAI.replace('\n', ending).into_bytes();
            assert_eq!(seen(&stream), expected);
            for first in 0..=stream.len() {
                let mut reader = Reader::default();
                reader.feed(&stream[..first]);
                reader.feed(&[]);
                reader.feed(&stream[first..]);
                assert_eq!(reader.seen(), &expected, "cut at {first}, lines end in {ending:?}");
            }
            let mut reader = Reader::default();
            stream.chunks(1).for_each(|byte| reader.feed(byte));
            assert_eq!(reader.finish(), expected);
        }
    }

    #[test]
    fn anthropics_counts_add_up_over_its_events() {
        let stream = "event: message_start\n\
            data: {\"message\":{\"model\":\"claude\",\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}\n\n\
            event: ping\ndata: {\"type\":\"ping\"}\n\n\
            event: message_delta\ndata: {\"type\":\"message_delta\",\"usage\":{\"output_tokens\":12}}\n\n";
        let seen = seen(stream.as_bytes());
        assert_eq!(
            seen.usage,
            Some(Usage { input_tokens: 9, output_tokens: 12, ..Usage::default() })
        );
        assert_eq!((seen.model.as_deref(), seen.events, seen.done), (Some("claude"), 3, false));
    }

    #[test]
    fn the_responses_api_and_gemini_are_understood() {
        let responses = b"data: {\"response\":{\"model\":\"m\",\"usage\":{\"input_tokens\":1,\"output_tokens\":2}}}\n\n";
        let gemini = b"\xef\xbb\xbfdata: {\"modelVersion\":\"m\",\"usageMetadata\":{\"promptTokenCount\":1,\"candidatesTokenCount\":2}}\n\n";
        for stream in [&responses[..], &gemini[..]] {
            let seen = seen(stream);
            assert_eq!(
                seen.usage,
                Some(Usage { input_tokens: 1, output_tokens: 2, ..Usage::default() })
            );
            assert_eq!(seen.model.as_deref(), Some("m"));
        }
    }

    #[test]
    fn an_event_that_is_too_long_is_skipped_and_the_next_is_read() {
        let long = "x".repeat(MAX_EVENT);
        let stream = format!(
            "data: {{\"model\":\"{long}\",\"usage\":{{\"prompt_tokens\":1}}}}\n\
             data: {{\"usage\":{{\"prompt_tokens\":2}}}}\n\n\
             data: {{\"usage\":{{\"prompt_tokens\":5}}}}\n\n"
        );
        let whole = seen(stream.as_bytes());
        assert_eq!(
            whole.usage,
            Some(Usage { input_tokens: 5, output_tokens: 0, ..Usage::default() })
        );
        assert_eq!((whole.model.as_deref(), whole.events), (None, 2));
        for size in [1, 1000, MAX_EVENT] {
            let mut reader = Reader::default();
            for chunk in stream.as_bytes().chunks(size) {
                reader.feed(chunk);
                assert!(reader.splitter.line.len() + reader.splitter.data.len() <= 2 * MAX_EVENT);
            }
            assert_eq!(reader.finish(), whole, "chunks of {size}");
        }
    }

    #[test]
    fn events_about_as_long_as_the_bound_do_not_depend_on_the_cut() {
        for length in MAX_EVENT - 20..MAX_EVENT + 20 {
            let text = "x".repeat(length - 40);
            let stream =
                format!("data: {{\"usage\":{{\"prompt_tokens\":1}},\"x\":\"{text}\"}}\n\n");
            let mut reader = Reader::default();
            stream.as_bytes().chunks(7777).for_each(|chunk| reader.feed(chunk));
            assert_eq!(reader.finish(), seen(stream.as_bytes()), "{length}");
        }
    }

    #[test]
    fn a_last_event_without_its_empty_line_counts() {
        assert!(seen(b"data: [DONE]").done);
        assert!(seen(b"data: [DONE]\n").done);
        assert_eq!(seen(b"").events, 0);
        assert_eq!(seen(b": ping\n\n: ping\n\n").events, 0);
    }
}
