//! One request, phase by phase: who is asked, which rule, what changes, which backend, the call, the reply.

use std::sync::Arc;
use std::time::Instant;

use http::header::HOST;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response};
use hyper::body::Incoming;

use super::answer::buffering;
use super::answer::reply::{self, ResponseBody};
use super::answer::response::UpstreamResponse;
use super::answer::transforming::{self, ResponseTransforms};
use super::body::client::ClientBody;
use super::call::request::UpstreamRequest;
use super::call::{attempts, mirror, models};
use super::connection_info::ConnectionInfo;
use super::plan::{client_key, head};
use super::shared::{Live, Shared};
use super::{gate, upgrade};
use crate::domain::route::browser::BrowserGuard;
use crate::domain::route::filter::Filters;
use crate::domain::route::matcher::RequestParts;
use crate::domain::route::matcher::path::PathMatcher;
use crate::domain::route::policy::Traffic;
use crate::domain::route::policy::passage::{Own, Passage, Stop};
use crate::domain::route::refusal::Refusal;
use crate::domain::route::table::{Bind, BindKey, Candidate, Listener, Rule};
use crate::domain::route::target::Target;
use crate::edge::telemetry::access_log::Record;

const ROUTE: HeaderName = HeaderName::from_static("x-agw-route");

/// Answers one request. Never fails: what goes wrong is an answer too.
pub(super) async fn run(
    shared: Arc<Shared>,
    live: Arc<Live>,
    arrival: ConnectionInfo,
    request: Request<Incoming>,
) -> Response<ResponseBody> {
    let arrived = Instant::now();
    let peer = arrival.peer;
    let (mut head, body) = request.into_parts();
    let mut body = ClientBody::new(&head, body, peer.ip(), shared.stall);
    let host = head::arrive(&mut head);
    let mut record = shared.log.open(&head, peer);
    let host = match admitted(&shared, &live, &mut head, host) {
        Ok(host) => host,
        Err(refusal) => return reply::refuse(&refusal, record),
    };
    let bind = live.slots.get(arrival.slot).and_then(Option::as_ref);
    let mut passage = Passage::new(Some(peer), &host).by(arrival.server.is_some());
    let server = arrival.server.as_deref();
    if let Err(stop) =
        before(&shared, &live, (bind, server), &mut passage, (&mut head, &mut body)).await
    {
        return stopped(stop, &passage, record);
    }
    // A policy may have changed the host.
    let (bind, listener, candidate) = match find(&live, bind, server, &head, passage.host()) {
        Ok((bind, listener, candidate)) => {
            let gateway = bind.gateway.as_ref().map(ToString::to_string).unwrap_or_default();
            record.route(gateway, &listener.name, label(&candidate.rule));
            (bind, listener, candidate)
        }
        Err(refusal) => return reply::refuse(&refusal, record),
    };
    let traffic = candidate.rule.traffic.as_deref();
    let by = [listener.before.as_deref(), traffic];
    if let Err(stop) = page(&shared, &head, &mut passage, by) {
        return stopped(stop, &passage, record);
    }
    // What a policy says of the reply may depend on the request.
    let of_listener = listener.before.as_deref().filter(|traffic| traffic.refuses.is_none());
    let wanted = ResponseTransforms::of([traffic, of_listener], &head);
    if wanted.as_ref().is_some_and(|wanted| wanted.sees_model()) {
        record.keeps(&head, peer);
    }
    if let Some(traffic) = traffic.filter(|_| candidate.rule.refusal.is_none()) {
        let passed = gate::pass(&shared, traffic, &mut passage, &mut head, &mut body).await;
        record.pays(&head, peer, std::mem::take(&mut passage.pays));
        // Waiting there counts too.
        let late = candidate.rule.request_timeout.is_some_and(|limit| arrived.elapsed() >= limit);
        let passed = if late { Err(Refusal::REQUEST_TIMEOUT.into()) } else { passed };
        if let Err(stop) = passed {
            let mut response = stopped(stop, &passage, record);
            name_route(&mut response, &candidate.rule);
            return response;
        }
    }
    let of_head = head.method == Method::HEAD;
    let outgoing = UpstreamRequest::new(head, body, arrived);
    let mut response =
        match forward(&shared, bind, candidate, &passage, outgoing, &mut record).await {
            Ok(Forwarded::Reply(mut answered)) => {
                candidate.rule.filters.response_headers.apply(answered.headers_mut());
                let answered = held(&shared, traffic, of_head, answered).await;
                let wanted = (wanted.as_deref(), &passage);
                match changed(&shared, wanted, of_head, answered, &mut record).await {
                    Err(own) => reply::own(own, record),
                    Ok(answered) => finish(answered, candidate, &arrival.tunnel, record),
                }
            }
            Ok(Forwarded::Redirect(status, location)) => reply::redirect(status, &location, record),
            Err(refusal) => {
                let mut response = reply::refuse(&refusal, record);
                name_route(&mut response, &candidate.rule);
                response
            }
        };
    passage.leave(response.headers_mut());
    response
}

