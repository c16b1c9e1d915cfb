//! Runs the traffic policies, before a backend is chosen, in agentgateway's order. What they decide stands in
//! `domain::route::policy::steps`; here are the waits between them, and the buckets.
//!
//! Source: `crates/agentgateway/src/proxy/httpproxy.rs` of agentgateway at 75b4e6ce6.

use std::sync::Arc;

use http::request::Parts;

use super::body::budget::BudgetPermit;
use super::body::client::ClientBody;
use super::body::json_budget;
use super::clock::{chance, now};
use super::shared::Shared;
use crate::domain::route::policy::RoutePolicies;
use crate::domain::route::policy::buffer::BufferPolicy;
use crate::domain::route::policy::context::{PolicyContext, ShortCircuit};
use crate::domain::route::policy::rate_limit::{BucketState, Unit};
use crate::domain::route::policy::steps::Step;
use crate::domain::route::refusal::Refusal;

/// Lets a request through the policies, or not. Where an expression costs more than it may, what any of them has
/// decided does not count.
///
/// # Errors
/// How it is answered instead.
pub(super) async fn pass(
    shared: &Shared,
    policies: &RoutePolicies,
    context: &mut PolicyContext,
    head: &mut Parts,
    body: &mut ClientBody,
) -> Result<(), ShortCircuit> {
    let passed = steps(shared, policies, context, head, body).await;
    context.affordable()?;
    passed
}

async fn steps(
    shared: &Shared,
    policies: &RoutePolicies,
    context: &mut PolicyContext,
    head: &mut Parts,
    body: &mut ClientBody,
) -> Result<(), ShortCircuit> {
    let mut room = None;
    for step in Step::ORDER {
        context.field = step.field();
        match step {
            Step::Cors => context.cors(policies, head)?,
            Step::JwtAuthentication => {
                let fetched = |remote: &_| shared.key_sets.current(remote);
                context.token(policies, head, now, &fetched)?;
            }
            Step::BasicAuthentication => login(shared, policies, context, head).await?,
            Step::ApiKeyAuthentication => context.key(policies, head)?,
            Step::Body => room = read(shared, policies, context, body).await?,
            Step::Authorization => context.authorize(policies, head, chance())?,
            Step::RateLimit => limit(shared, policies, context, head)?,
            Step::Buffer => buffer(shared, policies, body).await?,
            Step::Transformation => {
                context.affordable()?;
                if let Some(made) = context.transform(policies, head, chance()) {
                    let share = shared.budget.hold(made.len())?;
                    *body = ClientBody::whole(made, share);
                }
            }
            Step::Csrf => PolicyContext::csrf(policies, head)?,
            Step::HeaderModifiers => PolicyContext::edit(policies, head),
            Step::Delay => {
                room = None;
                if let Some(delay) = context.delay(policies, head, chance()) {
                    tokio::time::sleep(delay).await;
                }
            }
            Step::DirectResponse => context.direct(policies, head, chance())?,
        }
    }
    drop(room);
    context.field = "";
    Ok(())
}

/// Passwords are compared on a thread of their own.
async fn login(
    shared: &Shared,
    policies: &RoutePolicies,
    context: &mut PolicyContext,
    head: &mut Parts,
) -> Result<(), Refusal> {
    let Some(basic) = &policies.basic else { return Ok(()) };
    let Some(login) = context.login(basic, head)? else { return Ok(()) };
    let good = shared.passwords.fits(&basic.users, &login).await;
    context.judged(basic, head, login, good)
}

/// Reads the body where an expression looks into it. The room for what expressions make of it.
async fn read(
    shared: &Shared,
    policies: &RoutePolicies,
    context: &mut PolicyContext,
    body: &mut ClientBody,
) -> Result<Option<BudgetPermit>, Refusal> {
    if !policies.needs_body() {
        return Ok(None);
    }
    if context.body.is_none() {
        context.body = Some(body.hold(policies.limit(shared.max_body), &shared.budget).await?);
    }
    json_budget::aside(&shared.budget, context.body.as_deref())
}

/// `buffer.request`.
async fn buffer(
    shared: &Shared,
    policies: &RoutePolicies,
    body: &mut ClientBody,
) -> Result<(), Refusal> {
    let Some(BufferPolicy { lets_go, .. }) = policies.buffer else { return Ok(()) };
    let limit = policies.limit(shared.max_body);
    match lets_go {
        true => body.begin(limit, &shared.budget).await,
        false => body.hold(limit, &shared.budget).await.map(drop),
    }
}

/// Requests are counted now; limits of tokens wait until a language model is called.
fn limit(
    shared: &Shared,
    policies: &RoutePolicies,
    context: &mut PolicyContext,
    head: &Parts,
) -> Result<(), Refusal> {
    if policies.limits.is_empty() {
        return Ok(());
    }
    let limits: Vec<_> = match policies.limit_cases.is_empty() {
        true => policies.limits.iter().collect(),
        false => policies.limits_of(&context.facts(head, chance())).collect(),
    };
    let mut tightest: Option<BucketState> = None;
    for limit in limits {
        if limit.of == Unit::Tokens {
            let known = context.tokens.take().unwrap_or_default();
            context.tokens = Some(Arc::new(known.and(limit)));
            continue;
        }
        let (bucket, now) = shared.buckets.of_request(limit, || context.facts(head, chance()));
        match bucket.take(limit, now) {
            Ok(state) => tightest = Some(state.tighter(tightest)),
            Err(empty) => {
                empty.tell(&mut context.reply_headers);
                return Err(Refusal::RATE_LIMITED);
            }
        }
    }
    if let Some(state) = tightest {
        state.tell(&mut context.reply_headers);
    }
    Ok(())
}
