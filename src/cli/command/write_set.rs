//! The objects of manifests that a command writes, compares or plans: read, found to be usable as a whole, in the order
//! in which they depend on each other.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use crate::cli::args::gateway_version::GatewayVersion;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::write::Validate;
use crate::cli::error::Failure;
use crate::cli::output;
use crate::domain::crd::dialect::{self, reference};
use crate::domain::crd::release::Release;
use crate::domain::manifest::validate::{self, FaultKind};
use crate::domain::snapshot::Origin;
use crate::domain::snapshot::documents::{self, ManifestItem};
use crate::domain::snapshot::foreign as other;
use crate::domain::snapshot::json::name_of;
use crate::domain::value::object_ref::{Kind, ObjectRef};
use crate::domain::value::shell::word;
use crate::domain::value::yaml;
use crate::edge::cluster::{self, Connection};
use crate::edge::source::files::{FileSource, Files};

/// `-f` and `-R` of a command that cannot do without.
#[derive(Clone, Debug, clap::Args)]
pub struct FileArgs {
    /// Manifests to read: a file, a directory, or - for standard input (repeatable)
    #[arg(long = "filename", short = 'f', value_name = "FILE|DIR|-", required = true)]
    pub filenames: Vec<PathBuf>,
    /// Process directories recursively
    #[arg(long, short = 'R')]
    pub recursive: bool,
    #[command(flatten)]
    pub version: GatewayVersion,
}

impl FileArgs {
    /// Whether standard input is read, which then nothing else may touch.
    pub fn reads_stdin(&self) -> bool {
        self.filenames.iter().any(|path| path == Path::new("-"))
    }

    /// The text of every manifest under its name.
    ///
    /// # Errors
    /// A path that cannot be read.
    pub fn texts(&self) -> Result<Vec<(Arc<str>, String)>, Failure> {
        let files =
            Files { paths: self.filenames.clone(), recursive: self.recursive, ..Files::default() };
        let mut files = FileSource::new(files);
        let texts = files.texts()?;
        files.skipped().iter().for_each(|sentence| output::say(sentence));
        Ok(texts)
    }

    /// `-f a.yaml -R`, for a command to paste.
    pub fn words(&self) -> String {
        let mut words: Vec<_> = self
            .filenames
            .iter()
            .map(|path| format!("-f {}", word(&path.to_string_lossy())))
            .collect();
        words.extend(self.recursive.then(|| "-R".to_owned()));
        words.join(" ")
    }
}

/// One object that is to be written.
pub struct Item {
    pub kind: Kind,
    pub object: Value,
    /// `file:line`.
    pub place: String,
    source: ManifestText,
}

/// The text that an object was read from.
struct ManifestText {
    path: Arc<str>,
    text: Arc<str>,
    /// Line of its document, and where it stands in that.
    document: usize,
    at: String,
}

impl ManifestText {
    /// The line of a field, by its JSON pointer.
    fn line(&self, pointer: &str) -> usize {
        yaml::line_of(&self.text, self.document, &format!("{}{pointer}", self.at))
    }

    /// `file:line` of a field, by its JSON pointer.
    fn place(&self, pointer: &str) -> String {
        format!("{}:{}", self.path, self.line(pointer))
    }
}

impl Item {
    /// The file and the line that it begins on.
    pub fn origin(&self) -> Origin {
        Origin::File { path: Arc::clone(&self.source.path), line: self.source.line("") }
    }

    /// What it is called.
    pub fn reference(&self) -> ObjectRef {
        ObjectRef::new(self.kind, name_of(&self.object))
    }
}

/// What is written first: what others refer to.
const ORDER: &[Kind] = &[
    Kind::Secret,
    Kind::Gateway,
    Kind::AgentgatewayBackend,
    Kind::AgentgatewayModel,
    Kind::ReferenceGrant,
    Kind::AgentgatewayPolicy,
    Kind::HttpRoute,
];

/// Reads the manifests. All of them must be usable before any is written.
///
/// # Errors
/// Every document that is no object of ours, with its place; dialects, which agentgateway does not take.
pub fn load(files: &FileArgs) -> Result<Vec<Item>, Failure> {
    let mut items = Vec::new();
    let mut wrong = Vec::new();
    let mut dialects = false;
    for (path, text) in files.texts()? {
        let text: Arc<str> = text.into();
        for found in documents::parse(&path, &text) {
            match found {
                ManifestItem::Problem { line, reason, .. } => {
                    wrong.push(format!("{path}:{line}: {reason}"))
                }
                ManifestItem::Nameless(written) => {
                    wrong.push(format!("{path}:{}: {}", written.line, written.nameless()));
                }
                ManifestItem::Foreign(unread) => {
                    wrong.push(format!("{path}:{}: {}", unread.line, foreign(&unread.object)));
                }
                ManifestItem::Object(written) => {
                    wrong.extend(written.wrong(&path, &text));
                    let source = ManifestText {
                        path: Arc::clone(&path),
                        text: Arc::clone(&text),
                        document: written.line,
                        at: written.at,
                    };
                    let place = source.place("");
                    let item = Item { kind: written.kind, object: written.object, place, source };
                    if let Some(dialect) = spoken(&item) {
                        dialects = true;
                        wrong.push(format!("{}: {} {dialect}", item.place, item.reference()));
                    }
                    items.push(item);
                }
            }
        }
    }
    if !wrong.is_empty() {
        let next = match dialects {
            true => format!("\nconvert it: kubectl agw convert {}", files.words()),
            false => String::new(),
        };
        return Err(Failure::usage(format!("{}{next}", wrong.join("\n"))));
    }
    if items.is_empty() {
        return Err(Failure::usage(format!("no objects in {}", files.words())));
    }
    items.sort_by_key(|item| ORDER.iter().position(|kind| *kind == item.kind));
    Ok(items)
}

