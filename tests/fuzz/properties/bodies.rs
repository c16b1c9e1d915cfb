//! What must hold of every request body: what a provider that parses it with serde reads, the peek has read, and what
//! is sent on is the same object with what was wished for, however the bytes are cut on their way.

use bytes::Bytes;
use kubectl_agw::domain::llm::peek::{Peek, Required, peek};
use kubectl_agw::domain::llm::rewrite::{self, Rewrite};
use kubectl_agw::domain::llm::splice;
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value};

/// What a provider written with serde reads. It refuses a key that stands twice.
#[derive(Debug, Deserialize)]
struct Parsed {
    model: Option<String>,
    stream: Option<bool>,
    #[serde(rename = "stream_options")]
    _stream_options: Option<IgnoredAny>,
    #[serde(rename = "max_tokens")]
    _max_tokens: Option<IgnoredAny>,
    #[serde(rename = "max_completion_tokens")]
    _max_completion_tokens: Option<IgnoredAny>,
    messages: Option<IgnoredAny>,
    input: Option<IgnoredAny>,
}

/// Keys that stand twice or are escaped, a `model` inside, ends that are missing.
pub const SEEDS: &[&str] = &[
    r#"{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}"#,
    r#"{"mod\u0065l":"m","model":"n"}"#,
    r#"{"messages":[{"model":"y","content":"}]\""}],"max_tokens":5,"model":null}"#,
    r#"{"max\u005ftokens":null,"max_completion_tokens":7,"stream_options":{"include_usage":false}}"#,
    r#"{"model":"#,
    r#"{"a":[[{"b":[]}]],"input":"\","model":"\ud83d\ude00"}"#,
];

/// Escapes in it, and the beginning for which `max_tokens` is renamed.
const SENT: &str = "gpt-\"4\\o\u{e9}";

/// Fails where it does not hold of `body`.
pub fn holds(body: &[u8]) {
    let peeked = peek(body);
    let parsed = serde_json::from_slice::<Parsed>(body);
    let whole = serde_json::from_slice::<Map<String, Value>>(body);
    if let (Ok(parsed), Ok(_)) = (&parsed, &whole) {
        let peeked = peeked.as_ref().expect("what a provider reads is not refused");
        assert_eq!(peeked.model(), parsed.model.as_deref());
        assert_eq!(peeked.streams(), parsed.stream.unwrap_or_default());
        assert!(peeked.has(Required::Messages) || parsed.messages.is_none());
        assert!(peeked.has(Required::Input) || parsed.input.is_none());
    }
    let Ok(peeked) = peeked else { return };
    // Whatever it is, a nested `model` is not the model: only bytes that the peek has named are changed.
    let sent = sent(body, &peeked);
    if let (Ok(_), Ok(before)) = (parsed, whole) {
        let after: Map<String, Value> = serde_json::from_slice(&sent).expect("still an object");
        assert_eq!(without_ours(&after), without_ours(&before));
        assert_eq!(after.get("model").and_then(Value::as_str), Some(SENT));
        assert_eq!(limit(&after), limit(&before));
        assert!(is_absent(after.get("max_tokens")), "a newer model refuses it");
        let read: Parsed = serde_json::from_slice(&sent).expect("nothing stands twice");
        assert_eq!(read.model.as_deref(), Some(SENT));
    }
}

/// The body as it is sent on.
fn sent(body: &[u8], peeked: &Peek) -> Vec<u8> {
    let wish = Rewrite { model: Some(SENT), include_usage: true, rename_max_tokens: true };
    let edits = rewrite::plan(peeked, &wish);
    let spliced = splice::splice(&Bytes::copy_from_slice(body), edits).expect("edits that fit");
    let length = spliced.len();
    let sent: Vec<u8> = spliced.into_iter().flatten().collect();
    assert_eq!(sent.len(), length, "the content-length");
    let again = peek(&sent).expect("what was accepted is accepted as it is sent");
    assert_eq!(again.model(), Some(SENT));
    assert_eq!(again.streams(), peeked.streams());
    sent
}

fn is_absent(value: Option<&Value>) -> bool {
    value.is_none_or(Value::is_null)
}

/// The members that are never touched.
fn without_ours(object: &Map<String, Value>) -> Map<String, Value> {
    let ours = ["model", "stream_options", "max_tokens", "max_completion_tokens"];
    let others = object.iter().filter(|(name, _)| !ours.contains(&name.as_str()));
    others.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// The bound on tokens, by whichever name.
fn limit(object: &Map<String, Value>) -> Option<&Value> {
    let bound = |name| object.get(name).filter(|value| !value.is_null());
    bound("max_completion_tokens").or_else(|| bound("max_tokens"))
}
