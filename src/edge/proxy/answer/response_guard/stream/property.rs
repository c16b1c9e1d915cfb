//! What must hold of any stream that is guarded, however it is cut: the word that is guarded never reaches a client, whole
//! or in the pieces of one text, and what goes on is what came.

#![expect(clippy::expect_used, reason = "a property fails by panicking")]

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use bytes::Bytes;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};

use super::{BodySource, Stream};
use crate::domain::llm::texts::is_unread;
use crate::domain::route::policy::guard::Guards;
use crate::domain::route::policy::skip::Skips;
use crate::domain::value::pattern::Patterns;

/// What the guards look for.
pub(super) const WORD: &str = "topsecret42";
/// What the word is behind a backslash.
const TABBED: &str = "\topsecret42";

/// The word whole, in pieces, escaped, beside events, in an event without an end.
pub const SEEDS: &[&str] = &[
    "\tdata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"topsecret42\"}}]}\n\ndata: [DONE]\n\n",
    "\u{feff}data: {\"choices\":[{\"delta\":{\"content\":\"topse\"}}]}\r\rdata: {\"choices\":[{\"delta\":{\"content\":\"cret42\"}}]}",
    "\u{1}data: {\"choices\":[{\"index\":1,\"delta\":{\"content\":\"\\u0074opsecret4\"}}]}\r\n\r\n: topsecret42\n\n",
    "\u{3}event: topsecret42\ndata: {\"type\":\"content_block_delta\",\"delta\":{\"text\":\"a\"}}\ndata\n\ntopsecret42",
    "\u{5}data: {\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"text\",\"text\":\"tops\"}}\n\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"zz\"}}\n\ndata: {\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"text_delta\",\"text\":\"ecret42\"}}\n\n",
    "\u{2}data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"tops\"}]}}]}\n\ndata: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"zz\",\"thought\":true},{\"text\":\"ecret42\"}]}}]}\n\n",
    "\u{7}data: {\"choices\":[{\"delta\":{\"content\":\"tops\"}}]}\n\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"ecret42\"}]}}]}\n\n",
    "\u{9}data: {\"type\":\"topsecret42\",\"b64_json\":\"mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmtopsecret42mmmm\"}\n\n",
    "\u{b}data: {\"text\":\"\\\\\\topsecret42\"}\n\n",
    "\u{1}data: {\"data\":\"data:x;base64,my password is topsecret42 and my password is topsecret42 and so on\"}\n\n",
    "\u{7f}data: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"tops\"}}\n\ndata: {\"type\":\"novelty\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"zz\"}}\n\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"ecret42\"}}\n\n",
];

static RUNTIME: LazyLock<tokio::runtime::Runtime> = LazyLock::new(|| {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_time().build();
    runtime.expect("a runtime")
});
/// Of each action.
pub(super) static GUARDS: LazyLock<[Arc<Guards>; 2]> =
    LazyLock::new(|| ["Reject", "Mask"].map(guards));

/// Fails where it does not hold. The first byte says how long the pieces are, and which guard looks.
pub fn holds(bytes: &[u8]) {
    let Some((first, stream)) = bytes.split_first() else { return };
    let step = usize::from(first >> 1).max(1);
    let pieces = stream.chunks(step).map(Bytes::copy_from_slice).collect();
    let out = guarded(pieces, &GUARDS[usize::from(first & 1)]);
    keeps(stream, &out);
}

/// That nothing of what came is changed or shown that must not be.
pub(super) fn keeps(stream: &[u8], out: &[u8]) {
    let end = memchr::memmem::rfind(out, b"data: {\"error\":{\"type\":\"guardrail_blocked\"");
    let is_whole = out == stream;
    let goes_on = end.map_or(is_whole, |end| stream.starts_with(&out[..end]) || is_whole);
    assert!(
        goes_on,
        "{:?} became {:?}",
        String::from_utf8_lossy(stream),
        String::from_utf8_lossy(out)
    );
    let passed = memchr::memmem::find_iter(out, WORD.as_bytes()).count();
    let as_names: usize = events(out).iter().map(|event| in_names("", event)).sum();
    assert!(passed <= as_names, "the word passed");
    for (place, text) in read_by_client(out) {
        assert!(!text.contains(WORD), "the word passed in pieces of {place:?}");
    }
}

/// How often the bytes of the word stand where guards do not look, in types, ids and other names of the format and in
/// images, or where they are no word: its first letter ends the escape of a tab.
fn in_names(field: &str, value: &Value) -> usize {
    match value {
        Value::String(text) if is_unread(field, text) => text.matches(WORD).count(),
        Value::String(text) => text.matches(TABBED).count(),
        Value::Object(fields) => {
            let of = |(name, value): (&String, &Value)| {
                name.matches(TABBED).count() + in_names(name, value)
            };
            fields.iter().map(of).sum()
        }
        Value::Array(items) => items.iter().map(|item| in_names(field, item)).sum(),
        _ => 0,
    }
}

