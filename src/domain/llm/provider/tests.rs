//! The rows against the CRD's union and the reference's tables.

use std::collections::BTreeSet;

use super::*;

fn spec(key: &str, config: &serde_json::Value) -> ProviderSpec {
    serde_json::from_value(serde_json::json!({ key: config })).expect("a provider")
}

fn host(key: &str, config: serde_json::Value) -> Option<String> {
    let spec = spec(key, &config);
    let (provider, config) = of(&spec)?;
    assert_eq!(provider.key, key);
    (provider.default_host)(config)
}

fn path(key: &str, route_type: RouteType, model: &str, stream: bool) -> Option<String> {
    let call = Call { route_type, model, stream };
    (named(key)?.path)(&ProviderConfig::default(), &call)
}

#[test]
fn each_provider_of_the_crd_has_exactly_one_row() {
    let everything = ProviderSpec {
        openai: Some(ProviderConfig::default()),
        azureopenai: Some(ProviderConfig::default()),
        azure: Some(ProviderConfig::default()),
        anthropic: Some(ProviderConfig::default()),
        gemini: Some(ProviderConfig::default()),
        vertexai: Some(ProviderConfig::default()),
        bedrock: Some(ProviderConfig::default()),
        custom: Some(ProviderConfig::default()),
        host: None,
        port: None,
        path: None,
        path_prefix: None,
    };
    let written = serde_json::to_value(&everything).expect("a provider");
    let union: BTreeSet<_> = written.as_object().expect("a mapping").keys().cloned().collect();
    let rows: Vec<_> = PROVIDERS.iter().map(|provider| provider.key.to_owned()).collect();
    assert_eq!(rows.iter().cloned().collect::<BTreeSet<_>>(), union);
    assert_eq!(rows.len(), union.len());
    for key in rows {
        let spec = spec(&key, &serde_json::json!({"model": key}));
        let (provider, config) = of(&spec).expect("a row");
        assert_eq!((provider.key, config.model.as_deref()), (&*key, Some(&*key)));
        assert_eq!(named(&key).map(|provider| provider.key), Some(&*key));
    }
    assert!(of(&ProviderSpec::default()).is_none() && named("OpenAI").is_none());
}

#[test]
fn default_hosts_are_the_references() {
    use serde_json::json;
    for (key, config, expected) in [
        ("openai", json!({}), Some("api.openai.com")),
        ("anthropic", json!({}), Some("api.anthropic.com")),
        ("gemini", json!({}), Some("generativelanguage.googleapis.com")),
        ("vertexai", json!({}), Some("aiplatform.googleapis.com")),
        ("vertexai", json!({"region": "global"}), Some("aiplatform.googleapis.com")),
        ("vertexai", json!({"region": "eu"}), Some("aiplatform.eu.rep.googleapis.com")),
        ("vertexai", json!({"region": "us-east5"}), Some("us-east5-aiplatform.googleapis.com")),
        ("bedrock", json!({}), Some("bedrock-runtime.us-east-1.amazonaws.com")),
        (
            "bedrock",
            json!({"region": "eu-west-1"}),
            Some("bedrock-runtime.eu-west-1.amazonaws.com"),
        ),
        (
            "azure",
            json!({"resourceName": "a", "resourceType": "OpenAI"}),
            Some("a.openai.azure.com"),
        ),
        (
            "azure",
            json!({"resourceName": "a", "resourceType": "Foundry"}),
            Some("a.services.ai.azure.com"),
        ),
        ("azure", json!({}), None),
        ("azureopenai", json!({"endpoint": "a.openai.azure.com"}), Some("a.openai.azure.com")),
        (
            "azureopenai",
            json!({"endpoint": "a.services.ai.azure.com"}),
            Some("a.services.ai.azure.com"),
        ),
        ("azureopenai", json!({"endpoint": "a"}), Some("a.openai.azure.com")),
        ("custom", json!({}), None),
    ] {
        assert_eq!(host(key, config).as_deref(), expected, "{key}");
    }
}

#[test]
fn native_paths_are_the_references() {
    use RouteType::{
        AnthropicTokenCount, Completions, Embeddings, GeminiCountTokens, GenerateContent, Messages,
        Responses,
    };
    for (key, route_type, model, stream, expected) in [
        ("openai", Completions, "gpt-4o", true, "/v1/chat/completions"),
        ("openai", Responses, "gpt-4o", false, "/v1/responses"),
        ("openai", Embeddings, "e", false, "/v1/embeddings"),
        ("anthropic", Messages, "c", true, "/v1/messages"),
        ("anthropic", AnthropicTokenCount, "c", false, "/v1/messages/count_tokens"),
        ("gemini", GenerateContent, "g", false, "/v1beta/models/g:generateContent"),
        (
            "gemini",
            GenerateContent,
            "models/g",
            true,
            "/v1beta/models/g:streamGenerateContent?alt=sse",
        ),
        ("gemini", GeminiCountTokens, "tunedModels/g", false, "/v1beta/tunedModels/g:countTokens"),
        (
            "gemini",
            GenerateContent,
            "a/b%c ?",
            false,
            "/v1beta/models/a%2Fb%25c%20%3F:generateContent",
        ),
        ("gemini", Completions, "g", false, "/v1beta/openai/chat/completions"),
        ("azure", Responses, "g", false, "/openai/v1/responses"),
        ("azureopenai", Completions, "g", false, "/openai/v1/chat/completions"),
        ("custom", Messages, "m", false, "/v1/messages"),
    ] {
        assert_eq!(path(key, route_type, model, stream).as_deref(), Some(expected));
    }
}

#[test]
fn a_path_is_known_only_for_a_native_format() {
    for provider in PROVIDERS {
        for (route_type, _) in RouteType::ALL {
            let is_known = path(provider.key, *route_type, "m", false).is_some();
            assert!(!is_known || provider.speaks(*route_type), "{} {route_type:?}", provider.key);
        }
    }
}

#[test]
fn keys_go_where_each_provider_looks_for_them() {
    let header = |key: &str, secret: &str, route_type| {
        named(key).expect("a row").credential.place(secret, route_type).header
    };
    assert_eq!(header("openai", "sk-1", RouteType::Completions), "authorization");
    assert_eq!(header("anthropic", "sk-ant-api", RouteType::Messages), "x-api-key");
    assert_eq!(header("anthropic", "sk-ant-oat01", RouteType::Messages), "authorization");
    assert_eq!(header("gemini", "AIza1", RouteType::GenerateContent), "x-goog-api-key");
    assert_eq!(header("gemini", "AIza1", RouteType::Completions), "authorization");
    assert_eq!(header("gemini", "ya29", RouteType::GenerateContent), "authorization");
}
