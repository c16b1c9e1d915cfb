//! What stands before a backend is chosen: traffic policies, in agentgateway's order.
//!
//! Source: reference/agentgateway.md §4.5, §4.6, §5.2.

mod buckets;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::request::Parts;
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderName, HeaderValue, Uri};
use serde_json::Value;

use super::Shared;
use super::body::ClientBody;
use crate::domain::route::policy::Traffic;
use crate::domain::route::policy::api_key::{ApiKeys, Mode};
use crate::domain::route::policy::cel::{Facts, RequestFacts, ResponseFacts};
use crate::domain::route::policy::cors::Verdict;
use crate::domain::route::policy::jwt::{Jwt, TokenError};
use crate::domain::route::policy::location::Location;
use crate::domain::route::policy::rate_limit::{Bucket, Standing, Unit};
use crate::domain::route::refusal::Refusal;

pub(super) use buckets::Buckets;

/// A request that goes no further, and how it is answered.
pub(super) enum Stop {
    Refuse(Refusal),
    Answer(Box<Own>),
}

/// An answer that a policy gives.
pub(super) struct Own {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Stop {
    fn answer(status: u16, headers: HeaderMap, body: Bytes) -> Self {
        Stop::Answer(Box::new(Own { status, headers, body }))
    }
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Stop::Refuse(refusal)
    }
}

/// Who asks, and what came of the policies so far.
pub(super) struct Passage {
    peer: SocketAddr,
    host: String,
    /// Go into the reply, whoever answers.
    reply_headers: HeaderMap,
    /// Buckets that pay for the tokens of the reply.
    pub(super) pays: Vec<Arc<Bucket>>,
    jwt: Option<Value>,
    api_key: Option<Value>,
    /// The body, where an expression looks into it.
    body: Option<Bytes>,
}

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

impl Passage {
    pub(super) fn new(peer: SocketAddr, host: &str) -> Self {
        Passage {
            peer,
            host: host.to_owned(),
            reply_headers: HeaderMap::new(),
            pays: Vec::new(),
            jwt: None,
            api_key: None,
            body: None,
        }
    }

    pub(super) fn host(&self) -> &str {
        &self.host
    }

    /// What expressions see of a request.
    pub(super) fn facts<'a>(&'a self, head: &'a Parts) -> Facts<'a> {
        Facts {
            request: Some(RequestFacts {
                method: &head.method,
                host: &self.host,
                path: head.uri.path(),
                query: head.uri.query(),
                headers: &head.headers,
                body: self.body.as_deref(),
            }),
            source: Some(self.peer),
            jwt: self.jwt.as_ref(),
            api_key: self.api_key.as_ref(),
            chance: fastrand::f64(),
            ..Facts::default()
        }
    }

    /// The reply's head on its way out.
    pub(super) fn leave(&self, headers: &mut HeaderMap) {
        for (name, value) in &self.reply_headers {
            headers.insert(name, value.clone());
        }
    }
}

/// Lets a request through the policies, or not.
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
    if let Some(cors) = &traffic.cors {
        match cors.judge(&head.method, &head.headers) {
            Verdict::Preflight(headers) => {
                return Err(Stop::answer(200, headers, Bytes::new()));
            }
            Verdict::Pass(headers) => passage.reply_headers.extend(headers),
        }
    }
    if let Some(jwt) = &traffic.jwt {
        passage.jwt = by_token(jwt, head)?.or(passage.jwt.take());
    }
    if let Some(keys) = &traffic.api_keys {
        passage.api_key = by_key(keys, head)?.or(passage.api_key.take());
    }
    if traffic.needs_body() && passage.body.is_none() {
        passage.body = Some(body.hold(shared.max_body, &shared.budget).await?);
    }
    if let Some(rules) = &traffic.authorization
        && !rules.allows(&passage.facts(head))
    {
        return Err(Refusal::NOT_AUTHORIZED.into());
    }
    limit(shared, traffic, passage)?;
    if let Some(most) = traffic.buffer {
        body.hold(most.min(shared.max_body), &shared.budget).await?;
    }
    transform(traffic, passage, head, body);
    if let Some(csrf) = &traffic.csrf
        && !csrf.allows(&head.method, &head.headers)
    {
        return Err(Refusal::FORGED.into());
    }
    if let Some(edits) = &traffic.request_headers {
        edits.apply(&mut head.headers);
    }
    let delay = traffic.delay.as_ref().map(|delay| delay.of(&passage.facts(head)));
    if let Some(delay) = delay.filter(|delay| !delay.is_zero()) {
        tokio::time::sleep(delay).await;
    }
    answer(traffic, passage, head)
}

