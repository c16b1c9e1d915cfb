//! What the audit log has of an exchange beyond the access log, and the line that it makes of both.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;
use http::header::CONTENT_LENGTH;
use http::request::Parts;

use super::Ending;
use super::facts::{Ended, Facts};
use crate::domain::audit::record::{Attempt, Client, Decision, Head, Request};
use crate::domain::kill::Passage;
use crate::domain::route::refusal::RefusalKind;
use crate::edge::audit::{AuditLog, Slot, now};

/// Of a guard, which answers by itself.
const GUARD: &str = "backend.ai.promptGuard";

/// The audit log, and the rules that the next table has.
#[derive(Clone)]
pub(super) struct Audit {
    pub(super) log: AuditLog,
    pub(super) rules: Arc<ArcSwapOption<Rules>>,
}

/// Says which policy has a field at a place.
type PolicyOf = dyn Fn(&PolicyDecision<'_>) -> Option<String> + Send + Sync;

/// The rules that decide of a table's requests.
pub struct Rules {
    /// `sha256:` and hexadecimal.
    pub digest: String,
    /// Asked for refusals alone.
    pub policy_of: Box<PolicyOf>,
}

impl std::fmt::Debug for Rules {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Rules({})", self.digest)
    }
}

/// Where a policy has decided.
#[derive(Clone, Copy, Debug)]
pub struct PolicyDecision<'a> {
    /// `namespace/name`, empty for the implied one.
    pub gateway: &'a str,
    pub listener: &'a str,
    /// `namespace/name.rule`, empty before a route is looked for.
    pub route: &'a str,
    /// `namespace/name`, empty before one is chosen.
    pub backend: &'a str,
    /// The field of the policy.
    pub field: &'a str,
}

impl Audit {
    pub(super) fn new(log: AuditLog) -> Self {
        Audit { log, rules: Arc::default() }
    }

    /// Records what never became a request. Its number.
    pub(super) fn unread(
        &self,
        gateway: &str,
        peer: SocketAddr,
        status: Option<u16>,
        error: &str,
    ) -> u64 {
        let rules = self.rules.load_full();
        let rules = rules.as_ref().map_or("", |rules| &rules.digest);
        self.log.answered(|exchange| {
            let client = Client::default();
            let request = Request {
                exchange,
                rules,
                decision: RefusalKind::InvalidRequest.decision(),
                field: "",
                policy: "",
                reason: RefusalKind::InvalidRequest.word(),
                error,
                client: &client,
                peer,
                gateway,
                listener: "",
                route: "",
                backend: "",
                endpoint: "",
                head: None,
                status,
                provider: "",
                formats: ["", ""],
                model: "",
                answered_as: "",
                usage: None,
                cost: None,
                attempts: &[],
                sent: 0,
                first_byte: None,
                first_token: None,
                took: Duration::ZERO,
            };
            request.line(now())
        })
    }
}

/// What is audited of one exchange beyond its facts.
pub(super) struct Audited {
    slot: Slot,
    rules: Arc<Rules>,
    pub(super) attempts: Vec<Attempt>,
    /// The field of the policy that has answered; empty where none has.
    pub(super) field: &'static str,
    /// The length that the request announced.
    length: Option<u64>,
}

impl Audited {
    pub(super) fn new(slot: Slot, rules: Arc<Rules>, head: &Parts) -> Self {
        let length = head.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
        let length = length.and_then(|length| length.parse().ok());
        Audited { slot, rules, attempts: Vec::new(), field: "", length }
    }

    /// Leaves the line.
    pub(super) fn push(self, of: &Facts, passage: &Passage, ended: &Ended<'_>) {
        let Audited { slot, rules, attempts, field, length } = self;
        let field = if of.own == Some(RefusalKind::Guardrail) { GUARD } else { field };
        let decided = PolicyDecision {
            gateway: &passage.gateway,
            listener: &of.listener,
            route: &passage.route,
            backend: &passage.backend,
            field,
        };
        let policy = Some(&decided).filter(|_| !field.is_empty());
        let policy = policy.and_then(|decided| (rules.policy_of)(decided)).unwrap_or_default();
        // A reply that its client did not wait for was let pass all the same.
        let decision = match of.own.map_or(Decision::Allowed, RefusalKind::decision) {
            Decision::Allowed if matches!(ended.ending, Ending::Broken(_)) => Decision::Failed,
            decision => decision,
        };
        let request = Request {
            exchange: slot.number(),
            rules: &rules.digest,
            decision,
            field,
            policy: &policy,
            reason: of.own.map_or("", RefusalKind::word),
            error: ended.ending.error().unwrap_or_default(),
            client: &passage.client,
            peer: of.peer,
            gateway: &passage.gateway,
            listener: &of.listener,
            route: &passage.route,
            backend: &passage.backend,
            endpoint: &of.endpoint,
            head: Some(Head {
                method: of.method.as_str(),
                host: &of.host,
                path: &of.path,
                version: of.version,
                length,
            }),
            status: (of.status != 0).then_some(of.status),
            provider: &of.provider,
            formats: of.formats,
            model: &passage.model,
            answered_as: ended.model.unwrap_or_default(),
            usage: ended.usage,
            cost: ended.cost,
            attempts: &attempts,
            sent: of.sent,
            first_byte: of.first_byte,
            first_token: ended.first_token,
            took: ended.took,
        };
        let line = request.line(now());
        slot.push(line);
    }
}
