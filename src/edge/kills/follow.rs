//! The state of the kill switch as it changes.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::{Store, cluster, file};
use crate::domain::kill::{InForce, Kills, Place, Records, Unreadable};

/// Files are read so often where the system tells of no change, as some networks' do not.
const EVERY: Duration = Duration::from_secs(1);
/// A file that cannot be read is read again after this: an editor may be writing it.
const AGAIN: Duration = Duration::from_millis(100);
/// The clock is looked at so often for kills that end by themselves: a machine may have slept.
const CLOCK: Duration = Duration::from_secs(30);

/// A state that is followed; dropping this ends that.
pub struct Following {
    pub seen: watch::Receiver<Option<Records>>,
    _tasks: JoinSet<()>,
}

impl Following {
    /// Waits for the first state, at most so long.
    pub async fn first(&mut self, patience: Duration) -> Option<Records> {
        let first = self.seen.wait_for(Option::is_some);
        tokio::time::timeout(patience, first).await.ok()?.ok()?.clone()
    }
}

/// Follows a state, and has `enforce` do what it says, whenever that changes. Nothing is known of it before the first
/// reading, so everything counts as killed until then. What was read of a cluster is believed for `hold` while it may not be
/// read any more. Must be called inside a runtime.
pub fn follow(
    store: Store,
    hold: Duration,
    enforce: impl Fn(InForce) + Send + Sync + 'static,
) -> Following {
    let (out, seen) = watch::channel(None);
    let mut tasks = JoinSet::new();
    enforce(InForce::unreadable(
        "the kill switch has not been read yet, so everything counts as killed".to_owned(),
    ));
    tasks.spawn(async move {
        match &store {
            Store::Files(files) => follow_files(files, &out).await,
            Store::Gateways(connection, namespaces) => {
                cluster::follow(connection, namespaces, hold, &out).await;
            }
        }
    });
    tasks.spawn(enforcing(seen.clone(), enforce));
    Following { seen, _tasks: tasks }
}

/// Enforces what is seen, and the ends of kills.
async fn enforcing(mut seen: watch::Receiver<Option<Records>>, enforce: impl Fn(InForce)) {
    loop {
        let now = Timestamp::now();
        let next = {
            let seen = seen.borrow_and_update();
            if let Some(seen) = seen.as_ref() {
                enforce(InForce::of(seen, now));
            }
            seen.as_ref().and_then(|seen| seen.next_end(now))
        };
        let left = next.and_then(|next| Duration::try_from(next.duration_since(now)).ok());
        let pause = left.unwrap_or(CLOCK).min(CLOCK) + Duration::from_millis(1);
        tokio::select! {
            changed = seen.changed() => if changed.is_err() {
                return;
            },
            () = tokio::time::sleep(pause) => {}
        }
    }
}

async fn follow_files(files: &[PathBuf], out: &watch::Sender<Option<Records>>) {
    let (changed, mut changes) = mpsc::channel(1);
    let on_event = move |event: notify::Result<notify::Event>| {
        if event.map_or(true, |event| !event.kind.is_access()) {
            let _ = changed.try_send(());
        }
    };
    if files.is_empty() {
        out.send_replace(Some(Records::one(Place::Everywhere, Ok(Kills::default()))));
        return out.closed().await;
    }
    // Without it the files are read every second all the same.
    let watcher = notify::recommended_watcher(on_event).ok();
    let watcher = Arc::new(Mutex::new(watcher));
    loop {
        let mut seen = read(files, &watcher).await;
        let is_read = |seen: &Records| seen.unreadable().next().is_none();
        if out.borrow().as_ref().is_some_and(is_read) && !is_read(&seen) {
            tokio::time::sleep(AGAIN).await;
            seen = read(files, &watcher).await;
        }
        out.send_if_modified(|known| {
            let is_new = known.as_ref() != Some(&seen);
            *known = Some(seen);
            is_new
        });
        tokio::select! {
            Some(()) = changes.recv() => {}
            () = tokio::time::sleep(EVERY) => {}
            () = out.closed() => return,
        }
    }
}

/// Reads the files, and watches their folders: again each time, for a folder that was replaced is another one.
async fn read(files: &[PathBuf], watcher: &Arc<Mutex<Option<RecommendedWatcher>>>) -> Records {
    let (files, watcher) = (files.to_owned(), Arc::clone(watcher));
    let read = tokio::task::spawn_blocking(move || {
        if let Some(watcher) = &mut *watcher.lock().unwrap_or_else(PoisonError::into_inner) {
            for file in &files {
                let _ = watcher.watch(file::folder(file), RecursiveMode::NonRecursive);
            }
        }
        file::read(&files, Timestamp::now())
    });
    let read = read.await;
    let read = read.unwrap_or_else(|error| Err(Unreadable(error.to_string())));
    Records::one(Place::Everywhere, read)
}
