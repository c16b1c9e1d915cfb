//! The texts that people and models write to each other, wherever a format keeps them: for guards, which read and change
//! them without knowing the formats. The world is closed: every string of a body is a text, except the few that name
//! things (`model`, `type`, ids) and data that is no text (images, audio, signatures).
//!
//! Source: reference/agentgateway.md §3, "promptGuard"; the formats of reference/llm-gateways.md.

mod event;

use serde_json::{Map, Value};

use super::format::RouteType;
pub use event::{At, of_event};

/// What a text of a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    SystemPrompt,
    Messages,
    /// What a model asks of a tool.
    ToolInput,
    /// What a tool answers.
    ToolOutput,
    /// Texts beside the conversation: descriptions of tools, names of users, stop words.
    Other,
}

type See<'s> = dyn FnMut(Scope, &mut String) + 's;

/// Whether bodies of this route type are looked into.
#[must_use]
pub fn knows(route_type: RouteType) -> bool {
    use RouteType::{Detect, Models, Passthrough, Realtime};
    !matches!(route_type, Models | Passthrough | Detect | Realtime)
}

/// Shows every text of a request, to be changed in its place.
pub fn of_request(
    route_type: RouteType,
    body: &mut Map<String, Value>,
    see: &mut dyn FnMut(Scope, &mut String),
) {
    let between = match route_type {
        RouteType::Responses | RouteType::GenerateContent => "\n",
        _ => " ",
    };
    let mut walk = Walk { route_type, between, see };
    for (name, value) in body {
        walk.field(Scope::Other, "", name, value);
    }
}

/// Shows every text of a reply, to be changed in its place.
pub fn of_response(route_type: RouteType, body: &mut Value, see: &mut dyn FnMut(&mut String)) {
    let between = if route_type == RouteType::GenerateContent { "\n" } else { " " };
    let see = &mut |_, text: &mut String| see(text);
    Walk { route_type, between, see }.value(Scope::Messages, "", body);
}

/// A field of a request whose words are numbers of tokens, which nobody here can read.
#[must_use]
pub fn in_tokens(body: &Map<String, Value>) -> Option<&'static str> {
    fn has_numbers(value: &Value) -> bool {
        let items = value.as_array();
        items.is_some_and(|items| items.iter().any(|item| item.is_number() || has_numbers(item)))
    }
    ["input", "prompt"].into_iter().find(|name| body.get(*name).is_some_and(has_numbers))
}

struct Walk<'w> {
    route_type: RouteType,
    /// What texts of one message are joined by.
    between: &'static str,
    see: &'w mut See<'w>,
}

