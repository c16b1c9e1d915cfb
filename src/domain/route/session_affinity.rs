//! `sessionAffinity`: requests with the same value go to the same provider, as long as it is there.
//!
//! Source: agentgateway's `crates/agentgateway/src/http/sessionaffinity.rs`, and `select_by_affinity` in
//! `crates/agentgateway/src/types/loadbalancer.rs`, at 75b4e6ce6. The hash is this program's own.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::cel::{Activation, Expression};
use super::reason::Reason;
use crate::domain::value::{digest, typed};

/// Where the value of a request is found.
#[derive(Clone, Debug)]
pub struct SessionAffinity(Expression);

/// The block of policies that contains it. The other policies there have their own readers.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Block {
    session_affinity: Option<Spec>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Spec {
    source: String,
}

impl SessionAffinity {
    /// Reads the policy among those of a backend; none where it is not there.
    ///
    /// # Errors
    /// An expression that is too large, names what is not known here, or looks into a body.
    pub(in crate::domain) fn of_policies(
        all: &Map<String, Value>,
        notes: &mut Vec<Reason>,
    ) -> Result<Option<Self>, Reason> {
        let Block { session_affinity } = typed::fields(all)?;
        let read = |spec: Spec| Expression::without_bodies(&spec.source, notes).map(Self);
        session_affinity.map(read).transpose()
    }

    /// The value of a request; none where the expression fails, or gives anything but text or bytes.
    #[must_use]
    pub fn value(&self, facts: &Activation<'_>) -> Option<Vec<u8>> {
        self.0.octets(facts).filter(|value| !value.is_empty())
    }
}

/// How well a provider suits a value: that with the highest number is chosen. Where a provider goes, only its own values
/// move (rendezvous hashing, <https://www.rfc-editor.org/rfc/rfc2991#section-2>).
///
/// ```
/// use agw_domain::domain::route::session_affinity::rank;
///
/// assert_eq!(rank(b"session", "a"), rank(b"session", "a"));
/// assert_ne!(rank(b"session", "a"), rank(b"session", "b"));
/// ```
#[must_use]
pub fn rank(value: &[u8], provider: &str) -> [u8; 32] {
    // The digest has a fixed length, so that no value and name run into each other.
    digest::sha256(&[&digest::sha256(value)[..], provider.as_bytes()].concat())
}
