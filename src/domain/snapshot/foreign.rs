//! Objects and files of other products: whose they are, and the way from there to agentgateway.

use serde_json::Value;

/// Whose an object is by its group, and the way out; none of groups that a cluster has for other purposes.
#[must_use]
pub fn owner(api_version: &str) -> Option<&'static str> {
    let group = api_version.split_once('/').map_or("", |(group, _)| group);
    OWNERS
        .iter()
        .find(|(own, _)| group == *own || group.ends_with(&format!(".{own}")))
        .map(|row| row.1)
}

/// Groups, or what they end with, and whose they are.
const OWNERS: &[(&str, &str)] = &[
    ("aigateway.envoyproxy.io", "Envoy AI Gateway's: recreate it with `kubectl agw add-backend`"),
    ("configuration.konghq.com", "Kong's: recreate it with `kubectl agw add-backend`"),
    (
        "gateway.envoyproxy.io",
        "Envoy Gateway's: recreate it as an AgentgatewayBackend or AgentgatewayPolicy",
    ),
    (
        "gateway.kgateway.dev",
        "kgateway's: recreate it as an AgentgatewayPolicy or AgentgatewayParameters",
    ),
    (
        "gateway.solo.io",
        "Gloo Gateway's: recreate it as an AgentgatewayBackend or AgentgatewayPolicy",
    ),
    ("gloo.solo.io", "Gloo Gateway's: recreate it as an AgentgatewayBackend or AgentgatewayPolicy"),
    ("hub.traefik.io", "Traefik Hub's: recreate it with `kubectl agw add-backend`"),
];

/// What a document without `kind` is by its fields, where that is another program's configuration.
#[must_use]
pub fn configuration(value: &Value) -> Option<&'static str> {
    let has = |field: &str| value.get(field).is_some_and(Value::is_array);
    CONFIGURATIONS.iter().find(|(field, _)| has(field)).map(|row| row.1)
}

/// Fields with lists, and whose configuration has them at its top.
const CONFIGURATIONS: &[(&str, &str)] = &[
    (
        "binds",
        "configuration of the standalone agentgateway, which is not supported, only Kubernetes manifests \
         are; recreate it with `kubectl agw add-backend`",
    ),
    (
        "model_list",
        "configuration of LiteLLM, which is not supported; recreate it with `kubectl agw add-backend`",
    ),
    (
        "services",
        "configuration of Kong or Docker Compose, which is not supported; recreate it with `kubectl agw \
         add-backend`",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn other_products_are_named_and_other_kinds_are_nobodys_business() {
        for (api_version, whose) in [
            ("aigateway.envoyproxy.io/v1alpha1", Some("Envoy AI")),
            ("configuration.konghq.com/v1", Some("Kong")),
            ("gateway.kgateway.dev/v1alpha1", Some("kgateway")),
            ("apps/v1", None),
            ("v1", None),
        ] {
            let found = owner(api_version);
            assert_eq!(found.is_some(), whose.is_some(), "{api_version}");
            assert!(found.unwrap_or_default().contains(whose.unwrap_or_default()), "{api_version}");
        }
        assert!(configuration(&json!({"binds": [{"port": 1}]})).is_some());
        assert!(configuration(&json!({"a": 1})).is_none());
    }
}
