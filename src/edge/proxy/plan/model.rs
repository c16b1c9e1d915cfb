//! What a language model is sent: which model, in which format, its body and its head.
//!
//! Source: `crates/agentgateway/src/llm/mod.rs` of agentgateway at 75b4e6ce6.

mod body;

use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, EXPECT};
use http::request::Parts;
use http::{HeaderValue, Version};

use super::{PlannedHead, credential, target, translate};
use crate::domain::llm::conversion::{self, Conversion};
use crate::domain::llm::format::{self, RouteType};
use crate::domain::llm::provider::{Call, NonChatSupport};
use crate::domain::llm::translate::{self as formats, Translation};
use crate::domain::route::policy::guard::Guards;
use crate::domain::route::refusal::Refusal;
use crate::domain::route::upstream::ModelUpstream;
use crate::edge::simulator;

pub(in crate::edge::proxy) use body::{PlannedBody, RewrittenBody, body, written};

/// What is known of a call before its head is written.
pub(in crate::edge::proxy) struct PlannedModel {
    /// The format that the client speaks.
    pub(in crate::edge::proxy) route_type: RouteType,
    /// Empty where the request is not looked into and names none.
    pub(in crate::edge::proxy) model: String,
    /// The model that the request names; empty where it is that one, or is not known.
    pub(in crate::edge::proxy) renamed: String,
    /// Whether the client requests a stream of events.
    pub(in crate::edge::proxy) stream: bool,
    /// How the request becomes what the provider speaks, where that is another format than the client's.
    pub(in crate::edge::proxy) translation: Option<&'static Translation>,
}

impl PlannedModel {
    /// The format that is sent.
    pub(in crate::edge::proxy) fn sent_as(&self) -> RouteType {
        self.translation.map_or(self.route_type, |translation| translation.asked_as)
    }
}

/// What the path alone says of a call.
pub(in crate::edge::proxy) enum PathRoute {
    /// The body is forwarded as it comes.
    Planned(PlannedModel),
    /// The body has to be read first: see [`written`] and [`body`].
    NeedsBody(RouteType),
}

/// Plans a call by its path, or says that its body is needed. Route types are agentgateway's
/// (`crates/agentgateway/src/llm`).
///
/// # Errors
/// A route type that no provider answers, or guards of WebSockets, with the answer for the client.
pub(in crate::edge::proxy) fn by_path(
    upstream: &ModelUpstream,
    planned: &PlannedHead,
) -> Result<PathRoute, Refusal> {
    let route_type = format::resolve(upstream.routes.as_ref(), &planned.path);
    let (model, stream) = match route_type {
        RouteType::Passthrough | RouteType::Detect => (String::new(), false),
        RouteType::Realtime => {
            if upstream.guards.as_ref().is_some_and(|guards| guards.look_at_sockets()) {
                return Err(Refusal::unsupported(
                    "`policies.ai.promptGuard.streaming` of Realtime is not supported by serve",
                ));
            }
            (model_of_query(planned.head.uri.query()), true)
        }
        RouteType::Models => return Err(Refusal::MODELS),
        _ => return Ok(PathRoute::NeedsBody(route_type)),
    };
    Ok(PathRoute::Planned(PlannedModel {
        route_type,
        model,
        renamed: String::new(),
        stream,
        translation: None,
    }))
}

/// The model that a request names in its query, as those of `Realtime` do.
fn model_of_query(query: Option<&str>) -> String {
    let pairs = form_urlencoded::parse(query.unwrap_or_default().as_bytes());
    let mut named = pairs.filter(|(name, _)| name == "model");
    named.next().map(|(_, model)| model.into_owned()).unwrap_or_default()
}

/// Whether limits of tokens apply to such requests: not to those that nobody looks into, and not to counts
/// (`crates/agentgateway/src/proxy/httpproxy.rs` at 75b4e6ce6).
pub(in crate::edge::proxy) fn counts_tokens(route_type: RouteType) -> bool {
    use RouteType::{AnthropicTokenCount, GeminiCountTokens, Passthrough, Realtime};
    !matches!(route_type, Passthrough | Realtime | AnthropicTokenCount | GeminiCountTokens)
}

