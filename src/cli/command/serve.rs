//! `kubectl agw serve`: the routes of a cluster, or of files, on this machine.

mod absence;
mod access;
mod advice;
pub(super) mod board;
mod child;
pub mod report;
mod running;
mod way_in;

use std::sync::Arc;
use std::time::Duration;

use crate::cli::args::kube::{KubeArgs, duration};
use crate::cli::args::source::{Followed, SourceArgs};
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::interrupt::Interrupts;
use crate::cli::output::{self, Format};
use crate::domain::compile::attached::support;
use crate::domain::compile::{Compiled, Kept, unread};
use crate::domain::route::policy::guard;
use crate::domain::route::policy::skip::{self, Skips};
use crate::domain::route::table::{BindKey, RouteTable};
use crate::domain::snapshot::Snapshot;
use crate::domain::value::object_ref::Kind;
use crate::domain::value::secret::Secret;
use crate::edge::cluster::Connection;
use crate::edge::proxy::admin::Admin;
use crate::edge::proxy::{Ports, Proxy, Settings};
use crate::edge::simulator::Pace;
use crate::edge::source::cluster::Extent;
use crate::edge::telemetry::access_log::AccessLog;
use absence::Absence;
use access::Access;
use advice::Advice;
use board::{Board, Standing, Wanted};
use report::Report;

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
    source: SourceArgs,
    /// The local port of the first listener, or of the only one where there is no Gateway; 0 takes any for all. Without it
    /// a listener's port is its own, or 8000 higher below 1024, and the next one that is free where that is taken
    #[arg(long)]
    port: Option<u16>,
    /// The local port for a listener's port, as 80=8080. May be repeated
    #[arg(long, value_name = "PORT=LOCAL", value_parser = mapped)]
    port_map: Vec<(u16, u16)>,
    /// Serve only this Gateway
    #[arg(long, value_name = "NAMESPACE/NAME")]
    gateway: Option<String>,
    #[command(flatten)]
    access: Access,
    /// The local port of the admin address with /status, /readyz and /livez; 0 takes any [default: 19000, or any where that is taken]
    #[arg(long, value_name = "PORT")]
    admin_port: Option<u16>,
    /// Answer in the providers' place, without a key or a network; says so in every reply
    #[arg(long)]
    simulate: bool,
    /// With --simulate, wait this long before a reply
    #[arg(long, value_name = "DURATION", default_value = "0", value_parser = duration, requires = "simulate")]
    simulate_delay: Duration,
    /// With --simulate, wait this long between the events of a stream
    #[arg(long, value_name = "DURATION", default_value = "0", value_parser = duration, requires = "simulate")]
    simulate_pace: Duration,
    /// The largest request body that is looked into, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=4096))]
    max_body: u16,
    /// On Ctrl-C, SIGTERM or SIGHUP, wait this long for running requests
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = duration)]
    drain: Duration,
    /// Reach a Service, or any host and port, at another address: NS/NAME:PORT=HOST:PORT or HOST:PORT=HOST:PORT. May be
    /// repeated
    #[arg(long, value_name = "FROM=TO")]
    resolve: Vec<String>,
    /// Serve without a policy, by its name (traffic.extAuth, or extAuth), instead of refusing its routes. May be
    /// repeated
    #[arg(long, value_name = "KIND", value_parser = known_policy)]
    skip_policy: Vec<String>,
    /// Serve without the AgentgatewayPolicies and BackendTLSPolicies that may not be read, instead of refusing the routes
    /// that they may guard
    #[arg(long)]
    without_policies: bool,
    /// Read only this namespace of the cluster, for which Roles in it suffice; without it, all. May be repeated
    #[arg(long, short, value_name = "NAME", help_heading = "Cluster", action = clap::ArgAction::Append)]
    namespace: Vec<String>,
    /// How long what was read is believed while it may not be read any more
    #[arg(long, hide = true, value_name = "DURATION", default_value = "60s", value_parser = duration)]
    give_up_after: Duration,
    /// Threads that serve requests; by default one for each CPU, and four at the most
    #[arg(long, value_name = "N")]
    workers: Option<std::num::NonZeroU8>,
    /// Do not write a line for each request
    #[arg(long)]
    no_access_log: bool,
    /// Say on stdout what is served, as one JSON document, once it is
    #[arg(long, short, value_enum, default_value = "table")]
    output: Format,
    /// Print the variables that lead clients to the serve that runs already, or to --port, for a shell's eval, and serve
    /// nothing
    #[arg(long, conflicts_with = "command")]
    print_env: bool,
    /// A program to run with those variables; it ends with it and returns its exit code
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

