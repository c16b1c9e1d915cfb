//! Sets of public keys that tokens are signed with, and where those are that have to be fetched.
//!
//! Source: RFC 7517, RFC 7518; agentgateway's `crates/agentgateway/src/http/jwt.rs` at 75b4e6ce6.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{
    self, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use serde::Deserialize;
use serde_json::Value;

use crate::domain::route::address::Address;
use crate::domain::value::typed;

/// Why a text is no set of keys.
#[derive(Debug, thiserror::Error)]
pub enum InvalidKeySet {
    #[error("failed to parse JWKS: {0}")]
    NoJson(serde_json::Error),
    #[error("the JWKS has no `keys`")]
    NoKeys,
    /// A key whose fields are not what they should be.
    #[error("invalid key: {0}")]
    Key(typed::FieldError),
    #[error("a key is missing the `kid` attribute")]
    NoId,
    #[error("`{field}` of key {kid:?} is not base64url")]
    NoBase64 { field: &'static str, kid: String },
    #[error("key {kid:?} is of the unknown kind {kind:?}")]
    UnknownKind { kid: String, kind: String },
}

/// Keys by id.
#[derive(Debug, Default)]
pub struct KeySet(HashMap<String, Key>);

/// A public key.
#[derive(Debug)]
pub(super) struct Key {
    material: Material,
    /// The only algorithm that the key is for, where it says one.
    algorithm: Option<String>,
}

#[derive(Debug)]
enum Material {
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
    /// A curve, and the point as an octet string.
    Curve {
        name: String,
        point: Vec<u8>,
    },
}

impl KeySet {
    /// Reads the keys of a policy.
    ///
    /// # Errors
    /// The text is not a key set, or one of its keys is invalid.
    pub(in crate::domain) fn read(text: &str) -> Result<Self, InvalidKeySet> {
        let mut keys = HashMap::new();
        for jwk in listed(text.as_bytes())? {
            let (kid, key) = Key::read(&jwk)?;
            keys.entry(kid).or_insert(key);
        }
        Ok(KeySet(keys))
    }

    /// Reads keys that were fetched. One of a kind that nobody here knows is left out: a provider has keys for other
    /// ends than signing.
    ///
    /// # Errors
    /// What came is no set of keys.
    pub fn fetched(bytes: &[u8]) -> Result<Self, InvalidKeySet> {
        let all = listed(bytes)?;
        Ok(KeySet(all.iter().filter_map(|jwk| Key::read(jwk).ok()).collect()))
    }

    /// The key with this ID; none where there is no such key.
    pub(super) fn get(&self, kid: &str) -> Option<&Key> {
        self.0.get(kid)
    }

    /// How many keys there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

/// A key as it is written (RFC 7517 §4, RFC 7518 §6): the fields of it that are looked at.
#[derive(Deserialize)]
struct Jwk {
    kid: Option<String>,
    kty: Option<String>,
    crv: Option<String>,
    alg: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

fn listed(bytes: &[u8]) -> Result<Vec<Value>, InvalidKeySet> {
    /// RFC 7517 §5.
    #[derive(Deserialize)]
    struct Set {
        keys: Vec<Value>,
    }
    let set: Value = serde_json::from_slice(bytes).map_err(InvalidKeySet::NoJson)?;
    let set: Set = typed::from_value(&set).map_err(|_| InvalidKeySet::NoKeys)?;
    Ok(set.keys)
}

impl Key {
    /// Verifies a signature of `signed` by this key.
    ///
    /// # Errors
    /// The algorithm is not this key's, or the signature is invalid.
    pub(super) fn verify(
        &self,
        algorithm: &str,
        signed: &[u8],
        signature: &[u8],
    ) -> Result<(), TokenError> {
        if self.algorithm.as_ref().is_some_and(|only| only != algorithm) {
            return Err(TokenError::Invalid("InvalidAlgorithm"));
        }
        self.material.verify(algorithm, signed, signature)
    }

    fn read(jwk: &Value) -> Result<(String, Key), InvalidKeySet> {
        let jwk: Jwk = typed::from_value(jwk).map_err(InvalidKeySet::Key)?;
        let Jwk { kid, kty, crv, alg, n, e, x, y } = jwk;
        let kid = kid.ok_or(InvalidKeySet::NoId)?;
        let bytes = |field, text: Option<String>| {
            let decoded = text.and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
            decoded.ok_or_else(|| InvalidKeySet::NoBase64 { field, kid: kid.clone() })
        };
        let curve = crv.unwrap_or_default();
        let material = match kty.as_deref() {
            Some("RSA") => Material::Rsa { n: bytes("n", n)?, e: bytes("e", e)? },
            // A point uncompressed: 4, then both coordinates (SEC 1, 2.3.3).
            Some("EC") => {
                let point = [vec![4], bytes("x", x)?, bytes("y", y)?].concat();
                Material::Curve { name: curve, point }
            }
            Some("OKP") => Material::Curve { name: curve, point: bytes("x", x)? },
            _ => {
                let kind = kty.unwrap_or_default();
                return Err(InvalidKeySet::UnknownKind { kid, kind });
            }
        };
        Ok((kid, Key { material, algorithm: alg }))
    }
}

impl Material {
    fn verify(&self, name: &str, signed: &[u8], signature: &[u8]) -> Result<(), TokenError> {
        let wrong = TokenError::Invalid("InvalidSignature");
        match self {
            Material::Rsa { n, e } => {
                let parameters: &RsaParameters = match name {
                    "RS256" => &signature::RSA_PKCS1_2048_8192_SHA256,
                    "RS384" => &signature::RSA_PKCS1_2048_8192_SHA384,
                    "RS512" => &signature::RSA_PKCS1_2048_8192_SHA512,
                    "PS256" => &signature::RSA_PSS_2048_8192_SHA256,
                    "PS384" => &signature::RSA_PSS_2048_8192_SHA384,
                    "PS512" => &signature::RSA_PSS_2048_8192_SHA512,
                    _ => return Err(TokenError::Invalid("InvalidAlgorithm")),
                };
                let key = RsaPublicKeyComponents { n, e };
                key.verify(parameters, signed, signature).map_err(|_| wrong)
            }
            Material::Curve { name: curve, point } => {
                let algorithm: &dyn VerificationAlgorithm = match (name, curve.as_str()) {
                    ("ES256", "P-256") => &signature::ECDSA_P256_SHA256_FIXED,
                    ("ES384", "P-384") => &signature::ECDSA_P384_SHA384_FIXED,
                    ("EdDSA", "Ed25519") => &signature::ED25519,
                    _ => return Err(TokenError::Invalid("InvalidAlgorithm")),
                };
                UnparsedPublicKey::new(algorithm, point)
                    .verify(signed, signature)
                    .map_err(|_| wrong)
            }
        }
    }
}

/// Keys that have to be fetched, and how.
#[derive(Clone, Debug)]
pub struct Remote {
    /// Equal for policies that fetch the same keys in the same way.
    pub id: Arc<str>,
    pub url: String,
    pub address: Address,
    /// Path, and query if there is one.
    pub path: String,
    /// How old keys become.
    pub every: Duration,
}

/// Why a token is invalid, in agentgateway's words.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    #[error("no bearer token found")]
    Missing,
    #[error("the token header is malformed: Error({0})")]
    InvalidHeader(&'static str),
    #[error("the token header does not specify a `kid`")]
    MissingKeyId,
    #[error("token uses the unknown key {0:?}")]
    UnknownKeyId(String),
    #[error("the token is invalid or malformed: Error({0})")]
    Invalid(&'static str),
}
