//! AgentgatewayBackend: a model of a provider, with the providers that stand in for it, in the canonical form, which
//! is the only one agentgateway's own CRD accepts.
//!
//! Source: `controller/api/v1alpha1/agentgateway/agentgateway_backend_types.go` of agentgateway at 75b4e6ce6.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::invalid::{CountOf, Invalid};
use super::names;
use super::upstream::Upstream;
use crate::domain::llm::format::RECOMMENDED_ROUTES;
use crate::domain::value::object_ref::{Kind, ObjectName};

/// What a backend should be.
#[derive(Clone, Debug)]
pub struct BackendOptions {
    pub name: ObjectName,
    pub upstream: Upstream,
    /// Model asked for, model sent.
    pub aliases: Vec<(String, String)>,
    /// Entries of `groups[].providers`, by group: who is asked when those before do not answer.
    pub fallbacks: Vec<Vec<Value>>,
}

/// When a provider is passed over: at its first failure, for a minute. 429 counts, which it does not by itself; a
/// higher threshold would send the retry of a failed request to the same provider again.
const UNHEALTHY: &str = "response.code >= 500 || response.code == 429";
const EVICTED_FOR: &str = "60s";
const FAILURES: u32 = 1;

/// The CRD's most.
pub const MOST_GROUPS: usize = 8;

/// The object.
#[must_use]
pub fn backend(wishes: &BackendOptions) -> Value {
    let names = Kind::AgentgatewayBackend.names();
    let (ai, policies) = match wishes.fallbacks.is_empty() {
        true => alone(wishes),
        false => in_groups(wishes),
    };
    json!({
        "apiVersion": names.api_version(),
        "kind": names.kind,
        "metadata": {"name": wishes.name.name, "namespace": wishes.name.namespace},
        "spec": {"ai": ai, "policies": policies},
    })
}

fn alone(wishes: &BackendOptions) -> (Value, Map<String, Value>) {
    let mut policies = wishes.upstream.policies();
    let mut ai = json!({"routes": routes()});
    if let Some(aliases) = aliases(wishes) {
        ai["modelAliases"] = aliases;
    }
    policies.insert("ai".into(), ai);
    (json!({"provider": wishes.upstream.union()}), policies)
}

/// Keys, TLS and aliases stand at each provider: at the backend they would be everybody's.
fn in_groups(wishes: &BackendOptions) -> (Value, Map<String, Value>) {
    let mut first = wishes.upstream.union();
    first.insert("name".into(), json!(wishes.name.name));
    let mut own = wishes.upstream.policies();
    if let Some(aliases) = aliases(wishes) {
        own.insert("ai".into(), json!({"modelAliases": aliases}));
    }
    if !own.is_empty() {
        first.insert("policies".into(), Value::Object(own));
    }
    let mut groups = vec![vec![Value::Object(first)]];
    groups.extend(wishes.fallbacks.iter().cloned());
    name_once(&mut groups);
    let groups: Vec<_> =
        groups.into_iter().map(|providers| json!({"providers": providers})).collect();
    let health = json!({
        "unhealthyCondition": UNHEALTHY,
        "eviction": {"duration": EVICTED_FOR, "consecutiveFailures": FAILURES},
    });
    let policies = Map::from_iter([
        ("ai".to_owned(), json!({"routes": routes()})),
        ("health".to_owned(), health),
    ]);
    (json!({"groups": groups}), policies)
}

/// Two providers of one name would share the policies that are attached by it, in whatever groups they are.
fn name_once(groups: &mut [Vec<Value>]) {
    let mut taken = BTreeSet::new();
    for provider in groups.iter_mut().flatten() {
        let name = provider["name"].as_str().unwrap_or("provider").to_owned();
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|name| !taken.contains(name));
        let free = free.unwrap_or(name);
        provider["name"] = json!(free);
        taken.insert(free);
    }
}

/// Without this map embeddings, messages and responses are read as chat completions.
pub(super) fn routes() -> Value {
    let rows = RECOMMENDED_ROUTES.iter();
    let rows = rows.map(|(suffix, route_type)| ((*suffix).to_owned(), json!(route_type.name())));
    Value::Object(rows.collect())
}

fn aliases(wishes: &BackendOptions) -> Option<Value> {
    let rows = wishes.aliases.iter().map(|(from, to)| (from.clone(), json!(to)));
    (!wishes.aliases.is_empty()).then(|| Value::Object(rows.collect()))
}

