//! Sets of public keys that tokens are signed with, and where those are that have to be fetched.
//!
//! Source: RFC 7517, RFC 7518; reference/agentgateway.md §5.2.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::Uri;
use http::uri::Scheme;
use ring::signature::{
    self, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use serde_json::Value;

use super::Reading;
use super::merge::Place;
use crate::domain::route::address::Address;
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::compile::backend::http_backend;
use crate::domain::route::compile::reach;
use crate::domain::route::http_upstream::{HttpUpstream, Place as At};
use crate::domain::route::{duration, grant, unread};
use crate::domain::value::object_ref::{Kind, ObjectName};

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
    /// Why they are none, or one of them is none.
    pub(super) fn read(text: &str) -> Result<Self, String> {
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
    pub fn fetched(bytes: &[u8]) -> Result<Self, String> {
        let all = listed(bytes)?;
        Ok(KeySet(all.iter().filter_map(|jwk| Key::read(jwk).ok()).collect()))
    }

    pub(super) fn get(&self, kid: &str) -> Option<&Key> {
        self.0.get(kid)
    }

    /// How many keys there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }
}

fn listed(bytes: &[u8]) -> Result<Vec<Value>, String> {
    let mut set: Value =
        serde_json::from_slice(bytes).map_err(|error| format!("failed to parse JWKS: {error}"))?;
    match set.get_mut("keys").map(Value::take) {
        Some(Value::Array(keys)) => Ok(keys),
        _ => Err("the JWKS has no `keys`".to_owned()),
    }
}

impl Key {
    /// Whether the signature is this key's.
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

    fn read(jwk: &Value) -> Result<(String, Key), String> {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        let kid = text("kid").ok_or("a key is missing the `kid` attribute")?.to_owned();
        let bytes = |name: &str| {
            let decoded = text(name).and_then(|text| URL_SAFE_NO_PAD.decode(text).ok());
            decoded.ok_or_else(|| format!("`{name}` of key {kid:?} is not base64url"))
        };
        let curve = text("crv").unwrap_or_default().to_owned();
        let material = match text("kty") {
            Some("RSA") => Material::Rsa { n: bytes("n")?, e: bytes("e")? },
            // A point uncompressed: 4, then both coordinates (SEC 1, 2.3.3).
            Some("EC") => {
                Material::Curve { name: curve, point: [vec![4], bytes("x")?, bytes("y")?].concat() }
            }
            Some("OKP") => Material::Curve { name: curve, point: bytes("x")? },
            other => return Err(format!("key {kid:?} is of the unknown kind {other:?}")),
        };
        let algorithm = text("alg").map(str::to_owned);
        Ok((kid, Key { material, algorithm }))
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
    /// The same for policies that fetch the same in the same way.
    pub id: Arc<str>,
    pub url: String,
    pub address: Address,
    /// Path, and query if there is one.
    pub path: String,
    /// How old keys become.
    pub every: Duration,
}

/// Why there are no keys to fetch.
#[derive(Debug)]
pub(super) enum Unreached {
    /// agentgateway has none either.
    NoKeys(String),
    /// agentgateway would reach them.
    NotCarried(String),
}

impl From<BackendError> for Unreached {
    fn from(trouble: BackendError) -> Self {
        match trouble.refusal.status {
            501 => Unreached::NotCarried(trouble.reason),
            _ => Unreached::NoKeys(trouble.reason),
        }
    }
}

/// How old keys become where the policy does not say.
const EVERY: Duration = Duration::from_secs(5 * 60);

impl Remote {
    /// Reads `jwks.remote` of a policy in `namespace`.
    pub(super) fn read(
        reading: &Reading<'_>,
        namespace: &str,
        written: &Value,
    ) -> Result<Self, Unreached> {
        let text = |name: &str| written.get(name).and_then(Value::as_str);
        let every = text("cacheDuration").and_then(duration::read).unwrap_or(EVERY);
        let (address, path) = match (text("url"), written.get("backendRef")) {
            (Some(url), _) => of_url(reading, url)?,
            (None, Some(reference)) => {
                let path = text("jwksPath").unwrap_or_default().trim_start_matches('/');
                (of_backend(reading, namespace, reference)?, format!("/{path}"))
            }
            (None, None) => {
                return Err(Unreached::NoKeys("`jwks.remote` has no `backendRef` or `url`".into()));
            }
        };
        let scheme = if address.tls.is_some() { "https" } else { "http" };
        let url = format!("{scheme}://{}:{}{path}", address.host, address.port);
        let id = format!("{address:?} {path} {every:?}").into();
        Ok(Remote { id, url, address, path, every })
    }
}

/// A URL stands for itself: policies of Services say nothing to it.
fn of_url(reading: &Reading<'_>, url: &str) -> Result<(Address, String), Unreached> {
    let none = || Unreached::NoKeys(format!("{url:?} is no URL"));
    let uri: Uri = url.parse().map_err(|_| none())?;
    let host = uri.host().ok_or_else(none)?.trim_start_matches('[').trim_end_matches(']');
    let tls = uri.scheme() == Some(&Scheme::HTTPS);
    let port = uri.port_u16().unwrap_or(if tls { 443 } else { 80 });
    let reach = reach::of_host(reading.snapshot, host, port)?;
    let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    Ok((Address { reach, ..Address::new(host, port, tls.then(|| host.to_owned())) }, path))
}

/// A Service, or a backend with a fixed host, called with the policies that are in force on it.
fn of_backend(
    reading: &Reading<'_>,
    namespace: &str,
    reference: &Value,
) -> Result<Address, Unreached> {
    let text = |name: &str| reference.get(name).and_then(Value::as_str);
    let (group, kind) = (text("group").unwrap_or_default(), text("kind").unwrap_or("Service"));
    let name = text("name").unwrap_or_default();
    let name = ObjectName::new(text("namespace").unwrap_or(namespace), name);
    let none = |why: String| Err(Unreached::NoKeys(why));
    let granted = |kind| {
        let snapshot = reading.snapshot;
        grant::allows_from(snapshot, Kind::AgentgatewayPolicy, namespace, kind, &name)
    };
    let known = if kind == "Service" { Kind::Service } else { Kind::AgentgatewayBackend };
    unread::of_upstream(reading, namespace, known, &name)?;
    let upstream: HttpUpstream = match (group, kind) {
        ("", "Service") if granted(Kind::Service) => {
            let port = reference.get("port").and_then(Value::as_u64);
            let port = port.and_then(|port| u16::try_from(port).ok());
            http_backend::of_service(reading, &Place::default(), &name, port)?
        }
        ("agentgateway.dev", "AgentgatewayBackend") if granted(Kind::AgentgatewayBackend) => {
            let Some(backend) = reading.snapshot.backends.get(&name) else {
                return none(format!("AgentgatewayBackend {name} does not exist"));
            };
            if backend.spec.static_host.is_none() {
                return none(format!("AgentgatewayBackend {name} is not `static`"));
            }
            http_backend::of_backend(reading, &Place::default(), backend)?
        }
        ("", "Service") | ("agentgateway.dev", "AgentgatewayBackend") => {
            return none(format!("no ReferenceGrant allows {kind} {name}"));
        }
        _ => return none(format!("no keys are fetched from a {kind} of group {group:?}")),
    };
    match upstream.place {
        At::Fixed(address) => Ok(*address),
        At::Asked(_) => none(format!("{kind} {name} has no fixed host")),
    }
}

/// Why a token is none, in agentgateway's words.
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
