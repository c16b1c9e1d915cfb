//! The request: what both formats have, in the other's words. What only Anthropic has is left out, as agentgateway does.

use serde_json::{Value, json};

use crate::domain::llm::translate::Untranslatable;
use crate::domain::llm::translate::{Object, required, text};

/// The request in OpenAI's format.
pub(super) fn request(mut body: Object) -> Result<Object, Untranslatable> {
    let Some(Value::Array(messages)) = body.remove("messages") else {
        return Err(Untranslatable::Missing("messages"));
    };
    let max_tokens = required(body.remove("max_tokens"), "max_tokens")?;
    let mut sent = Object::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value.filter(|value| !value.is_null()) {
            sent.insert(name.to_owned(), value);
        }
    };
    let tools = body.remove("tools").map(tools).filter(|tools| !tools.is_empty());
    let model = body.get("model").and_then(Value::as_str).unwrap_or_default();
    let effort = match tools.is_some() && !thinks_with_tools(model) {
        true => Some("none".into()),
        false => effort(&body),
    };
    put("reasoning_effort", effort);
    put("tools", tools.map(Value::from));
    put("response_format", format(&mut body));
    if let Some(choice) = body.remove("tool_choice") {
        let alone = choice.get("disable_parallel_tool_use").and_then(Value::as_bool);
        put("parallel_tool_calls", alone.map(|alone| (!alone).into()));
        put("tool_choice", tool_choice(&choice));
    }
    put("max_completion_tokens", Some(max_tokens));
    put("stop", body.remove("stop_sequences").filter(|stop| *stop != json!([])));
    put("user", body.get_mut("metadata").and_then(|about| Some(about.get_mut("user_id")?.take())));
    let stream = body.get("stream") == Some(&Value::Bool(true));
    put("stream", Some(stream.into()));
    put("stream_options", stream.then(|| json!({"include_usage": true})));
    for same in ["model", "temperature", "top_p"] {
        put(same, body.remove(same));
    }
    let mut said = Vec::new();
    if let Some(system) = body.remove("system").filter(|system| !system.is_null()) {
        said.push(json!({"role": "system", "content": system_prompt(system)}));
    }
    for message in messages {
        turn(message, &mut said)?;
    }
    put("messages", Some(said.into()));
    Ok(sent)
}

/// Whether a model of OpenAI takes functions beside an effort; of GPT-5 the later ones do not.
fn thinks_with_tools(model: &str) -> bool {
    let Some(version) = model.strip_prefix("gpt-5") else { return true };
    version.is_empty() || ["-", ".1", ".2"].iter().any(|start| version.starts_with(start))
}

/// A text stays one; of blocks the texts stay, each by itself.
fn system_prompt(system: Value) -> Value {
    match system {
        Value::Array(blocks) => blocks.into_iter().filter_map(text_part).collect(),
        system => system,
    }
}

fn text_part(mut block: Value) -> Option<Value> {
    let said = block.get_mut("text").map(Value::take)?;
    said.is_string().then(|| json!({"type": "text", "text": said}))
}

/// Adds what one message says: the results of tools each by itself, before the rest.
fn turn(mut message: Value, said: &mut Vec<Value>) -> Result<(), Untranslatable> {
    let blocks = match message.get_mut("content").map(Value::take) {
        Some(Value::Array(blocks)) => blocks,
        Some(Value::String(whole)) => vec![json!({"type": "text", "text": whole})],
        _ => return Err(Untranslatable::Missing("content")),
    };
    match text(&message, "role") {
        Some("user") => user(blocks, said),
        Some("assistant") => assistant(blocks, said),
        Some("system") => {
            let parts: Vec<_> = blocks.into_iter().filter_map(text_part).collect();
            add("system", parts, said);
        }
        Some(role) => return Err(Untranslatable::UnknownRole(role.to_owned())),
        None => return Err(Untranslatable::Missing("role")),
    }
    Ok(())
}

fn add(role: &str, parts: Vec<Value>, said: &mut Vec<Value>) {
    if !parts.is_empty() {
        said.push(json!({"role": role, "content": parts}));
    }
}

