//! `kubectl agw set`: one field of an object that is there. Only that field is sent, with a test that it still is
//! where it was seen.

use anyhow::Context as _;
use serde_json::Value;

use super::add_route::weight_of;
use super::progress::{CHANGES, Progress};
use super::submit::{place, ready};
use super::write_set::check_objects;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::namespace_is_there;
use crate::cli::args::submit::SubmitArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::interrupt;
use crate::cli::output;
use crate::domain::manifest::export::git_ready;
use crate::domain::manifest::patch::{self, Patch, Unpatchable};
use crate::domain::manifest::{kept, managed, names};
use crate::domain::value::near;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::edge::cluster::read::{Selection, get, list};
use crate::edge::cluster::{self, Connection, FIELD_MANAGER, change};

/// Arguments of `set`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Split a route's requests evenly
  kubectl agw set weight canary openai=50 openai-smart=50

  # Change the model of a backend
  kubectl agw set model openai-smart gpt-5

  # Change the header that a route matches
  kubectl agw set header openai-smart X-Model-Tier=premium --dry-run=server

  # Print the changed manifest for git
  kubectl agw set model openai-smart gpt-5 --export

The object is always read from the cluster; with --dry-run=client nothing is written to it.")]
pub struct Args {
    #[command(subcommand)]
    what: SetTarget,
}

/// What may be set.
#[derive(Debug, clap::Subcommand)]
enum SetTarget {
    /// Set the weights of a route's backends; the others are unchanged
    #[command(after_help = "\
Examples:
  # Split a route's requests evenly
  kubectl agw set weight canary openai=50 openai-smart=50")]
    Weight {
        /// Name of the HTTPRoute
        route: String,
        /// Backend and its weight
        #[arg(value_name = "BACKEND=WEIGHT", required = true)]
        weights: Vec<String>,
        #[command(flatten)]
        submit: SubmitArgs,
    },
    /// Set the model that a backend sends to the provider
    #[command(after_help = "\
Examples:
  # Change the model of a backend
  kubectl agw set model openai-smart gpt-5")]
    Model {
        /// Name of the AgentgatewayBackend
        backend: String,
        /// Model to send
        model: String,
        /// Provider to change, if the backend has several
        #[arg(long, value_name = "PROVIDER")]
        of: Option<String>,
        #[command(flatten)]
        submit: SubmitArgs,
    },
    /// Set a header that a route matches
    #[command(after_help = "\
Examples:
  # Change the header that a route matches
  kubectl agw set header openai-smart X-Model-Tier=premium")]
    Header {
        /// Name of the HTTPRoute
        route: String,
        /// Header and its value
        #[arg(value_name = "NAME=VALUE")]
        header: String,
        /// Number of the rule to change, starting at 1, if the route has several
        #[arg(long, value_name = "NUMBER")]
        rule: Option<usize>,
        #[command(flatten)]
        submit: SubmitArgs,
    },
}

/// The changes of an object, made from what it is.
type MakePatch<'a> = Box<dyn Fn(&Value) -> Result<Patch, Unpatchable> + 'a>;

/// Sets a field.
///
/// # Errors
/// Arguments that are wrong; an object that is not there, or has not the field; a refusal of the cluster.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let (kind, name, args, change) = args.what.change().map_err(Failure::usage)?;
    names::object("object", name).map_err(Failure::usage)?;
    super::block_on(set(kind, name, args, &change, kube))?;
    Ok(Exit::Done)
}

impl SetTarget {
    fn change(&self) -> anyhow::Result<(Kind, &str, &SubmitArgs, MakePatch<'_>)> {
        match self {
            SetTarget::Weight { route, weights, submit } => {
                let read = |text: &String| {
                    let (name, weight) = text
                        .split_once('=')
                        .with_context(|| format!("invalid weight `{text}`; use BACKEND=WEIGHT"))?;
                    anyhow::Ok((name.to_owned(), weight_of(name, weight)?))
                };
                let weights: Vec<_> = weights.iter().map(read).collect::<Result<_, _>>()?;
                let change = move |object: &Value| patch::weights(object, &weights);
                Ok((Kind::HttpRoute, route, submit, Box::new(change)))
            }
            SetTarget::Model { backend, model, of, submit } => {
                names::model(model)?;
                let change = move |object: &Value| patch::model(object, model, of.as_deref());
                Ok((Kind::AgentgatewayBackend, backend, submit, Box::new(change)))
            }
            SetTarget::Header { route, header, rule, submit } => {
                let header = names::header(header)?;
                let change = move |object: &Value| patch::header(object, &header, *rule);
                Ok((Kind::HttpRoute, route, submit, Box::new(change)))
            }
        }
    }
}

