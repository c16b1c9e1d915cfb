//! `traffic.apiKeyAuthentication`: who may pass by a key, and what is known of its owner. Keys are kept as digests.
//!
//! Source: agentgateway's `crates/agentgateway/src/http/apikey.rs` at 75b4e6ce6.

use std::collections::HashMap;

use serde_json::Value;

use super::location::CredentialLocation;
use crate::domain::route::policy::credential_mode::Mode;
use crate::domain::value::digest;

/// The keys that are known, and where one is looked for.
pub struct ApiKeys {
    pub mode: Mode,
    pub location: CredentialLocation,
    /// What is known of their owners, by digest.
    pub(in crate::domain) owners: HashMap<[u8; 32], Value>,
}

impl std::fmt::Debug for ApiKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ApiKeys({} keys, {:?}, {:?})", self.owners.len(), self.mode, self.location)
    }
}

impl ApiKeys {
    /// What is known of the owner of a key. The digest is compared, so that time tells nothing of the key.
    #[must_use]
    pub fn owner(&self, key: &str) -> Option<&Value> {
        self.owners.get(&digest::sha256(key.as_bytes()))
    }
}
