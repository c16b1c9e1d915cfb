//! Which listeners a route is attached to, by its parentRefs, and under which hosts.
//!
//! Source: ParentReference and AllowedRoutes in <https://gateway-api.sigs.k8s.io/reference/spec/>; agentgateway's
//! `controller/pkg/agentgateway/translator/conversion.go` at 75b4e6ce6, `ReferenceAllowed`.

use super::listeners::{JudgedListener, Listeners};
use super::{namespaces, unread};
use crate::domain::crd::gateway_api::{HttpRouteSpec, NamespacesFrom, ParentRef};
use crate::domain::crd::model::{ModelParentRef, ModelSpec};
use crate::domain::route::matcher::host::HostPattern;
use crate::domain::route::reason::{ConditionFault, Doubt, ListenerRefusal, Reason, Unattached};
use crate::domain::route::table::BindKey;
use crate::domain::snapshot::{Object, Snapshot, World};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// The name of the listener that is implied where there is no Gateway object at all.
pub const IMPLIED_LISTENER: &str = "implied";
/// The port of the implied listener.
pub const IMPLIED_PORT: u16 = 8080;

/// A listener that accepts a route, and the hosts under which it does.
#[derive(Clone, Debug, PartialEq)]
pub struct Attachment {
    /// None for the implied listener.
    pub gateway: Option<ObjectName>,
    pub listener: String,
    pub hosts: Vec<HostPattern>,
    /// Where the listener is served, or why it is not. The route is attached either way.
    pub served: Result<BindKey, ConditionFault>,
    /// Why it is not known whether the listener accepts the route; none where it is known.
    pub doubt: Option<Reason>,
}

impl Attachment {
    /// At a listener of a Gateway.
    pub(super) fn of(
        listener: &JudgedListener,
        hosts: Vec<HostPattern>,
        doubt: Option<Reason>,
    ) -> Self {
        Attachment {
            gateway: Some(listener.gateway.clone()),
            listener: listener.name(),
            hosts,
            served: listener.bind().map_err(Clone::clone),
            doubt,
        }
    }
}

/// Attaches one route: what each of its parentRefs came to.
#[must_use]
pub fn attach(
    snapshot: &Snapshot,
    listeners: &Listeners,
    route: &Object<HttpRouteSpec>,
) -> Vec<Result<Vec<Attachment>, Unattached>> {
    if let Some(why) = left_out(snapshot, route) {
        return vec![Err(Unattached::Invalid(why))];
    }
    if listeners.delegated.contains(&route.name) {
        return vec![Err(Unattached::Delegated)];
    }
    let parents = route.spec.parent_refs.as_deref().unwrap_or(&[]);
    if listeners.is_empty() && may_imply(snapshot) {
        return vec![Ok(vec![implied(route)])];
    }
    if parents.is_empty() {
        return vec![Err(Unattached::NoParents)];
    }
    parents.iter().map(|parent| of_parent(snapshot, listeners, route, parent)).collect()
}

/// Why a route of a file is not there: no cluster would take it. One that a cluster has taken is, and its rules refuse
/// what is newer than this program.
fn left_out<T>(snapshot: &Snapshot, object: &Object<T>) -> Option<String> {
    object.misread().filter(|_| snapshot.world == World::Files)
}

/// Attaches one AgentgatewayModel to listeners that ask for models by name. An HTTPRoute among its parents offers it by
/// itself.
#[must_use]
pub fn attach_model(
    snapshot: &Snapshot,
    listeners: &Listeners,
    model: &Object<ModelSpec>,
) -> Vec<Result<Vec<Attachment>, Unattached>> {
    let is_route = |parent: &&ModelParentRef| parent.kind.as_deref() == Some("HTTPRoute");
    let gateways: Vec<_> = model.spec.parent_refs.iter().filter(|p| !is_route(p)).collect();
    if gateways.is_empty() && !model.spec.parent_refs.is_empty() {
        return Vec::new();
    }
    if listeners.is_empty() && may_imply(snapshot) {
        return vec![Ok(vec![implied_for_models()])];
    }
    if gateways.is_empty() {
        return vec![Err(Unattached::NoParents)];
    }
    gateways.into_iter().map(|parent| model_parent(snapshot, listeners, model, parent)).collect()
}

