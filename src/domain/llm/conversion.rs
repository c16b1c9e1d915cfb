//! In which format a provider is asked: the client's own where the provider speaks it, else the first it can become.
//!
//! Source: `crates/agentgateway/src/llm/mod.rs` of agentgateway at 75b4e6ce6. There, chat completions to Gemini become
//! its own format before they are sent as they are; here what needs no translation goes first, as in agentgateway 1.4
//! (docs/fidelity.md).

use std::fmt;

use super::format::RouteType;

/// A format of chats, as providers speak them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatFormat {
    VertexGemini,
    OpenAiResponses,
    OpenAiCompletions,
    AnthropicMessages,
    BedrockConverse,
}

/// Every format with agentgateway's name for it.
const FORMATS: [(ChatFormat, &str); 5] = [
    (ChatFormat::VertexGemini, "VertexGemini"),
    (ChatFormat::OpenAiResponses, "OpenAIResponses"),
    (ChatFormat::OpenAiCompletions, "OpenAICompletions"),
    (ChatFormat::AnthropicMessages, "AnthropicMessages"),
    (ChatFormat::BedrockConverse, "BedrockConverse"),
];

/// The formats that one provider speaks, with one model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ChatFormats(u8);

impl ChatFormats {
    /// These, each once.
    #[must_use]
    pub const fn of(formats: &[ChatFormat]) -> Self {
        let (mut bits, mut index) = (0, 0);
        while index < formats.len() {
            bits |= 1 << formats[index] as u8;
            index += 1;
        }
        ChatFormats(bits)
    }

    /// The same, and one more.
    #[must_use]
    pub const fn with(self, format: ChatFormat) -> Self {
        ChatFormats(self.0 | 1 << format as u8)
    }

    /// Whether `format` is one of them.
    #[must_use]
    pub const fn has(self, format: ChatFormat) -> bool {
        self.0 & (1 << format as u8) != 0
    }
}

/// As agentgateway lists them in an error: `[OpenAIResponses, OpenAICompletions]`.
impl fmt::Display for ChatFormats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spoken = FORMATS.iter().filter(|(format, _)| self.has(*format));
        let names: Vec<_> = spoken.map(|(_, name)| *name).collect();
        write!(f, "[{}]", names.join(", "))
    }
}

/// What becomes of a chat on its way to a provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// It goes as it is.
    Native,
    Into(ChatFormat),
    /// agentgateway has no translation either: its 400.
    Unsupported,
}

/// What each format of a client can become, in the order of preference; its own first.
const TABLE: &[(RouteType, &[ChatFormat])] = &[
    (
        RouteType::Responses,
        &[ChatFormat::OpenAiResponses, ChatFormat::OpenAiCompletions, ChatFormat::BedrockConverse],
    ),
    (RouteType::GenerateContent, &[ChatFormat::VertexGemini]),
    (
        RouteType::Completions,
        &[
            ChatFormat::OpenAiCompletions,
            ChatFormat::VertexGemini,
            ChatFormat::AnthropicMessages,
            ChatFormat::BedrockConverse,
        ],
    ),
    (
        RouteType::Messages,
        &[
            ChatFormat::AnthropicMessages,
            ChatFormat::OpenAiCompletions,
            ChatFormat::OpenAiResponses,
            ChatFormat::BedrockConverse,
        ],
    ),
];

/// What becomes of a request of this type at a provider that speaks `spoken`; none where it is no chat.
#[must_use]
pub fn convert(route_type: RouteType, spoken: ChatFormats) -> Option<Conversion> {
    let (_, formats) = TABLE.iter().find(|(from, _)| *from == route_type)?;
    let first = formats.iter().position(|format| spoken.has(*format));
    Some(match first {
        Some(0) => Conversion::Native,
        Some(index) => Conversion::Into(formats[index]),
        None => Conversion::Unsupported,
    })
}

/// What agentgateway calls the format of a client's request in the error of [`Conversion::Unsupported`].
#[must_use]
pub fn input_name(route_type: RouteType) -> &'static str {
    match route_type {
        RouteType::GenerateContent => "Gemini",
        other => other.name(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix_is_the_references() {
        use Conversion::{Into, Native, Unsupported};
        let openai = ChatFormats::of(&[ChatFormat::OpenAiResponses, ChatFormat::OpenAiCompletions]);
        let claude = ChatFormats::of(&[ChatFormat::AnthropicMessages]);
        let gemini = ChatFormats::of(&[ChatFormat::VertexGemini, ChatFormat::OpenAiCompletions]);
        let bedrock = ChatFormats::of(&[ChatFormat::BedrockConverse]);
        let (completions, converse) =
            (Into(ChatFormat::OpenAiCompletions), Into(ChatFormat::BedrockConverse));
        for (route_type, row) in [
            (
                RouteType::Completions,
                [Native, Into(ChatFormat::AnthropicMessages), Native, converse],
            ),
            (RouteType::Messages, [completions, Native, completions, converse]),
            (RouteType::Responses, [Native, Unsupported, completions, converse]),
            (RouteType::GenerateContent, [Unsupported, Unsupported, Native, Unsupported]),
        ] {
            let found = [openai, claude, gemini, bedrock].map(|spoken| convert(route_type, spoken));
            assert_eq!(found, row.map(Some), "{route_type:?}");
        }
        assert_eq!(convert(RouteType::Embeddings, openai), None);
    }

    #[test]
    fn formats_are_listed_under_agentgateways_names() {
        let spoken =
            ChatFormats::of(&[ChatFormat::OpenAiCompletions]).with(ChatFormat::OpenAiResponses);
        assert_eq!(spoken.to_string(), "[OpenAIResponses, OpenAICompletions]");
    }
}
