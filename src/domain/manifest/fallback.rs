//! Who stands in when a provider does not answer: another backend's providers, or a provider said in one word.

use serde_json::{Map, Value, json};

use super::invalid::Invalid;
use super::names;
use super::upstream::{SecretOption, Upstream, UpstreamOptions};
use crate::domain::crd::dialect::{self, Unconvertible};
use crate::domain::llm::format::RECOMMENDED_ROUTES;

/// `--fallback`.
#[derive(Clone, Debug)]
pub enum Fallback {
    /// A backend of the same namespace, by name.
    Backend(String),
    /// `PROVIDER:MODEL[,secret=NAME][,secret-key=KEY]`.
    Inline(Box<Upstream>),
}

/// A backend that another cannot fall back to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("backend {backend} can't be a fallback: {why}")]
pub struct NoFallback {
    pub backend: String,
    pub why: FallbackRejection,
}

/// Why a backend cannot be a fallback.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FallbackRejection {
    #[error(transparent)]
    Unconvertible(#[from] Unconvertible),
    #[error("it has no `spec.ai`")]
    NoModel,
    #[error("it has no provider")]
    NoProvider,
    #[error(
        "its key is inline (policies.auth.key); move it to a Secret and reference that in \
         policies.auth.secretRef"
    )]
    KeyInClear,
    /// A policy that only a whole backend can have.
    #[error("its policies.{0} can't be set on a provider in a group, and must not be lost")]
    Policy(String),
}

/// What a provider in a group may carry of a backend's policies. `health` stays behind: the group's own decides.
const CARRIED: &[&str] = &["ai", "auth", "http", "tcp", "tls", "transformation", "tunnel"];

/// Reads the flag. No name of an object has a colon.
///
/// # Errors
/// What is wrong with it.
pub fn parse(text: &str) -> Result<Fallback, Invalid> {
    let Some((provider, rest)) = text.split_once(':') else {
        names::object("fallback", text)?;
        return Ok(Fallback::Backend(text.to_owned()));
    };
    let mut parts = rest.split(',');
    let model = parts.next().unwrap_or_default();
    let (mut secret, mut key) = (None, None);
    for part in parts {
        match part.split_once('=') {
            Some(("secret", name)) => {
                names::secret(name)?;
                secret = Some(name.to_owned());
            }
            Some(("secret-key", name)) => {
                names::data_key(name)?;
                key = Some(name.to_owned());
            }
            _ => {
                let (provider, model) = (provider.to_owned(), model.to_owned());
                return Err(Invalid::FallbackOptions { provider, model });
            }
        }
    }
    let secret = secret.map(|name| SecretOption { name, key });
    let wishes = UpstreamOptions {
        provider: provider.to_owned(),
        model: Some(model.to_owned()),
        secret,
        ..UpstreamOptions::default()
    };
    let upstream = wishes.upstream().map_err(|why| Invalid::Fallback {
        provider: provider.to_owned(),
        model: model.to_owned(),
        why: Box::new(why),
    })?;
    Ok(Fallback::Inline(Box::new(upstream)))
}

/// The group of a provider said in one word.
#[must_use]
pub fn group_of(upstream: &Upstream) -> Vec<Value> {
    let mut entry = upstream.union();
    entry.insert("name".into(), json!(upstream.called));
    let policies = upstream.policies();
    if !policies.is_empty() {
        entry.insert("policies".into(), Value::Object(policies));
    }
    vec![Value::Object(entry)]
}

/// The groups of a backend as it is in the cluster, in whatever dialect, for another backend to fall back to.
///
/// # Errors
/// A backend that calls no model, or one that carries what a group cannot.
pub fn groups_of(object: Value) -> Result<Vec<Vec<Value>>, NoFallback> {
    let backend = text(&object, "/metadata/name").to_owned();
    groups(&backend, object).map_err(|why| NoFallback { backend, why })
}

fn groups(name: &str, object: Value) -> Result<Vec<Vec<Value>>, FallbackRejection> {
    let object = dialect::canonical(object)?.object;
    let ai = object.pointer("/spec/ai").ok_or(FallbackRejection::NoModel)?;
    let shared = carried(object.pointer("/spec/policies"))?;
    let mut groups = Vec::new();
    if let Some(provider) = ai.get("provider").and_then(Value::as_object) {
        let mut entry = provider.clone();
        entry.insert("name".into(), json!(name));
        groups.push(vec![with_policies(entry, shared.clone())?]);
    }
    for group in ai.get("groups").and_then(Value::as_array).into_iter().flatten() {
        let providers = group.get("providers").and_then(Value::as_array);
        let entries = providers.into_iter().flatten().filter_map(Value::as_object);
        let entries = entries.map(|entry| with_policies(entry.clone(), shared.clone()));
        groups.push(entries.collect::<Result<_, _>>()?);
    }
    match groups.is_empty() {
        true => Err(FallbackRejection::NoProvider),
        false => Ok(groups),
    }
}

