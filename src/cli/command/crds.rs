//! `kubectl agw crds`: the CustomResourceDefinitions of a cluster that has no agentgateway.

use std::time::Duration;

use serde_json::Value;
use tokio::time::{Instant, sleep};

use super::progress::{Progress, WRITES};
use super::write_set;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::submit::SubmitArgs;
use crate::cli::args::write::{ObjectFormat, WriteArgs};
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::interrupt;
use crate::cli::output;
use crate::domain::crd::definition::definitions;
use crate::domain::manifest::kept;
use crate::edge::cluster::definition::{Installed, install, is_established};
use crate::edge::cluster::{self, ClusterError, Connection};

const EVERY: Duration = Duration::from_millis(100);

/// Arguments of `crds`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Print the CRDs
  kubectl agw crds print

  # Install them into a cluster without agentgateway
  kubectl agw crds install")]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Print the CRDs as YAML
    #[command(after_help = "\
Examples:
  # Print the CRDs
  kubectl agw crds print > crds.yaml")]
    Print,
    /// Install the CRDs that no other field manager owns
    #[command(after_help = "\
CRDs that agentgateway's own chart or anyone else installed are reported and left unchanged.

Examples:
  # Install the CRDs into a cluster without agentgateway
  kubectl agw crds install

  # Show which of them would be installed
  kubectl agw crds install --dry-run=server")]
    Install(SubmitArgs),
}

/// Prints or installs the definitions.
///
/// # Errors
/// A cluster that cannot be reached, or refuses; definitions that it does not serve in time.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    match &args.action {
        Action::Print => WriteArgs::default().print(&definitions(), Some(ObjectFormat::Yaml))?,
        Action::Install(args) if args.is_offline() => {
            args.write().print(&definitions(), args.format())?;
        }
        Action::Install(args) => super::block_on(install_all(args, kube))?,
    }
    Ok(Exit::Done)
}

async fn install_all(args: &SubmitArgs, kube: &KubeArgs) -> Result<(), Failure> {
    let connection = cluster::connect(&kube.wishes(false)).await?;
    let to = write_set::cluster_words(&connection);
    let progress = Progress::of(&WRITES, to.clone());
    let work = write_all(args, &connection, &progress);
    let written = interrupt::until(work, || progress.words()).await?;
    if !args.keeps() {
        output::say(&format!("nothing was persisted in {to}"));
        return Ok(());
    }
    if written.is_empty() {
        return Ok(());
    }
    output::say(&format!("written to {to}"));
    if args.wait {
        let names = written.iter().filter_map(|object| object.pointer("/metadata/name")?.as_str());
        let served = until_served(&connection, names.collect(), args.timeout);
        let words = || format!("everything was written to {to}; whether it is served is unknown");
        interrupt::until(served, words).await?;
    }
    Ok(())
}

/// Writes those that nobody else manages, and says of each what became of it.
async fn write_all(
    args: &SubmitArgs,
    connection: &Connection,
    progress: &Progress,
) -> Result<Vec<Value>, Failure> {
    let (write, format) = (args.write(), args.format());
    let mut written = Vec::new();
    for definition in definitions() {
        if args.keeps() {
            progress.sends(&definition);
        }
        let outcome = install(connection, &definition, write.options()).await;
        output::warn(&connection.warnings());
        match outcome.map_err(|error| progress.failed(error))? {
            Installed::Applied(object) => {
                progress.arrived();
                if format.is_none() {
                    output::result(&write.result_line(&object))?;
                }
                written.push(kept(object));
            }
            Installed::LeftAlone { manager } => {
                progress.found_done();
                let name = definition["metadata"]["name"].as_str().unwrap_or_default();
                let by = manager.unwrap_or_else(|| "someone else".to_owned());
                output::say(&format!("{name}: left unchanged, it is managed by {by}"));
            }
        }
    }
    if format.is_some() {
        write.print(&written, format)?;
    }
    Ok(written)
}

/// Waits until the API server serves the kinds; it takes a moment after a definition was written.
async fn until_served(
    connection: &Connection,
    names: Vec<&str>,
    limit: Duration,
) -> Result<(), Failure> {
    let began = Instant::now();
    for name in names {
        loop {
            match is_established(connection, name).await {
                Ok(true) => break,
                Ok(false) => {}
                Err(ClusterError::Forbidden { message }) => {
                    output::say(&format!("can't tell whether they are served: {message}"));
                    return Ok(());
                }
                Err(error) => return Err(error.into()),
            }
            if began.elapsed() >= limit {
                return Err(Failure::timeout(format!(
                    "written, but {} s later {name} is still not served; wait longer with --timeout",
                    limit.as_secs_f64()
                )));
            }
            sleep(EVERY).await;
        }
    }
    output::say("ready: the cluster serves them");
    Ok(())
}
