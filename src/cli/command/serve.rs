//! `kubectl agw serve`: the routes of a cluster, or of files, on this machine.

mod access;
mod advice;
mod args;
mod audit;
pub(super) mod audit_args;
pub(super) mod board;
pub(super) mod child;
mod endpoint;
mod kills;
mod log_args;
mod outage;
mod prices;
mod providers;
pub mod report;
mod service;
mod try_lines;
mod way_in;

use std::sync::Arc;
use std::time::Duration;

use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::Followed;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::interrupt::Interrupts;
use crate::cli::output;
use crate::domain::compile::unread;
use crate::domain::manifest::provider_set::ProviderSet;
use crate::domain::snapshot::Snapshot;
use crate::domain::value::near;
use crate::domain::value::object_ref::Kind;
pub use args::Args;
use args::settings;
use kills::KillState;
use outage::Outage;
use service::Service;

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
        let endpoint = match args.port.filter(|port| *port > 0) {
            Some(port) => args.access.will_run(port)?,
            None => {
                runtime.block_on(endpoint::address(args.admin_port, args.gateway.as_deref()))?
            }
        };
        if endpoint.asks_key && args.access.expression().is_none() {
            output::say(
                "that serve requires a client key, which is not given here; pass it with \
                 --client-key-from-env VARIABLE or --client-key-file FILE",
            );
        }
        output::verbatim(&child::exports(&endpoint, &args.access))?;
        return Ok(Exit::Done);
    }
    let set = providers::set(args)?;
    if args.export {
        return providers::export(set.as_ref()).map(|()| Exit::Done);
    }
    let exit = runtime.block_on(serve(args, kube, set));
    // Connections that outlived the drain must not hold the process.
    runtime.shutdown_timeout(Duration::from_millis(100));
    exit
}

async fn serve(args: &Args, kube: &KubeArgs, set: Option<ProviderSet>) -> Result<Exit, Failure> {
    let client_key = args.access.key()?;
    let mut interrupts = Interrupts::listen()?;
    let mut followed = source(args, kube, set.as_ref()).await?;
    let mut kills = KillState::start(args, &followed);
    let first = tokio::select! {
        first = first(&mut followed) => first?,
        exit = interrupts.next() => return Ok(exit),
    };
    nothing_usable(&first)?;
    picked(args, &first)?;
    kills.first().await;
    let settings = settings(args, client_key, followed.connection.as_ref(), kills.switch());
    let mut service = Service::start(args, set, settings, &followed, &first).await?;
    let mut health = Some(followed.source.health());
    let mut absence = Outage::default();
    let audit = service.audit();
    let mut program = service.program().inspect_err(|_| audit.abandons())?;
    let exit = loop {
        tokio::select! {
            next = followed.source.next() => {
                let Some(next) = next else {
                    audit.abandons();
                    return Err(Failure::unreachable("the source of routes has ended"));
                };
                service.follow(followed.with_keys(next)).await;
            }
            alive = changed(&mut health) => match alive {
                Some(now) => absence.hears(now),
                None => health = None,
            },
            seen = kills.changed() => kills.tell(seen, &audit),
            () = absence.due() => absence.remind(),
            ended = child::ended(&mut program) => break ended.inspect_err(|_| audit.abandons())?,
            exit = interrupts.next() => break exit,
        }
    };
    let exit = service.stop(exit, &mut program, &mut interrupts).await;
    audit.closes(exit)?;
    Ok(exit)
}

/// What is followed, and where its hosts are.
async fn source(
    args: &Args,
    kube: &KubeArgs,
    set: Option<&ProviderSet>,
) -> Result<Followed, Failure> {
    let resolves = args.serving.resolves()?;
    if let Some(set) = set {
        let mut followed = Followed::made(&set.objects, args.simulate)?;
        followed.resolves = providers::resolves(set, resolves)?;
        return Ok(followed);
    }
    let followed = args.source.follow_within(kube, args.simulate, args.extent()).await;
    let mut followed = followed.map_err(providers::offered)?;
    followed.resolves = resolves;
    Ok(followed)
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
        || !snapshot.models.is_empty()
        || !snapshot.gateways.is_empty();
    if any || snapshot.world == crate::domain::snapshot::World::Cluster {
        return Ok(());
    }
    super::list::say_what_was_not_read(snapshot);
    Err(Failure::usage(
        "nothing to serve: the files contain no readable Gateway, HTTPRoute, AgentgatewayBackend or AgentgatewayModel",
    ))
}

/// That the Gateway of --gateway is there.
fn picked(args: &Args, snapshot: &Snapshot) -> Result<(), Failure> {
    let Some(wanted) = &args.gateway else { return Ok(()) };
    let namespace = wanted.split_once('/').map_or("", |(namespace, _)| namespace);
    if let Some(right) = unread::missing_right(snapshot, Kind::Gateway, namespace) {
        output::say(&format!("can't tell whether Gateway {wanted} exists: {right}"));
        return Ok(());
    }
    if snapshot.gateways.keys().any(|name| name.to_string() == *wanted) {
        return Ok(());
    }
    let there = snapshot.gateways.keys().map(ToString::to_string).collect();
    let there = near::available(there, wanted);
    Err(Failure::usage(format!("Gateway {wanted} not found{there}")))
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
