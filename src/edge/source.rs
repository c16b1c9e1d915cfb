//! A stream of snapshots: where the rest of the program gets its objects from, without asking where they live.

pub mod cluster;
pub mod files;
pub mod fixed;

use std::sync::Arc;
use std::time::{Instant, SystemTime};

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::domain::snapshot::Snapshot;

/// How the source is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    /// False while what is shown may be out of date.
    pub connected: bool,
    /// When it became as `connected` says.
    pub since: Instant,
    /// When it was known for the last time that what is shown is true; of no meaning while `connected`.
    pub heard: SystemTime,
    /// What last disturbed it, for people; kept after it is over.
    pub last_error: Option<String>,
    /// Whether the cluster answers, and does not let be read what was read before: that is kept for a while.
    pub refuses: bool,
    /// Whether something that was read may not be read any more, and is not believed any more.
    pub given_up: bool,
    /// Why something is listed again and again instead of watched.
    pub polled: Option<String>,
}

impl Health {
    /// Of a source that is, or is not yet, connected, from now on.
    #[must_use]
    pub fn new(connected: bool) -> Self {
        Health {
            connected,
            since: Instant::now(),
            heard: SystemTime::now(),
            last_error: None,
            refuses: false,
            given_up: false,
            polled: None,
        }
    }
}

/// The latest snapshot, and the tasks behind it: dropping this stops them. A reader that is slow misses versions,
/// never the latest.
#[derive(Debug)]
pub struct Source {
    snapshots: watch::Receiver<Option<Arc<Snapshot>>>,
    health: watch::Receiver<Health>,
    /// Aborts its tasks when it is dropped.
    _tasks: JoinSet<()>,
}

impl Source {
    /// The latest snapshot; none until the first is complete.
    #[must_use]
    pub fn latest(&self) -> Option<Arc<Snapshot>> {
        self.snapshots.borrow().clone()
    }

    /// Waits for a snapshot that this was not called for yet; none if the source has ended. May be cancelled without
    /// loss.
    pub async fn next(&mut self) -> Option<Arc<Snapshot>> {
        loop {
            self.snapshots.changed().await.ok()?;
            let latest = self.snapshots.borrow_and_update().clone();
            if latest.is_some() {
                return latest;
            }
        }
    }

    /// The snapshots for another reader. They end with this source.
    #[must_use]
    pub fn snapshots(&self) -> watch::Receiver<Option<Arc<Snapshot>>> {
        self.snapshots.clone()
    }

    /// How the source is doing, now and later.
    #[must_use]
    pub fn health(&self) -> watch::Receiver<Health> {
        self.health.clone()
    }
}
