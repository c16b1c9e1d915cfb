//! What points at an object: what would be of no use without it, and what would be left with a reference to nothing.

use std::collections::BTreeSet;

use crate::domain::crd::gateway_api::{HttpRouteSpec, ParentRef};
use crate::domain::crd::model::{ModelSpec, VirtualModelSpec};
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// What hangs on an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dependents {
    /// They serve it alone, and whatever serves those: routes, then models, then policies.
    pub useless: Vec<ObjectRef>,
    /// They serve others too. An object and what becomes of it.
    pub dangling: Vec<(ObjectRef, String)>,
}

/// How much of an object refers to what goes.
enum ReferenceExtent {
    None,
    Partly(String),
    Wholly,
}

/// What hangs on `target`.
#[must_use]
pub fn dependents(snapshot: &Snapshot, target: &ObjectRef) -> Dependents {
    let mut gone = BTreeSet::from([target.clone()]);
    loop {
        let before = gone.len();
        let wholly = holds(snapshot, &gone).into_iter();
        let wholly: Vec<_> =
            wholly.filter(|(_, hold)| matches!(hold, ReferenceExtent::Wholly)).collect();
        gone.extend(wholly.into_iter().map(|(object, _)| object));
        if gone.len() == before {
            break;
        }
    }
    let dangling = holds(snapshot, &gone).into_iter().filter_map(|(object, hold)| match hold {
        ReferenceExtent::Partly(why) => Some((object, why)),
        ReferenceExtent::None | ReferenceExtent::Wholly => None,
    });
    let dangling = dangling.collect();
    gone.remove(target);
    // By kind: a route goes before the policies that guard it.
    Dependents { useless: gone.into_iter().collect(), dangling }
}

/// Of every object that is not gone, how much of it refers to what is.
fn holds(snapshot: &Snapshot, gone: &BTreeSet<ObjectRef>) -> Vec<(ObjectRef, ReferenceExtent)> {
    let mut holds = Vec::new();
    let mut add = |kind, name: &ObjectName, hold| {
        let object = ObjectRef::new(kind, name.clone());
        if !gone.contains(&object) {
            holds.push((object, hold));
        }
    };
    for route in snapshot.routes.values() {
        add(Kind::HttpRoute, &route.name, of_route(route, gone));
    }
    for model in snapshot.models.values() {
        let own = &model.name.namespace;
        let parents = model.spec.parent_refs.iter().map(|parent| {
            let kind = parent.kind.as_deref().unwrap_or("Gateway");
            has(
                gone,
                "gateway.networking.k8s.io",
                kind,
                parent.namespace.as_deref(),
                &parent.name,
                own,
            )
        });
        let hold = match part(parents, "one of its parents would be missing") {
            ReferenceExtent::None => virtual_model(&model.spec, own, gone),
            hold => hold,
        };
        add(Kind::AgentgatewayModel, &model.name, hold);
    }
    for policy in snapshot.policies.values() {
        let own = &policy.name.namespace;
        let targets = policy.spec.target_refs.iter();
        let targets = targets.map(|t| has(gone, &t.group, &t.kind, None, &t.name, own));
        let hold = part(targets, "one of its targets would be missing");
        add(Kind::AgentgatewayPolicy, &policy.name, hold);
    }
    holds
}

fn of_route(route: &Object<HttpRouteSpec>, gone: &BTreeSet<ObjectRef>) -> ReferenceExtent {
    let own = &route.name.namespace;
    let parents = route.spec.parent_refs.iter().flatten().map(|parent: &ParentRef| {
        let group = parent.group.as_deref().unwrap_or("gateway.networking.k8s.io");
        let kind = parent.kind.as_deref().unwrap_or("Gateway");
        has(gone, group, kind, parent.namespace.as_deref(), &parent.name, own)
    });
    match part(parents, "one of its parents would be missing") {
        ReferenceExtent::None => {}
        hold => return hold,
    }
    let rules = route.spec.rules.iter().flatten();
    let of_rule = |rule: &crate::domain::crd::gateway_api::Rule| {
        let refs = rule.backend_refs.iter().flatten().map(|r| {
            let kind = r.kind.as_deref().unwrap_or("Service");
            has(gone, r.group.as_deref().unwrap_or(""), kind, r.namespace.as_deref(), &r.name, own)
        });
        refs.collect::<Vec<_>>()
    };
    let rules: Vec<Vec<bool>> = rules.map(of_rule).collect();
    if !rules.iter().flatten().any(|is_gone| *is_gone) {
        return ReferenceExtent::None;
    }
    // A rule without backends answers by itself.
    if rules.iter().all(|rule| !rule.is_empty() && rule.iter().all(|is_gone| *is_gone)) {
        return ReferenceExtent::Wholly;
    }
    ReferenceExtent::Partly("its share of requests would fail".to_owned())
}