impl Walk<'_> {
    /// Shows the texts of a field. `kind` is the `type` of its object, `scope` what the object is.
    fn field(&mut self, scope: Scope, kind: &str, name: &str, value: &mut Value) {
        match name {
            "logprobs" => self.tokens(scope, value),
            "metadata" | "properties" => self.free(scope, value),
            _ => match scope_of_field(scope, kind, name) {
                (scope, true) => self.free(scope, value),
                (scope, false) => self.value(scope, name, value),
            },
        }
    }

    fn value(&mut self, scope: Scope, name: &str, value: &mut Value) {
        match value {
            Value::String(text) if is_name(name, text) || is_data(name, text) => {}
            Value::String(text) => (self.see)(scope, text),
            Value::Array(items) => {
                let between = match (self.route_type, scope) {
                    (RouteType::Messages, Scope::SystemPrompt) => "\n",
                    _ => self.between,
                };
                runs(items, between, &mut |text| (self.see)(scope, text));
                for item in items {
                    match item {
                        Value::Object(fields) if has_text(fields) => {
                            self.beside_text(scope, fields)
                        }
                        _ => self.value(scope, name, item),
                    }
                }
            }
            Value::Object(fields) => self.object(scope, fields),
            Value::Number(_) | Value::Bool(_) | Value::Null => {}
        }
    }

    fn object(&mut self, scope: Scope, fields: &mut Map<String, Value>) {
        let kind = word(fields, "type");
        let scope = scope_of_object(scope, fields);
        for (name, value) in fields {
            self.field(scope, &kind, name, value);
        }
    }

    /// The fields of a part whose text was shown with those around it.
    fn beside_text(&mut self, scope: Scope, fields: &mut Map<String, Value>) {
        let kind = word(fields, "type");
        for (name, value) in fields.iter_mut().filter(|(name, _)| *name != "text") {
            self.field(scope, &kind, name, value);
        }
    }

    /// Everything in what a tool is asked or answers: its authors choose the names too.
    fn free(&mut self, scope: Scope, value: &mut Value) {
        let of_tool = matches!(scope, Scope::ToolInput | Scope::ToolOutput);
        match value {
            Value::String(text) => {
                if !of_tool || !self.inside(scope, text) {
                    (self.see)(scope, text);
                }
            }
            Value::Array(items) => {
                runs(items, self.between, &mut |text| (self.see)(scope, text));
                for item in items {
                    match item {
                        Value::Object(fields) if has_text(fields) => {
                            self.free_fields(scope, fields, Some("text"));
                        }
                        _ => self.free(scope, item),
                    }
                }
            }
            Value::Object(fields) => self.free_fields(scope, fields, None),
            Value::Number(number) if of_tool => {
                let before = number.to_string();
                let mut after = before.clone();
                (self.see)(scope, &mut after);
                if after != before {
                    *value = Value::String(after);
                }
            }
            Value::Number(_) | Value::Bool(_) | Value::Null => {}
        }
    }

    fn free_fields(&mut self, scope: Scope, fields: &mut Map<String, Value>, seen: Option<&str>) {
        for (mut name, mut value) in std::mem::take(fields) {
            let is_shown = seen == Some(name.as_str());
            if !is_shown && !is_data(&name, value.as_str().unwrap_or_default()) {
                if !VOCABULARY.contains(&name.as_str()) {
                    (self.see)(scope, &mut name);
                }
                self.free(scope, &mut value);
            }
            // Of names that became the same one, none may go in silence.
            while fields.contains_key(&name) {
                name.push('_');
            }
            fields.insert(name, value);
        }
    }

    /// Looks into JSON that is written as a text, as arguments of tools are: an escape in it hides a text from whoever
    /// does not undo it. Whether it was JSON with escapes.
    fn inside(&mut self, scope: Scope, text: &mut String) -> bool {
        if !text.contains('\\') {
            return false;
        }
        let Ok(before) = super::strict::value(text.as_bytes()) else { return false };
        if !before.is_object() && !before.is_array() {
            return false;
        }
        let mut after = before.clone();
        self.free(scope, &mut after);
        if after != before {
            *text = after.to_string();
        }
        true
    }

    /// A reply once more, cut into tokens: shown as one text, and taken out where that changes.
    fn tokens(&mut self, scope: Scope, value: &mut Value) {
        let mut before = String::new();
        join_tokens(value, &mut before);
        let mut after = before.clone();
        (self.see)(scope, &mut after);
        if after != before {
            *value = Value::Null;
        }
    }
}

/// What a field is, and whether names in it are its author's own.
fn scope_of_field(scope: Scope, kind: &str, name: &str) -> (Scope, bool) {
    let is_result = kind.ends_with("tool_result") || kind.ends_with("_output");
    match name {
        "system" | "instructions" | "systemInstruction" | "system_instruction" => {
            (Scope::SystemPrompt, false)
        }
        "messages" | "prompt" | "contents" | "query" | "documents" => (Scope::Messages, false),
        "content" if kind.ends_with("tool_result") || scope == Scope::ToolOutput => {
            (Scope::ToolOutput, true)
        }
        "output" if is_result => (Scope::ToolOutput, true),
        "input" if kind.ends_with("tool_use") || kind.ends_with("tool_call") => {
            (Scope::ToolInput, true)
        }
        "input" if scope == Scope::Other => (Scope::Messages, false),
        "tool_calls" | "function_call" | "functionCall" | "executableCode" => {
            (Scope::ToolInput, false)
        }
        "arguments" | "args" => (Scope::ToolInput, true),
        "functionResponse" | "function_response" | "codeExecutionResult" => {
            (Scope::ToolOutput, false)
        }
        "response" if scope == Scope::ToolOutput => (Scope::ToolOutput, true),
        _ => (scope, false),
    }
}

/// What an object is, by the role that it names.
fn scope_of_object(scope: Scope, fields: &Map<String, Value>) -> Scope {
    match fields.get("role").and_then(Value::as_str) {
        Some("system" | "developer") => Scope::SystemPrompt,
        Some("tool" | "function") => Scope::ToolOutput,
        _ => scope,
    }
}

/// Fields of the formats that may stand in free data too, and are no text there.
const VOCABULARY: &[&str] = &["type", "text", "id", "role", "name", "title", "url"];

/// Whether a string names a thing of the format: dates in the names of models are no telephone numbers.
fn is_name(field: &str, text: &str) -> bool {
    const NAMES: &[&str] = &[
        "call_id",
        "container",
        "detail",
        "effort",
        "encoding_format",
        "finishReason",
        "finish_reason",
        "format",
        "id",
        "item_id",
        "mediaType",
        "media_type",
        "mimeType",
        "mime_type",
        "model",
        "modelVersion",
        "object",
        "previous_response_id",
        "responseId",
        "role",
        "service_tier",
        "status",
        "stop_reason",
        "system_fingerprint",
        "toolUseId",
        "tool_call_id",
        "tool_use_id",
        "ttl",
        "type",
    ];
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._:/@-+;=".contains(&byte);
    NAMES.contains(&field) && text.len() <= 256 && text.bytes().all(plain)
}