fn foreign(object: &Value) -> String {
    let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
    if let Some(owner) = other::owner(text("apiVersion")) {
        return format!("{} of {} is {owner}", text("kind"), text("apiVersion"));
    }
    let known: Vec<_> = ORDER.iter().map(ToString::to_string).collect();
    format!(
        "{} of {} isn't written by this command but by kubectl apply; this command writes {}",
        text("kind"),
        text("apiVersion"),
        known.join(", ")
    )
}

/// What is said of an object that agentgateway would not take as it is written.
fn spoken(item: &Item) -> Option<String> {
    if item.kind == Kind::AgentgatewayBackend {
        let dialect = dialect::of(&item.object)?;
        return Some(format!("uses the {dialect} format, which agentgateway rejects"));
    }
    let changes = reference::canonical(item.object.clone()).changes;
    let change = changes.first()?;
    Some(format!("uses another format: {change}"))
}

/// Gives every object its namespace: its own, else that of `-n` or of the context.
///
/// # Errors
/// An object of another namespace than `-n`, and an object that is there twice.
pub fn place(items: &mut [Item], given: Option<&str>, default: &str) -> Result<(), Failure> {
    let mut seen: Vec<(ObjectRef, String)> = Vec::new();
    for item in items {
        let own = item.object.pointer("/metadata/namespace").and_then(Value::as_str);
        match (own, given) {
            (Some(own), Some(given)) if own != given => {
                return Err(Failure::usage(format!(
                    "{}: {} is in namespace {own}, but -n is {given}",
                    item.place,
                    item.reference()
                )));
            }
            (Some(_), _) => {}
            (None, _) => {
                item.object["metadata"]["namespace"] = Value::from(given.unwrap_or(default))
            }
        }
        let reference = item.reference();
        if let Some((_, earlier)) = seen.iter().find(|(other, _)| *other == reference) {
            let text = format!("{}: duplicate {reference}, first defined at {earlier}", item.place);
            return Err(Failure::usage(text));
        }
        seen.push((reference, item.place.clone()));
    }
    Ok(())
}

/// Refuses what no cluster would take, without asking one.
///
/// # Errors
/// Every fault with its place and field.
pub fn check(items: &[Item], release: Release, validation: Validate) -> Result<(), Failure> {
    let placed = items.iter().map(|item| (Some(&item.source), item.kind, &item.object));
    refuse(placed, release, validation)
}

/// The same for objects that a command has made up.
///
/// # Errors
/// As [`check`].
pub fn check_objects(objects: &[Value], validation: Validate) -> Result<(), Failure> {
    let known = objects.iter().filter_map(|object| {
        let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
        let group = text("apiVersion").split_once('/').map_or("", |(group, _)| group);
        Some((None, Kind::of(group, text("kind"))?, object))
    });
    refuse(known, Release::NEWEST, validation)
}

fn refuse<'o>(
    objects: impl Iterator<Item = (Option<&'o ManifestText>, Kind, &'o Value)>,
    release: Release,
    validation: Validate,
) -> Result<(), Failure> {
    let (mut wrong, mut unknown) = (Vec::new(), false);
    for (source, kind, object) in objects {
        let named = ObjectRef::new(kind, name_of(object));
        for fault in validate::faults_for(release, kind, object) {
            let place = source.map(|source| source.place(&fault.pointer()) + ": ");
            let line = format!("{}{named}: {fault}", place.unwrap_or_default());
            // To a cluster of that release it is unknown.
            let is_unknown = fault.is_unknown() || fault.kind == FaultKind::Newer;
            match (is_unknown, validation) {
                (true, Validate::Ignore) => {}
                (true, Validate::Warn) => output::say(&format!("Warning: {line}")),
                _ => {
                    unknown |= fault.is_unknown();
                    wrong.push(line);
                }
            }
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let failure = Failure::usage(format!("invalid manifest:\n{}", wrong.join("\n")));
    Err(match unknown {
        true => failure.and(
            "to allow a field that is newer than kubectl agw, use --validate=warn; to ask the cluster \
             itself, use --dry-run=server",
        ),
        false => failure,
    })
}

/// `-n`, else the kubeconfig's namespace, else `default`: without asking a cluster.
pub fn offline_namespace(kube: &KubeArgs) -> String {
    let chosen = || cluster::namespace(&kube.wishes(false)).ok().flatten();
    let given = kube.namespace.clone();
    given.or_else(|| Some(chosen()?.1)).unwrap_or_else(|| "default".to_owned())
}

/// `context c (https://…)`.
pub fn cluster_words(connection: &Connection) -> String {
    match &connection.context {
        Some(context) => format!("context {context} ({})", connection.server),
        None => connection.server.clone(),
    }
}