/// Whether a request goes to the path that it asks for.
fn keeps_path(route_type: RouteType) -> bool {
    matches!(route_type, RouteType::Passthrough | RouteType::Detect)
}

/// How a request becomes what this provider speaks with this `model`; none where it goes in its own format.
///
/// # Errors
/// There is no translation into the format, or `serve` does not support it.
fn carried(
    upstream: &ModelUpstream,
    route_type: RouteType,
    model: &str,
) -> Result<Option<&'static Translation>, Refusal> {
    let provider = upstream.provider;
    let spoken = (provider.chats)(&upstream.config, model);
    let (from, to) = (conversion::input_name(route_type), provider.telemetry);
    let impossible = |supported: std::fmt::Arguments<'_>| {
        let words = format!("unsupported conversion: from {from} to provider {to}{supported}");
        Err(Refusal::llm_request(400, words))
    };
    let not_carried = || {
        let (from, to) = (route_type.name(), provider.key);
        let words = format!("translating {from} for provider {to} is not supported by serve");
        Refusal::unsupported(words)
    };
    match conversion::convert(route_type, spoken) {
        Some(Conversion::Native) => return Ok(None),
        Some(Conversion::Unsupported) => {
            return impossible(format_args!(" (supported: {spoken})"));
        }
        Some(Conversion::Into(format)) => {
            return formats::find(route_type, format).map(Some).ok_or_else(not_carried);
        }
        None => {}
    }
    match provider.other(&upstream.config, route_type, spoken) {
        NonChatSupport::Native => Ok(None),
        NonChatSupport::Translated => Err(not_carried()),
        NonChatSupport::Unsupported => impossible(format_args!("")),
    }
}

/// The guards that look through the request.
pub(in crate::edge::proxy) fn guards_of_request(
    upstream: &ModelUpstream,
    route_type: RouteType,
) -> Option<&std::sync::Arc<Guards>> {
    upstream.guards.as_ref().filter(|guards| guards.look_at_requests(route_type))
}

/// The guards that look through the reply.
pub(in crate::edge::proxy) fn guards_of_reply(
    upstream: &ModelUpstream,
    route_type: RouteType,
) -> Option<&std::sync::Arc<Guards>> {
    upstream.guards.as_ref().filter(|guards| guards.look_at_replies(route_type))
}

/// The head of a call, with the whole URI. `body` is the one that was read; none goes on as it comes.
///
/// # Errors
/// A path or a host that cannot be sent, or a key that no header can carry.
pub(in crate::edge::proxy) fn head(
    upstream: &ModelUpstream,
    planned: PlannedHead,
    model: &PlannedModel,
    body: Option<&PlannedBody>,
) -> Result<Parts, Refusal> {
    let PlannedHead { mut head, path, host, .. } = planned;
    let PlannedModel { route_type, stream, translation, .. } = *model;
    let sent_as = model.sent_as();
    let call = Call { route_type: sent_as, model: &model.model, stream };
    let forwards = keeps_path(route_type);
    let target = target::path_and_query(upstream, &call, forwards, &path, head.uri.query())?;
    head.headers.remove(EXPECT);
    head.headers.remove(simulator::SIMULATE);
    if let Some(translation) = translation {
        translate::head(translation, &mut head.headers);
    }
    if guards_of_reply(upstream, route_type).is_some() {
        // What is looked through has to be readable.
        head.headers.remove(ACCEPT_ENCODING);
    }
    credential::place(&mut head.headers, head.extensions.get(), upstream, sent_as)?;
    head.uri = target::address(&upstream.address, &mut head.headers, target, host.as_deref())?;
    target::name_host(&mut head);
    if let Some(body) = body {
        head.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        // What was looked into goes on as plain text.
        head.headers.remove(CONTENT_ENCODING);
    }
    head.version = Version::HTTP_11;
    Ok(head)
}
