//! The policies in force on one path from a listener to a backend, each with where it comes from, as `describe` shows
//! them. Names only: a policy's value may hold a key. What is in force is [`merge`]'s to say.

use serde::Serialize;

use crate::domain::compile::attached::index::PolicyIndex;
use crate::domain::compile::attached::merge::{self, Merged, Phase};
use crate::domain::compile::attached::settings::Block;

pub use crate::domain::compile::attached::merge::PolicyPath;

/// One policy in force.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EffectivePolicy {
    /// `traffic.timeouts`, `backend.ai.routes`, …
    pub policy: String,
    /// Where it comes from; several where policies add up.
    pub from: Vec<String>,
    /// Where else it is set, to no effect here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<String>,
}

impl EffectivePolicy {
    /// Whether it is of the upstream's side, and not of the request before a backend is chosen.
    #[must_use]
    pub fn is_of_backend(&self) -> bool {
        matches!(Block::of(&self.policy), Some((Block::Backend, _)))
    }
}

/// The policies in force on a path, by name, without those that the user wants skipped.
#[must_use]
pub fn policies(index: &PolicyIndex<'_>, path: &PolicyPath<'_>) -> Vec<EffectivePolicy> {
    let PolicyIndex { snapshot, attached, skips, .. } = *index;
    let blocks = [
        merge::frontend(snapshot, attached, path),
        merge::traffic(snapshot, attached, path, Phase::PreRouting),
        merge::traffic(snapshot, attached, path, Phase::PostRouting),
        merge::backend(snapshot, attached, path),
    ];
    let mut found: Vec<_> = blocks
        .into_iter()
        .flatten()
        .filter(|(policy, merged)| !skips.has(policy) || is_of_rule(policy, merged))
        .map(|(policy, merged)| EffectivePolicy {
            policy,
            from: merged.settings.into_iter().map(|setting| setting.from).collect(),
            overrides: merged.overridden,
        })
        .collect();
    found.sort();
    found
}

/// Whether a rule says it in fields of its own, which are no policy that anybody skips.
fn is_of_rule(policy: &str, merged: &Merged<'_>) -> bool {
    let is_of_traffic = matches!(Block::of(policy), Some((Block::Traffic, _)));
    is_of_traffic && merged.settings.iter().any(|one| one.policy.is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::compile::Compiled;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use crate::domain::value::object_ref::{Kind, ObjectName};
    use serde_json::{Value, json};

    fn policy(name: &str, target: Value, rest: Value) -> (Kind, Value) {
        let mut spec = rest;
        spec["targetRefs"] = json!([target]);
        let object = json!({"metadata": {"name": name, "namespace": "n"}, "spec": spec});
        (Kind::AgentgatewayPolicy, object)
    }

    fn on(kind: &str, name: &str) -> Value {
        json!({"group": "gateway.networking.k8s.io", "kind": kind, "name": name})
    }

    fn found(policies: Vec<(Kind, Value)>) -> Vec<EffectivePolicy> {
        let mut all = Objects::new(World::Files);
        let route = json!({"metadata": {"name": "r", "namespace": "n"}, "spec": {"rules": [
            {"timeouts": {"request": "3s"}}]}});
        let backend = json!({"metadata": {"name": "b", "namespace": "n"}, "spec": {
            "ai": {"provider": {"openai": {}}}, "policies": {"ai": {"routes": {}, "defaults": []}}}});
        all.apply(Kind::HttpRoute, route, Origin::Cluster);
        all.apply(Kind::AgentgatewayBackend, backend, Origin::Cluster);
        for (kind, object) in policies {
            all.apply(kind, object, Origin::Cluster);
        }
        assert!(all.current().broken.is_empty(), "{:?}", all.current().broken);
        let [gateway, route, backend] = ["g", "r", "b"].map(|name| ObjectName::new("n", name));
        let path = PolicyPath {
            gateway: Some(&gateway),
            listener: "http",
            route: Some((&route, 0)),
            backend: Some(&backend),
            provider: None,
            service: None,
        };
        super::policies(&Compiled::of(all.snapshot()).policies(), &path)
    }

    fn of<'a>(found: &'a [EffectivePolicy], name: &str) -> &'a EffectivePolicy {
        found.iter().find(|one| one.policy == name).expect("in force")
    }

    #[test]
    fn the_more_specific_place_wins_and_the_other_is_named() {
        let found = found(vec![
            policy("p", on("Gateway", "g"), json!({"traffic": {"timeouts": {}, "cors": {}}})),
            policy("q", on("HTTPRoute", "r"), json!({"traffic": {"cors": {}}})),
        ]);
        assert_eq!(of(&found, "traffic.timeouts").from, ["HTTPRoute n/r rule 0"]);
        let cors = of(&found, "traffic.cors");
        assert_eq!(cors.from, ["AgentgatewayPolicy n/q on HTTPRoute n/r"]);
        assert_eq!(cors.overrides, ["AgentgatewayPolicy n/p on Gateway n/g"]);
    }

    #[test]
    fn an_overriding_gateway_keeps_routes_out_and_authorization_adds_up() {
        let found = found(vec![
            policy(
                "p",
                on("Gateway", "g"),
                json!({"strategy": {"inheritance": "Override"},
                "traffic": {"cors": {}}}),
            ),
            policy("q", on("HTTPRoute", "r"), json!({"traffic": {"cors": {}}})),
        ]);
        assert_eq!(of(&found, "traffic.cors").from, ["AgentgatewayPolicy n/p on Gateway n/g"]);
        let both = self::found(vec![
            policy("p", on("Gateway", "g"), json!({"traffic": {"authorization": {}}})),
            policy("q", on("HTTPRoute", "r"), json!({"traffic": {"authorization": {}}})),
        ]);
        assert_eq!(of(&both, "traffic.authorization").from.len(), 2);
    }

    #[test]
    fn policies_of_ai_merge_one_by_one_and_the_backends_own_win() {
        let ai = json!({"backend": {"ai": {"routes": {}, "prompt": {}}}});
        let found = found(vec![policy("p", on("HTTPRoute", "r"), ai)]);
        assert_eq!(of(&found, "backend.ai.routes").from, ["AgentgatewayBackend n/b"]);
        assert_eq!(
            of(&found, "backend.ai.prompt").from,
            ["AgentgatewayPolicy n/p on HTTPRoute n/r"]
        );
        assert_eq!(of(&found, "backend.ai.defaults").from, ["AgentgatewayBackend n/b"]);
    }
}
