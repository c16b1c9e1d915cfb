//! Any other provider: the object says where it is and which formats it speaks.

use super::{Ambient, Credential, Provider, anthropic, openai};
use crate::domain::llm::format::RouteType;

/// The row. `native` is what `formats` may declare; paths are those without a `path` of the format's own.
pub const PROVIDER: Provider = Provider {
    key: "custom",
    telemetry: "custom",
    config: |spec| spec.custom.as_ref(),
    default_host: |_| None,
    native: &[
        RouteType::Completions,
        RouteType::Messages,
        RouteType::Responses,
        RouteType::Embeddings,
        RouteType::Rerank,
        RouteType::AnthropicTokenCount,
        RouteType::Realtime,
    ],
    path: |_, call| {
        let suffix = openai::suffix(call).or_else(|| anthropic::suffix(call))?;
        Some(format!("/v1{suffix}"))
    },
    credential: Credential::Bearer,
    ambient: Ambient::None,
    env_key: None,
    prefix_replaces_v1: true,
};
