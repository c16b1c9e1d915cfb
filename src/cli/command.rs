//! The commands, one file each: its arguments and `run`.

pub mod add_backend;
pub mod completion;
pub mod crds;
mod curl_line;
pub mod generate;
pub mod key;
pub mod list;
mod progress;
mod report;
pub mod serve;
pub mod test;
pub mod version;

use super::args::kube::KubeArgs;
use super::error::Failure;
use super::exit_code::Exit;

/// Every command, in the order of the help.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Add a model: an AgentgatewayBackend and the HTTPRoute to it
    AddBackend(Box<add_backend::Args>),
    /// List every model with its route, key and state
    List(list::Args),
    /// Write, list, check and rotate the providers' keys
    Key(key::Args),
    /// Run the cluster's routes, or those of files, on this machine
    Serve(serve::Args),
    /// Try a route with real requests
    Test(test::Args),
    /// Print or install the definitions of agentgateway's kinds
    Crds(crds::Args),
    /// Print a completion script for a shell
    Completion(completion::Args),
    /// Print the version
    Version(version::Args),
    /// Write the generated files of the repository
    #[command(hide = true)]
    Generate(generate::Args),
}

impl Command {
    /// Runs the command.
    ///
    /// # Errors
    /// Why it could not do its job.
    pub fn run(&self, kube: &KubeArgs) -> Result<Exit, Failure> {
        match self {
            Command::List(args) => list::run(args, kube),
            Command::AddBackend(args) => add_backend::run(args, kube),
            Command::Crds(args) => crds::run(args, kube),
            Command::Key(args) => key::run(args, kube),
            Command::Serve(args) => serve::run(args, kube),
            Command::Test(args) => test::run(args, kube),
            Command::Completion(args) => completion::run(args),
            Command::Version(args) => version::run(args),
            Command::Generate(args) => {
                Ok(generate::run(args, super::definition()).map(|()| Exit::Done)?)
            }
        }
    }
}

/// A runtime for commands that do one thing after another.
pub(super) fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}
