//! The request: what both formats have, in the other's words. Parameters that only OpenAI has are left out, as agentgateway
//! does; content that would be lost is an error.

use serde_json::{Value, json};

use super::content::{self, blocks, text_block, texts};
use crate::domain::llm::translate::{Object, Untranslatable, arguments, count, each, list, text};

/// What a client that sets no bound gets: Anthropic asks for one.
const MAX_TOKENS: u64 = 4096;
/// The fewest tokens in which Anthropic lets a model think.
const MIN_THINKING: u64 = 1024;

/// The request in Anthropic's format.
pub(super) fn request(mut body: Object) -> Result<Object, Untranslatable> {
    let messages = body.remove("messages").ok_or(Untranslatable::Missing("messages"))?;
    let messages = list(messages, "messages")?;
    let bounds = [count(&body, "max_completion_tokens")?, count(&body, "max_tokens")?];
    let max_tokens = bounds.into_iter().flatten().next().unwrap_or(MAX_TOKENS);
    let mut sent = Object::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value.filter(|value| !value.is_null()) {
            sent.insert(name.to_owned(), value);
        }
    };
    put("thinking", thinking(&body, max_tokens));
    put("tool_choice", tool_choice(&body)?);
    put("output_config", format(&mut body).map(|format| json!({"format": format})));
    put("stop_sequences", stop_sequences(body.remove("stop"))?);
    put("metadata", user(&mut body)?.map(|user| json!({"user_id": user})));
    put("tools", tools(body.remove("tools"))?);
    for same in ["model", "temperature", "top_p"] {
        put(same, body.remove(same));
    }
    put("stream", body.remove("stream").filter(|stream| *stream == true));
    put("max_tokens", Some(max_tokens.into()));
    let mut system = Vec::new();
    let mut turns = Vec::new();
    for (index, message) in messages.into_iter().enumerate() {
        let read = turn(message, &mut system, &mut turns);
        read.map_err(|wrong| wrong.within(format_args!("messages[{index}]")))?;
    }
    put("system", (!system.is_empty()).then(|| system.join("\n").into()));
    put("messages", Some(turns.into()));
    Ok(sent)
}

fn user(body: &mut Object) -> Result<Option<Value>, Untranslatable> {
    match body.remove("user").filter(|user| !user.is_null()) {
        Some(user) if !user.is_string() => Err(Untranslatable::field("user", "must be a string")),
        user => Ok(user),
    }
}

/// Adds one message to what the system says or to the turns. One that says nothing is left out.
fn turn(
    mut message: Value,
    system: &mut Vec<String>,
    turns: &mut Vec<Value>,
) -> Result<(), Untranslatable> {
    let said = message.get_mut("content").map(Value::take).unwrap_or_default();
    let (role, blocks) = match text(&message, "role") {
        Some("system" | "developer") => {
            system.extend(texts(said)?);
            return Ok(());
        }
        Some("user") => ("user", blocks(said)?),
        Some("assistant") => ("assistant", answer(&mut message, said)?),
        Some("tool") => ("user", vec![tool_result(&message, said)?]),
        Some("function") => ("user", texts(said)?.into_iter().map(text_block).collect()),
        Some(role) => return Err(Untranslatable::UnknownRole(role.to_owned())),
        None => return Err(Untranslatable::Missing("role")),
    };
    if !blocks.is_empty() {
        turns.push(json!({"role": role, "content": blocks}));
    }
    Ok(())
}

/// What the model said before: its texts, then the tools that it called.
fn answer(message: &mut Value, said: Value) -> Result<Vec<Value>, Untranslatable> {
    let mut blocks: Vec<_> = content::answers(said)?.into_iter().map(text_block).collect();
    let refusal = message.get_mut("refusal").map(Value::take).unwrap_or_default();
    let refusal = content::whole(refusal).map_err(|wrong| wrong.within(".refusal"))?;
    blocks.extend(refusal.map(text_block));
    let calls = message.get_mut("tool_calls").map(Value::take).unwrap_or_default();
    if !calls.is_null() {
        blocks.extend(each(list(calls, ".tool_calls")?, ".tool_calls", |call| tool_use(&call))?);
    }
    Ok(blocks)
}