/// The texts that clients of chat completions, of Anthropic and of Gemini make of a stream, by what it is and by its
/// choice or block.
fn read_by_client(stream: &[u8]) -> Read {
    let mut texts = BTreeMap::new();
    for event in events(stream) {
        of_chat(&event, &mut texts);
        of_anthropic(&event, &mut texts);
        of_gemini(&event, &mut texts);
    }
    texts
}

/// The events of a stream that are JSON, read by itself, line by line.
fn events(stream: &[u8]) -> Vec<Value> {
    let text = String::from_utf8_lossy(stream);
    let text =
        text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n").replace('\r', "\n");
    let (mut events, mut data) = (Vec::new(), Vec::new());
    for line in text.split('\n').chain([""]) {
        if let Some(value) = line.strip_prefix("data:") {
            data.push(value.strip_prefix(' ').unwrap_or(value));
        } else if line.is_empty() {
            let event = std::mem::take(&mut data).join("\n");
            events.extend(serde_json::from_str::<Value>(&event));
        }
    }
    events
}

type Read = BTreeMap<(&'static str, u64), String>;

fn of_chat(event: &Value, texts: &mut Read) {
    for choice in event["choices"].as_array().into_iter().flatten() {
        let index = choice["index"].as_u64().unwrap_or_default();
        let text = texts.entry(("choice", index)).or_default();
        let content = &choice["delta"]["content"];
        text.push_str(content.as_str().unwrap_or_default());
        let is_text = |part: &&Value| part.get("type").is_none_or(|kind| kind == "text");
        for part in content.as_array().into_iter().flatten().filter(is_text) {
            text.push_str(part["text"].as_str().unwrap_or_default());
        }
    }
}

fn of_anthropic(event: &Value, texts: &mut Read) {
    let index = event["index"].as_u64().unwrap_or_default();
    let mut add = |what: &'static str, index: u64, text: &Value| {
        texts.entry((what, index)).or_default().push_str(text.as_str().unwrap_or_default());
    };
    // What is added to a block of another type is left out.
    let begin = |index: u64, block: &Value, add: &mut dyn FnMut(&'static str, u64, &Value)| {
        match block["type"].as_str() {
            Some("text") => add("text", index, &block["text"]),
            Some("thinking") => add("thinking", index, &block["thinking"]),
            _ => {}
        }
    };
    match event["type"].as_str() {
        Some("message_start") => {
            let blocks = event["message"]["content"].as_array().into_iter().flatten();
            for (index, block) in (0..).zip(blocks) {
                begin(index, block, &mut add);
            }
        }
        Some("content_block_start") => begin(index, &event["content_block"], &mut add),
        Some("content_block_delta") => {
            let delta = &event["delta"];
            match delta["type"].as_str() {
                Some("text_delta") => add("text", index, &delta["text"]),
                Some("thinking_delta") => add("thinking", index, &delta["thinking"]),
                Some("input_json_delta") => add("input", index, &delta["partial_json"]),
                _ => {}
            }
        }
        _ => {}
    }
}

fn of_gemini(event: &Value, texts: &mut Read) {
    for candidate in event["candidates"].as_array().into_iter().flatten() {
        let index = candidate["index"].as_u64().unwrap_or_default();
        for part in candidate["content"]["parts"].as_array().into_iter().flatten() {
            let what = if part["thought"] == true { "thought" } else { "part" };
            let text = part["text"].as_str().unwrap_or_default();
            texts.entry((what, index)).or_default().push_str(text);
        }
    }
}

fn guards(action: &str) -> Arc<Guards> {
    let written = json!({"promptGuard": {"streaming": "Enabled",
        "response": [{"regex": {"action": action, "matches": [WORD]}}]}});
    let ai = serde_json::from_value(written).expect("a block of policies");
    let read = Guards::read(&ai, &Skips::default(), &Patterns::default(), &mut Vec::new());
    Arc::new(read.expect("read").expect("something"))
}

/// What a client gets of a stream that comes in pieces.
pub(super) fn guarded(pieces: Vec<Bytes>, guards: &Arc<Guards>) -> Vec<u8> {
    RUNTIME.block_on(async {
        let mut stream = Stream::new(BodySource::Whole(Bytes::new()), Arc::clone(guards));
        let mut out = Vec::new();
        for piece in pieces {
            if stream.source.is_none() {
                break;
            }
            stream.hold(piece);
            drain(&mut stream, &mut out).await;
        }
        if stream.source.is_some() {
            stream.source = Some(BodySource::Whole(Bytes::new()));
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
    let whole = BodySource::wrapped(stream).collect().await.expect("a clean end");
    out.extend_from_slice(&whole.to_bytes());
}
