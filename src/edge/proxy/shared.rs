//! What all connections share, and the table that is in service. A mechanism of this program.

use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwap;
use tokio::sync::Semaphore;

use super::body::budget::{Budget, Limits};
use super::connect::Upstreams;
use super::kill_switch::KillSwitch;
use super::state::buckets::Buckets;
use super::state::identity::Identities;
use super::state::key_sets::KeySets;
use super::state::load_balancer::LoadBalancer;
use super::state::passwords::Passwords;
use crate::domain::route::browser::BrowserGuard;
use crate::domain::route::table::{BindKey, RouteTable};
use crate::domain::value::secret::Secret;
use crate::edge::simulator::Simulation;
use crate::edge::telemetry::access_log::{AccessLog, Rules};

/// What every connection uses. Each thread has a copy, in which everything but the connections to upstreams is shared
/// with the other threads.
#[derive(Clone)]
pub(super) struct Shared {
    /// The table in service.
    pub(super) live: Arc<ArcSwap<ServingTable>>,
    /// This thread's connections to upstreams.
    pub(super) upstreams: Arc<Upstreams>,
    /// Limits how many mirrored requests are sent at the same time.
    pub(super) mirroring: Arc<Semaphore>,
    pub(super) load_balancer: Arc<LoadBalancer>,
    /// The memory for bodies of all connections.
    pub(super) budget: Budget,
    pub(super) buckets: Arc<Buckets>,
    pub(super) passwords: Arc<Passwords>,
    pub(super) key_sets: KeySets,
    /// The largest body that is read whole, in bytes.
    pub(super) max_body: usize,
    /// How long a client's body may pause.
    pub(super) stall: Duration,
    /// The key that clients must present; none where every client is admitted.
    pub(super) client_key: Option<Secret>,
    /// Rejects requests of web pages; none where a client key is set.
    pub(super) browsers: Option<Arc<BrowserGuard>>,
    /// How the simulator answers instead of providers; none where they are called.
    pub(super) simulate: Option<Simulation>,
    /// What is stopped.
    pub(super) kill_switch: KillSwitch,
    pub(super) log: AccessLog,
}

impl Shared {
    /// How much memory one body may take.
    pub(super) fn limits(&self) -> Limits<'_> {
        Limits { budget: &self.budget, most: self.max_body }
    }

    /// A copy for another thread, with connections to upstreams of its own.
    pub(super) fn of_worker(&self) -> Self {
        Shared { upstreams: Arc::new(self.upstreams.anew()), ..self.clone() }
    }
}

/// A table in service, and which of its binds each socket serves.
#[derive(Debug, Default)]
pub(super) struct ServingTable {
    pub(super) table: RouteTable,
    /// By the index of the socket, its bind; none where it serves none any more.
    pub(super) slots: Vec<Option<BindKey>>,
    /// The certificates of the listeners.
    pub(super) identities: Identities,
    /// The names of the table's rules in the audit log; none where there is no audit log.
    pub(super) rules: Option<Arc<Rules>>,
}

impl ServingTable {
    /// Whether clients of a socket speak TLS.
    pub(super) fn is_https(&self, slot: usize) -> bool {
        let bind = self.slots.get(slot).and_then(Option::as_ref);
        bind.and_then(|bind| self.table.binds.get(bind)).is_some_and(|bind| bind.https())
    }
}
