//! `kubectl agw export`: live objects as manifests for git.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{anyhow, ensure};
use serde_json::Value;

use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::namespace_is_there;
use crate::cli::args::write::{ObjectFormat, WriteArgs};
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::domain::manifest::{self, export, mask};
use crate::domain::snapshot::json::name_of;
use crate::domain::snapshot::{Snapshot, Unread};
use crate::domain::value::near;
use crate::domain::value::object_ref::{Kind, ObjectRef};
use crate::edge::cluster::read::{self, Selection};
use crate::edge::cluster::{self, ClusterError, Connection};
use crate::edge::disk;

/// Arguments of `export`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Fields that the cluster maintains (status, managed fields, versions) and fields with their default
value are omitted. Key values are never shown: Secrets are exported only with --with-secrets, and
masked.

Examples:
  # Export everything in this namespace, one file per object
  kubectl agw export all --to models/

  # Export one backend
  kubectl agw export backend openai-smart

  # Export the routes of all namespaces
  kubectl agw export route -A -o json")]
pub struct Args {
    /// What to export. One of: (backend, route, gateway, policy, model, grant, all)
    #[arg(value_enum, default_value = "all", hide_possible_values = true, value_name = "WHAT")]
    what: ExportType,
    /// Names of the objects [default: all]
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// If present, export from all namespaces
    #[arg(long, short = 'A', conflicts_with = "names")]
    all_namespaces: bool,
    /// Output format. One of: (yaml, json, name)
    #[arg(
        long,
        short,
        value_enum,
        default_value = "yaml",
        value_name = "FORMAT",
        hide_possible_values = true
    )]
    output: ObjectFormat,
    /// Directory to write to, one file per object
    #[arg(long, value_name = "DIR", conflicts_with = "output")]
    to: Option<PathBuf>,
    /// Also export the Secrets that backends reference, with masked values
    #[arg(long)]
    with_secrets: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum ExportType {
    #[value(alias = "backends")]
    Backend,
    #[value(alias = "routes")]
    Route,
    #[value(alias = "gateways")]
    Gateway,
    #[value(alias = "policies")]
    Policy,
    #[value(alias = "models")]
    Model,
    #[value(alias = "grants")]
    Grant,
    All,
}

impl ExportType {
    fn kinds(self) -> &'static [Kind] {
        match self {
            ExportType::Backend => &[Kind::AgentgatewayBackend],
            ExportType::Route => &[Kind::HttpRoute],
            ExportType::Gateway => &[Kind::Gateway],
            ExportType::Policy => &[Kind::AgentgatewayPolicy],
            ExportType::Model => &[Kind::AgentgatewayModel],
            ExportType::Grant => &[Kind::ReferenceGrant],
            ExportType::All => &[
                Kind::Gateway,
                Kind::AgentgatewayBackend,
                Kind::AgentgatewayModel,
                Kind::ReferenceGrant,
                Kind::AgentgatewayPolicy,
                Kind::HttpRoute,
            ],
        }
    }
}

/// Exports objects.
///
/// # Errors
/// A cluster that cannot be reached, or refuses; names that do not exist; a folder that cannot be written.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let objects = super::block_on(collect(args, kube))?;
    let objects: Vec<Value> = objects.into_iter().map(shown).collect();
    match &args.to {
        Some(folder) => write(folder, &objects, args.all_namespaces)?,
        None => WriteArgs::default().print(&objects, Some(args.output))?,
    }
    Ok(Exit::Done)
}

/// An object for git, without the values of keys.
pub(super) fn shown(object: Value) -> Value {
    let mut object = export::git_ready(object);
    if mask::one(&mut object) {
        let named = manifest::resource_name(&object);
        let text = format!("{named}: key values are masked; fill them in before applying");
        output::say(&text);
    }
    object
}

async fn collect(args: &Args, kube: &KubeArgs) -> Result<Vec<Value>, Failure> {
    let connection = cluster::connect(&kube.wishes(false)).await?;
    let selection = match args.all_namespaces {
        true => Selection::default(),
        false => Selection::namespace(&connection.namespace),
    };
    let mut objects = Vec::new();
    let mut refused: Option<Failure> = None;
    for kind in args.what.kinds() {
        match read::list_kind(&connection, *kind, &selection).await? {
            Ok(found) => objects.extend(found),
            Err(Unread::NotInstalled) if args.what == ExportType::All => {}
            Err(Unread::NotInstalled) => {
                return Err(Failure::unreachable(format!(
                    "{kind} is not installed in the cluster"
                )));
            }
            // Half of what was asked for would pass as the whole in git.
            Err(Unread::Forbidden(message)) => {
                let failure = Failure::from(ClusterError::Forbidden { message });
                refused = Some(match refused {
                    Some(earlier) => earlier.and(failure),
                    None => failure,
                });
            }
        }
    }
    output::warn(&connection.warnings());
    if let Some(refused) = refused {
        return Err(refused.and("nothing was exported"));
    }
    if objects.is_empty() && !args.all_namespaces {
        namespace_is_there(&connection, &Snapshot::default()).await?;
    }
    if !args.names.is_empty() {
        objects = named(objects, &args.names, &connection)?;
    }
    if objects.is_empty() {
        match args.all_namespaces {
            true => output::say("No resources found"),
            false => {
                output::say(&format!("No resources found in {} namespace.", connection.namespace))
            }
        }
    }
    if args.with_secrets {
        let secrets = secrets(&connection, &objects).await?;
        objects.splice(0..0, secrets);
    }
    Ok(objects)
}

