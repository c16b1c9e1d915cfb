//! One request, phase by phase: admission, the listener's policies, the rule, the rule's policies, the backend and the
//! call, the reply.
//!
//! Source: the order of the phases is that of `proxy_internal` in agentgateway's
//! `crates/agentgateway/src/proxy/httpproxy.rs` at 75b4e6ce6; 421 for a host of another listener is its
//! `detect_misdirected`.

mod admission;

use std::sync::Arc;
use std::time::Instant;

use http::request::Parts;
use http::{HeaderName, HeaderValue, Method, Request, Response};
use hyper::body::Incoming;

use super::answer::local_reply;
use super::answer::response::UpstreamResponse;
use super::answer::response_body::ResponseBody;
use super::answer::response_buffer;
use super::answer::response_transformation::{self, ResponseTransforms};
use super::body::client::ClientBody;
use super::call::request::UpstreamRequest;
use super::call::{attempts, mirror, model_selection};
use super::connection_info::ConnectionInfo;
use super::gate;
use super::kill_switch::KillWatch;
use super::plan::filters::{MatchedRoute, Redirected};
use super::plan::head;
use super::shared::{ServingTable, Shared};
use crate::domain::route::matcher::RequestParts;
use crate::domain::route::policy::context::{PolicyContext, ShortCircuit};
use crate::domain::route::refusal::{LocalReply, Refusal};
use crate::domain::route::table::{Bind, BindKey, Candidate, Listener, Rule};
use crate::domain::route::target::Target;
use crate::domain::value::object_ref::ObjectName;
use crate::edge::telemetry::access_log::Record;

const ROUTE: HeaderName = HeaderName::from_static("x-agw-route");

/// Answers one request. It never fails: an error is an answer too.
pub(super) async fn run(
    shared: Arc<Shared>,
    live: Arc<ServingTable>,
    connection: ConnectionInfo,
    request: Request<Incoming>,
) -> Response<ResponseBody> {
    let arrived = Instant::now();
    let peer = connection.peer;
    let (mut head, body) = request.into_parts();
    let body = ClientBody::new(&head, body, peer.ip(), shared.stall);
    let host = head::arrive(&mut head);
    let mut record = shared.log.open(&head, peer);
    if let Some(rules) = &live.rules
        && let Err(refusal) = admission::recorded(&shared, rules, &mut record, &head).await
    {
        return local_reply::refuse(&refusal, record);
    }
    let host = match admission::of(&shared, &live).admitted(&mut head, host) {
        Ok(host) => host,
        Err(refusal) => return local_reply::refuse(&refusal, record),
    };
    let watch = shared.kill_switch.watch();
    if let Err(refusal) = not_killed(&shared, &live, &connection, &mut record) {
        return local_reply::refuse(&refusal, record);
    }
    let context = PolicyContext::new(Some(peer), &host).by(connection.server.is_some());
    let (shared, live, connection) = (&shared, &*live, &connection);
    let mut exchange =
        Exchange { shared, live, connection, arrived, head, body, context, record, watch };
    let ended = exchange.phases().await;
    exchange.answer(ended)
}

/// That nothing is stopped at the Gateway to which it has come.
fn not_killed(
    shared: &Shared,
    live: &ServingTable,
    connection: &ConnectionInfo,
    record: &mut Record,
) -> Result<(), Refusal> {
    let Some(now) = shared.kill_switch.now() else { return Ok(()) };
    let bind = live.slots.get(connection.slot).and_then(Option::as_ref);
    let gateway = bind.and_then(|bind| bind.gateway.as_ref()).map(ObjectName::text);
    record.passage_mut().gateway = gateway.unwrap_or_default();
    let stopped = now.stops(record.passage());
    stopped.map_or(Ok(()), |stop| Err(Refusal::killed(stop.words())))
}

