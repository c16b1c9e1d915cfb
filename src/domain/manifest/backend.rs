//! AgentgatewayBackend: one model of one provider, in the canonical form, which is the only one agentgateway's own
//! CRD accepts.
//!
//! Source: reference/agentgateway.md §1.1–§1.6, §2.1.

use std::net::IpAddr;

use serde_json::{Map, Value, json};

use crate::domain::llm::format::{RECOMMENDED_ROUTES, RouteType};
use crate::domain::llm::provider::{PROVIDERS, Provider};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// What a backend should be.
#[derive(Clone, Debug)]
pub struct BackendWishes {
    pub name: ObjectName,
    pub provider: &'static Provider,
    pub model: String,
    pub secret: Option<SecretWish>,
    /// Another place than the provider's own.
    pub place: Option<Place>,
}

/// The Secret that holds the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretWish {
    pub name: String,
    /// The data key, where it is not `Authorization`.
    pub key: Option<String>,
}

/// Where a provider is reached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub host: String,
    pub port: u16,
    pub path_prefix: Option<String>,
}

impl Place {
    /// Whether the provider is spoken to with TLS. A backend with a host of its own has none until it asks for it,
    /// even on 443, and would send its key in the clear.
    #[must_use]
    pub fn is_tls(&self) -> bool {
        self.port == 443
    }
}

/// What a custom provider is said to speak: what nearly everything that calls itself OpenAI-compatible does. Other
/// formats are translated to these.
const CUSTOM_FORMATS: &[RouteType] = &[RouteType::Completions, RouteType::Embeddings];

/// Providers whose CRD wants more than a model, and what.
const WANT_MORE: &[(&str, &str)] = &[
    ("azureopenai", "an endpoint (and a deploymentName)"),
    ("azure", "a resourceName and a resourceType (OpenAI or Foundry)"),
    ("vertexai", "a projectId (and a region, where it is not global)"),
];

/// The provider called `name`, if a model is all it needs.
///
/// # Errors
/// What is wrong, and what to do.
pub fn provider(name: &str, has_place: bool) -> Result<&'static Provider, String> {
    let explain = format!("`kubectl explain agentgatewaybackend.spec.ai.provider.{name}`");
    if let Some((_, fields)) = WANT_MORE.iter().find(|row| row.0 == name) {
        return Err(format!(
            "provider {name} needs {fields} beside the model, which add-backend does not write; \
             {explain} shows every field"
        ));
    }
    let known = PROVIDERS.iter().find(|provider| provider.key == name).ok_or_else(|| {
        let names: Vec<_> = writable().collect();
        format!(
            "provider `{name}` does not exist; there are {}. \
             For anything OpenAI-compatible use openai with --host, --port and --path-prefix",
            names.join(", ")
        )
    })?;
    if known.key == "custom" && !has_place {
        let text = "provider custom has no host of its own; say where it is with --host and --port";
        return Err(format!("{text} ({explain} shows every field)"));
    }
    Ok(known)
}

/// The names that [`provider`] takes.
pub fn writable() -> impl Iterator<Item = &'static str> {
    let more = |name: &&str| !WANT_MORE.iter().any(|row| row.0 == *name);
    PROVIDERS.iter().map(|provider| provider.key).filter(more)
}

/// The object.
#[must_use]
pub fn backend(wishes: &BackendWishes) -> Value {
    let names = Kind::AgentgatewayBackend.names();
    json!({
        "apiVersion": names.api_version(),
        "kind": names.kind,
        "metadata": {"name": wishes.name.name, "namespace": wishes.name.namespace},
        "spec": {
            "ai": {"provider": union(wishes)},
            "policies": policies(wishes),
        },
    })
}

fn union(wishes: &BackendWishes) -> Map<String, Value> {
    let mut config = json!({"model": wishes.model});
    if wishes.provider.key == "custom" {
        let formats = CUSTOM_FORMATS.iter().map(|format| json!({"type": format.name()}));
        config["formats"] = formats.collect();
    }
    let mut union = Map::from_iter([(wishes.provider.key.to_owned(), config)]);
    if let Some(place) = &wishes.place {
        union.insert("host".into(), json!(place.host));
        union.insert("port".into(), json!(place.port));
        if let Some(prefix) = &place.path_prefix {
            union.insert("pathPrefix".into(), json!(prefix));
        }
    }
    union
}

