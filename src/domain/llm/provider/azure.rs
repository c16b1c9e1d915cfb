//! Azure OpenAI and Azure AI Foundry, named by their resource.

use super::{Ambient, Call, Credential, Provider, openai};
use crate::domain::crd::backend::ProviderConfig;
use crate::domain::llm::format::RouteType;

/// The row. A resource's key works only at `location: {header: {name: api-key}}`; without one it is read as an Entra
/// token.
pub const PROVIDER: Provider = Provider {
    key: "azure",
    telemetry: "azure",
    config: |spec| spec.azure.as_ref(),
    default_host: host,
    native: &[RouteType::Completions, RouteType::Responses, RouteType::Embeddings],
    path,
    credential: Credential::Bearer,
    ambient: Ambient::Entra,
    env_key: Some("AZURE_OPENAI_API_KEY"),
    prefix_replaces_v1: false,
};

pub(super) const OPENAI_SUFFIX: &str = ".openai.azure.com";
pub(super) const FOUNDRY_SUFFIX: &str = ".services.ai.azure.com";

fn host(config: &ProviderConfig) -> Option<String> {
    let resource = config.resource_name.as_deref()?;
    let suffix = if is_foundry(config) { FOUNDRY_SUFFIX } else { OPENAI_SUFFIX };
    Some(format!("{resource}{suffix}"))
}

/// The path of an API without version or of version `v1`. Foundry's names the project, which is not read yet.
fn path(config: &ProviderConfig, call: &Call<'_>) -> Option<String> {
    if is_foundry(config) { None } else { v1_path(call) }
}

/// The path that needs no version.
pub(super) fn v1_path(call: &Call<'_>) -> Option<String> {
    if !PROVIDER.speaks(call.route_type) {
        return None;
    }
    openai::suffix(call).map(|suffix| format!("/openai/v1{suffix}"))
}

fn is_foundry(config: &ProviderConfig) -> bool {
    config.resource_type.as_deref() == Some("Foundry")
}
