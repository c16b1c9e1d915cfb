//! A value that cannot be printed. Debug, Display and Serialize say `[redacted]`; only `edge::proxy` and
//! `edge::cluster` may call [`Secret::expose`] (`tests/tidy` looks).

pub mod bytes;
pub mod shape;

use std::fmt;

const REDACTED: &str = "[redacted]";

/// A credential. Never empty once it came through [`Secret::credential`].
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

/// Why the bytes of a Secret's key are no credential.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotACredential {
    #[error("is not UTF-8")]
    NotUtf8,
    #[error("is empty")]
    Empty,
    #[error("contains a line break or another control character, which HTTP headers can't have")]
    ControlCharacter,
}

/// The data key agentgateway reads when a `secretRef` names none.
pub const DEFAULT_DATA_KEY: &str = "Authorization";

impl Secret {
    /// A secret as it is, for a value that did not come from a Kubernetes Secret.
    pub fn new(value: impl Into<String>) -> Self {
        Secret(value.into())
    }

    /// The word that stands for a key where the simulator answers.
    #[must_use]
    pub fn simulated() -> Self {
        Secret("simulated".to_owned())
    }

    /// Reads the bytes under `data_key` as agentgateway does: trimmed, and for the default key
    /// `Authorization` without one leading `Bearer ` (case-sensitive), trimmed again.
    ///
    /// Source: `controller/pkg/utils/kubeutils/secrets.go` of agentgateway at 75b4e6ce6.
    ///
    /// # Errors
    /// [`NotACredential`] when nothing is left or a header could not carry it.
    pub fn credential(data_key: &str, bytes: &[u8]) -> Result<Self, NotACredential> {
        let text = std::str::from_utf8(bytes).map_err(|_| NotACredential::NotUtf8)?.trim();
        let text = match data_key {
            DEFAULT_DATA_KEY => text.strip_prefix("Bearer ").unwrap_or(text).trim(),
            _ => text,
        };
        if text.is_empty() || (data_key == DEFAULT_DATA_KEY && text == "Bearer") {
            return Err(NotACredential::Empty);
        }
        if text.chars().any(char::is_control) {
            return Err(NotACredential::ControlCharacter);
        }
        Ok(Secret(text.to_owned()))
    }

    /// The text as bytes, for what cannot be printed either.
    pub(in crate::domain) fn bytes(&self) -> Vec<u8> {
        self.0.clone().into_bytes()
    }

    /// The text itself. Each call is a place where a key can leak: keep it next to the socket.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(REDACTED)
    }
}

impl serde::Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(REDACTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(key: &str, bytes: &str) -> Result<String, NotACredential> {
        Secret::credential(key, bytes.as_bytes()).map(|secret| secret.expose().to_owned())
    }

    #[test]
    fn bearer_is_stripped_once_and_only_under_the_default_key() {
        assert_eq!(read("Authorization", " Bearer sk-1\n"), Ok("sk-1".into()));
        assert_eq!(read("Authorization", "Bearer Bearer sk-1"), Ok("Bearer sk-1".into()));
        assert_eq!(read("Authorization", "bearer sk-1"), Ok("bearer sk-1".into()));
        assert_eq!(read("api-key", "Bearer sk-1"), Ok("Bearer sk-1".into()));
    }

    #[test]
    fn nothing_left_is_an_error() {
        for text in ["", " \n", "Bearer ", "Bearer"] {
            assert_eq!(read("Authorization", text), Err(NotACredential::Empty), "{text:?}");
        }
        assert_eq!(Secret::credential("k", &[0xff]), Err(NotACredential::NotUtf8));
        assert_eq!(read("k", "a\nb"), Err(NotACredential::ControlCharacter));
    }

    #[test]
    fn no_way_of_printing_shows_it() {
        let secret = Secret::new("canary");
        let json = serde_json::to_string(&secret).unwrap_or_default();
        assert!(!format!("{secret} {secret:?} {secret:#?} {json}").contains("canary"));
    }
}
