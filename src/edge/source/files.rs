//! Manifests on disk as a source of snapshots: files, folders and standard input, read again when they change.
//!
//! A file that cannot be read costs only itself: it is named, what it held before stays in use, and it is tried again.

mod follow;
mod walk;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::domain::crd::release::Release;
use crate::domain::snapshot::lines::{Lines, Text};
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::problem::ProblemReason;
use crate::domain::snapshot::{Origin, Snapshot, World, manifests};
use crate::domain::value::secret::Secret;
use crate::domain::value::shell::CommandLine;
use crate::domain::value::yaml;
use crate::edge::disk;
pub use follow::follow;
use walk::FoundFiles;

/// A manifest larger than this is none (bytes).
const MAX_FILE: u64 = 64 * 1024 * 1024;

/// How long a file must hold less than before until that is believed: whoever writes it in its place empties it first,
/// and a policy that is away for a moment opens what it guards.
const SETTLED: Duration = Duration::from_secs(1);

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
    /// The release of agentgateway that is to take them.
    pub release: Release,
}

/// A path that cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    #[error("can't read {path}: {source}")]
    Unreadable { path: String, source: std::io::Error },
    #[error("no manifests in {path}: it has no .yaml, .yml or .json file{hint}")]
    Empty { path: String, hint: &'static str },
    #[error(
        "{path} is a URL, but only files are supported; fetch it: {fetch} | kubectl agw … -f -"
    )]
    Url { path: String, fetch: String },
    #[error("can't watch {path} for changes: {source}")]
    Unwatchable { path: String, source: notify::Error },
}

/// Manifests and the last text of each that was whole.
pub struct FileSource {
    files: Files,
    stdin: Option<String>,
    good: BTreeMap<PathBuf, Box<str>>,
    /// Of every file and text of the last reading, and of what could not be read.
    digest: u64,
    /// What the last reading could not read, and why.
    failed: Vec<(PathBuf, String)>,
    /// What the last reading left out on purpose, as a sentence.
    skipped: Vec<String>,
    /// Files that hold less than before, or have gone: what they hold now, and since when.
    fewer: BTreeMap<PathBuf, (u64, Instant)>,
    /// Something was read once: from then on nothing that fails ends the source.
    is_begun: bool,
}

impl FileSource {
    /// A source that has read nothing yet.
    #[must_use]
    pub fn new(files: Files) -> Self {
        FileSource {
            files,
            stdin: None,
            good: BTreeMap::new(),
            digest: 0,
            failed: Vec::new(),
            skipped: Vec::new(),
            fewer: BTreeMap::new(),
            is_begun: false,
        }
    }

    /// Reads everything once. What cannot be read inside a folder is a problem of the snapshot, as is what is wrong
    /// inside a file; once something was read, so is a path that has gone.
    ///
    /// # Errors
    /// Of the first reading: a path of the user's that does not exist or cannot be read, or a folder without manifests.
    pub fn read(&mut self) -> Result<Snapshot, FilesError> {
        let objects = Objects::new(World::Files).for_release(self.files.release);
        let mut objects = objects.with_environment(self.files.environment.clone());
        let mut digest = DefaultHasher::new();
        let before = std::mem::take(&mut self.good);
        let fewer = std::mem::take(&mut self.fewer);
        let mut reading = FileReading { objects: &mut objects, digest: &mut digest, before, fewer };
        self.failed.clear();
        self.skipped.clear();
        for path in self.files.paths.clone() {
            let listed = self.expand(&path);
            let listing = match listed {
                Err(error) if !self.is_begun => return Err(error),
                Err(error) => {
                    self.failed_path(&path, &error, &mut reading);
                    continue;
                }
                Ok(listing) => listing,
            };
            for (file, reason) in listing.unreadable {
                self.unreadable(&file, reason, &mut reading);
            }
            for file in &listing.files {
                match self.text(file) {
                    Ok(text) => self.read_one(file, text, &mut reading),
                    Err(error) if *file == path && !self.is_begun => return Err(error),
                    Err(error) => self.unreadable(file, error.reason(), &mut reading),
                }
            }
        }
        self.gone(&mut reading);
        self.is_begun = true;
        self.digest = digest.finish();
        Ok(objects.snapshot())
    }

