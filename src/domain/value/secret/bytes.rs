//! The bytes of a Secret, which cannot be printed, and what can be read from them.

use std::fmt;

use crate::domain::value::digest;
use crate::domain::value::htpasswd::{BadLine, ByCrypt, Htpasswd};
use crate::domain::value::key_shape::KeyShape;
use crate::domain::value::secret::Secret;

/// An API key by its digest.
#[derive(Clone, Debug, PartialEq)]
pub struct ApiKeyEntry {
    pub digest: [u8; 32],
    /// Whether the entry holds the digest in the key's place.
    pub hashed: bool,
    /// What is known of its owner; null where nothing is.
    pub owner: serde_json::Value,
}

/// The bytes under one key of a Secret.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct SecretBytes(Vec<u8>);

impl SecretBytes {
    /// The bytes that a value of a Secret's `data` holds, as an API server decodes it: line breaks are no part of it. None of
    /// what is not base64.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<SecretBytes> {
        use base64::Engine as _;
        let text: String = text.split(['\r', '\n']).collect();
        base64::engine::general_purpose::STANDARD.decode(text).ok().map(SecretBytes::new)
    }

    /// Bytes as they came.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        SecretBytes(bytes)
    }

    /// The bytes that a key will have in a Secret.
    #[must_use]
    pub fn of(key: &Secret) -> Self {
        SecretBytes(key.bytes())
    }

    /// The bytes themselves, under the rule of [`Secret::expose`].
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The API key that an entry of `apiKeyAuthentication` is, as its digest: plain text, or JSON of a key or its
    /// digest, with what is known of its owner (`crates/agentgateway/src/http/apikey.rs` at 75b4e6ce6).
    #[must_use]
    pub fn api_key_entry(&self) -> Option<ApiKeyEntry> {
        let text = std::str::from_utf8(&self.0).ok()?.trim();
        if !text.starts_with('{') {
            let digest = digest::sha256(text.as_bytes());
            let plain = ApiKeyEntry { digest, hashed: false, owner: serde_json::Value::Null };
            return (!text.is_empty()).then_some(plain);
        }
        let entry: serde_json::Value = serde_json::from_str(text).ok()?;
        let field = |name: &str| {
            let text = entry.get(name).and_then(serde_json::Value::as_str);
            text.filter(|text| !text.is_empty())
        };
        let digest = match (field("key"), field("keyHash")) {
            (Some(key), None) => digest::sha256(key.as_bytes()),
            (None, Some(hash)) => digest::parse(hash)?,
            _ => return None,
        };
        let owner = entry.get("metadata").cloned().unwrap_or_default();
        Some(ApiKeyEntry { digest, hashed: field("keyHash").is_some(), owner })
    }

    /// The users in them, as htpasswd writes them, and the lines that are none.
    ///
    /// # Errors
    /// A hash that is not supported.
    pub fn users(&self) -> Result<(Htpasswd, Vec<BadLine>), ByCrypt> {
        Htpasswd::read(&String::from_utf8_lossy(&self.0))
    }

    /// The certificates in them, which are public; none where there is a key beside them.
    #[must_use]
    pub fn certificates(&self) -> Option<String> {
        let text = std::str::from_utf8(&self.0).ok()?;
        (!text.contains("PRIVATE KEY")).then(|| text.to_owned())
    }

    /// The credential in them, read as agentgateway reads it.
    ///
    /// # Errors
    /// What is wrong with it, without showing it.
    pub fn credential(
        &self,
        data_key: &str,
    ) -> Result<Secret, crate::domain::value::secret::NotACredential> {
        Secret::credential(data_key, &self.0)
    }

    /// What is wrong with them as a provider's key, without showing them.
    #[must_use]
    pub fn flaws(&self, data_key: &str) -> Vec<crate::domain::value::secret::shape::KeyFlaw> {
        crate::domain::value::secret::shape::flaws(data_key, &self.0)
    }

    /// Whether they hold a section of PEM whose label ends so (`PRIVATE KEY` also is `RSA PRIVATE KEY`).
    #[must_use]
    pub fn is_pem(&self, label: &str) -> bool {
        crate::domain::value::secret::shape::is_pem(&self.0, label)
    }

    /// What can be said of the value without showing it.
    #[must_use]
    pub fn shape(&self) -> KeyShape {
        KeyShape::of(&self.0)
    }
}

impl From<String> for SecretBytes {
    fn from(text: String) -> Self {
        SecretBytes(text.into_bytes())
    }
}

impl fmt::Debug for SecretBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} bytes redacted]", self.0.len())
    }
}
