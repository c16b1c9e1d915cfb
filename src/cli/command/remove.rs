//! `kubectl agw remove`: an object goes, after it was shown what hangs on it.

mod gone;

use std::io::{IsTerminal as _, stdin};
use std::time::Duration;

use serde::Serialize;
use serde_json::Value;

use super::coverage::Coverage;
use super::progress::{Progress, REMOVES};
use super::submit::place;
use crate::cli::args::kube::{KubeArgs, duration};
use crate::cli::args::source::namespace_is_there;
use crate::cli::args::write::{DryRun, ObjectFormat, WriteArgs};
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::hidden_input;
use crate::cli::interrupt;
use crate::cli::output::{self, shape::One};
use crate::domain::manifest::managed::owner;
use crate::domain::manifest::names;
use crate::domain::registry::dependents::{Dependents, dependents};
use crate::domain::snapshot::Snapshot;
use crate::domain::value::near;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::edge::cluster::change::delete;
use crate::edge::cluster::read::{ReadScope, get, registry};
use crate::edge::cluster::{self, Connection};

/// Arguments of `remove`.
#[derive(Debug, clap::Args)]
#[command(
    visible_alias = "rm",
    after_help = "\
Examples:
  # Show what would be removed
  kubectl agw remove backend openai-smart --dry-run

  # Remove a backend, the routes that lead only to it, and their policies
  kubectl agw remove backend openai-smart --cascade

  # Remove a route without confirmation, for scripts
  kubectl agw remove route canary --yes

  # Back up what would be removed as manifests
  kubectl agw remove backend openai-smart --cascade --export > backup.yaml

Secrets are never removed: use `kubectl delete secret`.
--validate and --force-conflicts don't apply, since a removal sends no fields."
)]
pub struct Args {
    /// Kind of object to remove. One of: (backend, route, model, gateway)
    #[arg(value_enum, value_name = "KIND", hide_possible_values = true)]
    kind: Removable,
    /// Name of the object
    name: String,
    /// Also remove routes, models and policies that nothing else uses
    #[arg(long)]
    cascade: bool,
    /// Don't ask for confirmation
    #[arg(long, short)]
    yes: bool,
    /// client prints what would be removed; server has the API server validate it
    #[arg(long, value_enum, default_value = "none", default_missing_value = "client", num_args = 0..=1,
          require_equals = true, hide_possible_values = true, value_name = "none|client|server")]
    dry_run: DryRun,
    /// Print the manifests of what would be removed, and remove nothing
    #[arg(long, conflicts_with_all = ["dry_run", "output", "yes"])]
    export: bool,
    /// Print what was removed and what is left dangling. One of: (yaml, json, name)
    #[arg(long, short, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    output: Option<ObjectFormat>,
    /// Wait until the object is gone; finalizers may delay that
    #[arg(long, default_value = "true", default_missing_value = "true", num_args = 0..=1,
          require_equals = true, hide_possible_values = true, action = clap::ArgAction::Set,
          value_name = "BOOL")]
    wait: bool,
    /// Maximum time to wait, e.g. 30s or 2m
    #[arg(long, default_value = "30s", value_parser = duration, value_name = "DURATION")]
    timeout: Duration,
}

/// What may be removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Removable {
    Backend,
    Route,
    Model,
    Gateway,
}

impl Removable {
    fn kind(self) -> Kind {
        match self {
            Removable::Backend => Kind::AgentgatewayBackend,
            Removable::Route => Kind::HttpRoute,
            Removable::Model => Kind::AgentgatewayModel,
            Removable::Gateway => Kind::Gateway,
        }
    }
}

/// Kinds that refer to others, and those that may be removed.
const READ: &[Kind] = &[
    Kind::Gateway,
    Kind::HttpRoute,
    Kind::AgentgatewayBackend,
    Kind::AgentgatewayModel,
    Kind::AgentgatewayPolicy,
    Kind::ReferenceGrant,
];

/// What was removed, for scripts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Removal {
    dry_run: bool,
    removed: Vec<NamedObject>,
    dangling: Vec<Dangling>,
}

#[derive(Serialize)]
struct NamedObject {
    kind: String,
    namespace: String,
    name: String,
}

#[derive(Serialize)]
struct Dangling {
    #[serde(flatten)]
    object: NamedObject,
    reason: String,
}

/// Removes an object.
///
/// # Errors
/// An object that is not there, with those that are; nobody to ask; a refusal, or a cluster that cannot be reached.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    names::object("object", &args.name).map_err(Failure::usage)?;
    super::block_on(remove(args, kube))
}

