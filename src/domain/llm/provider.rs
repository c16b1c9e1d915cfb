//! Who answers: one row for each provider of the CRD, with where it is, what it speaks and how it wants its key.
//!
//! Source: `crates/llm/src/lib.rs`, `crates/agentgateway/src/llm/mod.rs` and
//! `controller/api/v1alpha1/agentgateway/agentgateway_backend_types.go` of agentgateway at 75b4e6ce6.

mod anthropic;
mod azure;
mod azureopenai;
mod bedrock;
pub mod config;
mod custom;
pub mod gemini;
mod openai;
mod vertexai;

use super::conversion::{ChatFormat, ChatFormats};
use super::format::RouteType;
use crate::domain::crd::backend::{Provider as ProviderSpec, ProviderConfig};
use config::Config;

/// A provider of the CRD's union.
#[derive(Debug)]
pub struct Provider {
    /// The key under `spec.ai.provider`.
    pub key: &'static str,
    /// OpenTelemetry's name (`gen_ai.provider.name`).
    pub telemetry: &'static str,
    /// Its settings in an object, where it is the one that is set.
    pub config: fn(&ProviderSpec) -> Option<&ProviderConfig>,
    /// The host that is called on port 443 with TLS while the object sets no `host`; `None` where there is none.
    pub default_host: fn(&Config) -> Option<String>,
    /// The formats in which it holds chats, with this model.
    pub chats: fn(&Config, model: &str) -> ChatFormats,
    /// Formats that it can speak untranslated. Of `vertexai` and `custom` an object narrows them, by its model or its
    /// `formats`.
    pub native: &'static [RouteType],
    /// Path and query of a native call at the default host; `None` where it is not native or the path needs more than
    /// is known here.
    pub path: fn(&Config, &Call<'_>) -> Option<String>,
    /// How a key goes on the wire while the object sets no `location`.
    pub credential: Credential,
    /// Who vouches for requests to the default host while the object sets no `auth`.
    pub ambient: AmbientCredential,
    /// The environment variable in which people keep its key.
    pub env_key: Option<&'static str>,
    /// `pathPrefix` takes the place of `/v1`; of the others it is put before the path.
    pub prefix_replaces_v1: bool,
}

/// One call, as far as its path depends on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call<'a> {
    /// The format in which the provider is asked: after translation.
    pub route_type: RouteType,
    /// The model that is sent.
    pub model: &'a str,
    pub stream: bool,
}

/// How a key is sent by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// `Authorization: Bearer KEY`.
    Bearer,
    /// `x-api-key: KEY` in the place of `Authorization`; OAuth tokens (`sk-ant-oat…`) stay Bearer.
    Anthropic,
    /// On native paths an API key (`AIza…`) goes as `x-goog-api-key` in the place of `Authorization`; all else stays
    /// Bearer.
    Google,
}

/// A credential that comes from the surroundings, not from the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmbientCredential {
    /// Nobody's: the client's own `Authorization` goes through.
    None,
    /// Google's application default credentials.
    Google,
    /// The AWS default chain, by signature.
    Aws,
    /// Entra ID.
    Entra,
}

/// Where a key is put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placement {
    pub header: &'static str,
    /// What stands before the key in the header's value.
    pub prefix: &'static str,
    /// The header that must not go out beside it.
    pub removes: Option<&'static str>,
}

const BEARER: Placement = Placement { header: "authorization", prefix: "Bearer ", removes: None };

impl Credential {
    /// Where `key` goes in a call of `route_type`. The client's own `Authorization`, in the absence of a key, is
    /// treated alike.
    #[must_use]
    pub fn place(self, key: &str, route_type: RouteType) -> Placement {
        match self {
            Credential::Anthropic if key.starts_with("sk-ant-oat") => {
                Placement { removes: Some("x-api-key"), ..BEARER }
            }
            Credential::Anthropic => {
                Placement { header: "x-api-key", prefix: "", removes: Some("authorization") }
            }
            Credential::Google if route_type.is_native_gemini() && key.starts_with("AIza") => {
                Placement { header: "x-goog-api-key", prefix: "", removes: Some("authorization") }
            }
            Credential::Google | Credential::Bearer => BEARER,
        }
    }
}

