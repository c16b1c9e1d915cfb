//! Why the proxy answers by itself, as a value: the word of the logs, and what is made of it.
//!
//! Source of the words: `ProxyResponseReason` in `crates/agentgateway/src/proxy/mod.rs` of agentgateway at 75b4e6ce6;
//! those that it has not are ours.

use crate::domain::audit::record::Decision;

/// Why a request is answered without an upstream's reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    ApiKey,
    /// The audit log cannot take the line of the request.
    AuditLog,
    /// A page of another site, which a browser spoke for.
    Authorization,
    BasicAuth,
    /// The client closed its side within its body.
    ClientLeft,
    /// The client sends nothing more of its body.
    ClientStalled,
    /// The client was too slow with its body.
    ClientTimeout,
    /// A policy answers.
    DirectResponse,
    Guardrail,
    Internal,
    InvalidRequest,
    Jwt,
    /// The kill switch stops it.
    Killed,
    NoHealthyBackend,
    /// An authorization policy lets the request not pass.
    NotAuthorized,
    /// The upstream gave no response: no connection, or none that was kept.
    NoResponse,
    NotFound,
    /// Something that serve does not support.
    NotImplemented,
    /// Something that the route depends on was not read.
    NotPermitted,
    Overloaded,
    /// An expression of a policy costs too much.
    PolicyCost,
    /// A policy that cannot be understood.
    PolicyInvalid,
    RateLimit,
    /// The time of the whole request is over.
    RequestTimeout,
    /// The upstream responded with what cannot be used.
    UpstreamFailure,
    /// The upstream gave no response in time.
    UpstreamTimeout,
}

impl RefusalKind {
    /// The `reason` of the access log and the audit log.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            RefusalKind::ApiKey => "APIKeyAuth",
            RefusalKind::AuditLog => "AuditLog",
            RefusalKind::Authorization | RefusalKind::NotAuthorized => "Authorization",
            RefusalKind::BasicAuth => "BasicAuth",
            RefusalKind::ClientTimeout => "ClientTimeout",
            RefusalKind::DirectResponse => "DirectResponse",
            RefusalKind::Guardrail => "Guardrail",
            RefusalKind::Internal => "Internal",
            RefusalKind::ClientLeft | RefusalKind::InvalidRequest => "InvalidRequest",
            RefusalKind::Jwt => "JwtAuth",
            RefusalKind::Killed => "Killed",
            RefusalKind::NoHealthyBackend => "NoHealthyBackend",
            RefusalKind::NotFound => "NotFound",
            RefusalKind::NotImplemented => "NotImplemented",
            RefusalKind::NotPermitted => "NotPermitted",
            RefusalKind::Overloaded => "Overloaded",
            RefusalKind::PolicyCost => "PolicyCost",
            RefusalKind::PolicyInvalid => "PolicyInvalid",
            RefusalKind::RateLimit => "RateLimit",
            RefusalKind::ClientStalled
            | RefusalKind::RequestTimeout
            | RefusalKind::UpstreamTimeout => "Timeout",
            RefusalKind::NoResponse | RefusalKind::UpstreamFailure => "UpstreamFailure",
        }
    }

    /// What the audit log says became of the request.
    #[must_use]
    pub const fn decision(self) -> Decision {
        match self {
            RefusalKind::DirectResponse => Decision::Allowed,
            RefusalKind::Killed => Decision::Killed,
            RefusalKind::ClientStalled
            | RefusalKind::Internal
            | RefusalKind::NoHealthyBackend
            | RefusalKind::NoResponse
            | RefusalKind::RequestTimeout
            | RefusalKind::UpstreamFailure
            | RefusalKind::UpstreamTimeout => Decision::Failed,
            RefusalKind::ApiKey
            | RefusalKind::AuditLog
            | RefusalKind::Authorization
            | RefusalKind::BasicAuth
            | RefusalKind::ClientLeft
            | RefusalKind::ClientTimeout
            | RefusalKind::Guardrail
            | RefusalKind::InvalidRequest
            | RefusalKind::Jwt
            | RefusalKind::NotAuthorized
            | RefusalKind::NotFound
            | RefusalKind::NotImplemented
            | RefusalKind::NotPermitted
            | RefusalKind::Overloaded
            | RefusalKind::PolicyCost
            | RefusalKind::PolicyInvalid
            | RefusalKind::RateLimit => Decision::Refused,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_told_from_failures() {
        for (kind, decision) in [
            (RefusalKind::DirectResponse, Decision::Allowed),
            (RefusalKind::Authorization, Decision::Refused),
            (RefusalKind::NotFound, Decision::Refused),
            (RefusalKind::RateLimit, Decision::Refused),
            (RefusalKind::InvalidRequest, Decision::Refused),
            (RefusalKind::UpstreamFailure, Decision::Failed),
            (RefusalKind::NoHealthyBackend, Decision::Failed),
        ] {
            assert_eq!(kind.decision(), decision, "{}", kind.word());
        }
    }
}