async fn remove(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let connection = cluster::connect(&kube.wishes(false)).await?;
    let name = ObjectName::new(&connection.namespace, &args.name);
    let target = ObjectRef::new(args.kind.kind(), name);
    // By name: who may list nothing may still be allowed to remove this one.
    let found = get(&connection, target.kind, &target.name).await?;
    let snapshot = snapshot(&connection, target.kind).await?;
    let Some(found) = found else {
        namespace_is_there(&connection, &snapshot).await?;
        return Err(absent(&snapshot, &target));
    };
    let coverage = Coverage::of(&snapshot, &[]);
    coverage.say();
    if !coverage.is_whole() {
        output::say("more objects may depend on it than are shown");
    }
    let mut hanging = dependents(&snapshot, &target);
    if !args.cascade {
        let alone = std::mem::take(&mut hanging.useless).into_iter();
        let why = "nothing else uses it; --cascade removes it too";
        let alone = alone.map(|object| (object, why.to_owned()));
        hanging.dangling = alone.chain(hanging.dangling).collect();
    }
    let doomed = in_order(&target, &hanging);
    announce(&doomed, &hanging, &connection);
    say_owners(&connection, &target, &found, &doomed).await;
    if args.export {
        print_manifests(&connection, &doomed).await?;
        output::say(&format!("nothing was removed from {}", place(&connection)));
        return Ok(coverage.exit(Exit::Done));
    }
    if args.dry_run == DryRun::None && !args.yes && !confirmed(&doomed).await? {
        output::say("nothing was removed");
        return Ok(Exit::Findings);
    }
    let progress = Progress::of(&REMOVES, place(&connection));
    let work = remove_all(args, &connection, &doomed, &progress);
    let removed = interrupt::until(work, || progress.words()).await?;
    print(args, &removed, &hanging, &coverage)?;
    match args.dry_run {
        DryRun::None => output::say(&format!("removed from {}", place(&connection))),
        _ => output::say(&format!("nothing was removed from {}", place(&connection))),
    }
    if args.dry_run == DryRun::None && args.wait {
        gone::wait(&connection, &removed, args.timeout).await?;
    }
    // The object itself is gone; with --cascade, or as an answer, that is not all that was asked for.
    let asked_for_more = args.cascade || args.dry_run != DryRun::None || args.output.is_some();
    Ok(if asked_for_more { coverage.exit(Exit::Done) } else { Exit::Done })
}

/// Says who will bring an object back: it is a copy of what stands in git or in a chart.
async fn say_owners(
    connection: &Connection,
    target: &ObjectRef,
    found: &Value,
    doomed: &[ObjectRef],
) {
    for object in doomed {
        let read = match object == target {
            true => Some(found.clone()),
            // What goes along is looked at as far as it may be.
            false => get(connection, object.kind, &object.name).await.ok().flatten(),
        };
        if let Some(owner) = read.as_ref().and_then(owner) {
            output::say(&format!("Warning: {object} belongs to {owner}, which may restore it"));
        }
    }
}

/// Removes them in their order, as far as they are there.
async fn remove_all(
    args: &Args,
    connection: &Connection,
    doomed: &[ObjectRef],
    progress: &Progress,
) -> Result<Vec<ObjectRef>, Failure> {
    let mut removed: Vec<ObjectRef> = Vec::new();
    for object in doomed {
        if args.dry_run != DryRun::Client {
            if args.dry_run == DryRun::None {
                progress.sends_named(object.to_string());
            }
            let is_gone = delete(connection, object, args.dry_run == DryRun::Server).await;
            output::warn(&connection.warnings());
            if !is_gone.map_err(|error| progress.failed(error))? {
                progress.found_done();
                output::say(&format!("{object} was already gone"));
                continue;
            }
            progress.arrived();
        }
        if args.output.is_none() {
            output::result(&line(object, args.dry_run))?;
        }
        removed.push(object.clone());
    }
    Ok(removed)
}

/// The objects that can point at others: those of the namespace, and what a grant or a Gateway of it lets in.
async fn snapshot(connection: &Connection, kind: Kind) -> Result<Snapshot, Failure> {
    let namespace = Some(connection.namespace.as_str());
    let reach = ReadScope { namespace, attached: kind == Kind::Gateway };
    let objects = registry(connection, READ, reach).await?;
    output::warn(&connection.warnings());
    Ok(objects.snapshot())
}

/// The names of a kind's objects, understood or not.
fn there(snapshot: &Snapshot, kind: Kind) -> Vec<ObjectName> {
    let broken = snapshot.broken.keys().filter(|object| object.kind == kind);
    snapshot.names(kind).chain(broken.map(|object| &object.name)).cloned().collect()
}

