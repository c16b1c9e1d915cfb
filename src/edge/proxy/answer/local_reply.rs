//! Local replies: those that the proxy itself gives (Envoy's word): a refusal, a policy's answer, a redirect.
//!
//! Source: agentgateway's errors, `crates/agentgateway/src/proxy/mod.rs` at 75b4e6ce6.

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Response, StatusCode};

use super::response_body::ResponseBody;
use crate::domain::route::policy::context::LocalReply;
use crate::domain::route::refusal::{Refusal, RefusalKind};
use crate::domain::value::clip;
use crate::edge::telemetry::access_log::Record;

/// A person's words about an answer that agentgateway words tersely.
pub(in crate::edge::proxy) const HINT: &str = "x-agw-hint";

/// By what SDKs of OpenAI and Anthropic know not to ask again. They would, after any 5xx.
const SHOULD_RETRY: &str = "x-should-retry";

/// The longest hint. Bytes.
const HINTED: usize = 2048;

/// An error of the proxy, with the status, headers and body that agentgateway answers with.
pub(in crate::edge::proxy) fn refuse(
    refusal: &Refusal,
    mut record: Record,
) -> Response<ResponseBody> {
    record.answers(refusal.kind);
    if refusal.kind == RefusalKind::ClientLeft {
        record.left();
    }
    if record.of_grpc() {
        return refuse_grpc(refusal, record);
    }
    record.status(refusal.status);
    let in_format = match refusal.own && !refusal.json {
        true => record.errors().error(refusal.status, &refusal.body),
        false => None,
    };
    let kind = in_format.as_ref().map_or(refusal.content_type(), |_| Some("application/json"));
    let body = match in_format {
        Some(error) => Bytes::from(error.to_string()),
        None => Bytes::from(refusal.body.clone().into_owned()),
    };
    let length = HeaderValue::from(body.len());
    let mut response = Response::new(ResponseBody::whole(body, record));
    *response.status_mut() =
        StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    if let Some(kind) = kind {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    if refusal.own {
        headers.insert(SHOULD_RETRY, HeaderValue::from_static("false"));
    }
    headers.insert(CONTENT_LENGTH, length);
    if refusal.is_overload() {
        headers.insert(RETRY_AFTER, HeaderValue::from_static("1"));
    }
    if refusal.status == 408 {
        // What the connection brings next may still be of the body (RFC 9110 §15.5.9).
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    let hint = refusal.hint.as_deref().map(|hint| HeaderValue::from_str(&clip::to(hint, HINTED)));
    if let Some(Ok(hint)) = hint {
        headers.insert(HINT, hint);
    }
    response
}

/// The same for a client that speaks gRPC.
fn refuse_grpc(refusal: &Refusal, mut record: Record) -> Response<ResponseBody> {
    let LocalReply { status, headers, body } = LocalReply::of_grpc(refusal);
    record.status(status);
    let mut response = Response::new(ResponseBody::whole(body, record));
    *response.headers_mut() = headers;
    response
}

/// An answer that a policy gives.
pub(in crate::edge::proxy) fn own(own: LocalReply, mut record: Record) -> Response<ResponseBody> {
    record.status(own.status);
    record.answers(RefusalKind::DirectResponse);
    let length = HeaderValue::from(own.body.len());
    let mut response = Response::new(ResponseBody::whole(own.body, record));
    *response.status_mut() =
        StatusCode::from_u16(own.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.headers_mut() = own.headers;
    response.headers_mut().insert(CONTENT_LENGTH, length);
    response
}

/// A redirect.
pub(in crate::edge::proxy) fn redirect(
    status: u16,
    location: &str,
    mut record: Record,
) -> Response<ResponseBody> {
    let Ok(location) = HeaderValue::from_str(location) else {
        return refuse(&Refusal::ROUTE_NOT_FOUND, record);
    };
    record.status(status);
    let mut response = Response::new(ResponseBody::whole(Bytes::new(), record));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::FOUND);
    response.headers_mut().insert(http::header::LOCATION, location);
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(0));
    response
}
