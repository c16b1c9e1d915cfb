//! The Gateway API's conditions, computed by the code that routes: what a controller would write into the status of
//! Gateways and HTTPRoutes.
//!
//! Source: GatewayConditionType, ListenerConditionType, RouteConditionType and their reasons in
//! <https://gateway-api.sigs.k8s.io/reference/spec/>; what it leaves open, as agentgateway's
//! `controller/pkg/agentgateway/translator/conditions.go` and `gateway_collection.go` have it at 75b4e6ce6.

mod tls_policies;

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;

use super::attach::{self, Attachment};
use super::attached::index::PolicyIndex;
use super::attached::merge::{Phase, PolicyPath};
use super::backend::reference::Resolver;
use super::listeners::JudgedListener;
use super::tls::client_certificate;
use super::{Compiled, listener_set, models_asked};
use crate::domain::crd::gateway_api::{self, GatewaySpec, HttpRouteSpec, ParentRef, Rule};
use crate::domain::crd::status::Condition;
use crate::domain::route::certificate::Unusable;
use crate::domain::route::filter::Filters;
use crate::domain::route::reason::{ConditionFault, Reason, Unattached};
use crate::domain::route::retry::Retry;
use crate::domain::route::table::BindKey;
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::ObjectName;
pub use tls_policies::BackendTlsPolicyStatus;
use tls_policies::CallingGateways;

/// The status of every object of a snapshot that has conditions.
#[derive(Clone, Debug, Default)]
pub struct Conditions {
    pub gateways: Vec<GatewayStatus>,
    pub listener_sets: Vec<ListenerSetStatus>,
    pub routes: Vec<HttpRouteStatus>,
    pub tls_policies: Vec<BackendTlsPolicyStatus>,
}

/// The status of a Gateway, as a controller would write it.
#[derive(Clone, Debug)]
pub struct GatewayStatus {
    pub name: ObjectName,
    /// The `generation` of the object that was judged.
    pub generation: Option<i64>,
    pub conditions: Vec<Condition>,
    /// How many ListenerSets it accepts.
    pub listener_sets: usize,
    pub listeners: Vec<ListenerStatus>,
}

/// The status of a ListenerSet.
#[derive(Clone, Debug)]
pub struct ListenerSetStatus {
    pub name: ObjectName,
    /// The Gateway in its `parentRef`.
    pub gateway: ObjectName,
    /// The `generation` of the object that was judged.
    pub generation: Option<i64>,
    pub conditions: Vec<Condition>,
    pub listeners: Vec<ListenerStatus>,
}

/// The status of one listener of a Gateway or ListenerSet.
#[derive(Clone, Debug)]
pub struct ListenerStatus {
    pub name: String,
    pub port: i32,
    pub protocol: String,
    pub hostname: Option<String>,
    /// The bind under which it is served; none where it is not served.
    pub bind: Option<BindKey>,
    pub supported_kinds: Vec<RouteKind>,
    /// How many routes and AgentgatewayModels it accepts, whether it or they are served or not.
    pub attached_routes: u32,
    pub conditions: Vec<Condition>,
}

/// A kind of route, as status writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RouteKind {
    pub group: &'static str,
    pub kind: &'static str,
}

/// The status of an HTTPRoute.
#[derive(Clone, Debug)]
pub struct HttpRouteStatus {
    pub name: ObjectName,
    pub generation: Option<i64>,
    pub parents: Vec<RouteParentStatus>,
}

/// The status of one parentRef of an HTTPRoute.
#[derive(Clone, Debug)]
pub struct RouteParentStatus {
    pub reference: ParentRef,
    pub conditions: Vec<Condition>,
}

impl RouteParentStatus {
    /// The parentRef in words, `Gateway ns/name section`; `own` is the namespace of the route.
    #[must_use]
    pub fn words(&self, own: &str) -> String {
        let ParentRef { kind, namespace, name, section_name, .. } = &self.reference;
        let section = section_name.as_ref().map(|name| format!(" {name}")).unwrap_or_default();
        let namespace = namespace.as_deref().unwrap_or(own);
        format!("{} {namespace}/{name}{section}", kind.as_deref().unwrap_or("Gateway"))
    }
}

