//! The flags of `serve`, and what they come to.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, bail};

use super::access::Access;
use super::audit_args::AuditArgs;
use super::board::ServeOptions;
use super::log_args::LogArgs;
use super::way_in;
use crate::cli::args::kube::duration;
use crate::cli::args::providers::ProvidersArgs;
use crate::cli::args::serving::ServingArgs;
use crate::cli::args::source::SourceArgs;
use crate::cli::output::Format;
use crate::domain::compile::Compiled;
use crate::domain::route::table::{BindKey, RouteTable};
use crate::domain::value::secret::Secret;
use crate::edge::cluster::Connection;
use crate::edge::proxy::{KillSwitch, Ports, Settings};
use crate::edge::simulator::Pace;
use crate::edge::source::cluster::WatchScope;

/// A client that takes nothing of a reply for so long is cut: longer than a laptop's short sleep, shorter than a bill.
const STALL: Duration = Duration::from_secs(300);
/// Threads that serve, where nobody says how many.
const WORKERS: usize = 4;

/// Arguments of `serve`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Serve the routes of the current context's cluster, with its keys
  kubectl agw serve

  # Serve a provider with the key in $OPENAI_API_KEY, without a cluster or manifests
  kubectl agw serve --provider openai

  # Serve two models of it, all Claude models, and Ollama on this machine; print them as manifests
  kubectl agw serve --provider openai --model gpt-4o --model gpt-4o-mini \\
      --provider anthropic --model 'claude-*' --provider ollama --export

  # Serve manifests without a cluster, an API key or a network
  kubectl agw serve --simulate -f examples/workshop

  # Run a program with OPENAI_BASE_URL and similar variables pointing here
  kubectl agw serve -- python app.py

  # Log requests as JSON, with agentgateway's field names
  kubectl agw serve --log-format json

  # Also accept a web page at https://app.example.com and containers that call host.docker.internal
  kubectl agw serve --allow-origin https://app.example.com --allow-host host.docker.internal

  # Send a request from another terminal
  curl -s localhost:8080/v1/chat/completions -H 'Content-Type: application/json' \\
      -d '{\"model\":\"any\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}'")]
pub struct Args {
    #[command(flatten)]
    pub(super) source: SourceArgs,
    #[command(flatten)]
    pub(super) providers: ProvidersArgs,
    /// Print what --provider serves as manifests for git, and exit
    #[arg(long, help_heading = "Providers")]
    pub(super) export: bool,
    /// Local port of the first listener; 0 picks a free port for every listener [default: the listener's port, plus 8000
    /// if it is below 1024; the next free port if that is in use]
    #[arg(long)]
    pub(super) port: Option<u16>,
    /// Local port for a listener's port, e.g. 80=8080 (repeatable)
    #[arg(long, value_name = "PORT=LOCAL", value_parser = mapped)]
    pub(super) port_map: Vec<(u16, u16)>,
    /// Only serve this Gateway
    #[arg(long, value_name = "NAMESPACE/NAME")]
    pub(super) gateway: Option<String>,
    #[command(flatten)]
    pub(super) access: Access,
    #[command(flatten)]
    pub(super) serving: ServingArgs,
    /// Local port for /status, /metrics, /readyz and /livez; 0 picks a free one [default: 19000, or a free one if that is in use]
    #[arg(long, value_name = "PORT")]
    pub(super) admin_port: Option<u16>,
    /// Simulate the providers, without an API key or a network; every reply says that it is simulated
    #[arg(long)]
    pub(super) simulate: bool,
    /// With --simulate, delay before each reply, e.g. 300ms
    #[arg(long, value_name = "DURATION", default_value = "0", value_parser = duration, requires = "simulate")]
    pub(super) simulate_delay: Duration,
    /// With --simulate, delay between the events of a stream, e.g. 20ms
    #[arg(long, value_name = "DURATION", default_value = "0", value_parser = duration, requires = "simulate")]
    pub(super) simulate_pace: Duration,
    /// Time to wait for in-flight requests on Ctrl-C, SIGTERM or SIGHUP
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = duration)]
    pub(super) drain: Duration,
    /// Only read this namespace, for which Roles in it suffice [default: all namespaces] (repeatable)
    #[arg(long, short, value_name = "NAME", help_heading = "Cluster", action = clap::ArgAction::Append)]
    pub(super) namespace: Vec<String>,
    /// How long to keep using objects that can no longer be read
    #[arg(long, hide = true, value_name = "DURATION", default_value = "60s", value_parser = duration)]
    pub(super) give_up_after: Duration,
    /// Number of threads that serve requests [default: one per CPU, at most 4]
    #[arg(long, value_name = "N")]
    pub(super) workers: Option<std::num::NonZeroU8>,
    #[command(flatten)]
    pub(super) log: LogArgs,
    /// Price catalog (JSON) for the cost of requests in the logs; takes precedence over the catalogs in a Gateway's
    /// AgentgatewayParameters and over the built-in prices (repeatable)
    #[arg(long, value_name = "FILE")]
    pub(super) catalog: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) audit: AuditArgs,
    /// Output format; json prints what is served to stdout as one JSON document, once it is served
    #[arg(long, short, value_enum, default_value = "table")]
    pub(super) output: Format,
    /// Print environment variables that point clients to a running serve, or to --port, for a shell's eval; serve nothing
    #[arg(long, conflicts_with = "command")]
    pub(super) print_env: bool,
    /// Command to run with those variables; serve ends with it and returns its exit code
    #[arg(last = true, value_name = "COMMAND")]
    pub(super) command: Vec<String>,
}

