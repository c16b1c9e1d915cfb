//! Local replies: those that the proxy itself gives (Envoy's word), head and body.
//!
//! Source: agentgateway's errors, `crates/agentgateway/src/proxy/mod.rs` at 75b4e6ce6.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::Refusal;
use crate::domain::llm::error_format::ErrorFormat;
use crate::domain::value::clip;

/// The characters that are percent-encoded in `grpc-message`. Source: `Percent-Encoded` in
/// <https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md>.
const GRPC_MESSAGE: &AsciiSet = &CONTROLS.add(b'%');

/// A person's words about an answer that agentgateway words tersely.
pub const HINT: HeaderName = HeaderName::from_static("x-agw-hint");

/// By what SDKs of OpenAI and Anthropic know not to ask again. They would, after any 5xx.
const SHOULD_RETRY: HeaderName = HeaderName::from_static("x-should-retry");

/// The longest hint. Bytes.
const HINTED: usize = 2048;

/// A reply that the proxy itself gives.
#[derive(Debug)]
pub struct LocalReply {
    pub status: u16,
    /// Without those of the connection: `Content-Length`, `Connection`.
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl LocalReply {
    /// A refusal, for a client that reads such errors.
    #[must_use]
    pub fn of(refusal: &Refusal, errors: ErrorFormat) -> Self {
        let in_format = match refusal.own && !refusal.json {
            true => errors.error(refusal.status, &refusal.body),
            false => None,
        };
        let (kind, body) = match in_format {
            Some(error) => (Some("application/json"), Bytes::from(error.to_string())),
            None => (refusal.content_type(), Bytes::from(refusal.body.clone().into_owned())),
        };
        let mut headers = HeaderMap::new();
        if let Some(kind) = kind {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        if refusal.own {
            headers.insert(SHOULD_RETRY, HeaderValue::from_static("false"));
        }
        if refusal.is_overload() {
            headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        let hint = refusal.hint.as_deref().map(|hint| clip::to(hint, HINTED));
        if let Some(Ok(hint)) = hint.map(|hint| HeaderValue::from_str(&hint)) {
            headers.insert(HINT, hint);
        }
        LocalReply { status: refusal.status, headers, body }
    }

    /// A refusal for a client that speaks gRPC: a success of HTTP, and trailers alone that tell of the failure. Source:
    /// gRPC over HTTP/2, Trailers-Only.
    #[must_use]
    pub fn of_grpc(refusal: &Refusal) -> Self {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
        headers.insert("grpc-status", HeaderValue::from(refusal.grpc_status()));
        let message = utf8_percent_encode(&refusal.body, GRPC_MESSAGE).to_string();
        if let Ok(message) = HeaderValue::from_str(&message) {
            headers.insert("grpc-message", message);
        }
        LocalReply { status: 200, headers, body: Bytes::new() }
    }
}
