//! `kubectl agw version`.

use serde_json::json;

use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::{self, Format, shape::One};
use crate::domain::crd::release::Release;

/// Arguments of `version`.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Output format
    #[arg(long, short, value_enum, default_value = "table")]
    output: Format,
}

/// The release of agentgateway whose behaviour `serve` follows where nothing names another, and the commit that it was
/// read from.
pub(super) const COMPATIBILITY: &str = "agentgateway 1.6 (75b4e6ce6)";

/// Prints the version of the program and what it is compatible with.
///
/// # Errors
/// Standard output cannot be written.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    let version = env!("CARGO_PKG_VERSION");
    let knows: Vec<_> = Release::ALL.iter().map(|release| release.name()).collect();
    let shape = || {
        One::new(
            "Version",
            json!({"version": version, "compatibility": COMPATIBILITY, "knows": knows}),
        )
    };
    match args.output {
        Format::Json => output::json(&shape())?,
        Format::Yaml => output::yaml(&shape())?,
        Format::Name => output::data(&format!("{version}\n"))?,
        Format::Table | Format::Wide => {
            let knows = knows.join(", ");
            let text =
                format!("kubectl-agw {version}\ncompatible with {COMPATIBILITY}\nknows {knows}\n");
            output::data(&text)?;
        }
    }
    Ok(Exit::Done)
}