fn tool_use(call: &Value) -> Result<Value, Untranslatable> {
    let id = text(call, "id").ok_or(Untranslatable::field(".id", "must be a string"))?;
    let (called, input, path) = match (call.get("function"), call.get("custom")) {
        (Some(function), _) => (function, function.get("arguments"), ".function"),
        (None, Some(custom)) => (custom, custom.get("input"), ".custom"),
        (None, None) => return Err(Untranslatable::field(".function", "is missing")),
    };
    let name = text(called, "name").ok_or(Untranslatable::field(".name", "must be a string"));
    let name = name.map_err(|wrong| wrong.within(path))?;
    let input = match (input, path) {
        (None | Some(Value::Null), _) => json!({}),
        (Some(Value::String(written)), ".function") => match arguments(written) {
            input @ Value::Object(_) => input,
            _ => {
                let wrong = "must be a JSON object as text";
                return Err(Untranslatable::field(".function.arguments", wrong));
            }
        },
        (Some(Value::String(written)), _) => arguments(written),
        (Some(_), ".function") => {
            let wrong = "must be a JSON object as text";
            return Err(Untranslatable::field(".function.arguments", wrong));
        }
        (Some(_), _) => return Err(Untranslatable::field(".custom.input", "must be a string")),
    };
    Ok(json!({"type": "tool_use", "id": id, "name": name, "input": input}))
}

fn tool_result(message: &Value, said: Value) -> Result<Value, Untranslatable> {
    let id = message.get("tool_call_id").ok_or(Untranslatable::Missing("tool_call_id"))?;
    let said: Value = match said {
        Value::Array(_) => texts(said)?.into_iter().map(text_block).collect::<Vec<_>>().into(),
        said => content::whole(said)
            .map_err(|wrong| wrong.within(".content"))?
            .unwrap_or_default()
            .into(),
    };
    Ok(json!({"type": "tool_result", "tool_use_id": id, "content": said}))
}

/// Functions. Those that OpenAI calls custom are left out, as agentgateway does.
fn tools(tools: Option<Value>) -> Result<Option<Value>, Untranslatable> {
    let Some(tools) = tools.filter(|tools| !tools.is_null()) else { return Ok(None) };
    let mut tools = list(tools, "tools")?;
    tools.retain(|tool| text(tool, "type") != Some("custom"));
    let tool = |mut tool: Value| {
        let function = tool.get_mut("function").filter(|function| function.is_object());
        let function = function.ok_or(Untranslatable::field(".function", "must be an object"))?;
        let schema = function.get_mut("parameters").map(Value::take);
        let schema = schema.filter(|schema| !schema.is_null()).unwrap_or_else(|| json!({}));
        let name = text(function, "name");
        let name = name.ok_or(Untranslatable::field(".function.name", "must be a string"))?;
        let mut custom = json!({"name": name, "input_schema": schema});
        if let Some(words) = text(function, "description") {
            custom["description"] = words.into();
        }
        Ok(custom)
    };
    each(tools, "tools", tool).map(|tools| Some(tools.into()))
}

fn tool_choice(body: &Object) -> Result<Option<Value>, Untranslatable> {
    let alone = body.get("parallel_tool_calls").and_then(Value::as_bool).map(|many| !many);
    let has_tools = body.get("tools").and_then(Value::as_array).is_some_and(|all| !all.is_empty());
    let chosen = body.get("tool_choice").filter(|choice| !choice.is_null());
    let mut choice = match (chosen.and_then(Value::as_str), chosen) {
        (Some("auto"), _) => json!({"type": "auto"}),
        (Some("required"), _) => json!({"type": "any"}),
        (Some("none"), _) => return Ok(Some(json!({"type": "none"}))),
        (None, Some(choice)) => match (text(choice, "type"), choice.pointer("/function/name")) {
            (_, Some(Value::String(name))) => json!({"type": "tool", "name": name}),
            // Choices that Anthropic does not have.
            (Some("allowed_tools" | "custom"), _) => return Ok(None),
            _ => {
                let wrong = "must be a string";
                return Err(Untranslatable::field("tool_choice.function.name", wrong));
            }
        },
        (Some(_), _) => {
            let wrong = "must be `auto`, `none`, `required` or an object";
            return Err(Untranslatable::field("tool_choice", wrong));
        }
        (None, None) if alone.is_some() && has_tools => json!({"type": "auto"}),
        (None, None) => return Ok(None),
    };
    if let Some(alone) = alone {
        choice["disable_parallel_tool_use"] = alone.into();
    }
    Ok(Some(choice))
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

fn stop_sequences(stop: Option<Value>) -> Result<Option<Value>, Untranslatable> {
    match stop {
        None | Some(Value::Null) => Ok(None),
        Some(stop @ Value::String(_)) => Ok(Some(vec![stop].into())),
        Some(stop @ Value::Array(_)) => Ok(Some(stop)),
        Some(_) => Err(Untranslatable::field("stop", "must be a string or a list")),
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
