//! `kubectl agw apply`: the objects of manifests, checked as a whole before the first is written.

use serde_json::Value;

use super::submit::{Submission, ready, send, shown};
use super::write_set::{self, FileArgs, Item};
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::submit::SubmitArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::edge::cluster;

/// Arguments of `apply`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The API server validates every object before the first one is written. If any is rejected,
nothing is written. Errors that only the write itself reveals, such as an exceeded quota, can still
stop apply partway; it then reports what was written.
Manifests in other formats are rejected: convert them with kubectl agw convert.

Examples:
  # Apply a directory of manifests
  kubectl agw apply -f models/

  # Validate them without a cluster
  kubectl agw apply -f models/ --dry-run=client

  # Check whether the cluster would accept them, and what would change
  kubectl agw apply -f models/ --dry-run=server
  kubectl agw diff -f models/

  # In a pipeline: fail if the controller rejects an object or doesn't report on it in time
  kubectl agw apply -f models/ --timeout 2m

  # Take ownership of fields that another field manager owns
  kubectl agw apply -f models/ --force-conflicts")]
pub struct Args {
    #[command(flatten)]
    files: FileArgs,
    #[command(flatten)]
    submit: SubmitArgs,
}

/// Applies manifests.
///
/// # Errors
/// Manifests that cannot be used; a cluster that cannot be reached, or refuses.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let items = write_set::load(&args.files)?;
    match args.submit.is_offline() {
        true => offline(args, items, kube),
        false => super::block_on(online(args, items, kube)),
    }
}

fn offline(args: &Args, mut items: Vec<Item>, kube: &KubeArgs) -> Result<Exit, Failure> {
    let write = args.submit.write();
    let namespace = write_set::offline_namespace(kube);
    write_set::place(&mut items, kube.namespace.as_deref(), &namespace)?;
    write_set::check(&items, args.files.version.release(), write.validate)?;
    let objects: Vec<Value> = items.into_iter().map(|item| shown(item.object)).collect();
    write.print(&objects, args.submit.format())?;
    Ok(Exit::Done)
}

async fn online(args: &Args, mut items: Vec<Item>, kube: &KubeArgs) -> Result<Exit, Failure> {
    let connection = cluster::connect(&kube.wishes(args.files.reads_stdin())).await?;
    write_set::place(&mut items, kube.namespace.as_deref(), &connection.namespace)?;
    let outgoing = |item: Item| Submission { object: item.object, place: Some(item.place) };
    let outgoing: Vec<_> = items.into_iter().map(outgoing).collect();
    send(&args.submit, &connection, &outgoing, &write_set::cluster_words(&connection)).await?;
    if args.submit.keeps() && args.submit.wait {
        let objects = outgoing.iter().map(|one| &one.object);
        let awaited = ready::of_objects(&connection, objects).await;
        ready::wait(&connection, &awaited, args.submit.timeout).await?;
    }
    Ok(Exit::Done)
}
