//! What stands before a backend is chosen: traffic policies, in agentgateway's order. What they decide stands in
//! `domain::route::policy::steps`; here are the waits between them, and the buckets.
//!
//! Source: `crates/agentgateway/src/proxy/httpproxy.rs` of agentgateway at 75b4e6ce6.

use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::body::budget::BudgetPermit;
use super::body::client::ClientBody;
use super::body::parsing;
use super::clock::{chance, now};
use super::shared::Shared;
use crate::domain::route::policy::RoutePolicies;
use crate::domain::route::policy::buffer::BufferPolicy;
use crate::domain::route::policy::context::{PolicyContext, ShortCircuit};
use crate::domain::route::policy::rate_limit::{BucketState, Unit};
use crate::domain::route::policy::steps::Step;
use crate::domain::route::refusal::Refusal;

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// Lets a request through the policies, or not. Where an expression costs more than it may, what any of them has
/// decided does not count.
///
/// # Errors
/// How it is answered instead.
pub(super) async fn pass(
    shared: &Shared,
    traffic: &RoutePolicies,
    context: &mut PolicyContext,
    head: &mut Parts,
    body: &mut ClientBody,
) -> Result<(), ShortCircuit> {
    let passed = steps(shared, traffic, context, head, body).await;
    context.affordable()?;
    passed
}

async fn steps(
    shared: &Shared,
    traffic: &RoutePolicies,
    context: &mut PolicyContext,
    head: &mut Parts,
    body: &mut ClientBody,
) -> Result<(), ShortCircuit> {
    let mut room = None;
    for step in Step::ORDER {
        match step {
            Step::Cors => context.cors(traffic, head)?,
            Step::JwtAuthentication => {
                let fetched = |remote: &_| shared.key_sets.current(remote);
                context.token(traffic, head, now, &fetched)?;
            }
            Step::BasicAuthentication => login(shared, traffic, context, head).await?,
            Step::ApiKeyAuthentication => context.key(traffic, head)?,
            Step::Body => room = read(shared, traffic, context, body).await?,
            Step::Authorization => context.authorize(traffic, head, chance())?,
            Step::RateLimit => limit(shared, traffic, context, head)?,
            Step::Buffer => buffer(shared, traffic, body).await?,
            Step::Transformation => {
                context.affordable()?;
                if let Some(made) = context.transform(traffic, head, chance()) {
                    let share = shared.budget.hold(made.len())?;
                    *body = ClientBody::whole(made, share);
                }
            }
            Step::Csrf => PolicyContext::csrf(traffic, head)?,
            Step::HeaderModifiers => PolicyContext::edit(traffic, head),
            Step::Delay => {
                room = None;
                if let Some(delay) = context.delay(traffic, head, chance()) {
                    tokio::time::sleep(delay).await;
                }
            }
            Step::DirectResponse => context.direct(traffic, head, chance())?,
        }
    }
    drop(room);
    Ok(())
}

/// Passwords are compared on a thread of their own.
async fn login(
    shared: &Shared,
    traffic: &RoutePolicies,
    context: &mut PolicyContext,
    head: &mut Parts,
) -> Result<(), Refusal> {
    let Some(basic) = &traffic.basic else { return Ok(()) };
    let Some(login) = context.login(basic, head)? else { return Ok(()) };
    let good = shared.passwords.fits(&basic.users, &login).await;
    context.judged(basic, head, login, good)
}

/// Reads the body where an expression looks into it. The room for what expressions make of it.
async fn read(
    shared: &Shared,
    traffic: &RoutePolicies,
    context: &mut PolicyContext,
    body: &mut ClientBody,
) -> Result<Option<BudgetPermit>, Refusal> {
    if !traffic.needs_body() {
        return Ok(None);
    }
    if context.body.is_none() {
        context.body = Some(body.hold(traffic.limit(shared.max_body), &shared.budget).await?);
    }
    parsing::aside(&shared.budget, context.body.as_deref())
}

/// `buffer.request`.
async fn buffer(
    shared: &Shared,
    traffic: &RoutePolicies,
    body: &mut ClientBody,
) -> Result<(), Refusal> {
    let Some(BufferPolicy { lets_go, .. }) = traffic.buffer else { return Ok(()) };
    let limit = traffic.limit(shared.max_body);
    match lets_go {
        true => body.begin(limit, &shared.budget).await,
        false => body.hold(limit, &shared.budget).await.map(drop),
    }
}

/// Requests are counted now; tokens have to be there, and are paid for by the reply.
fn limit(
    shared: &Shared,
    traffic: &RoutePolicies,
    context: &mut PolicyContext,
    head: &Parts,
) -> Result<(), Refusal> {
    if traffic.limits.is_empty() {
        return Ok(());
    }
    let limits: Vec<_> = match traffic.limit_cases.is_empty() {
        true => traffic.limits.iter().collect(),
        false => traffic.limits_of(&context.facts(head, chance())).collect(),
    };
    for limit in limits {
        let (bucket, now) = shared.buckets.of(limit);
        match limit.of {
            Unit::Requests => {
                let standing = bucket.take(limit, now);
                told(&mut context.reply_headers, standing.unwrap_or_else(|empty| empty));
                standing.map_err(|_| Refusal::RATE_LIMITED)?;
            }
            Unit::Tokens => {
                if let Err(empty) = bucket.look(limit, now) {
                    told(&mut context.reply_headers, empty);
                    return Err(Refusal::RATE_LIMITED);
                }
                context.pays.push(bucket);
            }
        }
    }
    Ok(())
}

fn told(headers: &mut HeaderMap, standing: BucketState) {
    headers.insert(LIMIT, HeaderValue::from(standing.limit));
    headers.insert(REMAINING, HeaderValue::from(standing.left));
    headers.insert(RESET, HeaderValue::from(standing.reset.as_secs()));
}
