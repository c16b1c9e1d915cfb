//! Which listeners a route is attached to, by its parentRefs, and under which hosts.
//!
//! Source: Gateway API, HTTPRoute `parentRefs`, Listener `allowedRoutes`; reference/agentgateway.md §4.1.

use super::matcher::host::HostPattern;
use super::table::BindKey;
use crate::domain::crd::gateway_api::{HttpRouteSpec, Listener, NamespacesFrom, ParentRef};
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// The name and port of the listener that is implied where there is no Gateway object at all.
pub const IMPLIED_LISTENER: &str = "implied";
pub const IMPLIED_PORT: u16 = 8080;

/// A listener that takes a route, and the hosts under which it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachment {
    pub bind: BindKey,
    pub listener: String,
    pub hosts: Vec<HostPattern>,
}

/// Why a parentRef attaches a route to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unattached {
    pub reason: String,
    pub next: Option<String>,
}

/// Attaches one route: what each of its parentRefs came to.
#[must_use]
pub fn attach(
    snapshot: &Snapshot,
    route: &Object<HttpRouteSpec>,
) -> Vec<Result<Vec<Attachment>, Unattached>> {
    let parents = route.spec.parent_refs.as_deref().unwrap_or(&[]);
    if snapshot.gateways.is_empty() && !broken_gateways(snapshot) {
        return vec![Ok(vec![implied(route)])];
    }
    if parents.is_empty() {
        return vec![Err(plain("it has no `parentRefs`, so it belongs to no Gateway"))];
    }
    parents.iter().map(|parent| of_parent(snapshot, route, parent)).collect()
}

/// Whether a listener is served by this twin, and if not why.
pub fn served(listener: &Listener) -> Result<u16, String> {
    let port = u16::try_from(listener.port).ok().filter(|port| *port > 0);
    let port = port.ok_or_else(|| format!("its port {} is none", listener.port))?;
    match listener.protocol.as_str() {
        "HTTP" => Ok(port),
        other => Err(format!("protocol {other} is not carried by serve")),
    }
}

/// A Gateway that is there and cannot be read is no reason to imply another.
fn broken_gateways(snapshot: &Snapshot) -> bool {
    snapshot.broken.keys().any(|object| object.kind == Kind::Gateway)
}

fn implied(route: &Object<HttpRouteSpec>) -> Attachment {
    Attachment {
        bind: BindKey { gateway: None, port: IMPLIED_PORT },
        listener: IMPLIED_LISTENER.to_owned(),
        hosts: hosts(&HostPattern::Any, &route.spec).unwrap_or_default(),
    }
}

fn of_parent(
    snapshot: &Snapshot,
    route: &Object<HttpRouteSpec>,
    parent: &ParentRef,
) -> Result<Vec<Attachment>, Unattached> {
    let group = parent.group.as_deref().unwrap_or(Kind::Gateway.names().group);
    let kind = parent.kind.as_deref().unwrap_or("Gateway");
    if Kind::of(group, kind) != Some(Kind::Gateway) {
        return Err(plain(&format!("parent {kind} {} is not carried by serve", parent.name)));
    }
    let namespace = parent.namespace.as_ref().unwrap_or(&route.name.namespace);
    let name = ObjectName::new(namespace, &parent.name);
    let Some(gateway) = snapshot.gateways.get(&name) else {
        return Err(no_gateway(snapshot, &name));
    };
    let mut refused = Vec::new();
    let mut attached = Vec::new();
    for listener in &gateway.spec.listeners {
        match to_listener(&name, listener, route, parent) {
            Ok(attachment) => attached.push(attachment),
            Err(why) => refused.push(format!("listener {}: {why}", listener.name)),
        }
    }
    if attached.is_empty() {
        let why =
            if refused.is_empty() { "it has no listeners".into() } else { refused.join("; ") };
        return Err(plain(&format!("Gateway {name} takes it on no listener ({why})")));
    }
    Ok(attached)
}

fn to_listener(
    gateway: &ObjectName,
    listener: &Listener,
    route: &Object<HttpRouteSpec>,
    parent: &ParentRef,
) -> Result<Attachment, String> {
    if parent.section_name.as_ref().is_some_and(|name| *name != listener.name) {
        return Err("not the one that `sectionName` asks for".to_owned());
    }
    if parent.port.is_some_and(|port| port != listener.port) {
        return Err("not the one that `port` asks for".to_owned());
    }
    let port = served(listener)?;
    allowed(gateway, listener, &route.name.namespace)?;
    let own = HostPattern::read(listener.hostname.as_deref());
    let hosts = hosts(&own, &route.spec)
        .ok_or_else(|| format!("its hostname {own} meets none of the route's"))?;
    let bind = BindKey { gateway: Some(gateway.clone()), port };
    Ok(Attachment { bind, listener: listener.name.clone(), hosts })
}

/// The hosts that listener and route share; None where they share nothing.
fn hosts(listener: &HostPattern, route: &HttpRouteSpec) -> Option<Vec<HostPattern>> {
    let names = route.hostnames.as_deref().unwrap_or(&[]);
    if names.is_empty() {
        return Some(vec![listener.clone()]);
    }
    let met: Vec<_> =
        names.iter().filter_map(|name| listener.meet(&HostPattern::read(Some(name)))).collect();
    (!met.is_empty()).then_some(met)
}

fn allowed(gateway: &ObjectName, listener: &Listener, namespace: &str) -> Result<(), String> {
    let rules = listener.allowed_routes.as_ref();
    let kinds = rules.and_then(|rules| rules.kinds.as_deref()).unwrap_or(&[]);
    let is_http = |kind: &str, group: Option<&str>| {
        Kind::of(group.unwrap_or(Kind::HttpRoute.names().group), kind) == Some(Kind::HttpRoute)
    };
    if !kinds.is_empty() && !kinds.iter().any(|k| is_http(&k.kind, k.group.as_deref())) {
        return Err("it does not allow HTTPRoutes".to_owned());
    }
    let namespaces = rules.and_then(|rules| rules.namespaces.as_ref());
    match namespaces.and_then(|namespaces| namespaces.from.as_ref()) {
        Some(NamespacesFrom::All) => Ok(()),
        Some(NamespacesFrom::Selector) => {
            Err("its `allowedRoutes` selects namespaces by label, which serve does not read".into())
        }
        Some(NamespacesFrom::Same) | None if gateway.namespace == namespace => Ok(()),
        _ => Err(format!("it allows routes of namespace {} only", gateway.namespace)),
    }
}

fn no_gateway(snapshot: &Snapshot, name: &ObjectName) -> Unattached {
    let there: Vec<_> = snapshot.gateways.keys().map(ToString::to_string).take(8).collect();
    let there = if there.is_empty() { "none".to_owned() } else { there.join(", ") };
    Unattached {
        reason: format!("its Gateway {name} does not exist (there: {there})"),
        next: Some(format!("kubectl get gateway -n {}", name.namespace)),
    }
}

fn plain(reason: &str) -> Unattached {
    Unattached { reason: reason.to_owned(), next: None }
}
