//! Whether two snapshots make the same routes: controllers write the status of objects all the time, and nothing of it
//! is part of a table.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Named, Object, Snapshot, Unread, World};
use crate::domain::crd::backend::BackendSpec;
use crate::domain::value::object_ref::{Kind, ObjectName};

impl Snapshot {
    /// Whether everything that a route table is made from is as in `other`.
    #[must_use]
    pub fn routes_as(&self, other: &Snapshot) -> bool {
        let by_label = self.by_label(other);
        alike(&self.routes, &other.routes, by_label)
            && alike(&self.backends, &other.backends, by_label)
            && self.secrets == other.secrets
            && self.besides_as(other)
    }

    /// The backends that differ from those of `before`, by themselves or by a Secret that they name; none where anything
    /// else differs that more than one route may depend on.
    #[must_use]
    pub fn backends_apart(&self, before: &Snapshot) -> Option<BTreeSet<ObjectName>> {
        if !self.besides_as(before) {
            return None;
        }
        let backends = self.backends.apart(&before.backends).into_iter().flatten();
        let mut backends: BTreeSet<_> = backends.map(|backend| backend.name.clone()).collect();
        let secrets = self.secrets_apart(before);
        if !secrets.is_empty() {
            let certificates = self.authorities_of_others().into_iter();
            let certificates = certificates.filter(|object| object.kind == Kind::Secret);
            let of_others = self.secrets_of_others().chain(certificates.map(|object| object.name));
            let mut of_others = of_others.chain(self.wanted_certificates());
            // In files, policies choose them by label among all.
            if self.world == World::Files || of_others.any(|name| secrets.contains(&name)) {
                return None;
            }
            let reads = |backend: &&Arc<Object<BackendSpec>>| {
                let certificates = super::wanted::authorities_of(backend).map(|object| object.name);
                super::wanted::secrets_of(backend)
                    .chain(certificates)
                    .any(|name| secrets.contains(&name))
            };
            backends.extend(self.backends.values().filter(reads).map(|one| one.name.clone()));
        }
        // A set of keys may be fetched from a backend.
        (backends.is_empty() || !self.fetches_keys()).then_some(backends)
    }

    /// The Secrets that are not known as they were.
    fn secrets_apart(&self, before: &Snapshot) -> BTreeSet<ObjectName> {
        let (now, before) = (&self.secrets, &before.secrets);
        if now.is(before) {
            return BTreeSet::new();
        }
        let changed = now.iter().filter(|(name, state)| before.get(*name) != Some(*state));
        let gone = before.keys().filter(|name| !now.contains_key(*name));
        changed.map(|(name, _)| name).chain(gone).cloned().collect()
    }

    /// Whether everything but routes, backends and Secrets is as in `other`.
    fn besides_as(&self, other: &Snapshot) -> bool {
        let by_label = self.by_label(other);
        alike(&self.gateways, &other.gateways, by_label)
            && alike(&self.models, &other.models, by_label)
            && alike(&self.policies, &other.policies, by_label)
            && alike(&self.grants, &other.grants, by_label)
            && alike(&self.listener_sets, &other.listener_sets, by_label)
            && alike(&self.tls_policies, &other.tls_policies, by_label)
            && alike(&self.parameters, &other.parameters, by_label)
            && self.rest_as(other)
    }

    fn rest_as(&self, other: &Snapshot) -> bool {
        self.world == other.world
            && self.services == other.services
            && self.namespaces == other.namespaces
            && self.config_maps == other.config_maps
            && self.selections == other.selections
            && self.awaited_maps == other.awaited_maps
            && self.chosen_as(other)
            && self.resolves == other.resolves
            && self.environment == other.environment
            && self.broken == other.broken
            && self.forbidden().eq(other.forbidden())
            && self.partly == other.partly
    }

    /// Of files, policies choose Secrets and ConfigMaps by the labels of all; of a cluster `selections` has them.
    fn chosen_as(&self, other: &Snapshot) -> bool {
        self.world != World::Files
            || self.secret_marks == other.secret_marks
                && self.config_map_marks == other.config_map_marks
    }

    /// A CRD that is not installed is as good as one without objects.
    fn forbidden(&self) -> impl Iterator<Item = (&Kind, &Unread)> {
        self.unread.iter().filter(|(_, why)| matches!(why, Unread::Forbidden(_)))
    }