/// Who may ask at all: with the client key where there is one, for a host of ours where there is none.
fn admitted(
    shared: &Shared,
    live: &Live,
    head: &mut Parts,
    host: Result<String, Refusal>,
) -> Result<String, Refusal> {
    if let Some(key) = &shared.client_key {
        client_key::admit(key, head)?;
    }
    let host = host?;
    shared.upstreams.admit(&head.headers)?;
    if let Some(guard) = &shared.browsers {
        guard.admit(&host, &head.headers, Some(&live.table))?;
    }
    Ok(host)
}

/// Refuses what a page of another site made a browser send, unless a CORS policy on its way allows that origin.
fn of_page<'t>(
    shared: &Shared,
    head: &Parts,
    by: impl FnOnce() -> [Option<&'t Traffic>; 2],
) -> Result<(), Refusal> {
    let guard = shared.browsers.as_ref();
    if !guard.is_some_and(|guard| guard.is_foreign(&head.headers)) {
        return Ok(());
    }
    let mut cors = by().into_iter().flatten().filter_map(|traffic| traffic.cors.as_ref());
    match cors.any(|cors| cors.answers(&head.method, &head.headers)) {
        true => Ok(()),
        false => Err(BrowserGuard::refused(&head.headers)),
    }
}

/// Refuses what a page of another site sends, and answers one whose origin the user allows, where no CORS policy on its way
/// does either.
fn page(
    shared: &Shared,
    head: &Parts,
    passage: &mut Passage,
    by: [Option<&Traffic>; 2],
) -> Result<(), Stop> {
    of_page(shared, head, || by)?;
    if by.into_iter().flatten().any(|traffic| traffic.cors.is_some()) {
        return Ok(());
    }
    let cors = shared.browsers.as_ref().and_then(|guard| guard.allowed(&head.headers));
    cors.map_or(Ok(()), |cors| passage.allow(cors, head))
}

/// The policies of a listener that run before a route is looked for.
async fn before(
    shared: &Shared,
    live: &Live,
    (bind, server): (Option<&BindKey>, Option<&str>),
    passage: &mut Passage,
    (head, body): (&mut Parts, &mut ClientBody),
) -> Result<(), Stop> {
    let Some(bind) = bind else { return Ok(()) };
    let served = live.table.binds.get(bind);
    let misdirected =
        |(bind, server): (&Arc<Bind>, &str)| bind.directed(server, passage.host()).is_err();
    if served.zip(server).is_some_and(misdirected) {
        return Ok(());
    }
    let Ok(listener) = live.table.listener(bind, passage.host()) else { return Ok(()) };
    match listener.before.as_deref() {
        Some(traffic) if traffic.refuses.is_none() => {
            // They may lead it to another rule, which is asked again.
            of_page(shared, head, || {
                let found = find(live, Some(bind), server, head, passage.host()).ok();
                [Some(traffic), found.and_then(|(.., found)| found.rule.traffic.as_deref())]
            })?;
            gate::pass(shared, traffic, passage, head, body).await
        }
        _ => Ok(()),
    }
}

/// A request that a policy answers.
fn stopped(stop: Stop, passage: &Passage, record: Record) -> Response<ResponseBody> {
    let mut response = match stop {
        Stop::Refuse(refusal) => reply::refuse(&refusal, record),
        Stop::Answer(own) => reply::own(*own, record),
    };
    passage.leave(response.headers_mut());
    response
}

/// How a rule ended.
enum Forwarded {
    Reply(UpstreamResponse),
    Redirect(u16, String),
}

fn find<'l>(
    live: &'l Live,
    bind: Option<&'l BindKey>,
    server: Option<&str>,
    head: &Parts,
    host: &str,
) -> Result<(&'l BindKey, &'l Listener, &'l Candidate), Refusal> {
    let bind = bind.ok_or(Refusal::BIND_NOT_FOUND)?;
    if let (Some(server), Some(of_bind)) = (server, live.table.binds.get(bind)) {
        of_bind.directed(server, host)?;
    }
    let request = RequestParts {
        method: &head.method,
        host,
        path: head.uri.path(),
        query: head.uri.query(),
        headers: &head.headers,
    };
    let found = live.table.find(bind, &request)?;
    Ok((bind, found.listener, found.candidate))
}

