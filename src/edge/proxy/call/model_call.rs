//! One call of a language model: its body is read, what is planned is sent, within the bounds on time.
//!
//! Source: `crates/agentgateway/src/llm/mod.rs` of agentgateway at 75b4e6ce6.

use std::pin::pin;
use std::sync::Arc;

use bytes::Bytes;
use http::header::HeaderMap;
use http::request::Parts;
use http::{HeaderName, HeaderValue, Request};

use super::request::UpstreamRequest;
use super::within::within;
use crate::domain::llm::error_format::ErrorFormat;
use crate::domain::llm::format::RouteType;
use crate::domain::llm::provider::{AmbientCredential, Credential};
use crate::domain::route::policy::context::PolicyContext;
use crate::domain::route::refusal::Refusal;
use crate::domain::route::table::Rule;
use crate::domain::route::upstream::ModelUpstream;
use crate::domain::value::{clip, redaction};
use crate::edge::proxy::answer::response::{BACKEND, UpstreamResponse};
use crate::edge::proxy::answer::source::BodySource;
use crate::edge::proxy::answer::{response_guard, response_translation};
use crate::edge::proxy::body::budget::{BudgetPermit, Limits};
use crate::edge::proxy::body::client::{self, ClientBody};
use crate::edge::proxy::body::decode::{self, Undecoded};
use crate::edge::proxy::body::json_budget;
use crate::edge::proxy::body::upstream::UpstreamBody;
use crate::edge::proxy::clock::chance;
use crate::edge::proxy::plan::model::{PathRoute, PlannedBody, PlannedModel};
use crate::edge::proxy::plan::{self, PlanContext, PlannedHead, head};
use crate::edge::proxy::shared::Shared;
use crate::edge::proxy::upgrade;
use crate::edge::simulator::{self, ProviderRequest, Simulation};
use crate::edge::telemetry::access_log::Record;

const MODEL: HeaderName = HeaderName::from_static("x-agw-model");

/// The body of a call.
enum Outbound {
    /// As it comes.
    Client(ClientBody),
    Read(PlannedBody, BudgetPermit),
}

/// Calls the upstream once, within the rule's bound on one attempt up to the reply's head. There is none by default, as
/// in agentgateway.
///
/// # Errors
/// The answer to give instead, in agentgateway's words.
pub(in crate::edge::proxy) async fn call(
    shared: &Shared,
    upstream: &ModelUpstream,
    rule: &Rule,
    context: &PolicyContext,
    outgoing: UpstreamRequest,
    record: &mut Record,
) -> Result<UpstreamResponse, Refusal> {
    let UpstreamRequest { mut planned, body, .. } = outgoing;
    let (model, body) = match plan::model::by_path(upstream, &planned)? {
        PathRoute::Planned(model) => (model, Outbound::Client(body)),
        PathRoute::NeedsBody(route_type) => {
            let limits = shared.limits().of(rule.limit(shared.max_body));
            read(limits, upstream, route_type, &planned, body).await?
        }
    };
    limited(shared, context, &planned.head, model.route_type, record)?;
    let (backend, endpoint) = (upstream.backend.text(), upstream.address.endpoint());
    record.model(backend, endpoint, upstream.telemetry(), &model.model);
    let passage = record.passage_mut();
    (passage.provider, passage.renamed) = (upstream.provider.key, model.renamed.clone());
    record.configured(upstream.model.is_some() || !model.renamed.is_empty());
    record.formats(model.route_type.name(), model.sent_as().name());
    let head = async {
        if let Some(simulation) = &shared.simulate {
            let simulated = simulate(shared, simulation, upstream, &model, &planned, body);
            let simulated = Box::pin(simulated).await?;
            return Ok(simulated.within_idle(rule.response_idle()));
        }
        let asked = head::upgrade::ask(&mut planned.head, !upstream.address.http2);
        let request = request(upstream, planned, &model, body)?;
        let reply = shared.upstreams.call(&upstream.address, request).await?;
        let answered = UpstreamResponse::from_upstream(upgrade::received(reply, asked)?);
        Ok(answered.within_idle(rule.response_idle()))
    };
    let limit = upstream.bounds.request_timeout.or(rule.backend_timeout);
    let answer = async {
        let answered = within(limit, Refusal::UPSTREAM_TIMEOUT, pin!(head)).await?;
        match model.translation.is_some() || answered.status() >= 400 {
            true => Box::pin(in_format(shared, upstream, &model, answered)).await,
            false => Ok(answered),
        }
    };
    let mut answered = shared.kill_switch.guard(record.passage(), pin!(answer)).await?;
    if let Some(guards) = plan::model::guards_of_reply(upstream, model.route_type) {
        let limits = shared.limits().of(rule.reply_limit(shared.max_body));
        let looked = response_guard::reply(limits, guards, model.route_type, answered, record);
        answered = Box::pin(looked).await?;
    }
    name_model(answered.headers_mut(), upstream, &model.model);
    Ok(answered)
}

/// A reply, or an error, in the client's format where it comes in another.
async fn in_format(
    shared: &Shared,
    upstream: &ModelUpstream,
    model: &PlannedModel,
    answered: UpstreamResponse,
) -> Result<UpstreamResponse, Refusal> {
    if let Some(translation) = model.translation {
        return response_translation::reply(shared.limits(), translation, model.stream, answered)
            .await;
    }
    let google = upstream.provider.credential == Credential::Google
        || upstream.provider.ambient == AmbientCredential::Google;
    let format = ErrorFormat::of(model.route_type);
    response_translation::error(shared.limits(), format, google, answered).await
}

