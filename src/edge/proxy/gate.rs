//! What stands before a backend is chosen: traffic policies, in agentgateway's order. What they decide stands in
//! `domain::route::policy::passage`; here are the waits between them, and the buckets.
//!
//! Source: `crates/agentgateway/src/proxy/httpproxy.rs` of agentgateway at 75b4e6ce6.

use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::body::client::ClientBody;
use super::body::parsing;
use super::clock::{chance, now};
use super::shared::Shared;
use crate::domain::route::policy::Traffic;
use crate::domain::route::policy::buffer::Hold;
use crate::domain::route::policy::passage::{Passage, Stop};
use crate::domain::route::policy::rate_limit::{Standing, Unit};
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
    traffic: &Traffic,
    passage: &mut Passage,
    head: &mut Parts,
    body: &mut ClientBody,
) -> Result<(), Stop> {
    let passed = steps(shared, traffic, passage, head, body).await;
    passage.affordable()?;
    passed
}

async fn steps(
    shared: &Shared,
    traffic: &Traffic,
    passage: &mut Passage,
    head: &mut Parts,
    body: &mut ClientBody,
) -> Result<(), Stop> {
    passage.cors(traffic, head)?;
    passage.token(traffic, head, now, &|remote| shared.key_sets.current(remote))?;
    if let Some(basic) = &traffic.basic
        && let Some(login) = passage.login(basic, head)?
    {
        let good = shared.passwords.fits(&basic.users, &login).await;
        passage.judged(basic, head, login, good)?;
    }
    passage.key(traffic, head)?;
    if traffic.needs_body() && passage.body.is_none() {
        passage.body = Some(body.hold(traffic.limit(shared.max_body), &shared.budget).await?);
    }
    let looked_at = passage.body.as_deref().filter(|_| traffic.needs_body());
    let room = parsing::aside(&shared.budget, looked_at)?;
    passage.authorize(traffic, head, chance())?;
    limit(shared, traffic, passage, head)?;
    if let Some(Hold { lets_go, .. }) = traffic.buffer {
        let limit = traffic.limit(shared.max_body);
        match lets_go {
            true => body.begin(limit, &shared.budget).await?,
            false => drop(body.hold(limit, &shared.budget).await?),
        }
    }
    passage.affordable()?;
    if let Some(made) = passage.transform(traffic, head, chance()) {
        let share = shared.budget.hold(made.len())?;
        *body = ClientBody::whole(made, share);
    }
    Passage::csrf(traffic, head)?;
    Passage::edit(traffic, head);
    drop(room);
    if let Some(delay) = passage.delay(traffic, head, chance()) {
        tokio::time::sleep(delay).await;
    }
    passage.direct(traffic, head, chance())
}

/// Requests are counted now; tokens have to be there, and are paid for by the reply.
fn limit(
    shared: &Shared,
    traffic: &Traffic,
    passage: &mut Passage,
    head: &Parts,
) -> Result<(), Refusal> {
    if traffic.limits.is_empty() {
        return Ok(());
    }
    let limits: Vec<_> = match traffic.limit_cases.is_empty() {
        true => traffic.limits.iter().collect(),
        false => traffic.limits_of(&passage.facts(head, chance())).collect(),
    };
    for limit in limits {
        let (bucket, now) = shared.buckets.of(limit);
        match limit.of {
            Unit::Requests => {
                let standing = bucket.take(limit, now);
                told(&mut passage.reply_headers, standing.unwrap_or_else(|empty| empty));
                standing.map_err(|_| Refusal::RATE_LIMITED)?;
            }
            Unit::Tokens => {
                if let Err(empty) = bucket.look(limit, now) {
                    told(&mut passage.reply_headers, empty);
                    return Err(Refusal::RATE_LIMITED);
                }
                passage.pays.push(bucket);
            }
        }
    }
    Ok(())
}

fn told(headers: &mut HeaderMap, standing: Standing) {
    headers.insert(LIMIT, HeaderValue::from(standing.limit));
    headers.insert(REMAINING, HeaderValue::from(standing.left));
    headers.insert(RESET, HeaderValue::from(standing.reset.as_secs()));
}
