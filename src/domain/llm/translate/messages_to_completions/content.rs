//! What a message of Anthropic's says, block by block, as messages of OpenAI's. A block that those have no place for is an error:
//! left out, nobody would know that the model has not read it. Thoughts are left out: another model cannot be given them.

use serde_json::{Value, json};

use crate::domain::llm::translate::{Untranslatable, each, text};

/// Whether a model of OpenAI is told where its cache may break off.
#[derive(Clone, Copy)]
pub(super) struct Cache(bool);

impl Cache {
    /// GPT-5.6 and later take breakpoints.
    pub(super) fn of(model: &str) -> Self {
        let version = model.strip_prefix("gpt-").and_then(|rest| rest.split('-').next());
        let version = version.and_then(|version| version.split_once('.'));
        let number = |text: &str| text.parse::<u32>().ok();
        let version = version.and_then(|(major, minor)| Some((number(major)?, number(minor)?)));
        Cache(version.is_some_and(|version| version >= (5, 6)))
    }

    /// Whether the cache may break off behind this block.
    fn breaks(self, block: &Value) -> bool {
        self.0 && block.get("cache_control").is_some_and(|control| !control.is_null())
    }
}

/// Marks a part as the last one before the cache may break off.
fn mark(part: &mut Value) {
    part["prompt_cache_breakpoint"] = json!({"mode": "explicit"});
}

/// What the system says. A text stays one; of blocks each stays by itself.
pub(super) fn system(system: Value, cache: Cache) -> Result<Value, Untranslatable> {
    match system {
        Value::Array(blocks) => each(blocks, "", |block| text_part(block, cache)).map(Value::from),
        Value::String(_) => Ok(system),
        _ => Err(Untranslatable::field("", "must be a string or a list of blocks")),
    }
}

/// The text of a block of type `text`.
fn text_part(mut block: Value, cache: Cache) -> Result<Value, Untranslatable> {
    match text(&block, "type").unwrap_or_default() {
        "text" => {}
        _ if block.is_object() => {
            return Err(Untranslatable::field(".type", "is a block that can't be translated"));
        }
        _ => return Err(Untranslatable::field("", "must be an object")),
    }
    let breaks = cache.breaks(&block);
    let said = block.get_mut("text").map(Value::take).filter(Value::is_string);
    let said = said.ok_or(Untranslatable::field(".text", "must be a string"))?;
    let mut part = json!({"type": "text", "text": said});
    if breaks {
        mark(&mut part);
    }
    Ok(part)
}

/// Adds what one message says: the results of tools each by itself, before the rest.
pub(super) fn turn(
    mut message: Value,
    cache: Cache,
    said: &mut Vec<Value>,
) -> Result<(), Untranslatable> {
    let blocks = match message.get_mut("content").map(Value::take) {
        Some(Value::Array(blocks)) => blocks,
        Some(Value::String(whole)) => vec![json!({"type": "text", "text": whole})],
        None | Some(Value::Null) => return Err(Untranslatable::Missing("content")),
        Some(_) => {
            return Err(Untranslatable::field(".content", "must be a string or a list of blocks"));
        }
    };
    match text(&message, "role") {
        Some("user") => user(blocks, cache, said),
        Some("assistant") => assistant(blocks, cache, said),
        Some("system") => {
            let parts = each(blocks, ".content", |block| text_part(block, cache))?;
            add("system", parts, said);
            Ok(())
        }
        Some(role) => Err(Untranslatable::UnknownRole(role.to_owned())),
        None => Err(Untranslatable::Missing("role")),
    }
}

fn add(role: &str, parts: Vec<Value>, said: &mut Vec<Value>) {
    if !parts.is_empty() {
        said.push(json!({"role": role, "content": parts}));
    }
}

fn user(blocks: Vec<Value>, cache: Cache, said: &mut Vec<Value>) -> Result<(), Untranslatable> {
    let mut parts = Vec::new();
    each(blocks, ".content", |block| {
        match text(&block, "type").unwrap_or_default() {
            "image" => {
                let url = block.get("source").and_then(url);
                let wrong = "must be an image in base64 or a URL";
                let url = url.ok_or(Untranslatable::field(".source", wrong))?;
                // OpenAI takes no breakpoint on an image.
                parts.push(json!({"type": "image_url", "image_url": {"url": url}}));
            }
            "tool_result" => said.push(tool_result(block, cache)?),
            _ => parts.push(text_part(block, cache)?),
        }
        Ok(())
    })?;
    add("user", parts, said);
    Ok(())
}

fn tool_result(mut block: Value, cache: Cache) -> Result<Value, Untranslatable> {
    let breaks = cache.breaks(&block);
    let mut content = match block.get_mut("content").map(Value::take) {
        Some(Value::Array(parts)) => {
            Value::Array(each(parts, ".content", |part| text_part(part, cache))?)
        }
        Some(content @ Value::String(_)) if breaks => json!([{"type": "text", "text": content}]),
        Some(content @ Value::String(_)) => content,
        None | Some(Value::Null) => "".into(),
        Some(_) => {
            return Err(Untranslatable::field(".content", "must be a string or a list of blocks"));
        }
    };
    if let Some(last) = content.as_array_mut().and_then(|parts| parts.last_mut())
        && breaks
    {
        mark(last);
    }
    let id = block.get("tool_use_id");
    Ok(json!({"role": "tool", "tool_call_id": id, "content": content}))
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

/// Texts and calls of tools.
fn assistant(
    blocks: Vec<Value>,
    cache: Cache,
    said: &mut Vec<Value>,
) -> Result<(), Untranslatable> {
    let (mut parts, mut calls) = (Vec::new(), Vec::new());
    each(blocks, ".content", |block| {
        match text(&block, "type").unwrap_or_default() {
            "thinking" | "redacted_thinking" => {}
            "tool_use" => {
                let input = block.get("input").map_or_else(|| "{}".to_owned(), Value::to_string);
                let function = json!({"name": block.get("name"), "arguments": input});
                let id = block.get("id");
                calls.push(json!({"id": id, "type": "function", "function": function}));
            }
            _ => parts.push(text_part(block, cache)?),
        }
        Ok(())
    })?;
    if parts.is_empty() && calls.is_empty() {
        return Ok(());
    }
    let mut message = json!({"role": "assistant"});
    if !parts.is_empty() {
        message["content"] = parts.into();
    }
    if !calls.is_empty() {
        message["tool_calls"] = calls.into();
    }
    said.push(message);
    Ok(())
}