/// Filters of the rule, choice of a backend, its filters, the call.
async fn forward(
    shared: &Arc<Shared>,
    bind: &BindKey,
    candidate: &Candidate,
    passage: &Passage,
    mut outgoing: UpstreamRequest,
    record: &mut Record,
) -> Result<Forwarded, Refusal> {
    let (rule, asked_host) = (&candidate.rule, passage.host());
    if let Some(refusal) = &rule.refusal {
        return Err(refusal.clone());
    }
    let matched = matched(candidate);
    if let Some(redirect) = &rule.filters.redirect {
        let asked = (outgoing.head.uri.path(), outgoing.head.uri.query());
        let served = (bind.port, candidate.https);
        let location = redirect.location(asked_host, served, matched, asked);
        return Ok(Forwarded::Redirect(redirect.status, location));
    }
    let UpstreamRequest { head: sent, path, host, .. } = &mut outgoing;
    apply(&rule.filters, matched, &mut sent.headers, path, host);
    let target = rule.pick(fastrand::u64(..))?;
    mirror::send(shared, &rule.mirrors, &outgoing);
    mirror::send(shared, &target.mirrors, &outgoing);
    target.filters.request_headers.apply(&mut outgoing.head.headers);
    if let Some(redirect) = &target.filters.redirect {
        let asked = (outgoing.path.as_str(), outgoing.head.uri.query());
        let served = (bind.port, candidate.https);
        let location = redirect.location(asked_host, served, matched, asked);
        return Ok(Forwarded::Redirect(redirect.status, location));
    }
    let of_models;
    let to = match &target.target {
        Target::Models(router) => {
            let limit = rule.limit(shared.max_body);
            of_models = models::choose(shared, router, limit, passage, &mut outgoing).await?;
            &of_models
        }
        other => other,
    };
    let mut answered = attempts::run(shared, to, rule, passage, outgoing, record).await?;
    target.filters.response_headers.apply(answered.headers_mut());
    Ok(Forwarded::Reply(answered))
}

/// The prefix by which a rule was matched.
pub(super) fn matched(candidate: &Candidate) -> Option<&str> {
    match &candidate.matcher.path {
        PathMatcher::Prefix(prefix) => Some(prefix.as_str()),
        _ => None,
    }
}

/// A rule's filters on headers, path and host of a request.
pub(super) fn apply(
    filters: &Filters,
    matched: Option<&str>,
    headers: &mut HeaderMap,
    path: &mut String,
    host: &mut Option<String>,
) {
    filters.request_headers.apply(headers);
    if let Some(rewrite) = &filters.rewrite {
        if let Some(rewritten) = &rewrite.path {
            *path = rewritten.apply(matched, path);
        }
        host.clone_from(&rewrite.hostname);
    }
    if filters.keeps_host && host.is_none() {
        let own = headers.get(HOST).and_then(|own| own.to_str().ok());
        *host = own.map(str::to_owned);
    }
}

/// A reply that a policy wants read before any of it goes on.
async fn held(
    shared: &Shared,
    traffic: Option<&Traffic>,
    of_head: bool,
    answered: UpstreamResponse,
) -> Result<UpstreamResponse, Own> {
    match traffic.and_then(|traffic| Some((traffic, traffic.buffer_reply?))) {
        Some((traffic, hold)) if buffering::has_body(of_head, answered.status()) => {
            Box::pin(buffering::buffer(shared.limits(), traffic, hold, answered)).await
        }
        _ => Ok(answered),
    }
}

/// A reply as policies make it, where they do.
async fn changed(
    shared: &Shared,
    (wanted, passage): (Option<&ResponseTransforms<'_>>, &Passage),
    of_head: bool,
    answered: Result<UpstreamResponse, Own>,
    record: &mut Record,
) -> Result<UpstreamResponse, Own> {
    let answered = answered?;
    if wanted.is_none() && !answered.is_wanted() {
        return Ok(answered);
    }
    Box::pin(transforming::reply(shared.limits(), wanted, passage, of_head, answered, record)).await
}

/// The reply's head on its way to the client.
fn finish(
    mut answered: UpstreamResponse,
    candidate: &Candidate,
    tunnel: &upgrade::Slot,
    mut record: Record,
) -> Response<ResponseBody> {
    let rule = &candidate.rule;
    record.status(answered.status());
    let mut response = match answered.switched() {
        None => answered.into_reply(record),
        Some(switched) => {
            tunnel.put(switched, record);
            answered.into_head()
        }
    };
    name_route(&mut response, rule);
    response
}

fn name_route(response: &mut Response<ResponseBody>, rule: &Rule) {
    if let Ok(name) = HeaderValue::from_str(&label(rule)) {
        response.headers_mut().insert(ROUTE, name);
    }
}

/// `namespace/name.rule`.
fn label(rule: &Rule) -> String {
    format!("{}.{}", rule.route, rule.index)
}
