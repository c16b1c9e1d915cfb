//! Guards of replies: each body is inspected before it is forwarded; `stream` has those that arrive in pieces.
//! Those of requests are in `plan::request_guard` and `call::guard_offload`.
//!
//! Source: `crates/agentgateway/src/llm/policy` of agentgateway at 75b4e6ce6.

pub(in crate::edge::proxy) mod stream;

use std::sync::Arc;

use bytes::Bytes;
use http::HeaderValue;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};

use super::read::parsed;
use super::read::plain;
use super::response::UpstreamResponse;
use super::source::BodySource;
use crate::domain::llm::format::RouteType;
use crate::domain::llm::strict;
use crate::domain::route::policy::guard::Guards;
use crate::domain::route::refusal::Refusal;
use crate::edge::proxy::body::budget::Limits;
use crate::edge::proxy::body::offload::{SHORT, TOO_SLOW, offload};
use crate::edge::proxy::body::{decode, json_budget};
use crate::edge::telemetry::access_log::Record;
pub(in crate::edge::proxy) use stream::Stream;

/// A reply after its guards, which read it up to the limit where they need the whole of it.
///
/// # Errors
/// The reply cannot be read or is too large, the guards took too long, or one rejects it.
pub(in crate::edge::proxy) async fn reply(
    limits: Limits<'_>,
    guards: &Arc<Guards>,
    route_type: RouteType,
    answered: UpstreamResponse,
    record: &mut Record,
) -> Result<UpstreamResponse, Refusal> {
    if !(200..300).contains(&answered.status()) {
        return Ok(answered);
    }
    let (mut head, source) = answered.into_parts();
    let kind = head.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    if kind.is_some_and(is_events) {
        if !guards.look_at_streams(route_type) {
            return Ok(UpstreamResponse::from_parts(head, source));
        }
        if !matches!(decode::coding(&head.headers), Ok(None)) {
            return Err(Refusal::llm_response("a compressed stream can't be checked"));
        }
        head.headers.remove(CONTENT_LENGTH);
        let stream = Stream::new(source, Arc::clone(guards));
        return Ok(UpstreamResponse::from_parts(head, BodySource::wrapped(stream)));
    }
    let (bytes, mut held) = plain(limits, &head.headers, source).await?;
    let looked = match bytes.len() <= SHORT {
        true => response(guards, route_type, bytes.clone()),
        false => {
            let (guards, bytes, budget) =
                (Arc::clone(guards), bytes.clone(), limits.budget.clone());
            let looked = offload(move || {
                let _room = parsed(&budget, &bytes, 1)?;
                response(&guards, route_type, bytes)
            });
            looked.await.unwrap_or_else(|| Err(Refusal::llm_response(TOO_SLOW)))
        }
    };
    let bytes = looked.inspect_err(|_| {
        // What was answered is paid for, whoever reads it.
        record.reads(false);
        record.see(&bytes);
    })?;
    head.headers.remove(CONTENT_ENCODING);
    head.headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    Ok(UpstreamResponse::from_parts(head, BodySource::Whole(held.keep(bytes))))
}

/// A reply's body as guards leave it.
fn response(guards: &Guards, route_type: RouteType, bytes: Bytes) -> Result<Bytes, Refusal> {
    let mut body = strict::value(&bytes)
        .map_err(|error| Refusal::llm_response(format!("failed to parse response: {error}")))?;
    match guards.response(route_type, &mut body)? {
        false => Ok(bytes),
        true => json_budget::written(&body, bytes.len()).map_err(Refusal::llm_response),
    }
}

/// Whether a content type is that of a stream of events.
fn is_events(kind: &[u8]) -> bool {
    let name = kind.split(|byte| *byte == b';').next().unwrap_or_default();
    name.trim_ascii().eq_ignore_ascii_case(b"text/event-stream")
}
