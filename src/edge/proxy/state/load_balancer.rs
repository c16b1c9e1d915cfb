//! How the providers of each backend stand: kept from request to request and from table to table.
//!
//! Source: `crates/agentgateway/src/types/loadbalancer.rs` of agentgateway at 75b4e6ce6.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use arc_swap::ArcSwap;
use http::HeaderMap;

use crate::domain::route::balance::{self, AttemptResult, EndpointScore, EndpointStats};
use crate::domain::route::cel::ResponseFacts;
use crate::domain::route::health::{self, Health, HealthOutcome};
use crate::domain::route::model_backend::{Member, ModelBackend};
use crate::domain::route::refusal::{Refusal, RefusalKind};
use crate::domain::route::session_affinity;
use crate::domain::route::table::RouteTable;
use crate::domain::route::target::Target;
use crate::domain::value::object_ref::ObjectRef;
use crate::edge::proxy::answer::response::UpstreamResponse;

/// The providers of one backend, by name. Locked for the time of a choice or of a note, never across an await.
type Providers = Mutex<HashMap<String, EndpointStats>>;

/// Every backend that has several providers, once it was asked.
#[derive(Default)]
pub(in crate::edge::proxy) struct LoadBalancer {
    backends: ArcSwap<HashMap<ObjectRef, Arc<Providers>>>,
}

/// The provider for one attempt.
pub(in crate::edge::proxy) struct Selected<'b> {
    pub(in crate::edge::proxy) member: &'b Member,
    /// None where there is only one, and so nothing to remember.
    pending: Option<Pending>,
}

/// A request at a provider, until it is dropped.
pub(in crate::edge::proxy) struct Pending {
    providers: Arc<Providers>,
    name: String,
    began: Instant,
}

impl LoadBalancer {
    /// The provider that a request goes to, by its value for `sessionAffinity` where it has one; none for a backend without
    /// any.
    pub(in crate::edge::proxy) fn select<'b>(
        &self,
        backend: &'b ModelBackend,
        value: Option<&[u8]>,
    ) -> Option<Selected<'b>> {
        let mut members = backend.members();
        let first = members.next()?;
        if members.next().is_none() {
            return Some(Selected { member: first, pending: None });
        }
        let providers = self.providers(&backend.object());
        let now = Instant::now();
        let mut stats = lock(&providers);
        let sizes: Vec<_> = backend.groups.iter().map(Vec::len).collect();
        let score = |group: usize, member: usize| {
            let name = &backend.groups[group][member].name;
            match stats.get_mut(name) {
                Some(known) => {
                    EndpointScore { evicted: known.is_evicted(now), score: known.score() }
                }
                None => EndpointScore { evicted: false, score: EndpointStats::default().score() },
            }
        };
        let suits = |group: usize, member: usize, value| {
            session_affinity::rank(value, &backend.groups[group][member].name)
        };
        let (group, member) = match value {
            None => balance::select(&sizes, score, |below| fastrand::usize(..below)),
            Some(value) => balance::select_by(&sizes, score, |group, choices| {
                let members = choices.iter().map(|(member, _)| *member);
                members.max_by_key(|member| suits(group, *member, value)).unwrap_or_default()
            }),
        }?;
        let member = &backend.groups[group][member];
        stats.entry(member.name.clone()).or_default().begin();
        drop(stats);
        let pending = Pending { providers, name: member.name.clone(), began: now };
        Some(Selected { member, pending: Some(pending) })
    }

    /// Forgets the backends that are not in a table any more.
    pub(in crate::edge::proxy) fn keep(&self, table: &RouteTable) {
        let known = self.backends.load();
        if known.is_empty() {
            return;
        }
        let targets = table.candidates().flat_map(|(.., candidate)| &candidate.rule.targets);
        let named: HashSet<ObjectRef> = targets
            .flat_map(|target| match &target.target {
                Target::Model(backend) => vec![backend.object()],
                Target::Models(router) => router.backends().map(|b| b.object()).collect(),
                _ => Vec::new(),
            })
            .collect();
        if known.keys().all(|name| named.contains(name)) {
            return;
        }
        let kept = known.iter().filter(|(name, _)| named.contains(name));
        self.backends.store(Arc::new(kept.map(|(n, p)| (n.clone(), Arc::clone(p))).collect()));
    }

    fn providers(&self, backend: &ObjectRef) -> Arc<Providers> {
        if let Some(known) = self.backends.load().get(backend) {
            return Arc::clone(known);
        }
        let new = Arc::<Providers>::default();
        self.backends.rcu(|backends| {
            let mut backends = HashMap::clone(backends);
            backends.entry(backend.clone()).or_insert_with(|| Arc::clone(&new));
            backends
        });
        self.backends.load().get(backend).map_or(new, Arc::clone)
    }
}

impl Selected<'_> {
    /// Remembers how the attempt went; `backoff` is the pause that a retry would make. What is not the provider's
    /// doing is not held against it.
    pub(in crate::edge::proxy) fn judge(
        self,
        result: &Result<UpstreamResponse, Refusal>,
        backoff: Option<Duration>,
    ) -> Option<Pending> {
        let pending = self.pending?;
        let no_headers = HeaderMap::new();
        let outcome = match result {
            Ok(answered) => HealthOutcome::Response(answered.facts()),
            // agentgateway judges the answer of the provider's own `authorization` as the provider's.
            Err(refusal) if refusal.kind == RefusalKind::NotAuthorized => {
                HealthOutcome::Response(ResponseFacts {
                    status: refusal.status,
                    headers: &no_headers,
                })
            }
            // A provider that cannot be called from here is as one that does not answer.
            Err(refusal) if refusal.is_no_response() || self.member.upstream.is_err() => {
                HealthOutcome::NoResponse
            }
            Err(_) => return None,
        };
        pending.note(&outcome, self.member.health.as_deref(), backoff);
        Some(pending)
    }
}

impl Pending {
    fn note(
        &self,
        outcome: &HealthOutcome<'_>,
        health: Option<&Health>,
        backoff: Option<Duration>,
    ) {
        let now = Instant::now();
        let otherwise = match outcome {
            HealthOutcome::NoResponse => None,
            HealthOutcome::Response(ResponseFacts { status, headers }) => {
                let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                health::retry_after(*status, headers, since_1970)
            }
        };
        let attempt = AttemptResult {
            unhealthy: health::is_unhealthy(health, outcome),
            latency: now.saturating_duration_since(self.began),
            otherwise: otherwise.or(backoff),
        };
        let eviction = health.and_then(|health| health.eviction.as_ref());
        let mut stats = lock(&self.providers);
        stats.entry(self.name.clone()).or_default().record(&attempt, eviction, now);
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Some(stats) = lock(&self.providers).get_mut(&self.name) {
            stats.end();
        }
    }
}

/// What a panic left is still a count of what happened.
fn lock(providers: &Providers) -> std::sync::MutexGuard<'_, HashMap<String, EndpointStats>> {
    providers.lock().unwrap_or_else(PoisonError::into_inner)
}
