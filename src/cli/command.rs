//! The commands, one file each: its arguments and `run`.

pub mod add_backend;
pub mod add_gateway;
pub mod add_model;
pub mod add_route;
pub mod apply;
pub mod audit;
pub mod check;
pub mod checks_page;
pub mod completion;
pub mod convert;
mod coverage;
pub mod crds;
mod curl_line;
pub mod describe;
pub mod diff;
pub mod explain;
pub mod export;
mod gateway_choice;
pub mod generate;
pub mod graph;
pub mod key;
pub mod list;
pub mod plan;
mod progress;
pub mod remove;
pub mod serve;
pub mod set;
pub mod status;
mod submit;
pub mod test;
pub mod version;
mod write_set;

use super::args::kube::KubeArgs;
use super::error::Failure;
use super::exit_code::Exit;

/// Every command, in the order of the help.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Add a model: an AgentgatewayBackend and the HTTPRoute to it
    AddBackend(Box<add_backend::Args>),
    /// Add a route to one backend, or to several by weight
    AddRoute(add_route::Args),
    /// Add a model that requests ask for by name: an AgentgatewayModel
    AddModel(add_model::Args),
    /// Add a Gateway, where requests come in
    AddGateway(add_gateway::Args),
    /// Change one field: a weight, a model, a header
    Set(set::Args),
    /// Remove a backend, route, model or gateway, and show what is left hanging
    Remove(remove::Args),
    /// List every model with its route, key and state
    List(Box<list::Args>),
    /// Write, list, check and rotate the providers' keys
    Key(key::Args),
    /// Say what is wrong, with stable codes
    Check(check::Args),
    /// Say where a request goes and why, what a code of check means, what a provider needs
    Explain(explain::Args),
    /// Show one model, backend, route or Gateway with all that hangs on it
    Describe(describe::Args),
    /// Show what works and what does not, on one screen
    Status(status::Args),
    /// Draw what leads to what, as a tree
    Tree(graph::TreeArgs),
    /// Draw what leads to what, as text, DOT, Mermaid or SVG
    Graph(graph::Args),
    /// Run the cluster's routes, or those of files, on this machine
    Serve(serve::Args),
    /// Check and read the audit logs of serve
    Audit(audit::Args),
    /// Try a route with real requests
    Test(test::Args),
    /// Apply manifests, checked as a whole before the first is written
    Apply(apply::Args),
    /// Show what applying manifests would change, object by object
    Diff(diff::Args),
    /// Show what applying manifests would do to the models
    Plan(plan::Args),
    /// Write live objects as manifests for git
    Export(export::Args),
    /// Turn manifests in other dialects into agentgateway's own
    Convert(convert::Args),
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
            Command::Describe(args) => describe::run(args, kube),
            Command::Status(args) => status::run(args, kube),
            Command::Tree(args) => graph::run_tree(args, kube),
            Command::Graph(args) => graph::run(args, kube),
            Command::AddBackend(args) => add_backend::run(args, kube),
            Command::AddRoute(args) => add_route::run(args, kube),
            Command::AddModel(args) => add_model::run(args, kube),
            Command::AddGateway(args) => add_gateway::run(args, kube),
            Command::Set(args) => set::run(args, kube),
            Command::Remove(args) => remove::run(args, kube),
            Command::Apply(args) => apply::run(args, kube),
            Command::Diff(args) => diff::run(args, kube),
            Command::Plan(args) => plan::run(args, kube),
            Command::Export(args) => export::run(args, kube),
            Command::Convert(args) => convert::run(args, kube),
            Command::Crds(args) => crds::run(args, kube),
            Command::Key(args) => key::run(args, kube),
            Command::Check(args) => check::run(args, kube),
            Command::Explain(args) => explain::run(args, kube),
            Command::Serve(args) => serve::run(args, kube),
            Command::Audit(args) => audit::run(args),
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