fn model_parent(
    snapshot: &Snapshot,
    listeners: &Listeners,
    model: &Object<ModelSpec>,
    parent: &ModelParentRef,
) -> Result<Vec<Attachment>, Unattached> {
    let kind = parent.kind.as_deref().unwrap_or("Gateway");
    let namespace = parent.namespace.as_ref().unwrap_or(&model.name.namespace);
    let name = ObjectName::new(namespace, &parent.name);
    let of_kind = Kind::of(Kind::Gateway.names().group, kind);
    let all = listeners_of(snapshot, listeners, of_kind, kind, &name)?;
    let (mut refused, mut attached) = (Vec::new(), Vec::new());
    for listener in all {
        let written = &listener.written;
        let meant = parent.section_name.as_ref().is_none_or(|section| *section == written.name);
        let may = match meant {
            false => Err(ListenerRefusal::OtherSection),
            true => allowed(snapshot, listener, &model.name.namespace, Kind::AgentgatewayModel),
        };
        match may {
            Ok(doubt) => attached.push(Attachment::of(
                listener,
                vec![listener.host()],
                doubt.map(Reason::from),
            )),
            Err(fault) => refused.push((written.name.clone(), fault)),
        }
    }
    if attached.is_empty() {
        return Err(nowhere(kind, name, refused));
    }
    Ok(attached)
}

/// A Gateway that is there and cannot be read, or may not, is no reason to imply another.
fn may_imply(snapshot: &Snapshot) -> bool {
    let broken = snapshot.broken.keys().any(|object| object.kind == Kind::Gateway);
    !broken && unread::sees_gateways(snapshot)
}

fn implied(route: &Object<HttpRouteSpec>) -> Attachment {
    let hosts = hosts(&HostPattern::Any, &route.spec).unwrap_or_default();
    Attachment { hosts, ..implied_for_models() }
}

/// The implied listener takes models under every host.
pub(super) fn implied_for_models() -> Attachment {
    Attachment {
        gateway: None,
        listener: IMPLIED_LISTENER.to_owned(),
        hosts: vec![HostPattern::Any],
        served: Ok(BindKey { gateway: None, port: IMPLIED_PORT }),
        doubt: None,
    }
}

/// The listeners that a parent means: those of a Gateway, or of a set.
fn listeners_of<'l>(
    snapshot: &Snapshot,
    listeners: &'l Listeners,
    kind: Option<Kind>,
    word: &str,
    name: &ObjectName,
) -> Result<Vec<&'l JudgedListener>, Unattached> {
    Ok(match kind {
        Some(Kind::Gateway) => match listeners.of(name) {
            // Listeners of a set take routes that name the set.
            Some(all) => all.iter().filter(|one| one.set.is_none()).collect(),
            None => return Err(absent(snapshot, Kind::Gateway, name)),
        },
        Some(Kind::ListenerSet) => {
            if !snapshot.listener_sets.contains_key(name) {
                return Err(absent(snapshot, Kind::ListenerSet, name));
            }
            if let Some(fault) = listeners.unadmitted.get(name) {
                let (set, why) = (name.clone(), fault.clone().into());
                return Err(Unattached::NotAdmitted { set, why });
            }
            listeners.of_set(name).collect()
        }
        _ => {
            let (kind, name) = (word.to_owned(), name.name.clone());
            return Err(Unattached::NotSupported { kind, name });
        }
    })
}

