//! A snapshot, compiled: the route table, and what of the snapshot is not in it. Cannot fail: what is broken,
//! rejected or not supported comes back as rejections.
//!
//! Source: what agentgateway's controller makes of the same objects, in `controller/pkg/agentgateway/translator`
//! (`gateway_collection.go`, `route_collections.go`) and `controller/pkg/syncer/backend/backend_plugin.go` at
//! 75b4e6ce6.

pub mod attach;
pub mod attached;
pub mod backend;
pub mod conditions;
pub mod delegation;
pub mod expression_faults;
pub mod grant;
pub mod hidden;
mod incremental;
pub mod listener_set;
pub mod listeners;
pub mod missed;
mod model_rules;
pub mod namespaces;
pub mod reach;
pub mod rejection;
mod rules;
pub mod secret_ref;
pub mod tls;
pub mod traffic;
pub mod unread;

pub use incremental::IncrementalCompiler;
pub(super) use model_rules::models_asked;

use std::collections::BTreeMap;
use std::sync::Arc;

use self::attached::merge::Phase;
use super::route::matcher::host::HostPattern;
use super::route::policy::RoutePolicies;
use super::route::policy::skip::Skips;
use super::route::reason::{ConditionFault, ConditionReason, Reason};
use super::route::refusal::Refusal;
use super::route::table::{Bind, BindKey, Listener, RouteTable};
use crate::domain::crd::gateway_api::HttpRouteSpec;
use crate::domain::kill::InForce;
use crate::domain::snapshot::kinds::is_guard;
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectRef};
use crate::domain::value::pattern::Patterns;
use attach::Attachment;
use attached::index::PolicyIndex;
use attached::merge::PolicyPath;
use attached::targets::Attached;
use backend::reference::Resolver;
use incremental::{CompiledRoute, CompiledRoutes, PlacedCandidate, PreviousRoutes};
use listeners::{JudgedListener, Listeners};
use rejection::{Effect, Rejection, RejectionSubject, Rejections};
use tls::{backend_tls, client_certificate};

/// A snapshot and everything compiled from it. It is made once, and the proxy and every view take it as their input.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The objects that were compiled.
    pub snapshot: Arc<Snapshot>,
    /// Policies that the user wants skipped: they are not read.
    pub skips: Skips,
    /// The listeners of its Gateways, as they were judged for the table.
    pub listeners: Arc<Listeners>,
    /// Its policies by what they target.
    attached: Arc<Attached>,
    /// What the proxy serves.
    pub table: RouteTable,
    /// What of the snapshot is not in the table, and why.
    pub rejections: Vec<Rejection>,
    /// What the kill switch stops of it, for the views: a proxy follows it by itself.
    pub in_force: InForce,
    /// The table by which views judge that: a key that is missing here may be there where it is served.
    pub with_keys: RouteTable,
}

impl Compiled {
    /// Compiles everything that a snapshot holds.
    #[must_use]
    pub fn of(snapshot: impl Into<Arc<Snapshot>>) -> Self {
        Compiled::without(snapshot, Skips::default())
    }

    /// As [`Compiled::of`], without the policies that the user wants skipped.
    #[must_use]
    pub fn without(snapshot: impl Into<Arc<Snapshot>>, skips: Skips) -> Self {
        made(snapshot.into(), skips, PreviousRoutes::default()).0
    }

    /// A snapshot with an empty table: nothing of it is served.
    #[must_use]
    pub fn empty(snapshot: Arc<Snapshot>) -> Self {
        Compiled {
            snapshot,
            skips: Skips::default(),
            listeners: Arc::default(),
            attached: Arc::default(),
            table: RouteTable::default(),
            rejections: Vec::new(),
            in_force: InForce::default(),
            with_keys: RouteTable::default(),
        }
    }

    /// The same, while the kill switch stops this of it. `with_keys` is the table with every key at hand.
    #[must_use]
    pub fn killing(self, in_force: InForce, with_keys: RouteTable) -> Self {
        Compiled { in_force, with_keys, ..self }
    }

    /// This compilation for a newer snapshot that routes as its own does ([`Snapshot::routes_as`]).
    #[must_use]
    pub fn amended(&self, snapshot: Arc<Snapshot>) -> Self {
        Compiled { snapshot, ..self.clone() }
    }

