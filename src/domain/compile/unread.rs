//! What could not be read of a cluster, and what is rejected because of it: an unreadable policy may be the guard of a
//! route, and an unreadable grant may be gone. A rule of `serve` alone: a controller may read everything.

use super::attached::index::PolicyIndex;
use super::attached::targets;
use super::rejection::{Effect, Rejection};
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::policy::skip::{self, Skips};
use crate::domain::route::reason::{Doubt, MissingRight, Note, PolicyField, Reason};
use crate::domain::snapshot::coverage::{CoverageScope, PartialCoverage};
use crate::domain::snapshot::kinds::{GUARDS, is_guard};
use crate::domain::snapshot::{Snapshot, Unread};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// The name in a rejection that is about all objects of a kind. No object has it.
pub const ANY: &str = "*";

/// The missing right to read a kind in a namespace; none where it was read.
#[must_use]
pub fn missing_right(snapshot: &Snapshot, kind: Kind, namespace: &str) -> Option<MissingRight> {
    if snapshot.sees(kind, namespace) {
        return None;
    }
    if matches!(snapshot.unread.get(&kind), Some(Unread::Forbidden(_))) {
        return Some(MissingRight::Cluster(kind));
    }
    let asked = CoverageScope::Namespace(namespace.to_owned());
    let partly = snapshot.partly.get(&kind);
    let namespace = namespace.to_owned();
    Some(match partly.is_some_and(|partly| partly.refused.contains_key(&asked)) {
        true => MissingRight::Namespace { kind, namespace },
        false => MissingRight::NotAsked { kind, namespace },
    })
}

/// Why a rule rejects its requests: a kind that may hold a guard on its path was not read. `gateway` is none for the
/// implied listener.
#[must_use]
pub(super) fn of_way(
    index: &PolicyIndex<'_>,
    gateway: Option<&ObjectName>,
    listener: &str,
    route: Option<&ObjectName>,
) -> Option<Reason> {
    if !is_partial(index.snapshot) {
        return None;
    }
    let missing = |kind: Kind, namespace: &str| missing(index, kind, namespace);
    let of_gateway = gateway.and_then(|name| {
        let (set, _) = targets::section(listener);
        let set = set.as_ref().map(|set| set.namespace.as_str());
        let takes_sets = takes_sets(index.snapshot, name);
        missing(Kind::Gateway, &name.namespace)
            .or_else(|| missing(Kind::AgentgatewayPolicy, &name.namespace))
            .or_else(|| set.and_then(|namespace| missing(Kind::AgentgatewayPolicy, namespace)))
            .or_else(|| missing(Kind::ListenerSet, &name.namespace).filter(|_| takes_sets))
    });
    let of_route = route.and_then(|name| {
        missing(Kind::HttpRoute, &name.namespace)
            .or_else(|| missing(Kind::AgentgatewayPolicy, &name.namespace))
    });
    of_gateway.or(of_route)
}

/// Whether a Gateway may accept ListenerSets: it has `allowedListeners`.
pub(super) fn takes_sets(snapshot: &Snapshot, gateway: &ObjectName) -> bool {
    let gateway = snapshot.gateways.get(gateway);
    gateway.is_some_and(|gateway| gateway.spec.allowed_listeners.is_some())
}

/// Why what depends on the objects of a kind in a namespace rejects its requests: they were not read, or one of them is
/// a policy that cannot be understood, so that it is unknown what it guards.
pub(super) fn missing(index: &PolicyIndex<'_>, kind: Kind, namespace: &str) -> Option<Reason> {
    let right = missing_right(index.snapshot, kind, namespace);
    let right = right.filter(|_| !skipped(index.skips, kind));
    let invalid = || index.invalid(kind, namespace).filter(|_| is_guard(kind));
    right.map(|right| Doubt::Kind { kind, right }.into()).or_else(invalid)
}

/// Why requests for models are rejected: the models, or what may guard them, were not read.
#[must_use]
pub(super) fn of_models(index: &PolicyIndex<'_>, names: &[ObjectName]) -> Option<Reason> {
    if !is_partial(index.snapshot) {
        return None;
    }
    let kinds = [Kind::AgentgatewayModel, Kind::AgentgatewayBackend].into_iter().chain(GUARDS);
    names
        .iter()
        .find_map(|name| kinds.clone().find_map(|kind| missing(index, kind, &name.namespace)))
}

