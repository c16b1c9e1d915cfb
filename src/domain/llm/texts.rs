//! The texts that people and models write to each other, wherever a format keeps them: for guards, which read and change
//! them without knowing the formats. The world is closed: every string of a body is a text, except the few that name
//! things (`model`, `type`, ids) and data that is no text (images, audio, signatures).
//!
//! Source: `crates/llm/src/types` of agentgateway at 75b4e6ce6; <https://platform.openai.com/docs/api-reference>,
//! <https://docs.anthropic.com/en/api/messages>, <https://ai.google.dev/api/generate-content>.

mod data;
mod escapes;
mod event;
mod joined;
mod names;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use super::format::RouteType;
use super::strict;
use data::{Data, Media};
pub use escapes::layers;
pub use event::{TextLocation, of_event};
use joined::{has_text, join_tokens, runs, shown, word};
pub use names::is_unread;
use names::{
    OWN_NAMES, VOCABULARY, insert, is_name, is_plain_word, scope_of_field, scope_of_object,
};

/// Why a body must not be forwarded, even if no guard matches anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuardStop {
    /// A text would change that cannot be written anew: behind the escapes of what is not JSON.
    Hidden,
    /// A text document in base64 is not base64 of UTF-8.
    Unreadable,
}

/// What a text of a request is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextScope {
    SystemPrompt,
    Messages,
    /// What a model asks of a tool.
    ToolInput,
    /// What a tool answers.
    ToolOutput,
    /// Texts beside the conversation: descriptions of tools, names of users, stop words.
    Other,
}

type See<'s> = dyn FnMut(TextScope, &mut String) + 's;

/// Whether bodies of this route type are looked into.
#[must_use]
pub fn knows(route_type: RouteType) -> bool {
    use RouteType::{Detect, Models, Passthrough, Realtime};
    !matches!(route_type, Models | Passthrough | Detect | Realtime)
}

/// Shows every text of a request, to be changed in its place.
///
/// # Errors
/// Why the body must not be forwarded. Every text was shown regardless.
pub fn of_request(
    route_type: RouteType,
    body: &mut Map<String, Value>,
    see: &mut dyn FnMut(TextScope, &mut String),
) -> Result<(), GuardStop> {
    let between = match route_type {
        RouteType::Responses | RouteType::GenerateContent => "\n",
        _ => " ",
    };
    let mut walk = Walk { route_type, between, media: Media::Unsaid, stop: None, see };
    walk.fields(TextScope::Other, body, None);
    walk.stop.map_or(Ok(()), Err)
}

/// Shows every text of a reply, to be changed in its place.
///
/// # Errors
/// As [`of_request`].
pub fn of_response(
    route_type: RouteType,
    body: &mut Value,
    see: &mut dyn FnMut(&mut String),
) -> Result<(), GuardStop> {
    let between = if route_type == RouteType::GenerateContent { "\n" } else { " " };
    let see = &mut |_, text: &mut String| see(text);
    let mut walk = Walk { route_type, between, media: Media::Unsaid, stop: None, see };
    walk.value(TextScope::Messages, "", body);
    walk.stop.map_or(Ok(()), Err)
}

/// A request field whose prompt is given as token ids or embeddings, which cannot be checked: `prompt`, `input`,
/// `prompt_token_ids`, `input_ids`, `context`, `prompt_embeds` or any other list of numbers. Lists of allowed, banned
/// and stop tokens are not prompts.
#[must_use]
pub fn in_tokens(body: &Map<String, Value>) -> Option<&str> {
    const NO_PROMPT: &[&str] = &["allowed_token_ids", "bad_words_token_ids", "stop_token_ids"];
    fn has_numbers(value: &Value) -> bool {
        let items = value.as_array();
        items.is_some_and(|items| items.iter().any(|item| item.is_number() || has_numbers(item)))
    }
    let unread = |name: &str, value: &Value| match name {
        _ if NO_PROMPT.contains(&name) => false,
        "prompt_embeds" | "input_embeds" => !value.is_null(),
        _ => has_numbers(value),
    };
    body.iter().find(|(name, value)| unread(name, value)).map(|(name, _)| name.as_str())
}

struct Walk<'w> {
    route_type: RouteType,
    /// What texts of one message are joined by.
    between: &'static str,
    /// What the object says that its data is.
    media: Media,
    stop: Option<GuardStop>,
    see: &'w mut See<'w>,
}