/// One request in progress, with everything that the phases share.
struct Exchange<'l> {
    shared: &'l Arc<Shared>,
    /// The table that was in service when it arrived.
    live: &'l ServingTable,
    connection: &'l ConnectionInfo,
    arrived: Instant,
    head: Parts,
    body: ClientBody,
    context: PolicyContext,
    record: Record,
    /// Hears of what is stopped from its arrival on.
    watch: KillWatch,
}

/// The bind, listener and candidate that a request is routed to.
#[derive(Clone, Copy)]
struct Routed<'l> {
    bind: &'l BindKey,
    listener: &'l Listener,
    candidate: &'l Candidate,
}

/// The end of a request that is not answered with an upstream's reply.
enum RequestEnd<'l> {
    /// No rule matches: policies do not change the answer.
    Unrouted(Refusal),
    /// A policy answers, or an error does. The answer names the rule, if there is one.
    Stopped(ShortCircuit, Option<&'l Rule>),
    Redirected(Redirected),
}

impl From<ShortCircuit> for RequestEnd<'_> {
    fn from(stop: ShortCircuit) -> Self {
        RequestEnd::Stopped(stop, None)
    }
}

impl From<Redirected> for RequestEnd<'_> {
    fn from(redirected: Redirected) -> Self {
        RequestEnd::Redirected(redirected)
    }
}

impl<'l> Exchange<'l> {
    async fn phases(&mut self) -> Result<(UpstreamResponse, &'l Rule), RequestEnd<'l>> {
        self.listener_policies().await?;
        let routed = self.route()?;
        self.not_killed(routed)?;
        self.keep_pages_out(routed)?;
        let transforms = self.response_transforms(routed);
        self.rule_policies(routed).await?;
        self.record.passage_mut().client = self.context.client();
        self.not_killed(routed)?;
        let is_head = self.head.method == Method::HEAD;
        let reply = self.forward(routed).await?;
        let reply = self.buffer(routed, is_head, reply).await?;
        let reply = self.transform(transforms.as_deref(), is_head, reply).await?;
        // What policies have read whole is no stream that could be cut later.
        match self.watch.killed(self.record.passage()) {
            None => Ok((reply, &routed.candidate.rule)),
            Some(killed) => Err(RequestEnd::Stopped(killed.into(), Some(&routed.candidate.rule))),
        }
    }

    /// That nothing is stopped by which it has come so far.
    fn not_killed(&self, routed: Routed<'l>) -> Result<(), RequestEnd<'l>> {
        let checked = self.shared.kill_switch.check(self.record.passage());
        checked.map_err(|killed| RequestEnd::Stopped(killed.into(), Some(&routed.candidate.rule)))
    }

    fn bind(&self) -> Option<&'l BindKey> {
        self.live.slots.get(self.connection.slot).and_then(Option::as_ref)
    }

    /// The policies of a listener that run before a route is looked for.
    async fn listener_policies(&mut self) -> Result<(), ShortCircuit> {
        let Some(bind) = self.bind() else { return Ok(()) };
        let (table, host) = (&self.live.table, self.context.host());
        let served = table.binds.get(bind).zip(self.connection.server.as_deref());
        let misdirected = |(bind, server): (&Arc<Bind>, &str)| bind.directed(server, host).is_err();
        if served.is_some_and(misdirected) {
            return Ok(());
        }
        let Ok(listener) = table.listener(bind, host) else { return Ok(()) };
        let Some(policies) = listener.before_routing() else { return Ok(()) };
        // They may change the request so that it matches another rule, so the rule is looked up again later.
        admission::of(self.shared, self.live).of_page(&self.head, || {
            let found = self.find().ok();
            [Some(policies), found.and_then(|found| found.candidate.rule.policies.as_deref())]
        })?;
        let Exchange { shared, context, head, body, .. } = self;
        gate::pass(shared, policies, context, head, body).await
    }

    /// Finds the rule of the request. A policy may have changed its host.
    fn route(&mut self) -> Result<Routed<'l>, RequestEnd<'l>> {
        let routed = self.find().map_err(RequestEnd::Unrouted)?;
        let gateway = routed.bind.gateway.as_ref().map(ObjectName::text).unwrap_or_default();
        self.record.route(
            gateway,
            routed.bind.port,
            &routed.listener.name,
            &routed.candidate.rule.label,
        );
        Ok(routed)
    }

    fn find(&self) -> Result<Routed<'l>, Refusal> {
        let (table, host) = (&self.live.table, self.context.host());
        let bind = self.bind().ok_or(Refusal::BIND_NOT_FOUND)?;
        if let (Some(server), Some(of_bind)) =
            (self.connection.server.as_deref(), table.binds.get(bind))
        {
            of_bind.directed(server, host)?;
        }
        let Parts { method, uri, headers, .. } = &self.head;
        let (path, query) = (uri.path(), uri.query());
        let found = table.find(bind, &RequestParts { method, host, path, query, headers })?;
        Ok(Routed { bind, listener: found.listener, candidate: found.candidate })
    }

