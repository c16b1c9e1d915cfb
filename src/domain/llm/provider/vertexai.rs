//! Vertex AI: Gemini in Google's format, and what others built in OpenAI's or Anthropic's.

use super::config::Config;
use super::{
    AmbientCredential, CLAUDE_CHATS, Call, Credential, GEMINI_CHATS, MODEL, OfModel, Prefix,
    Provider, gemini, segment,
};
use crate::domain::llm::conversion::{ChatFormat, ChatFormats};
use crate::domain::llm::format::RouteType;

/// The row. Gemini models speak their own format, Claude models Anthropic's, all but Claude also OpenAI's.
pub const PROVIDER: Provider = Provider {
    key: "vertexai",
    telemetry: "gcp.vertex_ai",
    config: |spec| spec.vertexai.as_ref(),
    slot: |spec| &mut spec.vertexai,
    model_field: MODEL,
    of_model: OfModel::new("VertexAI", Some("vertexai")),
    default_host: |config| Some(host(config)),
    chats: |_, model| match Family::of(model) {
        Family::Gemini => GEMINI_CHATS,
        Family::Claude => CLAUDE_CHATS,
        Family::NonChatSupport => ChatFormats::of(&[ChatFormat::OpenAiCompletions]),
    },
    native: &[
        RouteType::GenerateContent,
        RouteType::GeminiCountTokens,
        RouteType::Completions,
        RouteType::Messages,
        RouteType::AnthropicTokenCount,
    ],
    path,
    credential: Credential::Bearer,
    ambient: AmbientCredential::Google,
    env_key: None,
    prefix: Prefix::Before,
    renames_max_tokens: false,
    names_version: |_| false,
    distrusts_browsers: false,
    declares_formats: false,
    translated: &[RouteType::Rerank, RouteType::Embeddings],
};

/// Who built a model, as far as its paths depend on it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Gemini,
    Claude,
    NonChatSupport,
}

impl Family {
    fn of(model: &str) -> Self {
        match bare(model) {
            name if name.starts_with("gemini") => Family::Gemini,
            name if name.starts_with("claude") => Family::Claude,
            _ => Family::NonChatSupport,
        }
    }
}

/// The model without its publisher.
fn bare(model: &str) -> &str {
    model.rsplit('/').next().unwrap_or(model)
}

fn location(config: &Config) -> &str {
    config.region.as_deref().filter(|region| !region.is_empty()).unwrap_or("global")
}

fn host(config: &Config) -> String {
    match location(config) {
        "global" => "aiplatform.googleapis.com".to_owned(),
        region @ ("us" | "eu") => format!("aiplatform.{region}.rep.googleapis.com"),
        region => format!("{region}-aiplatform.googleapis.com"),
    }
}

/// Claude's paths are left out: its bodies have to change with them, which is a translation.
fn path(config: &Config, call: &Call<'_>) -> Option<String> {
    let project = segment(config.project_id.as_deref()?);
    let base = format!("/v1/projects/{project}/locations/{}", segment(location(config)));
    match (call.route_type, Family::of(call.model)) {
        (_, Family::Claude) => None,
        (RouteType::Completions, _) => Some(format!("{base}/endpoints/openapi/chat/completions")),
        (RouteType::GenerateContent | RouteType::GeminiCountTokens, Family::Gemini) => {
            let (model, verb) = (segment(bare(call.model)), gemini::verb(call)?);
            Some(format!("{base}/publishers/google/models/{model}:{verb}"))
        }
        _ => None,
    }
}
