//! A whole reply: Anthropic's blocks become one message with its calls.

use serde_json::{Map, Value, json};

use super::finish_reason;
use crate::domain::llm::translate::Untranslatable;
use crate::domain::llm::translate::{UnixSeconds, required, text};

/// The reply in OpenAI's format, made `now`.
pub(super) fn reply(mut reply: Value, now: UnixSeconds) -> Result<Value, Untranslatable> {
    let mut field = |name: &str| reply.get_mut(name).map(Value::take);
    let id = required(field("id"), "id")?;
    let model = required(field("model"), "model")?;
    let Value::Array(content) = required(field("content"), "content")? else {
        return Err(Untranslatable::field("content", "is not a list"));
    };
    let usage = required(field("usage"), "usage")?;
    let mut choice = json!({"index": 0, "message": message(content)});
    if let Some(Value::String(stopped)) = field("stop_reason") {
        choice["finish_reason"] = finish_reason(&stopped).into();
    }
    let counts = Counts::of(&usage);
    let mut translated = json!({"id": id, "object": "chat.completion", "created": now,
        "model": model, "choices": [choice], "usage": counts.usage()});
    if let Some(tier) = usage.get("service_tier").filter(|tier| !tier.is_null()) {
        translated["service_tier"] = tier.clone();
    }
    Ok(translated)
}

fn message(content: Vec<Value>) -> Value {
    let mut message = Map::new();
    message.insert("role".to_owned(), "assistant".into());
    let mut calls = Vec::new();
    for mut block in content {
        match text(&block, "type").unwrap_or_default() {
            "text" => {
                let said = message.entry("content").or_insert_with(|| "".into());
                let more = text(&block, "text").unwrap_or_default();
                if let Value::String(said) = said {
                    said.push_str(more);
                }
            }
            "thinking" => {
                let thought = block.get_mut("thinking").map(Value::take).unwrap_or_default();
                message.insert("reasoning_content".to_owned(), thought);
            }
            "tool_use" | "server_tool_use" => {
                let input = block.get("input").filter(|input| !input.is_null());
                let arguments = input.map_or_else(|| "{}".to_owned(), Value::to_string);
                calls.push(json!({"id": block.get("id"), "type": "function",
                    "function": {"name": block.get("name"), "arguments": arguments}}));
            }
            _ => {}
        }
    }
    if !calls.is_empty() {
        message.insert("tool_calls".to_owned(), calls.into());
    }
    message.entry("content").or_insert(Value::Null);
    Value::Object(message)
}

/// Anthropic's counts, as far as they were reported. Units: tokens.
#[derive(Clone, Copy, Default)]
pub(super) struct Counts {
    input: Option<u64>,
    output: Option<u64>,
    cache_read: Option<u64>,
    cache_written: Option<u64>,
}

impl Counts {
    pub(super) fn of(usage: &Value) -> Self {
        let number = |name| usage.get(name).and_then(Value::as_u64);
        Counts {
            input: number("input_tokens"),
            output: number("output_tokens"),
            cache_read: number("cache_read_input_tokens"),
            cache_written: number("cache_creation_input_tokens"),
        }
    }

    /// These, and what only `before` had.
    pub(super) fn or(self, before: Self) -> Self {
        Counts {
            input: self.input.or(before.input),
            output: self.output.or(before.output),
            cache_read: self.cache_read.or(before.cache_read),
            cache_written: self.cache_written.or(before.cache_written),
        }
    }

    /// OpenAI's `usage`. What the cache gave or took is said beside the prompt's tokens, not in them, as agentgateway
    /// does.
    pub(super) fn usage(self) -> Value {
        let (input, output) = (self.input.unwrap_or_default(), self.output.unwrap_or_default());
        let mut usage = json!({"prompt_tokens": input, "completion_tokens": output,
            "total_tokens": input.saturating_add(output)});
        let mut details = Map::new();
        for (count, name, detail) in [
            (self.cache_read, "cache_read_input_tokens", "cached_tokens"),
            (self.cache_written, "cache_creation_input_tokens", "cache_write_tokens"),
        ] {
            if let Some(count) = count {
                usage[name] = count.into();
                details.insert(detail.to_owned(), count.into());
            }
        }
        if !details.is_empty() {
            usage["prompt_tokens_details"] = details.into();
        }
        usage
    }
}