/// The objects of these names.
fn named(
    objects: Vec<Value>,
    names: &[String],
    connection: &Connection,
) -> Result<Vec<Value>, Failure> {
    let of = |object: &Value| name_of(object).name;
    let missing: Vec<_> = names
        .iter()
        .filter(|name| !objects.iter().any(|object| of(object) == **name))
        .cloned()
        .collect();
    if missing.is_empty() {
        return Ok(objects.into_iter().filter(|object| names.contains(&of(object))).collect());
    }
    let mut there: Vec<_> = objects.iter().map(of).collect();
    there.sort();
    there.dedup();
    let there = near::available(there, &missing[0]);
    Err(Failure::usage(format!(
        "{} not found in namespace {}{there}; to see all: kubectl agw export all -A",
        missing.join(", "),
        connection.namespace
    )))
}

/// The Secrets that the backends among these name.
async fn secrets(connection: &Connection, objects: &[Value]) -> Result<Vec<Value>, Failure> {
    let mut wanted = crate::domain::snapshot::objects::Objects::default();
    for object in objects {
        let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
        if text("kind") == Kind::AgentgatewayBackend.names().kind {
            let origin = crate::domain::snapshot::Origin::Cluster;
            wanted.apply(Kind::AgentgatewayBackend, object.clone(), origin);
        }
    }
    let mut found = Vec::new();
    for name in wanted.current().wanted_secrets() {
        match read::get(connection, Kind::Secret, &name).await? {
            Some(secret) => found.push(secret),
            None => output::say(&format!("{} not found", ObjectRef::new(Kind::Secret, name))),
        }
    }
    Ok(found)
}

/// A file for each object; those of several namespaces in a folder each. Whatever the server says names a file inside
/// the folder, or none: the others are written, and the failure tells which were not.
fn write(folder: &Path, objects: &[Value], by_namespace: bool) -> Result<(), Failure> {
    let mut wrong = Vec::new();
    let mut written = BTreeSet::new();
    for object in objects {
        let namespace = name_of(object).namespace;
        let folder = match (by_namespace, export::is_plain(&namespace)) {
            (false, _) => Ok(folder.to_owned()),
            (true, true) => within(folder, &namespace),
            (true, false) => Err(anyhow!("its namespace isn't a valid Kubernetes name")),
        };
        let path = folder.and_then(|folder| match export::file_name(object) {
            Some(name) => Ok(folder.join(name)),
            None => Err(anyhow!("its name isn't a valid Kubernetes name")),
        });
        let path = match path {
            Ok(path) if written.insert(path.clone()) => path,
            Ok(path) => {
                wrong.push(format!("{}: another object has the same file", path.display()));
                continue;
            }
            Err(reason) => {
                wrong.push(format!("{}: {reason}", manifest::resource_name(object)));
                continue;
            }
        };
        let text =
            manifest::documents(std::slice::from_ref(object)).map_err(std::io::Error::other)?;
        match place(&path, &text) {
            Ok(()) => output::data(&format!("{}\n", path.display()))?,
            Err(reason) => wrong.push(format!("{}: {reason}", path.display())),
        }
    }
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(Failure::usage(format!("not written:\n{}", wrong.join("\n")))),
    }
}

/// The folder of a namespace, made where it is not there. A link would lead elsewhere.
fn within(folder: &Path, namespace: &str) -> anyhow::Result<PathBuf> {
    let inner = folder.join(namespace);
    std::fs::create_dir_all(folder)?;
    match std::fs::create_dir(&inner) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error.into()),
        _ => {}
    }
    let is_folder = std::fs::symlink_metadata(&inner)?.is_dir();
    ensure!(is_folder, "{} is a link or a file, not a directory", inner.display());
    Ok(inner)
}

/// Puts a file in its place, whole or not at all. A link there is refused, and not followed if it comes in this moment:
/// the text is written to a new file beside it, whose name then takes the place.
fn place(path: &Path, text: &str) -> anyhow::Result<()> {
    let is_other = std::fs::symlink_metadata(path).is_ok_and(|found| !found.is_file());
    ensure!(!is_other, "a link or another non-file has this name; remove it first");
    std::fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    Ok(disk::replace(path, text.as_bytes(), |beside| File::create_new(beside))?)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use serde_json::json;

    fn object(namespace: &str, name: &str) -> Value {
        json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, "namespace": namespace}})
    }

    #[test]
    fn nothing_is_written_outside_of_the_folder() {
        let root = tempfile::tempdir().expect("a folder");
        let (out, victim) = (root.path().join("out"), root.path().join("victim"));
        let elsewhere = root.path().join("elsewhere");
        std::fs::create_dir_all(&out).expect("a folder");
        std::fs::create_dir(&elsewhere).expect("a folder");
        std::fs::write(&victim, "precious").expect("written");
        std::os::unix::fs::symlink(&elsewhere, out.join("linked")).expect("linked");
        std::fs::create_dir(out.join("n")).expect("a folder");
        std::os::unix::fs::symlink(&victim, out.join("n/configmap-b.yaml")).expect("linked");
        let objects = [
            object("../elsewhere", "a"),
            object("/tmp", "a"),
            object("linked", "a"),
            object("n", "../../victim"),
            object("n", "b"),
            object("n", "good"),
        ];
        let failure = write(&out, &objects, true).expect_err("five are refused").to_string();
        assert_eq!(failure.lines().count(), 6, "{failure}");
        assert_eq!(std::fs::read_to_string(&victim).expect("read"), "precious");
        assert_eq!(std::fs::read_dir(&elsewhere).expect("read").count(), 0);
        assert!(out.join("n/configmap-good.yaml").is_file());
        assert_eq!(std::fs::read_dir(root.path()).expect("read").count(), 3);
        // Again: what is there is replaced.
        assert!(write(&out, &[object("n", "good")], true).is_ok());
    }
}
