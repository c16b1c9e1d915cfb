//! One call of a language model: the route type, the body's model, the upstream's path and key, the bounds on time.
//!
//! Source: `crates/agentgateway/src/llm/mod.rs` of agentgateway at 75b4e6ce6.

use std::pin::pin;

use bytes::Bytes;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, EXPECT, HOST, HeaderMap};
use http::{HeaderName, HeaderValue, Request, Version};

use super::request::UpstreamRequest;
use super::within::within;
use crate::domain::llm::conversion::{self, Conversion};
use crate::domain::llm::format::{self, RouteType};
use crate::domain::llm::peek::{self, Peek};
use crate::domain::llm::provider::{Call, gemini};
use crate::domain::llm::rewrite::{self, Rewrite};
use crate::domain::llm::splice::{self, Edit, Spliced};
use crate::domain::llm::translate::{self, Translation};
use crate::domain::route::address::Address;
use crate::domain::route::cel::{Cost, Facts, RequestFacts};
use crate::domain::route::policy::llm::Llm;
use crate::domain::route::refusal::Refusal;
use crate::domain::route::table::Rule;
use crate::domain::route::upstream::ModelUpstream;
use crate::domain::value::clip;
use crate::edge::proxy::answer::response::{BACKEND, UpstreamResponse};
use crate::edge::proxy::answer::source::BodySource;
use crate::edge::proxy::answer::{guarding, translating};
use crate::edge::proxy::body::budget::BudgetPermit;
use crate::edge::proxy::body::client::{self, ClientBody};
use crate::edge::proxy::body::upstream::UpstreamBody;
use crate::edge::proxy::body::{decode, parsing};
use crate::edge::proxy::plan::{self, credential, head, target};
use crate::edge::proxy::shared::Shared;
use crate::edge::proxy::upgrade;
use crate::edge::simulator::{self, Asked};
use crate::edge::telemetry::access_log::Record;

const MODEL: HeaderName = HeaderName::from_static("x-agw-model");

/// What is sent on.
struct Sent {
    /// Empty where the request is not looked into.
    model: String,
    stream: bool,
    body: Outbound,
    /// How it became what the provider speaks, where that is another format than the client's.
    translation: Option<&'static Translation>,
}

impl Sent {
    /// One that is not looked into.
    fn unread(model: String, stream: bool, body: ClientBody) -> Self {
        Sent { model, stream, body: Outbound::Client(body), translation: None }
    }
}

enum Outbound {
    Client(ClientBody),
    Read(Spliced, BudgetPermit),
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
    outgoing: UpstreamRequest,
    record: &mut Record,
) -> Result<UpstreamResponse, Refusal> {
    let UpstreamRequest { mut head, body, path, host, .. } = outgoing;
    let route_type = format::resolve(upstream.routes.as_ref(), &path);
    let sent = match route_type {
        RouteType::Passthrough | RouteType::Detect => Sent::unread(String::new(), false, body),
        RouteType::Realtime => {
            let sockets = upstream.guards.as_ref().is_some_and(|guards| guards.look_at_sockets());
            if sockets {
                return Err(Refusal::unsupported(
                    "`policies.ai.promptGuard.streaming` of Realtime is not carried by serve",
                ));
            }
            let model = model_of_query(head.uri.query());
            Sent::unread(model, true, body)
        }
        _ => {
            let limit = rule.limit(shared.max_body);
            prepare((shared, limit), upstream, route_type, &head, &path, body).await?
        }
    };
    let Address { host: name, port, .. } = &upstream.address;
    record.model(
        upstream.backend.to_string(),
        format!("{name}:{port}"),
        upstream.provider.telemetry,
        &sent.model,
    );
    let model = sent.model.clone();
    let (translation, stream) = (sent.translation, sent.stream);
    let asked_as = translation.map_or(route_type, |translation| translation.asked_as);
    let simulated = shared.simulate.is_some();
    let guards = upstream.guards.as_ref().filter(|guards| guards.look_at_replies(route_type));
    let answer = async {
        if simulated && route_type == RouteType::Realtime {
            return Err(Refusal::unsupported("the simulator has no WebSockets"));
        }
        if simulated {
            return Box::pin(simulate(shared, upstream, asked_as, &head, &path, sent)).await;
        }
        let call = Call { route_type: asked_as, model: &sent.model, stream };
        let forwards = keeps_path(route_type);
        let target = target::path_and_query(upstream, &call, forwards, &path, head.uri.query())?;
        head.headers.remove(EXPECT);
        head.headers.remove(simulator::SIMULATE);
        if let Some(translation) = translation {
            plan::translate::head(translation, &mut head.headers);
        }
        if guards.is_some() {
            // What is looked through has to be readable.
            head.headers.remove(ACCEPT_ENCODING);
        }
        credential::place(&mut head.headers, head.extensions.get(), upstream, asked_as)?;
        let asked = head::upgrade::ask(&mut head, !upstream.address.http2);
        let request = request(upstream, head, target, host.as_deref(), sent)?;
        let reply = shared.upstreams.call(&upstream.address, request).await?;
        Ok(UpstreamResponse::from_upstream(upgrade::received(reply, asked)?))
    };
    let limit = upstream.bounds.request_timeout.or(rule.backend_timeout);
    let mut answered = within(limit, Refusal::UPSTREAM_TIMEOUT, pin!(answer)).await?;
    if let Some(translation) = translation {
        answered =
            Box::pin(translating::reply(shared.limits(), translation, stream, answered)).await?;
    }
    if let Some(guards) = guards {
        let limit = rule.reply_limit(shared.max_body);
        let looked =
            guarding::reply(shared.limits().of(limit), guards, route_type, answered, record);
        answered = Box::pin(looked).await?;
    }
    name_model(answered.headers_mut(), upstream, &model);
    Ok(answered)
}