    /// Rejects requests that a web page of another origin made a browser send.
    fn keep_pages_out(&mut self, routed: Routed<'l>) -> Result<(), ShortCircuit> {
        let by = [routed.listener.before.as_deref(), routed.candidate.rule.policies.as_deref()];
        admission::of(self.shared, self.live).page(&self.head, &mut self.context, by)
    }

    /// What policies will change in the reply, which may depend on the request as it arrived.
    fn response_transforms(&self, routed: Routed<'l>) -> Option<Box<ResponseTransforms<'l>>> {
        let by = [routed.candidate.rule.policies.as_deref(), routed.listener.before_routing()];
        ResponseTransforms::of(by, &self.head)
    }

    /// The policies of the rule.
    async fn rule_policies(&mut self, routed: Routed<'l>) -> Result<(), RequestEnd<'l>> {
        let rule = &*routed.candidate.rule;
        let policies = rule.policies.as_deref().filter(|_| rule.refusal.is_none());
        let Some(policies) = policies else { return Ok(()) };
        let Exchange { shared, context, head, body, .. } = self;
        let passed = gate::pass(shared, policies, context, head, body).await;
        // Time spent in policies counts towards the request's timeout.
        let late = rule.request_timeout.is_some_and(|limit| self.arrived.elapsed() >= limit);
        let passed = if late { Err(Refusal::REQUEST_TIMEOUT.into()) } else { passed };
        passed.map_err(|stop| RequestEnd::Stopped(stop, Some(rule)))
    }

    /// The filters of the rule, the choice of a backend, its filters, the call.
    async fn forward(&mut self, routed: Routed<'l>) -> Result<UpstreamResponse, RequestEnd<'l>> {
        let Routed { candidate, .. } = routed;
        let rule = &*candidate.rule;
        let refused = |refusal: Refusal| RequestEnd::Stopped(refusal.into(), Some(rule));
        if let Some(refusal) = &rule.refusal {
            return Err(refused(refusal.clone()));
        }
        let mut outgoing = self.take();
        let Exchange { shared, context, record, .. } = self;
        let matched = MatchedRoute { candidate, host: context.host(), scheme: context.scheme() };
        matched.rule(&mut outgoing.planned)?;
        let target = rule.select(fastrand::u64(..)).map_err(refused)?;
        mirror::send(shared, &rule.mirrors, record.passage(), &outgoing);
        mirror::send(shared, &target.mirrors, record.passage(), &outgoing);
        matched.target(target, &mut outgoing.planned)?;
        let of_models;
        let to = match &target.target {
            Target::Models(router) => {
                let limit = rule.limit(shared.max_body);
                let selected =
                    model_selection::select(shared, router, limit, context, &mut outgoing, record)
                        .await;
                of_models = selected.map_err(refused)?;
                &of_models
            }
            other => other,
        };
        let called = attempts::run(shared, to, rule, context, outgoing, record).await;
        let mut reply = called.map_err(refused)?;
        target.filters.response_headers.apply(reply.headers_mut());
        rule.filters.response_headers.apply(reply.headers_mut());
        Ok(reply)
    }

    /// Takes the head and body out of the exchange, as the request to an upstream.
    fn take(&mut self) -> UpstreamRequest {
        let (nothing, ()) = Request::new(()).into_parts();
        let head = std::mem::replace(&mut self.head, nothing);
        let body = std::mem::replace(&mut self.body, ClientBody::none());
        UpstreamRequest::new(head, body, self.arrived)
    }

    /// Reads the whole reply first where a policy needs that.
    async fn buffer(
        &self,
        routed: Routed<'l>,
        is_head: bool,
        reply: UpstreamResponse,
    ) -> Result<UpstreamResponse, RequestEnd<'l>> {
        let policies = routed.candidate.rule.policies.as_deref();
        match policies.and_then(|policies| Some((policies, policies.buffer_reply?))) {
            Some((policies, hold)) if response_buffer::has_body(is_head, reply.status()) => {
                let limits = self.shared.limits();
                let read = Box::pin(response_buffer::buffer(limits, policies, hold, reply)).await;
                read.map_err(instead)
            }
            _ => Ok(reply),
        }
    }

    /// Applies the policies that transform the reply, if there are any.
    async fn transform(
        &mut self,
        transforms: Option<&ResponseTransforms<'l>>,
        is_head: bool,
        reply: UpstreamResponse,
    ) -> Result<UpstreamResponse, RequestEnd<'l>> {
        if transforms.is_none() && !reply.is_wanted() {
            return Ok(reply);
        }
        let Exchange { shared, context, record, .. } = self;
        let limits = shared.limits();
        let made =
            response_transformation::reply(limits, transforms, context, is_head, reply, record);
        Box::pin(made).await.map_err(instead)
    }

    /// The reply's head on its way to the client.
    fn answer(
        self,
        ended: Result<(UpstreamResponse, &Rule), RequestEnd<'_>>,
    ) -> Response<ResponseBody> {
        let Exchange { connection, context, mut record, watch, .. } = self;
        // A request that a policy has answered came no further.
        if ended.is_err() {
            record.passage_mut().client = context.client();
        }
        record.decided(context.field);
        let (mut response, rule) = match ended {
            Ok((reply, rule)) => (finish(reply, connection, record, watch), Some(rule)),
            Err(RequestEnd::Unrouted(refusal)) => return local_reply::refuse(&refusal, record),
            Err(RequestEnd::Stopped(ShortCircuit::Refuse(refusal), rule)) => {
                (local_reply::refuse(&refusal, record), rule)
            }
            Err(RequestEnd::Stopped(ShortCircuit::Answer(own), rule)) => {
                (local_reply::own(*own, record), rule)
            }
            Err(RequestEnd::Redirected(Redirected { status, location })) => {
                (local_reply::redirect(status, &location, record), None)
            }
        };
        let name = rule.and_then(|rule| HeaderValue::from_str(&rule.label).ok());
        if let Some(name) = name {
            response.headers_mut().insert(ROUTE, name);
        }
        context.leave(response.headers_mut());
        response
    }
}

/// A policy's answer instead of the reply.
fn instead<'l>(own: LocalReply) -> RequestEnd<'l> {
    RequestEnd::Stopped(ShortCircuit::Answer(Box::new(own)), None)
}

fn finish(
    mut reply: UpstreamResponse,
    connection: &ConnectionInfo,
    mut record: Record,
    watch: KillWatch,
) -> Response<ResponseBody> {
    record.status(reply.status());
    match reply.switched() {
        None => reply.into_reply(record, watch),
        Some(switched) => {
            connection.tunnel.put(switched, record, watch);
            reply.into_head()
        }
    }
}
