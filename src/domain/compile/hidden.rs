//! Listeners that reject requests because objects which could take them from the known routes may not be read. A rule
//! of `serve` alone: a controller may read everything.

use super::attached::index::PolicyIndex;
use super::listeners::JudgedListener;
use super::{attach, listener_set, unread};
use crate::domain::route::reason::{Doubt, Reason, Unsupported};
use crate::domain::snapshot::coverage::PartialCoverage;
use crate::domain::snapshot::{NamespaceState, Snapshot, Unread};
use crate::domain::value::object_ref::Kind;

/// Why a listener rejects every request: an object that was requested but may not be read could match any of them
/// before the known routes do, either a route or a listener with a more specific hostname. Objects that were never
/// requested (`serve -n`) don't count.
#[must_use]
pub(super) fn of_listener(index: &PolicyIndex<'_>, listener: &JudgedListener) -> Option<Reason> {
    let snapshot = index.snapshot;
    if let Some(why) = newer(snapshot, listener) {
        return Some(why);
    }
    let is_unknown = |state: &NamespaceState| !matches!(state, NamespaceState::Read(_));
    let unlabelled = snapshot.namespaces.values().any(is_unknown);
    if !unread::is_partial(snapshot) && !unlabelled {
        return None;
    }
    let sets = unread::takes_sets(snapshot, &listener.gateway);
    let takes = |namespace: &str| listener_set::may_take(snapshot, &listener.gateway, namespace);
    let doubtful_set = || {
        let all = unlabelled.then(|| snapshot.listener_sets.values()).into_iter().flatten();
        let own = all.filter(|set| listener_set::parent(set) == listener.gateway);
        own.filter_map(|set| listener_set::doubt(snapshot, set)).next().map(Reason::from)
    };
    unread::missing(index, Kind::Gateway, &listener.gateway.namespace)
        .or_else(|| hidden_of(snapshot, listener, Kind::HttpRoute))
        .or_else(|| hidden(snapshot, Kind::ListenerSet, sets, takes))
        .or_else(doubtful_set)
}

/// A field of a Gateway or ListenerSet that the cluster has accepted and this program does not know. It may be a guard,
/// so the listener rejects every request.
fn newer(snapshot: &Snapshot, listener: &JudgedListener) -> Option<Reason> {
    let gateway = snapshot.gateways.get(&listener.gateway).map(|gateway| &gateway.faults);
    let set = listener.set.as_ref().and_then(|name| snapshot.listener_sets.get(name));
    let fault = gateway.into_iter().chain(set.map(|set| &set.faults)).flatten().next()?;
    Some(Unsupported::NewerField(fault.at.clone()).into())
}

/// As [`of_listener`], for the listener that is implied where there is no Gateway.
#[must_use]
pub(super) fn of_implied(snapshot: &Snapshot) -> Option<Reason> {
    hidden(snapshot, Kind::HttpRoute, true, |_| true)
}

/// Why a listener answers 503 instead of 404 where no route matches: AgentgatewayModels that may not be read could
/// match.
#[must_use]
pub(super) fn behind_routes(snapshot: &Snapshot, listener: &JudgedListener) -> Option<Reason> {
    hidden_of(snapshot, listener, Kind::AgentgatewayModel)
}

/// Why a rule with AgentgatewayModels as its backend answers 503: models of a namespace that may not be read could
/// belong to its route.
#[must_use]
pub(super) fn of_any_model(snapshot: &Snapshot) -> Option<Reason> {
    hidden(snapshot, Kind::AgentgatewayModel, true, |_| true)
}

/// Why it is unknown what a listener accepts: objects of this kind may not be read. None where all were read.
fn hidden_of(snapshot: &Snapshot, listener: &JudgedListener, kind: Kind) -> Option<Reason> {
    let may = |namespace: &str| attach::may_take(snapshot, listener, namespace, kind);
    hidden(snapshot, kind, listener.kinds.contains(&kind), may)
}

/// The missing right to read objects of a kind: in the whole cluster, which counts where `any` is true, or in a
/// namespace for which `may` is true.
fn hidden(
    snapshot: &Snapshot,
    kind: Kind,
    any: bool,
    may: impl Fn(&str) -> bool,
) -> Option<Reason> {
    let whole = any && matches!(snapshot.unread.get(&kind), Some(Unread::Forbidden(_)));
    let refused =
        snapshot.partly.get(&kind).into_iter().flat_map(PartialCoverage::refused_namespaces);
    let mut refused = refused.map(|(namespace, _)| namespace);
    let place = whole.then_some(unread::ANY).or_else(|| refused.find(|place| may(place)))?;
    Some(Doubt::Kind { kind, right: unread::missing_right(snapshot, kind, place)? }.into())
}
