//! What the audit log has of an exchange beyond the access log, and the line that it makes of both.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;
use http::header::CONTENT_LENGTH;
use http::request::Parts;

use super::{Ended, Ending, Line};
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

    /// Records what never became a request.
    pub(super) fn unread(&self, gateway: &str, peer: SocketAddr, status: Option<u16>, error: &str) {
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
                took: Duration::ZERO,
                is_stream: false,
            };
            request.line(now())
        });
    }
}

/// What is audited of one exchange.
pub struct Audited {
    slot: Slot,
    rules: Arc<Rules>,
    pub(super) attempts: Vec<Attempt>,
    field: &'static str,
    formats: [&'static str; 2],
    /// The length that the request announced.
    length: Option<u64>,
    sent: u64,
    first_byte: Option<Duration>,
}

impl Audited {
    pub(super) fn new(slot: Slot, rules: Arc<Rules>, head: &Parts) -> Self {
        let length = head.headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok());
        Audited {
            slot,
            rules,
            attempts: Vec::new(),
            field: "",
            formats: ["", ""],
            length: length.and_then(|length| length.parse().ok()),
            sent: 0,
            first_byte: None,
        }
    }

    /// The field of the policy that has answered; none where none has.
    pub fn decided(&mut self, field: &'static str) {
        self.field = field;
    }

    /// The formats of the client and of the provider.
    pub fn formats(&mut self, client: &'static str, upstream: &'static str) {
        self.formats = [client, upstream];
    }

    pub(super) fn sends(&mut self, bytes: usize, since: Instant) {
        self.first_byte.get_or_insert_with(|| since.elapsed());
        self.sent = self.sent.saturating_add(bytes as u64);
    }

    /// Leaves the line.
    pub(super) fn push(self, of: &Line, passage: &Passage, ended: &Ended<'_>, is_stream: bool) {
        let Audited { slot, rules, attempts, formats, .. } = self;
        let field = if of.own == Some(RefusalKind::Guardrail) { GUARD } else { self.field };
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
                length: self.length,
            }),
            status: (of.status != 0).then_some(of.status),
            provider: &of.provider,
            formats,
            model: &passage.model,
            answered_as: ended.model.unwrap_or_default(),
            usage: ended.usage,
            cost: ended.cost,
            attempts: &attempts,
            sent: self.sent,
            first_byte: self.first_byte,
            took: ended.took,
            is_stream,
        };
        let line = request.line(now());
        slot.push(line);
    }
}
