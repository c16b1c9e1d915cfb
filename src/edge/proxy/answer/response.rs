//! An upstream's reply on its way back, before it becomes the reply to the client. A mechanism of this program.

use std::sync::Arc;
use std::time::Duration;

use http::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderMap};
use http::request::Parts;
use http::{HeaderName, HeaderValue, Response};

use super::idle_body::IdleBody;
use super::response_body::ResponseBody;
use super::source::BodySource;
use crate::domain::route::cel::ResponseFacts;
use crate::domain::route::policy::transformation::Transformation;
use crate::domain::value::object_ref::ObjectName;
use crate::edge::proxy::connect::response_body::UpstreamResponseBody;
use crate::edge::proxy::kill_switch::KillWatch;
use crate::edge::proxy::upgrade::UpgradedPair;
use crate::edge::telemetry::access_log::Record;

/// The header of a reply that names the backend which answered.
pub(in crate::edge::proxy) const BACKEND: HeaderName = HeaderName::from_static("x-agw-backend");

/// A reply's head, and its body, which is still arriving.
pub(in crate::edge::proxy) struct UpstreamResponse(Response<BodySource>);

impl UpstreamResponse {
    /// A reply with any body.
    pub(in crate::edge::proxy) fn new(reply: Response<BodySource>) -> Self {
        UpstreamResponse(reply)
    }

    /// A reply as it arrives from an upstream.
    pub(in crate::edge::proxy) fn from_upstream(reply: Response<UpstreamResponseBody>) -> Self {
        UpstreamResponse(reply.map(BodySource::Upstream))
    }

    /// The head and the body.
    pub(in crate::edge::proxy) fn into_parts(self) -> (http::response::Parts, BodySource) {
        self.0.into_parts()
    }

    /// A reply of a head and a body.
    pub(in crate::edge::proxy) fn from_parts(
        head: http::response::Parts,
        source: BodySource,
    ) -> Self {
        UpstreamResponse(Response::from_parts(head, source))
    }

    /// The same, whose body ends with an error where nothing of it comes for this long. A connection that has switched to
    /// another protocol has no body.
    pub(in crate::edge::proxy) fn within_idle(self, limit: Option<Duration>) -> Self {
        let switched = self.0.extensions().get::<UpgradedPair>().is_some();
        match limit.filter(|_| !switched) {
            None => self,
            Some(limit) => {
                let bound = |source| BodySource::wrapped(IdleBody::new(source, limit));
                UpstreamResponse(self.0.map(bound))
            }
        }
    }

    /// Names the backend in the head.
    pub(in crate::edge::proxy) fn name_backend(&mut self, name: &ObjectName) {
        if let Ok(value) = HeaderValue::from_str(&name.text()) {
            self.0.headers_mut().insert(BACKEND, value);
        }
    }

    /// The headers.
    pub(in crate::edge::proxy) fn headers(&self) -> &HeaderMap {
        self.0.headers()
    }

    /// The headers, for changing them.
    pub(in crate::edge::proxy) fn headers_mut(&mut self) -> &mut HeaderMap {
        self.0.headers_mut()
    }

    /// What expressions can read of it.
    pub(in crate::edge::proxy) fn facts(&self) -> ResponseFacts<'_> {
        ResponseFacts { status: self.status(), headers: self.0.headers() }
    }

    /// The HTTP status.
    pub(in crate::edge::proxy) fn status(&self) -> u16 {
        self.0.status().as_u16()
    }

    /// Both sides of a connection that the upstream has switched to another protocol.
    pub(in crate::edge::proxy) fn switched(&mut self) -> Option<UpgradedPair> {
        self.0.extensions_mut().remove::<UpgradedPair>()
    }

    /// Notes how the backend's transformation is to change it.
    pub(in crate::edge::proxy) fn wants(&mut self, of_backend: Option<BackendTransforms>) {
        if let Some(of_backend) = of_backend {
            self.0.extensions_mut().insert(of_backend);
        }
    }

    /// Whether a backend's transformation is to change it.
    pub(in crate::edge::proxy) fn is_wanted(&self) -> bool {
        self.0.extensions().get::<BackendTransforms>().is_some()
    }

    /// Removes the note of how the backend's transformation is to change it.
    pub(in crate::edge::proxy) fn of_backend(&mut self) -> Option<BackendTransforms> {
        self.0.extensions_mut().remove::<BackendTransforms>()
    }

    /// The head of a reply that has no body.
    pub(in crate::edge::proxy) fn into_head(self) -> Response<ResponseBody> {
        self.0.map(|_| ResponseBody::nothing())
    }

    /// The reply to the client; `record` is written when it ends, and `watch` may end it.
    pub(in crate::edge::proxy) fn into_reply(
        self,
        mut record: Record,
        watch: KillWatch,
    ) -> Response<ResponseBody> {
        let plain = !self.0.headers().contains_key(CONTENT_ENCODING);
        let kind = self.0.headers().get(CONTENT_TYPE).map(HeaderValue::as_bytes);
        let is_events = kind.is_some_and(|kind| kind.starts_with(b"text/event-stream"));
        if plain && self.0.status().is_success() {
            record.reads(is_events);
        }
        let is_events = plain && is_events;
        self.0.map(|source| ResponseBody::new(source, record).watched(watch, is_events))
    }
}

/// How a backend's transformation is to change a reply after the last attempt. It is kept in the reply's extensions.
#[derive(Clone)]
pub(in crate::edge::proxy) struct BackendTransforms {
    pub(in crate::edge::proxy) all: Arc<[Transformation]>,
    /// The head of the request, which expressions can read.
    pub(in crate::edge::proxy) head: Parts,
}
