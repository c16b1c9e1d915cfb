//! Gemini by Google's AI Studio: its own format, and an OpenAI-shaped door beside it.

use super::{
    AmbientCredential, Call, Credential, GEMINI_CHATS, MODEL, OfModel, Prefix, Provider, segment,
};
use crate::domain::llm::format::RouteType;

/// The row.
pub const PROVIDER: Provider = Provider {
    key: "gemini",
    telemetry: "gcp.gemini",
    config: |spec| spec.gemini.as_ref(),
    slot: |spec| &mut spec.gemini,
    model_field: MODEL,
    of_model: OfModel::new("Gemini", None),
    default_host: |_| Some("generativelanguage.googleapis.com".to_owned()),
    chats: |_, _| GEMINI_CHATS,
    native: &[
        RouteType::GenerateContent,
        RouteType::GeminiCountTokens,
        RouteType::Completions,
        RouteType::Embeddings,
    ],
    path: |_, call| path(call),
    credential: Credential::Google,
    ambient: AmbientCredential::None,
    env_key: Some("GEMINI_API_KEY"),
    prefix: Prefix::Before,
    renames_max_tokens: false,
    names_version: |_| false,
    distrusts_browsers: false,
    declares_formats: false,
    translated: &[],
};

fn path(call: &Call<'_>) -> Option<String> {
    let verb = match call.route_type {
        RouteType::Completions => return Some("/v1beta/openai/chat/completions".to_owned()),
        RouteType::Embeddings => return Some("/v1beta/openai/embeddings".to_owned()),
        _ => verb(call)?,
    };
    let (collection, id) = match call.model.split_once('/') {
        Some((collection @ ("models" | "tunedModels"), id)) => (collection, id),
        _ => ("models", call.model),
    };
    Some(format!("/v1beta/{collection}/{}:{verb}", segment(id)))
}

/// What follows the colon of a native path.
pub(super) fn verb(call: &Call<'_>) -> Option<&'static str> {
    Some(match (call.route_type, call.stream) {
        (RouteType::GeminiCountTokens, _) => "countTokens",
        (RouteType::GenerateContent, true) => "streamGenerateContent?alt=sse",
        (RouteType::GenerateContent, false) => "generateContent",
        _ => return None,
    })
}

/// The model that a native path names (`…/models/NAME:generateContent`), and whether it asks for a stream.
#[must_use]
pub fn asked_by(path: &str) -> (Option<&str>, bool) {
    let (resource, verb) = path.rsplit_once(':').unwrap_or((path, ""));
    let collections = ["/models/", "/tunedModels/"];
    let name = collections.iter().find_map(|collection| {
        let at = resource.rfind(collection)?;
        // Tuned models keep their collection in their name.
        let from = if *collection == "/models/" { at + collection.len() } else { at + 1 };
        resource.get(from..).filter(|name| !name.is_empty())
    });
    (name, verb == "streamGenerateContent")
}
