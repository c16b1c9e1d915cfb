//! OpenAI's chat completions, asked of who speaks Anthropic's messages.

mod content;
mod events;
mod reply;
mod request;

use serde_json::{Value, json};

use super::Translation;
use crate::domain::llm::conversion::ChatFormat;
use crate::domain::llm::format::RouteType;

/// The row.
pub(super) const TRANSLATION: Translation = Translation {
    from: RouteType::Completions,
    to: ChatFormat::AnthropicMessages,
    asked_as: RouteType::Messages,
    request: request::request,
    reply: reply::reply,
    error: |_, body| error(body),
    events: |now| Box::new(events::Chunks::new(now)),
};

/// The message of an error, or its whole text where it is in no form that is known. agentgateway gives every one this
/// type, whatever Anthropic's was.
fn error(body: &[u8]) -> Value {
    let read: Option<Value> = serde_json::from_slice(body).ok();
    let message = read.as_ref().and_then(|read| read.pointer("/error/message")?.as_str());
    let message = message.map_or_else(|| String::from_utf8_lossy(body), Into::into);
    json!({"event_id": null, "error": {"type": "invalid_request_error", "message": message}})
}

/// Why a model stopped.
fn finish_reason(stop_reason: &str) -> &'static str {
    match stop_reason {
        "max_tokens" | "model_context_window_exceeded" => "length",
        "tool_use" => "tool_calls",
        "refusal" => "content_filter",
        _ => "stop",
    }
}