/// Whether a string is data in base64: images, sounds, signatures. Short ones may be words.
fn is_data(field: &str, text: &str) -> bool {
    const DATA: &[&str] = &[
        "b64_json",
        "data",
        "embedding",
        "encrypted_content",
        "file_data",
        "image_url",
        "partial_image_b64",
        "signature",
        "thoughtSignature",
        "thought_signature",
        "url",
    ];
    if !DATA.contains(&field) {
        return false;
    }
    let data = match text.strip_prefix("data:").and_then(|rest| rest.split_once(";base64,")) {
        Some((kind, data)) if !kind.starts_with("text/") => data,
        Some(_) => return false,
        None if matches!(field, "url" | "image_url") => return false,
        None => text,
    };
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=-_".contains(&byte);
    data.len() >= 64 && data.bytes().all(plain)
}

fn word(fields: &Map<String, Value>, name: &str) -> String {
    fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn has_text(fields: &Map<String, Value>) -> bool {
    let is_thought = fields.get("thought").and_then(Value::as_bool) == Some(true);
    !is_thought && fields.get("text").is_some_and(Value::is_string)
}

fn is_text(part: &Value) -> bool {
    part.as_object().is_some_and(has_text)
}

fn join_tokens(value: &Value, into: &mut String) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| join_tokens(item, into)),
        Value::Object(fields) => {
            for (name, value) in fields {
                match value {
                    Value::String(token) if name == "token" => into.push_str(token),
                    Value::Array(_) | Value::Object(_) if name != "bytes" => {
                        join_tokens(value, into);
                    }
                    _ => {}
                }
            }
        }
        // Completions of old list the tokens alone.
        Value::String(token) => into.push_str(token),
        _ => {}
    }
}

/// Texts next to each other are shown as one, so that nothing hides in the seam; where it is changed, it goes into the
/// last of them, and the others go.
fn runs(parts: &mut Vec<Value>, between: &str, see: &mut dyn FnMut(&mut String)) {
    if !parts.iter().any(is_text) {
        return;
    }
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
        let mut after = shown(texts.join(between), see);
        if after.is_none() && texts.len() > 1 && !between.is_empty() {
            // A model may read them without anything between.
            after = shown(texts.concat(), see);
        }
        if let Some(after) = after {
            run.drain(..run.len() - 1);
            run.iter_mut().for_each(|last| last["text"] = Value::from(after.as_str()));
        }
        kept.append(&mut run);
    }
    *parts = kept;
}