fn user(blocks: Vec<Value>, said: &mut Vec<Value>) {
    let mut parts = Vec::new();
    for mut block in blocks {
        match text(&block, "type").unwrap_or_default() {
            "text" => parts.extend(text_part(block)),
            "image" => parts.extend(
                block
                    .get("source")
                    .and_then(url)
                    .map(|url| json!({"type": "image_url", "image_url": {"url": url}})),
            ),
            "tool_result" => {
                let content = match block.get_mut("content").map(Value::take) {
                    Some(Value::Array(parts)) => parts.into_iter().filter_map(text_part).collect(),
                    Some(content @ Value::String(_)) => content,
                    _ => "".into(),
                };
                let id = block.get("tool_use_id");
                said.push(json!({"role": "tool", "tool_call_id": id, "content": content}));
            }
            _ => {}
        }
    }
    add("user", parts, said);
}

/// Where an image is, or the image itself.
fn url(source: &Value) -> Option<String> {
    match text(source, "type")? {
        "base64" => {
            let (kind, data) = (text(source, "media_type")?, text(source, "data")?);
            Some(format!("data:{kind};base64,{data}"))
        }
        "url" => text(source, "url").map(str::to_owned),
        _ => None,
    }
}

/// Texts and calls of tools. Thoughts are the model's own, and another model cannot be given them.
fn assistant(blocks: Vec<Value>, said: &mut Vec<Value>) {
    let (mut parts, mut calls) = (Vec::new(), Vec::new());
    for block in blocks {
        match text(&block, "type").unwrap_or_default() {
            "text" => parts.extend(text_part(block)),
            "tool_use" => {
                let input = block.get("input").map_or_else(|| "{}".to_owned(), Value::to_string);
                let function = json!({"name": block.get("name"), "arguments": input});
                let id = block.get("id");
                calls.push(json!({"id": id, "type": "function", "function": function}));
            }
            _ => {}
        }
    }
    if parts.is_empty() && calls.is_empty() {
        return;
    }
    let mut message = json!({"role": "assistant"});
    if !parts.is_empty() {
        message["content"] = parts.into();
    }
    if !calls.is_empty() {
        message["tool_calls"] = calls.into();
    }
    said.push(message);
}

/// The client's own tools; those that Anthropic runs itself have a type of their own.
fn tools(tools: Value) -> Vec<Value> {
    let Value::Array(tools) = tools else { return Vec::new() };
    let tool = |mut tool: Value| {
        if text(&tool, "type").is_some_and(|kind| kind != "custom") {
            return None;
        }
        let mut function = Object::new();
        for (name, ours) in [
            ("name", "name"),
            ("description", "description"),
            ("input_schema", "parameters"),
            ("strict", "strict"),
        ] {
            if let Some(value) = tool.get_mut(name).map(Value::take).filter(|it| !it.is_null()) {
                function.insert(ours.to_owned(), value);
            }
        }
        Some(json!({"type": "function", "function": function}))
    };
    tools.into_iter().filter_map(tool).collect()
}

fn tool_choice(choice: &Value) -> Option<Value> {
    Some(match text(choice, "type")? {
        "auto" => "auto".into(),
        "any" => "required".into(),
        "none" => "none".into(),
        "tool" => json!({"type": "function", "function": {"name": choice.get("name")?}}),
        _ => return None,
    })
}

/// How hard the model should think: as told, or hard where it may decide itself. A budget of tokens says nothing here.
fn effort(body: &Object) -> Option<Value> {
    let told = body.get("output_config").and_then(|config| config.get("effort"));
    let told = told.filter(|effort| effort.is_string()).cloned();
    match body.get("thinking").and_then(|thinking| text(thinking, "type")) {
        Some("disabled") => None,
        Some("adaptive") => Some(told.unwrap_or_else(|| "high".into())),
        _ => told,
    }
}

fn format(body: &mut Object) -> Option<Value> {
    let schema = body.get_mut("output_config")?.pointer_mut("/format/schema")?.take();
    let named = json!({"name": "structured_output", "schema": schema});
    Some(json!({"type": "json_schema", "json_schema": named}))
}
