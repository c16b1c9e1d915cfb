//! The texts of one event of a stream, each with the place where it belongs: what comes at one place goes on with what
//! came there before.

use serde_json::{Map, Value};

use super::data::{self, Data, Media};
use super::{GuardStop, OWN_NAMES, VOCABULARY, is_name, is_plain_word, word};

/// Where a text of an event belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextLocation<'a> {
    /// The names of the fields that lead there.
    pub path: &'a str,
    /// Which of several that come at the same time: of choices, calls of tools, blocks. Empty for the first.
    pub lane: &'a str,
    /// What clients make of it together with texts of other fields: the beginning of a block and what is added to it.
    pub joined: Option<&'static str>,
}

/// Shows every text of an event.
///
/// # Errors
/// What cannot be looked at.
pub fn of_event(
    event: &Value,
    see: &mut dyn FnMut(TextLocation<'_>, &str),
) -> Result<(), GuardStop> {
    let root = event.as_object().map(|fields| word(fields, "type")).unwrap_or_default();
    let (path, lane) = (String::new(), String::new());
    let mut walk = Walk { path, lane, root, within: EventContext::default(), stop: None, see };
    walk.value("", event);
    walk.stop.map_or(Ok(()), Err)
}

struct Walk<'w> {
    path: String,
    lane: String,
    /// The `type` of the event.
    root: String,
    within: EventContext,
    stop: Option<GuardStop>,
    see: &'w mut dyn FnMut(TextLocation<'_>, &str),
}

/// The object around a text.
#[derive(Clone)]
struct EventContext {
    kind: String,
    is_thought: bool,
    /// Its names are its author's own, as in what a tool is asked.
    is_free: bool,
    media: Media,
}

impl Default for EventContext {
    fn default() -> Self {
        EventContext {
            kind: String::new(),
            is_thought: false,
            is_free: false,
            media: Media::Unsaid,
        }
    }
}

/// Fields that number texts streamed in parallel, and what they number; `index` numbers the list it is an item of.
const INDICES: &[(&str, &str)] = &[
    ("index", ""),
    ("output_index", "output"),
    ("content_index", "content"),
    ("summary_index", "summary"),
];

impl Walk<'_> {
    fn value(&mut self, name: &str, value: &Value) {
        match value {
            Value::String(text) if is_name(name, text) && !self.within.is_free => {}
            Value::String(text) => match data::of(name, text, self.within.media) {
                Data::No => self.show(text),
                Data::Opaque => {}
                Data::Text { text, .. } => self.show(&text),
                Data::Unreadable => self.stop = Some(GuardStop::Unreadable),
            },
            Value::Array(items) => {
                // Where whole blocks are listed, their order is what events count them by.
                let counts =
                    !self.root.is_empty() && matches!(name, "content" | "output" | "summary");
                for (index, item) in items.iter().enumerate() {
                    let lane = self.lane.len();
                    if counts {
                        self.enter(name, index as u64);
                    }
                    self.value(name, item);
                    self.lane.truncate(lane);
                }
            }
            Value::Object(fields) => self.object(fields),
            Value::Number(number) if self.within.is_free => self.show(&number.to_string()),
            Value::Number(_) | Value::Bool(_) | Value::Null => {}
        }
    }

    fn show(&mut self, text: &str) {
        let joined = joined(&self.path, &self.root, &self.within);
        (self.see)(TextLocation { path: &self.path, lane: &self.lane, joined }, text);
    }

    /// The first of several is the one that clients take where none is named.
    fn enter(&mut self, what: &str, index: u64) {
        if index > 0 {
            self.lane.push_str(&format!("{what}{index}."));
        }
    }

    fn object(&mut self, fields: &Map<String, Value>) {
        let (path, lane) = (self.path.len(), self.lane.len());
        let outside = self.within.clone();
        for (name, what) in INDICES {
            let Some(index) = fields.get(*name).and_then(whole) else { continue };
            let inside = self.path.rsplit('/').next().unwrap_or_default();
            let what = match (*what, inside) {
                ("", "") => "content".to_owned(),
                ("", inside) => inside.to_owned(),
                (what, _) => what.to_owned(),
            };
            self.enter(&what, index);
        }
        self.within.kind = word(fields, "type");
        self.within.is_thought = fields.get("thought").and_then(Value::as_bool) == Some(true);
        self.within.media = Media::of(fields);
        let is_free = outside.is_free;
        for (name, value) in fields {
            let is_shown =
                if is_free { VOCABULARY.contains(&name.as_str()) } else { is_plain_word(name) };
            self.path.push('/');
            if !is_shown {
                (self.see)(TextLocation { path: &self.path, lane: &self.lane, joined: None }, name);
            }
            self.path.push_str(name);
            self.within.is_free = is_free || is_free_field(&self.path, name);
            self.value(name, value);
            self.path.truncate(path);
        }
        self.within = outside;
        self.lane.truncate(lane);
    }
}

/// A number however it is written.
fn whole(index: &Value) -> Option<u64> {
    let text = index.as_str().map_or_else(|| index.to_string(), str::to_owned);
    let text = text.strip_suffix(".0").unwrap_or(&text);
    text.parse().ok()
}

