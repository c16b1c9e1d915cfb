//! A whole reply: one message with its calls becomes Anthropic's blocks.

use serde_json::{Value, json};

use super::{stop_reason, usage};
use crate::domain::llm::translate::Untranslatable;
use crate::domain::llm::translate::{arguments, required, text};

/// The reply in Anthropic's format.
pub(super) fn reply(mut reply: Value) -> Result<Value, Untranslatable> {
    let mut field = |name: &str| reply.get_mut(name).map(Value::take);
    let id = required(field("id"), "id")?;
    let model = required(field("model"), "model")?;
    let mut choices = required(field("choices"), "choices")?;
    // Anthropic gives one answer.
    let choice = choices.get_mut(0).map(Value::take).ok_or(Untranslatable::NoChoices)?;
    let message = required(choice.get("message").cloned(), "message")?;
    let stopped = stop_reason(text(&choice, "finish_reason"), "end_turn");
    let counts = field("usage");
    let mut usage = usage(counts.as_ref());
    if let Some(tier) = field("service_tier").filter(|tier| !tier.is_null()) {
        usage["service_tier"] = tier;
    }
    Ok(json!({"id": id, "type": "message", "role": "assistant", "model": model,
        "content": blocks(&message), "stop_reason": stopped, "stop_sequence": null,
        "usage": usage}))
}

fn blocks(message: &Value) -> Vec<Value> {
    let mut blocks = Vec::new();
    if let Some(thought) = text(message, "reasoning_content").filter(|said| !said.is_empty()) {
        blocks.push(json!({"type": "thinking", "thinking": thought, "signature": ""}));
    }
    if let Some(said) = text(message, "content") {
        blocks.push(json!({"type": "text", "text": said}));
    }
    let calls = message.get("tool_calls").and_then(Value::as_array);
    blocks.extend(calls.into_iter().flatten().filter_map(|call| {
        let function = call.get("function")?;
        let input = arguments(text(function, "arguments").unwrap_or_default());
        Some(json!({"type": "tool_use", "id": call.get("id")?, "name": function.get("name")?,
            "input": input}))
    }));
    blocks
}
