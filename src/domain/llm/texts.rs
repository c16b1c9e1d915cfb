//! The texts that people and models write to each other, wherever a format keeps them: for guards, which read and change
//! them without knowing the formats.
//!
//! Source: reference/agentgateway.md §3, "promptGuard"; the formats of reference/llm-gateways.md.

use serde_json::{Map, Value};

use super::format::RouteType;

/// What a text of a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    SystemPrompt,
    Messages,
    /// What a model asks of a tool.
    ToolInput,
    /// What a tool answers.
    ToolOutput,
}

type See<'s> = dyn FnMut(Scope, &mut String) + 's;

/// Whether conversations of this format have texts that are known here.
#[must_use]
pub fn knows(route_type: RouteType) -> bool {
    use RouteType::{Completions, GenerateContent, Messages, Responses};
    matches!(route_type, Completions | Messages | Responses | GenerateContent)
}

/// Shows every text of a request, to be changed in its place.
pub fn of_request(
    route_type: RouteType,
    body: &mut Map<String, Value>,
    see: &mut dyn FnMut(Scope, &mut String),
) {
    match route_type {
        RouteType::Completions => completions(body, see),
        RouteType::Messages => messages(body, see),
        RouteType::Responses => responses(body, see),
        RouteType::GenerateContent => gemini(body, see),
        _ => {}
    }
}

/// Shows every text that a model answers, to be changed in its place.
pub fn of_response(route_type: RouteType, body: &mut Value, see: &mut dyn FnMut(&mut String)) {
    match route_type {
        RouteType::Completions => {
            for choice in list(body.get_mut("choices")) {
                text(choice.pointer_mut("/message/content"), see);
            }
        }
        RouteType::Messages => {
            for part in list(body.get_mut("content")) {
                text(part.get_mut("text"), see);
            }
        }
        RouteType::Responses => {
            for item in list(body.get_mut("output")) {
                for part in list(item.get_mut("content")) {
                    text(part.get_mut("text"), see);
                    text(part.get_mut("refusal"), see);
                }
            }
        }
        RouteType::GenerateContent => {
            for candidate in list(body.get_mut("candidates")) {
                if let Some(Value::Array(parts)) = candidate.pointer_mut("/content/parts") {
                    runs(parts, "\n", is_said, see);
                }
            }
        }
        _ => {}
    }
}

/// The text that one event of a stream adds.
#[must_use]
pub fn of_event(event: &Value) -> Option<String> {
    let kind = event.get("type").and_then(Value::as_str);
    if let Some("response.output_text.delta" | "response.refusal.delta") = kind {
        return event.get("delta").and_then(Value::as_str).map(str::to_owned);
    }
    let word = |path: &str| event.pointer(path).and_then(Value::as_str);
    if let Some(text) = word("/choices/0/delta/content").or_else(|| word("/delta/text")) {
        return Some(text.to_owned());
    }
    let candidates = event.get("candidates")?.as_array()?;
    let parts = candidates.iter().filter_map(|one| one.pointer("/content/parts")?.as_array());
    let said = parts.flatten().filter(|part| is_said(part));
    Some(said.filter_map(|part| part.get("text")?.as_str()).collect())
}

fn completions(body: &mut Map<String, Value>, see: &mut See<'_>) {
    for message in list(body.get_mut("messages")) {
        let scope = match message.get("role").and_then(Value::as_str) {
            Some("tool" | "function") => Scope::ToolOutput,
            role => of_role(role),
        };
        content(message.get_mut("content"), " ", has_text, &mut |text| see(scope, text));
        let calls = message.get_mut("tool_calls");
        for call in list(calls) {
            strings(call.pointer_mut("/function/arguments"), Scope::ToolInput, see);
            strings(call.pointer_mut("/custom/input"), Scope::ToolInput, see);
        }
        strings(message.pointer_mut("/function_call/arguments"), Scope::ToolInput, see);
    }
}

