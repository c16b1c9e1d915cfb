//! Manifests on disk as a source of snapshots: files, folders and standard input, read again when they change.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use notify::{RecursiveMode, Watcher as _};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;

use super::{Health, Source};
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::{Origin, Snapshot, World, manifests};
use crate::domain::value::secret::Secret;
use crate::domain::value::yaml;

/// How long a burst of changes is waited out: an editor's save is several events, and a reload has 100 ms.
const SETTLE: Duration = Duration::from_millis(25);
/// A manifest larger than this is none (bytes).
const MAX_FILE: u64 = 64 * 1024 * 1024;

/// Which manifests are read.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// Files, folders, or `-` for standard input.
    pub paths: Vec<PathBuf>,
    /// Whether folders inside folders are read too.
    pub recursive: bool,
    /// The namespace of objects that name none.
    pub namespace: String,
    /// Keys that environment variables supply, by variable.
    pub environment: BTreeMap<String, Secret>,
}

/// A path that cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    #[error("cannot read {path}: {source}")]
    Unreadable { path: String, source: std::io::Error },
    #[error("no manifests in {path}: it holds no .yaml, .yml or .json file{hint}")]
    Empty { path: String, hint: &'static str },
    #[error("cannot watch {path} for changes: {source}")]
    Unwatchable { path: String, source: notify::Error },
}

/// Manifests and the last text of each that was whole.
pub struct FileSource {
    files: Files,
    stdin: Option<String>,
    good: BTreeMap<PathBuf, Box<str>>,
    /// Of every file and text of the last reading.
    digest: u64,
}

impl FileSource {
    /// A source that has read nothing yet.
    #[must_use]
    pub fn new(files: Files) -> Self {
        FileSource { files, stdin: None, good: BTreeMap::new(), digest: 0 }
    }

    /// Reads everything once.
    ///
    /// # Errors
    /// A path that does not exist or cannot be read, or a folder without manifests. What is wrong inside a file is
    /// part of the snapshot instead.
    pub fn read(&mut self) -> Result<Snapshot, FilesError> {
        let mut objects =
            Objects::new(World::Files).with_environment(self.files.environment.clone());
        let mut digest = DefaultHasher::new();
        for path in self.files.paths.clone() {
            for file in self.expand(&path)? {
                self.read_one(&file, &mut objects, &mut digest)?;
            }
        }
        self.digest = digest.finish();
        Ok(objects.snapshot())
    }

    /// The text of every manifest, under its name.
    ///
    /// # Errors
    /// As [`FileSource::read`].
    pub fn texts(&mut self) -> Result<Vec<(Arc<str>, String)>, FilesError> {
        let mut texts = Vec::new();
        for path in self.files.paths.clone() {
            for file in self.expand(&path)? {
                texts.push((file.display().to_string().into(), self.text(&file)?));
            }
        }
        Ok(texts)
    }

    fn read_one(
        &mut self,
        file: &Path,
        objects: &mut Objects,
        digest: &mut DefaultHasher,
    ) -> Result<(), FilesError> {
        let name: Arc<str> = file.display().to_string().into();
        let text = self.text(file)?;
        (file, &text).hash(digest);
        let good = self.good.get(file);
        if good.is_some_and(|good| **good == *text) {
            manifests::add(objects, &name, &text, &self.files.namespace);
            return Ok(());
        }
        let broken = yaml::documents(&text).find_map(Result::err);
        // A file that is caught half written, or saved with a slip, goes on as it last was.
        if let (Some(broken), Some(good)) = (&broken, good) {
            let origin = Origin::File { path: Arc::clone(&name), line: broken.line };
            let reason =
                format!("not YAML: {}; what it held before is still in use", broken.reason);
            objects.problem(origin, reason);
            manifests::add(objects, &name, good, &self.files.namespace);
            return Ok(());
        }
        manifests::add(objects, &name, &text, &self.files.namespace);
        if broken.is_none() {
            self.good.insert(file.to_owned(), text.into());
        }
        Ok(())
    }

