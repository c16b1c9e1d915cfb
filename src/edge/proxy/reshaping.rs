//! What transformations make of a reply, and what those of a backend make of a request on its way to it.
//!
//! Source: reference/agentgateway.md §4.5, §5.2.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Uri};
use serde_json::{Value, json};

use super::answer::Source;
use super::body::ClientBody;
use super::exchange::Outgoing;
use super::gate::chance;
use super::model_call::Answered;
use super::{Shared, decode, holding, parsing};
use crate::domain::llm::tree;
use crate::domain::route::cel::{Facts, Needs};
use crate::domain::route::policy::Traffic;
use crate::domain::route::policy::passage::{Own, Passage};
use crate::domain::route::policy::transformation::{self, Changed, Transformation};
use crate::domain::route::refusal::Refusal;
use crate::domain::value::usage::Usage;
use crate::edge::telemetry::access_log::Record;

/// The policies that say something of a reply, and the request as it came, for their expressions.
pub(super) struct Wanted<'t> {
    /// Those of the rule, and of the listener before routing.
    by: [Option<&'t Traffic>; 2],
    head: Parts,
}

impl<'t> Wanted<'t> {
    /// None where no policy says anything.
    pub(super) fn of(by: [Option<&'t Traffic>; 2], head: &Parts) -> Option<Box<Self>> {
        let by = by.map(|traffic| traffic.filter(|traffic| traffic.says_of_replies().is_some()));
        by.iter().any(Option::is_some).then(|| Box::new(Wanted { by, head: head.clone() }))
    }

    /// Whether an expression asks for the model that is called.
    pub(super) fn sees_model(&self) -> bool {
        let all = self.by.iter().flatten().flat_map(|traffic| &traffic.transformations);
        all.flat_map(|one| one.response.expressions()).any(|by| by.needs().model())
    }
}

/// What a backend's transformation is to make of a reply once all attempts are over. It travels in the extensions of
/// the reply.
#[derive(Clone)]
pub(super) struct OfBackend {
    all: Arc<[Transformation]>,
    head: Parts,
}

/// A request as its backend gets it, and what is to become of the reply.
pub(super) async fn request(
    (shared, limit): (&Shared, usize),
    all: &Arc<[Transformation]>,
    passage: &Passage,
    outgoing: &mut Outgoing,
    record: &mut Record,
) -> Result<OfBackend, Refusal> {
    let mut of_replies = all.iter().flat_map(|one| one.response.expressions());
    if of_replies.any(|by| by.needs().model())
        && let Some(peer) = passage.peer()
    {
        record.keeps(&outgoing.head, peer);
    }
    let looks = |one: &Transformation| {
        let mut all = one.when.iter().chain(one.request.expressions());
        all.any(|by| by.needs().request_body())
    };
    let mut passage = passage.clone();
    passage.body = match all.iter().any(looks) {
        true => Some(outgoing.body.hold(limit, &shared.budget).await?),
        false => None,
    };
    let _room = parsing::aside(&shared.budget, passage.body.as_deref())?;
    at_path(&mut outgoing.head, &outgoing.path);
    let before = outgoing.head.clone();
    let chance = chance();
    let facts = passage.facts(&outgoing.head, chance);
    if let Some(made) = transformation::chosen(all, &facts) {
        let asked = passage.host().to_owned();
        let body = made.request.of_request(&mut passage, &mut outgoing.head, chance);
        outgoing.path = outgoing.head.uri.path().to_owned();
        if passage.host() != asked {
            outgoing.host = Some(passage.host().to_owned());
        }
        if let Some(body) = body {
            let share = shared.budget.hold(body.len())?;
            outgoing.body = ClientBody::whole(body, share);
        }
    }
    passage.affordable()?;
    Ok(OfBackend { all: Arc::clone(all), head: before })
}

/// Writes the path that rewrites have come to where expressions look for it.
fn at_path(head: &mut Parts, path: &str) {
    if head.uri.path() == path {
        return;
    }
    let query = head.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut uri = head.uri.clone().into_parts();
    uri.path_and_query = format!("{path}{query}").parse().ok();
    if let Ok(uri) = Uri::from_parts(uri) {
        head.uri = uri;
    }
}

/// Changes a reply by the policies of its rule, of its backend and of its listener, in this order.
///
/// # Errors
/// The answer in place of one that breaks off while it is read.
pub(super) async fn reply(
    shared: &Shared,
    wanted: Option<&Wanted<'_>>,
    passage: &Passage,
    of_head: bool,
    mut answered: Answered,
    record: &mut Record,
) -> Result<Answered, Own> {
    let of_backend = answered.of_backend();
    let chance = chance();
    let [of_rule, of_listener] = wanted.map(|wanted| wanted.by).unwrap_or_default();
    for traffic in [of_rule, of_listener].into_iter().flatten() {
        if let Some(edits) = &traffic.response_headers {
            edits.apply(answered.headers_mut());
        }
    }
    let mut steps: Vec<(Facts<'_>, &Transformation)> = Vec::new();
    steps.extend(of_traffic(wanted, of_rule, passage, chance));
    if let Some(OfBackend { all, head }) = &of_backend {
        let facts = passage.facts(head, chance);
        steps.extend(transformation::chosen(all, &facts).map(|made| (facts, made)));
    }
    steps.extend(of_traffic(wanted, of_listener, passage, chance));
    steps.retain(|(_, made)| !made.response.is_empty());
    if steps.is_empty() {
        return Ok(answered);
    }
    let limit = of_rule.or(of_listener);
    let limit = limit.map_or(shared.max_body, |traffic| traffic.reply_limit(shared.max_body));
    let has_body = holding::has_body(of_head, answered.status());
    let metadata = passage.metadata.clone();
    let changed = change((shared, limit), &steps, has_body, metadata, answered, record).await?;
    passage.affordable().map_err(|refusal| Own {
        status: refusal.status,
        headers: HeaderMap::new(),
        body: Bytes::from(refusal.body.into_owned()),
    })?;
    Ok(changed)
}

fn of_traffic<'f>(
    wanted: Option<&'f Wanted<'f>>,
    traffic: Option<&'f Traffic>,
    passage: &'f Passage,
    chance: f64,
) -> Option<(Facts<'f>, &'f Transformation)> {
    let facts = passage.facts(&wanted?.head, chance);
    Some((facts, traffic?.transformation(&facts)?))
}

/// Makes the changes, one after another. A reply is read where an expression looks into it, or where another goes on in
/// its place: then for what it used.
async fn change(
    (shared, limit): (&Shared, usize),
    steps: &[(Facts<'_>, &Transformation)],
    has_body: bool,
    metadata: Option<Value>,
    answered: Answered,
    record: &mut Record,
) -> Result<Answered, Own> {
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
        let begun = holding::begin(source, limit, &shared.budget).await;
        source = match begun.map_err(|_| holding::unread())? {
            Ok(begun) => {
                if let Some(whole) = begun.whole() {
                    read = plain(shared, limit, &head.headers, whole).await;
                }
                Source::Begun(Box::new(begun))
            }
            Err(source) => source,
        };
    }
    let model = record.called().filter(|_| any(&Needs::model));
    let model = model.map(|(provider, model)| {
        let whole = read.as_deref().filter(|_| !stream);
        called(provider, model, stream, whole)
    });
    let looked_at = read.as_deref().filter(|_| looks);
    let _room = parsing::aside(&shared.budget, looked_at).map_err(|_| holding::unread())?;
    let was_ok = head.status.is_success();
    let mut reply = Changed {
        status: &mut head.status,
        headers: &mut head.headers,
        body: read.clone(),
        metadata,
    };
    let mut has_made = false;
    for (facts, made) in steps {
        let facts = Facts { llm: model.as_ref(), ..*facts };
        has_made |= made.response.of_reply(&facts, &mut reply);
    }
    if let Some(body) = reply.body.filter(|_| has_made && has_body) {
        if let Some(read) = read.filter(|_| was_ok) {
            record.read_through(&read, stream);
        }
        head.headers.remove(CONTENT_ENCODING);
        head.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
        source = Source::Whole(body);
    }
    Ok(Answered::from_parts(head, source))
}

/// A body without its coding; none where it cannot be taken off.
async fn plain(shared: &Shared, limit: usize, headers: &HeaderMap, body: Bytes) -> Option<Bytes> {
    match decode::coding(headers).ok()? {
        None => Some(body),
        Some(coding) => {
            let decoded = decode::decode(coding, body, limit, shared.budget.share()).await;
            decoded.ok().map(|(bytes, _)| bytes)
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
