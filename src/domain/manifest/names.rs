//! What may be written where: names, headers, paths, hosts and models, refused here in words instead of later by a
//! regular expression. The limits are those of the CRDs.

pub mod secret;

use std::net::IpAddr;

use super::invalid::{CountOf, Invalid, LengthOf};

/// `K=V` of a header match.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    pub name: String,
    pub value: String,
}

const MOST_NAME: usize = 253;
const MOST_LABEL: usize = 63;
const MOST_HEADER_NAME: usize = 256;
const MOST_HEADER_VALUE: usize = 4096;
const MOST_HEADERS: usize = 16;
const MOST_HOSTNAMES: usize = 16;
const MOST_PATH: usize = 1024;
const MOST_MODEL: usize = 256;

/// Checks the name of an object: labels of lowercase letters, digits and `-`, with dots between.
///
/// # Errors
/// The rule, and a name that obeys it.
pub fn object(what: &'static str, name: &str) -> Result<(), Invalid> {
    if is_subdomain(name) {
        return Ok(());
    }
    Err(Invalid::ObjectName { what, name: name.to_owned(), better: corrected(name, true) })
}

/// Checks the name of a namespace: one label.
///
/// # Errors
/// As [`object`].
pub fn namespace(name: &str) -> Result<(), Invalid> {
    if is_label(name) {
        return Ok(());
    }
    Err(Invalid::Namespace { name: name.to_owned(), better: corrected(name, false) })
}

fn is_label(text: &str) -> bool {
    let inside = text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    inside
        && (1..=MOST_LABEL).contains(&text.len())
        && !text.starts_with('-')
        && !text.ends_with('-')
}

/// RFC 1123, as the API server reads it: a label of a name may be longer than one of DNS.
fn is_subdomain(text: &str) -> bool {
    let label = |label: &str| {
        let inside =
            label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        inside && !label.is_empty() && !label.starts_with('-') && !label.ends_with('-')
    };
    text.len() <= MOST_NAME && text.split('.').all(label)
}

/// The nearest name that obeys; empty if nothing of it can stay.
fn corrected(name: &str, dots: bool) -> String {
    let fits = |c: char| match c.to_ascii_lowercase() {
        c if c.is_ascii_alphanumeric() => c,
        '.' if dots => '.',
        _ => '-',
    };
    let mapped: String = name.trim().chars().map(fits).collect();
    let labels = mapped.split('.').map(|label| {
        label.split('-').filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
    });
    let joined = labels.filter(|label| !label.is_empty()).collect::<Vec<_>>().join(".");
    let most = if dots { MOST_NAME } else { MOST_LABEL };
    joined.chars().take(most).collect::<String>().trim_end_matches(['-', '.']).to_owned()
}

/// Reads `K=V`. The first `=` parts them: a value may hold more.
///
/// # Errors
/// Which half is wrong, and why.
pub fn header(text: &str) -> Result<Header, Invalid> {
    let Some((name, value)) = text.split_once('=') else {
        let instead = match text.split_once(':') {
            Some((name, value)) => format!("{}={}", name.trim(), value.trim()),
            None => format!("{text}=VALUE"),
        };
        return Err(Invalid::HeaderWithoutEquals { text: text.to_owned(), instead });
    };
    let token = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    if name.is_empty() || !name.bytes().all(token) {
        return Err(Invalid::HeaderName(name.to_owned()));
    }
    at_most(MOST_HEADER_NAME, name.len(), || LengthOf::HeaderName)?;
    if value.is_empty() {
        return Err(Invalid::HeaderWithoutValue(name.to_owned()));
    }
    let of_it = || LengthOf::HeaderValue(name.to_owned());
    at_most(MOST_HEADER_VALUE, value.chars().count(), of_it)?;
    if value.chars().any(char::is_control) || value.trim() != value {
        return Err(Invalid::HeaderNeverMatches(name.to_owned()));
    }
    Ok(Header { name: name.to_owned(), value: value.to_owned() })
}

/// Checks that headers can stand in one match.
///
/// # Errors
/// A header that is named twice, or too many.
pub fn headers(headers: &[Header]) -> Result<(), Invalid> {
    for (index, header) in headers.iter().enumerate() {
        if headers[..index].iter().any(|other| other.name.eq_ignore_ascii_case(&header.name)) {
            return Err(Invalid::HeaderTwice(header.name.clone()));
        }
    }
    no_more(CountOf::Headers, headers.len(), MOST_HEADERS)
}