/// Checks that what a backend depends on was read: the backend itself, policies that may target it, and the grants for
/// a reference from the namespace `from`.
///
/// # Errors
/// The missing right.
pub(super) fn of_upstream(
    index: &PolicyIndex<'_>,
    from: &str,
    kind: Kind,
    name: &ObjectName,
) -> Result<(), BackendError> {
    if !is_partial(index.snapshot) {
        return Ok(());
    }
    let grant = (from != name.namespace).then_some(Kind::ReferenceGrant);
    let listed = (kind == Kind::AgentgatewayBackend).then_some(kind);
    let mut needed = grant.into_iter().chain(listed).chain(GUARDS);
    match needed.find_map(|kind| missing(index, kind, &name.namespace)) {
        Some(why) => Err(why.into()),
        None => Ok(()),
    }
}

/// Whether all Gateways were read: where none was found, it is then certain that none exists.
#[must_use]
pub fn sees_gateways(snapshot: &Snapshot) -> bool {
    snapshot.sees_all(Kind::Gateway)
}

/// A rejection for each kind and namespace that may not be read, with what it means for requests.
#[must_use]
pub fn rejections(snapshot: &Snapshot, skips: &Skips) -> Vec<Rejection> {
    let mut found = Vec::new();
    let mut say = |kind: Kind, namespace: &str, message: &str| {
        let object = ObjectRef::new(kind, ObjectName::new(namespace, ANY));
        let skipped = skipped(skips, kind);
        let effect = if skipped { Effect::Note } else { Effect::Refuses };
        let reason = Doubt::Objects { kind, message: message.to_owned(), skipped };
        found.push(Rejection::new(object, effect, reason));
    };
    for kind in Kind::LISTED.iter().filter(|kind| matters(snapshot, **kind)) {
        if let Some(Unread::Forbidden(message)) = snapshot.unread.get(kind) {
            say(*kind, "*", message);
        }
        let partly = snapshot.partly.get(kind).into_iter();
        for (namespace, message) in partly.flat_map(PartialCoverage::refused_namespaces) {
            say(*kind, namespace, message);
        }
    }
    found.extend(left_out(snapshot, skips));
    found
}

/// The policies that the user wants skipped, and names that mean none.
fn left_out(snapshot: &Snapshot, skips: &Skips) -> Vec<Rejection> {
    if !skips.has_objects() {
        return Vec::new();
    }
    let note = |object, reason| Rejection::new(object, Effect::Note, reason);
    let agentgateway = snapshot.policies.keys().map(|name| (Kind::AgentgatewayPolicy, name));
    let tls = snapshot.tls_policies.keys().map(|name| (Kind::BackendTlsPolicy, name));
    let there: Vec<_> = agentgateway
        .chain(tls)
        .map(|(kind, name)| ObjectRef::new(kind, name.clone()))
        .chain(snapshot.broken.keys().filter(|object| is_guard(object.kind)).cloned())
        .filter(|object| skips.has_object(&object.name))
        .collect();
    let means_none = |name: &&str| !there.iter().any(|object| skip::matches(name, &object.name));
    let none = skips.objects().filter(means_none).map(|name| {
        let (namespace, name) = name.split_once('/').unwrap_or(("", name));
        let object = ObjectRef::new(Kind::AgentgatewayPolicy, ObjectName::new(namespace, name));
        note(object, Note::NothingToSkip.into())
    });
    let none: Vec<_> = none.collect();
    let skipped = |object: ObjectRef| {
        let reason = Reason::PolicySkipped(PolicyField::Object(object.clone()));
        note(object, reason)
    };
    there.into_iter().map(skipped).chain(none).collect()
}

/// Whether something was requested and may not be read, or was read and not understood.
pub(super) fn is_partial(snapshot: &Snapshot) -> bool {
    !snapshot.partly.is_empty()
        || !snapshot.broken.is_empty()
        || snapshot.unread.values().any(|why| matches!(why, Unread::Forbidden(_)))
}

fn skipped(skips: &Skips, kind: Kind) -> bool {
    skips.skips_unread() && is_guard(kind)
}

/// Whether a kind that was not read can change anything: ListenerSets cannot where no Gateway accepts any.
fn matters(snapshot: &Snapshot, kind: Kind) -> bool {
    kind != Kind::ListenerSet
        || snapshot.gateways.values().any(|gateway| gateway.spec.allowed_listeners.is_some())
}

#[cfg(test)]
mod tests;
