//! `traffic.jwtAuthentication` with keys that are written in the policy. Time is an argument.
//!
//! Source: reference/agentgateway.md §5.2, §4.6; RFC 7515, RFC 7517, RFC 7519.

use std::collections::HashMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{
    self, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};
use serde_json::Value;

use super::api_key::Mode;
use super::location::Location;
use super::merge::Setting;
use super::{Reading, Traffic};

/// Whose tokens are good, and where one is looked for.
#[derive(Debug)]
pub struct Jwt {
    pub mode: Mode,
    pub location: Location,
    /// By key id; of two of one id the first provider's counts.
    keys: HashMap<String, Key>,
}

/// A public key, and what its tokens must say.
#[derive(Debug)]
struct Key {
    material: Material,
    /// The only algorithm that the key is for, where it says one.
    algorithm: Option<String>,
    issuer: String,
    audiences: Option<Vec<String>>,
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

/// How far two clocks may be apart.
const LEEWAY: f64 = 60.0;

impl Jwt {
    /// The claims of a token that is good at this time, in seconds since 1970.
    ///
    /// # Errors
    /// Why it is not good.
    pub fn verify(&self, token: &str, now: Duration) -> Result<Value, TokenError> {
        let malformed = TokenError::InvalidHeader("InvalidToken");
        let (signed, signature) = token.rsplit_once('.').ok_or(malformed.clone())?;
        let (header, claims) = signed.split_once('.').ok_or(malformed.clone())?;
        let header = part(header).ok_or(malformed)?;
        let text = |name: &str| header.get(name).and_then(Value::as_str);
        let kid = text("kid").ok_or(TokenError::MissingKeyId)?;
        let key = self.keys.get(kid).ok_or_else(|| TokenError::UnknownKeyId(kid.to_owned()))?;
        let algorithm = text("alg").unwrap_or_default();
        if key.algorithm.as_ref().is_some_and(|only| only != algorithm) {
            return Err(TokenError::Invalid("InvalidAlgorithm"));
        }
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
        key.material.verify(algorithm, signed.as_bytes(), &signature)?;
        let claims = part(claims).ok_or(TokenError::Invalid("Json"))?;
        key.judge(&claims, now.as_secs_f64())?;
        Ok(claims)
    }
}

fn part(encoded: &str) -> Option<Value> {
    let value: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(encoded).ok()?).ok()?;
    value.is_object().then_some(value)
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

impl Key {
    fn judge(&self, claims: &Value, now: f64) -> Result<(), TokenError> {
        let time = |name: &str| claims.get(name).and_then(Value::as_f64);
        let expires = time("exp").ok_or(TokenError::Invalid("MissingRequiredClaim(\"exp\")"))?;
        if expires < now - LEEWAY {
            return Err(TokenError::Invalid("ExpiredSignature"));
        }
        if time("nbf").is_some_and(|begins| begins > now + LEEWAY) {
            return Err(TokenError::Invalid("ImmatureSignature"));
        }
        let one_of = |name: &str, good: &dyn Fn(&str) -> bool| match claims.get(name) {
            Some(Value::String(own)) => good(own),
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).any(good),
            _ => false,
        };
        if !one_of("iss", &|issuer| issuer == self.issuer) {
            return Err(TokenError::Invalid("InvalidIssuer"));
        }
        let audiences = self.audiences.as_ref();
        let meant = audiences.is_none_or(|all| one_of("aud", &|own| all.iter().any(|a| a == own)));
        if meant { Ok(()) } else { Err(TokenError::Invalid("InvalidAudience")) }
    }

    fn read(jwk: &Value, provider: &Value) -> Result<(String, Key), String> {
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
        let issuer = provider.get("issuer").and_then(Value::as_str).unwrap_or_default().to_owned();
        let audiences = provider.get("audiences").and_then(Value::as_array);
        let audiences = audiences
            .filter(|all| !all.is_empty())
            .map(|all| all.iter().filter_map(Value::as_str).map(str::to_owned).collect());
        let algorithm = text("alg").map(str::to_owned);
        Ok((kid, Key { material, algorithm, issuer, audiences }))
    }
}