/// The model that a request names in its query, as those of `Realtime` do.
pub(in crate::edge::proxy) fn model_of_query(query: Option<&str>) -> String {
    let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let mut named = pairs.filter(|(name, _)| name == "model");
    named.next().map(|(_, model)| model.into_owned()).unwrap_or_default()
}

/// Whether a request goes to the path that it asks for.
pub(in crate::edge::proxy) fn keeps_path(route_type: RouteType) -> bool {
    matches!(route_type, RouteType::Passthrough | RouteType::Detect)
}

/// Refuses the route types that are not looked into at all.
pub(in crate::edge::proxy) fn known(route_type: RouteType) -> Result<(), Refusal> {
    match route_type {
        RouteType::Models => Err(Refusal::MODELS),
        _ => Ok(()),
    }
}

/// How a request becomes what this provider speaks with this `model`; none where it goes in its own format.
///
/// # Errors
/// No translation leads there, or none that is carried here.
pub(in crate::edge::proxy) fn carried(
    upstream: &ModelUpstream,
    route_type: RouteType,
    model: &str,
) -> Result<Option<&'static Translation>, Refusal> {
    let provider = upstream.provider;
    let spoken = (provider.chats)(&upstream.config, model);
    let impossible = || {
        let from = conversion::input_name(route_type);
        let to = provider.telemetry;
        Refusal::llm_request(
            400,
            format!("unsupported conversion: from {from} to provider {to} (supported: {spoken})"),
        )
    };
    let not_carried = || {
        let (from, to) = (route_type.name(), provider.key);
        let words = format!("translating {from} for provider {to} is not carried by serve");
        Refusal::unsupported(words)
    };
    match conversion::convert(route_type, spoken) {
        Some(Conversion::Native) => Ok(None),
        Some(Conversion::Unsupported) => Err(impossible()),
        Some(Conversion::Into(format)) => {
            translate::find(route_type, format).map(Some).ok_or_else(not_carried)
        }
        None if provider.speaks(route_type) => Ok(None),
        None if route_type == RouteType::GeminiCountTokens => Err(impossible()),
        None => Err(not_carried()),
    }
}

