//! Where objects come from: a cluster, or the files of `-f`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::gateway_version::{Chosen, GatewayVersion};
use super::kube::KubeArgs;
use crate::cli::error::Failure;
use crate::cli::output;
use crate::domain::compile::Compiled;
use crate::domain::kill::{InForce, Records};
use crate::domain::llm::preset::PRESETS;
use crate::domain::llm::provider::{ANY_KEY, PROVIDERS};
use crate::domain::manifest;
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::resolves::Resolves;
use crate::domain::snapshot::{Snapshot, World, manifests};
use crate::domain::value::near;
use crate::domain::value::object_ref::Kind;
use crate::domain::value::secret::{Secret, shape};
use crate::domain::value::shell::word;
use crate::edge::cluster::read::{ReadScope, may_list, namespace_exists, namespaces, registry};
use crate::edge::cluster::{self, Connection};
use crate::edge::kills::Store;
use crate::edge::source::cluster::WatchScope;
use crate::edge::source::files::{FileSource, Files};
use crate::edge::source::{self, Source};

/// `-f` and `-R`.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct SourceArgs {
    /// Read manifests instead of a cluster: a file, a directory, or - for standard input (repeatable)
    #[arg(long = "filename", short = 'f', value_name = "FILE|DIR|-")]
    pub filenames: Vec<PathBuf>,
    /// Process the directories of -f recursively
    #[arg(long, short = 'R', requires = "filenames")]
    pub recursive: bool,
    #[command(flatten)]
    pub version: GatewayVersion,
}

/// Objects of one instant, with what a person should know of where they came from.
pub struct Read {
    pub snapshot: Arc<Snapshot>,
    /// The namespace that was read; none for all.
    pub namespace: Option<String>,
    /// The way to the cluster, for what is asked beside objects; none for files.
    pub connection: Option<Connection>,
    /// The files that were read, which know the lines of fields; none for a cluster.
    pub files: Option<FileSource>,
    /// The release of agentgateway that the objects are judged by.
    pub version: Chosen,
    /// What is recorded of the kill switch where the objects are.
    pub kills: Records,
}

impl Read {
    /// The same, as `serve --simulate` sees it: no provider needs a key.
    #[must_use]
    pub fn simulated(self) -> Self {
        Read { snapshot: with_every_key(&self.snapshot), ..self }
    }

    /// What the objects come to, with what the kill switch stops of them now.
    #[must_use]
    pub fn compiled(&self) -> Compiled {
        killing(Arc::clone(&self.snapshot), self.in_force())
    }
}

/// A snapshot, compiled, with what the kill switch stops of it.
#[must_use]
pub fn killing(snapshot: Arc<Snapshot>, in_force: InForce) -> Compiled {
    if in_force.is_empty() {
        return Compiled::of(snapshot);
    }
    let with_keys = Compiled::of(with_every_key(&snapshot)).table;
    Compiled::of(snapshot).killing(in_force, with_keys)
}