/// Reads `PORT=LOCAL`.
fn mapped(text: &str) -> anyhow::Result<(u16, u16)> {
    let port = |text: &str| text.parse::<u16>().ok().filter(|port| *port > 0);
    let (from, to) = text.split_once('=').context("use PORT=LOCAL, e.g. 80=8080")?;
    match (port(from), port(to)) {
        (Some(from), Some(to)) => Ok((from, to)),
        _ => bail!("both sides must be ports from 1 to 65535"),
    }
}

pub(super) fn settings(
    args: &Args,
    client_key: Option<Secret>,
    connection: Option<&Connection>,
    kill_switch: KillSwitch,
) -> Settings {
    let pace = Pace { first: args.simulate_delay, between: args.simulate_pace };
    Settings {
        address: args.access.address,
        ports: Ports { first: args.port, map: args.port_map.iter().copied().collect() },
        max_body: args.serving.max_body(),
        max_held: args.serving.max_held(),
        stall: STALL,
        drain: args.drain,
        workers: workers(args),
        simulate: args.simulate.then_some(pace.into()),
        browsers: client_key.is_none().then(|| args.serving.browsers()),
        client_key,
        dialer: connection.map(way_in::through),
        kill_switch,
    }
}

/// One thread for each CPU, up to what one machine's own requests can keep busy: each further one would only hold
/// connections to upstreams that another could use again.
fn workers(args: &Args) -> usize {
    let cpus = || std::thread::available_parallelism().map_or(1, usize::from).min(WORKERS);
    args.workers.map_or_else(cpus, |count| count.get().into())
}

impl Args {
    pub(in crate::cli::command) fn simulates(&self) -> bool {
        self.simulate
    }

    /// Whether a bind is of the Gateway that was asked for.
    pub(super) fn serves(&self, bind: &BindKey) -> bool {
        let name = bind.gateway.as_ref().map(ToString::to_string);
        self.gateway.is_none() || self.gateway == name
    }

    /// What of a table the proxy serves.
    pub(super) fn served(&self, compiled: &Compiled) -> RouteTable {
        compiled.table.only(|bind| self.serves(bind))
    }

    /// How much of a cluster is read.
    pub(super) fn extent(&self) -> WatchScope {
        let namespaces = self.namespace.iter().cloned().collect();
        WatchScope { namespaces, hold: self.give_up_after, ..WatchScope::default() }
    }

    /// What `/status` says of it.
    pub(super) fn wanted(&self) -> ServeOptions {
        let namespaces = self.extent().namespaces.into_iter().collect();
        let asks_key = self.access.expression().is_some();
        let without_policies = self.serving.without_policies;
        ServeOptions { without_policies, namespaces, asks_key }
    }

    /// What is done without, in a sentence; none where nothing is.
    pub(super) fn done_without(&self) -> Option<&'static str> {
        self.serving.without_policies.then_some(
            "note: --without-policies: policies that cannot be read are not enforced on the routes served \
             here",
        )
    }

    pub(super) fn wants_json(&self) -> bool {
        matches!(self.output, Format::Json | Format::Yaml)
    }

    pub(super) fn source(&self) -> &SourceArgs {
        &self.source
    }
}
