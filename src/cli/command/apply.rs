//! `kubectl agw apply`: the objects of manifests, checked as a whole before the first is written.

use serde_json::Value;

use super::write_set::{self, FileArgs, Item};
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::write::{DryRun, ObjectFormat, WriteArgs};
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::domain::manifest::{kept, mask, resource_name};
use crate::edge::cluster::apply::{ApplyOptions, apply};
use crate::edge::cluster::{self, Connection};

/// Arguments of `apply`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Every object is tried by the API server before the first is written, so that a set is written whole or not at all.
Manifests in other dialects are refused: kubectl agw convert rewrites them.

Examples:
  # What is in git, into the cluster
  kubectl agw apply -f models/

  # Is it possible at all? Needs no cluster
  kubectl agw apply -f models/ --dry-run=client

  # Is it acceptable to the cluster? What would it change?
  kubectl agw apply -f models/ --dry-run=server
  kubectl agw diff -f models/

  # Over fields that somebody else manages
  kubectl agw apply -f models/ --force-conflicts")]
pub struct Args {
    #[command(flatten)]
    files: FileArgs,
    #[command(flatten)]
    write: WriteArgs,
    /// Print the objects instead of a line for each: yaml, json or name
    #[arg(long, short, value_enum, value_name = "FORMAT", hide_possible_values = true)]
    output: Option<ObjectFormat>,
}

/// Applies manifests.
///
/// # Errors
/// Manifests that cannot be used; a cluster that cannot be reached, or refuses.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let items = write_set::read(&args.files)?;
    match args.write.dry_run {
        DryRun::Client => offline(args, items, kube),
        DryRun::Server | DryRun::None => super::block_on(online(args, items, kube)),
    }
}

fn offline(args: &Args, mut items: Vec<Item>, kube: &KubeArgs) -> Result<Exit, Failure> {
    let namespace = write_set::offline_namespace(kube);
    write_set::place(&mut items, kube.namespace.as_deref(), &namespace)?;
    write_set::check(&items, args.write.validate)?;
    let objects: Vec<Value> = items.into_iter().map(|item| shown(item.object)).collect();
    args.write.print(&objects, args.output)?;
    Ok(Exit::Done)
}

/// An object as it may be printed.
fn shown(object: Value) -> Value {
    let mut object = kept(object);
    mask::one(&mut object);
    object
}

async fn online(args: &Args, mut items: Vec<Item>, kube: &KubeArgs) -> Result<Exit, Failure> {
    let connection = cluster::connect(&kube.wishes(args.files.reads_stdin())).await?;
    write_set::place(&mut items, kube.namespace.as_deref(), &connection.namespace)?;
    let tried = try_all(args, &items, &connection).await?;
    if args.write.dry_run == DryRun::Server {
        args.write.print(&tried, args.output)?;
        output::say(&format!("nothing was kept in {}", write_set::cluster_words(&connection)));
        return Ok(Exit::Done);
    }
    let mut written = Vec::new();
    let interrupted = {
        let work = write_all(args, &items, &connection, &mut written);
        tokio::select! {
            done = work => { done?; false }
            _ = tokio::signal::ctrl_c() => true,
        }
    };
    if interrupted {
        output::say(&left(&items, &written, &connection));
        return Ok(Exit::Interrupted);
    }
    if args.output.is_some() {
        args.write.print(&written, args.output)?;
    }
    output::say(&format!("written to {}", write_set::cluster_words(&connection)));
    Ok(Exit::Done)
}

/// All of them before the first is written. Every refusal is said, not only the first.
async fn try_all(
    args: &Args,
    items: &[Item],
    connection: &Connection,
) -> Result<Vec<Value>, Failure> {
    let options = ApplyOptions { dry_run: true, ..args.write.options() };
    let mut tried = Vec::new();
    let mut refusal: Option<Failure> = None;
    for item in items {
        let answer = apply(connection, &item.object, options).await;
        output::warn(&connection.warnings());
        match answer {
            Ok(applied) => tried.push(shown(applied.object)),
            Err(error) => {
                let failure = Failure::from(error);
                let text = format!("{}: {failure}", item.place);
                refusal = Some(match refusal {
                    Some(earlier) => earlier.and(text),
                    None => failure.at(&item.place),
                });
            }
        }
    }
    match refusal {
        Some(refusal) => Err(refusal.and("nothing was written")),
        None => Ok(tried),
    }
}

async fn write_all(
    args: &Args,
    items: &[Item],
    connection: &Connection,
    written: &mut Vec<Value>,
) -> Result<(), Failure> {
    for item in items {
        let answer = apply(connection, &item.object, args.write.options()).await;
        output::warn(&connection.warnings());
        match answer {
            Ok(applied) => written.push(shown(applied.object)),
            Err(error) => {
                let failure = Failure::from(error).at(&item.place);
                return Err(failure.and(left(items, written, connection)));
            }
        }
        if args.output.is_none()
            && let Some(object) = written.last()
        {
            output::data(&args.write.result_line(object))?;
        }
    }
    Ok(())
}

/// What was written of a set that is not whole, and what was not.
fn left(items: &[Item], written: &[Value], connection: &Connection) -> String {
    let names = |objects: &mut dyn Iterator<Item = String>| {
        let names: Vec<_> = objects.collect();
        if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
    };
    let done = names(&mut written.iter().map(resource_name));
    let rest = items.iter().skip(written.len()).map(|item| resource_name(&item.object));
    format!(
        "written to {}: {done}\nnot known to be written: {}\nthe same command completes it",
        write_set::cluster_words(connection),
        names(&mut rest.into_iter())
    )
}
