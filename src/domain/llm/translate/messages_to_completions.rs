//! Anthropic's messages, asked of who speaks OpenAI's chat completions.

mod content;
mod events;
mod reply;
mod request;

use serde_json::{Value, json};

use super::{Translation, text};
use crate::domain::llm::conversion::ChatFormat;
use crate::domain::llm::error_format::anthropics;
use crate::domain::llm::format::RouteType;

/// The row.
pub(super) const TRANSLATION: Translation = Translation {
    from: RouteType::Messages,
    to: ChatFormat::OpenAiCompletions,
    asked_as: RouteType::Completions,
    request: request::request,
    reply: |reply, _| reply::reply(reply),
    error,
    events: |_| Box::new(events::Blocks::default()),
};

/// An error in Anthropic's words; Google's list of one counts as its only member, and of what is no error the whole text is
/// the message.
fn error(status: u16, body: &[u8]) -> Value {
    let read: Option<Value> = serde_json::from_slice(body).ok();
    let error = read.as_ref().and_then(|read| read.get(0).unwrap_or(read).get("error"));
    error.and_then(|error| worded(error, status)).unwrap_or_else(|| {
        let message = String::from_utf8_lossy(body);
        json!({"type": "error", "error": {"type": anthropics(status), "message": message}})
    })
}

/// The whole of Anthropic's error, where the provider's has a message. Where that has no type, its status has one.
fn worded(error: &Value, status: u16) -> Option<Value> {
    let message = text(error, "message")?;
    let kind = text(error, "type").unwrap_or_else(|| anthropics(status));
    Some(json!({"type": "error", "error": {"type": kind, "message": message}}))
}

/// Why a model stopped. `filtered` is what stands for a content filter, which agentgateway words in two ways.
fn stop_reason(finish_reason: Option<&str>, filtered: &'static str) -> &'static str {
    match finish_reason {
        Some("length") => "max_tokens",
        Some("tool_calls" | "function_call") => "tool_use",
        Some("content_filter") => filtered,
        _ => "end_turn",
    }
}

/// Anthropic's counts. OpenAI counts what the cache gave or took into the prompt; Anthropic beside it. Units: tokens.
fn usage(usage: Option<&Value>) -> Value {
    let number = |paths: &[&str]| {
        let mut found = paths.iter().filter_map(|path| usage?.pointer(path)?.as_u64());
        found.next()
    };
    let read = number(&["/prompt_tokens_details/cached_tokens", "/cache_read_input_tokens"]);
    let written =
        number(&["/prompt_tokens_details/cache_write_tokens", "/cache_creation_input_tokens"]);
    let prompt = number(&["/prompt_tokens"]).unwrap_or_default();
    let cached = read.unwrap_or_default().saturating_add(written.unwrap_or_default());
    let mut counts = json!({"input_tokens": prompt.saturating_sub(cached),
        "output_tokens": number(&["/completion_tokens"]).unwrap_or_default()});
    for (name, count) in
        [("cache_creation_input_tokens", written), ("cache_read_input_tokens", read)]
    {
        if let Some(count) = count {
            counts[name] = count.into();
        }
    }
    counts
}