fn with_every_key(snapshot: &Snapshot) -> Arc<Snapshot> {
    let environment = keys_of_simulator();
    Arc::new(Snapshot { environment, ..snapshot.clone() })
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

    /// The same flags, as words of another command on the same objects, with a space before each; nothing for a cluster.
    #[must_use]
    pub fn words(&self) -> String {
        let files =
            self.filenames.iter().map(|path| format!(" -f {}", word(&path.to_string_lossy())));
        let mut words: String = files.collect();
        words.push_str(if self.recursive { " -R" } else { "" });
        words
    }

    /// Reads everything once. A cluster is read whole: a model of one namespace may be reached by a Gateway of
    /// another, and the caller shows what was asked for.
    ///
    /// # Errors
    /// A path or a cluster that cannot be read at all; a namespace that is named and does not exist.
    pub async fn read(&self, kube: &KubeArgs) -> Result<Read, Failure> {
        self.read_as_far(kube, View::Whole).await
    }

    /// Reads what a view shows, and what that needs.
    ///
    /// # Errors
    /// As [`SourceArgs::read`].
    pub async fn read_as_far(&self, kube: &KubeArgs, view: View) -> Result<Read, Failure> {
        self.read_kinds(kube, view, Kind::LISTED).await
    }

    /// The same with these kinds of a cluster.
    ///
    /// # Errors
    /// As [`SourceArgs::read`].
    pub async fn read_kinds(
        &self,
        kube: &KubeArgs,
        view: View,
        kinds: &[Kind],
    ) -> Result<Read, Failure> {
        if self.is_files() {
            let mut files = FileSource::new(self.files(kube, keys_of_environment()));
            let snapshot = Arc::new(files.read()?);
            files.skipped().iter().for_each(|sentence| output::say(sentence));
            let namespace = kube.namespace.clone();
            let version = self.version_of_files();
            let kills = Store::beside(&self.filenames).read().await?;
            let (connection, files) = (None, Some(files));
            return Ok(Read { snapshot, namespace, connection, files, version, kills });
        }
        let connection = self.connect(kube).await?;
        let own = connection.namespace.as_str();
        let reach = match view {
            View::Whole => ReadScope::default(),
            View::Namespace { attached } => ReadScope { namespace: Some(own), attached },
        };
        let objects = registry(&connection, kinds, reach);
        let (objects, version) = tokio::join!(objects, self.version.of_cluster(&connection));
        let objects = objects?.for_release(version.release);
        output::warn(&connection.warnings());
        if kube.namespace.is_some() || reach.namespace.is_some() {
            namespace_is_there(&connection, objects.current()).await?;
        }
        let objects = objects.with_environment(keys_of_environment());
        let snapshot = Arc::new(objects.snapshot());
        let namespace = Some(connection.namespace.clone());
        let kills = match view {
            View::Whole => snapshot.kills(),
            View::Namespace { .. } => snapshot.kills_of(&connection.namespace),
        };
        let (connection, files) = (Some(connection), None);
        Ok(Read { snapshot, namespace, connection, files, version, kills })
    }

    /// What manifests say, in silence: nothing of what is wrong with them is told.
    ///
    /// # Errors
    /// A path that cannot be read at all.
    pub fn snapshot(&self, kube: &KubeArgs) -> Result<Snapshot, Failure> {
        Ok(FileSource::new(self.files(kube, BTreeMap::new())).read()?)
    }

    /// Follows everything as it changes. With `simulate` no key is needed where Secrets are out of reach.
    ///
    /// # Errors
    /// A path or a cluster that cannot be read at all.
    pub async fn follow(&self, kube: &KubeArgs, simulate: bool) -> Result<Followed, Failure> {
        self.follow_within(kube, simulate, WatchScope::default()).await
    }

    /// The same; of a cluster as much as `extent` says.
    ///
    /// # Errors
    /// As for [`follow`](Self::follow), and a namespace that does not exist.
    pub async fn follow_within(
        &self,
        kube: &KubeArgs,
        simulate: bool,
        extent: WatchScope,
    ) -> Result<Followed, Failure> {
        let keys = if simulate { keys_of_simulator() } else { keys_of_environment() };
        if self.is_files() {
            let (source, skipped) = source::files::follow(self.files(kube, keys))?;
            skipped.iter().for_each(|sentence| output::say(sentence));
            let (keys, resolves) = (BTreeMap::new(), Resolves::default());
            let version = self.version_of_files();
            return Ok(Followed { source, connection: None, keys, resolves, version });
        }
        let connection = self.connect(kube).await?;
        for namespace in &extent.namespaces {
            // Who may not see the Namespace may still read what is in it.
            if namespace_exists(&connection, namespace).await? == Some(false) {
                let words = format!("namespace {namespace} not found");
                return Err(Failure::usage(format!("{words}; see `kubectl get namespaces`")));
            }
        }
        let version = self.version.of_cluster(&connection).await;
        let extent = WatchScope { release: version.release, ..extent };
        let source = source::cluster::watch(connection.clone(), extent);
        let resolves = Resolves::default();
        Ok(Followed { source, connection: Some(connection), keys, resolves, version })
    }

    /// Follows what a view shows. Where only one namespace is shown and only that may be read, it is watched alone; its
    /// name is returned, for nothing is known of others then.
    ///
    /// # Errors
    /// As [`SourceArgs::follow`].
    pub async fn follow_view(
        &self,
        kube: &KubeArgs,
        everywhere: bool,
    ) -> Result<(Followed, Option<String>), Failure> {
        if self.is_files() || everywhere {
            return Ok((self.follow(kube, false).await?, None));
        }
        let connection = self.connect(kube).await?;
        let own = connection.namespace.as_str();
        let may = async |namespace| may_list(&connection, Kind::HttpRoute, namespace).await;
        let only = !may(None).await? && may(Some(own)).await?;
        let only = only.then(|| own.to_owned());
        let namespaces = only.iter().cloned().collect();
        let version = self.version.of_cluster(&connection).await;
        let release = version.release;
        let extent = WatchScope { namespaces, release, ..WatchScope::default() };
        let source = source::cluster::watch(connection.clone(), extent);
        let (keys, resolves) = (keys_of_environment(), Resolves::default());
        Ok((Followed { source, connection: Some(connection), keys, resolves, version }, only))
    }

    fn version_of_files(&self) -> Chosen {
        Chosen { release: self.version.release(), why: None }
    }

    pub(super) async fn connect(&self, kube: &KubeArgs) -> Result<Connection, Failure> {
        Ok(cluster::connect(&kube.wishes(self.reads_stdin())).await?)
    }

    fn files(&self, kube: &KubeArgs, environment: BTreeMap<String, Secret>) -> Files {
        Files {
            paths: self.filenames.clone(),
            recursive: self.recursive,
            namespace: kube.namespace.clone().unwrap_or_else(|| "default".to_owned()),
            environment,
            release: self.version.release(),
        }
    }
}

