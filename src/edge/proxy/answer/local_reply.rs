//! Local replies on their way to the client: a refusal, a policy's answer, a redirect.

use bytes::Bytes;
use http::header::{CONNECTION, CONTENT_LENGTH};
use http::{HeaderValue, Response, StatusCode};

use super::response_body::ResponseBody;
use crate::domain::route::refusal::{LocalReply, Refusal, RefusalKind};
use crate::edge::telemetry::access_log::Record;

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
        return whole(LocalReply::of_grpc(refusal), record);
    }
    let reply = LocalReply::of(refusal, record.errors());
    let mut response = whole(reply, record);
    if refusal.status == 408 {
        // What the connection brings next may still be of the body (RFC 9110 §15.5.9).
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// An answer that a policy gives.
pub(in crate::edge::proxy) fn own(own: LocalReply, mut record: Record) -> Response<ResponseBody> {
    record.answers(RefusalKind::DirectResponse);
    whole(own, record)
}

fn whole(reply: LocalReply, mut record: Record) -> Response<ResponseBody> {
    record.status(reply.status);
    let length = HeaderValue::from(reply.body.len());
    let mut response = Response::new(ResponseBody::whole(reply.body, record));
    *response.status_mut() =
        StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.headers_mut() = reply.headers;
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
