//! Certificates of HTTPS listeners, as their Secrets hold them. Only the proxy opens them.

use crate::domain::snapshot::SecretBytes;
use crate::domain::value::object_ref::ObjectName;

/// A certificate and its key, both in PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// The Secret it stands in.
    pub secret: ObjectName,
    pub chain: SecretBytes,
    pub key: SecretBytes,
}
