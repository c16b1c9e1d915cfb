//! Any other provider: the object says where it is and which formats it speaks.

use super::config::{Config, DeclaredFormat};
use super::{
    AmbientCredential, Call, Credential, MODEL, OfModel, Prefix, Provider, anthropic, openai,
};
use crate::domain::llm::conversion::{ChatFormat, ChatFormats};
use crate::domain::llm::format::RouteType;

/// The row. `native` is what `formats` may declare.
pub const PROVIDER: Provider = Provider {
    key: "custom",
    telemetry: "custom",
    config: |spec| spec.custom.as_ref(),
    slot: |spec| &mut spec.custom,
    model_field: MODEL,
    of_model: OfModel::new("Custom", Some("custom")),
    default_host: |_| None,
    chats: |config, _| chats(config),
    native: &[
        RouteType::Completions,
        RouteType::Messages,
        RouteType::Responses,
        RouteType::Embeddings,
        RouteType::Rerank,
        RouteType::AnthropicTokenCount,
        RouteType::Realtime,
    ],
    path,
    credential: Credential::Bearer,
    ambient: AmbientCredential::None,
    env_key: None,
    prefix: Prefix::ReplacesBuiltV1,
    renames_max_tokens: false,
    names_version: |_| false,
    distrusts_browsers: false,
    declares_formats: true,
    translated: &[],
};

const CHATS: [(&str, ChatFormat); 3] = [
    ("Completions", ChatFormat::OpenAiCompletions),
    ("Messages", ChatFormat::AnthropicMessages),
    ("Responses", ChatFormat::OpenAiResponses),
];

fn chats(config: &Config) -> ChatFormats {
    let declared = CHATS.iter().filter(|(name, _)| declared(config, name).is_some());
    declared.fold(ChatFormats::default(), |all, (_, format)| all.with(*format))
}

/// The format of that name, where the object declares it.
fn declared<'a>(config: &'a Config, name: &str) -> Option<&'a DeclaredFormat> {
    config.formats.iter().find(|format| format.name == name)
}

/// A format's own path goes as it is written; the others are under `/v1`.
fn path(config: &Config, call: &Call<'_>) -> Option<String> {
    let format = declared(config, call.route_type.name())?;
    if let Some(own) = &format.path {
        return Some(own.clone());
    }
    let suffix = openai::suffix(call).or_else(|| anthropic::suffix(call))?;
    Some(format!("/v1{suffix}"))
}