/// How much of a cluster a view needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Everything that may be read.
    Whole,
    /// The connection's namespace, and what its objects name elsewhere.
    Namespace {
        /// With the routes of others that belong to its Gateways.
        attached: bool,
    },
}

/// Refuses a namespace of which nothing was seen because there is none of its name. Who may not look at namespaces is
/// told nothing.
///
/// # Errors
/// It does not exist.
pub async fn namespace_is_there(connection: &Connection, seen: &Snapshot) -> Result<(), Failure> {
    let namespace = &connection.namespace;
    if seen.has_any_in(namespace) || namespace_exists(connection, namespace).await? != Some(false) {
        return Ok(());
    }
    let there = namespaces(connection).await?;
    let there = match there.is_empty() {
        true => String::new(),
        false => near::available(there, namespace),
    };
    Err(Failure::usage(format!("namespace {namespace} not found{there}")))
}

/// A source that is followed for changes, with what belongs to it.
pub struct Followed {
    pub source: Source,
    /// None for files.
    pub connection: Option<Connection>,
    /// Where this machine finds what only the cluster's network reaches.
    pub resolves: Resolves,
    /// The release of agentgateway that is followed.
    pub version: Chosen,
    keys: BTreeMap<String, Secret>,
}

/// A snapshot of a watch, which was of one namespace where `only` names it.
#[must_use]
pub fn as_seen(snapshot: Arc<Snapshot>, only: Option<&str>) -> Arc<Snapshot> {
    match only {
        Some(only) => Arc::new(Snapshot::clone(&snapshot).only_of(only)),
        None => snapshot,
    }
}

impl Followed {
    /// Objects that never change, made here; with `simulate` no key is needed.
    ///
    /// # Errors
    /// Objects that are no YAML.
    pub fn made(objects: &[Value], simulate: bool) -> Result<Self, Failure> {
        let keys = if simulate { keys_of_simulator() } else { keys_of_environment() };
        let text = manifest::documents(objects).map_err(std::io::Error::other)?;
        let mut made = Objects::new(World::Files).with_environment(keys);
        manifests::add(&mut made, &"--provider".into(), &text, "default");
        let source = source::fixed::fixed(made.snapshot());
        let (keys, resolves) = (BTreeMap::new(), Resolves::default());
        Ok(Followed { source, connection: None, keys, resolves, version: Chosen::default() })
    }

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
    let vendors = PRESETS.iter().filter_map(|vendor| vendor.env_key);
    PROVIDERS.iter().filter_map(|provider| provider.env_key).chain(vendors).chain([ANY_KEY])
}

fn keys_of_environment() -> BTreeMap<String, Secret> {
    variables()
        .filter_map(|variable| {
            let value = std::env::var(variable).ok().filter(|value| !value.trim().is_empty())?;
            // Without the `Bearer ` that people copy along; what is no key is reported where it is used.
            let pasted = shape::parse_pasted(value.as_bytes());
            let key = pasted.map_or_else(|_| Secret::new(value.trim()), |pasted| pasted.key);
            Some((variable.to_owned(), key))
        })
        .collect()
}

/// The simulator asks for no key; a backend that wants one is given a word.
fn keys_of_simulator() -> BTreeMap<String, Secret> {
    variables().map(|variable| (variable.to_owned(), Secret::simulated())).collect()
}
