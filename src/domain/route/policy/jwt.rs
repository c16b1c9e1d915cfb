//! `traffic.jwtAuthentication`: whose tokens are good. Time is an argument.
//!
//! Source: RFC 7515, RFC 7519; agentgateway's `crates/agentgateway/src/http/jwt.rs` at 75b4e6ce6.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::credential_mode::Mode;
use super::jwks::{Key, KeySet, Remote};
use super::location::CredentialLocation;
use crate::domain::route::policy::jwks::TokenError;
use crate::domain::value::clip;

/// Whose tokens are good, and where one is looked for.
#[derive(Debug)]
pub struct Jwt {
    pub mode: Mode,
    pub location: CredentialLocation,
    /// Of two keys of one id the first provider's counts.
    pub(in crate::domain) providers: Vec<Provider>,
    /// Whether a good token is forwarded with the request.
    pub preserves: bool,
}

/// Who signs tokens, and what they must say.
#[derive(Debug)]
pub(in crate::domain) struct Provider {
    issuer: String,
    audiences: Option<Vec<String>>,
    keys: Keys,
    /// The claims that must be there, whatever they say.
    required: BTreeSet<Claim>,
    /// Whether `nbf` is checked.
    checks_not_before: bool,
}

/// A claim that a policy can require (RFC 7519 §4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::domain) enum Claim {
    Exp,
    Nbf,
    Aud,
    Sub,
}

impl Claim {
    /// Its name in a token, and what is said where it is missing.
    fn words(self) -> [&'static str; 2] {
        match self {
            Claim::Exp => ["exp", "MissingRequiredClaim(\"exp\")"],
            Claim::Nbf => ["nbf", "MissingRequiredClaim(\"nbf\")"],
            Claim::Aud => ["aud", "MissingRequiredClaim(\"aud\")"],
            Claim::Sub => ["sub", "MissingRequiredClaim(\"sub\")"],
        }
    }
}

/// The keys of one of them.
#[derive(Debug)]
pub(in crate::domain) enum Keys {
    Written(KeySet),
    Fetched(Box<Remote>),
}

/// The keys that were fetched last, where some were.
pub type Fetched<'f> = &'f dyn Fn(&Remote) -> Option<Arc<KeySet>>;

/// The field of a token's header that names the extensions which must be understood (RFC 7515 §4.1.11).
const CRITICAL: &str = "crit";

/// How far two clocks may be apart.
const LEEWAY: f64 = 60.0;

impl Jwt {
    /// The claims of a token that is good at this time, in seconds since 1970.
    ///
    /// # Errors
    /// Why it is not good.
    pub fn verify(
        &self,
        token: &str,
        now: Duration,
        fetched: Fetched<'_>,
    ) -> Result<Value, TokenError> {
        let malformed = TokenError::InvalidHeader("InvalidToken");
        let (signed, signature) = token.rsplit_once('.').ok_or(malformed.clone())?;
        let (header, claims) = signed.split_once('.').ok_or(malformed.clone())?;
        let header = part(header).ok_or(malformed)?;
        // No extension is understood here, and one that must be makes the token none.
        if header.contains_key(CRITICAL) {
            return Err(TokenError::InvalidHeader("UnsupportedCriticalHeader"));
        }
        let text = |name: &str| header.get(name).and_then(Value::as_str);
        let kid = text("kid").ok_or(TokenError::MissingKeyId)?;
        let good = |provider: &Provider, key: &Key| {
            let signature = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
            key.verify(text("alg").unwrap_or_default(), signed.as_bytes(), &signature)?;
            let claims = part(claims).ok_or(TokenError::Invalid("Json"))?;
            provider.judge(&claims, now.as_secs_f64())?;
            Ok(Value::Object(claims))
        };
        for provider in &self.providers {
            let judged = match &provider.keys {
                Keys::Written(keys) => keys.get(kid).map(|key| good(provider, key)),
                Keys::Fetched(remote) => {
                    fetched(remote).and_then(|keys| Some(good(provider, keys.get(kid)?)))
                }
            };
            if let Some(judged) = judged {
                return judged;
            }
        }
        Err(TokenError::UnknownKeyId(clip::clipped(kid).into_owned()))
    }

