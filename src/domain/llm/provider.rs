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
    /// The same, to be written.
    pub slot: fn(&mut ProviderSpec) -> &mut Option<ProviderConfig>,
    /// The setting that has the model which is always sent: `model`, or `deploymentName`.
    pub model_field: &'static str,
    /// How an AgentgatewayModel names it; none where it does not.
    pub of_model: Option<OfModel>,
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
    /// What `pathPrefix` does to a path that begins with `/v1`.
    pub prefix: Prefix,
    /// Its newer models know `max_completion_tokens` only, and no `max_tokens`.
    pub renames_max_tokens: bool,
    /// Calls of these formats name the version of Anthropic's API in a header.
    pub names_version: fn(RouteType) -> bool,
    /// It takes what a browser adds for a call from a web page, and any `Authorization` for its key.
    pub distrusts_browsers: bool,
    /// Only what the object's `formats` declare is native.
    pub declares_formats: bool,
    /// What is no chat, is not native and is translated by agentgateway.
    pub translated: &'static [RouteType],
}

/// A provider as an AgentgatewayModel has it.
#[derive(Clone, Copy, Debug)]
pub struct OfModel {
    /// `spec.provider`.
    pub name: &'static str,
    /// The field of its settings, which it requires; none where it has none.
    pub settings: Option<&'static str>,
}

impl OfModel {
    const fn new(name: &'static str, settings: Option<&'static str>) -> Option<Self> {
        Some(OfModel { name, settings })
    }
}

/// What `pathPrefix` does to a path that begins with `/v1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prefix {
    /// It is put before the path.
    Before,
    /// It takes the place of `/v1`.
    ReplacesV1,
    /// It takes the place of `/v1` in paths that are built here; one that goes as the client wrote it keeps it.
    ReplacesBuiltV1,
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

/// The provider that an AgentgatewayModel names so, and how.
#[must_use]
pub fn of_model(name: &str) -> Option<(&'static Provider, OfModel)> {
    let named = |row: &'static Provider| Some((row, row.of_model.filter(|of| of.name == name)?));
    PROVIDERS.iter().find_map(named)
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
        let is_native = match route_type {
            _ if self.declares_formats => {
                config.formats.iter().any(|format| format.name == route_type.name())
            }
            // Of the models of others, only Gemini's are counted in its format, and only Claude's in Anthropic's.
            RouteType::GeminiCountTokens => {
                self.speaks(route_type) && spoken.has(ChatFormat::VertexGemini)
            }
            RouteType::AnthropicTokenCount => {
                self.speaks(route_type) && spoken.has(ChatFormat::AnthropicMessages)
            }
            _ => self.speaks(route_type),
        };
        // agentgateway counts by itself where the provider does not.
        let translates =
            route_type == RouteType::AnthropicTokenCount || self.translated.contains(&route_type);
        match (is_native, translates) {
            (true, _) => NonChatSupport::Native,
            (false, true) => NonChatSupport::Translated,
            (false, false) => NonChatSupport::Unsupported,
        }
    }

    /// Whether its models are deployments, which have names of their own.
    #[must_use]
    pub fn has_deployments(&self) -> bool {
        self.model_field != MODEL
    }

    /// Whether it can speak the format untranslated.
    #[must_use]
    pub fn speaks(&self, route_type: RouteType) -> bool {
        self.native.contains(&route_type)
    }
}

/// Anthropic's formats, in whose calls its API has a version.
fn is_anthropic(route_type: RouteType) -> bool {
    matches!(route_type, RouteType::Messages | RouteType::AnthropicTokenCount)
}

/// The setting that most have their model in.
const MODEL: &str = "model";

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