const MIB: usize = 1024 * 1024;
/// Bodies that may be held at once, in units of the largest one.
const BODIES_AT_ONCE: usize = 8;
/// A client that takes nothing of a reply for so long is cut: longer than a laptop's short sleep, shorter than a bill.
const STALL: Duration = Duration::from_secs(300);
/// Threads that serve, where nobody says how many.
const WORKERS: usize = 4;
/// How long the first snapshot may take before it is said what is waited for.
const PATIENCE: Duration = Duration::from_secs(3);

/// Serves until interrupted.
///
/// # Errors
/// Nothing to serve from, or a port that cannot be had.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    output::say_aside();
    // For what is read and compiled; those who ask are served by threads of their own.
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
    if args.print_env {
        let running = match args.port.filter(|port| *port > 0) {
            Some(port) => args.access.will_run(port)?,
            None => runtime.block_on(running::address(args.admin_port, args.gateway.as_deref()))?,
        };
        if running.asks_key && args.access.expression().is_none() {
            output::say(
                "that serve lets only clients in that show its key, which is not set here: say where it is, with \
                 --client-key-from-env VARIABLE or --client-key-file FILE",
            );
        }
        output::verbatim(&child::exports(&running, &args.access))?;
        return Ok(Exit::Done);
    }
    let exit = runtime.block_on(serve(args, kube));
    // Connections that outlived the drain must not hold the process.
    runtime.shutdown_timeout(Duration::from_millis(100));
    exit
}

async fn serve(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let client_key = args.access.key()?;
    let mut interrupts = Interrupts::listen()?;
    let mut followed = args.source.follow_within(kube, args.simulate, args.extent()).await?;
    for way in &args.resolve {
        followed
            .resolves
            .add(way)
            .map_err(|words| Failure::usage(format!("--resolve: {words}")))?;
    }
    let first = tokio::select! {
        first = first(&mut followed) => first?,
        exit = interrupts.next() => return Ok(exit),
    };
    nothing_usable(&first)?;
    let mut said = Report::new(args, &followed);
    picked(args, &first)?;
    let connection = followed.connection.as_ref();
    let advice = Advice::new(!args.namespace.is_empty(), &first, connection).await;
    let mut kept = Kept::default();
    let compiled = compiled_of(args, &first, &advice, &mut kept).await;
    let log = if args.no_access_log { AccessLog::off() } else { AccessLog::to(std::io::stderr()) };
    let board = Board::new(followed.source.health(), log.clone(), args.wanted());
    let board = Arc::new(board);
    let mut proxy =
        Proxy::start(settings(args, client_key, connection), args.served(&compiled), log).await?;
    let mut standing = in_service(compiled, &proxy);
    board.post(&standing);
    let admin = admin(args, &board).await?;
    admin.tell(standing.not_ready());
    proxy.is_also_at(admin.address);
    said.started(&standing, admin.address)?;
    let mut health = Some(followed.source.health());
    let mut absence = Absence::default();
    let mut program = program(args, &standing, &advice)?;
    let exit = loop {
        tokio::select! {
            next = followed.source.next() => {
                let Some(next) = next else { return Err(Failure::unreachable("the source of routes has ended")) };
                let next = followed.with_keys(next);
                if next.routes_as(standing.snapshot()) {
                    standing = amended(next, &standing, (&proxy, &board), &mut said);
                    continue;
                }
                let compiled = compiled_of(args, &next, &advice, &mut kept).await;
                match proxy.apply(args.served(&compiled)).await {
                    Ok(()) => {
                        standing = in_service(compiled, &proxy);
                        board.post(&standing);
                        admin.tell(standing.not_ready());
                        said.changed(&standing);
                    }
                    Err(error) => output::say(&format!("the routes stay as they were: {error}")),
                }
            }
            alive = changed(&mut health) => match alive {
                Some(now) => absence.hears(now),
                None => health = None,
            },
            () = absence.due() => absence.remind(),
            ended = child::ended(&mut program) => break ended?,
            exit = interrupts.next() => break exit,
        }
    };
    stopped(exit, args.drain, &admin, proxy, &mut program, &mut interrupts).await
}