/// Reads the policy.
///
/// # Errors
/// Keys that have to be fetched, or that are none.
pub fn read(_: &Reading<'_>, settings: &[Setting<'_>], into: &mut Traffic) -> Result<(), String> {
    let Some(written) = settings.last().and_then(|setting| setting.value) else { return Ok(()) };
    if written.get("mcp").is_some() {
        return Err("`mcp` is not carried by serve".to_owned());
    }
    let mut keys = HashMap::new();
    for provider in written.get("providers").and_then(Value::as_array).into_iter().flatten() {
        let inline = provider.pointer("/jwks/inline").and_then(Value::as_str);
        let inline = inline.ok_or("`jwks.remote` is not carried by serve")?;
        let set: Value = serde_json::from_str(inline)
            .map_err(|error| format!("failed to parse JWKS: {error}"))?;
        let all = set.get("keys").and_then(Value::as_array).ok_or("the JWKS has no `keys`")?;
        for jwk in all {
            let (kid, key) = Key::read(jwk, provider)?;
            keys.entry(kid).or_insert(key);
        }
    }
    into.jwt = Some(Jwt {
        mode: Mode::read(written)?,
        location: Location::read(written.get("location"))?,
        keys,
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::rand::SystemRandom;
    use ring::signature::{Ed25519KeyPair, KeyPair as _};
    use serde_json::json;

    const NOW: Duration = Duration::from_secs(1_800_000_000);

    /// A policy with one key, and a way to sign with it.
    fn pair() -> (Jwt, impl Fn(Value, Value) -> String) {
        let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
        let pair = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).expect("a key");
        let jwk = json!({"kty": "OKP", "crv": "Ed25519", "kid": "k", "alg": "EdDSA",
            "x": URL_SAFE_NO_PAD.encode(pair.public_key())});
        let provider = json!({"issuer": "me", "audiences": ["you"]});
        let keys = HashMap::from([Key::read(&jwk, &provider).expect("a key")]);
        let jwt = Jwt { mode: Mode::Strict, location: Location::default(), keys };
        let sign = move |header: Value, claims: Value| {
            let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
            let signed = format!("{}.{}", part(&header), part(&claims));
            let signature = URL_SAFE_NO_PAD.encode(pair.sign(signed.as_bytes()));
            format!("{signed}.{signature}")
        };
        (jwt, sign)
    }

    #[test]
    fn only_a_whole_token_of_this_issuer_for_this_audience_in_time_is_good() {
        let (jwt, sign) = pair();
        let header = json!({"alg": "EdDSA", "kid": "k"});
        let good =
            json!({"iss": "me", "aud": ["x", "you"], "exp": NOW.as_secs() + 5, "sub": "ann"});
        let token = sign(header.clone(), good.clone());
        assert_eq!(jwt.verify(&token, NOW).expect("good")["sub"], "ann");
        for (claim, value, error) in [
            ("iss", json!("other"), "InvalidIssuer"),
            ("aud", json!("other"), "InvalidAudience"),
            ("exp", json!(NOW.as_secs() - 61), "ExpiredSignature"),
            ("exp", json!(null), "MissingRequiredClaim(\"exp\")"),
            ("nbf", json!(NOW.as_secs() + 61), "ImmatureSignature"),
        ] {
            let mut claims = good.clone();
            claims[claim] = value;
            let outcome = jwt.verify(&sign(header.clone(), claims), NOW);
            assert_eq!(outcome, Err(TokenError::Invalid(error)));
        }
        let forged = format!(
            "{}.{}",
            sign(header, json!({})).rsplit_once('.').expect("parts").0,
            token.rsplit_once('.').expect("parts").1
        );
        assert_eq!(jwt.verify(&forged, NOW), Err(TokenError::Invalid("InvalidSignature")));
    }

    #[test]
    fn a_token_names_its_key_and_the_key_its_algorithm() {
        let (jwt, sign) = pair();
        let with = |header: Value| jwt.verify(&sign(header, json!({})), NOW);
        assert_eq!(with(json!({"alg": "EdDSA"})), Err(TokenError::MissingKeyId));
        let unknown = Err(TokenError::UnknownKeyId("z".to_owned()));
        assert_eq!(with(json!({"alg": "EdDSA", "kid": "z"})), unknown);
        for algorithm in ["none", "HS256", "RS256"] {
            let outcome = with(json!({"alg": algorithm, "kid": "k"}));
            assert_eq!(outcome, Err(TokenError::Invalid("InvalidAlgorithm")));
        }
        for token in ["", "a", "a.b", "a.b.c", "e30.e30.", "..", "\u{e9}.x.y"] {
            assert!(jwt.verify(token, NOW).is_err(), "{token}");
        }
    }
}
