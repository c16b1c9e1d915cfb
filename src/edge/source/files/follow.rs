//! Snapshots of files as they change.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use notify::{RecursiveMode, Watcher as _};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::{FileSource, Files, FilesError, walk};
use crate::domain::snapshot::Snapshot;
use crate::edge::source::{Health, Source};

/// How long a burst of changes is waited out: an editor's save is several events, and a reload has 100 ms.
const SETTLE: Duration = Duration::from_millis(25);
/// After how long what could not be read is tried again, at first and at most: not everything that repairs a file is
/// an event in its folder (the target of a link, a folder that comes back).
const RETRY: Duration = Duration::from_secs(1);
const MOST_RETRY: Duration = Duration::from_secs(15);

/// Snapshots of the files as they change; the first is read before this returns. Must be called inside a runtime.
/// With it come the sentences on what the first reading left out on purpose.
///
/// # Errors
/// What [`FileSource::read`] says of the first reading, or a folder that cannot be watched.
pub fn follow(files: Files) -> Result<(Source, Vec<String>), FilesError> {
    let (changed, changes) = mpsc::channel(1);
    let mut watcher = Watch::new(changed)?;
    // What changes while it is read for the first time is news already.
    let watched = watcher.all(&files);
    let mut source = FileSource::new(files);
    let first = source.read()?;
    watched?;
    let skipped = source.skipped().to_vec();
    let (publish, snapshots) = watch::channel(Some(Arc::new(first)));
    // The first snapshot is news to whoever asks for the next one.
    let mut snapshots = snapshots;
    snapshots.mark_changed();
    let (_, health) = watch::channel(Health::new(true));
    let mut tasks = JoinSet::new();
    tasks.spawn(reread(source, watcher, changes, publish));
    Ok((Source { snapshots, health, _tasks: tasks }, skipped))
}

/// The folders of the files; each change is one message, and a full channel holds the news already.
struct Watch(notify::RecommendedWatcher);

impl Watch {
    fn new(changed: mpsc::Sender<()>) -> Result<Self, FilesError> {
        let on_event = move |event: notify::Result<notify::Event>| {
            // An error is that events were lost.
            if event.map_or(true, |event| !event.kind.is_access()) {
                let _ = changed.try_send(());
            }
        };
        let watcher = notify::recommended_watcher(on_event);
        watcher.map(Watch).map_err(|error| unwatchable(Path::new("files"), error))
    }

    /// Watches every folder that the files are in. A folder that was replaced, or is new, is another one: this is done
    /// before each reading.
    fn all(&mut self, files: &Files) -> Result<(), FilesError> {
        let mut failed = None;
        for path in &files.paths {
            let Some(folder) = watched(path) else { continue };
            if let Err(error) = self.0.watch(&folder, RecursiveMode::NonRecursive) {
                failed.get_or_insert(unwatchable(path, error));
            }
            if !files.recursive || folder != *path {
                continue;
            }
            // One below that cannot be watched is one that cannot be read, which the reading says.
            for below in walk::list(path, true).map(|found| found.folders).unwrap_or_default() {
                let _ = self.0.watch(&below, RecursiveMode::NonRecursive);
            }
        }
        failed.map_or(Ok(()), Err)
    }
}

fn unwatchable(path: &Path, source: notify::Error) -> FilesError {
    FilesError::Unwatchable { path: path.display().to_string(), source }
}

/// Reads everything again after each burst of changes, and what failed after a while too. Ends with the watcher or the
/// last reader. A folder holds other files too, our own log among them: a reading that brings nothing new is no news.
async fn reread(
    mut source: FileSource,
    mut watch: Watch,
    mut changes: mpsc::Receiver<()>,
    publish: watch::Sender<Option<Arc<Snapshot>>>,
) {
    let mut last = source.digest;
    let mut retry = RETRY;
    loop {
        let failed = !source.failed.is_empty();
        let settles = source.settles_in();
        let mut is_change = false;
        let mut is_settled = false;
        tokio::select! {
            change = changes.recv() => match change {
                Some(()) => is_change = true,
                None => return,
            },
            () = tokio::time::sleep(settles.unwrap_or_default()), if settles.is_some() => {
                is_settled = true;
            }
            () = tokio::time::sleep(retry), if failed => {}
        }
        if is_settled {
            retry = RETRY;
        } else if is_change {
            tokio::time::sleep(SETTLE).await;
            while changes.try_recv().is_ok() {}
            retry = RETRY;
        } else {
            retry = (retry * 2).min(MOST_RETRY);
        }
        let read = tokio::task::spawn_blocking(move || {
            // Where a folder is away there is nothing to watch; it is tried again with the reading.
            let _ = watch.all(&source.files);
            let snapshot =
                (is_change || is_settled || source.may_be_read_now()).then(|| source.read());
            (source, watch, snapshot)
        });
        let Ok((back, watching, outcome)) = read.await else { return };
        (source, watch) = (back, watching);
        if let Some(Ok(snapshot)) = outcome
            && source.digest != last
        {
            last = source.digest;
            publish.send_replace(Some(Arc::new(snapshot)));
        }
    }
}

