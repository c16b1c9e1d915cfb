//! A source that never changes.

use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::JoinSet;

use super::{Health, Source};
use crate::domain::snapshot::Snapshot;

/// This snapshot, for as long as the source lives. Must be called inside a runtime.
#[must_use]
pub fn fixed(snapshot: Snapshot) -> Source {
    let (publish, mut snapshots) = watch::channel(Some(Arc::new(snapshot)));
    // It is news to whoever asks for the next one.
    snapshots.mark_changed();
    let (_, health) = watch::channel(Health::new(true));
    let mut tasks = JoinSet::new();
    tasks.spawn(async move { publish.closed().await });
    Source { snapshots, health, _tasks: tasks }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn it_has_one_snapshot_and_does_not_end() {
        let mut source = fixed(Snapshot::default());
        assert!(source.next().await.is_some());
        let more = tokio::time::timeout(Duration::from_millis(20), source.next()).await;
        assert!(more.is_err(), "neither a second one nor an end");
        assert!(source.latest().is_some() && source.health().borrow().connected);
    }
}
