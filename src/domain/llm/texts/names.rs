//! Names and words that no text hides in: of fields, of types, identifiers.

use serde_json::{Map, Value};

use super::{TextScope, data};

/// What a field is, and whether names in it are its author's own.
pub(super) fn scope_of_field(scope: TextScope, kind: &str, name: &str) -> (TextScope, bool) {
    let is_result = kind.ends_with("tool_result") || kind.ends_with("_output");
    match name {
        "system" | "instructions" | "systemInstruction" | "system_instruction" => {
            (TextScope::SystemPrompt, false)
        }
        "messages" | "prompt" | "contents" | "query" | "documents" => (TextScope::Messages, false),
        "content" if kind.ends_with("tool_result") || scope == TextScope::ToolOutput => {
            (TextScope::ToolOutput, true)
        }
        "output" if is_result => (TextScope::ToolOutput, true),
        "input"
            if kind.ends_with("tool_use")
                || kind.ends_with("tool_call")
                || scope == TextScope::ToolInput =>
        {
            (TextScope::ToolInput, true)
        }
        "input" if scope == TextScope::Other => (TextScope::Messages, false),
        "tool_calls" | "function_call" | "functionCall" | "executableCode" => {
            (TextScope::ToolInput, false)
        }
        "arguments" | "args" => (TextScope::ToolInput, true),
        "functionResponse" | "function_response" | "codeExecutionResult" => {
            (TextScope::ToolOutput, false)
        }
        "response" if scope == TextScope::ToolOutput => (TextScope::ToolOutput, true),
        _ => (scope, false),
    }
}

/// What an object is, by the role that it names.
pub(super) fn scope_of_object(scope: TextScope, fields: &Map<String, Value>) -> TextScope {
    match fields.get("role").and_then(Value::as_str) {
        Some("system" | "developer") => TextScope::SystemPrompt,
        Some("tool" | "function") => TextScope::ToolOutput,
        _ => scope,
    }
}

/// Fields of the formats that may stand in free data too, and are no text there.
pub(super) const VOCABULARY: &[&str] = &["type", "text", "id", "role", "name", "title", "url"];

/// Objects of the formats whose names are their author's own.
pub(super) const OWN_NAMES: &[&str] = &[
    "$defs",
    "chat_template_kwargs",
    "definitions",
    "labels",
    "logit_bias",
    "metadata",
    "patternProperties",
    "properties",
    "variables",
];

/// Whether the name of a field is made as those of the formats are, and says nothing else.
pub(super) fn is_plain_word(name: &str) -> bool {
    name.len() <= 64 && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
}

/// Puts a field back under a name that may have changed. Of names that became the same one, none may go in silence.
pub(super) fn insert(fields: &mut Map<String, Value>, mut name: String, value: Value) {
    while fields.contains_key(&name) {
        name.push('_');
    }
    fields.insert(name, value);
}

/// Whether nobody looks at a string in this field: it names a thing of the format, or is data and no text.
#[must_use]
pub fn is_unread(field: &str, text: &str) -> bool {
    is_name(field, text) || data::of(field, text, data::Media::Unsaid) == data::Data::Opaque
}

/// Whether a string names a thing of the format: dates in the names of models are no telephone numbers.
pub(super) fn is_name(field: &str, text: &str) -> bool {
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
    // Templates of local models write any other role into the prompt.
    const ROLES: &[&str] =
        &["assistant", "critic", "developer", "function", "model", "system", "tool", "user"];
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._:/@-+;=".contains(&byte);
    if field == "role" {
        return ROLES.contains(&text);
    }
    NAMES.contains(&field) && text.len() <= 256 && text.bytes().all(plain)
}
