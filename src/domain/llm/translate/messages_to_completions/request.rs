//! The request: what both formats have, in the other's words. Parameters that only Anthropic has are left out, as agentgateway
//! does; content that would be lost is an error.

use serde_json::{Value, json};

use super::content::{self, Cache};
use crate::domain::llm::translate::{Object, Untranslatable, each, list, required, text};

/// The request in OpenAI's format.
pub(super) fn request(mut body: Object) -> Result<Object, Untranslatable> {
    if body.get("thread").is_some_and(|thread| !thread.is_null()) {
        return Err(Untranslatable::Thread);
    }
    let messages = body.remove("messages").ok_or(Untranslatable::Missing("messages"))?;
    let messages = list(messages, "messages")?;
    let max_tokens = required(body.remove("max_tokens"), "max_tokens")?;
    let mut sent = Object::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value.filter(|value| !value.is_null()) {
            sent.insert(name.to_owned(), value);
        }
    };
    let tools = tools(body.remove("tools"))?;
    let model = body.get("model").and_then(Value::as_str).unwrap_or_default();
    let cache = Cache::of(model);
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
        let system = content::system(system, cache).map_err(|wrong| wrong.within("system"))?;
        said.push(json!({"role": "system", "content": system}));
    }
    for (index, message) in messages.into_iter().enumerate() {
        let read = content::turn(message, cache, &mut said);
        read.map_err(|wrong| wrong.within(format_args!("messages[{index}]")))?;
    }
    put("messages", Some(said.into()));
    Ok(sent)
}

/// Whether a model of OpenAI takes functions beside an effort; of GPT-5 the later ones do not.
fn thinks_with_tools(model: &str) -> bool {
    let Some(version) = model.strip_prefix("gpt-5") else { return true };
    version.is_empty() || ["-", ".1", ".2"].iter().any(|start| version.starts_with(start))
}

/// The client's own tools; those that Anthropic runs itself have a type of their own and are left out, as agentgateway does.
fn tools(tools: Option<Value>) -> Result<Option<Vec<Value>>, Untranslatable> {
    let Some(tools) = tools.filter(|tools| !tools.is_null()) else { return Ok(None) };
    let mut tools = list(tools, "tools")?;
    tools.retain(|tool| text(tool, "type").is_none_or(|kind| kind == "custom"));
    let tool = |mut tool: Value| {
        if text(&tool, "name").is_none() {
            return Err(Untranslatable::field(".name", "must be a string"));
        }
        let mut function = Object::new();
        for (name, ours) in
            [("name", "name"), ("description", "description"), ("input_schema", "parameters")]
        {
            if let Some(value) = tool.get_mut(name).map(Value::take).filter(|it| !it.is_null()) {
                function.insert(ours.to_owned(), value);
            }
        }
        Ok(json!({"type": "function", "function": function}))
    };
    Ok(Some(each(tools, "tools", tool)?).filter(|tools| !tools.is_empty()))
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

/// How hard the model should think, where it may decide that itself: as it is told, or hard. A budget of tokens says nothing
/// here, and neither does an effort without thinking that is adaptive (`crates/llm/src/conversion/completions.rs` at 75b4e6ce6).
fn effort(body: &Object) -> Option<Value> {
    let thinking = body.get("thinking").and_then(|thinking| text(thinking, "type"));
    thinking.filter(|kind| *kind == "adaptive")?;
    let told = body.get("output_config").and_then(|config| config.get("effort"));
    Some(told.filter(|effort| effort.is_string()).cloned().unwrap_or_else(|| "high".into()))
}

fn format(body: &mut Object) -> Option<Value> {
    let schema = body.get_mut("output_config")?.pointer_mut("/format/schema")?.take();
    let named = json!({"name": "structured_output", "schema": schema});
    Some(json!({"type": "json_schema", "json_schema": named}))
}
