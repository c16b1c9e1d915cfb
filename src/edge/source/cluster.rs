//! Snapshots of a cluster: one task owns the objects, watches send it changes, and it publishes.

mod state;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::sync::{mpsc, watch};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::Instant;

use self::state::State;
use super::{Health, Source};
use crate::domain::crd::release::Release;
use crate::domain::snapshot::Snapshot;
use crate::domain::snapshot::problem::ProblemReason;
use crate::domain::value::object_ref::Kind;
use crate::edge::cluster::Connection;
use crate::edge::cluster::foreign::others;
use crate::edge::cluster::watch::{WatchTarget, WatchUpdate, watch as watch_cluster};

/// How long a refusal (403, 401) of what was read before must last until that is given up.
pub const HOLD: Duration = Duration::from_secs(60);
/// How often it is looked what there is that nobody reads. It is no part of any table, so nothing waits for it for long.
const OTHERS_EVERY: Duration = Duration::from_secs(60);
/// The first snapshot waits so long for it.
const OTHERS_PATIENCE: Duration = Duration::from_secs(2);
/// Changes that may queue up; a watch that runs ahead waits.
const QUEUE: usize = 1024;

type Message = (WatchTarget, WatchUpdate);

/// How much of a cluster is followed.
#[derive(Clone, Debug)]
pub struct WatchScope {
    /// These namespaces; none for all.
    pub namespaces: BTreeSet<String>,
    /// How long what was read is believed while it may not be read any more.
    pub hold: Duration,
    /// The release of agentgateway that it runs.
    pub release: Release,
}

impl Default for WatchScope {
    fn default() -> Self {
        WatchScope { namespaces: BTreeSet::new(), hold: HOLD, release: Release::default() }
    }
}

impl WatchScope {
    /// The lists that are followed.
    fn kinds(&self) -> impl Iterator<Item = WatchTarget> + '_ {
        let all = self.namespaces.is_empty().then_some(None);
        let namespaces =
            move || all.clone().into_iter().chain(self.namespaces.iter().cloned().map(Some));
        Kind::LISTED.iter().flat_map(move |kind| {
            namespaces().map(|namespace| WatchTarget::Kind { kind: *kind, namespace })
        })
    }

    /// Whether objects of a namespace, or of none, are read.
    fn takes(&self, namespace: &str) -> bool {
        self.namespaces.is_empty() || namespace.is_empty() || self.namespaces.contains(namespace)
    }
}

/// Follows a cluster. Returns at once; nothing is published before every kind has answered. Must be called inside a
/// runtime.
#[must_use]
pub fn watch(connection: Connection, extent: WatchScope) -> Source {
    let (snapshot_out, snapshots) = watch::channel(None);
    let (health_out, health) = watch::channel(Health::new(false));
    let mut tasks = JoinSet::new();
    tasks.spawn(run(connection, extent, snapshot_out, health_out));
    Source { snapshots, health, _tasks: tasks }
}

/// The task that owns the objects. Its watches are its own: they end when it does.
async fn run(
    connection: Connection,
    extent: WatchScope,
    snapshots: watch::Sender<Option<Arc<Snapshot>>>,
    health: watch::Sender<Health>,
) {
    let (out, mut changes) = mpsc::channel(QUEUE);
    let (told, mut unread) = mpsc::channel(1);
    let mut looking = JoinSet::new();
    looking.spawn(look(connection.clone(), extent.namespaces.clone(), told));
    let mut watches = Watches { connection, out, tasks: JoinSet::new(), wanted: BTreeMap::new() };
    for kind in extent.kinds() {
        watches.start(kind);
    }
    let mut state = State::new(extent);
    let mut well = SystemTime::UNIX_EPOCH;
    loop {
        tokio::select! {
            Some(kinds) = unread.recv() => state.take_others(kinds),
            first = changes.recv() => {
                let Some(first) = first else { return };
                let (watched, change) = first;
                let mut is_well = state.take(watched, change, Instant::now());
                // Whatever came together goes out together; bounded, so that a flood cannot hold it back.
                for _ in 0..QUEUE {
                    let Ok(next) = changes.try_recv() else { break };
                    let (watched, change) = next;
                    is_well |= state.take(watched, change, Instant::now());
                }
                if is_well {
                    well = SystemTime::now();
                }
            }
            () = until(state.held_until()) => {}
            () = until(state.expires()) => {}
        }
        state.expire(Instant::now());
        let (new, gone) = state.changed_wants();
        gone.iter().for_each(|watched| watches.stop(watched));
        new.into_iter().for_each(|watched| watches.follow(watched));
        while watches.tasks.try_join_next().is_some() {}
        if let Some(snapshot) = state.publish(Instant::now()) {
            snapshots.send_replace(Some(Arc::new(snapshot)));
        }
        let heard = watches.connection.last_activity().map_or(well, |heard| heard.max(well));
        health.send_if_modified(|health| state.report(health, heard));
    }
}

/// Says again and again what there is that nobody reads.
async fn look(
    connection: Connection,
    namespaces: BTreeSet<String>,
    out: mpsc::Sender<Vec<ProblemReason>>,
) {
    let mut patience = OTHERS_PATIENCE;
    loop {
        let all = async {
            let mut found = Vec::new();
            for namespace in &namespaces {
                found.extend(others(&connection, Some(namespace)).await?);
            }
            match namespaces.is_empty() {
                true => others(&connection, None).await,
                false => Some(found),
            }
        };
        let found = tokio::time::timeout(patience, all).await.ok().flatten();
        // Late or not, the first answer is one: a snapshot waits for it.
        let worth_saying = found.is_some() || patience == OTHERS_PATIENCE;
        if worth_saying && out.send(found.unwrap_or_default()).await.is_err() {
            return;
        }
        patience = OTHERS_EVERY;
        tokio::time::sleep(OTHERS_EVERY).await;
    }
}

async fn until(instant: Option<Instant>) {
    match instant {
        Some(instant) => tokio::time::sleep_until(instant).await,
        None => std::future::pending().await,
    }
}

/// The running watches.
struct Watches {
    connection: Connection,
    out: mpsc::Sender<Message>,
    tasks: JoinSet<()>,
    /// Those of objects that others name or choose by label.
    wanted: BTreeMap<WatchTarget, AbortHandle>,
}

impl Watches {
    fn start(&mut self, watched: WatchTarget) -> AbortHandle {
        let (connection, out) = (self.connection.clone(), self.out.clone());
        self.tasks.spawn(async move { watch_cluster(&connection, watched, out).await })
    }

    fn follow(&mut self, watched: WatchTarget) {
        let handle = self.start(watched.clone());
        self.wanted.insert(watched, handle);
    }

    fn stop(&mut self, watched: &WatchTarget) {
        if let Some(handle) = self.wanted.remove(watched) {
            handle.abort();
        }
    }
}

#[cfg(test)]
mod tests;
