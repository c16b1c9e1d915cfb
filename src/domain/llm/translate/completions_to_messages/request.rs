//! The request: what both formats have, in the other's words. What only OpenAI has is left out, as agentgateway does.

use serde_json::{Value, json};

use crate::domain::llm::translate::Untranslatable;
use crate::domain::llm::translate::{Object, arguments, text};

/// What a client that sets no bound gets: Anthropic asks for one.
const MAX_TOKENS: u64 = 4096;
/// The fewest tokens in which Anthropic lets a model think.
const MIN_THINKING: u64 = 1024;

/// The request in Anthropic's format.
pub(super) fn request(mut body: Object) -> Result<Object, Untranslatable> {
    let Some(Value::Array(messages)) = body.remove("messages") else {
        return Err(Untranslatable::Missing("messages"));
    };
    let bounds = ["max_completion_tokens", "max_tokens"];
    let max_tokens = bounds.iter().find_map(|name| body.get(*name)?.as_u64()).unwrap_or(MAX_TOKENS);
    let mut sent = Object::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value.filter(|value| !value.is_null()) {
            sent.insert(name.to_owned(), value);
        }
    };
    put("thinking", thinking(&body, max_tokens));
    put("tool_choice", tool_choice(&body));
    put("output_config", format(&mut body).map(|format| json!({"format": format})));
    put("stop_sequences", body.remove("stop").and_then(stop_sequences));
    put("metadata", text_of(&mut body, "user").map(|user| json!({"user_id": user})));
    put("tools", body.remove("tools").and_then(tools));
    for same in ["model", "temperature", "top_p"] {
        put(same, body.remove(same));
    }
    put("stream", body.remove("stream").filter(|stream| *stream == true));
    put("max_tokens", Some(max_tokens.into()));
    let mut system = Vec::new();
    let mut turns = Vec::new();
    for message in messages {
        turn(message, &mut system, &mut turns)?;
    }
    put("system", (!system.is_empty()).then(|| system.join("\n").into()));
    put("messages", Some(turns.into()));
    Ok(sent)
}

fn text_of(body: &mut Object, field: &str) -> Option<Value> {
    body.remove(field).filter(Value::is_string)
}

/// Adds one message to what the system says or to the turns. One that says nothing is left out.
fn turn(
    mut message: Value,
    system: &mut Vec<String>,
    turns: &mut Vec<Value>,
) -> Result<(), Untranslatable> {
    let content = message.get_mut("content").map(Value::take).unwrap_or_default();
    let (role, blocks) = match text(&message, "role") {
        Some("system" | "developer") => {
            system.extend(texts(content));
            return Ok(());
        }
        Some("user") => ("user", blocks(content)),
        Some("assistant") => ("assistant", answer(&mut message, content)),
        Some("tool") => ("user", vec![tool_result(&message, content)?]),
        Some("function") => ("user", blocks(content)),
        Some(role) => return Err(Untranslatable::UnknownRole(role.to_owned())),
        None => return Err(Untranslatable::Missing("role")),
    };
    if !blocks.is_empty() {
        turns.push(json!({"role": role, "content": blocks}));
    }
    Ok(())
}

/// The texts of a content that are not empty.
fn texts(content: Value) -> impl Iterator<Item = String> {
    let parts = match content {
        Value::Array(parts) => parts,
        Value::String(_) => vec![json!({"type": "text", "text": content})],
        _ => Vec::new(),
    };
    let texts = parts.into_iter().filter_map(|mut part| match part.get_mut("text")?.take() {
        Value::String(text) => Some(text),
        _ => None,
    });
    texts.filter(|text| !text.trim().is_empty())
}

fn text_block(text: String) -> Value {
    json!({"type": "text", "text": text})
}

/// The texts and images of a content. Sounds and files have no place in a message.
fn blocks(content: Value) -> Vec<Value> {
    let Value::Array(parts) = content else {
        return texts(content).map(text_block).collect();
    };
    let block = |mut part: Value| match text(&part, "type") {
        Some("image_url") => {
            let url = part.pointer_mut("/image_url/url")?.take();
            Some(json!({"type": "image", "source": source(url.as_str()?)}))
        }
        _ => texts(Value::Array(vec![part])).next().map(text_block),
    };
    parts.into_iter().filter_map(block).collect()
}

/// An image: `data:TYPE;base64,DATA`, or where it is.
fn source(url: &str) -> Value {
    match data_url(url) {
        Some((kind, data)) => json!({"type": "base64", "media_type": kind, "data": data}),
        None => json!({"type": "url", "url": url}),
    }
}

fn data_url(url: &str) -> Option<(&str, &str)> {
    let (about, data) = url.strip_prefix("data:")?.split_once(',')?;
    let (kind, coding) = about.rsplit_once(';')?;
    let kind = kind.split(';').next().unwrap_or_default();
    coding.eq_ignore_ascii_case("base64").then_some((kind, data))
}

