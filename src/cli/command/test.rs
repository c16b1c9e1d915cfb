//! `kubectl agw test`: real requests.

pub mod curl;
mod expect;
pub mod failover;
pub mod guard;
mod histogram;
pub mod load;
mod rehearsal;
mod reply;
mod report;
mod request;
pub mod suite;
mod target;

use crate::cli::args::kube::KubeArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;

/// Arguments of `test`.
#[derive(Debug, clap::Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
Examples:
  # Send a prompt to a backend's route through `kubectl agw serve`
  kubectl agw test curl openai-smart \"Hello\"

  # Test that a model answers with what is expected of it
  kubectl agw test model openai-smart --expect status=200,model=gpt-4o

  # Test every model, for CI
  kubectl agw test all -A -o junit > models.xml

  # Test that no request is lost while a provider is down; no provider is called
  kubectl agw test failover openai-smart

  # Test that its prompt guards reject or mask what they should
  kubectl agw test guard openai-smart

  # Measure how long replies take while requests come on schedule
  kubectl agw test load openai-smart --simulate --rate 50

  # Send a prompt through a remote gateway
  kubectl agw test curl openai-smart \"Hello\" --url https://gateway.example.com --key-env GATEWAY_KEY"
)]
pub struct Args {
    #[command(subcommand)]
    test: Test,
}

/// The ways to test.
#[derive(Debug, clap::Subcommand)]
enum Test {
    /// Send a chat completion and show the reply, backend, route, latency and tokens
    Curl(curl::Args),
    /// Test that models answer as expected
    Model(suite::ModelArgs),
    /// Test every model that has a route
    All(suite::AllArgs),
    /// Test that a model survives the failure of each of its providers (simulated)
    Failover(failover::Args),
    /// Test that a model's prompt guards reject or mask what they should (simulated)
    Guard(guard::Args),
    /// Send requests at a rate, and show how long the replies take
    Load(load::Args),
}

/// Runs the test.
///
/// # Errors
/// As the test says.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    match &args.test {
        Test::Curl(args) => curl::run(args, kube),
        Test::Model(args) => suite::run_models(args, kube),
        Test::All(args) => suite::run_all(args, kube),
        Test::Failover(args) => failover::run(args, kube),
        Test::Guard(args) => guard::run(args, kube),
        Test::Load(args) => load::run(args, kube),
    }
}