/// Reads the body, up to a limit, finds its model and puts the upstream's in its place; every other byte stays.
async fn prepare(
    (shared, limit): (&Shared, usize),
    upstream: &ModelUpstream,
    route_type: RouteType,
    head: &http::request::Parts,
    path: &str,
    body: ClientBody,
) -> Result<Sent, Refusal> {
    known(route_type)?;
    let coding = decode::coding(&head.headers)?;
    let (bytes, held) = client::read(body, limit, &shared.budget).await?;
    let (bytes, held) = match coding {
        None => (bytes, held),
        Some(coding) => Box::pin(decode::decode(coding, bytes, limit, held.another())).await?,
    };
    let arrived = upstream.llm.as_ref().map(|_| bytes.clone());
    let bytes = match &upstream.llm {
        None => bytes,
        Some(llm) => {
            // Twice, for what expressions see of it.
            let _room = parsing::room(&shared.budget, &bytes, 2)?;
            changed(upstream, llm, route_type, facts(head, path), &bytes)?
        }
    };
    let bytes = match upstream.guards.as_ref().filter(|g| g.look_at_requests(route_type)) {
        None => bytes,
        Some(guards) => {
            let checked = super::guarding::checked(guards, route_type, bytes, &shared.budget);
            Box::pin(checked).await?
        }
    };
    let peek = peek::peek(&bytes).map_err(|error| parse_failed(&error))?;
    if matches!(route_type, RouteType::Completions | RouteType::Messages) && !peek.has_messages {
        return Err(parse_failed(&"missing field `messages`"));
    }
    // Gemini's own paths name the model and whether it streams; its bodies need not.
    let native_gemini =
        matches!(route_type, RouteType::GenerateContent | RouteType::GeminiCountTokens);
    let (in_path, stream) = match native_gemini {
        true => gemini::asked_by(path),
        false => (None, peek.streams()),
    };
    if native_gemini && stream && !asks_for_events(head.uri.query()) {
        return Err(Refusal::GEMINI_ARRAY);
    }
    let asked = in_path.or(peek.model());
    // Policies that write the body had the provider's model in it, and have the last word.
    let sent = match upstream.llm.is_some() && !native_gemini {
        true => asked.map(|model| upstream.aliases.resolve(model)),
        false => upstream.model_sent(asked),
    };
    let model = sent
        .ok_or_else(|| Refusal::llm_request(400, "missing field: model not specified"))?
        .to_owned();
    let translation = carried(upstream, route_type, &model)?;
    let edits = edits(upstream, route_type, translation, &peek, asked, &model);
    let mut body =
        splice::splice(&bytes, edits).map_err(|error| Refusal::llm_request(500, error))?;
    let finishes = upstream.llm.as_ref().filter(|llm| llm.finishes());
    if translation.is_some() || finishes.is_some() {
        let mut whole: Bytes = body.into_iter().collect::<Vec<_>>().concat().into();
        if let Some(translation) = translation {
            whole = plan::translate::request(translation, &whole, &shared.budget)?;
        }
        if let Some(llm) = finishes {
            let _room = parsing::room(&shared.budget, &whole, 2)?;
            let request = RequestFacts { body: arrived.as_deref(), ..facts(head, path) };
            whole = finished(llm, request, &whole)?;
        }
        body =
            splice::splice(&whole, Vec::new()).map_err(|error| Refusal::llm_request(500, error))?;
    }
    Ok(Sent { model, stream, body: Outbound::Read(body, held), translation })
}

/// What the body has to become: `asked` is the model that the request names, `model` the one that is sent.
pub(in crate::edge::proxy) fn edits(
    upstream: &ModelUpstream,
    route_type: RouteType,
    translation: Option<&Translation>,
    peek: &Peek,
    asked: Option<&str>,
    model: &str,
) -> Vec<Edit> {
    // What is translated is put right on the way.
    let openai = route_type == RouteType::Completions && translation.is_none();
    let in_path = matches!(route_type, RouteType::GenerateContent | RouteType::GeminiCountTokens);
    rewrite::plan(
        peek,
        &Rewrite {
            model: (!in_path && asked != Some(model)).then_some(model),
            include_usage: openai,
            rename_max_tokens: openai && renames_max_tokens(upstream),
        },
    )
}

/// The request as expressions see it, without its body.
fn facts<'a>(head: &'a http::request::Parts, path: &'a str) -> RequestFacts<'a> {
    RequestFacts {
        method: &head.method,
        version: head.version,
        https: false,
        host: head.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default(),
        path,
        query: head.uri.query(),
        headers: &head.headers,
        body: None,
    }
}

/// The body as policies make it. It is parsed and written anew, which only such policies cost.
pub(in crate::edge::proxy) fn changed(
    upstream: &ModelUpstream,
    llm: &Llm,
    route_type: RouteType,
    request: RequestFacts<'_>,
    bytes: &[u8],
) -> Result<Bytes, Refusal> {
    let mut body: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(bytes).map_err(|error| parse_failed(&error))?;
    let in_path = matches!(route_type, RouteType::GenerateContent | RouteType::GeminiCountTokens);
    if let Some(model) = upstream.model.as_ref().filter(|_| !in_path) {
        body.insert("model".to_owned(), model.as_str().into());
    }
    let request = RequestFacts { body: Some(bytes), ..request };
    let cost = Cost::default();
    let facts = written_by(request, &cost);
    llm.apply(route_type, &mut body, &facts).map_err(Refusal::unsupported)?;
    affordable(&cost)?;
    parsing::written(&body, bytes.len()).map_err(|error| Refusal::llm_request(500, error))
}

