//! Where kills are recorded, and what a view knows of them.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::source::{Followed, Read, as_seen, killing};
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::SourceArgs;
use crate::cli::error::Failure;
use crate::cli::output;
use crate::domain::compile::Compiled;
use crate::domain::kill::{InForce, Records};
use crate::domain::registry;
use crate::domain::snapshot::Snapshot;
use crate::edge::kills::{KillsError, Store};

/// What is said to who may not read all Gateways.
pub const UNSEEN: &str = "Gateways can't be read, so it is unknown what the kill switch stops: kills are recorded on them";

impl From<KillsError> for Failure {
    fn from(error: KillsError) -> Self {
        match error {
            KillsError::Cluster(error) => error.into(),
            KillsError::Unreadable(_) => Failure::finding(error),
            KillsError::NoGateway(_) => Failure::usage(error),
            KillsError::Io { .. } => Failure::unreachable(error),
        }
    }
}

impl SourceArgs {
    /// Where kills of what it has are recorded.
    ///
    /// # Errors
    /// The cluster is not found.
    pub async fn store(&self, kube: &KubeArgs) -> Result<Store, Failure> {
        if self.is_files() {
            return Ok(Store::beside(&self.filenames));
        }
        Ok(Store::Gateways(Box::new(self.connect(kube).await?), Default::default()))
    }
}

impl Read {
    /// What of it the kill switch stops now.
    #[must_use]
    pub fn in_force(&self) -> InForce {
        InForce::of(&self.kills, Timestamp::now())
    }

    /// Says which records of the kill switch can't be read, or may not be. Returns whether one of them is broken.
    pub fn say_kills(&self) -> bool {
        if registry::may_hide_kills(&self.snapshot) {
            output::say(UNSEEN);
        }
        self.kills.unreadable().for_each(|(_, why)| output::say(&why.0));
        self.kills.unreadable().next().is_some()
    }
}

/// Kills are looked for so often while a view is watched.
const EVERY: Duration = Duration::from_secs(1);

/// What a view watches: snapshots, and what the kill switch stops of them.
pub struct Watched {
    pub followed: Followed,
    /// The only namespace that is watched, if it is one.
    only: Option<String>,
    /// The only namespace that is shown, if it is one.
    shown: Option<String>,
    /// Where kills are recorded, if not on objects of the snapshot.
    store: Option<Store>,
    seen: Option<Arc<Snapshot>>,
    killed: InForce,
    told: BTreeSet<String>,
}

impl Watched {
    /// Begins to watch what a view shows.
    ///
    /// # Errors
    /// As [`SourceArgs::follow`].
    pub async fn begin(
        source: &SourceArgs,
        kube: &KubeArgs,
        everywhere: bool,
    ) -> Result<Self, Failure> {
        let (followed, only) = source.follow_view(kube, everywhere).await?;
        let store = source.is_files().then(|| Store::beside(&source.filenames));
        let (seen, killed, told) = (None, InForce::default(), BTreeSet::new());
        let shown = kube.namespace.clone().filter(|_| !everywhere);
        Ok(Watched { followed, only, shown, store, seen, killed, told })
    }

    /// Waits until objects or kills are others; none if the source has ended.
    ///
    /// # Errors
    /// A cluster that cannot be reached.
    pub async fn next(&mut self) -> Result<Option<Compiled>, Failure> {
        loop {
            let snapshot = tokio::select! {
                next = self.followed.source.next() => match next {
                    Some(next) => Some(as_seen(self.followed.with_keys(next), self.only.as_deref())),
                    None => return Ok(None),
                },
                () = tokio::time::sleep(EVERY) => None,
            };
            let is_new = snapshot.is_some();
            let Some(snapshot) = snapshot.or_else(|| self.seen.clone()) else { continue };
            let records = match &self.store {
                Some(store) => store.read().await?,
                None => match &self.shown {
                    Some(namespace) => snapshot.kills_of(namespace),
                    None => snapshot.kills(),
                },
            };
            let killed = InForce::of(&records, Timestamp::now());
            self.seen = Some(Arc::clone(&snapshot));
            if !is_new && killed == self.killed {
                continue;
            }
            self.killed = killed.clone();
            self.tell(&records);
            return Ok(Some(killing(snapshot, killed)));
        }
    }

    /// Says each time what newly can't be read.
    fn tell(&mut self, records: &Records) {
        let now: BTreeSet<_> = records.unreadable().map(|(_, why)| why.0.clone()).collect();
        now.difference(&self.told).for_each(|why| output::say(why));
        self.told = now;
    }
}
