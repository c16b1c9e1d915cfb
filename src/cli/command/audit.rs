//! `kubectl agw audit`: whether an audit log is what was written, and what it says.

mod export;
mod list;
mod pick;
mod public_key;
mod stats;
mod tail;
mod top;
mod verify;

use std::path::{Path, PathBuf};

use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::edge::audit::Folder;

/// Arguments of `audit`.
#[derive(Debug, clap::Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
Examples:
  # Verify that nothing in the log was changed, removed or reordered, and that it is complete
  kubectl agw audit verify ./audit

  # List requests that were rejected or failed in the last hour
  kubectl agw audit list ./audit --since 1h --where 'status >= 400'

  # Show requests, tokens and latency by model
  kubectl agw audit stats ./audit --by model"
)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Verify that nothing was changed, removed or reordered, and that every request is accounted for
    #[command(after_help = "\
Examples:
  # Verify a log, and that it ends where it ended before
  kubectl agw audit verify audit/ --expect-head HASH")]
    Verify(verify::Args),
    /// List requests
    #[command(
        visible_alias = "ls",
        after_help = "\
Examples:
  # List the requests of the last hour that were rejected
  kubectl agw audit list audit/ --since 1h --where 'status >= 400'"
    )]
    List(list::Args),
    /// Show the last requests, and with -f new ones as they end
    #[command(after_help = "\
Examples:
  # Show the last requests, and follow the log
  kubectl agw audit tail audit/ -f")]
    Tail(tail::Args),
    /// Show totals by model, key, backend, route, provider, hour or decision
    #[command(after_help = "\
Examples:
  # Count the requests of each model
  kubectl agw audit stats audit/ --by model")]
    Stats(stats::Args),
    /// Show who used most in the last hour
    #[command(after_help = "\
Examples:
  # Show the API keys that cost most in the last hour
  kubectl agw audit top audit/

  # Show the models with most errors today
  kubectl agw audit top audit/ --by model --sort-by errors --since 24h")]
    Top(top::Args),
    /// Write requests as JSON or comma-separated values for other programs
    #[command(after_help = "\
Examples:
  # Write the requests of November to a spreadsheet
  kubectl agw audit export audit/ --since 2026-11-01T00:00:00Z --until 2026-12-01T00:00:00Z -o csv > november.csv")]
    Export(export::Args),
    /// Print the public key that verifies the signatures of this user's audit logs
    #[command(after_help = "\
Examples:
  # Print the public key to give to whoever verifies the log
  kubectl agw audit key")]
    Key(public_key::Args),
}

/// Runs the action.
///
/// # Errors
/// As the action says.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    match &args.action {
        Action::Verify(args) => verify::run(args),
        Action::List(args) => list::run(args),
        Action::Tail(args) => tail::run(args),
        Action::Stats(args) => stats::run(args),
        Action::Top(args) => top::run(args),
        Action::Export(args) => export::run(args),
        Action::Key(args) => public_key::run(args),
    }
}

/// Where the log is.
#[derive(Clone, Debug, clap::Args)]
struct LogLocation {
    /// Directory of the audit log
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

impl LogLocation {
    /// The folder, which has a log.
    ///
    /// # Errors
    /// It has none, or cannot be read.
    fn open(&self) -> Result<(Folder, Vec<u64>), Failure> {
        let path: &Path = &self.folder;
        let folder = Folder::at(path);
        let segments = folder.segments()?;
        match segments.is_empty() {
            true => {
                Err(Failure::usage(format!("{}: no audit log in this directory", path.display())))
            }
            false => Ok((folder, segments)),
        }
    }
}