impl Walk<'_> {
    /// Shows the texts of a field. `kind` is the `type` of its object, `scope` what the object is.
    fn field(&mut self, scope: TextScope, kind: &str, name: &str, value: &mut Value) {
        match name {
            "logprobs" => self.tokens(scope, value),
            _ if OWN_NAMES.contains(&name) => self.free(scope, value),
            _ => match scope_of_field(scope, kind, name) {
                (scope, true) => self.free(scope, value),
                (scope, false) => self.value(scope, name, value),
            },
        }
    }

    fn value(&mut self, scope: TextScope, name: &str, value: &mut Value) {
        match value {
            Value::String(text) if is_name(name, text) => {}
            Value::String(text) => match data::of(name, text, self.media) {
                Data::No => (self.see)(scope, text),
                data => self.data(scope, data, text),
            },
            Value::Array(items) => {
                let between = match (self.route_type, scope) {
                    (RouteType::Messages, TextScope::SystemPrompt) => "\n",
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

    fn object(&mut self, scope: TextScope, fields: &mut Map<String, Value>) {
        let scope = scope_of_object(scope, fields);
        self.fields(scope, fields, None);
    }

    /// The fields of a part whose text was shown with those around it.
    fn beside_text(&mut self, scope: TextScope, fields: &mut Map<String, Value>) {
        self.fields(scope, fields, Some("text"));
    }

    /// The fields of an object of the format. Their names are the format's, so that only those are looked at which are
    /// no plain words: an address, a number, a sentence.
    fn fields(&mut self, scope: TextScope, fields: &mut Map<String, Value>, seen: Option<&str>) {
        let kind = word(fields, "type");
        let outside = std::mem::replace(&mut self.media, Media::of(fields));
        for (name, value) in fields.iter_mut().filter(|(name, _)| Some(name.as_str()) != seen) {
            self.field(scope, &kind, name, value);
        }
        self.media = outside;
        if fields.keys().any(|name| !is_plain_word(name)) {
            for (mut name, value) in std::mem::take(fields) {
                if !is_plain_word(&name) {
                    (self.see)(scope, &mut name);
                }
                insert(fields, name, value);
            }
        }
    }

    /// A document in base64, looked at as the text that it is.
    fn data(&mut self, scope: TextScope, data: Data, text: &mut String) {
        match data {
            Data::No | Data::Opaque => {}
            Data::Text { from, text: document } => {
                if let Some(after) = shown(document, &mut |text| (self.see)(scope, text)) {
                    text.truncate(from);
                    text.push_str(&data::encoded(&after));
                }
            }
            Data::Unreadable => self.stop = Some(GuardStop::Unreadable),
        }
    }

    /// Everything in what a tool is asked or answers: its authors choose the names too.
    fn free(&mut self, scope: TextScope, value: &mut Value) {
        let of_tool = matches!(scope, TextScope::ToolInput | TextScope::ToolOutput);
        match value {
            Value::String(text) if of_tool => self.written(scope, text),
            Value::String(text) => (self.see)(scope, text),
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

    fn free_fields(
        &mut self,
        scope: TextScope,
        fields: &mut Map<String, Value>,
        seen: Option<&str>,
    ) {
        let outside = std::mem::replace(&mut self.media, Media::of(fields));
        let of_tool = matches!(scope, TextScope::ToolInput | TextScope::ToolOutput);
        for (mut name, mut value) in std::mem::take(fields) {
            if seen != Some(name.as_str()) {
                // Without a word of what it is, `data` of a tool is whatever its author calls so.
                let is_own = of_tool && name == "data" && self.media == Media::Unsaid;
                let data = match &value {
                    Value::String(text) if !is_own => data::of(&name, text, self.media),
                    _ => Data::No,
                };
                if !VOCABULARY.contains(&name.as_str()) {
                    (self.see)(scope, &mut name);
                }
                match (data, &mut value) {
                    (Data::No, value) => self.free(scope, value),
                    (data, Value::String(text)) => self.data(scope, data, text),
                    _ => {}
                }
            }
            insert(fields, name, value);
        }
        self.media = outside;
    }

    /// A text that may be JSON, as arguments of tools are: as it stands, and as it is for whoever undoes its escapes.
    fn written(&mut self, scope: TextScope, text: &mut String) {
        let inner = match strict::value(text.as_bytes()) {
            Ok(inner @ (Value::Object(_) | Value::Array(_) | Value::String(_))) => Some(inner),
            _ => None,
        };
        let Some(before) = inner.filter(|_| text.contains('\\')) else {
            (self.see)(scope, text);
            let hides =
                layers(text).any(|plain| shown(plain, &mut |one| (self.see)(scope, one)).is_some());
            if hides {
                self.stop = Some(GuardStop::Hidden);
            }
            return;
        };
        let mut after = before.clone();
        self.free(scope, &mut after);
        if after != before {
            *text = after.to_string();
        }
        // What reaches over several of its values.
        let whole = shown(text.clone(), &mut |one| (self.see)(scope, one));
        match whole {
            Some(whole) if strict::value(whole.as_bytes()).is_ok() => *text = whole,
            Some(_) => self.stop = Some(GuardStop::Hidden),
            None => {}
        }
    }

    /// A reply once more, cut into tokens: shown as one text, and taken out where that changes.
    fn tokens(&mut self, scope: TextScope, value: &mut Value) {
        let mut before = String::new();
        join_tokens(value, &mut before);
        let mut after = before.clone();
        (self.see)(scope, &mut after);
        if after != before {
            *value = Value::Null;
        }
    }
}
