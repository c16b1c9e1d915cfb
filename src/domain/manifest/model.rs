//! AgentgatewayModel: a model offered under a name, which requests ask for in their body.
//!
//! Source: `controller/api/v1alpha1/agentgateway/agentgateway_model_types.go` of agentgateway at 75b4e6ce6.

use serde_json::{Map, Value, json};

use super::invalid::Invalid;
use super::names;
use super::upstream::SecretOption;
use crate::domain::llm::preset::PRESETS;
use crate::domain::llm::provider::{self as providers, AmbientCredential, OfModel};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// What a model should be.
#[derive(Clone, Debug)]
pub struct ModelOptions {
    pub name: ObjectName,
    pub gateway: ObjectName,
    /// The name that requests ask for; `*` stands at one end, if anywhere.
    pub asked: String,
    pub provider: &'static str,
    /// The block under the provider's own key, where it has one.
    pub settings: Option<(&'static str, Map<String, Value>)>,
    pub base_url: Option<String>,
    pub secret: Option<SecretOption>,
    pub internal: bool,
}

/// The CRD's word for `--provider`, and the key of its settings.
///
/// # Errors
/// The names there are.
pub fn provider(name: &str) -> Result<(&'static str, Option<&'static str>), Invalid> {
    let of_crd = providers::named(name).and_then(|row| row.of_model);
    let of_crd = of_crd.map(|OfModel { name, settings }| (name, settings));
    let of_presets = || {
        let preset = PRESETS.iter().find(|preset| preset.name == name)?;
        Some((preset.model_provider?, None))
    };
    of_crd.or_else(of_presets).ok_or_else(|| {
        let presets = PRESETS.iter().filter(|preset| preset.model_provider.is_some());
        let rows = providers::PROVIDERS.iter().filter(|row| row.of_model.is_some());
        let mut known: Vec<_> = rows.map(|row| row.key).collect();
        known.sort_unstable();
        known.extend(presets.map(|preset| preset.name));
        Invalid::ModelProvider { name: name.to_owned(), known }
    })
}

/// The environment variable in which people keep the key of a provider, by the CRD's word for it; none for `Custom`.
#[must_use]
pub fn variable(word: &str) -> Option<&'static str> {
    let of_crd = providers::of_model(word).and_then(|(row, _)| row.env_key);
    of_crd.or_else(|| PRESETS.iter().find(|row| row.model_provider == Some(word))?.env_key)
}

/// Checks the name that requests ask for.
///
/// # Errors
/// What is wrong with it.
pub fn validate(model: &str) -> Result<(), Invalid> {
    names::model(model)?;
    let stars = model.matches('*').count();
    match stars == 0 || (stars == 1 && (model.starts_with('*') || model.ends_with('*'))) {
        true => Ok(()),
        false => Err(Invalid::ModelStars(model.to_owned())),
    }
}

/// Checks `--base-url` as the CRD does.
///
/// # Errors
/// What is wrong with it.
pub fn base_url(url: &str) -> Result<(), Invalid> {
    let wrong = |why: fn(String) -> Invalid| Err(why(url.to_owned()));
    let lower = url.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let Some(rest) = rest.filter(|rest| !rest.is_empty() && !rest.starts_with('/')) else {
        return wrong(Invalid::BaseUrl);
    };
    if rest.contains(['?', '#', '@']) {
        return wrong(Invalid::BaseUrlParts);
    }
    if is_here(url) {
        return wrong(Invalid::BaseUrlIsGateway);
    }
    Ok(())
}

/// Whether a URL leads to whoever follows it: on a laptop the laptop, in a cluster the gateway's own pod.
#[must_use]
pub fn is_here(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    let rest = lower.split_once("://").map_or(&*lower, |(_, rest)| rest);
    let host = rest.split(['/', ':']).next().unwrap_or_default();
    let named = host == "localhost" || host.ends_with(".localhost");
    named || host.starts_with("127.") || rest.starts_with("[::1]")
}

/// The object.
#[must_use]
pub fn model(wishes: &ModelOptions) -> Value {
    let names = Kind::AgentgatewayModel.names();
    let mut parent = json!({"name": wishes.gateway.name});
    if wishes.gateway.namespace != wishes.name.namespace {
        parent["namespace"] = json!(wishes.gateway.namespace);
    }
    let mut spec = json!({
        "parentRefs": [parent],
        "match": {"model": wishes.asked},
        "provider": wishes.provider,
    });
    if let Some((key, block)) = &wishes.settings {
        spec[*key] = Value::Object(block.clone());
    }
    if let Some(url) = &wishes.base_url {
        spec["baseURL"] = json!(url);
    }
    if let Some(secret) = &wishes.secret {
        let mut reference = json!({"name": secret.name});
        if let Some(key) = &secret.key {
            reference["key"] = json!(key);
        }
        let mut auth = json!({"secretRef": reference});
        let row = providers::of_model(wishes.provider).map(|(row, _)| row);
        // As for a backend: a resource's key is no Entra token.
        if row.is_some_and(|row| row.ambient == AmbientCredential::Entra) {
            auth["location"] = json!({"header": {"name": "api-key"}});
        }
        spec["policies"] = json!({"auth": auth});
    }
    if wishes.internal {
        spec["visibility"] = json!("Internal");
    }
    json!({
        "apiVersion": names.api_version(),
        "kind": names.kind,
        "metadata": {"name": wishes.name.name, "namespace": wishes.name.namespace},
        "spec": spec,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn providers_have_the_crds_names() {
        assert_eq!(provider("openai"), Ok(("OpenAI", None)));
        assert_eq!(provider("together"), Ok(("TogetherAI", None)));
        assert_eq!(provider("azure"), Ok(("Azure", Some("azure"))));
        assert!(provider("vllm").expect_err("none").to_string().contains("ollama"));
    }

    #[test]
    fn a_star_stands_at_one_end() {
        for right in ["*", "gpt-*", "*-latest", "org/model:tag"] {
            assert_eq!(validate(right), Ok(()), "{right}");
        }
        for wrong in ["", "a*b", "*a*"] {
            assert!(validate(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_base_url_is_reachable_from_the_gateway() {
        assert_eq!(base_url("http://ollama.llm.svc.cluster.local:11434/v1"), Ok(()));
        for wrong in [
            "ollama:11434",
            "http://",
            "http://localhost:1/v1",
            "http://127.0.0.1",
            "http://[::1]:1",
            "https://u@h",
        ] {
            assert!(base_url(wrong).is_err(), "{wrong}");
        }
    }
}