/// Reads `FROM=TO`s. Behind a model that is always sent, other names never arrive.
///
/// # Errors
/// The first that is wrong, and why.
pub fn read_aliases(
    texts: &[String],
    model: Option<&str>,
) -> Result<Vec<(String, String)>, Invalid> {
    const MOST: usize = 64;
    let mut aliases: Vec<(String, String)> = Vec::new();
    for text in texts {
        let Some((from, to)) = text.split_once('=').filter(|(from, _)| !from.is_empty()) else {
            return Err(Invalid::Alias(text.clone()));
        };
        names::model(from)?;
        names::model(to)?;
        if aliases.iter().any(|(known, _)| known == from) {
            return Err(Invalid::AliasTwice(from.to_owned()));
        }
        if let Some(model) = model.filter(|model| *model != from && !from.contains('*')) {
            return Err(Invalid::AliasUnused { alias: from.to_owned(), model: model.to_owned() });
        }
        aliases.push((from.to_owned(), to.to_owned()));
    }
    names::no_more(CountOf::Aliases, aliases.len(), MOST)?;
    Ok(aliases)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::crd::backend::BackendSpec;
    use crate::domain::llm::provider;
    use crate::domain::manifest::upstream::{SecretOption, UpstreamOptions};

    fn wishes(provider: &str) -> BackendOptions {
        let upstream = UpstreamOptions {
            provider: provider.to_owned(),
            model: Some("gpt-4o".to_owned()),
            secret: Some(SecretOption { name: "s".to_owned(), key: Some("api-key".to_owned()) }),
            ..UpstreamOptions::default()
        };
        BackendOptions {
            name: ObjectName::new("ns", "smart"),
            upstream: upstream.upstream().expect("possible"),
            aliases: Vec::new(),
            fallbacks: Vec::new(),
        }
    }

    fn spec(wishes: &BackendOptions) -> BackendSpec {
        serde_json::from_value(backend(wishes)["spec"].clone()).expect("our own reader reads it")
    }

    #[test]
    fn our_own_reader_finds_the_model_and_every_path_has_its_type() {
        for name in ["openai", "anthropic", "gemini", "bedrock"] {
            let spec = spec(&wishes(name));
            let provider = spec.ai.expect("ai").provider.expect("one");
            let (row, config) = provider::of(&provider).expect("known");
            assert_eq!((row.key, config.model.as_deref()), (name, Some("gpt-4o")));
            let routes = spec.policies.and_then(|p| p.ai).and_then(|ai| ai.routes).expect("routes");
            assert_eq!(routes.len(), RECOMMENDED_ROUTES.len());
            assert_eq!(routes["*"], "Passthrough");
        }
    }

    #[test]
    fn in_groups_keys_stand_at_their_provider_and_names_are_distinct() {
        let fallbacks = vec![vec![json!({"name": "smart", "bedrock": {}})]];
        let object = backend(&BackendOptions { fallbacks, ..wishes("openai") });
        let groups = &object["spec"]["ai"]["groups"];
        assert_eq!(groups[0]["providers"][0]["name"], "smart");
        assert_eq!(groups[1]["providers"][0]["name"], "smart-2");
        assert_eq!(
            groups[0]["providers"][0]["policies"]["auth"]["secretRef"],
            json!({"name": "s", "key": "api-key"})
        );
        let policies = &object["spec"]["policies"];
        assert!(policies.get("auth").is_none(), "the fallback would be sent this key: {policies}");
        assert_eq!(policies["health"]["eviction"]["duration"], "60s");
        assert_eq!(policies["ai"]["routes"]["/v1/embeddings"], "Embeddings");
    }

    #[test]
    fn an_alias_that_is_never_used_is_refused() {
        let read = |text: &str, model| read_aliases(&[text.to_owned()], model);
        assert_eq!(read("fast=gpt-4o-mini", None), Ok(vec![("fast".into(), "gpt-4o-mini".into())]));
        let unused = read("fast=gpt-4o-mini", Some("gpt-4o")).expect_err("never used");
        assert!(unused.to_string().contains("remove --model"), "{unused}");
        assert!(read("gpt-4o=gpt-4o-mini", Some("gpt-4o")).is_ok());
        for wrong in ["fast", "=x", "x="] {
            assert!(read(wrong, None).is_err(), "{wrong}");
        }
    }
}
