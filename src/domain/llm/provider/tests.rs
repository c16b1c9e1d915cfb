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
    (provider.default_host)(&config.into())
}

fn path(key: &str, route_type: RouteType, model: &str, stream: bool) -> Option<String> {
    let call = Call { route_type, model, stream };
    (named(key)?.path)(&Config::default(), &call)
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
    assert_eq!(rows, crate::domain::crd::backend::PROVIDERS);
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
    ] {
        assert_eq!(path(key, route_type, model, stream).as_deref(), Some(expected));
    }
}

/// The path of a call at a provider with these settings.
fn path_with(
    key: &str,
    config: serde_json::Value,
    route_type: RouteType,
    model: &str,
) -> Option<String> {
    let spec = spec(key, &config);
    let (provider, config) = of(&spec)?;
    (provider.path)(&config.into(), &Call { route_type, model, stream: false })
}

#[test]
fn azures_paths_follow_version_resource_and_project() {
    use RouteType::{Completions, Embeddings, Messages, Responses};
    use serde_json::json;
    let resource = |version: &str| json!({"resourceName": "r", "resourceType": "OpenAI", "apiVersion": version});
    let foundry = json!({"resourceName": "r", "resourceType": "Foundry"});
    let project = json!({"resourceName": "r", "resourceType": "Foundry", "projectName": "p"});
    let endpoint = json!({"endpoint": "r.services.ai.azure.com"});
    let dated = "/openai/deployments/m%2F1/chat/completions?api-version=2024-10-21";
    for (key, config, route_type, model, expected) in [
        ("azure", resource("v1"), Completions, "m", Some("/openai/v1/chat/completions")),
        (
            "azure",
            resource("preview"),
            Responses,
            "m",
            Some("/openai/v1/responses?api-version=preview"),
        ),
        ("azure", resource("2024-10-21"), Completions, "m/1", Some(dated)),
        (
            "azure",
            resource("2024-10-21"),
            Responses,
            "m",
            Some("/openai/responses?api-version=2024-10-21"),
        ),
        ("azure", resource("v1"), Messages, "claude-x", None),
        ("azure", project, Completions, "m", Some("/api/projects/p/openai/v1/chat/completions")),
        ("azure", foundry.clone(), Responses, "m", Some("/api/projects/r/openai/v1/responses")),
        ("azure", foundry, Messages, "Claude-x", Some("/anthropic/v1/messages")),
        ("azureopenai", endpoint, Embeddings, "m", Some("/api/projects/r/openai/v1/embeddings")),
    ] {
        assert_eq!(path_with(key, config, route_type, model).as_deref(), expected, "{key}");
    }
}

#[test]
fn vertex_paths_follow_project_and_family_and_custom_ones_what_is_declared() {
    use RouteType::{Completions, GenerateContent, Messages, Responses};
    use serde_json::json;
    let vertex = json!({"projectId": "p", "region": "us-east5"});
    let formats = json!({"formats": [{"type": "Messages", "path": "/own"}, {"type": "Responses"}]});
    let google =
        "/v1/projects/p/locations/us-east5/publishers/google/models/gemini-2.5:generateContent";
    let other = "/v1/projects/p/locations/us-east5/endpoints/openapi/chat/completions";
    for (key, config, route_type, model, expected) in [
        ("vertexai", &vertex, GenerateContent, "google/gemini-2.5", Some(google)),
        ("vertexai", &vertex, Completions, "llama", Some(other)),
        ("vertexai", &vertex, Messages, "claude-x", None),
        ("custom", &formats, Messages, "m", Some("/own")),
        ("custom", &formats, Responses, "m", Some("/v1/responses")),
        ("custom", &formats, Completions, "m", None),
    ] {
        assert_eq!(path_with(key, config.clone(), route_type, model).as_deref(), expected, "{key}");
    }
}

#[test]
fn a_native_path_names_its_model_and_whether_it_streams() {
    for (path, expected) in [
        ("/v1beta/models/g-1:generateContent", (Some("g-1"), false)),
        ("/team/v1/models/g-1:streamGenerateContent", (Some("g-1"), true)),
        ("/v1beta/tunedModels/t:generateContent", (Some("tunedModels/t"), false)),
        ("/v1/projects/p/locations/l/publishers/google/models/g:countTokens", (Some("g"), false)),
        ("/v1beta/models/:generateContent", (None, false)),
        ("/other", (None, false)),
    ] {
        assert_eq!(gemini::asked_by(path), expected, "{path}");
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