/// Whether names in a field are their author's own.
fn is_free_field(path: &str, name: &str) -> bool {
    matches!(name, "args" | "arguments" | "input")
        || OWN_NAMES.contains(&name)
        || path.ends_with("/functionResponse/response")
        || path.ends_with("/function_response/response")
}

/// What clients make of a text together with those of other fields. One whose type they do not know they leave out.
///
/// Source: the accumulating clients of Anthropic (`MessageStream`), OpenAI (`ChatCompletionStream`, `ResponseStream`)
/// and Google (`text` of a response).
fn joined(path: &str, root: &str, within: &EventContext) -> Option<&'static str> {
    let kind = within.kind.as_str();
    // An event of another type adds nothing to a block: clients pass over it.
    let events = [
        ("/content_block/", "content_block_start"),
        ("/delta/", "content_block_delta"),
        ("/message/content/", "message_start"),
    ];
    if events.iter().any(|(field, event)| path.starts_with(field) && root != *event) {
        return None;
    }
    let is = |known: &[&str], name| known.contains(&kind).then_some(name);
    let says = |known: &[&str], name| match kind.is_empty() {
        true => Some(name),
        false => is(known, name),
    };
    match path {
        "/choices/delta/content" | "/choices/message/content" | "/choices/text" => Some("text"),
        "/choices/delta/content/text" | "/choices/message/content/text" => says(&["text"], "text"),
        "/candidates/content/parts/text" if within.is_thought => Some("thinking"),
        "/candidates/content/parts/text" => Some("text"),
        "/content_block/text" | "/delta/text" | "/message/content/text" => {
            is(&["text", "text_delta"], "text")
        }
        "/content_block/thinking" | "/delta/thinking" | "/message/content/thinking" => {
            is(&["thinking", "thinking_delta"], "thinking")
        }
        "/choices/delta/reasoning_content" | "/choices/message/reasoning_content" => {
            Some("thinking")
        }
        "/part/text" | "/item/content/text" | "/response/output/content/text"
            if kind == "reasoning_text" =>
        {
            Some("thinking")
        }
        "/part/text" if kind == "summary_text" => Some("summary"),
        "/item/summary/text" | "/response/output/summary/text" => Some("summary"),
        "/part/text" | "/item/content/text" | "/response/output/content/text" => Some("text"),
        "/choices/delta/refusal"
        | "/choices/message/refusal"
        | "/part/refusal"
        | "/item/content/refusal"
        | "/response/output/content/refusal" => Some("refusal"),
        "/delta/partial_json" => is(&["input_json_delta"], "input"),
        "/delta" => added(root),
        _ if path.starts_with("/content_block/input") => Some("input"),
        _ if path.starts_with("/message/content/input") => Some("input"),
        _ => {
            let (of, field) = path.rsplit_once('/')?;
            let of_item = matches!(of, "/item" | "/response/output");
            let of_call = of.starts_with("/choices/") && of.contains("_call");
            match field {
                "arguments" | "input" if of_item || of_call => Some("input"),
                "code" if of_item => Some("input"),
                _ => None,
            }
        }
    }
}

