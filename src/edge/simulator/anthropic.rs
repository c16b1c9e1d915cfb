//! Anthropic's messages, token counts and errors.

use bytes::Bytes;
use http::StatusCode;
use serde_json::{Value, json};

use super::bad_request::BadRequest;
use super::prompt::{Prompt, Reply, text_of, turns};
use super::{ParsedRequest, ProviderReply, event};

/// A message, whole or streamed.
pub(super) fn answer(question: &ParsedRequest<'_>) -> Result<ProviderReply, BadRequest> {
    let reply = Reply::to(question, &prompt(question)?);
    if question.asked.stream {
        return Ok(ProviderReply::Stream(events(question, &reply)));
    }
    let content = json!([{"type": "text", "text": reply.text}]);
    Ok(ProviderReply::Whole(message(question, &reply, &content, reply.output_tokens)))
}

/// How many tokens the question has.
pub(super) fn count(question: &ParsedRequest<'_>) -> Result<ProviderReply, BadRequest> {
    Ok(ProviderReply::Whole(json!({"input_tokens": prompt(question)?.tokens})))
}

fn prompt(question: &ParsedRequest<'_>) -> Result<Prompt, BadRequest> {
    let messages = question.body.get("messages").and_then(Value::as_array);
    let messages =
        messages.filter(|messages| !messages.is_empty()).ok_or(BadRequest::NoMessageOfAnthropic)?;
    let system = question.body.get("system").map(text_of).unwrap_or_default();
    Ok(Prompt::of(std::iter::once((false, system)).chain(turns(messages))))
}

/// The message object; while it is streamed it has no stop reason yet.
fn message(
    question: &ParsedRequest<'_>,
    reply: &Reply,
    content: &Value,
    output_tokens: u64,
) -> Value {
    let is_done = content.as_array().is_some_and(|blocks| !blocks.is_empty());
    json!({
        "id": format!("msg_{}", reply.id),
        "type": "message",
        "role": "assistant",
        "model": question.model,
        "content": content,
        "stop_reason": is_done.then_some("end_turn"),
        "stop_sequence": null,
        "usage": {
            "input_tokens": reply.input_tokens,
            "cache_creation_input_tokens": 0,
            "cache_read_input_tokens": 0,
            "output_tokens": output_tokens,
        },
    })
}

fn events(question: &ParsedRequest<'_>, reply: &Reply) -> Vec<Bytes> {
    let say = |name: &str, mut data: Value| {
        data["type"] = json!(name);
        event(Some(name), &data)
    };
    let begun = message(question, reply, &json!([]), 1);
    let block = json!({"type": "text", "text": ""});
    let mut events = vec![
        say("message_start", json!({"message": begun})),
        say("content_block_start", json!({"index": 0, "content_block": block})),
        say("ping", json!({})),
    ];
    events.extend(reply.words().map(|word| {
        let delta = json!({"type": "text_delta", "text": word});
        say("content_block_delta", json!({"index": 0, "delta": delta}))
    }));
    events.push(say("content_block_stop", json!({"index": 0})));
    let delta = json!({"stop_reason": "end_turn", "stop_sequence": null});
    let usage = json!({"output_tokens": reply.output_tokens});
    events.push(say("message_delta", json!({"delta": delta, "usage": usage})));
    events.push(say("message_stop", json!({})));
    events
}

/// An error as Anthropic words it.
pub(super) fn error(status: StatusCode, words: &str) -> Value {
    let kind = match status.as_u16() {
        401 => "authentication_error",
        403 => "permission_error",
        404 => "not_found_error",
        413 => "request_too_large",
        429 => "rate_limit_error",
        529 => "overloaded_error",
        500.. => "api_error",
        _ => "invalid_request_error",
    };
    json!({"type": "error", "error": {"type": kind, "message": words}})
}
