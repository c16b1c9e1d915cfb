//! `kubectl agw crds`: the CustomResourceDefinitions of a cluster that has no agentgateway.

use crate::cli::args::kube::KubeArgs;
use crate::cli::args::write::{DryRun, ObjectFormat, WriteArgs};
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::domain::crd::definition::definitions;
use crate::edge::cluster;
use crate::edge::cluster::definition::{Installed, install};

/// Arguments of `crds`.
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Print the definitions as YAML
    Print,
    /// Install those that nobody else manages
    #[command(after_help = "\
A definition that agentgateway's own chart, or anybody else, put there is named and left alone.

Examples:
  # Into a cluster without agentgateway
  kubectl agw crds install

  # Which of them would be installed
  kubectl agw crds install --dry-run=server")]
    Install(WriteArgs),
}

/// Prints or installs the definitions.
///
/// # Errors
/// A cluster that cannot be reached, or refuses.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    match &args.action {
        Action::Print => WriteArgs::default().print(&definitions(), Some(ObjectFormat::Yaml))?,
        Action::Install(write) if write.dry_run == DryRun::Client => {
            write.print(&definitions(), None)?;
        }
        Action::Install(write) => super::block_on(install_all(write, kube))?,
    }
    Ok(Exit::Done)
}

async fn install_all(write: &WriteArgs, kube: &KubeArgs) -> Result<(), Failure> {
    let connection = cluster::connect(&kube.wishes(false)).await?;
    for definition in definitions() {
        let outcome = install(&connection, &definition, write.options()).await;
        output::warn(&connection.warnings());
        match outcome? {
            Installed::Applied(object) => output::result(&write.result_line(&object))?,
            Installed::LeftAlone { manager } => {
                let name = definition["metadata"]["name"].as_str().unwrap_or_default();
                let by = manager.unwrap_or_else(|| "somebody else".to_owned());
                output::say(&format!("{name}: left alone, {by} manages it"));
            }
        }
    }
    Ok(())
}
