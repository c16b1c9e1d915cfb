//! OpenAI's chat completions, model lists and errors.

use bytes::Bytes;
use http::StatusCode;
use serde_json::{Value, json};

use super::bad_request::BadRequest;
use super::prompt::{Prompt, Reply, turns};
use super::{CREATED, ParsedRequest, ProviderReply, event, path};

/// Chat completions, whole or streamed.
pub(super) fn answer(question: &ParsedRequest<'_>) -> Result<ProviderReply, BadRequest> {
    let messages = question.body.get("messages").and_then(Value::as_array);
    let messages =
        messages.filter(|messages| !messages.is_empty()).ok_or(BadRequest::NoMessages)?;
    let reply = Reply::to(question, &Prompt::of(turns(messages)));
    if question.asked.stream {
        return Ok(ProviderReply::Stream(chunks(question, &reply)));
    }
    Ok(ProviderReply::Whole(json!({
        "id": id(&reply),
        "object": "chat.completion",
        "created": CREATED,
        "model": question.model,
        "choices": [{
            "index": 0,
            "message": {"role": "assistant", "content": reply.text, "refusal": null},
            "logprobs": null,
            "finish_reason": "stop",
        }],
        "usage": usage(&reply),
        "system_fingerprint": "fp_simulated",
    })))
}

fn chunks(question: &ParsedRequest<'_>, reply: &Reply) -> Vec<Bytes> {
    let wants_usage =
        question.body.pointer("/stream_options/include_usage") == Some(&Value::Bool(true));
    let chunk = |choices: Value, usage: Value| {
        let mut chunk = json!({
            "id": id(reply),
            "object": "chat.completion.chunk",
            "created": CREATED,
            "model": question.model,
            "choices": choices,
            "system_fingerprint": "fp_simulated",
        });
        if wants_usage {
            chunk["usage"] = usage;
        }
        event(None, &chunk)
    };
    let choice = |delta: Value, finish: Value| {
        let choice = json!({"index": 0, "delta": delta, "logprobs": null, "finish_reason": finish});
        chunk(json!([choice]), Value::Null)
    };
    let mut events = vec![choice(json!({"role": "assistant", "content": ""}), Value::Null)];
    events.extend(reply.words().map(|word| choice(json!({"content": word}), Value::Null)));
    events.push(choice(json!({}), json!("stop")));
    if wants_usage {
        events.push(chunk(json!([]), usage(reply)));
    }
    events.push(Bytes::from_static(b"data: [DONE]\n\n"));
    events
}

fn id(reply: &Reply) -> String {
    format!("chatcmpl-{}", reply.id)
}

fn usage(reply: &Reply) -> Value {
    json!({
        "prompt_tokens": reply.input_tokens,
        "completion_tokens": reply.output_tokens,
        "total_tokens": reply.total_tokens(),
        "prompt_tokens_details": {"cached_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 0},
    })
}

/// The list of models, or the one that the path names.
pub(super) fn models(question: &ParsedRequest<'_>) -> Result<ProviderReply, BadRequest> {
    let model = |id: &str| json!({"id": id, "object": "model", "created": CREATED, "owned_by": "simulated"});
    let path = path(question.asked);
    Ok(ProviderReply::Whole(match path.rsplit_once("/models/") {
        Some((_, id)) if !id.is_empty() => model(id),
        _ => {
            let id = if question.model.is_empty() { "simulated" } else { &question.model };
            json!({"object": "list", "data": [model(id)]})
        }
    }))
}

/// An error as OpenAI words it.
pub(super) fn error(status: StatusCode, words: &str) -> Value {
    let (kind, code) = match status.as_u16() {
        401 => ("invalid_request_error", Some("invalid_api_key")),
        404 => ("invalid_request_error", Some("model_not_found")),
        429 => ("requests", Some("rate_limit_exceeded")),
        500.. => ("server_error", None),
        _ => ("invalid_request_error", None),
    };
    json!({"error": {"message": words, "type": kind, "param": null, "code": code}})
}
