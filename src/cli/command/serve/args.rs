//! The flags of `serve`, and what they come to.

use std::time::Duration;

use anyhow::{Context as _, bail};

use super::access::Access;
use super::audit_args::AuditArgs;
use super::board::Wanted;
use super::way_in;
use crate::cli::args::kube::duration;
use crate::cli::args::serving::ServingArgs;
use crate::cli::args::source::SourceArgs;
use crate::cli::output::Format;
use crate::domain::compile::Compiled;
use crate::domain::route::table::{BindKey, RouteTable};
use crate::domain::value::secret::Secret;
use crate::edge::cluster::Connection;
use crate::edge::proxy::{Ports, Settings};
use crate::edge::simulator::Pace;
use crate::edge::source::cluster::Extent;

/// A client that takes nothing of a reply for so long is cut: longer than a laptop's short sleep, shorter than a bill.
const STALL: Duration = Duration::from_secs(300);
/// Threads that serve, where nobody says how many.
const WORKERS: usize = 4;

/// Arguments of `serve`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # The routes of the current context's cluster, with its keys
  kubectl agw serve

  # Manifests, without a cluster, a key or a network
  kubectl agw serve --simulate -f examples/workshop

  # A program that finds its models here: OPENAI_BASE_URL and the like are set for it
  kubectl agw serve -- python app.py

  # A page at https://app.example.com, and containers that call host.docker.internal, may use it too
  kubectl agw serve --allow-origin https://app.example.com --allow-host host.docker.internal

  # Or, from another terminal
  curl -s localhost:8080/v1/chat/completions -H 'Content-Type: application/json' \\
      -d '{\"model\":\"any\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}'")]
pub struct Args {
    #[command(flatten)]
    pub(super) source: SourceArgs,
    /// The local port of the first listener, or of the only one where there is no Gateway; 0 takes any for all. Without it
    /// a listener's port is its own, or 8000 higher below 1024, and the next one that is free where that is taken
    #[arg(long)]
    pub(super) port: Option<u16>,
    /// The local port for a listener's port, as 80=8080. May be repeated
    #[arg(long, value_name = "PORT=LOCAL", value_parser = mapped)]
    pub(super) port_map: Vec<(u16, u16)>,
    /// Serve only this Gateway
    #[arg(long, value_name = "NAMESPACE/NAME")]
    pub(super) gateway: Option<String>,
    #[command(flatten)]
    pub(super) access: Access,
    #[command(flatten)]
    pub(super) serving: ServingArgs,
    /// The local port of the admin address with /status, /readyz and /livez; 0 takes any [default: 19000, or any where that is taken]
    #[arg(long, value_name = "PORT")]
    pub(super) admin_port: Option<u16>,
    /// Answer in the providers' place, without a key or a network; says so in every reply
    #[arg(long)]
    pub(super) simulate: bool,
    /// With --simulate, wait this long before a reply
    #[arg(long, value_name = "DURATION", default_value = "0", value_parser = duration, requires = "simulate")]
    pub(super) simulate_delay: Duration,
    /// With --simulate, wait this long between the events of a stream
    #[arg(long, value_name = "DURATION", default_value = "0", value_parser = duration, requires = "simulate")]
    pub(super) simulate_pace: Duration,
    /// On Ctrl-C, SIGTERM or SIGHUP, wait this long for running requests
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = duration)]
    pub(super) drain: Duration,
    /// Read only this namespace of the cluster, for which Roles in it suffice; without it, all. May be repeated
    #[arg(long, short, value_name = "NAME", help_heading = "Cluster", action = clap::ArgAction::Append)]
    pub(super) namespace: Vec<String>,
    /// How long what was read is believed while it may not be read any more
    #[arg(long, hide = true, value_name = "DURATION", default_value = "60s", value_parser = duration)]
    pub(super) give_up_after: Duration,
    /// Threads that serve requests; by default one for each CPU, and four at the most
    #[arg(long, value_name = "N")]
    pub(super) workers: Option<std::num::NonZeroU8>,
    /// Do not write a line for each request
    #[arg(long)]
    pub(super) no_access_log: bool,
    #[command(flatten)]
    pub(super) audit: AuditArgs,
    /// Say on stdout what is served, as one JSON document, once it is
    #[arg(long, short, value_enum, default_value = "table")]
    pub(super) output: Format,
    /// Print the variables that lead clients to the serve that runs already, or to --port, for a shell's eval, and serve
    /// nothing
    #[arg(long, conflicts_with = "command")]
    pub(super) print_env: bool,
    /// A program to run with those variables; it ends with it and returns its exit code
    #[arg(last = true, value_name = "COMMAND")]
    pub(super) command: Vec<String>,
}

/// Reads `PORT=LOCAL`.
fn mapped(text: &str) -> anyhow::Result<(u16, u16)> {
    let port = |text: &str| text.parse::<u16>().ok().filter(|port| *port > 0);
    let (from, to) = text.split_once('=').context("it is written PORT=LOCAL, as 80=8080")?;
    match (port(from), port(to)) {
        (Some(from), Some(to)) => Ok((from, to)),
        _ => bail!("both sides are ports, from 1 to 65535"),
    }
}

pub(super) fn settings(
    args: &Args,
    client_key: Option<Secret>,
    connection: Option<&Connection>,
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
        simulate: args.simulate.then_some(pace),
        browsers: client_key.is_none().then(|| args.serving.browsers()),
        client_key,
        dialer: connection.map(way_in::through),
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
    pub(super) fn extent(&self) -> Extent {
        Extent { namespaces: self.namespace.iter().cloned().collect(), hold: self.give_up_after }
    }

    /// What `/status` says of it.
    pub(super) fn wanted(&self) -> Wanted {
        let namespaces = self.extent().namespaces.into_iter().collect();
        let asks_key = self.access.expression().is_some();
        let without_policies = self.serving.without_policies;
        Wanted { without_policies, namespaces, asks_key }
    }

    /// What is done without, in a sentence; none where nothing is.
    pub(super) fn done_without(&self) -> Option<&'static str> {
        self.serving.without_policies.then_some(
            "note: --without-policies: policies that may not be read do not guard the routes served here",
        )
    }

    pub(super) fn wants_json(&self) -> bool {
        matches!(self.output, Format::Json | Format::Yaml)
    }

    pub(super) fn source(&self) -> &SourceArgs {
        &self.source
    }
}