    /// Whether labels count in one of both.
    fn by_label(&self, other: &Snapshot) -> bool {
        self.chooses_by_label() || other.chooses_by_label()
    }

    /// Whether a policy may take keys from a backend.
    fn fetches_keys(&self) -> bool {
        let traffic = self.policies.values().filter_map(|policy| policy.spec.traffic.as_ref());
        traffic.flat_map(|block| block.policies.keys()).any(|name| name == "jwtAuthentication")
    }

    fn chooses_by_label(&self) -> bool {
        self.policies.values().any(|policy| !policy.spec.target_selectors.is_empty())
    }
}

fn alike<T: PartialEq>(one: &Named<T>, other: &Named<T>, by_label: bool) -> bool {
    let [one, other] = one.apart(other);
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other, by_label))
}

/// Of an object's own account: of two policies the older one wins, and labels are what selectors choose by.
fn same<T: PartialEq>(one: &Object<T>, other: &Object<T>, by_label: bool) -> bool {
    one.name == other.name
        && one.spec == other.spec
        && one.origin == other.origin
        && one.dialect == other.dialect
        && one.misplaced == other.misplaced
        && one.faults == other.faults
        && one.unserved == other.unserved
        && one.meta.created == other.meta.created
        && (!by_label || one.meta.labels == other.meta.labels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use serde_json::{Value, json};

    fn snapshot(changes: &[(&str, Value)]) -> Snapshot {
        let mut objects = Objects::new(World::Cluster);
        let mut route = json!({"metadata": {"name": "r", "namespace": "n", "generation": 1},
            "spec": {"parentRefs": [{"name": "g"}]}});
        for (pointer, value) in changes {
            let (parent, field) = pointer.rsplit_once('/').expect("a pointer");
            route.pointer_mut(parent).expect("a parent")[field] = value.clone();
        }
        objects.apply(Kind::HttpRoute, route, Origin::Cluster);
        objects.snapshot()
    }

    #[test]
    fn a_status_a_label_or_an_annotation_changes_no_route_and_a_spec_does() {
        let plain = snapshot(&[]);
        for (pointer, value) in [
            (
                "/status",
                json!({"parents": [{"conditions": [{"type": "Accepted", "status": "True"}]}]}),
            ),
            ("/metadata/labels", json!({"a": "b"})),
            ("/metadata/annotations", json!({"a": "b"})),
            ("/metadata/generation", json!(2)),
        ] {
            assert!(snapshot(&[(pointer, value)]).routes_as(&plain), "{pointer}");
        }
        let other = snapshot(&[("/spec/parentRefs", json!([{"name": "other"}]))]);
        assert!(!other.routes_as(&plain) && !plain.routes_as(&other));
        assert!(!Snapshot::default().routes_as(&plain));
    }

    #[test]
    fn labels_count_where_a_policy_chooses_by_them() {
        let with = |label: &str| {
            let mut objects = Objects::new(World::Cluster);
            let target = json!({"group": "gateway.networking.k8s.io", "kind": "HTTPRoute",
                "matchLabels": {"team": "a"}});
            let policy = json!({"metadata": {"name": "p", "namespace": "n"},
                "spec": {"targetSelectors": [target], "traffic": {"cors": {}}}});
            objects.apply(Kind::AgentgatewayPolicy, policy, Origin::Cluster);
            let route = json!({"metadata": {"name": "r", "namespace": "n", "labels": {"team": label}},
                "spec": {}});
            objects.apply(Kind::HttpRoute, route, Origin::Cluster);
            objects.snapshot()
        };
        assert!(with("a").routes_as(&with("a")));
        assert!(!with("a").routes_as(&with("b")));
    }

    #[test]
    fn labels_of_secrets_count_in_files_where_keys_are_chosen_by_them() {
        let with = |label: &str| {
            let mut objects = Objects::new(World::Files);
            let secret =
                json!({"metadata": {"name": "k", "namespace": "n", "labels": {"keys": label}}});
            objects.apply(Kind::Secret, secret, Origin::Cluster);
            objects.snapshot()
        };
        assert!(with("a").routes_as(&with("a")));
        assert!(!with("a").routes_as(&with("b")));
    }
}