    /// The keys that have to be fetched.
    pub fn remotes(&self) -> impl Iterator<Item = &Remote> {
        self.providers.iter().filter_map(|provider| match &provider.keys {
            Keys::Fetched(remote) => Some(&**remote),
            Keys::Written(_) => None,
        })
    }
}

/// A header or claims, which are an object.
fn part(encoded: &str) -> Option<Map<String, Value>> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(encoded).ok()?).ok()
}

impl Provider {
    fn judge(&self, claims: &Map<String, Value>, now: f64) -> Result<(), TokenError> {
        for claim in &self.required {
            let [name, missing] = claim.words();
            if claims.get(name).is_none_or(Value::is_null) {
                return Err(TokenError::Invalid(missing));
            }
        }
        // A time that is no number is one that nobody has looked at.
        let time = |name: &str, wrong| match claims.get(name) {
            Some(Value::Null) | None => Ok(None),
            Some(time) => time.as_f64().map(Some).ok_or(TokenError::Invalid(wrong)),
        };
        if time("exp", "MissingRequiredClaim(\"exp\")")?.is_some_and(|ends| ends < now - LEEWAY) {
            return Err(TokenError::Invalid("ExpiredSignature"));
        }
        if self.checks_not_before
            && time("nbf", "ImmatureSignature")?.is_some_and(|begins| begins > now + LEEWAY)
        {
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

    /// Who signs with these keys; tokens for any audience where none is named.
    pub(in crate::domain) fn new(issuer: String, audiences: Vec<String>, keys: Keys) -> Self {
        let audiences = Some(audiences).filter(|all| !all.is_empty());
        Provider {
            issuer,
            audiences,
            keys,
            required: BTreeSet::from([Claim::Exp]),
            checks_not_before: true,
        }
    }

    /// The same, which accepts tokens whose `nbf` is in the future.
    #[must_use]
    pub(in crate::domain) fn at_any_time_before(self) -> Self {
        Provider { checks_not_before: false, ..self }
    }

    /// The same with these claims required, instead of `exp` alone.
    #[must_use]
    pub(in crate::domain) fn requiring(self, required: BTreeSet<Claim>) -> Self {
        Provider { required, ..self }
    }
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
        let keys = KeySet::read(&json!({"keys": [jwk]}).to_string()).expect("keys");
        let providers = vec![Provider::new("me".into(), vec!["you".into()], Keys::Written(keys))];
        let location = CredentialLocation::default();
        let jwt = Jwt { mode: Mode::Strict, location, providers, preserves: false };
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
        assert_eq!(jwt.verify(&token, NOW, &|_| None).expect("good")["sub"], "ann");
        for (claim, value, error) in [
            ("iss", json!("other"), "InvalidIssuer"),
            ("aud", json!("other"), "InvalidAudience"),
            ("exp", json!(NOW.as_secs() - 61), "ExpiredSignature"),
            ("exp", json!(null), "MissingRequiredClaim(\"exp\")"),
            ("nbf", json!(NOW.as_secs() + 61), "ImmatureSignature"),
        ] {
            let mut claims = good.clone();
            claims[claim] = value;
            let outcome = jwt.verify(&sign(header.clone(), claims), NOW, &|_| None);
            assert_eq!(outcome, Err(TokenError::Invalid(error)));
        }
        let forged = format!(
            "{}.{}",
            sign(header, json!({})).rsplit_once('.').expect("parts").0,
            token.rsplit_once('.').expect("parts").1
        );
        assert_eq!(
            jwt.verify(&forged, NOW, &|_| None),
            Err(TokenError::Invalid("InvalidSignature"))
        );
    }

    #[test]
    fn a_policy_says_which_claims_must_be_there_and_those_that_are_count_anyway() {
        let required = |claims: &[Claim]| {
            let (mut jwt, sign) = pair();
            let own = std::mem::take(&mut jwt.providers).into_iter();
            let claims: BTreeSet<_> = claims.iter().copied().collect();
            jwt.providers = own.map(|provider| provider.requiring(claims.clone())).collect();
            move |more: Value| {
                let mut claims = json!({"iss": "me", "aud": "you"});
                let more = more.as_object().expect("claims").clone();
                claims.as_object_mut().expect("claims").extend(more);
                let token = sign(json!({"alg": "EdDSA", "kid": "k"}), claims);
                jwt.verify(&token, NOW, &|_| None).err()
            }
        };
        let missing = |claim| Some(TokenError::Invalid(claim));
        let (later, earlier) = (NOW.as_secs() + 5, NOW.as_secs() - 61);
        let none = required(&[]);
        assert_eq!(none(json!({})), None);
        assert_eq!(none(json!({"exp": earlier})), missing("ExpiredSignature"));
        assert_eq!(none(json!({"exp": "soon"})), missing("MissingRequiredClaim(\"exp\")"));
        assert_eq!(none(json!({"nbf": NOW.as_secs() + 61})), missing("ImmatureSignature"));
        let some = required(&[Claim::Exp, Claim::Sub]);
        assert_eq!(some(json!({"exp": later, "sub": "ann"})), None);
        assert_eq!(some(json!({"exp": later})), missing("MissingRequiredClaim(\"sub\")"));
        assert_eq!(some(json!({"sub": "ann"})), missing("MissingRequiredClaim(\"exp\")"));
        let begins = required(&[Claim::Nbf]);
        assert_eq!(begins(json!({})), missing("MissingRequiredClaim(\"nbf\")"));
        assert_eq!(begins(json!({"nbf": earlier})), None);
    }

    #[test]
    fn a_token_may_be_used_before_its_time_where_a_release_does_not_look_at_it() {
        let (mut jwt, sign) = pair();
        let claims = json!({"iss": "me", "aud": "you", "exp": NOW.as_secs() + 500,
            "nbf": NOW.as_secs() + 300});
        let token = sign(json!({"alg": "EdDSA", "kid": "k"}), claims);
        let early = Some(TokenError::Invalid("ImmatureSignature"));
        assert_eq!(jwt.verify(&token, NOW, &|_| None).err(), early);
        let own = std::mem::take(&mut jwt.providers).into_iter();
        jwt.providers = own.map(Provider::at_any_time_before).collect();
        assert!(jwt.verify(&token, NOW, &|_| None).is_ok());
    }

    #[test]
    fn a_token_names_its_key_and_the_key_its_algorithm() {
        let (jwt, sign) = pair();
        let with = |header: Value| jwt.verify(&sign(header, json!({})), NOW, &|_| None);
        assert_eq!(with(json!({"alg": "EdDSA"})), Err(TokenError::MissingKeyId));
        let unknown = Err(TokenError::UnknownKeyId("z".to_owned()));
        assert_eq!(with(json!({"alg": "EdDSA", "kid": "z"})), unknown);
        for crit in [json!(["b64"]), json!(["exp"]), json!([]), json!("b64"), json!(null)] {
            let header = json!({"alg": "EdDSA", "kid": "k", "crit": crit});
            let refused = Err(TokenError::InvalidHeader("UnsupportedCriticalHeader"));
            assert_eq!(with(header), refused, "{crit}");
        }
        let long = with(json!({"alg": "EdDSA", "kid": "z".repeat(10_000)})).expect_err("unknown");
        assert!(long.to_string().len() < 512, "{long}");
        for algorithm in ["none", "HS256", "RS256"] {
            let outcome = with(json!({"alg": algorithm, "kid": "k"}));
            assert_eq!(outcome, Err(TokenError::Invalid("InvalidAlgorithm")));
        }
        for token in ["", "a", "a.b", "a.b.c", "e30.e30.", "..", "\u{e9}.x.y"] {
            assert!(jwt.verify(token, NOW, &|_| None).is_err(), "{token}");
        }
    }
}
