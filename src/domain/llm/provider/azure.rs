//! Azure OpenAI and Azure AI Foundry, named by their resource.

use super::config::Config;
use super::{
    AmbientCredential, CLAUDE_CHATS, Call, Credential, MODEL, OPENAI_CHATS, OfModel, Prefix,
    Provider, anthropic, is_anthropic, openai, segment,
};
use crate::domain::llm::conversion::ChatFormats;
use crate::domain::llm::format::RouteType;

/// The row. A resource's key works only at `location: {header: {name: api-key}}`; without one it is read as an Entra
/// token.
pub const PROVIDER: Provider = Provider {
    key: "azure",
    telemetry: "azure",
    config: |spec| spec.azure.as_ref(),
    slot: |spec| &mut spec.azure,
    model_field: MODEL,
    of_model: OfModel::new("Azure", Some("azure")),
    default_host: host,
    chats: |config, model| chats(is_foundry(config), model),
    native: &[
        RouteType::Completions,
        RouteType::Responses,
        RouteType::Embeddings,
        RouteType::Messages,
        RouteType::AnthropicTokenCount,
    ],
    path: |config, call| path(config, is_foundry(config), call),
    credential: Credential::Bearer,
    ambient: AmbientCredential::Entra,
    env_key: Some("AZURE_OPENAI_API_KEY"),
    prefix: Prefix::Before,
    renames_max_tokens: true,
    names_version: is_anthropic,
    distrusts_browsers: false,
    declares_formats: false,
    translated: &[RouteType::Rerank],
};

pub(super) const OPENAI_SUFFIX: &str = ".openai.azure.com";
pub(super) const FOUNDRY_SUFFIX: &str = ".services.ai.azure.com";

fn host(config: &Config) -> Option<String> {
    let resource = config.resource_name.as_deref()?;
    let suffix = if is_foundry(config) { FOUNDRY_SUFFIX } else { OPENAI_SUFFIX };
    Some(format!("{resource}{suffix}"))
}

fn is_foundry(config: &Config) -> bool {
    config.resource_type.as_deref() == Some("Foundry")
}

/// Foundry hosts Claude too, and speaks to it as Anthropic does.
pub(super) fn chats(foundry: bool, model: &str) -> ChatFormats {
    if foundry && is_claude(model) { CLAUDE_CHATS } else { OPENAI_CHATS }
}

fn is_claude(model: &str) -> bool {
    model.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("claude"))
}

pub(super) fn path(config: &Config, foundry: bool, call: &Call<'_>) -> Option<String> {
    if foundry && is_claude(call.model) {
        return anthropic::suffix(call).map(|suffix| format!("/anthropic/v1{suffix}"));
    }
    let suffix = match call.route_type {
        RouteType::Completions | RouteType::Responses | RouteType::Embeddings => {
            openai::suffix(call)?
        }
        _ => return None,
    };
    if foundry {
        let project = config.project_name.as_deref().or(config.resource_name.as_deref())?;
        return Some(format!("/api/projects/{}/openai/v1{suffix}", segment(project)));
    }
    Some(match config.api_version.as_deref() {
        None | Some("" | "v1") => format!("/openai/v1{suffix}"),
        Some("preview") => format!("/openai/v1{suffix}?api-version=preview"),
        Some(dated) if call.route_type == RouteType::Responses => {
            format!("/openai{suffix}?api-version={}", segment(dated))
        }
        Some(dated) => {
            let (model, dated) = (segment(call.model), segment(dated));
            format!("/openai/deployments/{model}{suffix}?api-version={dated}")
        }
    })
}
