//! Delegation: HTTPRoutes that pass requests on to other HTTPRoutes, which `serve` does not support.
//!
//! Source: agentgateway's `controller/pkg/agentgateway/translator/route_collections.go` at 75b4e6ce6,
//! `isDelegatedChildHTTPRoute` and `routeMatchesRouteGroup`.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::crd::gateway_api::{BackendRef, HttpRouteSpec};
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// Whether a backendRef delegates.
#[must_use]
pub fn is_delegation(to: &BackendRef) -> bool {
    let (group, kind) = (to.group.as_deref(), to.kind.as_deref());
    Kind::HttpRoute.is(group.unwrap_or_default(), kind.unwrap_or_default())
}

/// Whether a backendRef that delegates to routes of a namespace means this one of them: by its name, by `*`, or by
/// `label=value`.
#[must_use]
pub fn means(name: &str, child: &Object<HttpRouteSpec>) -> bool {
    let has_label =
        |(label, value): (&str, &str)| child.meta.labels.get(label).is_some_and(|own| own == value);
    name == "*" || name == child.name.name || name.split_once('=').is_some_and(has_label)
}

/// The routes without a parent of their own that others delegate to.
#[must_use]
pub(super) fn children(snapshot: &Snapshot) -> BTreeSet<ObjectName> {
    let mut meant: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for route in snapshot.routes.values() {
        let rules = route.spec.rules.iter().flatten();
        let refs = rules.flat_map(|rule| rule.backend_refs.iter().flatten());
        for to in refs.filter(|to| is_delegation(to)) {
            let namespace = to.namespace.as_ref().unwrap_or(&route.name.namespace);
            meant.entry(namespace).or_default().insert(&to.name);
        }
    }
    let is_meant = |child: &&Object<HttpRouteSpec>| {
        let names = meant.get(child.name.namespace.as_str());
        has_no_listener(child)
            && names.is_some_and(|names| names.iter().any(|name| means(name, child)))
    };
    let routes = snapshot.routes.values().map(|route| &**route);
    routes.filter(is_meant).map(|child| child.name.clone()).collect()
}

/// Whether a route may only be reached through others: it names no parent, or routes alone.
#[must_use]
pub(super) fn has_no_listener(route: &Object<HttpRouteSpec>) -> bool {
    route.spec.parent_refs.iter().flatten().all(|parent| {
        let group = parent.group.as_deref().unwrap_or(Kind::Gateway.names().group);
        Kind::HttpRoute.is(group, parent.kind.as_deref().unwrap_or_default())
    })
}
