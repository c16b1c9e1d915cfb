//! Which AgentgatewayPolicies are attached to an object, or to a section of it. Asked for every rule, so everything is
//! looked through once.
//!
//! Source: agentgateway's `controller/pkg/agentgateway/plugins/traffic_plugin.go` at 75b4e6ce6.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::astray::AstrayGuards;
use super::tls_policies::TlsPolicies;
use crate::domain::crd::policy::{PolicySpec, TargetSelector};
use crate::domain::route::policy::skip::Skips;
use crate::domain::snapshot::kinds::target_kind;
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// A policy as it was written.
pub type Policy = Object<PolicySpec>;

/// A policy, and the section of its target that it means.
type OnSection = (Option<String>, Arc<Policy>);

/// A policy, and its selector for the labels of its targets.
type Selected = (TargetSelector, Arc<Policy>);

/// The policies of a snapshot by what they target.
#[derive(Debug, Default)]
pub struct Attached {
    by_name: HashMap<Kind, HashMap<ObjectName, Vec<OnSection>>>,
    /// By kind and namespace.
    by_labels: HashMap<Kind, HashMap<String, Vec<Selected>>>,
    /// The BackendTLSPolicies.
    pub tls: TlsPolicies,
    /// What of both was meant for another namespace.
    pub astray: AstrayGuards,
    /// Whether a policy is not understood, or not supported, whole.
    pub has_faults: bool,
}

impl Attached {
    /// Looks through all policies that the user does not want skipped. They target objects of their own namespace only.
    #[must_use]
    pub fn new(snapshot: &Snapshot, skips: &Skips) -> Self {
        let mut attached = Attached {
            tls: TlsPolicies::new(snapshot, skips),
            astray: AstrayGuards::new(snapshot, skips),
            ..Attached::default()
        };
        for policy in snapshot.policies.values().filter(|one| !skips.has_object(&one.name)) {
            let namespace = &policy.name.namespace;
            attached.has_faults |= !policy.faults.is_empty() || policy.unserved.is_some();
            for target in &policy.spec.target_refs {
                let Some(kind) = target_kind(&target.group, &target.kind) else { continue };
                let namespace = target.namespace.as_ref().unwrap_or(namespace);
                let name = ObjectName::new(namespace, &target.name);
                let entry = (target.section_name.clone(), Arc::clone(policy));
                let of_kind = attached.by_name.entry(kind).or_default();
                of_kind.entry(name).or_default().push(entry);
            }
            for target in &policy.spec.target_selectors {
                let Some(kind) = target_kind(&target.group, &target.kind) else { continue };
                let entry = (target.clone(), Arc::clone(policy));
                let of_kind = attached.by_labels.entry(kind).or_default();
                of_kind.entry(namespace.clone()).or_default().push(entry);
            }
        }
        attached
    }

    /// The policies on one object, or on one section of it (a listener, a named rule, a provider): the youngest first,
    /// because of two that say the same the older one wins. Of equal age, or none, the name decides.
    #[must_use]
    pub fn on(
        &self,
        kind: Kind,
        object: &ObjectName,
        labels: Option<&BTreeMap<String, String>>,
        section: Option<&str>,
    ) -> Vec<&Policy> {
        let named = self.by_name.get(&kind).and_then(|all| all.get(object)).into_iter().flatten();
        let named = named.filter(|(on, _)| on.as_deref() == section).map(|(_, policy)| &**policy);
        let selecting = self.by_labels.get(&kind).and_then(|all| all.get(&object.namespace));
        let selected = selecting.into_iter().flatten().filter(|(target, _)| {
            let has = |(key, value): (&String, &String)| {
                labels.and_then(|labels| labels.get(key)) == Some(value)
            };
            target.section_name.as_deref() == section && target.match_labels.iter().all(has)
        });
        let mut found: Vec<_> = named.chain(selected.map(|(_, policy)| &**policy)).collect();
        if found.len() > 1 {
            found.sort_by_key(|policy| (policy.meta.created.as_deref(), &policy.name));
            found.dedup_by_key(|policy| &policy.name);
            found.reverse();
        }
        found
    }

    /// Whether there is no policy at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_name.is_empty()
            && self.by_labels.is_empty()
            && self.tls.is_empty()
            && self.astray.is_empty()
    }
}

/// The ListenerSet and the section that the name of a listener among those of its Gateway means.
#[must_use]
pub fn section(name: &str) -> (Option<ObjectName>, &str) {
    let mut parts = name.splitn(3, '/');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(namespace), Some(set), Some(section)) => {
            (Some(ObjectName::new(namespace, set)), section)
        }
        _ => (None, name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use serde_json::{Value, json};

    fn snapshot(policies: &[(&str, Value, Value)]) -> Snapshot {
        let mut objects = Objects::new(World::Files);
        for (name, created, target) in policies {
            let mut spec = target.clone();
            spec["traffic"] = json!({"cors": {}});
            let metadata = json!({"name": name, "namespace": "n", "creationTimestamp": created});
            let object = json!({"metadata": metadata, "spec": spec});
            objects.apply(Kind::AgentgatewayPolicy, object, Origin::Cluster);
        }
        assert!(objects.current().broken.is_empty(), "{:?}", objects.current().broken);
        objects.snapshot()
    }

    fn on_route(name: &str, section: Value) -> Value {
        json!({"targetRefs": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute",
            "name": name, "sectionName": section}]})
    }

    fn names(snapshot: &Snapshot, object: &ObjectName, section: Option<&str>) -> Vec<String> {
        let labels = BTreeMap::from([("team".to_owned(), "a".to_owned())]);
        let attached = Attached::new(snapshot, &Skips::default());
        let found = attached.on(Kind::HttpRoute, object, Some(&labels), section);
        found.into_iter().map(|policy| policy.name.name.clone()).collect()
    }

    #[test]
    fn a_reference_means_its_section_its_name_and_its_own_namespace() {
        let all = snapshot(&[
            ("whole", Value::Null, on_route("r", Value::Null)),
            ("rule", Value::Null, on_route("r", json!("chat"))),
            ("other", Value::Null, on_route("x", Value::Null)),
        ]);
        assert_eq!(names(&all, &ObjectName::new("n", "r"), None), ["whole"]);
        assert_eq!(names(&all, &ObjectName::new("n", "r"), Some("chat")), ["rule"]);
        assert!(names(&all, &ObjectName::new("m", "r"), None).is_empty());
    }

    #[test]
    fn labels_select() {
        let selector = |team: &str| {
            json!({"targetSelectors": [{"group": "gateway.networking.k8s.io", "kind": "HTTPRoute",
                "matchLabels": {"team": team}}]})
        };
        let all = snapshot(&[("a", Value::Null, selector("a")), ("b", Value::Null, selector("b"))]);
        assert_eq!(names(&all, &ObjectName::new("n", "r"), None), ["a"]);
    }

    #[test]
    fn the_oldest_comes_last_and_so_wins() {
        let all = snapshot(&[
            ("a", json!("2026-02-01T00:00:00Z"), on_route("r", Value::Null)),
            ("b", json!("2026-01-01T00:00:00Z"), on_route("r", Value::Null)),
            ("c", json!("2026-02-01T00:00:00Z"), on_route("r", Value::Null)),
        ]);
        assert_eq!(names(&all, &ObjectName::new("n", "r"), None), ["c", "a", "b"]);
    }
}
