//! The embedded model provider: answers offline, in the format of whoever would have been asked, with the delays and
//! faults asked for. The same question gets the same answer, byte for byte.

mod anthropic;
mod bad_request;
mod embeddings;
mod fault;
mod gemini;
mod openai;
mod outage;
mod prompt;
mod responses;
mod script;

use std::time::Duration;

use bytes::Bytes;
use futures::stream;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Response, StatusCode};
use http_body::Frame;
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full, StreamBody};
use serde_json::Value;

use self::bad_request::BadRequest;
use crate::domain::llm::format::{RECOMMENDED_ROUTES, RouteType};
use fault::{Faults, SimulatedError};

pub use outage::{Fault, Outage, ProviderCall, Simulation};
pub use script::Script;

/// Whatever can end a body early.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A reply's body: whole or streamed.
pub type Body = UnsyncBoxBody<Bytes, BoxError>;

/// The reply header that says that no provider was asked.
pub const SIMULATED: &str = "x-agw-simulated";

/// The request header that asks for faults, e.g. `status=429,retry-after=2`.
pub const SIMULATE: &str = "x-agw-simulate";

/// The moment every reply was made, in Unix seconds. Fixed, so that replies can be compared.
const CREATED: u64 = 1_700_000_000;

/// A request as the provider would have got it.
#[derive(Clone, Copy, Debug)]
pub struct ProviderRequest<'a> {
    /// The backend, `namespace/name`.
    pub backend: &'a str,
    /// The provider's key in the CRD.
    pub provider: &'a str,
    /// The host that would have been called.
    pub host: &'a str,
    /// The format in which it is asked: after translation.
    pub route_type: RouteType,
    /// The path that would have been called; a query does no harm.
    pub path: &'a str,
    /// The model that is sent; where empty, the body's.
    pub model: &'a str,
    /// A stream is asked for.
    pub stream: bool,
    pub body: &'a [u8],
    /// The value of [`SIMULATE`], where the client sent it.
    pub simulate: Option<&'a str>,
    /// What the model says; where none, it names what was asked and of whom.
    pub says: Option<&'a str>,
}

/// How fast a stream comes. Zero is as fast as it is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// Before the first event, or before a whole reply.
    pub first: Duration,
    /// Before each further event.
    pub between: Duration,
}

/// A question, read.
struct ParsedRequest<'a> {
    asked: &'a ProviderRequest<'a>,
    body: Value,
    model: String,
}

/// What a format has to say.
enum ProviderReply {
    Whole(Value),
    /// Events, each a frame.
    Stream(Vec<Bytes>),
}

/// One wire format.
struct Format {
    speaks: RouteType,
    /// The answer, or what is wrong with the question.
    answer: fn(&ParsedRequest<'_>) -> Result<ProviderReply, BadRequest>,
    /// An error in this format.
    error: fn(StatusCode, &str) -> Value,
}

/// Every format that can be answered.
const FORMATS: &[Format] = &[
    Format { speaks: RouteType::Completions, answer: openai::answer, error: openai::error },
    Format { speaks: RouteType::Responses, answer: responses::answer, error: openai::error },
    Format { speaks: RouteType::Embeddings, answer: embeddings::answer, error: openai::error },
    Format { speaks: RouteType::Models, answer: openai::models, error: openai::error },
    Format { speaks: RouteType::Messages, answer: anthropic::answer, error: anthropic::error },
    Format {
        speaks: RouteType::AnthropicTokenCount,
        answer: anthropic::count,
        error: anthropic::error,
    },
    Format { speaks: RouteType::GenerateContent, answer: gemini::answer, error: gemini::error },
    Format { speaks: RouteType::GeminiCountTokens, answer: gemini::count, error: gemini::error },
];

/// Answers as the provider would. Every outcome is a reply, with [`SIMULATED`] set: 400 for a question that makes no
/// sense or a [`SIMULATE`] that is not understood, 501 for a format that is not simulated. A delay asked for is spent
/// before it returns, the pace of a stream while its body is read.
pub async fn answer(asked: &ProviderRequest<'_>, pace: Pace) -> Response<Body> {
    let spoken = route_type(asked);
    let Some(format) = FORMATS.iter().find(|format| format.speaks == spoken) else {
        let words = format!(
            "the simulator doesn't support {} (path {}); it supports chat completions, responses, \
             embeddings, model lists, Anthropic messages and Gemini generateContent",
            asked.route_type.name(),
            asked.path
        );
        return refuse(openai::error, StatusCode::NOT_IMPLEMENTED, &words);
    };
    let faults = match Faults::parse(asked.simulate.unwrap_or_default()) {
        Ok(faults) => faults,
        Err(wrong) => return refuse(format.error, StatusCode::BAD_REQUEST, &wrong.to_string()),
    };
    pause(faults.delay.unwrap_or_default()).await;
    if let Some(status) = faults.status {
        let words = format!("simulated: the request set status {}", status.as_u16());
        let mut reply = refuse(format.error, status, &words);
        if let Some(seconds) = faults.retry_after {
            reply.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        return reply;
    }
    match parse(asked, spoken).and_then(|question| (format.answer)(&question)) {
        Err(wrong) => refuse(format.error, StatusCode::BAD_REQUEST, &wrong.to_string()),
        Ok(ProviderReply::Whole(value)) => {
            pause(pace.first).await;
            reply(StatusCode::OK, "application/json", whole(&value, faults.cut))
        }
        Ok(ProviderReply::Stream(events)) => {
            let body = stream_of(events, pace, faults.cut);
            let mut reply = reply(StatusCode::OK, "text/event-stream; charset=utf-8", body);
            reply.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            reply
        }
    }
}

/// The format that is asked for. Where the route only forwards, the path tells, as it would tell the provider.
fn route_type(asked: &ProviderRequest<'_>) -> RouteType {
    if !matches!(asked.route_type, RouteType::Passthrough | RouteType::Detect) {
        return asked.route_type;
    }
    let path = path(asked);
    let is_verb = path.rsplit('/').next().is_some_and(|last| last.contains(':'));
    if !is_verb && (path.ends_with("/models") || path.contains("/models/")) {
        return RouteType::Models;
    }
    let named = RECOMMENDED_ROUTES.iter().filter(|(suffix, _)| path.ends_with(suffix));
    let longest = named.max_by_key(|(suffix, _)| suffix.len()).map(|row| row.1);
    match longest {
        Some(route_type) => route_type,
        None if path.ends_with("/chat/completions") => RouteType::Completions,
        None => asked.route_type,
    }
}

fn path<'a>(asked: &ProviderRequest<'a>) -> &'a str {
    asked.path.split('?').next().unwrap_or_default()
}

