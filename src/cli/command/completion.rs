//! `kubectl agw completion`: the scripts for shells in which `kubectl-agw` itself is typed, and the link by which kubectl
//! completes `kubectl agw`.

mod link;

use std::path::PathBuf;

use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;

/// Arguments of `completion`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
kubectl 1.26 and later completes `kubectl agw` in every shell that has kubectl's own completion
(see `kubectl completion --help`) once `kubectl_complete-agw` is on the PATH: `completion install`
links it. The scripts are for typing `kubectl-agw` itself.

Examples:
  # Complete `kubectl agw` wherever kubectl completes
  kubectl agw completion install

  # Complete `kubectl-agw` in the current bash session
  source <(kubectl agw completion bash)")]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Link kubectl_complete-agw, by which kubectl completes `kubectl agw`
    #[command(after_help = "\
Examples:
  # Link it next to kubectl-agw
  kubectl agw completion install")]
    Install(Folder),
    /// Remove that link
    #[command(after_help = "\
Examples:
  # Remove the link from every directory on the PATH
  kubectl agw completion uninstall")]
    Uninstall(Folder),
    /// Print the script for bash
    #[command(after_help = "\
Examples:
  # Load it into the current session
  source <(kubectl agw completion bash)")]
    Bash,
    /// Print the script for zsh
    #[command(after_help = "\
Examples:
  # Load it into the current session
  source <(kubectl agw completion zsh)")]
    Zsh,
    /// Print the script for fish
    #[command(after_help = "\
Examples:
  # Load it into the current session
  kubectl agw completion fish | source")]
    Fish,
    /// Print the script for PowerShell
    #[command(
        name = "powershell",
        after_help = "\
Examples:
  # Load it into the current session
  kubectl agw completion powershell | Out-String | Invoke-Expression"
    )]
    PowerShell,
}

/// Where the link is.
#[derive(Debug, clap::Args)]
struct Folder {
    /// Directory of the link, which should be on the PATH [default: the one with kubectl-agw, else another on the PATH]
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

/// Prints a script, or makes or removes the link.
///
/// # Errors
/// Standard output cannot be written, no directory for the link can be, or something else has its name.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    match &args.action {
        Action::Install(folder) => link::install(folder.dir.as_deref())?,
        Action::Uninstall(folder) => link::uninstall(folder.dir.as_deref())?,
        Action::Bash => output::verbatim(include_str!("../../../completions/kubectl-agw.bash"))?,
        Action::Zsh => output::verbatim(include_str!("../../../completions/_kubectl-agw"))?,
        Action::Fish => output::verbatim(include_str!("../../../completions/kubectl-agw.fish"))?,
        Action::PowerShell => {
            output::verbatim(include_str!("../../../completions/_kubectl-agw.ps1"))?;
        }
    }
    Ok(Exit::Done)
}
