//! `kubectl agw completion`: scripts for shells that call `kubectl-agw` itself.

use clap_complete::Shell;

use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;

/// Arguments of `completion`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  # Load completions into the current bash session\n  source <(kubectl agw completion bash)"
)]
pub struct Args {
    /// Shell to complete for
    #[arg(value_enum)]
    shell: Shell,
}

/// Prints the script.
///
/// # Errors
/// Standard output cannot be written.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    let mut command = crate::cli::definition().bin_name("kubectl-agw");
    clap_complete::generate(args.shell, &mut command, "kubectl-agw", &mut script);
    output::verbatim(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}