/// Lets requests that are under way end, and cuts those that do not in time.
async fn stopped(
    exit: Exit,
    drain: Duration,
    admin: &Admin,
    proxy: Proxy,
    program: &mut Option<tokio::process::Child>,
    interrupts: &mut Interrupts,
) -> Result<Exit, Failure> {
    admin.drain();
    if !matches!(exit, Exit::Child(_)) {
        output::say("shutting down: waiting for in-flight requests (Ctrl-C again to force)");
    }
    let ending = async {
        // First, and while it is still served: its requests are among those that may end.
        child::end(program, drain).await;
        proxy.stop().await
    };
    let cut = tokio::select! {
        cut = ending => cut,
        exit = interrupts.next() => return Ok(exit),
    };
    if cut > 0 {
        output::say(&format!("{cut} connections did not end in time and were cut"));
    }
    Ok(exit)
}

/// The table in service with a newer snapshot, which makes the same.
fn amended(
    next: Arc<Snapshot>,
    before: &Standing,
    (proxy, board): (&Proxy, &Board),
    said: &mut Report,
) -> Arc<Standing> {
    let is_said = next.problems == before.snapshot().problems;
    let compiled = Compiled { snapshot: next, ..before.compiled.clone() };
    let standing = in_service(compiled, proxy);
    board.amend(&standing);
    if !is_said {
        said.told(&standing);
    }
    standing
}

fn in_service(compiled: Compiled, proxy: &Proxy) -> Arc<Standing> {
    let (served, unusable) = (proxy.served(), proxy.unusable());
    let key_sets = proxy.key_sets();
    Arc::new(Standing { compiled, served, unusable, key_sets })
}

/// Starts the program of `serve -- COMMAND`.
fn program(
    args: &Args,
    standing: &Standing,
    advice: &Advice,
) -> Result<Option<tokio::process::Child>, Failure> {
    // A program trusts none of the certificates that a cluster's own authority has signed.
    if let Some(plain) = standing.served.iter().find(|one| !one.https) {
        return child::start(&args.command, plain.address, &args.access);
    }
    if args.command.is_empty() {
        return Ok(None);
    }
    let unread = standing.served.is_empty().then(|| advice.nothing_served(standing.snapshot()));
    let https = || Failure::usage("no listener speaks plain HTTP, which the program would need");
    Err(unread.flatten().unwrap_or_else(https))
}

/// Opens the admin address.
async fn admin(args: &Args, board: &Arc<Board>) -> Result<Admin, Failure> {
    let board = Arc::clone(board);
    Ok(Admin::start(args.admin_port, args.access.browsers(), Arc::new(move || board.text()))
        .await?)
}

/// The first snapshot. A cluster that is slow, or away, is waited for and named.
async fn first(followed: &mut Followed) -> Result<Arc<Snapshot>, Failure> {
    let health = followed.source.health();
    let mut told = false;
    loop {
        match tokio::time::timeout(PATIENCE, followed.source.next()).await {
            Ok(Some(snapshot)) => return Ok(followed.with_keys(snapshot)),
            Ok(None) => return Err(Failure::unreachable("the source of routes has ended")),
            Err(_) => {}
        }
        let trouble = health.borrow().last_error.clone();
        match trouble {
            // Nothing was ever served: a cluster that does not answer now is a failure, not a pause.
            Some(trouble) => return Err(Failure::unreachable(trouble)),
            None if !told => {
                output::say("waiting for the cluster to list its routes …");
                told = true;
            }
            None => {}
        }
    }
}

/// Input that holds no object at all is a mistake, not an empty registry.
fn nothing_usable(snapshot: &Snapshot) -> Result<(), Failure> {
    let any = !snapshot.routes.is_empty()
        || !snapshot.backends.is_empty()
        || !snapshot.gateways.is_empty();
    if any || snapshot.world == crate::domain::snapshot::World::Cluster {
        return Ok(());
    }
    super::list::say_what_was_not_read(snapshot);
    Err(Failure::usage(
        "nothing to serve: the files hold no Gateway, HTTPRoute or AgentgatewayBackend that can be read",
    ))
}

