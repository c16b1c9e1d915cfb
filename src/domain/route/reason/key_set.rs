//! Why the keys by which tokens are checked are not there. The words are this program's own.

use super::Reason;
use crate::domain::value::object_ref::ObjectName;

/// Why a key set is not there; no token of its provider is valid then.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum KeySetFault {
    /// What is written in the policy is none: the reader's words.
    #[error("{0}")]
    Unreadable(String),
    #[error("the JWKS has no keys")]
    Empty,
    #[error("`jwks.remote` has neither `backendRef` nor `url`")]
    NoAddress,
    #[error("invalid URL {0:?}")]
    Url(String),
    #[error("AgentgatewayBackend {0} not found")]
    BackendNotFound(ObjectName),
    #[error("AgentgatewayBackend {0} is not `static`")]
    NotStatic(ObjectName),
    #[error("{kind} {name} has no fixed host")]
    NoHost { kind: String, name: ObjectName },
    #[error("no ReferenceGrant permits {kind} {name}")]
    NotGranted { kind: String, name: ObjectName },
    #[error("keys can't be fetched from a {kind} of group {group:?}")]
    Kind { kind: String, group: String },
    /// What it is fetched from cannot be called.
    #[error("{}", .0.with_word())]
    Backend(Box<Reason>),
}
