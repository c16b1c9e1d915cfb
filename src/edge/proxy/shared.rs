//! What all connections use, and the table that is in service.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use tokio::sync::Semaphore;

use super::body::budget::{Budget, Limits};
use super::connect::Upstreams;
use super::state::buckets::Buckets;
use super::state::identity::Identities;
use super::state::key_sets::KeySets;
use super::state::load_balancer::LoadBalancer;
use super::state::passwords::Passwords;
use crate::domain::route::browser::BrowserGuard;
use crate::domain::route::table::{BindKey, RouteTable};
use crate::domain::value::secret::Secret;
use crate::edge::simulator::Pace;
use crate::edge::telemetry::access_log::{AccessLog, Rules};

/// What every connection uses. Each thread has a copy: all that counts or changes is common, but for its upstreams.
#[derive(Clone)]
pub(super) struct Shared {
    pub(super) live: Arc<ArcSwap<Live>>,
    pub(super) upstreams: Arc<Upstreams>,
    /// Copies of requests that may still be sent at once.
    pub(super) mirroring: Arc<Semaphore>,
    pub(super) load_balancer: Arc<LoadBalancer>,
    pub(super) budget: Budget,
    pub(super) buckets: Arc<Buckets>,
    pub(super) passwords: Arc<Passwords>,
    pub(super) key_sets: KeySets,
    pub(super) max_body: usize,
    pub(super) stall: Duration,
    pub(super) client_key: Option<Secret>,
    pub(super) browsers: Option<Arc<BrowserGuard>>,
    pub(super) simulate: Option<Pace>,
    pub(super) log: AccessLog,
}

impl Shared {
    /// What one body may take of memory.
    pub(super) fn limits(&self) -> Limits<'_> {
        Limits { budget: &self.budget, most: self.max_body }
    }

    /// A copy for another thread.
    pub(super) fn of_worker(&self) -> Self {
        Shared { upstreams: Arc::new(self.upstreams.anew()), ..self.clone() }
    }
}

/// A table, and which of its binds each socket serves.
#[derive(Debug, Default)]
pub(super) struct Live {
    pub(super) table: RouteTable,
    pub(super) slots: Vec<Option<BindKey>>,
    pub(super) identities: Identities,
    /// By what the audit log calls the rules of the table; none where there is no audit log.
    pub(super) rules: Option<Arc<Rules>>,
}

impl Live {
    /// Whether clients of a socket speak TLS.
    pub(super) fn is_https(&self, slot: usize) -> bool {
        let bind = self.slots.get(slot).and_then(Option::as_ref);
        bind.and_then(|bind| self.table.binds.get(bind)).is_some_and(|bind| bind.https())
    }
}