/// Checks the path of a match.
///
/// # Errors
/// What is wrong with it.
pub fn path(path: &str) -> Result<(), Invalid> {
    let wrong = |why: fn(String) -> Invalid| Err(why(path.to_owned()));
    if !path.starts_with('/') {
        return wrong(Invalid::PathWithoutSlash);
    }
    at_most(MOST_PATH, path.len(), || LengthOf::Path)?;
    for part in ["//", "/./", "/../", "%2f", "%2F", "#"] {
        if path.contains(part) {
            return Err(Invalid::PathPart { path: path.to_owned(), part });
        }
    }
    if path.ends_with("/.") || path.ends_with("/..") {
        return wrong(Invalid::PathEndsInDots);
    }
    if path.contains('?') {
        return wrong(Invalid::PathWithQuery);
    }
    if !is_path_text(path.as_bytes()) {
        return wrong(Invalid::PathCharacters);
    }
    Ok(())
}

fn is_path_text(mut rest: &[u8]) -> bool {
    loop {
        rest = match rest {
            [] => return true,
            [b'%', a, b, rest @ ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit() => rest,
            [b, rest @ ..] if b.is_ascii_alphanumeric() || b"-/._~!$&'()*+,;=:@".contains(b) => {
                rest
            }
            _ => return false,
        };
    }
}

/// Checks the name of a model, which may hold `/` and `:`.
///
/// # Errors
/// What is wrong with it.
pub fn model(model: &str) -> Result<(), Invalid> {
    if model.trim().is_empty() {
        return Err(Invalid::ModelEmpty);
    }
    at_most(MOST_MODEL, model.chars().count(), || LengthOf::Model)?;
    match model.chars().any(|c| c.is_whitespace() || c.is_control()) {
        true => Err(Invalid::ModelBlanks(model.trim().to_owned())),
        false => Ok(()),
    }
}

/// Checks the hostnames of a route: names, or `*.` and a name.
///
/// # Errors
/// The first that is wrong, and why.
pub fn hostnames(names: &[String]) -> Result<(), Invalid> {
    for name in names {
        let plain = name.strip_prefix("*.").unwrap_or(name);
        if plain.parse::<IpAddr>().is_ok() || plain.contains(':') {
            return Err(Invalid::HostnameIsAddress(name.clone()));
        }
        if !is_subdomain(plain) {
            let better = corrected(plain, true);
            return Err(Invalid::Hostname { name: name.clone(), better });
        }
    }
    no_more(CountOf::Hostnames, names.len(), MOST_HOSTNAMES)
}

/// Checks the host that a provider is reached at: a DNS name or an address, without scheme, port or path.
///
/// # Errors
/// What is wrong with it.
pub fn host(host: &str) -> Result<(), Invalid> {
    if host.parse::<IpAddr>().is_ok() || is_subdomain(host) {
        return Ok(());
    }
    let bare = host.split_once("://").map_or(host, |(_, rest)| rest);
    let bare = bare.split(['/', ':']).next().unwrap_or_default().to_lowercase();
    let bare = (is_subdomain(&bare) && bare != host).then_some(bare);
    Err(Invalid::Host { host: host.to_owned(), bare })
}

/// Checks the data key of a Secret.
///
/// # Errors
/// The rule.
pub fn data_key(key: &str) -> Result<(), Invalid> {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b"-._".contains(&b);
    match (1..=MOST_NAME).contains(&key.len()) && key.bytes().all(fits) {
        true => Ok(()),
        false => Err(Invalid::SecretKey),
    }
}

/// How the keys of well-known providers begin, and a length that no name of a Secret has with such a beginning.
const KEYS_BEGIN: &[&str] = &["sk-", "AIza", "gsk_", "xai-", "hf_"];
const KEYS_LENGTH: usize = 30;

/// Checks the name of a Secret. Its text is not repeated: who mistakes the flag writes a key there.
///
/// # Errors
/// What the flag takes.
pub fn secret(name: &str) -> Result<(), Invalid> {
    let is_key =
        name.len() >= KEYS_LENGTH && KEYS_BEGIN.iter().any(|start| name.starts_with(start));
    match is_key || !is_subdomain(name) {
        false => Ok(()),
        true => Err(Invalid::Secret),
    }
}

fn at_most(most: usize, length: usize, what: impl Fn() -> LengthOf) -> Result<(), Invalid> {
    match length > most {
        true => Err(Invalid::TooLong { what: what(), length, most }),
        false => Ok(()),
    }
}

/// Checks how many there are of something that a list of the CRD bounds.
pub(super) fn no_more(what: CountOf, count: usize, most: usize) -> Result<(), Invalid> {
    match count > most {
        true => Err(Invalid::TooMany { what, count, most }),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_wrong_name_comes_back_corrected() {
        for (wrong, right) in [
            ("Openai_Smart", "openai-smart"),
            ("-a--b-", "a-b"),
            ("gpt-4.1 mini", "gpt-4.1-mini"),
            ("a..b", "a.b"),
            ("a.-b", "a.b"),
        ] {
            let said = object("backend", wrong).expect_err(wrong).to_string();
            assert!(said.ends_with(&format!("try `{right}`")), "{said}");
        }
        assert!(!object("backend", "___").expect_err("nothing stays").to_string().contains("try"));
        assert!(namespace("a.b").expect_err("a dot").to_string().ends_with("try `a-b`"));
        assert!(object("backend", "gpt-4.1").is_ok());
    }

    #[test]
    fn a_key_in_the_place_of_a_name_is_not_repeated() {
        for key in ["sk-proj-AbCdEf_0123456789", "sk-abcdefghijklmnopqrstuvwxyz0123456789", "AIzaX"]
        {
            let said = secret(key).expect_err("a key").to_string();
            assert!(!said.contains(key), "{said}");
        }
        assert_eq!(secret("openai-api-key"), Ok(()));
        assert_eq!(secret("sk-team"), Ok(()));
    }

    proptest! {
        #[test]
        fn a_suggestion_obeys_the_rule(name in ".{0,300}") {
            let (dotted, plain) = (corrected(&name, true), corrected(&name, false));
            prop_assert!(dotted.is_empty() || is_subdomain(&dotted), "{}", dotted);
            prop_assert!(plain.is_empty() || is_label(&plain), "{}", plain);
        }
    }

    #[test]
    fn a_header_is_parted_at_the_first_equals_sign() {
        let read = header("X-Key=a=b").expect("read");
        assert_eq!((read.name.as_str(), read.value.as_str()), ("X-Key", "a=b"));
        for (wrong, says) in [
            ("X-Tier: smart", "X-Tier=smart"),
            ("X-Tier", "X-Tier=VALUE"),
            ("=v", "header name"),
            ("X Tier=v", "header name"),
            ("X-Tier=", "no value"),
            ("X-Tier= v", "never match"),
        ] {
            assert!(header(wrong).expect_err(wrong).to_string().contains(says), "{wrong}");
        }
        assert!(header(&format!("{}=v", "a".repeat(257))).is_err());
        assert!(header(&format!("a={}", "v".repeat(4097))).is_err());
        assert!(header(&format!("a={}", "v".repeat(4096))).is_ok());
    }

    #[test]
    fn the_same_header_twice_can_never_match() {
        let twice = [header("X-A=1"), header("x-a=2")].map(|h| h.expect("read"));
        assert_eq!(headers(&twice), Err(Invalid::HeaderTwice("x-a".to_owned())));
        assert!(headers(&twice[..1]).is_ok());
    }

    #[test]
    fn paths_obey_the_gateway_api() {
        for right in ["/", "/v1", "/a%20b/", "/a:b@c/(d)"] {
            assert_eq!(path(right), Ok(()));
        }
        for wrong in [
            "", "v1", "/a//b", "/./a", "/a/../b", "/a%2fb", "/a#b", "/a/..", "/a/.", "/a?b", "/ä",
            "/a%2",
        ] {
            assert!(path(wrong).is_err(), "{wrong}");
        }
        assert!(path(&format!("/{}", "a".repeat(1024))).is_err());
    }

    #[test]
    fn models_may_have_slashes_and_colons() {
        for right in ["gpt-4o", "meta-llama/Llama-3.1-8B", "llama3:8b", "anthropic.claude-v2:1"] {
            assert_eq!(model(right), Ok(()));
        }
        for wrong in ["", " ", "gpt 4o", "a\nb"] {
            assert!(model(wrong).is_err(), "{wrong:?}");
        }
        assert!(model(&"m".repeat(257)).is_err());
    }

    #[test]
    fn a_url_is_no_host_and_says_what_would_be() {
        let said = host("https://api.groq.com/openai/v1").expect_err("a URL").to_string();
        assert!(said.contains("--host api.groq.com"), "{said}");
        for right in ["api.groq.com", "10.0.0.1", "::1", "localhost"] {
            assert_eq!(host(right), Ok(()));
        }
        assert!(hostnames(&["*.Example.com".to_owned()]).is_err());
        assert!(hostnames(&["10.0.0.1".to_owned()]).is_err());
        assert!(hostnames(&["*.example.com".to_owned()]).is_ok());
    }
}
