//! Why the key of a backend is not available from its Secret. The words are this program's own.

use std::fmt;

use crate::domain::value::object_ref::ObjectName;

/// Why a key is not available.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyFault {
    /// The Secret does not exist, or is not among the files.
    SecretNotFound { secret: ObjectName, among_files: bool },
    /// The Secret has no such key; `there` are those that it has.
    KeyNotFound { secret: ObjectName, key: String, there: Vec<String> },
    /// The key cannot be sent, and why.
    Invalid { secret: ObjectName, key: String, why: String },
    /// This user may not read the Secret.
    Forbidden(ObjectName),
}

impl KeyFault {
    /// The reason as one CamelCase word, for conditions and scripts.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            KeyFault::SecretNotFound { .. } => "SecretNotFound",
            KeyFault::KeyNotFound { .. } => "SecretKeyNotFound",
            KeyFault::Invalid { .. } => "SecretInvalid",
            KeyFault::Forbidden(_) => "SecretForbidden",
        }
    }
}

impl fmt::Display for KeyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KeyFault::SecretNotFound { secret, among_files: false } => {
                write!(f, "Secret {secret} not found")
            }
            KeyFault::SecretNotFound { secret, among_files: true } => {
                write!(f, "Secret {secret} not found in the files")
            }
            KeyFault::KeyNotFound { secret, key, there } => {
                write!(
                    f,
                    "Secret {secret} has no data key {key} (available: {})",
                    super::list(there)
                )
            }
            KeyFault::Invalid { secret, key, why } => {
                write!(f, "key {key} of Secret {secret} {why}")
            }
            KeyFault::Forbidden(secret) => write!(f, "no permission to read Secret {secret}"),
        }
    }
}