fn absent(snapshot: &Snapshot, target: &ObjectRef) -> Failure {
    let own = |name: &ObjectName| name.namespace == target.name.namespace;
    let known: Vec<_> = there(snapshot, target.kind).into_iter().filter(own).collect();
    let known: Vec<_> = known.into_iter().map(|name| name.name).collect();
    let known = match (known.is_empty(), snapshot.sees(target.kind, &target.name.namespace)) {
        (true, true) => "; this namespace has none; choose another with -n".to_owned(),
        (true, false) => String::new(),
        (false, _) => near::available(known, &target.name.name),
    };
    Failure::usage(format!("{target} not found{known}"))
}

/// Routes before the policies that guard them, and what they lead to last: nothing answers unguarded or in error.
fn in_order(target: &ObjectRef, hanging: &Dependents) -> Vec<ObjectRef> {
    let mut order: Vec<_> = hanging.useless.clone();
    match target.kind {
        Kind::HttpRoute => order.insert(0, target.clone()),
        _ => order.push(target.clone()),
    }
    order
}

fn announce(doomed: &[ObjectRef], hanging: &Dependents, connection: &Connection) {
    let list = |objects: &[ObjectRef]| {
        objects.iter().map(|object| format!("\n  {object}")).collect::<String>()
    };
    output::say(&format!("to be removed, in {}:{}", place(connection), list(doomed)));
    if !hanging.dangling.is_empty() {
        let rows = hanging.dangling.iter().map(|(object, why)| format!("\n  {object}: {why}"));
        output::say(&format!("left dangling:{}", rows.collect::<String>()));
    }
}

/// Asks on a terminal.
async fn confirmed(doomed: &[ObjectRef]) -> Result<bool, Failure> {
    if !stdin().is_terminal() {
        return Err(Failure::usage(
            "nothing was removed: can't ask for confirmation without a terminal; use --yes to skip it, or \
             --dry-run to show what would be removed",
        ));
    }
    let what = match doomed {
        [one] => one.to_string(),
        many => format!("these {} objects", many.len()),
    };
    // The question stands where an interruption is listened for already.
    let typed = async {
        output::say(&format!("remove {what}? [y/N]"));
        Ok(hidden_input::typed().await?)
    };
    let answer = interrupt::until(typed, || "nothing was removed".to_owned()).await?;
    let answer = String::from_utf8_lossy(&answer).trim().to_ascii_lowercase();
    Ok(matches!(answer.as_str(), "y" | "yes"))
}

/// The objects as they are kept in git, in the order in which they can be written again.
async fn print_manifests(connection: &Connection, doomed: &[ObjectRef]) -> Result<(), Failure> {
    let mut manifests = Vec::with_capacity(doomed.len());
    for object in doomed.iter().rev() {
        let found = get(connection, object.kind, &object.name).await?;
        manifests.extend(found.map(super::export::shown));
    }
    WriteArgs::default().print(&manifests, Some(ObjectFormat::Yaml))
}

fn resource(object: &ObjectRef) -> String {
    let names = object.kind.names();
    format!("{}.{}/{}", names.kind.to_lowercase(), names.group, object.name.name)
}

fn line(object: &ObjectRef, dry_run: DryRun) -> String {
    format!("{} deleted{}\n", resource(object), dry_run.suffix())
}

fn print(
    args: &Args,
    removed: &[ObjectRef],
    hanging: &Dependents,
    coverage: &Coverage,
) -> Result<(), Failure> {
    let named = |object: &ObjectRef| NamedObject {
        kind: object.kind.to_string(),
        namespace: object.name.namespace.clone(),
        name: object.name.name.clone(),
    };
    let dangling = hanging.dangling.iter();
    let removal = Removal {
        dry_run: args.dry_run != DryRun::None,
        removed: removed.iter().map(named).collect(),
        dangling: dangling
            .map(|(object, why)| Dangling { object: named(object), reason: why.clone() })
            .collect(),
    };
    match args.output {
        Some(ObjectFormat::Json) => {
            output::json(&One::new("Removal", removal).without(&coverage.rows))?;
        }
        Some(ObjectFormat::Yaml) => {
            output::yaml(&One::new("Removal", removal).without(&coverage.rows))?;
        }
        Some(ObjectFormat::Name) => {
            let lines = removed.iter().map(|object| resource(object) + "\n");
            output::data(&lines.collect::<String>())?;
        }
        None => {}
    }
    Ok(())
}
