//! The commands, one file each: its arguments and `run`.

pub mod add_backend;
pub mod add_gateway;
pub mod add_model;
pub mod add_route;
pub mod apply;
pub mod audit;
pub mod check;
pub mod checks_page;
mod commands_page;
pub mod completion;
pub mod convert;
mod coverage;
pub mod crds;
mod curl_line;
pub mod demo;
pub mod describe;
pub mod diff;
pub mod explain;
pub mod export;
mod gateway_choice;
pub mod generate;
pub mod graph;
pub mod init;
pub mod key;
pub mod kill;
pub mod list;
mod own_proxy;
pub mod plan;
pub mod prices;
mod progress;
pub mod remove;
pub mod serve;
pub mod set;
pub mod status;
mod submit;
pub mod test;
pub mod upgrade;
mod upgrade_page;
pub mod version;
mod write_set;

use super::args::kube::KubeArgs;
use super::error::Failure;
use super::exit_code::Exit;

/// Every command, in the order of the help. The hidden aliases are the words that other tools have for the same.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Ask a few questions, and print or apply a first model
    Init(init::Args),
    /// Add a model: an AgentgatewayBackend and the HTTPRoute to it
    #[command(aliases = ["create", "new"])]
    AddBackend(Box<add_backend::Args>),
    /// Add a route to one backend, or to several by weight
    AddRoute(add_route::Args),
    /// Add a model that requests select by name: an AgentgatewayModel
    AddModel(add_model::Args),
    /// Add a Gateway, the entry point for requests
    AddGateway(add_gateway::Args),
    /// Change a single field: a weight, a model or a header
    Set(set::Args),
    /// Remove a backend, route, model or gateway, and show what is left dangling
    #[command(aliases = ["delete"])]
    Remove(remove::Args),
    #[command(aliases = ["get"])]
    /// List models, backends, routes, gateways, keys or policies
    List(Box<list::Args>),
    /// Write, list, check and rotate provider API keys
    Key(key::Args),
    /// Find misconfigurations, reported with stable codes
    #[command(aliases = ["analyze", "doctor", "lint", "validate"])]
    Check(check::Args),
    /// Find objects that a newer release of agentgateway breaks, changes or deprecates
    Upgrade(upgrade::Args),
    /// Explain where a request is routed, what a check code means, or what a provider needs
    Explain(explain::Args),
    /// Show one model, backend, route or Gateway and everything related to it
    Describe(describe::Args),
    /// Show what works and what doesn't, on one screen
    Status(status::Args),
    /// Show how Gateways, routes, backends and Secrets are connected, as a tree
    Tree(graph::TreeArgs),
    /// Draw how Gateways, routes, backends and Secrets are connected, as text, DOT, Mermaid or SVG
    Graph(graph::Args),
    /// Serve the routes of a cluster, or of manifests, on this machine
    #[command(aliases = ["run", "start", "up"])]
    Serve(serve::Args),
    /// Show two models served, called and audited, without a cluster or an API key
    Demo(demo::Args),
    /// Stop a model, backend, provider, route, client, Gateway, or everything, open streams included
    Kill(kill::Args),
    /// Serve again what was killed
    Resume(kill::ResumeArgs),
    /// Verify and query the audit logs that serve writes
    Audit(audit::Args),
    /// List what models cost, and import prices
    Prices(prices::Args),
    /// Test a route with real requests
    Test(test::Args),
    /// Apply manifests, validating all of them before writing the first
    Apply(apply::Args),
    /// Show what applying manifests would change in each object
    Diff(diff::Args),
    /// Show how applying manifests would affect models
    Plan(plan::Args),
    /// Export live objects as manifests for git
    Export(export::Args),
    /// Convert manifests from other formats to agentgateway's own
    Convert(convert::Args),
    /// Print or install the CRDs of agentgateway
    Crds(crds::Args),
    /// Set up completion in shells
    Completion(completion::Args),
    /// Print the flags that every command accepts
    #[command(
        after_help = "Examples:\n  # Print the flags for clusters, namespaces and colors\n  kubectl agw options"
    )]
    Options,
    /// Print the version and the agentgateway release that serve is compatible with
    Version(version::Args),
    /// Write the repository's generated files
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
            Command::Init(args) => init::run(args, kube),
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
            Command::Upgrade(args) => upgrade::run(args, kube),
            Command::Explain(args) => explain::run(args, kube),
            Command::Serve(args) => serve::run(args, kube),
            Command::Demo(args) => demo::run(args),
            Command::Kill(args) => kill::run(args, kube),
            Command::Resume(args) => kill::run_resume(args, kube),
            Command::Audit(args) => audit::run(args),
            Command::Prices(args) => prices::run(args),
            Command::Test(args) => test::run(args, kube),
            Command::Completion(args) => completion::run(args),
            Command::Options => {
                super::output::verbatim(&super::help::options(&super::definition()))?;
                Ok(Exit::Done)
            }
            Command::Version(args) => version::run(args, kube),
            Command::Generate(args) => Ok(generate::run(args).map(|()| Exit::Done)?),
        }
    }
}

/// A runtime for commands that do one thing after another.
pub(super) fn block_on<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use crate::cli::Cli;

    #[test]
    fn what_other_tools_call_a_command_is_that_command() {
        let root = Cli::command();
        for (typed, name) in [
            ("get", "list"),
            ("ls", "list"),
            ("create", "add-backend"),
            ("new", "add-backend"),
            ("delete", "remove"),
            ("rm", "remove"),
            ("run", "serve"),
            ("start", "serve"),
            ("up", "serve"),
            ("lint", "check"),
            ("validate", "check"),
            ("analyze", "check"),
            ("doctor", "check"),
        ] {
            let found = root.find_subcommand(typed).map(clap::Command::get_name);
            assert_eq!(found, Some(name), "{typed}");
        }
        let mut shown = Cli::command();
        assert!(!shown.render_long_help().to_string().contains("doctor"), "they are hidden");
    }
}
