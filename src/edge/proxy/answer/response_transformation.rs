//! What transformations make of a reply, and what those of a backend make of a request on its way to it.
//!
//! Source: `crates/agentgateway/src/http/transformation_cel.rs` of agentgateway at 75b4e6ce6.

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue};
use serde_json::{Value, json};

use super::response::{BackendTransforms, UpstreamResponse};
use super::response_buffer::{self, unreadable};
use super::source::BodySource;
use crate::domain::llm::tree;
use crate::domain::route::cel::{Activation, Needs};
use crate::domain::route::policy::RoutePolicies;
use crate::domain::route::policy::context::PolicyContext;
use crate::domain::route::policy::transformation::{self, Transformation, TransformedReply};
use crate::domain::route::refusal::LocalReply;
use crate::domain::value::usage::Usage;
use crate::edge::proxy::body::budget::Limits;
use crate::edge::proxy::body::{decode, json_budget};
use crate::edge::proxy::clock::chance;
use crate::edge::telemetry::access_log::Record;

/// The policies that say something of a reply, and the request as it came, for their expressions.
pub(in crate::edge::proxy) struct ResponseTransforms<'t> {
    /// Those of the rule, and of the listener before routing.
    by: [Option<&'t RoutePolicies>; 2],
    head: Parts,
}

