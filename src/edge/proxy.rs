//! The data plane: sockets, requests, upstreams. It knows the route table and no Kubernetes type.
//!
//! A request takes one table and keeps it; nobody edits a table, a new one is swapped in whole.

pub mod admin;
mod answer;
mod body;
mod call;
mod clock;
mod connect;
mod connection_info;
mod exchange;
mod gate;
mod kill_switch;
mod plan;
pub mod preview;
mod shared;
mod socket;
mod state;
mod upgrade;

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::domain::route::certificate::Unusable;
use crate::domain::route::table::{BindKey, RouteTable};
use crate::edge::telemetry::access_log::AccessLog;
use body::budget::Budget;
use connect::Upstreams;
use connect::dial::{ConnectOptions, OwnAddresses};
use shared::{ServingTable, Shared};
use socket::listener::Listeners;
use socket::ports::{BindSocket, Socket};
use socket::workers::Workers;
use state::identity::Identities;

pub use connect::dial::{Dial, DialError, Dialer, Stream};
pub use kill_switch::KillSwitch;
pub use socket::bind::BindError;
pub use socket::ports::Ports;
pub use socket::settings::Settings;
pub use state::key_sets::{Fetching, KeySets};

/// Properties of what is not visible outside, for `tests/fuzz`.
#[cfg(fuzzing)]
pub mod fuzzing {
    pub use super::answer::response_guard::stream::property::{
        SEEDS as GUARDED_SEEDS, holds as guarded,
    };
    pub use super::connect::http1::property::{SEEDS as UPSTREAM_SEEDS, holds as upstream};
}

/// A running proxy. Dropped without [`Proxy::stop`], it cuts what runs.
pub struct Proxy {
    shared: Arc<Shared>,
    workers: Arc<Workers>,
    listeners: Listeners,
    /// What no upstream may be.
    ourselves: OwnAddresses,
    /// The bind that each socket served last, so that one that comes back has its address again.
    owners: Vec<BindKey>,
    settings: Settings,
}

/// A bind and the local address it is served at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    pub bind: BindKey,
    pub address: SocketAddr,
    /// Whether clients speak TLS there.
    pub https: bool,
}

impl Served {
    /// `http://` or `https://` and the address.
    #[must_use]
    pub fn url(&self) -> String {
        let scheme = if self.https { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }
}

impl Proxy {
    /// Binds the sockets that `table` needs and begins to serve it.
    ///
    /// # Errors
    /// The first port is taken or not allowed.
    pub async fn start(
        settings: Settings,
        table: RouteTable,
        log: AccessLog,
    ) -> Result<Self, BindError> {
        let connect_options = ConnectOptions {
            dialer: settings.dialer.clone(),
            metrics: Arc::clone(log.metrics()),
            ..ConnectOptions::default()
        };
        let shared = Arc::new(Shared {
            live: Arc::default(),
            upstreams: Arc::new(Upstreams::new(connect_options.clone())),
            mirroring: Arc::new(Semaphore::new(call::mirror::AT_ONCE)),
            load_balancer: Arc::default(),
            budget: Budget::new(settings.max_held),
            buckets: Arc::default(),
            passwords: Arc::default(),
            key_sets: KeySets::default(),
            max_body: settings.max_body,
            stall: settings.stall,
            client_key: settings.client_key.clone(),
            browsers: settings
                .browsers
                .clone()
                .filter(|_| settings.client_key.is_none())
                .map(Arc::new),
            simulate: settings.simulate.clone(),
            kill_switch: settings.kill_switch.clone(),
            log,
        });
        let workers = Workers::start(settings.workers, &shared);
        let no_thread =
            |source| BindError { address: SocketAddr::new(settings.address, 0), source };
        let workers = Arc::new(workers.map_err(no_thread)?);
        let listeners = Listeners::default();
        let ourselves = connect_options.ourselves;
        let mut proxy =
            Proxy { shared, workers, listeners, ourselves, owners: Vec::new(), settings };
        proxy.apply(table).await?;
        Ok(proxy)
    }

    /// Swaps a table in. Requests that run go on with the one they took; a bind keeps its address as long as it is
    /// in the table, and addresses that are left over go to binds that are new.
    ///
    /// # Errors
    /// A further socket cannot be bound; the old table stays.
    pub async fn apply(&mut self, table: RouteTable) -> Result<(), BindError> {
        let swapped = self.swap(table).await;
        // Not before: a request that came first would find no listener, or one of TLS that speaks plain HTTP.
        self.listeners.accept(&self.shared, &self.workers);
        swapped
    }