    fn text(&mut self, file: &Path) -> Result<String, FilesError> {
        let unreadable =
            |source| FilesError::Unreadable { path: file.display().to_string(), source };
        let mut bytes = Vec::new();
        if file == Path::new("-") {
            if let Some(text) = &self.stdin {
                return Ok(text.clone());
            }
            std::io::stdin().take(MAX_FILE).read_to_end(&mut bytes).map_err(unreadable)?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            self.stdin = Some(text.clone());
            return Ok(text);
        }
        let open = std::fs::File::open(file).map_err(unreadable)?;
        open.take(MAX_FILE).read_to_end(&mut bytes).map_err(unreadable)?;
        String::from_utf8(bytes).map_err(|_| unreadable(std::io::Error::other("it is not UTF-8")))
    }

    /// The files behind one path of the user's, in the order of their names.
    fn expand(&self, path: &Path) -> Result<Vec<PathBuf>, FilesError> {
        if path == Path::new("-") {
            return Ok(vec![path.to_owned()]);
        }
        let unreadable =
            |source| FilesError::Unreadable { path: path.display().to_string(), source };
        if !std::fs::metadata(path).map_err(unreadable)?.is_dir() {
            return Ok(vec![path.to_owned()]);
        }
        let mut found = Vec::new();
        collect(path, self.files.recursive, &mut found).map_err(unreadable)?;
        found.sort();
        if found.is_empty() {
            let hint = if self.files.recursive { "" } else { " (folders inside it need -R)" };
            return Err(FilesError::Empty { path: path.display().to_string(), hint });
        }
        Ok(found)
    }
}

fn collect(folder: &Path, recursive: bool, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            if recursive {
                collect(&path, recursive, found)?;
            }
        } else if matches!(
            path.extension().and_then(|extension| extension.to_str()),
            Some("yaml" | "yml" | "json")
        ) {
            found.push(path);
        }
    }
    Ok(())
}

/// Snapshots of the files as they change; the first is read before this returns. Must be called inside a runtime.
///
/// # Errors
/// What [`FileSource::read`] says of the first reading, or a folder that cannot be watched.
pub fn follow(files: Files) -> Result<Source, FilesError> {
    let mut source = FileSource::new(files);
    let first = source.read()?;
    let (changed, changes) = mpsc::channel(1);
    let watcher = watcher(&source.files, changed)?;
    let (publish, snapshots) = watch::channel(Some(Arc::new(first)));
    // The first snapshot is news to whoever asks for the next one.
    let mut snapshots = snapshots;
    snapshots.mark_changed();
    let (_, health) = watch::channel(Health::new(true));
    let mut tasks = JoinSet::new();
    tasks.spawn(reread(source, watcher, changes, publish));
    Ok(Source { snapshots, health, _tasks: tasks })
}

/// Watches the folders of the files; each change is one message, and a full channel holds the news already.
fn watcher(
    files: &Files,
    changed: mpsc::Sender<()>,
) -> Result<notify::RecommendedWatcher, FilesError> {
    let on_event = move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| !event.kind.is_access()) {
            let _ = changed.try_send(());
        }
    };
    let unwatchable =
        |path: &Path, source| FilesError::Unwatchable { path: path.display().to_string(), source };
    let mut watcher = notify::recommended_watcher(on_event)
        .map_err(|error| unwatchable(Path::new("files"), error))?;
    for path in &files.paths {
        let Some(folder) = watched(path) else { continue };
        let mode = match files.recursive && path.is_dir() {
            true => RecursiveMode::Recursive,
            false => RecursiveMode::NonRecursive,
        };
        watcher.watch(&folder, mode).map_err(|error| unwatchable(path, error))?;
    }
    Ok(watcher)
}

