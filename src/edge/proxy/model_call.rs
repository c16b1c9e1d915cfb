//! One call of a language model: the route type, the body's model, the upstream's path and key, the bounds on time.
//!
//! Source: reference/agentgateway.md §1.3 to §1.6, §2.1.

use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, EXPECT, HOST, HeaderMap};
use http::{HeaderName, HeaderValue, Request, Response, Uri};
use hyper::body::Incoming;

use super::answer::Reply;
use super::body::{self, Held, UpstreamBody};
use super::exchange::Outgoing;
use super::{Shared, credential, head};
use crate::domain::llm::format::{self, RouteType};
use crate::domain::llm::peek::{self, Peek};
use crate::domain::llm::provider::Call;
use crate::domain::llm::rewrite::{self, Rewrite};
use crate::domain::llm::splice::{self, Spliced};
use crate::domain::route::refusal::Refusal;
use crate::domain::route::table::Rule;
use crate::domain::route::upstream::{Address, ModelUpstream, PathRule};
use crate::edge::simulator::{self, Asked};
use crate::edge::telemetry::access_log::Record;

const BACKEND: HeaderName = HeaderName::from_static("x-agw-backend");
const MODEL: HeaderName = HeaderName::from_static("x-agw-model");

/// A reply's head, and its body still to come.
pub(super) struct Answered(Response<Source>);

enum Source {
    Upstream(Incoming),
    Simulated(simulator::Body),
}

impl Answered {
    pub(super) fn headers_mut(&mut self) -> &mut HeaderMap {
        self.0.headers_mut()
    }

    pub(super) fn status(&self) -> u16 {
        self.0.status().as_u16()
    }

    /// The reply to the client; `record` is written when it ends.
    pub(super) fn into_reply(self, mut record: Record) -> Response<Reply> {
        let plain = !self.0.headers().contains_key(CONTENT_ENCODING);
        let kind = self.0.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
        if plain && self.0.status().is_success() {
            record.reads(kind.is_some_and(|kind| kind.starts_with(b"text/event-stream")));
        }
        self.0.map(|source| match source {
            Source::Upstream(incoming) => Reply::upstream(incoming, record),
            Source::Simulated(body) => Reply::simulated(body, record),
        })
    }
}

/// A body that was read: what it asks for, and what of it is sent.
struct Prepared {
    model: String,
    stream: bool,
    body: Spliced,
    held: Held,
}

/// Calls the upstream.
///
/// # Errors
/// The answer to give instead, in agentgateway's words.
pub(super) async fn call(
    shared: &Shared,
    upstream: &ModelUpstream,
    rule: &Rule,
    outgoing: Outgoing,
    record: &mut Record,
) -> Result<Answered, Refusal> {
    let Outgoing { mut head, body, path, host, arrived } = outgoing;
    let route_type = format::resolve(upstream.routes.as_ref(), &path);
    head::strip_hop_by_hop(&mut head.headers);
    head.headers.remove(EXPECT);
    let forwards = matches!(route_type, RouteType::Passthrough | RouteType::Detect);
    if !forwards {
        carried(upstream, route_type)?;
    }
    let prepared = match forwards && shared.simulate.is_none() {
        true => None,
        false => Some(prepare(shared, upstream, route_type, &head.headers, body).await?),
    };
    let (prepared, body) = match prepared {
        Some(Ok(prepared)) => (Some(prepared), None),
        Some(Err(body)) => (None, Some(body)),
        None => (None, None),
    };
    todo(&prepared, &body);
    Err(Refusal::MODELS)
}