    async fn swap(&mut self, table: RouteTable) -> Result<(), BindError> {
        let before = self.shared.live.load_full();
        let identities = Identities::of(&table, &before.identities);
        let mut slots = before.slots.clone();
        // A reload that failed may have left sockets that no table has seen.
        slots.resize(self.listeners.len(), None);
        for slot in &mut slots {
            if slot.as_ref().is_some_and(|key| !table.binds.contains_key(key)) {
                *slot = None;
            }
        }
        self.hold_first(&table, &mut slots);
        for key in table.binds.keys() {
            if !slots.iter().flatten().any(|known| known == key) {
                let slot = self.socket_of(key, &mut slots).await?;
                slots[slot] = Some(key.clone());
            }
        }
        self.shared.load_balancer.keep(&table);
        self.shared.buckets.keep(table.limits());
        // With the simulator no request leaves this machine.
        let upstreams = Some(&self.shared.upstreams).filter(|_| self.shared.simulate.is_none());
        self.shared.key_sets.keep(table.remotes(), upstreams);
        let rules = self.shared.log.rules();
        self.shared.live.store(Arc::new(ServingTable { table, slots, identities, rules }));
        Ok(())
    }

    /// With `--port`, the first bind is there whatever was first before: people know that number.
    fn hold_first(&mut self, table: &RouteTable, slots: &mut [Option<BindKey>]) {
        let port = self.settings.ports.first.filter(|port| *port != 0);
        let held =
            port.and_then(|port| self.listeners.addresses().position(|at| at.port() == port));
        let (Some(held), Some(first)) = (held, table.binds.keys().next()) else { return };
        if slots[held].as_ref() == Some(first) {
            return;
        }
        if let Some(other) = slots.iter_mut().find(|slot| slot.as_ref() == Some(first)) {
            *other = None;
        }
        slots[held] = Some(first.clone());
        self.owners[held] = first.clone();
    }

    /// The socket for a bind: the one it had before, another that is free, or a new one.
    async fn socket_of(
        &mut self,
        key: &BindKey,
        slots: &mut Vec<Option<BindKey>>,
    ) -> Result<usize, BindError> {
        let before = self.owners.iter().position(|owner| owner == key);
        if let Some(before) = before.filter(|slot| slots[*slot].is_none()) {
            return Ok(before);
        }
        let addresses = self.listeners.addresses().zip(slots.iter());
        let sockets = addresses.map(|(address, slot)| Socket { address, used: slot.is_some() });
        let sockets: Vec<_> = sockets.collect();
        let slot =
            match self.settings.ports.socket_for(key, self.settings.address, &sockets).await? {
                BindSocket::Reused(slot) => slot,
                BindSocket::New(listener) => {
                    // Before it is in service: nothing may slip through.
                    if let Ok(address) = listener.local_addr() {
                        self.ourselves.add(address);
                    }
                    self.listeners.open(listener, &self.settings)?;
                    slots.push(None);
                    self.owners.push(key.clone());
                    slots.len() - 1
                }
            };
        self.owners[slot] = key.clone();
        Ok(slot)
    }

    /// The addresses in service, in the order of their binds.
    #[must_use]
    pub fn served(&self) -> Vec<Served> {
        let live = self.shared.live.load();
        let slots = live.slots.iter().zip(self.listeners.addresses());
        let mut served: Vec<_> = slots
            .filter_map(|(slot, address)| {
                let bind = slot.clone()?;
                let https = live.table.binds.get(&bind).is_some_and(|bind| bind.https());
                Some(Served { bind, address, https })
            })
            .collect();
        served.sort_by(|a, b| a.bind.cmp(&b.bind));
        served
    }

    /// What of the table cannot be used: certificates that are none, or have another key.
    #[must_use]
    pub fn unusable(&self) -> Vec<Unusable> {
        self.shared.live.load().identities.unusable.clone()
    }

    /// The keys of tokens that are fetched, now and later.
    #[must_use]
    pub fn key_sets(&self) -> KeySets {
        self.shared.key_sets.clone()
    }

    /// Takes note of a further address of this process, such as the admin address: no upstream is called there.
    pub fn is_also_at(&self, address: SocketAddr) {
        self.ourselves.add(address);
    }

    /// Stops taking connections and waits for running requests, `drain` at the most. Returns how many were cut.
    pub async fn stop(self) -> usize {
        self.listeners.stop(self.settings.drain).await
    }
}
