//! The texts of one event of a stream, each with the place where it belongs: what comes at one place goes on with what
//! came there before.

use serde_json::{Map, Value};

use super::{is_data, is_name};

/// Where a text of an event belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At<'a> {
    /// The names of the fields that lead there.
    pub path: &'a str,
    /// Which of several that come at the same time: of choices, calls of tools, blocks.
    pub lane: &'a str,
}

/// Shows every text of an event.
pub fn of_event(event: &Value, see: &mut dyn FnMut(At<'_>, &str)) {
    Walk { path: String::new(), lane: String::new(), see }.value("", event);
}

struct Walk<'w> {
    path: String,
    lane: String,
    see: &'w mut dyn FnMut(At<'_>, &str),
}

/// What tells texts apart that come at the same time.
const INDICES: &[&str] = &["index", "output_index", "content_index", "summary_index"];

impl Walk<'_> {
    fn value(&mut self, name: &str, value: &Value) {
        match value {
            Value::String(text) if is_name(name, text) || is_data(name, text) => {}
            Value::String(text) => {
                (self.see)(At { path: &self.path, lane: &self.lane }, text);
            }
            Value::Array(items) => items.iter().for_each(|item| self.value(name, item)),
            Value::Object(fields) => self.object(fields),
            Value::Number(_) | Value::Bool(_) | Value::Null => {}
        }
    }

    fn object(&mut self, fields: &Map<String, Value>) {
        let (path, lane) = (self.path.len(), self.lane.len());
        for index in INDICES.iter().filter_map(|name| fields.get(*name)?.as_u64()) {
            self.lane.push_str(&format!("{index}."));
        }
        for (name, value) in fields {
            self.path.push('/');
            self.path.push_str(name);
            self.value(name, value);
            self.path.truncate(path);
        }
        self.lane.truncate(lane);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn seen(event: &Value) -> Vec<(String, String, String)> {
        let mut seen = Vec::new();
        of_event(event, &mut |at, text| {
            seen.push((at.path.to_owned(), at.lane.to_owned(), text.to_owned()));
        });
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
                row("/choices/delta/content", "0.", "a"),
                row("/choices/delta/tool_calls/function/arguments", "1.2.", "b"),
            ]
        );
        let block = json!({"type": "content_block_delta", "index": 3,
            "delta": {"type": "text_delta", "text": "c"}});
        assert_eq!(seen(&block), [row("/delta/text", "3.", "c")]);
        let novelty = json!({"type": "some.news", "news": {"body": ["d"]}});
        assert_eq!(seen(&novelty), [row("/news/body", "", "d")]);
    }
}
