//! `kubectl agw test`: real requests.

pub mod curl;
mod reply;

use crate::cli::args::kube::KubeArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;

/// Arguments of `test`.
#[derive(Debug, clap::Args)]
#[command(arg_required_else_help = true)]
pub struct Args {
    #[command(subcommand)]
    test: Test,
}

/// The ways to test.
#[derive(Debug, clap::Subcommand)]
enum Test {
    /// Send a chat completion and show the reply, backend, route, latency and tokens
    Curl(curl::Args),
}

/// Runs the test.
///
/// # Errors
/// As the test says.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    match &args.test {
        Test::Curl(args) => curl::run(args, kube),
    }
}
