//! Answers that the proxy gives itself: status and body to the letter of agentgateway's.
//!
//! Source: `crates/agentgateway/src/proxy/mod.rs` of agentgateway at 75b4e6ce6. Bodies are `text/plain`, unless
//! said otherwise.

mod kind;
mod local_reply;

pub use kind::RefusalKind;
pub use local_reply::{HINT, LocalReply};

use std::borrow::Cow;

use crate::domain::value::{clip, redaction};

/// A reason may quote what a client or an upstream sent, of any length.
fn short(why: impl std::fmt::Display) -> String {
    clip::to(&why.to_string(), 2 * clip::MOST).into_owned()
}

/// A sentence of ours may quote what an author wrote where a key does not belong.
fn masked(sentence: impl Into<Cow<'static, str>>) -> Cow<'static, str> {
    let sentence = sentence.into();
    match redaction::without_keys(&sentence) {
        Cow::Borrowed(_) => sentence,
        Cow::Owned(masked) => Cow::Owned(masked),
    }
}

/// A complete answer of the proxy to a request that is not forwarded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// HTTP status code.
    pub status: u16,
    pub body: Cow<'static, str>,
    pub kind: RefusalKind,
    /// Whether the body is JSON instead of plain text.
    pub json: bool,
    /// Whether agentgateway has no such answer: `serve` says it, in the format of the client's errors, and asking again is of no
    /// use.
    pub own: bool,
    /// What a person should know beyond the body that agentgateway sends; goes into a response header.
    pub hint: Option<Cow<'static, str>>,
}

impl Refusal {
    const fn fixed(status: u16, body: &'static str, kind: RefusalKind) -> Self {
        Refusal { status, body: Cow::Borrowed(body), kind, json: false, own: false, hint: None }
    }