/// The reply of an upstream on its way out.
pub(super) fn reply(
    traffic: &Traffic,
    passage: &Passage,
    head: &Parts,
    status: u16,
    headers: &mut HeaderMap,
) {
    if let Some(made) = traffic.transformation.as_ref().filter(|made| !made.response.is_empty()) {
        let response = ResponseFacts { status, headers };
        let facts = Facts { response: Some(response), ..passage.facts(head) };
        let values = made.response.make(&facts);
        made.response.apply(values, headers);
    }
    if let Some(edits) = &traffic.response_headers {
        edits.apply(headers);
    }
}

fn by_token(jwt: &Jwt, head: &mut Parts) -> Result<Option<Value>, Refusal> {
    let refuse = |error: TokenError| Refusal::token_refused(&error);
    let Some(token) = jwt.location.find(&head.headers, head.uri.query()) else {
        return match jwt.mode {
            Mode::Strict => Err(refuse(TokenError::Missing)),
            Mode::Optional | Mode::Permissive => Ok(None),
        };
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    match jwt.verify(&token, now) {
        Ok(claims) => {
            take_out(&jwt.location, head);
            Ok(Some(claims))
        }
        Err(_) if jwt.mode == Mode::Permissive => Ok(None),
        Err(error) => Err(refuse(error)),
    }
}

fn by_key(keys: &ApiKeys, head: &mut Parts) -> Result<Option<Value>, Refusal> {
    let Some(key) = keys.location.find(&head.headers, head.uri.query()) else {
        return match keys.mode {
            Mode::Strict => Err(Refusal::NO_API_KEY),
            Mode::Optional | Mode::Permissive => Ok(None),
        };
    };
    match keys.owner(&key) {
        Some(owner) => {
            take_out(&keys.location, head);
            // The key itself is shown to no expression in the clear.
            let mut known = owner.as_object().cloned().unwrap_or_default();
            known.insert("key".to_owned(), Value::from("<redacted>"));
            Ok(Some(Value::Object(known)))
        }
        None if keys.mode == Mode::Permissive => Ok(None),
        None => Err(Refusal::WRONG_API_KEY),
    }
}

/// A credential that was good for us is nobody else's.
fn take_out(location: &Location, head: &mut Parts) {
    let query = head.uri.query().map(str::to_owned);
    let Some(left) = location.remove(&mut head.headers, query.as_deref()) else { return };
    let path = head.uri.path();
    let target = if left.is_empty() { path.to_owned() } else { format!("{path}?{left}") };
    let mut parts = std::mem::take(&mut head.uri).into_parts();
    // What is left of a path and query is one.
    if let Ok(target) = PathAndQuery::try_from(target) {
        parts.path_and_query = Some(target);
    }
    head.uri = Uri::from_parts(parts).unwrap_or_default();
}

/// Requests are counted now; tokens have to be there, and are paid for by the reply.
fn limit(shared: &Shared, traffic: &Traffic, passage: &mut Passage) -> Result<(), Refusal> {
    for limit in &traffic.limits {
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

fn transform(traffic: &Traffic, passage: &mut Passage, head: &mut Parts, body: &mut ClientBody) {
    let Some(made) = traffic.transformation.as_ref().filter(|made| !made.request.is_empty()) else {
        return;
    };
    let facts = passage.facts(head);
    let values = made.request.make(&facts);
    let whole = made.request.body.as_ref().map(|by| by.bytes(&facts).unwrap_or_default());
    made.request.apply(values, &mut head.headers);
    if let Some(whole) = whole {
        let whole = Bytes::from(whole);
        head.headers.insert(CONTENT_LENGTH, HeaderValue::from(whole.len()));
        body.replace(whole.clone());
        passage.body = Some(whole);
    }
}

fn answer(traffic: &Traffic, passage: &Passage, head: &Parts) -> Result<(), Stop> {
    let Some(direct) = &traffic.direct else { return Ok(()) };
    let facts = passage.facts(head);
    let Some(answer) = direct.answer(&facts) else { return Ok(()) };
    let headers = answer.headers.iter().cloned().collect();
    let body = Bytes::from(answer.body(&facts));
    Err(Stop::answer(answer.status, headers, body))
}