/// The conditions of everything in a snapshot.
#[must_use]
pub fn of(compiled: &Compiled) -> Conditions {
    of_serving(compiled, &[])
}

/// As [`of`], where the proxy has opened the certificates and could not use these.
#[must_use]
pub fn of_serving(compiled: &Compiled, unusable: &[Unusable]) -> Conditions {
    let snapshot = &*compiled.snapshot;
    let mut listeners = Arc::clone(&compiled.listeners);
    if !unusable.is_empty() {
        Arc::make_mut(&mut listeners).without(unusable);
    }
    let policies = compiled.policies();
    let mut resolver = Resolver::new(&policies);
    let mut attached = HashMap::new();
    let mut callers = CallingGateways::default();
    let routes = snapshot.routes.values().map(|route| {
        let outcomes = attach::attach(snapshot, &listeners, route);
        count(&outcomes, &mut attached);
        if !snapshot.tls_policies.is_empty() {
            callers.add(route, &outcomes);
        }
        of_route(&policies, &mut resolver, route, &outcomes)
    });
    let routes = routes.collect();
    let tls_policies = tls_policies::of(snapshot, &policies.attached.tls, &callers);
    for model in snapshot.models.values() {
        count(&attach::attach_model(snapshot, &listeners, model), &mut attached);
    }
    let gateways = snapshot.gateways.values().map(|gateway| {
        let judged = listeners.of(&gateway.name).unwrap_or(&[]);
        let own: Vec<_> = judged.iter().filter(|one| one.set.is_none()).collect();
        GatewayStatus {
            name: gateway.name.clone(),
            generation: gateway.meta.generation,
            conditions: of_gateway(snapshot, gateway, &own),
            listener_sets: 0,
            listeners: own.iter().map(|one| of_listener(one, &attached)).collect(),
        }
    });
    let mut gateways: Vec<_> = gateways.collect();
    let listener_sets = snapshot.listener_sets.values().map(|set| {
        let judged: Vec<_> = listeners.of_set(&set.name).collect();
        let conditions = match listeners.unadmitted.get(&set.name) {
            None => of_set(&judged),
            Some(fault) => ["Accepted", "Programmed"]
                .map(|kind| condition(kind, false, fault.reason().word(), fault.to_string()))
                .into(),
        };
        ListenerSetStatus {
            name: set.name.clone(),
            gateway: listener_set::parent(set),
            generation: set.meta.generation,
            conditions,
            listeners: judged.iter().map(|one| of_listener(one, &attached)).collect(),
        }
    });
    let listener_sets: Vec<_> = listener_sets.collect();
    for gateway in &mut gateways {
        let taken = |set: &&ListenerSetStatus| set.gateway == gateway.name && is_accepted(set);
        gateway.listener_sets = listener_sets.iter().filter(taken).count();
    }
    Conditions { gateways, listener_sets, routes, tls_policies }
}

fn is_accepted(set: &ListenerSetStatus) -> bool {
    set.conditions.iter().any(|one| one.kind == "Accepted" && one.status == "True")
}

/// Attached routes, by Gateway and listener.
type Attached = HashMap<(ObjectName, String), u32>;

/// Counts a route once at each listener, whichever of its parentRefs led there.
fn count(outcomes: &[Result<Vec<Attachment>, Unattached>], attached: &mut Attached) {
    let all = outcomes.iter().flatten().flatten();
    let mut keys: Vec<_> =
        all.filter_map(|one| Some((one.gateway.clone()?, one.listener.clone()))).collect();
    keys.sort();
    keys.dedup();
    for key in keys {
        *attached.entry(key).or_default() += 1;
    }
}

fn condition(kind: &str, well: bool, reason: &str, message: impl Into<String>) -> Condition {
    Condition {
        kind: kind.to_owned(),
        status: if well { "True" } else { "False" }.to_owned(),
        reason: reason.to_owned(),
        message: message.into(),
    }
}

/// A condition that is True without a fault, and False with one.
fn unless(kind: &str, reason: &str, fault: Option<&ConditionFault>) -> Condition {
    match fault {
        None => condition(kind, true, reason, ""),
        Some(fault) => condition(kind, false, fault.reason().word(), fault.to_string()),
    }
}

