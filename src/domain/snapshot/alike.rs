//! Whether two snapshots make the same routes: controllers write the status of objects all the time, and nothing of it
//! is part of a table.

use std::sync::Arc;

use super::{Named, Object, Snapshot, Unread};
use crate::domain::value::object_ref::Kind;

impl Snapshot {
    /// Whether everything that a route table is made from is as in `other`.
    #[must_use]
    pub fn routes_as(&self, other: &Snapshot) -> bool {
        let by_label = self.chooses_by_label() || other.chooses_by_label();
        alike(&self.gateways, &other.gateways, by_label)
            && alike(&self.routes, &other.routes, by_label)
            && alike(&self.backends, &other.backends, by_label)
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
            && self.secrets == other.secrets
            && self.services == other.services
            && self.namespaces == other.namespaces
            && self.config_maps == other.config_maps
            && self.selections == other.selections
            && self.awaited_maps == other.awaited_maps
            && self.resolves == other.resolves
            && self.environment == other.environment
            && self.broken == other.broken
            && self.forbidden().eq(other.forbidden())
            && self.partly == other.partly
    }

    /// A CRD that is not installed is as good as one without objects.
    fn forbidden(&self) -> impl Iterator<Item = (&Kind, &Unread)> {
        self.unread.iter().filter(|(_, why)| matches!(why, Unread::Forbidden(_)))
    }

    fn chooses_by_label(&self) -> bool {
        self.policies.values().any(|policy| !policy.spec.target_selectors.is_empty())
    }
}

fn alike<T: PartialEq>(one: &Named<T>, other: &Named<T>, by_label: bool) -> bool {
    let same = |one: &Arc<Object<T>>, other: &Arc<Object<T>>| {
        Arc::ptr_eq(one, other) || same(one, other, by_label)
    };
    let each = || {
        one.len() == other.len()
            && one.iter().zip(other).all(|((a, one), (b, other))| a == b && same(one, other))
    };
    one.is(other) || each()
}

/// Of an object's own account: of two policies the older one wins, and labels are what selectors choose by.
fn same<T: PartialEq>(one: &Object<T>, other: &Object<T>, by_label: bool) -> bool {
    one.spec == other.spec
        && one.origin == other.origin
        && one.dialect == other.dialect
        && one.misplaced == other.misplaced
        && one.faults == other.faults
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
}