    /// No listener is served at this address any more.
    pub const BIND_NOT_FOUND: Refusal =
        Refusal::fixed(404, "bind not found", RefusalKind::NotFound);
    /// No listener for this host.
    pub const LISTENER_NOT_FOUND: Refusal =
        Refusal::fixed(404, "listener not found", RefusalKind::NotFound);
    /// No rule matches.
    pub const ROUTE_NOT_FOUND: Refusal =
        Refusal::fixed(404, "route not found", RefusalKind::NotFound);
    /// A host of another TLS listener than the client's.
    pub const MISDIRECTED: Refusal =
        Refusal::fixed(421, "misdirected request", RefusalKind::NotFound);
    /// No backendRefs, or none with a weight.
    pub const NO_VALID_BACKENDS: Refusal =
        Refusal::fixed(500, "no valid backends", RefusalKind::NoHealthyBackend);
    /// A reference of an unknown kind, or one that no ReferenceGrant allows.
    pub const BACKEND_DOES_NOT_EXIST: Refusal =
        Refusal::fixed(500, "backend does not exist", RefusalKind::NoHealthyBackend);
    /// The backend is absent, or was dropped because its Secret is.
    pub const SERVICE_NOT_FOUND: Refusal =
        Refusal::fixed(500, "service not found", RefusalKind::NotFound);
    /// A Service has no endpoint that could be called.
    pub const NO_HEALTHY_BACKENDS: Refusal =
        Refusal::fixed(503, "no healthy backends", RefusalKind::NoHealthyBackend);
    /// The body is larger than the limit.
    pub const REQUEST_TOO_LARGE: Refusal = Refusal::fixed(
        413,
        "failed to process LLM request: request was too large",
        RefusalKind::InvalidRequest,
    );
    /// It has passed this proxy before.
    pub const LOOP: Refusal = Refusal::fixed(
        508,
        "upstream call failed: a backend leads back to this proxy through another one",
        RefusalKind::UpstreamFailure,
    );
    /// The upstream did not answer in time.
    pub const UPSTREAM_TIMEOUT: Refusal =
        Refusal::fixed(504, "upstream call timeout", RefusalKind::UpstreamTimeout);
    /// The whole exchange took longer than the rule allows.
    pub const REQUEST_TIMEOUT: Refusal =
        Refusal::fixed(504, "request timeout", RefusalKind::RequestTimeout);
    /// No name and password where they are required.
    pub const NO_LOGIN: Refusal = Refusal::fixed(
        401,
        "basic authentication failure: no basic authentication credentials found",
        RefusalKind::BasicAuth,
    );
    /// An unknown name, or a wrong password.
    pub const WRONG_LOGIN: Refusal = Refusal::fixed(
        401,
        "basic authentication failure: invalid credentials",
        RefusalKind::BasicAuth,
    );
    /// No API key where one is required.
    pub const NO_API_KEY: Refusal = Refusal::fixed(
        401,
        "api key authentication failure: no API Key found",
        RefusalKind::ApiKey,
    );
    /// An unknown API key.
    pub const WRONG_API_KEY: Refusal = Refusal::fixed(
        401,
        "api key authentication failure: invalid credentials",
        RefusalKind::ApiKey,
    );
    /// The rules of a policy do not let the request pass.
    pub const NOT_AUTHORIZED: Refusal =
        Refusal::fixed(403, "authorization failed", RefusalKind::NotAuthorized);
    /// A request that a browser was made to send by another site.
    pub const FORGED: Refusal =
        Refusal::fixed(403, "CSRF validation failed", RefusalKind::Authorization);
    /// A limit is used up.
    pub const RATE_LIMITED: Refusal =
        Refusal::fixed(429, "rate limit exceeded", RefusalKind::RateLimit);
    /// Route type `Models`, which agentgateway does not implement.
    pub const MODELS: Refusal = Refusal {
        status: 501,
        body: Cow::Borrowed(r#"{"error":"Route 'Models' not implemented"}"#),
        kind: RefusalKind::Internal,
        json: true,
        own: false,
        hint: None,
    };

    /// Gemini's streams come as events or as one long array; the array cannot be passed on piece by piece.
    pub const GEMINI_ARRAY: Refusal = Refusal {
        status: 400,
        body: Cow::Borrowed(
            r#"{"error":{"code":400,"message":"streamGenerateContent requires alt=sse; the JSON-array streaming variant is not supported","status":"INVALID_ARGUMENT"}}"#,
        ),
        kind: RefusalKind::InvalidRequest,
        json: true,
        own: false,
        hint: None,
    };

    /// A complete answer in JSON.
    #[must_use]
    pub fn json(status: u16, body: String) -> Self {
        let kind = match status < 400 {
            true => RefusalKind::DirectResponse,
            false => RefusalKind::InvalidRequest,
        };
        Refusal { status, body: Cow::Owned(body), kind, json: true, own: false, hint: None }
    }

    /// Something that `serve` does not support: 501 with an explanation, instead of ignoring it.
    #[must_use]
    pub fn unsupported(sentence: impl Into<Cow<'static, str>>) -> Self {
        Refusal {
            status: 501,
            body: masked(sentence),
            kind: RefusalKind::NotImplemented,
            json: false,
            own: true,
            hint: None,
        }
    }

    /// A policy that cannot be understood may be what guards the route, in a sentence.
    #[must_use]
    pub fn misread(sentence: impl Into<Cow<'static, str>>) -> Self {
        Refusal { kind: RefusalKind::PolicyInvalid, ..Refusal::not_read(sentence) }
    }

    /// Something that the route depends on was not read, in a sentence.
    #[must_use]
    pub fn not_read(sentence: impl Into<Cow<'static, str>>) -> Self {
        Refusal {
            status: 503,
            body: masked(sentence),
            kind: RefusalKind::NotPermitted,
            json: false,
            own: true,
            hint: None,
        }
    }

    /// What a guard says to a request or a reply that it does not let through.
    #[must_use]
    pub fn guarded(status: u16, message: impl Into<Cow<'static, str>>) -> Self {
        let body = message.into();
        Refusal { status, body, kind: RefusalKind::Guardrail, json: false, own: false, hint: None }
    }

    /// The content type of the body; agentgateway's guards name none.
    #[must_use]
    pub fn content_type(&self) -> Option<&'static str> {
        match (self.json, self.kind) {
            (true, _) => Some("application/json"),
            (false, RefusalKind::Guardrail) => None,
            (false, _) => Some("text/plain"),
        }
    }

