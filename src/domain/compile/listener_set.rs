//! ListenerSets: which of them a Gateway accepts, and in which order their listeners follow its own.
//!
//! Source: GEP-1713 (<https://gateway-api.sigs.k8s.io/geps/gep-1713/>), with the order in which listeners are merged;
//! agentgateway's `controller/pkg/agentgateway/translator/gateway_collection.go` at 75b4e6ce6, `ListenerSetBuilder` and
//! `NamespaceAcceptedByAllowListeners`.

use super::namespaces;
use crate::domain::crd::gateway_api::{
    AllowedListenersFrom, GatewaySpec, LabelExpression, ListenerSetSpec, NamespaceSelector,
};
use crate::domain::route::reason::{Doubt, ListenerSetFault, SetsNotAllowed};
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// The sets that a Gateway accepts: the oldest first, then by name. Of two listeners in conflict the first is served.
#[must_use]
pub fn of_gateway<'s>(
    snapshot: &'s Snapshot,
    gateway: &ObjectName,
) -> Vec<&'s Object<ListenerSetSpec>> {
    let of_it = |set: &&'s Object<ListenerSetSpec>| {
        parent(set) == *gateway && admitted(snapshot, set).is_ok()
    };
    let mut sets: Vec<_> =
        snapshot.listener_sets.values().map(|set| &**set).filter(of_it).collect();
    sets.sort_by_key(|set| (set.meta.created.as_deref(), &set.name));
    sets
}

/// The Gateway that a set names as its parent, whether that accepts it or not.
#[must_use]
pub fn parent(set: &Object<ListenerSetSpec>) -> ObjectName {
    let reference = &set.spec.parent_ref;
    let namespace = reference.namespace.as_ref().unwrap_or(&set.name.namespace);
    ObjectName::new(namespace, &reference.name)
}

/// Whether the parent of a set accepts it.
///
/// # Errors
/// Why it does not, with the reason of its condition `Accepted`; also where that is not known.
pub fn admitted(
    snapshot: &Snapshot,
    set: &Object<ListenerSetSpec>,
) -> Result<(), ListenerSetFault> {
    match admission(snapshot, set)? {
        None => Ok(()),
        Some(doubt) => Err(ListenerSetFault::Unknown(doubt)),
    }
}

/// Why it is not known whether the parent of a set accepts it; none where it is known.
#[must_use]
pub fn doubt(snapshot: &Snapshot, set: &Object<ListenerSetSpec>) -> Option<Doubt> {
    admission(snapshot, set).ok().flatten()
}

/// Whether a Gateway accepts sets of a namespace, or may: labels of namespaces can be unknown.
#[must_use]
pub fn may_take(snapshot: &Snapshot, gateway: &ObjectName, namespace: &str) -> bool {
    let gateway = snapshot.gateways.get(gateway);
    gateway.is_some_and(|gateway| allowed(snapshot, gateway, namespace).is_ok())
}

fn admission(
    snapshot: &Snapshot,
    set: &Object<ListenerSetSpec>,
) -> Result<Option<Doubt>, ListenerSetFault> {
    let reference = &set.spec.parent_ref;
    let group = reference.group.as_deref().unwrap_or(Kind::Gateway.names().group);
    let kind = reference.kind.as_deref().unwrap_or("Gateway");
    if Kind::of(group, kind) != Some(Kind::Gateway) {
        return Err(ListenerSetFault::ParentKind(kind.to_owned()));
    }
    let name = parent(set);
    let Some(gateway) = snapshot.gateways.get(&name) else {
        return Err(ListenerSetFault::ParentNotFound(name));
    };
    allowed(snapshot, gateway, &set.name.namespace)
        .map_err(|why| ListenerSetFault::NotAllowed { gateway: name, why })
}

fn allowed(
    snapshot: &Snapshot,
    gateway: &Object<GatewaySpec>,
    namespace: &str,
) -> Result<Option<Doubt>, SetsNotAllowed> {
    let rules = gateway.spec.allowed_listeners.as_ref().and_then(|rules| rules.namespaces.as_ref());
    match rules.and_then(|rules| rules.from.as_ref()) {
        Some(AllowedListenersFrom::All) => Ok(None),
        Some(AllowedListenersFrom::Same) if gateway.name.namespace == namespace => Ok(None),
        Some(AllowedListenersFrom::Same) => Err(SetsNotAllowed::OtherNamespace),
        Some(AllowedListenersFrom::Selector) => {
            let selector = rules.and_then(|rules| rules.selector.as_ref()).map(|selector| {
                let expressions = selector.match_expressions.iter().flatten();
                let expressions = expressions.map(|one| LabelExpression {
                    key: one.key.clone(),
                    operator: one.operator.clone(),
                    values: one.values.clone(),
                });
                NamespaceSelector {
                    match_labels: selector.match_labels.clone(),
                    match_expressions: Some(expressions.collect()),
                }
            });
            namespaces::selected(snapshot, selector.as_ref(), namespace)
                .map_err(SetsNotAllowed::Labels)
        }
        Some(AllowedListenersFrom::None) | None => Err(SetsNotAllowed::Nowhere),
    }
}