fn of_parent(
    snapshot: &Snapshot,
    listeners: &Listeners,
    route: &Object<HttpRouteSpec>,
    parent: &ParentRef,
) -> Result<Vec<Attachment>, Unattached> {
    let group = parent.group.as_deref().unwrap_or(Kind::Gateway.names().group);
    let kind = parent.kind.as_deref().unwrap_or("Gateway");
    let namespace = parent.namespace.as_ref().unwrap_or(&route.name.namespace);
    let name = ObjectName::new(namespace, &parent.name);
    let all = listeners_of(snapshot, listeners, Kind::of(group, kind), kind, &name)?;
    let mut refused: Vec<(String, ListenerRefusal)> = Vec::new();
    let mut attached = Vec::new();
    for listener in all {
        match to_listener(snapshot, listener, route, parent) {
            Ok(attachment) => attached.push(attachment),
            Err(fault) => refused.push((listener.written.name.clone(), fault)),
        }
    }
    if attached.is_empty() {
        return Err(nowhere(kind, name, refused));
    }
    Ok(attached)
}

fn nowhere(kind: &str, name: ObjectName, listeners: Vec<(String, ListenerRefusal)>) -> Unattached {
    Unattached::ListenerRefusal { kind: kind.to_owned(), name, listeners }
}

fn to_listener(
    snapshot: &Snapshot,
    listener: &JudgedListener,
    route: &Object<HttpRouteSpec>,
    parent: &ParentRef,
) -> Result<Attachment, ListenerRefusal> {
    let written = &listener.written;
    if parent.section_name.as_ref().is_some_and(|name| *name != written.name) {
        return Err(ListenerRefusal::OtherSection);
    }
    if parent.port.is_some_and(|port| port != written.port) {
        return Err(ListenerRefusal::OtherPort);
    }
    let doubt = allowed(snapshot, listener, &route.name.namespace, Kind::HttpRoute)?;
    let own = listener.host();
    let hosts =
        hosts(&own, &route.spec).ok_or_else(|| ListenerRefusal::Hostname(own.to_string()))?;
    Ok(Attachment::of(listener, hosts, doubt.map(Reason::from)))
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

/// Whether a listener may take objects of a kind from a namespace.
pub(super) fn may_take(
    snapshot: &Snapshot,
    listener: &JudgedListener,
    namespace: &str,
    kind: Kind,
) -> bool {
    allowed(snapshot, listener, namespace, kind).is_ok()
}

/// That a listener takes objects of a kind from a namespace, or why that is not known.
fn allowed(
    snapshot: &Snapshot,
    listener: &JudgedListener,
    namespace: &str,
    kind: Kind,
) -> Result<Option<Doubt>, ListenerRefusal> {
    if !listener.kinds.contains(&kind) {
        let own = listener.unaccepted.clone();
        return Err(own.map_or(ListenerRefusal::Kind(kind), ListenerRefusal::Invalid));
    }
    let rules = listener.written.allowed_routes.as_ref();
    let namespaces = rules.and_then(|rules| rules.namespaces.as_ref());
    let own = &listener.set.as_ref().unwrap_or(&listener.gateway).namespace;
    match namespaces.and_then(|namespaces| namespaces.from.as_ref()) {
        Some(NamespacesFrom::All) => Ok(None),
        Some(NamespacesFrom::Selector) => {
            let selector = namespaces.and_then(|namespaces| namespaces.selector.as_ref());
            namespaces::selected(snapshot, selector, namespace).map_err(ListenerRefusal::Labels)
        }
        Some(NamespacesFrom::Same) | None if own == namespace => Ok(None),
        _ => Err(ListenerRefusal::Namespace(own.clone())),
    }
}

/// A parent that does not exist, or that this user may not read.
fn absent(snapshot: &Snapshot, kind: Kind, name: &ObjectName) -> Unattached {
    let parent = ObjectRef::new(kind, name.clone());
    if let Some(right) = unread::missing_right(snapshot, kind, &name.namespace) {
        return Unattached::Unread { parent, right };
    }
    if let Some(broken) = snapshot.broken.get(&parent) {
        return Unattached::Invalid(format!("its {parent}: {}", broken.reason));
    }
    let there = snapshot.gateways.keys().map(ToString::to_string).take(8).collect();
    Unattached::NotFound { parent, there }
}