async fn set(
    kind: Kind,
    name: &str,
    args: &SubmitArgs,
    change: &MakePatch<'_>,
    kube: &KubeArgs,
) -> Result<(), Failure> {
    let connection = cluster::connect(&kube.wishes(false)).await?;
    let target = ObjectRef::new(kind, ObjectName::new(&connection.namespace, name));
    let Some(object) = get(&connection, kind, &target.name).await? else {
        return Err(absent(&connection, &target).await?);
    };
    let patch = change(&object).map_err(|why| Failure::usage(format!("{target}: {why}")))?;
    if !patch::changes(&object, &patch) {
        print(args, &object, "unchanged")?;
        return Ok(());
    }
    let others = managed::others(&object, &patch, FIELD_MANAGER);
    if !others.is_empty() && !args.write().force_conflicts {
        return Err(conflict(&target, &others));
    }
    if args.is_offline() {
        let after = patch::applied(object, &patch).map_err(Failure::usage)?;
        check_objects(std::slice::from_ref(&after), args.write().validate)?;
        return print(args, &after, "patched");
    }
    let progress = Progress::of(&CHANGES, place(&connection));
    let work = send(&connection, &target, &patch, args, &progress);
    let changed = interrupt::until(work, || progress.words()).await?;
    print(args, &changed, "patched")?;
    if !args.keeps() {
        output::say(&format!("nothing was persisted in {}", place(&connection)));
        return Ok(());
    }
    output::say(&format!("changed in {}", place(&connection)));
    if args.wait {
        let awaited = ready::of_objects(&connection, std::iter::once(&changed)).await;
        ready::wait(&connection, &awaited, args.timeout).await?;
    }
    Ok(())
}

async fn send(
    connection: &Connection,
    target: &ObjectRef,
    patch: &Patch,
    args: &SubmitArgs,
    progress: &Progress,
) -> Result<Value, Failure> {
    if args.keeps() {
        progress.sends_named(target.to_string());
    }
    let answer = change::patch(connection, target, patch, args.write().options()).await;
    output::warn(&connection.warnings());
    let changed = answer.map_err(|error| progress.failed(error))?;
    progress.arrived();
    Ok(changed)
}

/// A patch would take over fields without a word; whoever manages them would take them back as silently.
fn conflict(target: &ObjectRef, others: &[managed::OtherManager]) -> Failure {
    let row = |other: &managed::OtherManager| {
        format!("\n* {} (by {})", other.fields.join(", "), other.manager)
    };
    let rows: String = others.iter().map(row).collect();
    let names: Vec<_> = others.iter().map(|other| other.manager.as_str()).collect();
    Failure::unreachable(format!(
        "{target} has fields that another manager owns:{rows}\nnothing was changed; take them over with \
         --force-conflicts, change them where {} gets them from, or leave them as they are",
        names.join(", ")
    ))
}

async fn absent(connection: &Connection, target: &ObjectRef) -> Result<Failure, Failure> {
    let own = Selection::namespace(&target.name.namespace);
    let known = list(connection, &[target.kind], &own).await?;
    let known = known.current();
    namespace_is_there(connection, known).await?;
    let names: Vec<_> = known.names(target.kind).map(|name| name.name.clone()).collect();
    let there = match names.is_empty() {
        true if !known.sees(target.kind, &target.name.namespace) => {
            "; what exists can't be listed".to_owned()
        }
        true => "; this namespace has none; choose another with -n".to_owned(),
        false => near::available(names, &target.name.name),
    };
    Ok(Failure::usage(format!("{target} not found{there}")))
}

fn print(args: &SubmitArgs, object: &Value, done: &str) -> Result<(), Failure> {
    let write = args.write();
    let object = match args.is_export() {
        true => git_ready(object.clone()),
        false => kept(object.clone()),
    };
    match args.format() {
        Some(_) => write.print(std::slice::from_ref(&object), args.format()),
        None => Ok(output::result(&write.line(&object, done))?),
    }
}