fn messages(body: &mut Map<String, Value>, see: &mut See<'_>) {
    content(body.get_mut("system"), "\n", has_text, &mut |text| see(Scope::SystemPrompt, text));
    for message in list(body.get_mut("messages")) {
        for part in list(message.get_mut("content")) {
            match part.get("type").and_then(Value::as_str).unwrap_or_default() {
                kind if kind.ends_with("tool_result") => {
                    strings(part.get_mut("content"), Scope::ToolOutput, see);
                }
                kind if kind.ends_with("tool_use") => {
                    strings(part.get_mut("input"), Scope::ToolInput, see);
                }
                _ => {}
            }
        }
        content(message.get_mut("content"), " ", has_text, &mut |text| see(Scope::Messages, text));
    }
}

fn responses(body: &mut Map<String, Value>, see: &mut See<'_>) {
    text(body.get_mut("instructions"), &mut |text| see(Scope::SystemPrompt, text));
    text(body.get_mut("input"), &mut |text| see(Scope::Messages, text));
    for item in list(body.get_mut("input")) {
        if item.get("role").is_some() {
            let scope = of_role(item.get("role").and_then(Value::as_str));
            content(item.get_mut("content"), "\n", has_text, &mut |text| see(scope, text));
            continue;
        }
        strings(item.get_mut("output"), Scope::ToolOutput, see);
        strings(item.get_mut("arguments"), Scope::ToolInput, see);
        strings(item.get_mut("input"), Scope::ToolInput, see);
    }
}

fn gemini(body: &mut Map<String, Value>, see: &mut See<'_>) {
    for name in ["systemInstruction", "system_instruction"] {
        if let Some(Value::Array(parts)) = body.get_mut(name).and_then(|one| one.get_mut("parts")) {
            runs(parts, "\n", is_said, &mut |text| see(Scope::SystemPrompt, text));
        }
    }
    for one in list(body.get_mut("contents")) {
        let Some(Value::Array(parts)) = one.get_mut("parts") else { continue };
        for part in parts.iter_mut() {
            for (path, scope) in TOOLS_OF_GEMINI {
                strings(part.pointer_mut(path), *scope, see);
            }
        }
        runs(parts, "\n", is_said, &mut |text| see(Scope::Messages, text));
    }
}

const TOOLS_OF_GEMINI: &[(&str, Scope)] = &[
    ("/functionCall/args", Scope::ToolInput),
    ("/function_call/args", Scope::ToolInput),
    ("/executableCode/code", Scope::ToolInput),
    ("/functionResponse/response", Scope::ToolOutput),
    ("/function_response/response", Scope::ToolOutput),
    ("/codeExecutionResult/output", Scope::ToolOutput),
];

fn of_role(role: Option<&str>) -> Scope {
    match role {
        Some("system" | "developer") => Scope::SystemPrompt,
        _ => Scope::Messages,
    }
}

fn has_text(part: &Value) -> bool {
    part.get("text").is_some_and(Value::is_string)
}

/// A text of Gemini that is no thought.
fn is_said(part: &Value) -> bool {
    has_text(part) && part.get("thought").and_then(Value::as_bool) != Some(true)
}

fn list(value: Option<&mut Value>) -> impl Iterator<Item = &mut Value> {
    value.and_then(Value::as_array_mut).into_iter().flatten()
}

fn text(value: Option<&mut Value>, see: &mut dyn FnMut(&mut String)) {
    if let Some(Value::String(text)) = value {
        see(text);
    }
}

/// A text, or parts of which some are texts.
fn content(
    value: Option<&mut Value>,
    between: &str,
    is_text: fn(&Value) -> bool,
    see: &mut dyn FnMut(&mut String),
) {
    match value {
        Some(Value::String(text)) => see(text),
        Some(Value::Array(parts)) => runs(parts, between, is_text, see),
        _ => {}
    }
}

/// Every string in what a tool is asked or answers.
fn strings(value: Option<&mut Value>, scope: Scope, see: &mut See<'_>) {
    match value {
        Some(Value::String(text)) => see(scope, text),
        Some(Value::Array(items)) => {
            items.iter_mut().for_each(|item| strings(Some(item), scope, see));
        }
        Some(Value::Object(fields)) => {
            fields.values_mut().for_each(|field| strings(Some(field), scope, see));
        }
        _ => {}
    }
}