/// Every provider, in the order of the CRD.
pub const PROVIDERS: &[Provider] = &[
    openai::PROVIDER,
    azureopenai::PROVIDER,
    azure::PROVIDER,
    anthropic::PROVIDER,
    gemini::PROVIDER,
    vertexai::PROVIDER,
    bedrock::PROVIDER,
    custom::PROVIDER,
];

/// The provider that an object sets, and its settings. Of several, which the CRD refuses, the first.
#[must_use]
pub fn of(spec: &ProviderSpec) -> Option<(&'static Provider, &ProviderConfig)> {
    PROVIDERS.iter().find_map(|provider| Some((provider, (provider.config)(spec)?)))
}

/// The environment variable with the key of a provider that has no variable of its own.
pub const ANY_KEY: &str = "AGW_API_KEY";

/// Any provider that is in no other row.
pub const CUSTOM: &Provider = &custom::PROVIDER;

/// The provider with that CRD key.
#[must_use]
pub fn named(key: &str) -> Option<&'static Provider> {
    PROVIDERS.iter().find(|provider| provider.key == key)
}

/// What becomes of a request that is no chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NonChatSupport {
    /// It goes as it is.
    Native,
    /// agentgateway translates it, or answers it itself.
    Translated,
    /// agentgateway has no translation either: its 400.
    Unsupported,
}

impl Provider {
    /// What becomes of a request of this type, which is no chat, with a model that holds chats in the formats `spoken`.
    /// Source: `crates/agentgateway/src/llm/mod.rs` at 75b4e6ce6, `supported_formats`.
    #[must_use]
    pub fn other(
        &self,
        config: &Config,
        route_type: RouteType,
        spoken: ChatFormats,
    ) -> NonChatSupport {
        let declares = || config.formats.iter().any(|format| format.name == route_type.name());
        let is_native = match (self.key, route_type) {
            ("custom", _) => declares(),
            // Of the models of others, only Gemini's are counted in its format, and only Claude's in Anthropic's.
            (_, RouteType::GeminiCountTokens) => {
                self.speaks(route_type) && spoken.has(ChatFormat::VertexGemini)
            }
            (_, RouteType::AnthropicTokenCount) => {
                self.speaks(route_type) && spoken.has(ChatFormat::AnthropicMessages)
            }
            _ => self.speaks(route_type),
        };
        let translates = match route_type {
            // agentgateway counts by itself where the provider does not.
            RouteType::AnthropicTokenCount => true,
            RouteType::Rerank => {
                matches!(self.key, "azure" | "azureopenai" | "vertexai" | "bedrock")
            }
            RouteType::Embeddings => matches!(self.key, "vertexai" | "bedrock"),
            _ => false,
        };
        match (is_native, translates) {
            (true, _) => NonChatSupport::Native,
            (false, true) => NonChatSupport::Translated,
            (false, false) => NonChatSupport::Unsupported,
        }
    }

    /// Whether it can speak the format untranslated.
    #[must_use]
    pub fn speaks(&self, route_type: RouteType) -> bool {
        self.native.contains(&route_type)
    }
}

/// What OpenAI speaks, and all that are asked as OpenAI is.
const OPENAI_CHATS: ChatFormats =
    ChatFormats::of(&[ChatFormat::OpenAiResponses, ChatFormat::OpenAiCompletions]);
/// What Claude speaks, wherever it is hosted.
const CLAUDE_CHATS: ChatFormats = ChatFormats::of(&[ChatFormat::AnthropicMessages]);
/// What Gemini speaks.
const GEMINI_CHATS: ChatFormats =
    ChatFormats::of(&[ChatFormat::VertexGemini, ChatFormat::OpenAiCompletions]);

/// A name or model as one segment of a path: nothing in it can end the segment, the path or the request line.
fn segment(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:@+".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests;
