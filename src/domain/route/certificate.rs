//! Certificates of HTTPS listeners, and those that are shown to upstreams, as their Secrets hold them. Only the proxy
//! opens them.
//!
//! Source: PEM is RFC 7468; the Secrets are of type `kubernetes.io/tls`
//! (<https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets>).

use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::secret::bytes::SecretBytes;

/// A certificate and its key, both in PEM.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Certificate {
    /// The Secret that holds it.
    pub secret: ObjectName,
    pub chain: SecretBytes,
    pub key: SecretBytes,
}

/// A certificate that no handshake can use, as was found when it was opened.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unusable {
    pub secret: ObjectName,
    /// The TLS library's words.
    pub why: String,
}

impl std::fmt::Display for Unusable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the certificate in Secret {}: {}", self.secret, self.why)
    }
}