/// What the model said before: its texts, then the tools that it called.
fn answer(message: &mut Value, content: Value) -> Vec<Value> {
    let mut said: Vec<_> = match content {
        // A refusal among the parts was said too.
        Value::Array(parts) => parts.into_iter().flat_map(said_in).collect(),
        content => texts(content).map(text_block).collect(),
    };
    let refusal = message.get_mut("refusal").map(Value::take).unwrap_or_default();
    said.extend(texts(refusal).map(text_block));
    let calls = message.get("tool_calls").and_then(Value::as_array);
    said.extend(calls.into_iter().flatten().filter_map(tool_use));
    said
}

fn said_in(mut part: Value) -> Option<Value> {
    let refusal = part.get_mut("refusal").map(Value::take);
    texts(refusal.unwrap_or(Value::Array(vec![part]))).next().map(text_block)
}

fn tool_use(call: &Value) -> Option<Value> {
    let (called, input) = match call.get("function") {
        Some(function) => (function, text(function, "arguments")),
        None => (call.get("custom")?, text(call.get("custom")?, "input")),
    };
    let input = arguments(input.unwrap_or_default());
    Some(json!({"type": "tool_use", "id": call.get("id")?, "name": called.get("name")?,
        "input": input}))
}

fn tool_result(message: &Value, content: Value) -> Result<Value, Untranslatable> {
    let id = message.get("tool_call_id").ok_or(Untranslatable::Missing("tool_call_id"))?;
    let content = match content {
        Value::Array(_) => texts(content).map(text_block).collect(),
        Value::String(_) => content,
        _ => "".into(),
    };
    Ok(json!({"type": "tool_result", "tool_use_id": id, "content": content}))
}

/// Functions; other tools are OpenAI's own.
fn tools(tools: Value) -> Option<Value> {
    let Value::Array(tools) = tools else { return None };
    let tool = |mut tool: Value| {
        let function = tool.get_mut("function")?;
        let schema = function.get_mut("parameters").map(Value::take);
        let schema = schema.filter(|schema| !schema.is_null()).unwrap_or_else(|| json!({}));
        let mut custom = json!({"name": function.get("name")?, "input_schema": schema});
        if let Some(words) = text(function, "description") {
            custom["description"] = words.into();
        }
        Some(custom)
    };
    Some(tools.into_iter().filter_map(tool).collect())
}

fn tool_choice(body: &Object) -> Option<Value> {
    let alone = body.get("parallel_tool_calls").and_then(Value::as_bool).map(|many| !many);
    let has_tools = body.get("tools").and_then(Value::as_array).is_some_and(|all| !all.is_empty());
    let chosen = body.get("tool_choice").filter(|choice| !choice.is_null());
    let mut choice = match (chosen.and_then(Value::as_str), chosen) {
        (Some("auto"), _) => json!({"type": "auto"}),
        (Some("required"), _) => json!({"type": "any"}),
        (Some("none"), _) => return Some(json!({"type": "none"})),
        (None, Some(choice)) => {
            json!({"type": "tool", "name": choice.pointer("/function/name")?})
        }
        (None, None) if alone.is_some() && has_tools => json!({"type": "auto"}),
        _ => return None,
    };
    if let Some(alone) = alone {
        choice["disable_parallel_tool_use"] = alone.into();
    }
    Some(choice)
}

/// How long the model may think: as long as it is told, or as its effort asks, within what it may answer at all.
fn thinking(body: &Object, max_tokens: u64) -> Option<Value> {
    let told = body.get("thinking_budget_tokens").and_then(Value::as_u64);
    let effort = body.get("reasoning_effort").and_then(Value::as_str);
    let budget = told.or_else(|| {
        Some(match effort? {
            "minimal" | "low" => 1024,
            "medium" => 2048,
            "high" => 4096,
            "xhigh" => 8192,
            "max" => 16384,
            _ => return None,
        })
    })?;
    let fits = budget >= MIN_THINKING && max_tokens > MIN_THINKING;
    let budget = budget.min(max_tokens.saturating_sub(1));
    fits.then(|| json!({"type": "enabled", "budget_tokens": budget}))
}

fn stop_sequences(stop: Value) -> Option<Value> {
    match stop {
        Value::String(_) => Some(vec![stop].into()),
        Value::Array(_) => Some(stop),
        _ => None,
    }
}

/// The form in which an answer is wanted.
fn format(body: &mut Object) -> Option<Value> {
    let mut wanted = body.remove("response_format")?;
    let schema = match text(&wanted, "type") {
        Some("json_schema") => wanted.pointer_mut("/json_schema/schema")?.take(),
        Some("json_object") => json!({"type": "object", "additionalProperties": true}),
        _ => return None,
    };
    Some(json!({"type": "json_schema", "schema": schema}))
}
