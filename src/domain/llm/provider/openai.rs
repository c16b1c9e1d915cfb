//! OpenAI, and everything that speaks as it does under another host.

use super::{AmbientCredential, Call, Credential, MODEL, OPENAI_CHATS, OfModel, Prefix, Provider};
use crate::domain::llm::format::RouteType;

/// The row.
pub const PROVIDER: Provider = Provider {
    key: "openai",
    telemetry: "openai",
    config: |spec| spec.openai.as_ref(),
    slot: |spec| &mut spec.openai,
    model_field: MODEL,
    of_model: OfModel::new("OpenAI", None),
    default_host: |_| Some("api.openai.com".to_owned()),
    chats: |_, _| OPENAI_CHATS,
    native: &[
        RouteType::Completions,
        RouteType::Responses,
        RouteType::Embeddings,
        RouteType::Rerank,
        RouteType::Realtime,
    ],
    path: |_, call| suffix(call).map(|suffix| format!("/v1{suffix}")),
    credential: Credential::Bearer,
    ambient: AmbientCredential::None,
    env_key: Some("OPENAI_API_KEY"),
    prefix: Prefix::ReplacesV1,
    renames_max_tokens: true,
    names_version: |_| false,
    distrusts_browsers: false,
    declares_formats: false,
    translated: &[],
};

/// What follows `/v1`, or what stands in its place.
pub(super) fn suffix(call: &Call<'_>) -> Option<&'static str> {
    Some(match call.route_type {
        RouteType::Completions => "/chat/completions",
        RouteType::Responses => "/responses",
        RouteType::Embeddings => "/embeddings",
        RouteType::Rerank => "/rerank",
        RouteType::Realtime => "/realtime",
        _ => return None,
    })
}
