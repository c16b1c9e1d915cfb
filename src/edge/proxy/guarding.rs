//! Guards at work: a request's body before it is sent, a reply's before it goes on; `stream` has those that come in
//! pieces. Long bodies are looked at beside the threads that serve, a few at a time and not for ever.
//!
//! Source: reference/agentgateway.md §3.

pub(super) mod stream;

use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};
use http_body::Body as _;
use http_body_util::BodyExt as _;
use tokio::sync::Semaphore;

use super::answer::Source;
use super::budget::{Budget, Held};
use super::model_call::Answered;
use super::{Shared, decode, parsing};
use crate::domain::llm::format::RouteType;
use crate::domain::llm::strict;
use crate::domain::route::policy::guard::Guards;
use crate::domain::route::refusal::Refusal;
use crate::edge::telemetry::access_log::Record;
pub(super) use stream::Stream;

/// A text up to here is looked at where it is, in a few milliseconds. Bytes.
const SHORT: usize = 64 * 1024;
/// The longest that guards may look at one body, the wait for their turn included.
const LONGEST: Duration = Duration::from_secs(10);
const TOO_SLOW: &str = "promptGuard did not finish within 10 s";
/// Threads that look at long texts at the same time: fewer than cores, so that the others are served meanwhile.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Does the work of guards beside the serving threads; none where it takes too long, or could not be done.
async fn beside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let turn = async {
        let turn = TURNS.acquire().await.ok()?;
        // Who waits may leave; the turn ends when the work does.
        let done = move || (work(), drop(turn)).0;
        tokio::task::spawn_blocking(done).await.ok()
    };
    tokio::time::timeout(LONGEST, turn).await.ok().flatten()
}

/// As [`request`], with the patience and on the threads that a long body needs.
pub(super) async fn checked(
    guards: &Arc<Guards>,
    route_type: RouteType,
    bytes: Bytes,
    budget: &Budget,
) -> Result<Bytes, Refusal> {
    if bytes.len() <= SHORT {
        return request(guards, route_type, bytes);
    }
    let (guards, budget) = (Arc::clone(guards), budget.clone());
    let looked = beside(move || {
        let _room = parsing::room(&budget, &bytes, 1)?;
        request(&guards, route_type, bytes)
    });
    looked.await.unwrap_or_else(|| Err(Refusal::llm_request(503, TOO_SLOW)))
}

/// A request's body as guards leave it: byte by byte the same where they change nothing.
pub(super) fn request(
    guards: &Guards,
    route_type: RouteType,
    bytes: Bytes,
) -> Result<Bytes, Refusal> {
    let mut body = strict::object(&bytes)
        .map_err(|error| Refusal::llm_request(400, format!("failed to parse request: {error}")))?;
    if !guards.request(route_type, &mut body)? {
        return Ok(bytes);
    }
    parsing::written(&body, bytes.len()).map_err(|error| Refusal::llm_request(500, error))
}

/// A reply as guards let it go on, read up to a limit where it has to be.
pub(super) async fn reply(
    (shared, limit): (&Shared, usize),
    guards: &Arc<Guards>,
    route_type: RouteType,
    answered: Answered,
    record: &mut Record,
) -> Result<Answered, Refusal> {
    if !(200..300).contains(&answered.status()) {
        return Ok(answered);
    }
    let (mut head, source) = answered.into_parts();
    let kind = head.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    if kind.is_some_and(is_events) {
        if !guards.look_at_streams(route_type) {
            return Ok(Answered::from_parts(head, source));
        }
        if !matches!(decode::coding(&head.headers), Ok(None)) {
            return Err(Refusal::llm_response("a compressed stream cannot be looked through"));
        }
        head.headers.remove(CONTENT_LENGTH);
        let stream = Stream::new(source, Arc::clone(guards));
        return Ok(Answered::from_parts(head, Source::Guarded(Box::new(stream))));
    }
    let (bytes, _held) = plain((shared, limit), &head.headers, source).await?;
    let looked = match bytes.len() <= SHORT {
        true => response(guards, route_type, bytes.clone()),
        false => {
            let (guards, bytes, budget) =
                (Arc::clone(guards), bytes.clone(), shared.budget.clone());
            let looked = beside(move || {
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
    Ok(Answered::from_parts(head, Source::Whole(bytes)))
}

/// A reply's body as guards leave it.
fn response(guards: &Guards, route_type: RouteType, bytes: Bytes) -> Result<Bytes, Refusal> {
    let mut body = strict::value(&bytes)
        .map_err(|error| Refusal::llm_response(format!("failed to parse response: {error}")))?;
    match guards.response(route_type, &mut body)? {
        false => Ok(bytes),
        true => parsing::written(&body, bytes.len()).map_err(Refusal::llm_response),
    }
}

/// Whether a content type is that of a stream of events.
fn is_events(kind: &[u8]) -> bool {
    let name = kind.split(|byte| *byte == b';').next().unwrap_or_default();
    name.trim_ascii().eq_ignore_ascii_case(b"text/event-stream")
}

/// Room for the trees of a reply.
///
/// # Errors
/// 502 for one of too many values, 503 over the budget.
pub(super) fn parsed(budget: &Budget, reply: &[u8], trees: usize) -> Result<Option<Held>, Refusal> {
    parsing::room(budget, reply, trees).map_err(|refusal| match refusal.is_overload() {
        true => refusal,
        false => Refusal::llm_response("response has too many small JSON values"),
    })
}

/// Reads a whole reply and undoes its compression, each within a limit and the budget of bodies.
pub(super) async fn plain(
    (shared, limit): (&Shared, usize),
    headers: &HeaderMap,
    source: Source,
) -> Result<(Bytes, Held), Refusal> {
    let failed = |refusal: Refusal| {
        let words = refusal.body.into_owned();
        let why = words.strip_prefix("failed to process LLM request: ").unwrap_or(&words);
        Refusal::llm_response(why)
    };
    let coding = decode::coding(headers).map_err(failed)?;
    let (bytes, held) = whole(source, limit, &shared.budget).await?;
    let Some(coding) = coding else { return Ok((bytes, held)) };
    decode::decode(coding, bytes, limit, held.another()).await.map_err(failed)
}

/// Reads a whole reply, within the limit and the budget of bodies.
pub(super) async fn whole(
    mut source: Source,
    limit: usize,
    budget: &Budget,
) -> Result<(Bytes, Held), Refusal> {
    let mut held = budget.share();
    let said = usize::try_from(source.size_hint().lower()).unwrap_or(usize::MAX);
    let mut read = BytesMut::with_capacity(said.min(limit));
    while let Some(frame) = source.frame().await {
        let frame =
            frame.map_err(|error| Refusal::llm_response(format!("it broke off: {error}")))?;
        let Ok(data) = frame.into_data() else { continue };
        if read.len() + data.len() > limit {
            return Err(Refusal::llm_response("response was too large"));
        }
        held.grow(data.len())?;
        read.extend_from_slice(&data);
    }
    Ok((read.freeze(), held))
}