fn of_listener(judged: &JudgedListener, attached: &Attached) -> ListenerStatus {
    let written = &judged.written;
    let bind = judged.bind();
    let programmed = bind.as_ref().err().map(|fault| match &judged.conflict {
        Some(conflict) => conflict.clone(),
        None => ConditionFault::NotProgrammed(Box::new((*fault).clone())),
    });
    let conflicted = match &judged.conflict {
        None => condition("Conflicted", false, "NoConflicts", ""),
        Some(fault) => condition("Conflicted", true, fault.reason().word(), fault.to_string()),
    };
    let unaccepted = judged.conflict.as_ref().or(judged.unaccepted.as_ref());
    let mut conditions = vec![
        unless("Accepted", "Accepted", unaccepted),
        unless("Programmed", "Programmed", programmed.as_ref()),
        unless("ResolvedRefs", "ResolvedRefs", judged.unresolved.as_ref()),
        conflicted,
    ];
    if let Some(other) = &judged.overlaps {
        let words = format!("its hostname overlaps that of listener {other}");
        conditions.push(condition("OverlappingTLSConfig", true, "OverlappingHostnames", words));
    }
    let kinds = judged.kinds.iter().map(|kind| kind.names());
    let key = (judged.gateway.clone(), judged.name());
    ListenerStatus {
        name: written.name.clone(),
        port: written.port,
        protocol: written.protocol.clone(),
        hostname: written.hostname.clone(),
        bind: bind.ok(),
        supported_kinds: kinds.map(|of| RouteKind { group: of.group, kind: of.kind }).collect(),
        attached_routes: attached.get(&key).copied().unwrap_or_default(),
        conditions,
    }
}

/// The conditions of a Gateway follow from its listeners: it stands as long as one of them does. What it shows to
/// upstreams is beside them.
fn of_gateway(
    snapshot: &Snapshot,
    gateway: &Object<GatewaySpec>,
    judged: &[&JudgedListener],
) -> Vec<Condition> {
    let invalid = |one: &JudgedListener| one.unaccepted.is_some() || one.conflict.is_some();
    let mut conditions = vec![accepted(judged, invalid), programmed(judged, "Invalid")];
    if gateway_api::client_certificate(&gateway.spec).is_some() {
        let fault = client_certificate::of(snapshot, gateway).err();
        let fault = fault.map(ConditionFault::ClientCertificate);
        conditions.push(unless("ResolvedRefs", "ResolvedRefs", fault.as_ref()));
    }
    conditions
}

/// Those of a ListenerSet too; to it a listener without its certificate is none either.
fn of_set(judged: &[&JudgedListener]) -> Vec<Condition> {
    let invalid = |one: &JudgedListener| one.bind().is_err();
    vec![accepted(judged, invalid), programmed(judged, "ListenersNotValid")]
}

fn accepted(judged: &[&JudgedListener], invalid: impl Fn(&JudgedListener) -> bool) -> Condition {
    let names = judged.iter().filter(|one| invalid(one)).map(|one| one.written.name.as_str());
    let names: Vec<_> = names.collect();
    let any_valid = names.len() < judged.len();
    let words = format!("invalid listeners: {}", names.join(", "));
    match names.is_empty() {
        true => condition("Accepted", true, "Accepted", ""),
        false => condition("Accepted", any_valid, "ListenersNotValid", words),
    }
}

fn programmed(judged: &[&JudgedListener], otherwise: &str) -> Condition {
    match judged.iter().any(|one| one.bind().is_ok()) {
        true => condition("Programmed", true, "Programmed", ""),
        false => condition("Programmed", false, otherwise, "none of its listeners is served"),
    }
}