/// What an event of the Responses API adds to.
fn added(event: &str) -> Option<&'static str> {
    match event.strip_prefix("response.")?.strip_suffix(".delta")? {
        "output_text" => Some("text"),
        "refusal" => Some("refusal"),
        "reasoning_text" => Some("thinking"),
        "reasoning_summary_text" => Some("summary"),
        "custom_tool_call_input" | "code_interpreter_call_code" => Some("input"),
        other => other.ends_with("arguments").then_some("input"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn seen(event: &Value) -> Vec<(String, String, String)> {
        let mut seen = Vec::new();
        let read = of_event(event, &mut |at, text| {
            seen.push((at.path.to_owned(), at.lane.to_owned(), text.to_owned()));
        });
        assert_eq!(read, Ok(()));
        seen
    }

    #[test]
    fn every_text_of_an_event_is_shown_with_its_place() {
        let row = |path: &str, lane: &str, text: &str| {
            (path.to_owned(), lane.to_owned(), text.to_owned())
        };
        let chat = json!({"id": "chatcmpl-123456789", "object": "chat.completion.chunk", "choices": [
            {"index": 0, "delta": {"role": "assistant", "content": "a"}},
            {"index": 1, "delta": {"tool_calls": [{"index": 2, "function": {"arguments": "b"}}]}}]});
        assert_eq!(
            seen(&chat),
            [
                row("/choices/delta/content", "", "a"),
                row("/choices/delta/tool_calls/function/arguments", "choices1.tool_calls2.", "b"),
            ]
        );
        let block = json!({"type": "content_block_delta", "index": 3,
            "delta": {"type": "text_delta", "text": "c"}});
        assert_eq!(seen(&block), [row("/delta/text", "content3.", "c")]);
        let novelty = json!({"type": "some.news", "news": {"body": ["d"]}});
        assert_eq!(seen(&novelty), [row("/news/body", "", "d")]);
    }

    type Case = (&'static str, &'static str, Vec<Value>);

    /// Texts of Anthropic's events, with the place that they have in common and its lane.
    fn of_blocks() -> Vec<Case> {
        let start = |index: u64, block: Value| json!({"type": "content_block_start", "index": index, "content_block": block});
        let delta = |index: u64, delta: Value| json!({"type": "content_block_delta", "index": index, "delta": delta});
        vec![
            (
                "text",
                "content1.",
                vec![
                    start(1, json!({"type": "text", "text": "a"})),
                    delta(1, json!({"type": "novelty", "text": "zz"})),
                    delta(0, json!({"type": "text_delta", "text": "zz"})),
                    json!({"type": "content_novelty", "index": 1, "delta": {"type": "text_delta", "text": "zz"}}),
                    delta(1, json!({"type": "text_delta", "text": "b"})),
                ],
            ),
            (
                "text",
                "content1.",
                vec![
                    json!({"type": "message_start", "message": {"content": [{}, {"type": "text", "text": "a"}]}}),
                    delta(1, json!({"type": "text_delta", "text": "b"})),
                ],
            ),
            (
                "thinking",
                "",
                vec![
                    start(0, json!({"type": "thinking", "thinking": "a"})),
                    delta(0, json!({"type": "thinking_delta", "thinking": "b"})),
                ],
            ),
            (
                "input",
                "",
                vec![
                    start(0, json!({"type": "tool_use", "input": {"x": "a"}})),
                    delta(0, json!({"type": "input_json_delta", "partial_json": "b"})),
                ],
            ),
        ]
    }

    /// The same of Gemini, chat completions and the Responses API.
    fn of_others() -> Vec<Case> {
        let chunk = |choice: Value| json!({"choices": [choice]});
        let part = |part: Value| json!({"candidates": [{"content": {"parts": [part]}}]});
        let news = |kind: &str, of: Value| {
            let mut event = json!({"type": kind, "output_index": 1, "content_index": 2});
            event.as_object_mut().expect("one").extend(of.as_object().expect("one").clone());
            event
        };
        let lane = "output1.content2.";
        vec![
            (
                "text",
                "",
                vec![
                    part(json!({"text": "a"})),
                    part(json!({"text": "zz", "thought": true})),
                    part(json!({"text": "b"})),
                ],
            ),
            (
                "text",
                "",
                vec![
                    chunk(json!({"index": 0, "delta": {"content": "a"}})),
                    chunk(json!({"index": 1, "delta": {"content": "zz"}})),
                    chunk(json!({"delta": {"content": [{"type": "text", "text": "b"}]}})),
                ],
            ),
            (
                "text",
                "",
                vec![
                    chunk(json!({"index": "0", "delta": {"content": "a"}})),
                    chunk(json!({"index": 0.0, "message": {"content": "b"}})),
                ],
            ),
            (
                "text",
                lane,
                vec![
                    news(
                        "response.content_part.added",
                        json!({"part": {"type": "output_text", "text": "a"}}),
                    ),
                    news("response.reasoning_text.delta", json!({"delta": "zz"})),
                    news("response.novelty.delta", json!({"delta": "zz"})),
                    news("response.output_text.delta", json!({"delta": "b"})),
                ],
            ),
            (
                "input",
                "output1.",
                vec![
                    json!({"type": "response.output_item.added", "output_index": 1,
                    "item": {"type": "function_call", "arguments": "a"}}),
                    json!({"type": "response.function_call_arguments.delta", "output_index": 1, "delta": "b"}),
                ],
            ),
        ]
    }

    /// What belongs together, event by event: the texts of each place that clients make one of.
    #[test]
    fn texts_of_several_fields_that_clients_make_one_of_have_one_place() {
        let whole = |events: &[Value]| {
            let mut texts = std::collections::BTreeMap::<(&str, String), String>::new();
            for event in events {
                let read = of_event(event, &mut |at, text| {
                    if let Some(joined) = at.joined {
                        texts.entry((joined, at.lane.to_owned())).or_default().push_str(text);
                    }
                });
                assert_eq!(read, Ok(()));
            }
            texts
        };
        for (place, lane, events) in of_blocks().into_iter().chain(of_others()) {
            let texts = whole(&events);
            let joined = texts.get(&(place, lane.to_owned())).map(String::as_str);
            assert_eq!(joined, Some("ab"), "{events:?}: {texts:?}");
        }
    }

    #[test]
    fn names_that_authors_choose_and_numbers_of_tools_are_texts_of_an_event() {
        let event =
            json!({"4111 1111": {}, "x": {"functionCall": {"args": {"card": 4111, "type": "k"}}}});
        let texts: Vec<_> = seen(&event).into_iter().map(|(_, _, text)| text).collect();
        assert_eq!(texts, ["4111 1111", "card", "4111", "k"]);
        let unreadable = json!({"inlineData": {"mimeType": "text/plain", "data": "/w=="}});
        assert_eq!(of_event(&unreadable, &mut |_, _| {}), Err(GuardStop::Unreadable));
    }
}