/// A text as it is changed; none where it is not.
fn shown(before: String, see: &mut dyn FnMut(&mut String)) -> Option<String> {
    let mut after = before.clone();
    see(&mut after);
    (after != before).then_some(after)
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
            let seen = seen(route_type, body);
            for (scope, text) in wanted {
                assert!(
                    seen.contains(&(scope, text.to_owned())),
                    "{route_type:?} {text}: {seen:?}"
                );
            }
        }
        let plain = json!({"input": "hi"});
        assert_eq!(seen(RouteType::Responses, plain), [(Scope::Messages, "hi".to_owned())]);
    }

    /// Every place of a body that can hold a text, each with the word alone.
    #[test]
    fn a_text_is_seen_wherever_it_is() {
        let w = "topsecret42";
        let bodies = [
            json!({"messages": [{"role": "user", "content": {"text": w}}]}),
            json!({"messages": [{"role": "user", "content": [w]}]}),
            json!({"messages": {"role": "user", "content": w}}),
            json!({"messages": [{"content": [{"type": "novelty", "deep": [{"x": w}]}]}]}),
            json!({"messages": [{"role": "user", "name": w, "content": "x"}]}),
            json!({"messages": [{"role": "assistant", "refusal": w}]}),
            json!({"messages": [{"role": "assistant", "reasoning_content": w, "content": "x"}]}),
            json!({"messages": [{"role": "assistant", "content": [
                {"type": "text", "text": "topse"}, {"type": "text", "text": "cret42"}]}]}),
            json!({"messages": [{"role": "tool", "content": [{"type": "text", "text": w}]}]}),
            json!({"messages": [{"role": "user", "content": [
                {"type": "image_url", "image_url": {"url": "https://x/topsecret42", "alt": w}}]}]}),
            json!({"messages": [{"content": [
                {"type": "document", "title": w, "source": {"type": "text", "data": w}}]}]}),
            json!({"messages": [{"content": [{"type": "tool_use", "input": {(w): 1}}]}]}),
            json!({"messages": [{"content": [{"type": "thinking", "thinking": w}]}]}),
            json!({"tools": [{"type": "function", "function": {"name": "f", "description": w}}]}),
            json!({"tools": [{"function": {"parameters": {"properties": {(w): {}}}}}]}),
            json!({"metadata": {(w): "x"}, "messages": []}),
            json!({"user": w}),
            json!({"stop": [w]}),
            json!({"prompt": w}),
            json!({"input": [w]}),
            json!({"prediction": {"type": "content", "content": w}}),
            json!({"response_format": {"json_schema": {"name": "x", "description": w}}}),
            json!({"input": [{"type": "function_call_output", "output": [{"text": w}]}]}),
            json!({"input": [{"type": "message", "role": "user", "content": [{"text": w}]}]}),
            json!({"input": [{"type": "reasoning", "summary": [{"text": w}]}]}),
            json!({"contents": [{"parts": [{"text": w, "thought": true}]}]}),
            json!({"contents": [{"parts": [{"functionResponse": {"response": {"a": [w]}}}]}]}),
            json!({"query": w}),
            json!({"documents": [{"text": w}]}),
            json!({"messages": [{"tool_calls": [{"function": {
                "arguments": "{\"a\":\"\\u0074opsecret42\"}"}}]}]}),
        ];
        for body in bodies {
            for (route_type, _) in RouteType::ALL {
                let seen = seen(*route_type, body.clone());
                let found = seen.iter().any(|(_, text)| text.contains(w));
                assert!(found, "{body}: {seen:?}");
            }
        }
    }

    #[test]
    fn names_of_the_format_and_data_are_no_texts() {
        let data = "QUJD".repeat(20);
        let body = json!({"model": "claude-3-5-sonnet-20241022", "messages": [{"role": "user",
            "content": [{"type": "image_url", "image_url": {"url": format!("data:image/png;base64,{data}")}},
                {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": data}}]},
            {"role": "tool", "tool_call_id": "call_123456789"}]});
        assert_eq!(seen(RouteType::Messages, body), []);
        // Under the same names, what is no name and no data is a text.
        let body = json!({"type": "two words", "source": {"data": "short"}, "url": "https://x"});
        assert_eq!(seen(RouteType::Messages, body).len(), 3);
    }

    #[test]
    fn what_a_tool_is_asked_changes_in_its_place() {
        let asked = json!({"input": {"(mail)": "a", "list": ["mail", 5551234, true],
            "json": "{\"x\":\"m\\u0061il\"}"}, "type": "tool_use"});
        let mut body = json!({"messages": [{"content": [asked]}]});
        let see = |text: &mut String| *text = text.replace("mail", "<m>").replace("5551234", "<p>");
        let Value::Object(fields) = &mut body else { panic!("no object") };
        of_request(RouteType::Messages, fields, &mut |_, text| see(text));
        assert_eq!(
            body["messages"][0]["content"][0]["input"],
            json!({"(<m>)": "a", "list": ["<m>", "<p>", true], "json": "{\"x\":\"<m>\"}"})
        );
    }

    #[test]
    fn a_reply_cut_into_tokens_does_not_stand_beside_what_was_masked() {
        let tokens = json!({"content": [{"token": "topse", "bytes": [116]}, {"token": "cret42"}]});
        let mut body =
            json!({"choices": [{"message": {"content": "topsecret42"}, "logprobs": tokens}]});
        of_response(RouteType::Completions, &mut body, &mut |text| {
            *text = text.replace("topsecret42", "<masked>");
        });
        assert_eq!(
            body,
            json!({"choices": [{"message": {"content": "<masked>"}, "logprobs": null}]})
        );
    }

    #[test]
    fn words_written_as_tokens_are_told() {
        assert_eq!(in_tokens(json!({"input": [1, 2]}).as_object().expect("one")), Some("input"));
        assert_eq!(
            in_tokens(json!({"prompt": [[1], [2]]}).as_object().expect("one")),
            Some("prompt")
        );
        assert_eq!(in_tokens(json!({"input": ["a", {"n": [1]}]}).as_object().expect("one")), None);
    }

    #[test]
    fn of_texts_side_by_side_only_those_that_change_become_one() {
        let parts = json!([{"text": "a"}, {"text": "b", "keep": 1}, {"image": 1}, {"text": "c"}, {"text": "d"}]);
        let Value::Array(mut parts) = parts else { panic!("no list") };
        runs(&mut parts, " ", &mut |text| {
            if text == "a b" {
                "masked".clone_into(text);
            }
        });
        let wanted =
            json!([{"text": "masked", "keep": 1}, {"image": 1}, {"text": "c"}, {"text": "d"}]);
        assert_eq!(Value::Array(parts), wanted);
    }
}
