//! `kubectl agw serve`: the routes of a cluster, or of files, on this machine.

mod absence;
mod access;
mod advice;
mod args;
pub(super) mod board;
mod child;
pub mod report;
mod running;
mod way_in;

use std::sync::Arc;
use std::time::Duration;

use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::Followed;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::interrupt::Interrupts;
use crate::cli::output;
use crate::domain::compile::{Compiled, Kept, unread};
use crate::domain::route::policy::skip::Skips;
use crate::domain::snapshot::Snapshot;
use crate::domain::value::object_ref::Kind;
use crate::edge::proxy::Proxy;
use crate::edge::proxy::admin::Admin;
use crate::edge::telemetry::access_log::AccessLog;
use absence::Absence;
use advice::Advice;
pub use args::Args;
use args::settings;
use board::{ActiveConfig, Board};
use report::Report;

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
    let mut followed = source(args, kube).await?;
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
    let mut active = in_service(compiled, &proxy);
    board.post(&active);
    let admin = admin(args, &board).await?;
    admin.tell(active.not_ready());
    proxy.is_also_at(admin.address);
    said.started(&active, admin.address)?;
    let mut health = Some(followed.source.health());
    let mut absence = Absence::default();
    let mut program = program(args, &active, &advice)?;
    let exit = loop {
        tokio::select! {
            next = followed.source.next() => {
                let Some(next) = next else { return Err(Failure::unreachable("the source of routes has ended")) };
                let next = followed.with_keys(next);
                if next.routes_as(active.snapshot()) {
                    active = amended(next, &active, (&proxy, &board), &mut said);
                    continue;
                }
                let compiled = compiled_of(args, &next, &advice, &mut kept).await;
                match proxy.apply(args.served(&compiled)).await {
                    Ok(()) => {
                        active = in_service(compiled, &proxy);
                        board.post(&active);
                        admin.tell(active.not_ready());
                        said.changed(&active);
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

/// What is followed, and where its hosts are.
async fn source(args: &Args, kube: &KubeArgs) -> Result<Followed, Failure> {
    let mut followed = args.source.follow_within(kube, args.simulate, args.extent()).await?;
    for way in &args.resolve {
        followed
            .resolves
            .add(way)
            .map_err(|words| Failure::usage(format!("--resolve: {words}")))?;
    }
    Ok(followed)
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
    before: &ActiveConfig,
    (proxy, board): (&Proxy, &Board),
    said: &mut Report,
) -> Arc<ActiveConfig> {
    let is_said = next.problems == before.snapshot().problems;
    let compiled = Compiled { snapshot: next, ..before.compiled.clone() };
    let active = in_service(compiled, proxy);
    board.amend(&active);
    if !is_said {
        said.told(&active);
    }
    active
}

fn in_service(compiled: Compiled, proxy: &Proxy) -> Arc<ActiveConfig> {
    let (served, unusable) = (proxy.served(), proxy.unusable());
    let key_sets = proxy.key_sets();
    Arc::new(ActiveConfig { compiled, served, unusable, key_sets })
}

/// Starts the program of `serve -- COMMAND`.
fn program(
    args: &Args,
    active: &ActiveConfig,
    advice: &Advice,
) -> Result<Option<tokio::process::Child>, Failure> {
    // A program trusts none of the certificates that a cluster's own authority has signed.
    if let Some(plain) = active.served.iter().find(|one| !one.https) {
        return child::start(&args.command, plain.address, &args.access);
    }
    if args.command.is_empty() {
        return Ok(None);
    }
    let unread = active.served.is_empty().then(|| advice.nothing_served(active.snapshot()));
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

async fn changed<T: Clone>(watched: &mut Option<tokio::sync::watch::Receiver<T>>) -> Option<T> {
    match watched {
        Some(receiver) => {
            receiver.changed().await.ok()?;
            Some(receiver.borrow_and_update().clone())
        }
        None => std::future::pending().await,
    }
}
