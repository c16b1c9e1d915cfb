//! The key that clients must show, where the user asks for one: looked for where the SDKs of the vendors put theirs,
//! compared without telling by its time how much was right, and taken off before anything goes on.

use http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use http::request::Parts;

use crate::domain::route::policy::credential_copies;
use crate::domain::route::refusal::Refusal;
use crate::domain::value::secret::Secret;

/// Where clients put their key, besides `Authorization: Bearer`.
static PLACES: [HeaderName; 3] = [
    HeaderName::from_static("x-api-key"),
    HeaderName::from_static("api-key"),
    HeaderName::from_static("x-goog-api-key"),
];
const BEARER: &[u8] = b"bearer ";

/// Lets a request in that shows the key, and takes it out of every place that holds it.
///
/// # Errors
/// 401 in agentgateway's words (`crates/agentgateway/src/http/apikey.rs` at 75b4e6ce6).
pub(in crate::edge::proxy) fn authenticate(key: &Secret, head: &mut Parts) -> Result<(), Refusal> {
    let key = key.expose();
    let bearers = head.headers.get_all(AUTHORIZATION).iter().filter_map(|value| {
        let (scheme, rest) = value.as_bytes().split_at_checked(BEARER.len())?;
        scheme.eq_ignore_ascii_case(BEARER).then_some(rest)
    });
    let placed = PLACES.iter().flat_map(|place| head.headers.get_all(place));
    let (mut any, mut good) = (false, false);
    for shown in bearers.chain(placed.map(HeaderValue::as_bytes)) {
        any = true;
        good |= same(key.as_bytes(), shown);
    }
    match (good, any) {
        (true, _) => {
            credential_copies::take_out(head, key);
            Ok(())
        }
        (false, true) => Err(Refusal::WRONG_API_KEY),
        (false, false) => Err(Refusal::NO_API_KEY),
    }
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
    use http::Request;

    fn head(pairs: &[(&str, &str)]) -> Parts {
        let mut request = Request::builder();
        for (name, value) in pairs {
            request = request.header(*name, *value);
        }
        request.body(()).expect("a request").into_parts().0
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
            let mut head = head(&[(name, value), ("x-other", "stays")]);
            assert_eq!(authenticate(&key, &mut head), Ok(()), "{name}: {value}");
            assert!(!head.headers.contains_key(name) && head.headers.contains_key("x-other"));
        }
    }

    #[test]
    fn shown_twice_it_goes_from_both_places_and_another_key_stays() {
        let key = Secret::new("right");
        let mut head = head(&[
            ("authorization", "Bearer mine"),
            ("authorization", "Bearer right"),
            ("x-api-key", "right"),
            ("api-key", "right"),
        ]);
        assert_eq!(authenticate(&key, &mut head), Ok(()));
        let left: Vec<_> = head.headers.values().collect();
        assert_eq!(left, ["Bearer mine"]);
    }

    #[test]
    fn no_key_and_a_wrong_one_are_told_apart() {
        let key = Secret::new("right");
        let asked = |pairs: &[(&str, &str)]| {
            authenticate(&key, &mut head(pairs)).expect_err("kept out").body
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
