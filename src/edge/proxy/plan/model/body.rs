//! The body of a call: what policies write into it, the model, and the provider's format. Every byte that need not
//! change stays.
//!
//! Source: `crates/agentgateway/src/llm/mod.rs` and `crates/agentgateway/src/llm/policy/mod.rs` of agentgateway at
//! 75b4e6ce6.

use bytes::Bytes;
use http::header::HOST;

use super::super::{PlanContext, PlannedHead, translate};
use super::{PlannedModel, carried};
use crate::domain::llm::format::RouteType;
use crate::domain::llm::peek::{self, Peek, Required};
use crate::domain::llm::provider::gemini;
use crate::domain::llm::rewrite::{self, Rewrite};
use crate::domain::llm::splice::{self, Edit, Spliced};
use crate::domain::llm::translate::Translation;
use crate::domain::route::cel::{Activation, Cost, RequestFacts};
use crate::domain::route::policy::llm::Llm;
use crate::domain::route::refusal::Refusal;
use crate::domain::route::upstream::ModelUpstream;
use crate::edge::proxy::body::json_budget;

/// A body that was read, and how it is changed.
pub(in crate::edge::proxy) struct PlannedBody {
    /// As policies and guards have left it.
    pub(in crate::edge::proxy) read: Bytes,
    /// Changes of that.
    pub(in crate::edge::proxy) edits: Vec<Edit>,
    /// Where more becomes of it than edits say.
    pub(in crate::edge::proxy) made: Option<RewrittenBody>,
}

/// A body in another format, or written once more by policies.
pub(in crate::edge::proxy) struct RewrittenBody {
    /// Before policies write it for the last time.
    pub(in crate::edge::proxy) before: Bytes,
    /// What is sent.
    pub(in crate::edge::proxy) sent: Bytes,
}

impl PlannedBody {
    /// What is sent. Bytes.
    pub(in crate::edge::proxy) fn len(&self) -> usize {
        if let Some(RewrittenBody { sent, .. }) = &self.made {
            return sent.len();
        }
        let put = self.edits.iter().map(|edit| edit.with.len()).sum::<usize>();
        let gone = self.edits.iter().map(|edit| edit.range.len()).sum::<usize>();
        (self.read.len() + put).saturating_sub(gone)
    }

    /// What is sent, in pieces.
    ///
    /// # Errors
    /// Edits that do not fit: a mistake of the program.
    pub(in crate::edge::proxy) fn into_pieces(self) -> Result<Spliced, Refusal> {
        match self.made {
            Some(RewrittenBody { sent, .. }) => spliced(&sent, Vec::new()),
            None => spliced(&self.read, self.edits),
        }
    }
}

fn spliced(bytes: &Bytes, edits: Vec<Edit>) -> Result<Spliced, Refusal> {
    splice::splice(bytes, edits).map_err(|error| Refusal::llm_request(500, error))
}

/// Applies policies to a body that was read and decompressed, before guards inspect it.
///
/// # Errors
/// 400 for a body that is none of its format, 413 or 503 for one that takes too much memory, and what policies answer.
pub(in crate::edge::proxy) fn written(
    upstream: &ModelUpstream,
    route_type: RouteType,
    planned: &PlannedHead,
    arrived: Bytes,
    context: PlanContext<'_>,
) -> Result<Bytes, Refusal> {
    let Some(llm) = &upstream.llm else { return Ok(arrived) };
    // Twice, for what expressions see of it.
    let _room = json_budget::room(context.budget, &arrived, 2)?;
    changed(upstream, llm, route_type, facts(planned), &arrived, context)
}

/// Plans what becomes of a body once policies have [`written`] it and guards have looked at it. `arrived` is the one
/// that was read.
///
/// # Errors
/// 400 for a body that is none of its format or names no model, 413 or 503 for one that takes too much memory, and what
/// policies answer.
pub(in crate::edge::proxy) fn body(
    upstream: &ModelUpstream,
    route_type: RouteType,
    planned: &PlannedHead,
    arrived: &[u8],
    bytes: Bytes,
    context: PlanContext<'_>,
) -> Result<(PlannedModel, PlannedBody), Refusal> {
    let (model, edits) = named(upstream, route_type, planned, &bytes)?;
    let mut body = PlannedBody { read: bytes, edits, made: None };
    let finishes = upstream.llm.as_deref().filter(|llm| llm.finishes());
    if model.translation.is_some() || finishes.is_some() {
        let edited = spliced(&body.read, body.edits.clone())?;
        let mut whole: Bytes = edited.into_iter().collect::<Vec<_>>().concat().into();
        if let Some(translation) = model.translation {
            whole = translate::request(translation, &whole, context.budget)?;
        }
        let mut made = RewrittenBody { before: whole.clone(), sent: whole };
        if let Some(llm) = finishes {
            let _room = json_budget::room(context.budget, &made.before, 2)?;
            let request = RequestFacts { body: Some(arrived), ..facts(planned) };
            made.sent = finished(llm, request, &made.before, context)?;
        }
        body.made = Some(made);
    }
    Ok((model, body))
}