/// An entry with its own policies over those it shares with the others.
fn with_policies(
    mut entry: Map<String, Value>,
    mut policies: Map<String, Value>,
) -> Result<Value, FallbackRejection> {
    let own = carried(entry.get("policies"))?;
    policies.extend(own);
    entry.remove("policies");
    if !policies.is_empty() {
        entry.insert("policies".into(), Value::Object(policies));
    }
    Ok(Value::Object(entry))
}

/// Policies that go along. What would be lost in silence, or written down in clear, is refused.
fn carried(policies: Option<&Value>) -> Result<Map<String, Value>, FallbackRejection> {
    let Some(policies) = policies.and_then(Value::as_object) else { return Ok(Map::new()) };
    if policies.get("auth").is_some_and(|auth| auth.get("key").is_some()) {
        return Err(FallbackRejection::KeyInClear);
    }
    let mut kept = Map::new();
    for (name, policy) in policies {
        match name.as_str() {
            "health" => {}
            "ai" => {
                let mut ai = policy.as_object().cloned().unwrap_or_default();
                ai.retain(|key, value| key != "routes" || !is_recommended(value));
                if !ai.is_empty() {
                    kept.insert(name.clone(), Value::Object(ai));
                }
            }
            name if CARRIED.contains(&name) => {
                kept.insert(name.to_owned(), policy.clone());
            }
            name => return Err(FallbackRejection::Policy(name.to_owned())),
        }
    }
    Ok(kept)
}

/// Whether the map is the one that every backend is given anyway.
fn is_recommended(routes: &Value) -> bool {
    let Some(routes) = routes.as_object() else { return false };
    routes.len() == RECOMMENDED_ROUTES.len()
        && *routes == *super::backend::routes().as_object().unwrap_or(routes)
}

fn text<'a>(object: &'a Value, path: &str) -> &'a str {
    object.pointer(path).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn backend(spec: Value) -> Value {
        json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
               "metadata": {"name": "claude"}, "spec": spec})
    }

    #[test]
    fn a_backend_comes_with_its_key_and_without_its_health() {
        let spec = json!({"ai": {"provider": {"anthropic": {"model": "c"}}},
            "policies": {"auth": {"secretRef": {"name": "k"}}, "health": {"eviction": {}},
                         "ai": {"routes": super::super::backend::routes()}}});
        let groups = groups_of(backend(spec)).expect("possible");
        let expected = json!([[{"name": "claude", "anthropic": {"model": "c"},
                                "policies": {"auth": {"secretRef": {"name": "k"}}}}]]);
        assert_eq!(json!(groups), expected);
    }

    #[test]
    fn groups_stay_groups_and_their_own_policies_win() {
        let spec = json!({"ai": {"groups": [
                {"providers": [{"name": "a", "openai": {}, "policies": {"auth": {"secretRef": {"name": "own"}}}}]},
                {"providers": [{"name": "b", "gemini": {}}]}]},
            "policies": {"auth": {"secretRef": {"name": "all"}}}});
        let groups = groups_of(backend(spec)).expect("possible");
        assert_eq!(groups[0][0]["policies"]["auth"]["secretRef"]["name"], "own");
        assert_eq!(groups[1][0]["policies"]["auth"]["secretRef"]["name"], "all");
    }

    #[test]
    fn the_workshops_dialect_is_understood() {
        let spec =
            json!({"ai": {"openAI": {"model": "m", "authHeaderRef": {"name": "k", "key": "x"}}}});
        let groups = groups_of(backend(spec)).expect("possible");
        assert_eq!(groups[0][0]["openai"]["model"], "m");
        assert_eq!(groups[0][0]["policies"]["auth"]["secretRef"], json!({"name": "k", "key": "x"}));
    }

    #[test]
    fn what_would_be_lost_or_shown_is_refused() {
        let with = |policies: Value| {
            let spec = json!({"ai": {"provider": {"openai": {}}}, "policies": policies});
            groups_of(backend(spec)).expect_err("refused").to_string()
        };
        let inline = with(json!({"auth": {"key": "sk-canary"}}));
        assert!(inline.contains("is inline") && !inline.contains("sk-canary"), "{inline}");
        assert!(with(json!({"extAuth": {}})).contains("policies.extAuth"));
        assert!(groups_of(backend(json!({"static": {}}))).is_err());
    }

    #[test]
    fn a_word_with_a_colon_is_a_provider_and_one_without_a_backend() {
        assert!(matches!(parse("claude"), Ok(Fallback::Backend(name)) if name == "claude"));
        let read_inline = |text| match parse(text) {
            Ok(Fallback::Inline(upstream)) => json!(group_of(&upstream)),
            other => panic!("{other:?}"),
        };
        let entry = read_inline("anthropic:claude-sonnet-4-5,secret=k");
        assert_eq!(entry[0]["anthropic"]["model"], "claude-sonnet-4-5");
        assert_eq!(entry[0]["policies"]["auth"]["secretRef"]["name"], "k");
        assert_eq!(read_inline("groq:llama")[0]["host"], "api.groq.com");
        assert!(parse("ollama:llama").expect_err("no host").to_string().contains("--host"));
        assert!(parse("anthropic:c,key=x").is_err());
    }
}
