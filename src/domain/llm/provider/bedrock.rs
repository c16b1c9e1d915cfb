//! Amazon Bedrock. It speaks Converse, which no client asks for: everything is translated, so nothing is native.

use super::{AmbientCredential, Credential, Provider};
use crate::domain::llm::conversion::{ChatFormat, ChatFormats};

/// The row. A Bedrock API key goes as Bearer in the place of the signature.
pub const PROVIDER: Provider = Provider {
    key: "bedrock",
    telemetry: "aws.bedrock",
    config: |spec| spec.bedrock.as_ref(),
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
    prefix_replaces_v1: false,
};