/// The limits of tokens, once the request is one that could be sent.
fn limited(
    shared: &Shared,
    context: &PolicyContext,
    head: &Parts,
    route_type: RouteType,
    record: &mut Record,
) -> Result<(), Refusal> {
    let Some(limits) = context.tokens.as_ref().filter(|_| plan::model::counts_tokens(route_type))
    else {
        return Ok(());
    };
    // By the request as it is sent: policies may have written what a key reads.
    let bucket = |limit| shared.buckets.of_request(limit, || context.facts(head, chance())).0;
    let buckets: Vec<_> = limits.all().iter().map(bucket).collect();
    if !limits.pass(&buckets, shared.buckets.now()) {
        return Err(Refusal::RATE_LIMITED);
    }
    record.pays(buckets.iter());
    Ok(())
}

/// Reads the body, up to a limit, and plans how it is changed.
async fn read(
    limits: Limits<'_>,
    upstream: &ModelUpstream,
    route_type: RouteType,
    planned: &PlannedHead,
    body: ClientBody,
) -> Result<(PlannedModel, Outbound), Refusal> {
    let Limits { budget, most } = limits;
    let coding = decode::coding(&planned.head.headers).map_err(Undecoded::of_request)?;
    let (bytes, held) = client::read(body, most, budget).await?;
    let (bytes, held) = match coding {
        None => (bytes, held),
        Some(coding) => {
            let decoded = Box::pin(decode::decode(coding, bytes, most, held.another())).await;
            decoded.map_err(Undecoded::of_request)?
        }
    };
    let plan_context = PlanContext { budget, chance, unknown: None };
    let mut body =
        plan::model::written(upstream, route_type, planned, bytes.clone(), plan_context)?;
    if let Some(guards) = plan::model::guards_of_request(upstream, route_type) {
        let guards = Arc::clone(guards);
        body = Box::pin(super::guard_offload::checked(guards, route_type, body, budget)).await?;
    }
    let (model, edited) =
        plan::model::body(upstream, route_type, planned, &bytes, body, plan_context)?;
    Ok((model, Outbound::Read(edited, held)))
}

/// The call as it is sent.
fn request(
    upstream: &ModelUpstream,
    planned: PlannedHead,
    model: &PlannedModel,
    body: Outbound,
) -> Result<Request<UpstreamBody>, Refusal> {
    let edited = match &body {
        Outbound::Client(_) => None,
        Outbound::Read(edited, _) => Some(edited),
    };
    let head = plan::model::head(upstream, planned, model, edited)?;
    let body = match body {
        Outbound::Client(incoming) => UpstreamBody::Stream(incoming),
        Outbound::Read(edited, held) => UpstreamBody::pieces(edited.into_pieces()?, held),
    };
    Ok(Request::from_parts(head, body))
}

/// The embedded simulator in the provider's place.
async fn simulate(
    shared: &Shared,
    simulation: &Simulation,
    upstream: &ModelUpstream,
    model: &PlannedModel,
    planned: &PlannedHead,
    body: Outbound,
) -> Result<UpstreamResponse, Refusal> {
    if model.route_type == RouteType::Realtime {
        return Err(Refusal::unsupported("the simulator doesn't support WebSockets"));
    }
    let edited = match &body {
        Outbound::Client(_) => None,
        Outbound::Read(edited, _) => Some(edited),
    };
    // What could not be sent is not answered.
    plan::model::head(upstream, planned.clone(), model, edited)?;
    let (bytes, _held) = match body {
        Outbound::Client(incoming) => {
            client::read(incoming, shared.max_body, &shared.budget).await?
        }
        Outbound::Read(edited, held) => {
            let pieces = edited.into_pieces()?.into_iter().collect::<Vec<_>>();
            (Bytes::from(pieces.concat()), held)
        }
    };
    let _room = json_budget::room(&shared.budget, &bytes, 2)?;
    let header = || planned.head.headers.get(simulator::SIMULATE)?.to_str().ok();
    let asked = ProviderRequest {
        backend: &upstream.backend.to_string(),
        provider: upstream.provider.key,
        host: &upstream.address.host,
        route_type: model.sent_as(),
        path: &planned.path,
        model: &model.model,
        stream: model.stream,
        body: &bytes,
        says: simulation.script.as_ref().and_then(|script| script.hears(&bytes)),
        simulate: simulation.fault_of(&upstream.backend, &upstream.name).or_else(header),
    };
    let reply = simulator::answer(&asked, simulation.pace).await;
    Ok(UpstreamResponse::new(reply.map(BodySource::Wrapped)))
}

/// Says in the reply's head who answered, for people and `test curl`.
fn name_model(headers: &mut HeaderMap, upstream: &ModelUpstream, model: &str) {
    for (name, value) in [(BACKEND, upstream.backend.text().as_str()), (MODEL, model)] {
        if let Ok(value) = HeaderValue::from_str(&clip::clipped(&redaction::of_request(value)))
            && !value.is_empty()
        {
            headers.insert(name, value);
        }
    }
}
