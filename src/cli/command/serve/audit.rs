//! The audit log of `serve`: what is recorded beside the requests: which rules are in force, and what they cover. Its
//! flags are in `audit_args`.

mod coverage;
mod rules;

use std::sync::Arc;

use super::Args;
use crate::cli::actor;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::domain::audit::record::{Act, Coverage, TableChange};
use crate::domain::compile::Compiled;
use crate::domain::route::table::RouteTable;
use crate::domain::snapshot::inputs::TableInputs;
use crate::edge::audit::{AuditError, AuditLog};
use crate::edge::telemetry::access_log::{AccessLog, Rules};

impl From<AuditError> for Failure {
    fn from(error: AuditError) -> Self {
        let hint = match &error {
            AuditError::Broken(_) => {
                "\nhint: `kubectl agw audit verify` shows details; keep that log and use another directory"
            }
            AuditError::InUse(_) => "\nhint: use another directory, or stop the other serve first",
            _ => "",
        };
        Failure::usage(format!("audit log: {error}{hint}"))
    }
}

/// The audit log of a service, if it has one.
#[derive(Clone)]
pub(super) struct Audit(Option<AuditLog>);

impl Audit {
    /// Ends the log: everything has been answered.
    ///
    /// # Errors
    /// Its last lines could not be written.
    pub(super) fn closes(&self, exit: Exit) -> Result<(), Failure> {
        let Some(log) = &self.0 else { return Ok(()) };
        let reason = match exit {
            Exit::Interrupted => "interrupted",
            Exit::Child(_) => "its program has ended",
            _ => "requested to stop",
        };
        log.record(&[&act("serve.stop", Some(reason))]);
        Ok(log.close()?)
    }

    /// Records what somebody did.
    pub(super) fn acts(&self, act: &str, actor: &str, reason: &str) {
        let Some(log) = &self.0 else { return };
        let (act, actor) = (act.to_owned(), actor.to_owned());
        log.record(&[&Act { act, actor, reason: Some(reason.to_owned()) }]);
    }

    /// Ends the log where a failure is on its way out already.
    pub(super) fn abandons(&self) {
        let Some(log) = &self.0 else { return };
        log.record(&[&act("serve.stop", Some("it failed"))]);
        if let Err(error) = log.close() {
            output::say(&format!("audit log: {error}"));
        }
    }
}

fn act(act: &str, reason: Option<&str>) -> Act {
    Act { act: act.to_owned(), actor: actor::local(), reason: reason.map(str::to_owned) }
}

/// Records which rules are in force.
pub(super) struct Auditor {
    log: AccessLog,
    audit: Audit,
    now: Option<ActiveRules>,
}

/// Rules that are in force.
#[derive(Clone)]
pub(super) struct ActiveRules {
    inputs: Arc<TableInputs>,
    rules: Arc<Rules>,
    coverage: Coverage,
}

impl Auditor {
    /// Opens the log that the user wants; the access log feeds it.
    ///
    /// # Errors
    /// It cannot be opened.
    pub(super) fn start(args: &Args, log: AccessLog) -> Result<(AccessLog, Self), Failure> {
        let (log, audit) = match args.audit.settings(actor::local())? {
            None => (log, None),
            Some(settings) => {
                let audit = AuditLog::start(settings)?;
                audit.record(&[&act("serve.start", None)]);
                output::say(&format!("audit log in {}", audit.folder().display()));
                (log.audited(audit.clone()), Some(audit))
            }
        };
        Ok((log.clone(), Auditor { log, audit: Audit(audit), now: None }))
    }

    pub(super) fn audit(&self) -> Audit {
        self.audit.clone()
    }

    /// Records the rules of a table that is about to be in force, and what it covers. What was in force before.
    ///
    /// # Errors
    /// The rules cannot be kept beside the log.
    pub(super) async fn announce(
        &mut self,
        args: &Args,
        compiled: &Compiled,
        table: &RouteTable,
    ) -> Result<Option<ActiveRules>, Failure> {
        let Some(log) = self.audit.0.clone() else { return Ok(None) };
        let (snapshot, options) = (Arc::clone(&compiled.snapshot), rules::options(args));
        let keeping = log.clone();
        let made = tokio::task::spawn_blocking(move || {
            let inputs = TableInputs::of(&snapshot, options);
            let digest = inputs.digest();
            keeping.keep_rules(&digest, inputs.text()).map(|()| (inputs.without_text(), digest))
        });
        let (inputs, digest) = made.await.map_err(Failure::unreachable)??;
        let coverage = coverage::of(&digest, compiled, table);
        let policy_of = rules::policy_of(compiled.clone());
        let rules = Arc::new(Rules { digest: digest.clone(), policy_of });
        let now = ActiveRules { inputs: Arc::new(inputs), rules, coverage };
        let before = self.now.replace(now.clone());
        if before.as_ref().is_some_and(|before| before.rules.digest == digest) {
            self.log.governed(now.rules);
            return Ok(before);
        }
        let none = TableInputs::default();
        let old = before.as_ref().map_or(&none, |before| &*before.inputs);
        let change = TableChange {
            rules: digest,
            before: before.as_ref().map(|before| before.rules.digest.clone()),
            changes: TableInputs::changes(old, &now.inputs),
            reason: None,
        };
        log.record(&[&change, &now.coverage]);
        self.log.governed(now.rules);
        Ok(before)
    }

    /// The table could not be put in force: the one before still is.
    pub(super) fn takes_back(&mut self, before: Option<ActiveRules>) {
        let (Some(log), Some(before)) = (&self.audit.0, before) else { return };
        if self.now.as_ref().is_some_and(|now| now.rules.digest == before.rules.digest) {
            return;
        }
        let change = TableChange {
            rules: before.rules.digest.clone(),
            before: self.now.as_ref().map(|now| now.rules.digest.clone()),
            changes: Vec::new(),
            reason: Some("the route table could not be activated".to_owned()),
        };
        log.record(&[&change, &before.coverage]);
        self.log.governed(Arc::clone(&before.rules));
        self.now = Some(before);
    }
}
