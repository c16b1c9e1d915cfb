//! Anthropic.

use super::{AmbientCredential, CLAUDE_CHATS, Call, Credential, MODEL, OfModel, Prefix, Provider};
use crate::domain::llm::format::RouteType;

/// The row.
pub const PROVIDER: Provider = Provider {
    key: "anthropic",
    telemetry: "anthropic",
    config: |spec| spec.anthropic.as_ref(),
    slot: |spec| &mut spec.anthropic,
    model_field: MODEL,
    of_model: OfModel::new("Anthropic", None),
    default_host: |_| Some("api.anthropic.com".to_owned()),
    chats: |_, _| CLAUDE_CHATS,
    native: &[RouteType::Messages, RouteType::AnthropicTokenCount],
    path: |_, call| suffix(call).map(|suffix| format!("/v1{suffix}")),
    credential: Credential::Anthropic,
    ambient: AmbientCredential::None,
    env_key: Some("ANTHROPIC_API_KEY"),
    prefix: Prefix::ReplacesV1,
    renames_max_tokens: false,
    names_version: |_| true,
    distrusts_browsers: true,
    declares_formats: false,
    translated: &[],
};

/// What follows `/v1`, or what stands in its place.
pub(super) fn suffix(call: &Call<'_>) -> Option<&'static str> {
    Some(match call.route_type {
        RouteType::Messages => "/messages",
        RouteType::AnthropicTokenCount => "/messages/count_tokens",
        _ => return None,
    })
}
