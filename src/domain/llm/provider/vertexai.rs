//! Vertex AI. Its paths name the project, which is not read from objects yet, so none is built.

use super::{Ambient, Credential, Provider};
use crate::domain::crd::backend::ProviderConfig;
use crate::domain::llm::format::RouteType;

/// The row. Gemini models speak their own format, Claude models Anthropic's, all but Claude also OpenAI's.
pub const PROVIDER: Provider = Provider {
    key: "vertexai",
    telemetry: "gcp.vertex_ai",
    config: |spec| spec.vertexai.as_ref(),
    default_host: |config| Some(host(config)),
    native: &[
        RouteType::GenerateContent,
        RouteType::GeminiCountTokens,
        RouteType::Completions,
        RouteType::Messages,
        RouteType::AnthropicTokenCount,
    ],
    path: |_, _| None,
    credential: Credential::Bearer,
    ambient: Ambient::Google,
    env_key: None,
    prefix_replaces_v1: false,
};

fn host(config: &ProviderConfig) -> String {
    match config.region.as_deref() {
        None | Some("" | "global") => "aiplatform.googleapis.com".to_owned(),
        Some(region @ ("us" | "eu")) => format!("aiplatform.{region}.rep.googleapis.com"),
        Some(region) => format!("{region}-aiplatform.googleapis.com"),
    }
}