fn parse<'a>(
    asked: &'a ProviderRequest<'a>,
    spoken: RouteType,
) -> Result<ParsedRequest<'a>, BadRequest> {
    let is_list = spoken == RouteType::Models;
    let body: Value = if is_list {
        Value::Null
    } else {
        serde_json::from_slice(asked.body).map_err(|error| BadRequest::NoJson(error.to_string()))?
    };
    let named = body.get("model").and_then(Value::as_str).unwrap_or_default();
    let model = if asked.model.is_empty() { named } else { asked.model };
    if model.is_empty() && !is_list {
        return Err(BadRequest::NoModel);
    }
    Ok(ParsedRequest { asked, model: model.to_owned(), body })
}

fn refuse(error: fn(StatusCode, &str) -> Value, status: StatusCode, words: &str) -> Response<Body> {
    reply(status, "application/json", whole(&error(status, words), None))
}

fn reply(status: StatusCode, content_type: &'static str, body: Body) -> Response<Body> {
    let mut reply = Response::new(body);
    *reply.status_mut() = status;
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(SIMULATED, HeaderValue::from_static("true"));
    reply
}

/// A body in one piece; with a cut, half of it and a broken transfer.
fn whole(value: &Value, cut: Option<usize>) -> Body {
    let bytes = Bytes::from(value.to_string());
    match cut {
        None => Full::new(bytes).map_err(|never| match never {}).boxed_unsync(),
        Some(_) => stream_of(vec![bytes.slice(..bytes.len() / 2)], Pace::default(), Some(1)),
    }
}

/// A body of frames; with a cut, as many of them and a broken transfer.
fn stream_of(mut events: Vec<Bytes>, pace: Pace, cut: Option<usize>) -> Body {
    events.truncate(cut.unwrap_or(usize::MAX));
    let frames = events.into_iter().map(|event| Ok(Frame::data(event)));
    let frames = frames.chain(cut.map(|_| Err(BoxError::from(SimulatedError::Cut))));
    let paced = stream::unfold((frames, pace.first), move |(mut frames, wait)| async move {
        let frame = frames.next()?;
        pause(wait).await;
        Some((frame, (frames, pace.between)))
    });
    StreamBody::new(paced).boxed_unsync()
}

async fn pause(time: Duration) {
    if !time.is_zero() {
        tokio::time::sleep(time).await;
    }
}

/// One server-sent event; `name` is its `event:` line.
fn event(name: Option<&str>, data: &Value) -> Bytes {
    let name = name.map(|name| format!("event: {name}\n")).unwrap_or_default();
    Bytes::from(format!("{name}data: {data}\n\n"))
}

#[cfg(test)]
mod tests;
