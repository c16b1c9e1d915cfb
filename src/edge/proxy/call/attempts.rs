//! The attempts of one exchange: once, or as often as the rule's `retry` says, each to the provider that is best by
//! then, all within the rule's bound on the time to the reply's head.
//!
//! Source: `crates/agentgateway/src/proxy/httpproxy.rs` of agentgateway at 75b4e6ce6.

use std::pin::pin;
use std::sync::Arc;

use http::{HeaderName, HeaderValue};

use super::request::UpstreamRequest;
use super::within::within;
use super::{backend_transformation, http_call, model_call};
use crate::domain::route::health::HealthOutcome;
use crate::domain::route::http_upstream::HttpUpstream;
use crate::domain::route::model_backend::ModelBackend;
use crate::domain::route::policy::context::PolicyContext;
use crate::domain::route::policy::transformation::Transformation;
use crate::domain::route::refusal::{Refusal, RefusalKind};
use crate::domain::route::retry::Retry;
use crate::domain::route::table::Rule;
use crate::domain::route::target::Target;
use crate::edge::proxy::answer::response::{BackendTransforms, UpstreamResponse};
use crate::edge::proxy::body::client::replay::ReplayBuffer;
use crate::edge::proxy::clock::chance;
use crate::edge::proxy::plan::{self, PlannedHead};
use crate::edge::proxy::shared::Shared;
use crate::edge::proxy::state::load_balancer::Selected;
use crate::edge::telemetry::access_log::Record;

const RETRY_ATTEMPT: HeaderName = HeaderName::from_static("x-retry-attempt");

/// Calls a target until its answer is not worth another attempt. `context` is what is known of who asks.
///
/// # Errors
/// The answer to give instead, in agentgateway's words.
pub(in crate::edge::proxy) async fn run(
    shared: &Shared,
    target: &Target,
    rule: &Rule,
    context: &PolicyContext,
    outgoing: UpstreamRequest,
    record: &mut Record,
) -> Result<UpstreamResponse, Refusal> {
    let calls = Attempts { shared, target, rule, context };
    let applies = |retry: &&Retry| {
        let asked = context.facts(&outgoing.planned.head, chance()).request;
        asked.is_some_and(|asked| retry.applies(asked))
    };
    match rule.retry.as_deref().filter(applies) {
        None => calls.once(outgoing, record).await,
        // Boxed: few rules retry, and every exchange would be as large as this.
        Some(retry) => Box::pin(calls.repeated(retry, outgoing, record)).await,
    }
}

/// What the attempts of one exchange have in common.
#[derive(Clone, Copy)]
struct Attempts<'a> {
    shared: &'a Shared,
    target: &'a Target,
    rule: &'a Rule,
    context: &'a PolicyContext,
}