/// The body once more as policies make it, right before it is sent.
pub(in crate::edge::proxy) fn finished(
    llm: &Llm,
    request: RequestFacts<'_>,
    bytes: &[u8],
) -> Result<Bytes, Refusal> {
    let mut body: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(bytes).map_err(|error| parse_failed(&error))?;
    let cost = Cost::default();
    llm.finish(&mut body, &written_by(request, &cost));
    affordable(&cost)?;
    parsing::written(&body, bytes.len()).map_err(|error| Refusal::llm_request(500, error))
}

/// What expressions that write a body see.
fn written_by<'a>(request: RequestFacts<'a>, cost: &'a Cost) -> Facts<'a> {
    let (request, cost) = (Some(request), Some(cost));
    Facts { request, chance: fastrand::f64(), cost, ..Facts::default() }
}

fn affordable(cost: &Cost) -> Result<(), Refusal> {
    match cost.is_exceeded() {
        true => Err(Refusal::TOO_COSTLY),
        false => Ok(()),
    }
}

/// Whether the query has `alt=sse`.
fn asks_for_events(query: Option<&str>) -> bool {
    let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    pairs.into_iter().any(|(name, value)| name == "alt" && value == "sse")
}

fn parse_failed(why: &dyn std::fmt::Display) -> Refusal {
    Refusal::llm_request(400, format!("failed to parse request: {why}"))
}

/// OpenAI's and Azure's newer models know `max_completion_tokens` only.
fn renames_max_tokens(upstream: &ModelUpstream) -> bool {
    matches!(upstream.provider.key, "openai" | "azure" | "azureopenai")
}

fn request(
    upstream: &ModelUpstream,
    mut head: http::request::Parts,
    target: String,
    host: Option<&str>,
    sent: Sent,
) -> Result<Request<UpstreamBody>, Refusal> {
    head.uri = target::address(&upstream.address, &mut head.headers, target, host)?;
    let body = match sent.body {
        Outbound::Client(incoming) => UpstreamBody::Stream(incoming),
        Outbound::Read(spliced, held) => {
            head.headers.insert(CONTENT_LENGTH, HeaderValue::from(spliced.len()));
            // What was looked into goes on as plain text.
            head.headers.remove(CONTENT_ENCODING);
            UpstreamBody::pieces(spliced, held)
        }
    };
    head.version = Version::HTTP_11;
    Ok(Request::from_parts(head, body))
}

/// The embedded simulator in the provider's place.
async fn simulate(
    shared: &Shared,
    upstream: &ModelUpstream,
    route_type: RouteType,
    head: &http::request::Parts,
    path: &str,
    sent: Sent,
) -> Result<UpstreamResponse, Refusal> {
    let bytes: Bytes = match sent.body {
        Outbound::Client(incoming) => {
            client::read(incoming, shared.max_body, &shared.budget).await?.0
        }
        Outbound::Read(spliced, _held) => spliced.into_iter().collect::<Vec<_>>().concat().into(),
    };
    let _room = parsing::room(&shared.budget, &bytes, 2)?;
    let asked = Asked {
        backend: &upstream.backend.to_string(),
        provider: upstream.provider.key,
        host: &upstream.address.host,
        route_type,
        path,
        model: &sent.model,
        stream: sent.stream,
        body: &bytes,
        simulate: head.headers.get(simulator::SIMULATE).and_then(|value| value.to_str().ok()),
    };
    let reply = simulator::answer(&asked, shared.simulate.unwrap_or_default()).await;
    Ok(UpstreamResponse::new(reply.map(BodySource::Simulated)))
}

/// Says in the reply's head who answered, for people and `test curl`.
fn name_model(headers: &mut HeaderMap, upstream: &ModelUpstream, model: &str) {
    for (name, value) in [(BACKEND, upstream.backend.to_string().as_str()), (MODEL, model)] {
        if let Ok(value) = HeaderValue::from_str(&clip::clipped(value))
            && !value.is_empty()
        {
            headers.insert(name, value);
        }
    }
}