fn part(references: impl Iterator<Item = bool>, why: &str) -> ReferenceExtent {
    let references: Vec<_> = references.collect();
    match references.iter().filter(|is_gone| **is_gone).count() {
        0 => ReferenceExtent::None,
        all if all == references.len() => ReferenceExtent::Wholly,
        _ => ReferenceExtent::Partly(why.to_owned()),
    }
}

fn has(
    gone: &BTreeSet<ObjectRef>,
    group: &str,
    kind: &str,
    namespace: Option<&str>,
    name: &str,
    own: &str,
) -> bool {
    Kind::of(group, kind).is_some_and(|kind| {
        let name = ObjectName::new(namespace.unwrap_or(own), name);
        gone.contains(&ObjectRef::new(kind, name))
    })
}

/// A virtual model stays: which of its targets it can do without is not known here.
fn virtual_model(spec: &ModelSpec, own: &str, gone: &BTreeSet<ObjectRef>) -> ReferenceExtent {
    // One that cannot be read serves nobody.
    let written = spec.virtual_model().ok().flatten();
    let is_gone = |name: &str| {
        gone.contains(&ObjectRef::new(Kind::AgentgatewayModel, ObjectName::new(own, name)))
    };
    match written.iter().flat_map(VirtualModelSpec::names).any(is_gone) {
        true => {
            ReferenceExtent::Partly("a target of the virtual model would be missing".to_owned())
        }
        false => ReferenceExtent::None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use serde_json::{Value, json};

    fn snapshot() -> Snapshot {
        let mut objects = Objects::new(World::Cluster);
        let mut add = |kind, name: &str, spec: Value| {
            let object = json!({"metadata": {"name": name, "namespace": "n"}, "spec": spec});
            objects.apply(kind, object, Origin::Cluster);
        };
        let backend = |name: &str| json!({"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": name});
        let route = |backends: Vec<Value>| json!({"parentRefs": [{"name": "gw"}], "rules": [{"backendRefs": backends}]});
        add(Kind::HttpRoute, "only", route(vec![backend("a")]));
        add(Kind::HttpRoute, "both", route(vec![backend("a"), backend("b")]));
        let target = |name: &str| json!({"group": "gateway.networking.k8s.io", "kind": "HTTPRoute", "name": name});
        add(
            Kind::AgentgatewayPolicy,
            "limit",
            json!({"targetRefs": [target("only")], "traffic": {}}),
        );
        add(
            Kind::AgentgatewayPolicy,
            "shared",
            json!({"targetRefs": [target("only"), target("both")], "traffic": {}}),
        );
        assert!(objects.current().broken.is_empty(), "{:?}", objects.current().broken);
        objects.snapshot()
    }

    #[test]
    fn what_serves_it_alone_is_useless_and_what_serves_others_dangles() {
        let target = ObjectRef::new(Kind::AgentgatewayBackend, ObjectName::new("n", "a"));
        let found = dependents(&snapshot(), &target);
        let useless: Vec<_> = found.useless.iter().map(ToString::to_string).collect();
        assert_eq!(useless, ["HTTPRoute n/only", "AgentgatewayPolicy n/limit"]);
        let dangling: Vec<_> = found.dangling.iter().map(|row| row.0.to_string()).collect();
        assert_eq!(dangling, ["HTTPRoute n/both", "AgentgatewayPolicy n/shared"]);
    }

    #[test]
    fn nothing_hangs_on_a_backend_of_that_name_elsewhere() {
        let target = ObjectRef::new(Kind::AgentgatewayBackend, ObjectName::new("other", "a"));
        assert_eq!(dependents(&snapshot(), &target), Dependents::default());
        let gateway = ObjectRef::new(Kind::Gateway, ObjectName::new("n", "gw"));
        assert_eq!(dependents(&snapshot(), &gateway).useless.len(), 4);
    }
}