impl<'t> ResponseTransforms<'t> {
    /// None where no policy says anything.
    pub(in crate::edge::proxy) fn of(
        by: [Option<&'t RoutePolicies>; 2],
        head: &Parts,
    ) -> Option<Box<Self>> {
        let by =
            by.map(|policies| policies.filter(|policies| policies.says_of_replies().is_some()));
        by.iter()
            .any(Option::is_some)
            .then(|| Box::new(ResponseTransforms { by, head: head.clone() }))
    }
}

/// Changes a reply by the policies of its rule, of its backend and of its listener, in this order.
///
/// # Errors
/// The answer in place of one that breaks off while it is read, or for which there is no memory.
pub(in crate::edge::proxy) async fn reply(
    limits: Limits<'_>,
    wanted: Option<&ResponseTransforms<'_>>,
    context: &PolicyContext,
    of_head: bool,
    mut answered: UpstreamResponse,
    record: &mut Record,
) -> Result<UpstreamResponse, LocalReply> {
    let of_backend = answered.of_backend();
    let chance = chance();
    let [of_rule, of_listener] = wanted.map(|wanted| wanted.by).unwrap_or_default();
    for policies in [of_rule, of_listener].into_iter().flatten() {
        if let Some(edits) = &policies.response_headers {
            edits.apply(answered.headers_mut());
        }
    }
    let mut steps: Vec<(Activation<'_>, &Transformation)> = Vec::new();
    steps.extend(of_traffic(wanted, of_rule, context, chance));
    if let Some(BackendTransforms { all, head }) = &of_backend {
        let facts = context.facts(head, chance);
        steps.extend(transformation::selected(all, &facts).map(|made| (facts, made)));
    }
    steps.extend(of_traffic(wanted, of_listener, context, chance));
    steps.retain(|(_, made)| !made.response.is_empty());
    if steps.is_empty() {
        return Ok(answered);
    }
    let limit = of_rule.or(of_listener);
    let most = limit.map_or(limits.most, |policies| policies.reply_limit(limits.most));
    let has_body = response_buffer::has_body(of_head, answered.status());
    let metadata = context.metadata.clone();
    let changed = change(limits.of(most), &steps, has_body, metadata, answered, record).await?;
    context.affordable().map_err(|refusal| LocalReply {
        status: refusal.status,
        headers: HeaderMap::new(),
        body: Bytes::from(refusal.body.into_owned()),
    })?;
    Ok(changed)
}

fn of_traffic<'f>(
    wanted: Option<&'f ResponseTransforms<'f>>,
    policies: Option<&'f RoutePolicies>,
    context: &'f PolicyContext,
    chance: f64,
) -> Option<(Activation<'f>, &'f Transformation)> {
    let facts = context.facts(&wanted?.head, chance);
    Some((facts, policies?.transformation(&facts)?))
}

/// Makes the changes, one after another. A reply is read where an expression looks into it, or where another goes on in
/// its place: then for what it used.
async fn change(
    limits: Limits<'_>,
    steps: &[(Activation<'_>, &Transformation)],
    has_body: bool,
    metadata: Option<Value>,
    answered: UpstreamResponse,
    record: &mut Record,
) -> Result<UpstreamResponse, LocalReply> {
    let (mut head, mut source) = answered.into_parts();
    let kind = head.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    let stream = kind.is_some_and(|kind| kind.starts_with(b"text/event-stream"));
    let any = |asks: &dyn Fn(&Needs) -> bool| {
        let mut all = steps.iter().flat_map(|(_, made)| made.response.expressions());
        all.any(|by| asks(by.needs()))
    };
    let makes = steps.iter().any(|(_, made)| made.response.body.is_some());
    let looks = any(&|needs| needs.response_body() || (needs.model_reply() && !stream));
    let mut read = None;
    if has_body && (looks || (makes && !stream)) {
        let buffered = response_buffer::begin(source, limits).await;
        source = match buffered.map_err(|_| unreadable())? {
            Ok(buffered) => {
                if let Some(whole) = buffered.whole() {
                    read = plain(limits, &head.headers, whole).await;
                }
                BodySource::wrapped(buffered)
            }
            Err(source) => source,
        };
    }
    let model = record.called().filter(|_| any(&Needs::model));
    let model = model.map(|(provider, model)| {
        let whole = read.as_deref().filter(|_| !stream);
        called(provider, &model, stream, whole)
    });
    let looked_at = read.as_deref().filter(|_| looks);
    let _room = json_budget::aside(limits.budget, looked_at).map_err(|_| unreadable())?;
    let was_ok = head.status.is_success();
    let mut reply = TransformedReply {
        status: &mut head.status,
        headers: &mut head.headers,
        body: read.clone(),
        metadata,
    };
    let mut has_made = false;
    for (facts, made) in steps {
        let facts = Activation { llm: model.as_ref(), ..*facts };
        has_made |= made.response.of_reply(&facts, &mut reply);
    }
    if let Some(body) = reply.body.filter(|_| has_made && has_body) {
        if let Some(read) = read.filter(|_| was_ok) {
            record.read_through(&read, stream);
        }
        head.headers.remove(CONTENT_ENCODING);
        head.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        let mut share = limits.budget.hold(body.len()).map_err(|_| unreadable())?;
        source = BodySource::Whole(share.keep(body));
    }
    Ok(UpstreamResponse::from_parts(head, source))
}

/// A body without its coding; none where it cannot be taken off.
async fn plain(limits: Limits<'_>, headers: &HeaderMap, body: Bytes) -> Option<Bytes> {
    match decode::coding(headers).ok()? {
        None => Some(body),
        Some(coding) => {
            let decoded = decode::decode(coding, body, limits.most, limits.budget.share()).await;
            decoded.ok().map(|(bytes, mut held)| held.keep(bytes))
        }
    }
}

/// What expressions see of the model that was called, and of its reply where that is whole and at hand.
fn called(provider: &str, asked: &str, stream: bool, reply: Option<&[u8]>) -> Value {
    let mut llm = json!({"streaming": stream, "requestModel": asked, "provider": provider});
    let reply = reply.filter(|reply| tree::room(reply, 1).is_some());
    let reply = reply.and_then(|reply| serde_json::from_slice::<Value>(reply).ok());
    let Some(reply) = reply else { return llm };
    let text = |name: &str| reply.get(name).and_then(Value::as_str);
    if let Some(model) = text("model").or(text("modelVersion")) {
        llm["responseModel"] = model.into();
    }
    if let Some(usage) = reply.get("usage").and_then(Usage::from_json) {
        llm["inputTokens"] = usage.input_tokens.into();
        llm["outputTokens"] = usage.output_tokens.into();
        llm["totalTokens"] = usage.total().into();
    }
    llm
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_read_from_a_cache_counts_as_input() {
        let reply = br#"{"model":"c","usage":{"input_tokens":1,"cache_read_input_tokens":20,
            "cache_creation_input_tokens":300,"output_tokens":5}}"#;
        let llm = called("anthropic", "a", false, Some(reply));
        let wanted = json!({"streaming": false, "requestModel": "a", "provider": "anthropic",
            "responseModel": "c", "inputTokens": 321, "outputTokens": 5, "totalTokens": 326});
        assert_eq!(llm, wanted);
        assert_eq!(called("openai", "a", true, None).get("inputTokens"), None);
    }
}
