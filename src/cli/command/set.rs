//! `kubectl agw set`: one field of an object that is there. Only that field is sent, with a test that it still is
//! where it was seen.

use serde_json::Value;

use super::add_route::weight_of;
use super::submit::place;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::write::{DryRun, ObjectFormat, WriteArgs};
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::domain::manifest::patch::{self, Patch};
use crate::domain::manifest::{kept, names, resource_name};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::edge::cluster::read::{Selection, get, list};
use crate::edge::cluster::{self, Connection, change};

/// Arguments of `set`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Shares of a route's requests
  kubectl agw set weight canary openai=50 openai-smart=50

  # The model of a backend
  kubectl agw set model openai-smart gpt-5

  # The header by which a route takes its requests
  kubectl agw set header openai-smart X-Model-Tier=premium --dry-run=server")]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

/// What may be set.
#[derive(Debug, clap::Subcommand)]
enum What {
    /// The weights of a route's backends; those not named stay
    Weight {
        /// The HTTPRoute
        route: String,
        /// A backend and its weight
        #[arg(value_name = "BACKEND=WEIGHT", required = true)]
        weights: Vec<String>,
        #[command(flatten)]
        how: How,
    },
    /// The model that a backend asks
    Model {
        /// The AgentgatewayBackend
        backend: String,
        /// The model
        model: String,
        /// Of several providers, the one with this name
        #[arg(long, value_name = "PROVIDER")]
        of: Option<String>,
        #[command(flatten)]
        how: How,
    },
    /// A header by which a route takes its requests
    Header {
        /// The HTTPRoute
        route: String,
        /// The header and its value
        #[arg(value_name = "NAME=VALUE")]
        header: String,
        /// Of several rules, the first, second, …
        #[arg(long, value_name = "NUMBER")]
        rule: Option<usize>,
        #[command(flatten)]
        how: How,
    },
}

/// How it goes out.
#[derive(Clone, Debug, clap::Args)]
struct How {
    /// client shows the object as it would be; server lets the API server check it
    #[arg(long, value_enum, default_value = "none", default_missing_value = "client", num_args = 0..=1,
          require_equals = true, hide_possible_values = true, value_name = "none|client|server")]
    dry_run: DryRun,
    /// Print the object instead of a line: yaml, json or name
    #[arg(long, short, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    output: Option<ObjectFormat>,
}

/// The changes of an object, made from what it is.
type Change<'a> = Box<dyn Fn(&Value) -> Result<Patch, String> + 'a>;

/// Sets a field.
///
/// # Errors
/// Arguments that are wrong; an object that is not there, or has not the field; a refusal of the cluster.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let (kind, name, how, change) = args.what.change().map_err(Failure::usage)?;
    names::object("object", name).map_err(Failure::usage)?;
    super::block_on(set(kind, name, how, &change, kube))?;
    Ok(Exit::Done)
}

impl What {
    fn change(&self) -> Result<(Kind, &str, &How, Change<'_>), String> {
        match self {
            What::Weight { route, weights, how } => {
                let read = |text: &String| {
                    let (name, weight) = text
                        .split_once('=')
                        .ok_or_else(|| format!("`{text}` is not BACKEND=WEIGHT"))?;
                    Ok::<_, String>((name.to_owned(), weight_of(name, weight)?))
                };
                let weights: Vec<_> = weights.iter().map(read).collect::<Result<_, _>>()?;
                let change = move |object: &Value| patch::weights(object, &weights);
                Ok((Kind::HttpRoute, route, how, Box::new(change)))
            }
            What::Model { backend, model, of, how } => {
                names::model(model)?;
                let change = move |object: &Value| patch::model(object, model, of.as_deref());
                Ok((Kind::AgentgatewayBackend, backend, how, Box::new(change)))
            }
            What::Header { route, header, rule, how } => {
                let header = names::header(header)?;
                let change = move |object: &Value| patch::header(object, &header, *rule);
                Ok((Kind::HttpRoute, route, how, Box::new(change)))
            }
        }
    }
}

async fn set(
    kind: Kind,
    name: &str,
    how: &How,
    change: &Change<'_>,
    kube: &KubeArgs,
) -> Result<(), Failure> {
    let connection = cluster::connect(&kube.wishes(false)).await?;
    let target = ObjectRef::new(kind, ObjectName::new(&connection.namespace, name));
    let Some(object) = get(&connection, kind, &target.name).await? else {
        return Err(absent(&connection, &target).await?);
    };
    let patch = change(&object).map_err(|why| Failure::usage(format!("{target}: {why}")))?;
    if !patch::changes(&object, &patch) {
        print(how, &kept(object), "unchanged")?;
        return Ok(());
    }
    let mut write = WriteArgs { dry_run: how.dry_run, ..WriteArgs::default() };
    if how.dry_run == DryRun::Client {
        // What the object would be is the API server's to say; it keeps nothing of it.
        write.dry_run = DryRun::Server;
    }
    let answer = change::patch(&connection, &target, &patch, write.options()).await;
    output::warn(&connection.warnings());
    let changed = answer.map_err(|error| {
        Failure::from(error).and(format!("nothing was changed in {}", place(&connection)))
    })?;
    print(how, &kept(changed), "patched")?;
    output::say(&match how.dry_run {
        DryRun::None => format!("changed in {}", place(&connection)),
        _ => format!("nothing was kept in {}", place(&connection)),
    });
    Ok(())
}

async fn absent(connection: &Connection, target: &ObjectRef) -> Result<Failure, Failure> {
    let own = Selection::namespace(&target.name.namespace);
    let known = list(connection, &[target.kind], &own).await?;
    let known = known.current();
    let names: Vec<_> = match target.kind {
        Kind::HttpRoute => known.routes.keys().map(|name| name.name.clone()).collect(),
        _ => known.backends.keys().map(|name| name.name.clone()).collect(),
    };
    let there = match names.is_empty() {
        true => "there is none in this namespace; -n names another".to_owned(),
        false => format!("there are {}", names.join(", ")),
    };
    Ok(Failure::usage(format!("{target} does not exist; {there}")))
}

fn print(how: &How, object: &Value, done: &str) -> Result<(), Failure> {
    if how.output.is_some() {
        let write = WriteArgs { dry_run: how.dry_run, ..WriteArgs::default() };
        return write.print(std::slice::from_ref(object), how.output);
    }
    let suffix = match how.dry_run {
        DryRun::None => "",
        DryRun::Client => " (dry run)",
        DryRun::Server => " (server dry run)",
    };
    output::data(&format!("{} {done}{suffix}\n", resource_name(object)))?;
    Ok(())
}