/// A file is watched through its folder, because editors replace files and a watch on the old one goes silent.
fn watched(path: &Path) -> Option<PathBuf> {
    if path == Path::new("-") {
        return None;
    }
    if path.is_dir() {
        return Some(path.to_owned());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    Some(folder.unwrap_or(Path::new(".")).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const GATEWAY: &str = "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n\
        metadata: {name: NAME}\nspec: {gatewayClassName: c, listeners: [{name: h, port: 80, protocol: HTTP}]}\n";

    fn files(path: &Path) -> Files {
        Files { paths: vec![path.to_owned()], namespace: "n".into(), ..Files::default() }
    }

    fn write(path: &Path, name: &str) {
        std::fs::write(path, GATEWAY.replace("NAME", name)).expect("written");
    }

    async fn becomes(source: &Source, names: &[&str]) {
        let mut snapshots = source.snapshots();
        let now = |now: &Option<Arc<Snapshot>>| {
            now.iter().any(|now| {
                now.gateways.keys().map(|one| one.name.as_str()).eq(names.iter().copied())
            })
        };
        let seen = snapshots.wait_for(now);
        let seen = tokio::time::timeout(Duration::from_secs(20), seen).await;
        assert!(seen.is_ok_and(|seen| seen.is_ok()), "{names:?}");
    }

    #[tokio::test]
    async fn a_change_is_seen_even_when_the_file_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.yaml");
        write(&path, "before");
        let (source, _) = follow(files(&path)).expect("followed");
        let beside = folder.path().join("a.yaml.tmp");
        write(&beside, "after");
        std::fs::rename(&beside, &path).expect("renamed");
        becomes(&source, &["after"]).await;
    }

    #[tokio::test]
    async fn a_folder_that_goes_is_still_in_use_and_is_read_when_it_comes_back() {
        let root = tempfile::tempdir().expect("a folder");
        let (folder, away) = (root.path().join("in"), root.path().join("away"));
        std::fs::create_dir(&folder).expect("a folder");
        write(&folder.join("a.yaml"), "a");
        let (source, _) = follow(files(&folder)).expect("followed");
        std::fs::rename(&folder, &away).expect("renamed");
        let mut snapshots = source.snapshots();
        let told = snapshots.wait_for(|now| now.iter().any(|now| !now.problems.is_empty()));
        let told = tokio::time::timeout(Duration::from_secs(20), told).await;
        assert!(
            told.is_ok_and(
                |told| told.is_ok_and(|now| now.iter().all(|now| now.gateways.len() == 1))
            )
        );
        std::fs::create_dir(&folder).expect("a folder");
        write(&folder.join("b.yaml"), "b");
        becomes(&source, &["b"]).await;
        write(&folder.join("c.yaml"), "c");
        becomes(&source, &["b", "c"]).await;
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn a_link_is_read_once_its_target_is_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let elsewhere = tempfile::tempdir().expect("a folder");
        let target = elsewhere.path().join("t");
        std::os::unix::fs::symlink(&target, folder.path().join("link.yaml")).expect("linked");
        write(&folder.path().join("a.yaml"), "a");
        let (source, _) = follow(files(folder.path())).expect("followed");
        becomes(&source, &["a"]).await;
        write(&target, "b");
        becomes(&source, &["a", "b"]).await;
    }

    #[tokio::test]
    async fn a_file_rewritten_in_its_place_is_never_empty_and_a_deleted_object_goes_soon() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("p.yaml");
        write(&folder.path().join("other.yaml"), "z");
        write(&path, "a");
        let (source, _) = follow(files(folder.path())).expect("followed");
        becomes(&source, &["a", "z"]).await;
        let mut snapshots = source.snapshots();
        snapshots.mark_unchanged();
        for _ in 0..3 {
            std::fs::write(&path, "").expect("emptied");
            let less = snapshots.wait_for(|now| now.iter().any(|now| now.gateways.len() < 2));
            let less = tokio::time::timeout(Duration::from_millis(300), less).await;
            assert!(less.is_err(), "the file was believed to be empty");
            write(&path, "a");
        }
        std::fs::remove_file(&path).expect("removed");
        becomes(&source, &["z"]).await;
    }
}
