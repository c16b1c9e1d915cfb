//! `kubectl agw audit key`: what checks the signatures.

use std::path::PathBuf;

use crate::cli::command::serve::audit_args::signing_key;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::edge::audit::key::SigningKey;

/// Arguments of `audit key`.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    /// Path to the signing key [default: kubectl-agw/audit.key in the user's state directory]
    #[arg(long, value_name = "FILE")]
    audit_sign_with: Option<PathBuf>,
}

/// Prints the public key; makes the key where there is none yet.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let key = SigningKey::at(&signing_key(args.audit_sign_with.as_ref())?)?;
    output::verbatim(&format!("{}\n", key.public()))?;
    Ok(Exit::Done)
}
