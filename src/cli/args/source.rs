//! Where objects come from: a cluster, or the files of `-f`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::kube::KubeArgs;
use crate::cli::error::Failure;
use crate::cli::output;
use crate::domain::llm::provider::PROVIDERS;
use crate::domain::route::upstream::ANY_KEY;
use crate::domain::snapshot::Snapshot;
use crate::domain::snapshot::resolves::Resolves;
use crate::domain::value::object_ref::Kind;
use crate::domain::value::secret::Secret;
use crate::edge::cluster::{self, Connection};
use crate::edge::source::files::{FileSource, Files};
use crate::edge::source::{self, Source};

/// `-f` and `-R`.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct SourceArgs {
    /// Read manifests instead of a cluster: a file, a folder, or - for standard input. May be repeated
    #[arg(long = "filename", short = 'f', value_name = "FILE|DIR|-")]
    pub filenames: Vec<PathBuf>,
    /// With -f, read folders inside folders too
    #[arg(long, short = 'R', requires = "filenames")]
    pub recursive: bool,
}

/// Objects of one instant, with what a person should know of where they came from.
pub struct Read {
    pub snapshot: Arc<Snapshot>,
    /// The namespace that was read; none for all.
    pub namespace: Option<String>,
    /// The way to the cluster, for what is asked beside objects; none for files.
    pub connection: Option<Connection>,
}

impl SourceArgs {
    /// Whether manifests are read.
    #[must_use]
    pub fn is_files(&self) -> bool {
        !self.filenames.is_empty()
    }

    /// Whether standard input is read, which then nothing else may touch.
    #[must_use]
    pub fn reads_stdin(&self) -> bool {
        self.filenames.iter().any(|path| path == Path::new("-"))
    }

    /// Reads everything once. A cluster is read whole: a model of one namespace may be reached by a Gateway of
    /// another, and the caller shows what was asked for.
    ///
    /// # Errors
    /// A path or a cluster that cannot be read at all.
    pub async fn read(&self, kube: &KubeArgs) -> Result<Read, Failure> {
        if self.is_files() {
            let mut files = FileSource::new(self.files(kube, keys_of_environment()));
            let snapshot = Arc::new(files.read()?);
            return Ok(Read { snapshot, namespace: kube.namespace.clone(), connection: None });
        }
        let connection = self.connect(kube).await?;
        let everywhere = cluster::read::Selection::default();
        let mut objects = cluster::read::list(&connection, Kind::LISTED, &everywhere).await?;
        if objects.current().unread.len() == Kind::LISTED.len() {
            // Rights are often for one namespace only.
            let own = cluster::read::Selection::namespace(&connection.namespace);
            objects = cluster::read::list(&connection, Kind::LISTED, &own).await?;
        }
        output::warn(&connection.warnings());
        let objects = objects.with_environment(keys_of_environment());
        let snapshot = Arc::new(objects.snapshot());
        let namespace = Some(connection.namespace.clone());
        Ok(Read { snapshot, namespace, connection: Some(connection) })
    }

    /// Follows everything as it changes. With `simulate` no key is needed where Secrets are out of reach.
    ///
    /// # Errors
    /// A path or a cluster that cannot be read at all.
    pub async fn follow(&self, kube: &KubeArgs, simulate: bool) -> Result<Followed, Failure> {
        let keys = if simulate { keys_of_simulator() } else { keys_of_environment() };
        if self.is_files() {
            let source = source::files::follow(self.files(kube, keys))?;
            let (keys, resolves) = (BTreeMap::new(), Resolves::default());
            return Ok(Followed { source, connection: None, keys, resolves });
        }
        let connection = self.connect(kube).await?;
        let source = source::cluster::watch(connection.clone(), None);
        let resolves = Resolves::default();
        Ok(Followed { source, connection: Some(connection), keys, resolves })
    }

    async fn connect(&self, kube: &KubeArgs) -> Result<Connection, Failure> {
        Ok(cluster::connect(&kube.wishes(self.reads_stdin())).await?)
    }

    fn files(&self, kube: &KubeArgs, environment: BTreeMap<String, Secret>) -> Files {
        Files {
            paths: self.filenames.clone(),
            recursive: self.recursive,
            namespace: kube.namespace.clone().unwrap_or_else(|| "default".to_owned()),
            environment,
        }
    }
}

/// A source that goes on, and what belongs to it.
pub struct Followed {
    pub source: Source,
    /// None for files.
    pub connection: Option<Connection>,
    /// Where this machine finds what only the cluster's network reaches.
    pub resolves: Resolves,
    keys: BTreeMap<String, Secret>,
}

impl Followed {
    /// A snapshot of the source with the keys that the environment supplies, and the ways that the user gave.
    #[must_use]
    pub fn with_keys(&self, snapshot: Arc<Snapshot>) -> Arc<Snapshot> {
        if self.keys.is_empty() && self.resolves == Resolves::default() {
            return snapshot;
        }
        let mut given = Snapshot::clone(&snapshot);
        if !self.keys.is_empty() {
            given.environment.clone_from(&self.keys);
        }
        given.resolves.clone_from(&self.resolves);
        Arc::new(given)
    }
}

fn variables() -> impl Iterator<Item = &'static str> {
    PROVIDERS.iter().filter_map(|provider| provider.env_key).chain([ANY_KEY])
}

fn keys_of_environment() -> BTreeMap<String, Secret> {
    variables()
        .filter_map(|variable| {
            let value = std::env::var(variable).ok().filter(|value| !value.trim().is_empty())?;
            Some((variable.to_owned(), Secret::new(value.trim())))
        })
        .collect()
}

/// The simulator asks for no key; a backend that wants one is given a word.
fn keys_of_simulator() -> BTreeMap<String, Secret> {
    variables().map(|variable| (variable.to_owned(), Secret::simulated())).collect()
}
