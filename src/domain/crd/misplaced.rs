//! Fields of an AgentgatewayBackend that stand where nobody reads them. An API server prunes them in silence, a file
//! keeps them, and both behave as if they were not there (<https://github.com/agentgateway/agentgateway/issues/1712>).

use std::fmt;

use serde_json::{Map, Value};

use super::backend::PROVIDERS;

/// A field in the wrong place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misplaced {
    /// As a person writes it: `spec.ai.host`.
    pub path: String,
    /// Where it belongs, if that is known.
    pub belongs: Option<String>,
}

impl fmt::Display for Misplaced {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unused field `{}`", self.path)?;
        match &self.belongs {
            Some(place) => write!(f, "; it belongs at `{place}`"),
            None => Ok(()),
        }
    }
}

const SPEC: &[&str] = &["ai", "static", "dynamicForwardProxy", "mcp", "aws", "a2a", "policies"];
const AI: &[&str] = &["provider", "groups", "openAI"];
const PLACE: &[&str] = &["host", "port", "path", "pathPrefix"];

/// Fields that people look for elsewhere, and their place under `policies`.
const OF_POLICIES: &[(&str, &str)] = &[
    ("auth", "auth"),
    ("secretRef", "auth.secretRef"),
    ("tls", "tls"),
    ("sni", "tls.sni"),
    ("routes", "ai.routes"),
    ("modelAliases", "ai.modelAliases"),
    ("promptGuard", "ai.promptGuard"),
    ("defaults", "ai.defaults"),
    ("overrides", "ai.overrides"),
    ("health", "health"),
    ("eviction", "health.eviction"),
];

/// The misplaced fields of a backend, whatever its dialect. Only fields that can be told are named: one that this
/// version does not know, inside a provider's own settings or a policy, may be newer than it.
#[must_use]
pub fn of(object: &Value) -> Vec<Misplaced> {
    let mut found = Vec::new();
    let Some(spec) = object.get("spec").and_then(Value::as_object) else { return found };
    unknown(&mut found, spec, "spec", &[SPEC], "spec.policies");
    let Some(ai) = spec.get("ai").and_then(Value::as_object) else {
        return found;
    };
    unknown(&mut found, ai, "spec.ai", &[AI], "spec.policies");
    if let Some(provider) = ai.get("provider").and_then(Value::as_object) {
        union(&mut found, provider, "spec.ai.provider", &[PROVIDERS, PLACE], "spec.policies");
    }
    let groups = ai.get("groups").and_then(Value::as_array).into_iter().flatten();
    for (g, group) in groups.enumerate() {
        let providers = group.get("providers").and_then(Value::as_array).into_iter().flatten();
        for (p, provider) in providers.filter_map(Value::as_object).enumerate() {
            let path = format!("spec.ai.groups[{g}].providers[{p}]");
            let known = [PROVIDERS, PLACE, &["name", "policies"]];
            union(&mut found, provider, &path, &known, &format!("{path}.policies"));
        }
    }
    if let Some(policies) = spec.get("policies").and_then(Value::as_object) {
        for (field, place) in OF_POLICIES.iter().filter(|(field, place)| field != place) {
            if policies.contains_key(*field) {
                add(&mut found, "spec.policies", field, Some(format!("spec.policies.{place}")));
            }
        }
    }
    found
}

/// A provider and its settings.
fn union(
    found: &mut Vec<Misplaced>,
    fields: &Map<String, Value>,
    path: &str,
    known: &[&[&str]],
    policies: &str,
) {
    unknown(found, fields, path, known, policies);
    for (name, settings) in fields.iter().filter(|(name, _)| PROVIDERS.contains(&name.as_str())) {
        for field in settings.as_object().into_iter().flat_map(Map::keys) {
            if PLACE.contains(&field.as_str()) {
                add(found, &format!("{path}.{name}"), field, Some(format!("{path}.{field}")));
            } else if let Some((_, place)) = OF_POLICIES.iter().find(|(own, _)| own == field) {
                let belongs = format!("{policies}.{place}");
                add(found, &format!("{path}.{name}"), field, Some(belongs));
            }
        }
    }
}

fn unknown(
    found: &mut Vec<Misplaced>,
    fields: &Map<String, Value>,
    path: &str,
    known: &[&[&str]],
    policies: &str,
) {
    for field in fields.keys() {
        if known.iter().any(|names| names.contains(&field.as_str())) {
            continue;
        }
        let belongs = match field.as_str() {
            place if PLACE.contains(&place) => Some(format!("spec.ai.provider.{place}")),
            "model" => Some("spec.ai.provider.<name>.model".to_owned()),
            name if PROVIDERS.contains(&name) => Some(format!("spec.ai.provider.{name}")),
            "policies" => Some("spec.policies".to_owned()),
            name => {
                OF_POLICIES.iter().find(|row| row.0 == name).map(|r| format!("{policies}.{}", r.1))
            }
        };
        add(found, path, field, belongs);
    }
}

fn add(found: &mut Vec<Misplaced>, path: &str, field: &str, belongs: Option<String>) {
    found.push(Misplaced { path: format!("{path}.{field}"), belongs });
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn said(spec: Value) -> Vec<String> {
        of(&json!({"spec": spec})).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_host_beside_the_provider_is_sent_to_its_place() {
        let said = said(json!({"ai": {"provider": {"openai": {}}, "host": "h", "port": 443}}));
        assert_eq!(said.len(), 2);
        assert_eq!(said[0], "unused field `spec.ai.host`; it belongs at `spec.ai.provider.host`");
    }

    #[test]
    fn what_stands_right_is_not_named() {
        let right = json!({"ai": {"groups": [{"providers": [{"name": "a", "openai": {"model": "m"},
            "host": "h", "port": 1, "policies": {"auth": {}}}]}]}, "policies": {"auth": {}, "tls": {}}});
        assert_eq!(said(right), Vec::<String>::new());
        assert_eq!(said(json!({"ai": {"openAI": {"model": "m"}}})), Vec::<String>::new());
    }

    #[test]
    fn policies_are_found_inside_providers_and_one_level_off() {
        let wrong = json!({"ai": {"provider": {"openai": {"auth": {}, "host": "h"}}},
            "policies": {"routes": {}}});
        let said = said(wrong).join("\n");
        for place in
            ["`spec.policies.auth`", "`spec.ai.provider.host`", "`spec.policies.ai.routes`"]
        {
            assert!(said.contains(place), "{said}");
        }
    }
}