    /// Reads everything once for another release.
    ///
    /// # Errors
    /// As [`FileSource::read`].
    pub fn read_for(&mut self, release: Release) -> Result<Snapshot, FilesError> {
        self.files.release = release;
        self.read()
    }

    /// The text of every manifest, under its name: of all or of none.
    ///
    /// # Errors
    /// As [`FileSource::read`], and for what cannot be read inside a folder.
    pub fn texts(&mut self) -> Result<Vec<(Arc<str>, String)>, FilesError> {
        let mut texts = Vec::new();
        for path in self.files.paths.clone() {
            let listing = self.expand(&path)?;
            if let Some((path, reason)) = listing.unreadable.into_iter().next() {
                return Err(unreadable(&path, std::io::Error::other(reason)));
            }
            for file in listing.files {
                texts.push((file.display().to_string().into(), self.text(&file)?));
            }
        }
        Ok(texts)
    }

    /// The texts that objects were read from, to find the lines of fields.
    #[must_use]
    pub fn lines(&self) -> Lines<'_> {
        let texts = self.good.iter();
        Lines::new(texts.map(|(path, text)| Text { path: path.display().to_string(), text }))
    }

    /// What the last reading left out on purpose: a sentence for each.
    #[must_use]
    pub fn skipped(&self) -> &[String] {
        &self.skipped
    }

    /// When what holds less than before is believed; none where nothing does.
    fn settles_in(&self) -> Option<Duration> {
        let since = self.fewer.values().map(|(_, since)| *since).min()?;
        Some(SETTLED.saturating_sub(since.elapsed()))
    }

    /// Whether a file has held this, or has been away, for long enough.
    fn has_settled(&mut self, file: &Path, text: Option<&str>, reading: &FileReading<'_>) -> bool {
        let mut now = DefaultHasher::new();
        text.hash(&mut now);
        let now = now.finish();
        let known = reading.fewer.get(file).filter(|(before, _)| *before == now);
        let since = known.map_or_else(Instant::now, |(_, since)| *since);
        let is_settled = since.elapsed() >= SETTLED;
        if !is_settled {
            self.fewer.insert(file.to_owned(), (now, since));
        }
        is_settled
    }

    /// Files that were there before: one that has just gone may come back in the same moment.
    fn gone(&mut self, reading: &mut FileReading<'_>) {
        for (file, good) in std::mem::take(&mut reading.before) {
            let is_moved = self.good.values().any(|one| *one == good);
            if !self.is_begun || is_moved || yaml::count(&good) == 0 {
                continue;
            }
            if !self.has_settled(&file, None, reading) {
                (&file, &good).hash(reading.digest);
                let name: Arc<str> = file.display().to_string().into();
                manifests::add_missing(reading.objects, &name, &good, &self.files.namespace);
                self.good.insert(file, good);
            }
        }
    }

    fn read_one(&mut self, file: &Path, mut text: String, reading: &mut FileReading<'_>) {
        let name: Arc<str> = file.display().to_string().into();
        let good = reading.before.remove(file);
        if let Some(good) = good.filter(|good| **good != *text) {
            // A file that is caught half written, or saved with a slip, goes on as it last was.
            if let Some(broken) = yaml::documents(&text).find_map(Result::err) {
                (file, &text).hash(reading.digest);
                let origin = Origin::File { path: Arc::clone(&name), line: broken.line };
                let reason =
                    format!("invalid YAML: {}; keeping the last good version", broken.reason);
                reading.objects.problem(origin, ProblemReason::NotUnderstood(reason));
                manifests::add(reading.objects, &name, &good, &self.files.namespace);
                self.good.insert(file.to_owned(), good);
                return;
            }
            if is_less(&text, &good) && !self.has_settled(file, Some(&text), reading) {
                text = good.into();
            }
        }
        (file, &text).hash(reading.digest);
        if manifests::add(reading.objects, &name, &text, &self.files.namespace) {
            self.good.insert(file.to_owned(), text.into());
        }
    }

    /// A file that cannot be read now goes on as it last was.
    fn unreadable(&mut self, file: &Path, mut reason: String, reading: &mut FileReading<'_>) {
        let name: Arc<str> = file.display().to_string().into();
        (file, &reason).hash(reading.digest);
        self.failed.push((file.to_owned(), reason.clone()));
        if let Some(good) = reading.before.remove(file) {
            manifests::add(reading.objects, &name, &good, &self.files.namespace);
            self.good.insert(file.to_owned(), good);
            reason += "; keeping the last good version";
        }
        let origin = Origin::File { path: name, line: 1 };
        let reason = ProblemReason::NotUnderstood(format!("can't be read: {reason}"));
        reading.objects.problem(origin, reason);
    }

    /// The same for a path of the user's, and all that was read below it.
    fn failed_path(&mut self, path: &Path, error: &FilesError, reading: &mut FileReading<'_>) {
        (path, error.to_string()).hash(reading.digest);
        self.failed.push((path.to_owned(), error.reason()));
        let below: Vec<_> =
            reading.before.extract_if(.., |file, _| file.starts_with(path)).collect();
        for (file, good) in below {
            let name: Arc<str> = file.display().to_string().into();
            manifests::add(reading.objects, &name, &good, &self.files.namespace);
            self.good.insert(file, good);
        }
        let origin = Origin::File { path: path.display().to_string().into(), line: 1 };
        let reason = format!("{error}; keeping what was read before");
        reading.objects.problem(origin, ProblemReason::NotUnderstood(reason));
    }

    fn text(&mut self, file: &Path) -> Result<String, FilesError> {
        let failed = |error| unreadable(file, error);
        if file != Path::new("-") {
            return disk::text(file, MAX_FILE).map_err(failed);
        }
        if self.stdin.is_none() {
            let bytes = disk::within(std::io::stdin(), MAX_FILE).and_then(disk::decoded);
            self.stdin = Some(bytes.map_err(failed)?);
        }
        Ok(self.stdin.clone().unwrap_or_default())
    }

    /// The files behind one path of the user's.
    fn expand(&mut self, path: &Path) -> Result<FoundFiles, FilesError> {
        let written = path.to_string_lossy();
        if ["http://", "https://"].iter().any(|scheme| written.starts_with(scheme)) {
            let fetch = CommandLine::new("curl -fsSL").arg(&written).to_string();
            return Err(FilesError::Url { path: written.into_owned(), fetch });
        }
        let listing = walk::list(path, self.files.recursive);
        let listing = listing.map_err(|error| unreadable(path, error))?;
        if listing.files.is_empty() && listing.unreadable.is_empty() {
            let hint = if self.files.recursive { "" } else { " (subdirectories need -R)" };
            return Err(FilesError::Empty { path: path.display().to_string(), hint });
        }
        let skipped = listing.skipped.iter();
        self.skipped
            .extend(skipped.map(|(path, why)| format!("skipped: {}: {why}", path.display())));
        Ok(listing)
    }

    /// Whether something that could not be read is otherwise now. Looks at nothing else.
    fn may_be_read_now(&mut self) -> bool {
        let failed = std::mem::take(&mut self.failed);
        let now = failed.iter().any(|(path, reason)| match self.expand(path) {
            Err(error) => error.reason() != *reason,
            Ok(listing) if listing.files == [path.clone()] => {
                self.text(path).map_or_else(|error| error.reason(), |_| String::new()) != *reason
            }
            Ok(_) => true,
        });
        self.failed = failed;
        now
    }
}

/// One reading: what it makes, and what the one before it left.
struct FileReading<'r> {
    objects: &'r mut Objects,
    digest: &'r mut DefaultHasher,
    before: BTreeMap<PathBuf, Box<str>>,
    fewer: BTreeMap<PathBuf, (u64, Instant)>,
}

/// Whether a text may be the beginning of one that is being written: with fewer documents than before, cut, or less than
/// half as long.
fn is_less(text: &str, before: &str) -> bool {
    let is_cut = text.len() < before.len() && before.starts_with(text);
    is_cut || text.len() < before.len() / 2 || yaml::count(text) < yaml::count(before)
}

fn unreadable(path: &Path, source: std::io::Error) -> FilesError {
    FilesError::Unreadable { path: path.display().to_string(), source }
}

impl FilesError {
    /// The sentence without the path.
    fn reason(&self) -> String {
        match self {
            FilesError::Unreadable { source, .. } => source.to_string(),
            FilesError::Empty { .. } => "it has no manifests".to_owned(),
            FilesError::Url { .. } => "it is a URL".to_owned(),
            FilesError::Unwatchable { source, .. } => source.to_string(),
        }
    }
}

#[cfg(test)]
mod tests;