    /// The index from which the table's policies were read, so that a view reads the same policies.
    #[must_use]
    pub fn policies(&self) -> PolicyIndex<'_> {
        let Compiled { snapshot, attached, skips, .. } = self;
        PolicyIndex::new(snapshot, attached, skips, Patterns::default())
    }
}

/// Compiles a snapshot. Also returns the compiled routes, which the next compilation may reuse.
fn made(
    snapshot: Arc<Snapshot>,
    skips: Skips,
    mut previous: PreviousRoutes,
) -> (Compiled, CompiledRoutes) {
    let listeners = Arc::new(Listeners::judge(&snapshot));
    let attached = Arc::new(Attached::new(&snapshot, &skips));
    let patterns = std::mem::take(&mut previous.patterns);
    let index = PolicyIndex::new(&snapshot, &attached, &skips, patterns);
    let (table, rejections, routes) = made_of(&index, &listeners, previous);
    let routes = CompiledRoutes { routes, patterns: index.patterns };
    let empty = Compiled::empty(snapshot);
    (Compiled { skips, listeners, attached, table, rejections, ..empty }, routes)
}

/// The table, the rejections, and what each route has contributed to the table.
fn made_of<'s>(
    index: &'s PolicyIndex<'s>,
    listeners: &'s Listeners,
    mut previous: PreviousRoutes,
) -> (RouteTable, Vec<Rejection>, Vec<Arc<CompiledRoute>>) {
    let snapshot = index.snapshot;
    let mut compiler = Compiler {
        snapshot,
        index,
        resolver: Resolver::new(index),
        binds: binds(listeners, index),
        listeners,
        rejections: Rejections::default(),
        candidates: Vec::new(),
        asks_models: false,
    };
    compiler.broken();
    compiler.gateways();
    compiler.before();
    let of_tls = backend_tls::rejections(snapshot, &index.attached.tls).into_iter();
    let of_tls = of_tls.chain(missed::rejections(snapshot, &index.attached.astray));
    for rejection in of_tls.filter(|one| !index.skips.has_object(&one.object.name)) {
        compiler.rejections.add(rejection);
    }
    let mut routes = Vec::with_capacity(snapshot.routes.len());
    for route in snapshot.routes.values() {
        let compiled = previous.of(route).unwrap_or_else(|| compiler.compile_route(route));
        compiler.place(&compiled);
        routes.push(compiled);
    }
    compiler.offer_models();
    let settled = compiler.binds.into_iter().map(|(key, mut bind)| {
        bind.listeners.iter_mut().for_each(Listener::settle);
        (key, Arc::new(bind))
    });
    let (table, rejections) = (RouteTable { binds: settled.collect() }, compiler.rejections);
    (table, rejections.into_vec(), routes)
}

struct Compiler<'s> {
    snapshot: &'s Snapshot,
    listeners: &'s Listeners,
    index: &'s PolicyIndex<'s>,
    resolver: Resolver<'s>,
    binds: BTreeMap<BindKey, Bind>,
    rejections: Rejections,
    /// Those of the route that is being compiled.
    candidates: Vec<PlacedCandidate>,
    /// Whether the route that is being compiled has AgentgatewayModels as a backend.
    asks_models: bool,
}

/// The binds and listeners of all Gateways, still without rules.
fn binds(listeners: &Listeners, index: &PolicyIndex<'_>) -> BTreeMap<BindKey, Bind> {
    let mut binds: BTreeMap<BindKey, Bind> = BTreeMap::new();
    for listener in listeners.all() {
        let Ok(key) = listener.bind() else { continue };
        let mut own = Listener::new(listener.name(), listener.host());
        own.certificate.clone_from(&listener.certificate);
        own.refusal = hidden::of_listener(index, listener).map(|why| why.refusal());
        binds.entry(key).or_default().listeners.push(own);
    }
    if listeners.is_empty() && unread::sees_gateways(index.snapshot) {
        let key = BindKey { gateway: None, port: attach::IMPLIED_PORT };
        let mut implied = Listener::new(attach::IMPLIED_LISTENER, HostPattern::Any);
        implied.refusal = hidden::of_implied(index.snapshot).map(|why| why.refusal());
        binds.entry(key).or_default().listeners.push(implied);
    }
    for listener in listeners.all() {
        let Some((key, why)) = listener.shut() else { continue };
        let Some(bind) = binds.get_mut(&key) else { continue };
        bind.listeners.extend(shut(listener, &bind.listeners, why));
    }
    for bind in binds.values_mut() {
        bind.listeners.sort_by_key(|listener| listener.host.rank());
    }
    binds
}