fn of_route(
    policies: &PolicyIndex<'_>,
    resolver: &mut Resolver<'_>,
    route: &Object<HttpRouteSpec>,
    outcomes: &[Result<Vec<Attachment>, Unattached>],
) -> HttpRouteStatus {
    let parents = route.spec.parent_refs.as_deref().unwrap_or(&[]);
    let parents = parents.iter().zip(outcomes).map(|(parent, outcome)| {
        let said = said_of_rules(policies, resolver, route, outcome.as_deref().unwrap_or(&[]));
        let accepted = match outcome {
            Ok(_) if said.incompatible.is_some() => {
                unless("Accepted", "Accepted", said.incompatible.as_ref())
            }
            // agentgateway would serve it: that this twin refuses is a message and no False.
            Ok(_) => condition("Accepted", true, "Accepted", said.refused.unwrap_or_default()),
            Err(why) => condition("Accepted", false, why.word(), why.to_string()),
        };
        let resolved = unless("ResolvedRefs", "ResolvedRefs", said.unresolved.as_ref());
        RouteParentStatus { reference: parent.clone(), conditions: vec![accepted, resolved] }
    });
    HttpRouteStatus {
        name: route.name.clone(),
        generation: route.meta.generation,
        parents: parents.collect(),
    }
}

/// What the conditions of one parent say of a route's rules.
#[derive(Default)]
struct RuleConditions {
    /// A reference that leads nowhere.
    unresolved: Option<ConditionFault>,
    /// A filter that agentgateway refuses too.
    incompatible: Option<ConditionFault>,
    /// Why requests are refused that agentgateway would take.
    refused: Option<String>,
}

fn said_of_rules(
    policies: &PolicyIndex<'_>,
    resolver: &mut Resolver<'_>,
    route: &Object<HttpRouteSpec>,
    attachments: &[Attachment],
) -> RuleConditions {
    let mut said = RuleConditions::default();
    for (index, rule) in route.spec.rules.iter().flatten().enumerate() {
        let on = |at: Option<&Attachment>| {
            (at.and_then(|at| at.gateway.clone()), at.map(|at| at.listener.clone()))
        };
        // Without policies, and without a listener, every place is the same.
        let places: Vec<_> = match policies.attached.is_empty() || attachments.is_empty() {
            true => vec![on(None)],
            false => attachments.iter().map(|at| on(Some(at))).collect(),
        };
        for (gateway, listener) in &places {
            let path = PolicyPath {
                gateway: gateway.as_ref(),
                listener: listener.as_deref().unwrap_or_default(),
                route: Some((&route.name, index)),
                ..PolicyPath::default()
            };
            of_rule(policies, resolver, rule, index, &path, &mut said);
        }
    }
    said
}

fn of_rule(
    policies: &PolicyIndex<'_>,
    resolver: &mut Resolver<'_>,
    rule: &Rule,
    index: usize,
    path: &PolicyPath<'_>,
    said: &mut RuleConditions,
) {
    let mut extensions = rule.filters.iter().flatten().filter_map(|one| one.extension_ref.as_ref());
    if let Some(to) = extensions.next() {
        let (group, kind) = (to.group.clone(), to.kind.clone());
        said.incompatible.get_or_insert(ConditionFault::ExtensionRef { group, kind });
    }
    let filters = Filters::read(rule.filters.as_deref().unwrap_or(&[])).err();
    let refuses = filters.or_else(|| Retry::of_rule(rule.retry.as_ref()).err()).or_else(|| {
        let on_way = !policies.attached.is_empty();
        on_way.then(|| policies.traffic(path, Phase::PostRouting).refuses).flatten()
    });
    let mut refuse = |why: Reason| {
        said.refused.get_or_insert(format!("rule {index} rejects requests: {}", why.with_word()));
    };
    refuses.into_iter().for_each(&mut refuse);
    if let Some(asked) = models_asked(rule) {
        asked.err().into_iter().for_each(refuse);
        return;
    }
    let Some((route, _)) = path.route else { return };
    for reference in rule.backend_refs.iter().flatten() {
        let resolved = resolver.resolve(&route.namespace, path, reference);
        let Some(error) = resolved.error else { continue };
        match error.reason.is_of_reference() {
            true => {
                let fault = ConditionFault::Reference { rule: index, why: error.reason };
                said.unresolved.get_or_insert(fault);
            }
            // What is refused for another reason is no reference that leads nowhere.
            false => refuse(*error.reason),
        }
    }
}

#[cfg(test)]
mod tests;
