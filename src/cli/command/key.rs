//! `kubectl agw key`: the providers' keys, in the Secrets that backends name. No value is ever an argument or a word.

mod check;
mod given;
mod list;
mod rotate;
mod set;
mod vault;
mod verify;

use crate::cli::args::kube::KubeArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::domain::manifest::names;

/// Arguments of `key`.
#[derive(Debug, clap::Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
Examples:
  # The key of this shell's environment, for the backends that name openai-api-key
  kubectl agw key set openai-api-key --from-env OPENAI_API_KEY

  # Which keys are there, and who uses them
  kubectl agw key list -A

A key is never an argument: what stands on a command line is in the shell's history and in every process list."
)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Write a key into a Secret
    Set(set::Args),
    /// List the Secrets that hold keys, and who uses them
    #[command(visible_alias = "ls")]
    List(list::Args),
    /// Say what is wrong with the keys, without showing them
    Check(check::Args),
    /// Put a new key in the place of an old one, which is kept beside it
    Rotate(rotate::Args),
}

/// Runs the action.
///
/// # Errors
/// As the action says.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    if let Some(namespace) = &kube.namespace {
        names::namespace(namespace).map_err(Failure::usage)?;
    }
    match &args.action {
        Action::Set(args) => set::run(args, kube),
        Action::List(args) => list::run(args, kube),
        Action::Check(args) => check::run(args, kube),
        Action::Rotate(args) => rotate::run(args, kube),
    }
}