    /// No token, or one that is not good.
    #[must_use]
    pub fn token_refused(why: &dyn std::fmt::Display) -> Self {
        Refusal {
            status: 401,
            body: Cow::Owned(format!("authentication failure: {}", short(why))),
            kind: RefusalKind::Jwt,
            json: false,
            own: false,
            hint: None,
        }
    }

    /// What a browser asks for a page that may not, or for a host that is none of ours.
    #[must_use]
    pub fn from_browser(sentence: String) -> Self {
        Refusal {
            body: Cow::Owned(sentence),
            ..Refusal::fixed(403, "", RefusalKind::Authorization)
        }
    }

    /// A request body the language-model path cannot take (status 400, or 413 and 415).
    #[must_use]
    pub fn llm_request(status: u16, why: impl std::fmt::Display) -> Self {
        Refusal {
            status,
            body: Cow::Owned(format!("failed to process LLM request: {}", short(why))),
            kind: RefusalKind::InvalidRequest,
            json: false,
            own: false,
            hint: None,
        }
    }

    /// A request body that cannot be read as its format has it (status 400).
    #[must_use]
    pub fn unparsable(why: impl std::fmt::Display) -> Self {
        Refusal::llm_request(400, format!("failed to parse request: {why}"))
    }

    /// A request whose content would be lost on its way into another format.
    #[must_use]
    pub fn untranslatable(why: impl std::fmt::Display) -> Self {
        Refusal { own: true, ..Refusal::unparsable(why) }
    }

    /// An upstream whose host can't stand in a URL (status 500).
    #[must_use]
    pub fn invalid_upstream_host() -> Self {
        Refusal::llm_request(500, "the upstream's host is invalid")
    }

    /// A reply that the language-model path cannot take.
    #[must_use]
    pub fn llm_response(why: impl std::fmt::Display) -> Self {
        Refusal {
            body: Cow::Owned(format!("failed to process LLM response: {}", short(why))),
            ..Refusal::fixed(502, "", RefusalKind::UpstreamFailure)
        }
    }

    /// Connection refused, reset before the reply's head, or TLS failure.
    #[must_use]
    pub fn upstream_failed(why: impl std::fmt::Display) -> Self {
        Refusal {
            status: 503,
            body: Cow::Owned(format!("upstream call failed: {}", short(why))),
            kind: RefusalKind::NoResponse,
            json: false,
            own: false,
            hint: None,
        }
    }

    /// There is a key for the upstream, and it cannot be used.
    #[must_use]
    pub fn authentication_failed(why: &str) -> Self {
        Refusal {
            status: 500,
            body: Cow::Owned(format!("backend authentication failed: {why}")),
            kind: RefusalKind::Internal,
            json: false,
            own: false,
            hint: None,
        }
    }

    /// The upstream switched to another protocol than the one that was asked for, or unasked.
    #[must_use]
    pub fn upgrade_failed(
        asked: Option<&http::HeaderValue>,
        offered: Option<&http::HeaderValue>,
    ) -> Self {
        let (offered, asked) = (short(format!("{offered:?}")), short(format!("{asked:?}")));
        let words =
            format!("request upgrade failed, backend tried {offered} but {asked} was requested");
        Refusal { body: Cow::Owned(words), ..Refusal::fixed(502, "", RefusalKind::Internal) }
    }

    /// The name of the upstream does not resolve.
    pub const DNS_FAILED: Refusal = Refusal::fixed(
        503,
        "backends required DNS resolution which failed",
        RefusalKind::NoResponse,
    );

    /// What a policy would have decided is not known.
    pub const TOO_COSTLY: Refusal = Refusal::fixed(
        500,
        "a CEL expression of a policy exceeds its cost limit",
        RefusalKind::PolicyCost,
    );

