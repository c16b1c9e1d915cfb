//! Which routes of a Gateway take whatever no other route takes.

use crate::domain::crd::gateway_api::{HttpRouteSpec, Match, PathMatchType};
use crate::domain::snapshot::Snapshot;
use crate::domain::value::object_ref::ObjectName;

/// The routes that match everything on `gateway`, in the order in which they are asked: the first gets the requests.
#[must_use]
pub fn defaults(snapshot: &Snapshot, gateway: &ObjectName) -> Vec<ObjectName> {
    let routes = snapshot.routes.values();
    let of_gateway = routes.filter(|route| belongs(&route.spec, &route.name.namespace, gateway));
    let mut names: Vec<_> =
        of_gateway.filter(|route| takes_all(&route.spec)).map(|route| route.name.clone()).collect();
    names.sort_by_key(order);
    names
}

/// Whether `one` is asked before `other` where both match: a tie goes to the name (`crates/agentgateway/src/types/agent.rs`
/// at 75b4e6ce6).
#[must_use]
pub fn precedes(one: &ObjectName, other: &ObjectName) -> bool {
    order(one) < order(other)
}

fn order(name: &ObjectName) -> String {
    format!("{name}.")
}

fn belongs(route: &HttpRouteSpec, namespace: &str, gateway: &ObjectName) -> bool {
    route.parent_refs.iter().flatten().any(|parent| {
        parent.name == gateway.name
            && parent.namespace.as_deref().unwrap_or(namespace) == gateway.namespace
            && parent.kind.as_deref().is_none_or(|kind| kind == "Gateway")
    })
}

fn takes_all(route: &HttpRouteSpec) -> bool {
    let everywhere = route.hostnames.as_ref().is_none_or(Vec::is_empty);
    let mut rules = route.rules.iter().flatten();
    everywhere
        && rules.any(|rule| match rule.matches.as_deref() {
            None | Some([]) => true,
            Some(matches) => matches.iter().any(is_everything),
        })
}

fn is_everything(one: &Match) -> bool {
    let root = one.path.as_ref().is_none_or(|path| {
        let prefix = path.r#type.as_ref().is_none_or(|kind| *kind == PathMatchType::PathPrefix);
        prefix && path.value.as_deref().is_none_or(|value| value == "/")
    });
    root && one.headers.as_ref().is_none_or(Vec::is_empty)
        && one.query_params.as_ref().is_none_or(Vec::is_empty)
        && one.method.is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use crate::domain::value::object_ref::Kind;
    use serde_json::{Value, json};

    #[test]
    fn a_route_that_matches_everything_is_found_whoever_wrote_it() {
        let mut objects = Objects::new(World::Cluster);
        let mut add = |name: &str, rule: Value, more: Value| {
            let mut spec = json!({"parentRefs": [{"name": "gw"}], "rules": [rule]});
            spec.as_object_mut()
                .expect("a map")
                .extend(more.as_object().cloned().unwrap_or_default());
            let route = json!({"metadata": {"name": name, "namespace": "n"}, "spec": spec});
            objects.apply(Kind::HttpRoute, route, Origin::Cluster);
        };
        add("z", json!({}), json!({}));
        add(
            "defaulted",
            json!({"matches": [{"path": {"type": "PathPrefix", "value": "/"}}]}),
            json!({}),
        );
        add("header", json!({"matches": [{"headers": [{"name": "a", "value": "b"}]}]}), json!({}));
        add("hosted", json!({}), json!({"hostnames": ["h.example"]}));
        add("elsewhere", json!({}), json!({"parentRefs": [{"name": "gw", "namespace": "other"}]}));
        let found = defaults(&objects.snapshot(), &ObjectName::new("n", "gw"));
        assert_eq!(found, [ObjectName::new("n", "defaulted"), ObjectName::new("n", "z")]);
        assert!(precedes(&found[0], &found[1]));
    }
}
