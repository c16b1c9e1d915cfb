//! OpenAI's responses.

use bytes::Bytes;
use serde_json::{Value, json};

use super::bad_request::BadRequest;
use super::prompt::{Prompt, Reply, text_of, turns};
use super::{CREATED, ParsedRequest, ProviderReply, event};

/// A response, whole or as its typed events.
pub(super) fn answer(question: &ParsedRequest<'_>) -> Result<ProviderReply, BadRequest> {
    let instructions = question.body.get("instructions").map(text_of).unwrap_or_default();
    let mut said = vec![(false, instructions)];
    match question.body.get("input") {
        Some(Value::String(text)) => said.push((true, text.clone())),
        Some(Value::Array(items)) => said.extend(turns(items)),
        _ => return Err(BadRequest::NoInput),
    }
    let reply = Reply::to(question, &Prompt::of(said));
    if question.asked.stream {
        return Ok(ProviderReply::Stream(events(question, &reply)));
    }
    Ok(ProviderReply::Whole(response(question, &reply, true)))
}

/// The response object; before the end it has neither output nor usage.
fn response(question: &ParsedRequest<'_>, reply: &Reply, is_done: bool) -> Value {
    let usage = json!({
        "input_tokens": reply.input_tokens,
        "input_tokens_details": {"cached_tokens": 0},
        "output_tokens": reply.output_tokens,
        "output_tokens_details": {"reasoning_tokens": 0},
        "total_tokens": reply.total_tokens(),
    });
    let output = json!([message(reply, true)]);
    json!({
        "id": format!("resp_{}", reply.id),
        "object": "response",
        "created_at": CREATED,
        "status": if is_done { "completed" } else { "in_progress" },
        "error": null,
        "incomplete_details": null,
        "instructions": question.body.get("instructions"),
        "metadata": {},
        "model": question.model,
        "output": if is_done { output } else { json!([]) },
        "parallel_tool_calls": true,
        "temperature": 1.0,
        "tool_choice": "auto",
        "tools": [],
        "top_p": 1.0,
        "usage": if is_done { usage } else { Value::Null },
    })
}

fn message(reply: &Reply, is_done: bool) -> Value {
    json!({
        "id": message_id(reply),
        "type": "message",
        "role": "assistant",
        "status": if is_done { "completed" } else { "in_progress" },
        "content": if is_done { json!([part(&reply.text)]) } else { json!([]) },
    })
}

fn message_id(reply: &Reply) -> String {
    format!("msg_{}", reply.id)
}

fn part(text: &str) -> Value {
    json!({"type": "output_text", "text": text, "annotations": [], "logprobs": []})
}

fn events(question: &ParsedRequest<'_>, reply: &Reply) -> Vec<Bytes> {
    let mut events = Vec::new();
    let mut say = |name: &str, mut data: Value| {
        data["type"] = json!(name);
        data["sequence_number"] = json!(events.len());
        events.push(event(Some(name), &data));
    };
    let in_part = |mut data: Value| {
        data["item_id"] = json!(message_id(reply));
        data["output_index"] = json!(0);
        data["content_index"] = json!(0);
        data
    };
    let begun = response(question, reply, false);
    say("response.created", json!({"response": begun}));
    say("response.in_progress", json!({"response": begun}));
    let item = message(reply, false);
    say("response.output_item.added", json!({"output_index": 0, "item": item}));
    say("response.content_part.added", in_part(json!({"part": part("")})));
    for word in reply.words() {
        say("response.output_text.delta", in_part(json!({"delta": word, "logprobs": []})));
    }
    say("response.output_text.done", in_part(json!({"text": reply.text, "logprobs": []})));
    say("response.content_part.done", in_part(json!({"part": part(&reply.text)})));
    let item = message(reply, true);
    say("response.output_item.done", json!({"output_index": 0, "item": item}));
    say("response.completed", json!({"response": response(question, reply, true)}));
    events
}