/// Reads everything again after each burst of changes. Ends with the watcher or the last reader. A folder holds other
/// files too, our own log among them: a reading that brings nothing new is no news.
async fn reread(
    mut source: FileSource,
    _watcher: notify::RecommendedWatcher,
    mut changes: mpsc::Receiver<()>,
    publish: watch::Sender<Option<Arc<Snapshot>>>,
) {
    let mut last = Ok(source.digest);
    while changes.recv().await.is_some() {
        tokio::time::sleep(SETTLE).await;
        while changes.try_recv().is_ok() {}
        let read = tokio::task::spawn_blocking(move || {
            let outcome = source.read();
            (source, outcome)
        });
        let Ok((back, outcome)) = read.await else { return };
        source = back;
        let now = match &outcome {
            Ok(_) => Ok(source.digest),
            Err(error) => Err(error.to_string()),
        };
        if now == last {
            continue;
        }
        last = now;
        let next = match outcome {
            Ok(snapshot) => snapshot,
            Err(error) => {
                let before = publish.borrow().clone().unwrap_or_default();
                unreadable_now(&before, &error)
            }
        };
        publish.send_replace(Some(Arc::new(next)));
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

/// The last snapshot, with the news that its files cannot be read now.
fn unreadable_now(last: &Snapshot, error: &FilesError) -> Snapshot {
    let mut next = last.clone();
    let path = match error {
        FilesError::Unreadable { path, .. }
        | FilesError::Empty { path, .. }
        | FilesError::Unwatchable { path, .. } => path,
    };
    let origin = Origin::File { path: Arc::from(path.as_str()), line: 1 };
    let reason = format!("{error}; what was read before is still in use");
    next.problems = vec![crate::domain::snapshot::Problem { origin, reason }];
    next
}

#[cfg(test)]
mod tests {
    use super::*;

    const GATEWAY: &str = "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n\
        metadata: {name: NAME}\nspec: {gatewayClassName: c, listeners: []}\n";

    fn files(path: &Path) -> Files {
        Files { paths: vec![path.to_owned()], namespace: "n".into(), ..Files::default() }
    }

    fn write(path: &Path, name: &str) {
        std::fs::write(path, GATEWAY.replace("NAME", name)).expect("written");
    }

    #[test]
    fn a_folder_is_read_in_order_and_deeper_only_when_asked() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(folder.path().join("sub")).expect("a folder");
        write(&folder.path().join("a.yaml"), "a");
        write(&folder.path().join("sub/b.yml"), "b");
        std::fs::write(folder.path().join("README.md"), "not: [yaml").expect("written");
        let flat = FileSource::new(files(folder.path())).read().expect("read");
        assert_eq!(flat.gateways.len(), 1);
        let deep = Files { recursive: true, ..files(folder.path()) };
        assert_eq!(FileSource::new(deep).read().expect("read").gateways.len(), 2);
    }

    #[test]
    fn a_file_that_breaks_goes_on_as_it_was_and_says_so() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.yaml");
        write(&path, "a");
        let mut source = FileSource::new(files(&path));
        assert_eq!(source.read().expect("read").problems, []);
        std::fs::write(&path, "kind: [").expect("written");
        let broken = source.read().expect("read");
        assert_eq!(broken.gateways.len(), 1);
        assert!(broken.problems[0].reason.contains("still in use"), "{:?}", broken.problems);
    }

    #[test]
    fn what_is_written_beside_the_manifests_is_no_news() {
        let folder = tempfile::tempdir().expect("a folder");
        write(&folder.path().join("a.yaml"), "a");
        let mut source = FileSource::new(files(folder.path()));
        let mut digest = || {
            source.read().expect("read");
            source.digest
        };
        let first = digest();
        std::fs::write(folder.path().join("serve.log"), "routes changed").expect("written");
        assert_eq!(digest(), first);
        write(&folder.path().join("b.yaml"), "b");
        let second = digest();
        assert_ne!(second, first);
        write(&folder.path().join("a.yaml"), "c");
        assert_ne!(digest(), second);
    }

    #[test]
    fn a_path_that_is_not_there_is_named() {
        let error = FileSource::new(files(Path::new("no/such.yaml"))).read().expect_err("absent");
        assert!(error.to_string().starts_with("cannot read no/such.yaml: No such file"), "{error}");
    }

    #[tokio::test]
    async fn a_change_is_seen_even_when_the_file_is_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.yaml");
        write(&path, "before");
        let source = follow(files(&path)).expect("followed");
        let mut snapshots = source.snapshots();
        let beside = folder.path().join("a.yaml.tmp");
        write(&beside, "after");
        std::fs::rename(&beside, &path).expect("renamed");
        let after = |now: &Option<Arc<Snapshot>>| {
            now.iter().any(|now| now.gateways.keys().any(|gateway| gateway.name == "after"))
        };
        let seen = snapshots.wait_for(after);
        let seen = tokio::time::timeout(Duration::from_secs(10), seen).await;
        assert!(seen.is_ok_and(|seen| seen.is_ok()));
    }
}