/// A listener that is not served, but still takes the requests for its hostname from the other listeners of its port
/// and rejects them. None where one of the others has exactly this hostname. It answers under its own certificate or,
/// where it has none, under one of another listener of the port.
fn shut(judged: &JudgedListener, others: &[Listener], why: String) -> Option<Listener> {
    let host = judged.host();
    if others.iter().any(|other| other.host == host) {
        return None;
    }
    let covers = |other: &&Listener| other.host.meet(&host).as_ref() == Some(&host);
    let shown = || {
        let mut all = others.iter().filter(|other| other.certificate.is_some());
        all.clone().find(covers).or(all.next())?.certificate.clone()
    };
    let mut own = Listener::new(judged.name(), host.clone());
    own.certificate = judged.certificate.clone().or_else(shown);
    own.refusal = Some(Refusal::unsupported(why));
    Some(own)
}

impl Compiler<'_> {
    fn reject(&mut self, object: ObjectRef, effect: Effect, reason: Reason, next: Option<String>) {
        self.rejections.add(Rejection { next, ..Rejection::new(object, effect, reason) });
    }

    /// Rejects a part of an object: one of its rules, or a field outside the rules.
    fn reject_part(
        &mut self,
        about: RejectionSubject,
        object: &ObjectRef,
        rule: Option<usize>,
        effect: Effect,
        reason: Reason,
    ) {
        let whole = Rejection::new(object.clone(), effect, reason);
        self.rejections.add(Rejection { about, rule, ..whole });
    }

    /// Rejects a rule, all of whose requests are answered with 501; returns that answer.
    fn unsupported(
        &mut self,
        about: RejectionSubject,
        object: &ObjectRef,
        index: usize,
        why: Reason,
    ) -> Refusal {
        let refusal = Refusal::unsupported(why.to_string());
        self.reject_part(about, object, Some(index), Effect::Refuses, why);
        refusal
    }

    /// Rejects the objects that could not be read, and the kinds that this user may not list.
    fn broken(&mut self) {
        let snapshot = self.snapshot;
        for (object, broken) in &snapshot.broken {
            let is_policy = is_guard(object.kind);
            if is_policy && self.index.skips.has_object(&object.name) {
                continue;
            }
            let effect = if is_policy { Effect::Refuses } else { Effect::LeftOut };
            let reason = Reason::Broken { why: broken.reason.clone(), guards: is_policy };
            self.reject(object.clone(), effect, reason, None);
        }
        for rejection in unread::rejections(snapshot, self.index.skips) {
            self.rejections.add(rejection);
        }
    }

    fn gateways(&mut self) {
        let faulty = |listener: &JudgedListener| {
            let faults = [
                &listener.unaccepted,
                &listener.conflict,
                &listener.unresolved,
                &listener.unserved,
            ];
            let is_unserved = |fault: &ConditionFault| {
                listener.unserved.as_ref() == Some(fault)
                    || fault.reason() == ConditionReason::UnsupportedProtocol
            };
            let said = faults.into_iter().flatten().map(|fault| {
                let name = listener.written.name.clone();
                let reason = Reason::Listener { listener: name, fault: fault.clone().into() };
                let about = if is_unserved(fault) {
                    RejectionSubject::Listener
                } else {
                    RejectionSubject::Object
                };
                (about, listener.home(), reason)
            });
            said.collect::<Vec<_>>()
        };
        let clients = self.snapshot.gateways.values().filter_map(|gateway| {
            let fault = client_certificate::of(self.snapshot, gateway).err()?;
            let object = ObjectRef::new(Kind::Gateway, gateway.name.clone());
            let fault = ConditionFault::ClientCertificate(fault);
            Some((object, Reason::ClientCertificate(fault.into())))
        });
        for (object, reason) in clients.collect::<Vec<_>>() {
            self.reject(object, Effect::Refuses, reason, None);
        }
        let unadmitted = self.listeners.unadmitted.iter().map(|(set, fault)| {
            let object = ObjectRef::new(Kind::ListenerSet, set.clone());
            let fault = ConditionFault::from(fault.clone());
            (RejectionSubject::Object, object, Reason::Condition(fault.into()))
        });
        let all: Vec<_> = self.listeners.all().flat_map(faulty).chain(unadmitted).collect();
        for (about, object, reason) in all {
            self.reject_part(about, &object, None, Effect::LeftOut, reason);
        }
    }

    /// What a route contributes to the table.
    fn compile_route(&mut self, route: &Arc<Object<HttpRouteSpec>>) -> Arc<CompiledRoute> {
        let before = std::mem::take(&mut self.rejections);
        self.route(route);
        let rejections = std::mem::replace(&mut self.rejections, before).into_vec();
        let backends = self.resolver.take_asked();
        let lacks_some = backends.iter().any(|name| !self.snapshot.backends.contains_key(name));
        Arc::new(CompiledRoute {
            route: Arc::clone(route),
            candidates: std::mem::take(&mut self.candidates),
            rejections,
            backends,
            lacks_some,
            asks_models: std::mem::take(&mut self.asks_models),
        })
    }

    fn place(&mut self, route: &CompiledRoute) {
        for rejection in &route.rejections {
            self.rejections.add(rejection.clone());
        }
        for (bind, listener, host, candidate) in &route.candidates {
            let bind = self.binds.get_mut(bind);
            let listener = bind.and_then(|bind| bind.listeners.get_mut(*listener));
            listener.into_iter().for_each(|own| own.add(host.clone(), Arc::clone(candidate)));
        }
    }

    fn route(&mut self, route: &Object<HttpRouteSpec>) {
        let object = ObjectRef::new(Kind::HttpRoute, route.name.clone());
        let mut attachments = Vec::new();
        for outcome in attach::attach(self.snapshot, self.listeners, route) {
            match outcome {
                Ok(found) => {
                    if let Some(reason) = idle(&found) {
                        self.reject(object.clone(), Effect::LeftOut, reason, None);
                    }
                    for doubt in found.iter().filter_map(|one| one.doubt.clone()) {
                        self.reject(object.clone(), Effect::Refuses, doubt, None);
                    }
                    attachments.extend(found.into_iter().filter(|one| one.served.is_ok()));
                }
                Err(why) => {
                    let next = why.next();
                    self.reject(object.clone(), Effect::LeftOut, why.into(), next);
                }
            }
        }
        if attachments.is_empty() {
            return;
        }
        for (index, rule) in route.spec.rules.iter().flatten().enumerate() {
            self.rule(route, index, rule, &attachments);
        }
    }

    /// Puts into each listener the policies that run before a route is looked for, and its Gateway's `frontend`
    /// policies.
    fn before(&mut self) {
        if self.index.attached.is_empty() {
            return;
        }
        let mut all = Vec::new();
        for (bind, served) in &mut self.binds {
            let Some(gateway) = &bind.gateway else { continue };
            for listener in served.listeners.iter_mut().filter(|one| one.refusal.is_none()) {
                let name = listener.name.clone();
                let place =
                    PolicyPath { gateway: Some(gateway), listener: &name, ..PolicyPath::default() };
                let mut policies = self.index.traffic(&place, Phase::PreRouting);
                let frontend = self.index.frontend(&place);
                policies.refuses = policies.refuses.or(frontend.refuses);
                policies.ignored.extend(frontend.ignored);
                policies.notes.extend(frontend.notes);
                policies.max_buffer = frontend.max_buffer;
                let policies = Arc::new(policies);
                all.push((gateway.clone(), Arc::clone(&policies)));
                listener.before = Some(policies).filter(|policies| policies.does_something());
            }
        }
        for (gateway, policies) in all {
            self.say(&ObjectRef::new(Kind::Gateway, gateway), None, &policies);
        }
    }

    /// Adds a rejection for each policy that is not supported, and for each note.
    fn say(&mut self, object: &ObjectRef, rule: Option<usize>, policies: &RoutePolicies) {
        for note in policies.ignored.iter().chain(&policies.notes).cloned() {
            self.reject_part(RejectionSubject::Policy, object, rule, Effect::Note, note);
        }
        if let Some(why) = policies.refuses.clone() {
            self.reject_part(RejectionSubject::Policy, object, rule, Effect::Refuses, why);
        }
    }
}

/// Why a route is not served at all, where none of the listeners that accept it is served; none where one is.
fn idle(attachments: &[Attachment]) -> Option<Reason> {
    let faults = attachments.iter().map(|one| {
        let fault = one.served.as_ref().err()?;
        Some((one.listener.clone(), fault.clone()))
    });
    Some(Reason::NoneServed(faults.collect::<Option<_>>()?))
}

#[cfg(test)]
mod tests;