/// Finds the model that is asked for and the one that is sent, and the edits that put it in.
fn named(
    upstream: &ModelUpstream,
    route_type: RouteType,
    planned: &PlannedHead,
    bytes: &Bytes,
) -> Result<(PlannedModel, Vec<Edit>), Refusal> {
    let peek = peek::peek(bytes).map_err(Refusal::unparsable)?;
    for member in required(route_type) {
        peek.require(*member).map_err(Refusal::unparsable)?;
    }
    let (in_path, stream) = match route_type.is_native_gemini() {
        true => gemini::asked_by(&planned.path),
        false => (None, peek.streams()),
    };
    if route_type.is_native_gemini() && stream && !asks_for_events(planned.head.uri.query()) {
        return Err(Refusal::GEMINI_ARRAY);
    }
    let asked = in_path.or(peek.model());
    // Policies that write the body had the provider's model in it, and have the last word.
    let sent = match upstream.llm.is_some() && !route_type.is_native_gemini() {
        true => asked.map(|model| upstream.aliases.resolve(model)),
        false => upstream.model_sent(asked),
    };
    let model = sent
        .ok_or_else(|| Refusal::llm_request(400, "missing field: model not specified"))?
        .to_owned();
    let translation = carried(upstream, route_type, &model)?;
    let edits = edits(upstream, route_type, translation, &peek, asked, &model);
    let renamed = asked.filter(|asked| *asked != model).unwrap_or_default().to_owned();
    Ok((PlannedModel { route_type, model, renamed, stream, translation }, edits))
}

/// What a body must have to be one of its format.
fn required(route_type: RouteType) -> &'static [Required] {
    match route_type {
        RouteType::Completions | RouteType::Messages | RouteType::AnthropicTokenCount => {
            &[Required::Messages]
        }
        RouteType::Responses | RouteType::Embeddings => &[Required::Input],
        RouteType::Rerank => &[Required::Query, Required::Documents],
        _ => &[],
    }
}

/// What the body has to become: `asked` is the model that the request names, `model` the one that is sent.
fn edits(
    upstream: &ModelUpstream,
    route_type: RouteType,
    translation: Option<&Translation>,
    peek: &Peek,
    asked: Option<&str>,
    model: &str,
) -> Vec<Edit> {
    // What is translated is put right on the way.
    let openai = route_type == RouteType::Completions && translation.is_none();
    let in_path = route_type.is_native_gemini();
    rewrite::plan(
        peek,
        &Rewrite {
            model: (!in_path && asked != Some(model)).then_some(model),
            include_usage: openai,
            rename_max_tokens: openai && upstream.provider.renames_max_tokens,
        },
    )
}

/// The request as expressions see it, without its body.
fn facts(planned: &PlannedHead) -> RequestFacts<'_> {
    let PlannedHead { head, path, .. } = planned;
    RequestFacts {
        method: &head.method,
        version: head.version,
        scheme: "http",
        host: head.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default(),
        path,
        query: head.uri.query(),
        headers: &head.headers,
        body: None,
    }
}

/// The body as policies make it. It is parsed and written anew, which only such policies cost.
fn changed(
    upstream: &ModelUpstream,
    llm: &Llm,
    route_type: RouteType,
    request: RequestFacts<'_>,
    bytes: &[u8],
    context: PlanContext<'_>,
) -> Result<Bytes, Refusal> {
    let mut body: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(bytes).map_err(Refusal::unparsable)?;
    let in_path = route_type.is_native_gemini();
    if let Some(model) = upstream.model.as_ref().filter(|_| !in_path) {
        body.insert("model".to_owned(), model.as_str().into());
    }
    let request = RequestFacts { body: Some(bytes), ..request };
    let cost = Cost::default();
    let facts = written_by(request, &cost, context);
    llm.apply(route_type, &mut body, &facts).map_err(|why| why.refusal())?;
    affordable(&cost)?;
    json_budget::written(&body, bytes.len()).map_err(|error| Refusal::llm_request(500, error))
}

/// The body once more as policies make it, right before it is sent.
fn finished(
    llm: &Llm,
    request: RequestFacts<'_>,
    bytes: &[u8],
    context: PlanContext<'_>,
) -> Result<Bytes, Refusal> {
    let mut body: serde_json::Map<String, serde_json::Value> =
        serde_json::from_slice(bytes).map_err(Refusal::unparsable)?;
    let cost = Cost::default();
    llm.finish(&mut body, &written_by(request, &cost, context));
    affordable(&cost)?;
    json_budget::written(&body, bytes.len()).map_err(|error| Refusal::llm_request(500, error))
}

/// What expressions that write a body see.
fn written_by<'a>(
    request: RequestFacts<'a>,
    cost: &'a Cost,
    context: PlanContext<'a>,
) -> Activation<'a> {
    let (request, cost, chance) = (Some(request), Some(cost), (context.chance)());
    Activation { request, chance, cost, unknown: context.unknown, ..Activation::default() }
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
