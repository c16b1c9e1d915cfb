//! Gemini by Google's AI Studio: its own format, and an OpenAI-shaped door beside it.

use super::{Ambient, Call, Credential, Provider, segment};
use crate::domain::llm::format::RouteType;

/// The row.
pub const PROVIDER: Provider = Provider {
    key: "gemini",
    telemetry: "gcp.gemini",
    config: |spec| spec.gemini.as_ref(),
    default_host: |_| Some("generativelanguage.googleapis.com".to_owned()),
    native: &[
        RouteType::GenerateContent,
        RouteType::GeminiCountTokens,
        RouteType::Completions,
        RouteType::Embeddings,
    ],
    path: |_, call| path(call),
    credential: Credential::Google,
    ambient: Ambient::None,
    env_key: Some("GEMINI_API_KEY"),
    prefix_replaces_v1: false,
};

fn path(call: &Call<'_>) -> Option<String> {
    let verb = match call.route_type {
        RouteType::Completions => return Some("/v1beta/openai/chat/completions".to_owned()),
        RouteType::Embeddings => return Some("/v1beta/openai/embeddings".to_owned()),
        RouteType::GeminiCountTokens => "countTokens",
        RouteType::GenerateContent => verb(call.stream),
        _ => return None,
    };
    let (collection, id) = match call.model.split_once('/') {
        Some((collection @ ("models" | "tunedModels"), id)) => (collection, id),
        _ => ("models", call.model),
    };
    Some(format!("/v1beta/{collection}/{}:{verb}", segment(id)))
}

fn verb(stream: bool) -> &'static str {
    if stream { "streamGenerateContent?alt=sse" } else { "generateContent" }
}