fn policies(wishes: &BackendWishes) -> Value {
    // Without this map embeddings, messages and responses are read as chat completions.
    let routes: Map<_, _> = RECOMMENDED_ROUTES
        .iter()
        .map(|(suffix, route_type)| ((*suffix).to_owned(), json!(route_type.name())))
        .collect();
    let mut policies = json!({"ai": {"routes": routes}});
    if let Some(secret) = &wishes.secret {
        let mut reference = json!({"name": secret.name});
        if let Some(key) = &secret.key {
            reference["key"] = json!(key);
        }
        policies["auth"] = json!({"secretRef": reference});
    }
    if let Some(place) = wishes.place.as_ref().filter(|place| place.is_tls()) {
        // An address is no server name; an empty `tls` verifies against the address.
        policies["tls"] = match place.host.parse::<IpAddr>() {
            Ok(_) => json!({}),
            Err(_) => json!({"sni": place.host}),
        };
    }
    policies
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::crd::backend::BackendSpec;
    use crate::domain::llm::provider;

    fn wishes(provider: &str) -> BackendWishes {
        BackendWishes {
            name: ObjectName::new("ns", "smart"),
            provider: super::provider(provider, true).expect("a provider"),
            model: "gpt-4o".to_owned(),
            secret: None,
            place: None,
        }
    }

    fn spec(wishes: &BackendWishes) -> BackendSpec {
        serde_json::from_value(backend(wishes)["spec"].clone()).expect("our own reader reads it")
    }

    #[test]
    fn every_writable_provider_is_read_back_with_its_model() {
        for name in writable() {
            let ai = spec(&wishes(name)).ai.expect("ai");
            let (row, config) = provider::of(ai.provider.as_ref().expect("one")).expect("known");
            assert_eq!(row.key, name);
            assert_eq!(config.model.as_deref(), Some("gpt-4o"));
        }
    }

    #[test]
    fn a_secret_is_named_and_its_data_key_only_where_it_is_given() {
        let mut wishes = wishes("openai");
        assert!(backend(&wishes)["spec"]["policies"].get("auth").is_none());
        wishes.secret = Some(SecretWish { name: "s".into(), key: None });
        let reference =
            |wishes: &_| backend(wishes)["spec"]["policies"]["auth"]["secretRef"].clone();
        assert_eq!(reference(&wishes), json!({"name": "s"}));
        wishes.secret = Some(SecretWish { name: "s".into(), key: Some("api-key".into()) });
        assert_eq!(reference(&wishes), json!({"name": "s", "key": "api-key"}));
    }

    #[test]
    fn every_path_has_the_recommended_type() {
        let spec = spec(&wishes("anthropic"));
        let routes = spec.policies.and_then(|p| p.ai).and_then(|ai| ai.routes).expect("routes");
        assert_eq!(routes.len(), RECOMMENDED_ROUTES.len());
        assert_eq!(routes["/v1/embeddings"], "Embeddings");
        assert_eq!(routes["*"], "Passthrough");
    }

    #[test]
    fn another_host_on_443_asks_for_tls_by_its_name() {
        let at = |host: &str, port| {
            let path_prefix = Some("/openai/v1".to_owned());
            let place = Place { host: host.to_owned(), port, path_prefix };
            backend(&BackendWishes { place: Some(place), ..wishes("openai") })["spec"].clone()
        };
        let spec = at("api.groq.com", 443);
        assert_eq!(
            spec["ai"]["provider"],
            json!({"openai": {"model": "gpt-4o"}, "host": "api.groq.com", "port": 443,
                   "pathPrefix": "/openai/v1"})
        );
        assert_eq!(spec["policies"]["tls"], json!({"sni": "api.groq.com"}));
        assert_eq!(at("203.0.113.7", 443)["policies"]["tls"], json!({}));
        assert!(at("ollama.local", 11434)["policies"].get("tls").is_none());
    }

    #[test]
    fn a_provider_that_wants_more_is_refused_with_its_fields() {
        let refusal = super::provider("vertexai", false).expect_err("refused");
        assert!(refusal.contains("projectId") && refusal.contains("kubectl explain"), "{refusal}");
        let refusal = super::provider("opnai", false).expect_err("refused");
        assert!(refusal.contains("openai, anthropic, gemini, bedrock, custom"), "{refusal}");
        assert!(super::provider("custom", false).is_err());
        assert!(super::provider("custom", true).is_ok());
        for (name, _) in WANT_MORE {
            assert!(provider::named(name).is_some(), "{name} is no provider");
        }
    }
}
