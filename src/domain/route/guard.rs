//! AgentgatewayPolicies on the way of a request. This twin does not run them yet; a route that has one refuses,
//! because a guard that is skipped in silence is worse than none.

use std::collections::BTreeMap;

use crate::domain::crd::policy::{ByName, PolicySpec};
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// What policies mean for the object they are attached to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guards {
    /// Why requests are refused, in one sentence.
    pub refuses: Option<String>,
    /// What is left undone without harm.
    pub notes: Vec<String>,
}

/// Policies that only watch, tune or try again: left undone, and said.
const HARMLESS: &[&str] = &["accessLog", "tracing", "metrics", "http", "tcp", "health", "retry"];

/// The policies attached to one object, by reference or by its labels.
#[must_use]
pub fn on(
    snapshot: &Snapshot,
    kind: Kind,
    object: &ObjectName,
    labels: &BTreeMap<String, String>,
) -> Guards {
    let mut guards = Guards::default();
    let of_namespace =
        snapshot.policies.values().filter(|policy| policy.name.namespace == object.namespace);
    for policy in of_namespace.filter(|policy| targets(policy, kind, &object.name, labels)) {
        for name in names(&policy.spec) {
            let sentence = format!(
                "policy `{name}` of AgentgatewayPolicy {} is not carried by serve",
                policy.name
            );
            let leaf = name.rsplit('.').next().unwrap_or(&name);
            if HARMLESS.contains(&leaf) {
                guards.notes.push(sentence);
            } else {
                guards.refuses.get_or_insert(sentence);
            }
        }
    }
    guards
}

fn targets(
    policy: &Object<PolicySpec>,
    kind: Kind,
    name: &str,
    labels: &BTreeMap<String, String>,
) -> bool {
    let spec = &policy.spec;
    spec.target_refs
        .iter()
        .any(|target| is(kind, &target.group, &target.kind) && target.name == name)
        || spec.target_selectors.iter().any(|target| {
            is(kind, &target.group, &target.kind)
                && target.match_labels.iter().all(|(key, value)| labels.get(key) == Some(value))
        })
}

/// Whether a policy means this kind.
fn is(kind: Kind, group: &str, name: &str) -> bool {
    kind.names().group == group && kind.names().kind == name
}

/// `traffic.rateLimit`, `backend.auth`, …
fn names(spec: &PolicySpec) -> Vec<String> {
    let blocks = [
        ("frontend", spec.frontend.as_ref()),
        ("traffic", spec.traffic.as_ref()),
        ("backend", spec.backend.as_ref()),
    ];
    let of_block = |(block, by_name): (&str, Option<&ByName>)| {
        let policies = by_name.into_iter().flat_map(|by_name| by_name.policies.keys());
        policies.map(|name| format!("{block}.{name}")).collect::<Vec<_>>()
    };
    blocks.into_iter().flat_map(of_block).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use serde_json::{Value, json};

    fn guards(spec: Value) -> Guards {
        let mut objects = Objects::new(World::Files);
        let policy = json!({"metadata": {"name": "p", "namespace": "n"}, "spec": spec});
        objects.apply(Kind::AgentgatewayPolicy, policy, Origin::Cluster);
        assert!(objects.current().broken.is_empty(), "{:?}", objects.current().broken);
        let labels = BTreeMap::from([("team".to_owned(), "a".to_owned())]);
        on(&objects.snapshot(), Kind::HttpRoute, &ObjectName::new("n", "r"), &labels)
    }

    fn target() -> Value {
        json!([{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": "r"}])
    }

    #[test]
    fn a_guard_makes_its_target_refuse_and_a_watcher_does_not() {
        let limit = json!({"targetRefs": target(), "traffic": {"rateLimit": {"local": []}}});
        assert!(guards(limit).refuses.is_some_and(|why| why.contains("traffic.rateLimit")));
        let log = json!({"targetRefs": target(), "frontend": {"accessLog": {}}});
        assert_eq!(guards(log).refuses, None);
    }

    #[test]
    fn labels_select_and_other_names_do_not() {
        let selector = |team: &str| {
            json!({"targetSelectors": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute",
                "matchLabels": {"team": team}}], "traffic": {"cors": {}}})
        };
        assert!(guards(selector("a")).refuses.is_some());
        assert!(guards(selector("b")).refuses.is_none());
        let mut other = json!({"targetRefs": target(), "traffic": {"cors": {}}});
        other["targetRefs"][0]["name"] = json!("x");
        assert!(guards(other).refuses.is_none());
    }
}
