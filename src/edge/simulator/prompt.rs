//! What was asked, whatever the format, and what is answered to it.

use serde_json::Value;

use super::ParsedRequest;

/// Characters of a question that the answer quotes.
const MAX_QUOTE: usize = 120;

/// The texts of a question.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Prompt {
    /// The user's last message.
    last: String,
    /// Everything, in tokens.
    pub(super) tokens: u64,
}

impl Prompt {
    /// Reads turns in their order: whether the user said it, and what.
    pub(super) fn of(turns: impl IntoIterator<Item = (bool, String)>) -> Prompt {
        let mut prompt = Prompt::default();
        for (is_user, text) in turns {
            prompt.tokens += tokens(&text);
            if is_user {
                prompt.last = text;
            }
        }
        prompt
    }
}

/// The turns of a list of messages with `role` and `content`.
pub(super) fn turns(messages: &[Value]) -> impl Iterator<Item = (bool, String)> {
    messages.iter().map(|message| {
        let is_user = message.get("role").and_then(Value::as_str) == Some("user");
        (is_user, text_of(message.get("content").unwrap_or(&Value::Null)))
    })
}

/// The text of a content: a string, or parts with a `text` each, or an object of `parts`.
pub(super) fn text_of(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => {
            let texts: Vec<_> = parts.iter().map(text_of).filter(|text| !text.is_empty()).collect();
            texts.join("\n")
        }
        Value::Object(part) => {
            let inner = part.get("text").or_else(|| part.get("parts"));
            inner.map(text_of).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// Tokens of a text: a quarter of its characters, rounded up.
pub(super) fn tokens(text: &str) -> u64 {
    (text.chars().count() as u64).div_ceil(4)
}

/// What is answered.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) text: String,
    pub(super) input_tokens: u64,
    pub(super) output_tokens: u64,
    /// Sixteen hexadecimal digits that depend on the question only.
    pub(super) id: String,
}

impl Reply {
    /// Answers by naming what was asked and of whom.
    pub(super) fn to(question: &ParsedRequest<'_>, prompt: &Prompt) -> Reply {
        let asked = question.asked;
        let named = || {
            format!(
                "{} via {} ({}, simulated): \"{}\"",
                question.model,
                asked.backend,
                asked.provider,
                shortened(&prompt.last)
            )
        };
        let text = asked.says.map_or_else(named, str::to_owned);
        Reply {
            input_tokens: prompt.tokens,
            output_tokens: tokens(&text),
            id: format!(
                "{:016x}",
                fingerprint(&[asked.backend.as_bytes(), question.model.as_bytes(), asked.body])
            ),
            text,
        }
    }

    /// The text in the pieces in which it is streamed; each word keeps the space behind it.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.text.split_inclusive(' ')
    }

    pub(super) fn total_tokens(&self) -> u64 {
        self.input_tokens.saturating_add(self.output_tokens)
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(MAX_QUOTE) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// FNV-1a of the parts, kept apart by a byte that no text has: the same in every build.
pub(super) fn fingerprint(parts: &[&[u8]]) -> u64 {
    let bytes = parts.iter().flat_map(|part| part.iter().chain(&[0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_question_is_shortened_between_characters() {
        let long = "é".repeat(MAX_QUOTE + 1);
        assert_eq!(shortened(&long), format!("{}…", "é".repeat(MAX_QUOTE)));
        assert_eq!(shortened(&long[2..]), &long[2..]);
    }

    #[test]
    fn the_last_thing_the_user_said_is_quoted() {
        let messages = serde_json::json!([
            {"role": "system", "content": "12345"},
            {"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "image"}, {"type": "text", "text": "b"}]},
            {"role": "assistant", "content": null},
        ]);
        let prompt = Prompt::of(turns(messages.as_array().expect("a list")));
        assert_eq!(prompt, Prompt { last: "a\nb".to_owned(), tokens: 3 });
    }
}
