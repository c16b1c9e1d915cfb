//! Amazon Bedrock. It speaks Converse, which no client asks for: everything is translated, so nothing is native.

use super::{AmbientCredential, Credential, MODEL, OfModel, Prefix, Provider};
use crate::domain::llm::conversion::{ChatFormat, ChatFormats};
use crate::domain::llm::format::RouteType;

/// The row. A Bedrock API key goes as Bearer in the place of the signature.
pub const PROVIDER: Provider = Provider {
    key: "bedrock",
    telemetry: "aws.bedrock",
    config: |spec| spec.bedrock.as_ref(),
    slot: |spec| &mut spec.bedrock,
    model_field: MODEL,
    of_model: OfModel::new("Bedrock", Some("bedrock")),
    default_host: |config| {
        let region = config.region.as_deref().filter(|region| !region.is_empty());
        Some(format!("bedrock-runtime.{}.amazonaws.com", region.unwrap_or("us-east-1")))
    },
    chats: |_, _| ChatFormats::of(&[ChatFormat::BedrockConverse]),
    native: &[],
    path: |_, _| None,
    credential: Credential::Bearer,
    ambient: AmbientCredential::Aws,
    env_key: Some("AWS_BEARER_TOKEN_BEDROCK"),
    prefix: Prefix::Before,
    renames_max_tokens: false,
    names_version: |_| false,
    distrusts_browsers: false,
    declares_formats: false,
    translated: &[RouteType::Rerank, RouteType::Embeddings],
};
