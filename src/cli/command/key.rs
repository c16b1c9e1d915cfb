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
  # Write the API key in $OPENAI_API_KEY to the Secret openai-api-key
  kubectl agw key set openai-api-key --from-env OPENAI_API_KEY

  # List keys and the backends that use them
  kubectl agw key list -A

Keys are never passed as arguments, since command lines end up in the shell's history and in process lists."
)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Write a key to a Secret
    Set(set::Args),
    /// List Secrets that contain keys, and what uses them
    #[command(visible_alias = "ls")]
    List(list::Args),
    /// Find problems with keys, without showing them
    Check(check::Args),
    /// Replace a key, keeping the previous one in the Secret
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