impl Attempts<'_> {
    /// As many attempts as the rule wants, with the same body.
    async fn repeated(
        self,
        retry: &Retry,
        outgoing: UpstreamRequest,
        record: &mut Record,
    ) -> Result<UpstreamResponse, Refusal> {
        let UpstreamRequest { planned, body, arrived } = outgoing;
        let replay = match ReplayBuffer::begin(body) {
            Ok(replay) => replay,
            Err(body) => {
                return self.once(UpstreamRequest { planned, body, arrived }, record).await;
            }
        };
        let mut tried = 0;
        loop {
            let body = replay.replay();
            let mut outgoing = UpstreamRequest { planned: planned.clone(), body, arrived };
            if tried > 0 {
                outgoing.planned.head.headers.insert(RETRY_ATTEMPT, HeaderValue::from(tried));
                record.retried(tried);
            }
            // What failed is remembered before the next provider is chosen: the attempt that makes a provider be left
            // out is followed by one to another, with a pause or without.
            let result = self.once(outgoing, record).await;
            if tried == retry.attempts || !again(retry, &result) || !replay.is_whole() {
                return result;
            }
            match &result {
                Ok(answered) => record.attempted(answered.status(), None),
                Err(refusal) => record.attempted(refusal.status, Some(refusal.kind)),
            }
            // An answer that nobody reads must not hold its connection through the pause.
            drop(result);
            tried += 1;
            let pause = tokio::time::sleep(retry.backoff.unwrap_or_default());
            let whole = self.rule.request_timeout;
            let left = whole.map(|limit| limit.saturating_sub(arrived.elapsed()));
            let pause = pin!(async {
                pause.await;
                Ok(())
            });
            within(left, Refusal::REQUEST_TIMEOUT, pause).await?;
        }
    }

    /// That neither the kill switch nor the rules of a plain backend keep the request from it.
    fn may_call(
        self,
        upstream: &HttpUpstream,
        planned: &PlannedHead,
        record: &mut Record,
    ) -> Result<(), Refusal> {
        record.passage_mut().backend = upstream.name.text();
        self.shared.kill_switch.check(record.passage())?;
        let rules = upstream.authorization.as_deref().into_iter();
        plan::member::allowed(rules, self.context, planned, chance)
    }

    /// One attempt, in what is left of the exchange's time to the reply's head.
    async fn once(
        self,
        mut outgoing: UpstreamRequest,
        record: &mut Record,
    ) -> Result<UpstreamResponse, Refusal> {
        let Attempts { shared, target, rule, context } = self;
        let left =
            rule.request_timeout.map(|limit| limit.saturating_sub(outgoing.arrived.elapsed()));
        let client = outgoing.body.progress();
        // What the client did to its own body is no provider's failure, and no reason for another attempt.
        let blame = |refusal| match &client {
            Some(progress) => progress.blame(refusal),
            None => refusal,
        };
        match target {
            Target::Refuse(refusal) => Err(refusal.clone()),
            // One of them was chosen before the first attempt.
            Target::Models(_) => Err(Refusal::NO_VALID_BACKENDS),
            Target::Http(upstream) => {
                self.may_call(upstream, &outgoing.planned, record)?;
                let all = &upstream.transformations;
                let wanted = made(shared, rule, all, context, &mut outgoing).await?;
                let call = http_call::call(shared, upstream, rule, outgoing, record);
                let answered = within(left, Refusal::REQUEST_TIMEOUT, pin!(call)).await;
                let mut answered = answered.map_err(blame)?;
                answered.wants(wanted);
                Ok(answered)
            }
            Target::Model(backend) => {
                let now = shared.kill_switch.now();
                let alive =
                    now.as_ref().map(|now| backend.alive(now, record.passage())).transpose();
                let alive = alive.map_err(|stop| Refusal::killed(stop.words()))?.flatten();
                let alive = alive.map(|rest| rest.backend);
                let backend: &ModelBackend = alive.as_ref().unwrap_or(backend);
                let value = plan::member::session(backend, context, &outgoing.planned, chance);
                let selected = shared.load_balancer.select(backend, value.as_deref());
                let selected = selected.ok_or(Refusal::NO_VALID_BACKENDS)?;
                let member = selected.member;
                let result =
                    match plan::member::authorized(member, context, &outgoing.planned, chance) {
                        Err(refusal) => Err(refusal),
                        Ok(upstream) => {
                            let all = &upstream.transformations;
                            let wanted = made(shared, rule, all, context, &mut outgoing).await?;
                            plan::member::edit(member, &mut outgoing.planned);
                            let call =
                                model_call::call(shared, upstream, rule, context, outgoing, record);
                            let answered = within(left, Refusal::REQUEST_TIMEOUT, pin!(call)).await;
                            answered.map_err(blame).map(|mut answered| {
                                answered.wants(wanted);
                                answered
                            })
                        }
                    };
                judged(selected, rule, result, record)
            }
        }
    }
}

/// Whether the policy wants another attempt after this one. An exchange out of time has none left.
fn again(retry: &Retry, result: &Result<UpstreamResponse, Refusal>) -> bool {
    match result {
        Ok(answered) => retry.again(&HealthOutcome::Response(answered.facts())),
        Err(Refusal { kind: RefusalKind::RequestTimeout, .. }) => false,
        Err(refusal) => refusal.is_no_response() && retry.again(&HealthOutcome::NoResponse),
    }
}

/// Remembers how an attempt at a provider went, and changes the headers of its reply as it wants them.
fn judged(
    selected: Selected<'_>,
    rule: &Rule,
    result: Result<UpstreamResponse, Refusal>,
    record: &mut Record,
) -> Result<UpstreamResponse, Refusal> {
    let member = selected.member;
    let backoff = rule.retry.as_ref().and_then(|retry| retry.backoff);
    if let Some(pending) = selected.judge(&result, backoff)
        && result.is_ok()
    {
        // Until the reply has ended.
        record.holds(Box::new(pending));
    }
    result.map(|mut answered| {
        if let Some(headers) = &member.headers {
            headers.response.apply(answered.headers_mut());
        }
        answered
    })
}

/// A request as the backend's transformation makes it, and what that is to make of the reply.
async fn made(
    shared: &Shared,
    rule: &Rule,
    all: &Arc<[Transformation]>,
    context: &PolicyContext,
    outgoing: &mut UpstreamRequest,
) -> Result<Option<BackendTransforms>, Refusal> {
    if all.is_empty() {
        return Ok(None);
    }
    let limit = rule.limit(shared.max_body);
    let made = backend_transformation::request(shared, limit, all, context, outgoing);
    Box::pin(made).await.map(Some)
}
