//! Gemini's generateContent, token counts and errors.

use bytes::Bytes;
use http::StatusCode;
use serde_json::{Value, json};

use super::bad_request::BadRequest;
use super::prompt::{Prompt, Reply, text_of};
use super::{ParsedRequest, ProviderReply, event, path};

/// Content, whole or streamed; Google tells by the path which.
pub(super) fn answer(question: &ParsedRequest<'_>) -> Result<ProviderReply, BadRequest> {
    let reply = Reply::to(question, &prompt(question)?);
    if question.asked.stream || path(question.asked).ends_with(":streamGenerateContent") {
        return Ok(ProviderReply::Stream(events(question, &reply)));
    }
    Ok(ProviderReply::Whole(content(question, &reply, &reply.text, true)))
}

/// How many tokens the question has.
pub(super) fn count(question: &ParsedRequest<'_>) -> Result<ProviderReply, BadRequest> {
    Ok(ProviderReply::Whole(json!({"totalTokens": prompt(question)?.tokens})))
}

fn prompt(question: &ParsedRequest<'_>) -> Result<Prompt, BadRequest> {
    let contents = question.body.get("contents").and_then(Value::as_array);
    let contents =
        contents.filter(|contents| !contents.is_empty()).ok_or(BadRequest::NoContents)?;
    let system = ["systemInstruction", "system_instruction"];
    let system = system.iter().find_map(|name| question.body.get(name));
    let system = (false, system.map(text_of).unwrap_or_default());
    let turns = contents.iter().map(|content| {
        let role = content.get("role").and_then(Value::as_str);
        (matches!(role, None | Some("user")), text_of(content))
    });
    Ok(Prompt::of(std::iter::once(system).chain(turns)))
}

/// A reply or a piece of one; only the last piece has a finish reason and counts.
fn content(question: &ParsedRequest<'_>, reply: &Reply, text: &str, is_last: bool) -> Value {
    let mut candidate =
        json!({"content": {"parts": [{"text": text}], "role": "model"}, "index": 0});
    let mut content = json!({"modelVersion": question.model, "responseId": reply.id});
    if is_last {
        candidate["finishReason"] = json!("STOP");
        content["usageMetadata"] = json!({
            "promptTokenCount": reply.input_tokens,
            "candidatesTokenCount": reply.output_tokens,
            "totalTokenCount": reply.total_tokens(),
        });
    }
    content["candidates"] = json!([candidate]);
    content
}

fn events(question: &ParsedRequest<'_>, reply: &Reply) -> Vec<Bytes> {
    let words: Vec<_> = reply.words().collect();
    let last = words.len().saturating_sub(1);
    let pieces = words.iter().enumerate();
    pieces
        .map(|(index, word)| event(None, &content(question, reply, word, index == last)))
        .collect()
}

/// An error as Google words it.
pub(super) fn error(status: StatusCode, words: &str) -> Value {
    let name = match status.as_u16() {
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "NOT_FOUND",
        409 => "ABORTED",
        429 => "RESOURCE_EXHAUSTED",
        501 => "UNIMPLEMENTED",
        503 => "UNAVAILABLE",
        504 => "DEADLINE_EXCEEDED",
        500.. => "INTERNAL",
        _ => "INVALID_ARGUMENT",
    };
    json!({"error": {"code": status.as_u16(), "message": words, "status": name}})
}