    /// The body of a direct response cannot be made. What failed is for the log, not for the client.
    pub const NO_DIRECT_BODY: Refusal = Refusal::fixed(
        500,
        "failed to apply filters: invalid filter configuration: bodyExpression failed",
        RefusalKind::Internal,
    );

    /// Too many bytes are buffered; the client may retry.
    pub const OVERLOADED: Refusal =
        Refusal::fixed(503, "too many request bodies are buffered", RefusalKind::Overloaded);

    /// A JSON body whose tree would be out of proportion to it.
    pub const TOO_MANY_VALUES: Refusal = Refusal::fixed(
        413,
        "failed to process LLM request: too many small JSON values: parsed, the request would take more than 3 times its size",
        RefusalKind::InvalidRequest,
    );
    /// One client holds as much of that as one may.
    pub const CLIENT_OVERLOADED: Refusal = Refusal::fixed(
        503,
        "the request bodies of this client use as much memory as one client may; retry when fewer are in \
         progress",
        RefusalKind::Overloaded,
    );
    /// The client closed its connection or its stream, or its side of it, within its body.
    pub const CLIENT_LEFT: Refusal =
        Refusal::fixed(400, "failed to read request body: it ended early", RefusalKind::ClientLeft);
    /// The client's body is not framed as HTTP has it.
    pub const BODY_MALFORMED: Refusal = Refusal::fixed(
        400,
        "failed to read request body: it is malformed",
        RefusalKind::InvalidRequest,
    );
    /// Nothing, or almost nothing, of the client's body arrived for long.
    pub const BODY_STALLED: Refusal =
        Refusal::fixed(408, "failed to read request body: it stalled", RefusalKind::ClientStalled);
    /// The request timed out before its body was complete: the client is late, not the upstream.
    pub const BODY_TOO_SLOW: Refusal =
        Refusal::fixed(504, "request timeout", RefusalKind::ClientTimeout);

    /// The gRPC status code for the HTTP status. Source:
    /// <https://github.com/grpc/grpc/blob/master/doc/http-grpc-status-mapping.md>.
    #[must_use]
    pub fn grpc_status(&self) -> u16 {
        match self.status {
            400 => 13,
            401 | 407 => 16,
            403 => 7,
            404 => 12,
            429 | 502..=504 => 14,
            _ => 2,
        }
    }

    /// Something on the request's way is stopped by the kill switch, in a sentence.
    #[must_use]
    pub fn killed(sentence: impl Into<Cow<'static, str>>) -> Self {
        Refusal { kind: RefusalKind::Killed, ..Refusal::not_read(sentence) }
    }

    /// The audit log cannot take the line of the request, which is therefore not served.
    #[must_use]
    pub fn unrecorded(why: impl std::fmt::Display) -> Self {
        Refusal {
            body: Cow::Owned(format!("the audit log can't be written: {}", short(why))),
            ..Refusal::fixed(503, "", RefusalKind::AuditLog)
        }
    }

    /// Whether the client may simply try again later.
    #[must_use]
    pub fn is_overload(&self) -> bool {
        self.kind == RefusalKind::Overloaded
    }

    /// Whether it says that the upstream gave no response at all.
    #[must_use]
    pub fn is_no_response(&self) -> bool {
        matches!(
            self.kind,
            RefusalKind::NoResponse | RefusalKind::RequestTimeout | RefusalKind::UpstreamTimeout
        )
    }

    /// The same answer, with words for a person.
    #[must_use]
    pub fn with_hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.hint = Some(masked(hint));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_answer_quotes_a_key_that_an_author_has_misplaced() {
        let key = "sk-proj-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789";
        let sentence = format!("unknown function in nosuch('{key}')");
        for refusal in [
            Refusal::unsupported(sentence.clone()),
            Refusal::misread(sentence.clone()),
            Refusal::not_read(sentence.clone()),
            Refusal::SERVICE_NOT_FOUND.with_hint(sentence),
        ] {
            assert!(!format!("{refusal:?}").contains(key), "{refusal:?}");
        }
    }
}
