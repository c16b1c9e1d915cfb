//! The key that clients must show, where the user asks for one: looked for where the SDKs of the vendors put theirs,
//! compared without telling by its time how much was right, and taken off before anything goes on.

use http::header::{AUTHORIZATION, HeaderMap, HeaderName};

use crate::domain::route::refusal::Refusal;
use crate::domain::value::secret::Secret;

/// Where clients put their key, beside `Authorization: Bearer`.
const PLACES: [HeaderName; 3] = [
    HeaderName::from_static("x-api-key"),
    HeaderName::from_static("api-key"),
    HeaderName::from_static("x-goog-api-key"),
];
const BEARER: &[u8] = b"bearer ";

/// Lets a request in that shows the key, and takes it off.
///
/// # Errors
/// 401 in agentgateway's words (reference/agentgateway.md §4.6).
pub(super) fn admit(key: &Secret, headers: &mut HeaderMap) -> Result<(), Refusal> {
    let key = key.expose().as_bytes();
    let mut shown = false;
    let bearer = |value: &[u8]| {
        let (scheme, rest) = value.split_at_checked(BEARER.len())?;
        scheme.eq_ignore_ascii_case(BEARER).then(|| rest.to_vec())
    };
    let value = headers.get(AUTHORIZATION).and_then(|value| bearer(value.as_bytes()));
    if let Some(value) = value {
        shown = true;
        if same(key, &value) {
            headers.remove(AUTHORIZATION);
            return Ok(());
        }
    }
    for place in &PLACES {
        let Some(value) = headers.get(place) else { continue };
        shown = true;
        if same(key, value.as_bytes()) {
            headers.remove(place);
            return Ok(());
        }
    }
    Err(if shown { Refusal::CLIENT_KEY_WRONG } else { Refusal::CLIENT_KEY_MISSING })
}

/// Whether two keys are the same. Every byte is looked at, whichever differ; only the length shows.
fn same(key: &[u8], shown: &[u8]) -> bool {
    let differing =
        key.iter().zip(shown).fold(0, |all, (a, b)| std::hint::black_box(all | (a ^ b)));
    key.len() == shown.len() && differing == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn the_key_lets_in_wherever_a_client_puts_it_and_does_not_go_on() {
        let key = Secret::new("right");
        for (name, value) in [
            ("authorization", "Bearer right"),
            ("authorization", "bearer right"),
            ("x-api-key", "right"),
            ("api-key", "right"),
            ("x-goog-api-key", "right"),
        ] {
            let mut headers = headers(&[(name, value), ("x-other", "stays")]);
            assert_eq!(admit(&key, &mut headers), Ok(()), "{name}: {value}");
            assert!(!headers.contains_key(name) && headers.contains_key("x-other"));
        }
    }

    #[test]
    fn no_key_and_a_wrong_one_are_told_apart() {
        let key = Secret::new("right");
        let asked = |pairs: &[(&'static str, &'static str)]| {
            admit(&key, &mut headers(pairs)).expect_err("kept out").body
        };
        assert_eq!(asked(&[]), "api key authentication failure: no API Key found");
        assert_eq!(asked(&[("authorization", "Basic right")]), asked(&[]));
        let wrong = "api key authentication failure: invalid credentials";
        for value in ["Bearer wrong", "Bearer righ", "Bearer rights"] {
            let body = asked(&[("authorization", value)]);
            assert_eq!(body, wrong, "{value}");
        }
        assert_eq!(asked(&[("x-api-key", "left")]), wrong);
    }
}