/// Texts that stand side by side are shown as one, so that nothing hides in the seam; where it is changed, it stands in
/// the last of them, and the others go.
fn runs(
    parts: &mut Vec<Value>,
    between: &str,
    is_text: fn(&Value) -> bool,
    see: &mut dyn FnMut(&mut String),
) {
    let mut kept = Vec::with_capacity(parts.len());
    let mut rest = std::mem::take(parts).into_iter().peekable();
    while let Some(first) = rest.next() {
        if !is_text(&first) {
            kept.push(first);
            continue;
        }
        let mut run = vec![first];
        while let Some(next) = rest.next_if(is_text) {
            run.push(next);
        }
        let texts: Vec<_> = run.iter().filter_map(|part| part.get("text")?.as_str()).collect();
        let before = texts.join(between);
        let mut after = before.clone();
        see(&mut after);
        if after != before {
            run.drain(..run.len() - 1);
            run.iter_mut().for_each(|last| last["text"] = Value::from(after.as_str()));
        }
        kept.append(&mut run);
    }
    *parts = kept;
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn seen(route_type: RouteType, body: Value) -> Vec<(Scope, String)> {
        let Value::Object(mut body) = body else { panic!("no object") };
        let mut seen = Vec::new();
        of_request(route_type, &mut body, &mut |scope, text| seen.push((scope, text.clone())));
        seen
    }

    #[test]
    fn every_format_shows_its_texts_and_what_they_are() {
        let text = |text: &str| json!({"type": "text", "text": text});
        let bodies = [
            (
                RouteType::Completions,
                json!({"messages": [
                {"role": "system", "content": "rules"},
                {"role": "user", "content": [text("one"), text("two")]},
                {"role": "assistant", "tool_calls": [{"function": {"arguments": "{asked}"}}]},
                {"role": "tool", "content": "told"}]}),
            ),
            (
                RouteType::Messages,
                json!({"system": [text("rules")], "messages": [
                {"role": "user", "content": [text("one"), text("two")]},
                {"role": "assistant", "content": [
                    {"type": "tool_use", "input": {"deep": ["{asked}"]}}]},
                {"role": "user", "content": [{"type": "tool_result", "content": "told"}]}]}),
            ),
            (
                RouteType::Responses,
                json!({"instructions": "rules", "input": [
                {"role": "user", "content": [
                    {"type": "input_text", "text": "one"}, {"type": "input_text", "text": "two"}]},
                {"type": "function_call", "arguments": "{asked}"},
                {"type": "function_call_output", "output": "told"}]}),
            ),
            (
                RouteType::GenerateContent,
                json!({"systemInstruction": {"parts": [{"text": "rules"}]},
                "contents": [{"parts": [{"text": "one"}, {"text": "two"}, {"text": "hm", "thought": true}]},
                    {"parts": [{"functionCall": {"args": {"deep": "{asked}"}}}]},
                    {"parts": [{"functionResponse": {"response": "told"}}]}]}),
            ),
        ];
        for (route_type, body) in bodies {
            let between = if matches!(route_type, RouteType::Responses | RouteType::GenerateContent)
            {
                "one\ntwo"
            } else {
                "one two"
            };
            let wanted = [
                (Scope::SystemPrompt, "rules"),
                (Scope::Messages, between),
                (Scope::ToolInput, "{asked}"),
                (Scope::ToolOutput, "told"),
            ];
            let wanted = wanted.map(|(scope, text)| (scope, text.to_owned()));
            assert_eq!(seen(route_type, body), wanted, "{route_type:?}");
        }
        let plain = json!({"input": "hi"});
        assert_eq!(seen(RouteType::Responses, plain), [(Scope::Messages, "hi".to_owned())]);
    }

    #[test]
    fn of_texts_side_by_side_only_those_that_change_become_one() {
        let parts = json!([{"text": "a"}, {"text": "b", "keep": 1}, {"image": 1}, {"text": "c"}, {"text": "d"}]);
        let Value::Array(mut parts) = parts else { panic!("no list") };
        runs(&mut parts, " ", has_text, &mut |text| {
            if text == "a b" {
                "masked".clone_into(text);
            }
        });
        let wanted =
            json!([{"text": "masked", "keep": 1}, {"image": 1}, {"text": "c"}, {"text": "d"}]);
        assert_eq!(Value::Array(parts), wanted);
    }
}