/// Compiles off the threads that carry requests.
async fn compiled_of(
    args: &Args,
    snapshot: &Arc<Snapshot>,
    advice: &Advice,
    kept: &mut Kept,
) -> Compiled {
    let seen = Arc::clone(snapshot);
    let skips = Skips::of(args.skip_policy.iter().cloned()).and_unread(args.without_policies);
    let mut keeping = std::mem::take(kept);
    let compiling = move || (keeping.compile(&seen, &skips), keeping);
    let compiled = tokio::task::spawn_blocking(compiling).await;
    // Compiling cannot fail; if it did, no route would be served.
    let none = |_| (Compiled::empty(Arc::clone(snapshot)), Kept::default());
    let (mut compiled, keeping) = compiled.unwrap_or_else(none);
    *kept = keeping;
    advice.add(snapshot, &mut compiled.rejections);
    compiled
}

/// That the Gateway of --gateway is there.
fn picked(args: &Args, snapshot: &Snapshot) -> Result<(), Failure> {
    let Some(wanted) = &args.gateway else { return Ok(()) };
    let namespace = wanted.split_once('/').map_or("", |(namespace, _)| namespace);
    if let Some(right) = unread::missing_right(snapshot, Kind::Gateway, namespace) {
        output::say(&format!("whether there is a Gateway {wanted} cannot be told: {right}"));
        return Ok(());
    }
    if snapshot.gateways.keys().any(|name| name.to_string() == *wanted) {
        return Ok(());
    }
    let there: Vec<_> = snapshot.gateways.keys().map(ToString::to_string).collect();
    let there = if there.is_empty() { "none".to_owned() } else { there.join(", ") };
    Err(Failure::usage(format!("there is no Gateway {wanted} (there: {there})")))
}

/// `PORT=LOCAL`.
fn mapped(text: &str) -> Result<(u16, u16), String> {
    let port = |text: &str| text.parse::<u16>().ok().filter(|port| *port > 0);
    let (from, to) = text.split_once('=').ok_or("it is written PORT=LOCAL, as 80=8080")?;
    match (port(from), port(to)) {
        (Some(from), Some(to)) => Ok((from, to)),
        _ => Err("both sides are ports, from 1 to 65535".to_owned()),
    }
}

/// A policy that there is: a guard that is misspelt must not be thought to be left out.
fn known_policy(name: &str) -> Result<String, String> {
    let all: Vec<_> =
        support::ROWS.iter().map(|row| row.name).chain(guard::PARTS.iter().copied()).collect();
    if all.iter().any(|policy| skip::names(name, policy)) {
        return Ok(name.to_owned());
    }
    Err(format!("there is no such policy; there are {}", all.join(", ")))
}

async fn changed<T: Clone>(watched: &mut Option<tokio::sync::watch::Receiver<T>>) -> Option<T> {
    match watched {
        Some(receiver) => {
            receiver.changed().await.ok()?;
            Some(receiver.borrow_and_update().clone())
        }
        None => std::future::pending().await,
    }
}

fn settings(args: &Args, client_key: Option<Secret>, connection: Option<&Connection>) -> Settings {
    let max_body = usize::from(args.max_body) * MIB;
    let pace = Pace { first: args.simulate_delay, between: args.simulate_pace };
    Settings {
        address: args.access.address,
        ports: Ports { first: args.port, map: args.port_map.iter().copied().collect() },
        max_body,
        max_held: max_body.saturating_mul(BODIES_AT_ONCE),
        stall: STALL,
        drain: args.drain,
        workers: workers(args),
        simulate: args.simulate.then_some(pace),
        browsers: client_key.is_none().then(|| args.access.browsers()),
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
    pub(super) fn simulates(&self) -> bool {
        self.simulate
    }

    /// Whether a bind is of the Gateway that was asked for.
    pub(super) fn serves(&self, bind: &BindKey) -> bool {
        let name = bind.gateway.as_ref().map(ToString::to_string);
        self.gateway.is_none() || self.gateway == name
    }

    /// What of a table the proxy serves.
    fn served(&self, compiled: &Compiled) -> RouteTable {
        compiled.table.only(|bind| self.serves(bind))
    }

    /// How much of a cluster is read.
    pub(super) fn extent(&self) -> Extent {
        Extent { namespaces: self.namespace.iter().cloned().collect(), hold: self.give_up_after }
    }

    /// What `/status` says of it.
    fn wanted(&self) -> Wanted {
        let namespaces = self.extent().namespaces.into_iter().collect();
        let asks_key = self.access.expression().is_some();
        Wanted { without_policies: self.without_policies, namespaces, asks_key }
    }

    /// What is done without, in a sentence; none where nothing is.
    pub(super) fn done_without(&self) -> Option<&'static str> {
        self.without_policies.then_some(
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
