//! What `serve` runs: the proxy, its admin address, and the configuration in service.

use std::sync::Arc;

use tokio::process::Child;

use super::Args;
use super::advice::Advice;
use super::audit::{Audit, Auditor};
use super::board::{ActiveConfig, Board};
use super::child;
use super::prices::Prices;
use super::report::Report;
use crate::cli::args::source::Followed;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::interrupt::Interrupts;
use crate::cli::output;
use crate::domain::compile::{Compiled, IncrementalCompiler};
use crate::domain::manifest::provider_set::ProviderSet;
use crate::domain::snapshot::Snapshot;
use crate::edge::proxy::admin::{Admin, Pages};
use crate::edge::proxy::{Proxy, Settings};
use crate::edge::telemetry::metrics::Metrics;

pub(super) struct Service<'a> {
    args: &'a Args,
    advice: Advice,
    /// What compiling reuses from one snapshot to the next.
    compiler: IncrementalCompiler,
    proxy: Proxy,
    admin: Admin,
    board: Arc<Board>,
    report: Report,
    auditor: Auditor,
    prices: Prices,
    active: Arc<ActiveConfig>,
}

impl<'a> Service<'a> {
    /// Compiles the first snapshot, opens the ports and the admin address, and reports what is served.
    ///
    /// # Errors
    /// A port that cannot be bound.
    pub(super) async fn start(
        args: &'a Args,
        set: Option<ProviderSet>,
        settings: Settings,
        followed: &Followed,
        first: &Arc<Snapshot>,
    ) -> Result<Self, Failure> {
        let mut report = Report::new(args, set, followed);
        let connection = followed.connection.as_ref();
        let advice = Advice::new(!args.namespace.is_empty(), first, connection).await;
        let mut compiler = IncrementalCompiler::default();
        let compiled = compiled_of(args, first, &advice, &mut compiler).await;
        let log = args.log.start();
        let prices = Prices::start(args, connection, first, log.clone()).await?;
        let (log, mut auditor) = Auditor::start(args, log)?;
        let board = Arc::new(Board::new(followed.source.health(), log.clone(), args.wanted()));
        let metrics = Arc::clone(log.metrics());
        let table = args.served(&compiled);
        auditor.announce(args, &compiled, &table).await?;
        let proxy = Proxy::start(settings, table, log).await;
        let proxy = proxy.inspect_err(|_| auditor.audit().abandons())?;
        let active = in_service(compiled, &proxy);
        board.post(&active);
        let admin =
            admin(args, &board, metrics).await.inspect_err(|_| auditor.audit().abandons())?;
        admin.tell(active.not_ready());
        proxy.is_also_at(admin.address);
        report.started(&active, admin.address)?;
        Ok(Service { args, advice, compiler, proxy, admin, board, report, auditor, prices, active })
    }

    /// Puts a newer snapshot in service. If one of its ports cannot be bound, the previous one stays in service.
    pub(super) async fn follow(&mut self, next: Arc<Snapshot>) {
        if next.routes_as(self.active.snapshot()) {
            return self.amend(next);
        }
        let compiled = compiled_of(self.args, &next, &self.advice, &mut self.compiler).await;
        self.prices.follow(&compiled.snapshot);
        let table = self.args.served(&compiled);
        let before = match self.auditor.announce(self.args, &compiled, &table).await {
            Ok(before) => before,
            Err(error) => return output::say(&format!("the routes are unchanged: {error}")),
        };
        match self.proxy.apply(table).await {
            Ok(()) => {
                self.active = in_service(compiled, &self.proxy);
                self.board.post(&self.active);
                self.admin.tell(self.active.not_ready());
                self.report.changed(&self.active);
            }
            Err(error) => {
                self.auditor.takes_back(before);
                output::say(&format!("the routes are unchanged: {error}"));
            }
        }
    }

    /// The audit log, which outlives the service.
    pub(super) fn audit(&self) -> Audit {
        self.auditor.audit()
    }

    /// Keeps the table in service: the newer snapshot compiles to the same one.
    fn amend(&mut self, next: Arc<Snapshot>) {
        let is_said = next.problems == self.active.snapshot().problems;
        let compiled = self.active.compiled.amended(next);
        self.active = in_service(compiled, &self.proxy);
        self.board.amend(&self.active);
        if !is_said {
            self.report.told(&self.active);
        }
    }

    /// Starts the program of `serve -- COMMAND`.
    ///
    /// # Errors
    /// A program that cannot be started, or no address that it could use.
    pub(super) fn program(&self) -> Result<Option<Child>, Failure> {
        let active = &self.active;
        // A program trusts none of the certificates that a cluster's own authority has signed.
        if let Some(plain) = active.served.iter().find(|one| !one.https) {
            return child::start(&self.args.command, plain.address, &self.args.access);
        }
        if self.args.command.is_empty() {
            return Ok(None);
        }
        let unread =
            active.served.is_empty().then(|| self.advice.nothing_served(active.snapshot()));
        let https =
            || Failure::usage("there is no plain HTTP listener, which the program would need");
        Err(unread.flatten().unwrap_or_else(https))
    }

    /// Waits for in-flight requests, as long as --drain says, and cuts the rest. Another interrupt ends the wait.
    pub(super) async fn stop(
        self,
        exit: Exit,
        program: &mut Option<Child>,
        interrupts: &mut Interrupts,
    ) -> Exit {
        let Service { args, proxy, admin, .. } = self;
        admin.drain();
        if !matches!(exit, Exit::Child(_)) {
            output::say("shutting down: waiting for in-flight requests (Ctrl-C again to force)");
        }
        let ending = async {
            // First, and while it is still served: its requests are among those that may end.
            child::end(program, args.drain).await;
            proxy.stop().await
        };
        let cut = tokio::select! {
            cut = ending => cut,
            exit = interrupts.next() => return exit,
        };
        if cut > 0 {
            output::say(&format!("{cut} connections did not finish in time and were closed"));
        }
        exit
    }
}

fn in_service(compiled: Compiled, proxy: &Proxy) -> Arc<ActiveConfig> {
    let (served, unusable) = (proxy.served(), proxy.unusable());
    let key_sets = proxy.key_sets();
    Arc::new(ActiveConfig { compiled, served, unusable, key_sets })
}

/// Opens the admin address.
async fn admin(args: &Args, board: &Arc<Board>, metrics: Arc<Metrics>) -> Result<Admin, Failure> {
    let board = Arc::clone(board);
    let pages =
        Pages { status: Arc::new(move || board.text()), metrics: Arc::new(move || metrics.text()) };
    Ok(Admin::start(args.admin_port, args.serving.browsers(), pages).await?)
}

/// Compiles on a thread that serves no requests.
async fn compiled_of(
    args: &Args,
    snapshot: &Arc<Snapshot>,
    advice: &Advice,
    compiler: &mut IncrementalCompiler,
) -> Compiled {
    let seen = Arc::clone(snapshot);
    let skips = args.serving.skips();
    let mut moved = std::mem::take(compiler);
    let compiling = move || (moved.compile(&seen, &skips), moved);
    let compiled = tokio::task::spawn_blocking(compiling).await;
    // Compiling cannot fail; if it did, no route would be served.
    let none = |_| (Compiled::empty(Arc::clone(snapshot)), IncrementalCompiler::default());
    let (mut compiled, moved) = compiled.unwrap_or_else(none);
    *compiler = moved;
    advice.add(snapshot, &mut compiled.rejections);
    compiled
}
