//! Text without what looks like a key. People write keys where they do not belong (a field's name, a URL, an annotation),
//! and what is said about such a place must not repeat them. What is known to be a credential is a
//! [`Secret`](super::secret::Secret) and is never text; this is for text that may hold one.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde_json::{Map, Value};

/// What is shown in the place of a key.
pub const MASK: &str = "***";

/// How keys begin that somebody issues. Sources: the vendors' documentation, and the rules of secret scanners.
const PREFIXES: &[&str] = &[
    "sk-",
    "pk-",
    "rk-",
    "sk_live_",
    "sk_test_",
    "rk_live_",
    "gsk_",
    "xai-",
    "pplx-",
    "nvapi-",
    "csk-",
    "hf_",
    "r8_",
    "fw_",
    "tgp_v1_",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "glpat-",
    "xoxa-",
    "xoxb-",
    "xoxe-",
    "xoxo-",
    "xoxp-",
    "xoxr-",
    "xoxs-",
    "shpat_",
    "dop_v1_",
    "npm_",
    "pypi-",
    "AIza",
    "AKIA",
    "ASIA",
    "ya29.",
    "AGE-SECRET-KEY-",
];

/// Beginnings that are told as such.
const STEMS: &[&str] = &["sk-proj-", "sk-svcacct-", "sk-ant-api", "sk-ant-oat"];

/// What may be in front of a key: the beginning, a character that is part of no word, or an escape of JSON or of a URL.
const BEFORE: &str = r"^|[^A-Za-z0-9]|%[0-9A-Fa-f]{2}|\\[nrtbf]|\\u[0-9A-Fa-f]{4}";

/// Headers and parameters, in lower case and without `-` and `_`, whose values are credentials.
const CREDENTIALS: &[&str] = &[
    "authorization",
    "apikey",
    "accesskey",
    "subscriptionkey",
    "secret",
    "token",
    "password",
    "passwd",
    "cookie",
    "credential",
    "signature",
    "session",
];

/// Names that are the whole of one.
const WHOLE: &[&str] = &["key", "auth", "code", "sig", "pwd", "xkey", "xauth"];

/// Reasons that follow the name of a Secret and a colon.
const REASONS: &[&str] = &[
    "AlreadyExists",
    "SecretForbidden",
    "SecretInvalid",
    "SecretKeyInvalid",
    "SecretKeyNotFound",
    "SecretNotFound",
    "SecretPending",
];

/// One shape of keys. Its pattern is compiled where it is first needed, and run where a text has what it starts
/// from: nearly all texts have no key.
struct KeyPattern {
    may_be_in: fn(&str) -> bool,
    pattern: LazyLock<Option<Regex>>,
    masked: fn(&Captures<'_>) -> String,
}

// The patterns are constants, and a test compiles them all.
static KEY_PATTERNS: [KeyPattern; 8] = [
    KeyPattern {
        may_be_in: |text| text.contains("PRIVATE KEY-----"),
        pattern: LazyLock::new(|| {
            let end = "(?:-----END [A-Z ]*PRIVATE KEY-----|$)";
            Regex::new(&format!("(?s)-----BEGIN [A-Z ]*PRIVATE KEY-----.*?{end}")).ok()
        }),
        masked: |_| MASK.to_owned(),
    },
    KeyPattern {
        may_be_in: |text| PREFIXES.iter().any(|prefix| text.contains(prefix)),
        pattern: LazyLock::new(|| {
            let prefixes: Vec<_> = PREFIXES.iter().map(|prefix| regex::escape(prefix)).collect();
            let key = format!("(?:{})[A-Za-z0-9_-]{{6,}}[A-Za-z0-9_.=-]*", prefixes.join("|"));
            Regex::new(&format!("({BEFORE})({key})")).ok()
        }),
        masked: |found| match STEMS.contains(&part(found, 2)) || is_name(part(found, 2)) {
            true => part(found, 0).to_owned(),
            false => format!("{}{MASK}", part(found, 1)),
        },
    },
    // A JSON Web Token (RFC 7519).
    KeyPattern {
        may_be_in: |text| text.contains("eyJ"),
        pattern: LazyLock::new(|| {
            Regex::new(r"eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){1,4}").ok()
        }),
        masked: |_| MASK.to_owned(),
    },
    // The user's part of a URL (RFC 3986 §3.2.1).
    KeyPattern {
        may_be_in: |text| text.contains('@'),
        pattern: LazyLock::new(|| {
            Regex::new(r#"([A-Za-z][A-Za-z0-9+.-]*:(?:\\?/){2})[^/ \t\r\n"'<>?#\\@]+@"#).ok()
        }),
        masked: |found| format!("{}{MASK}@", part(found, 1)),
    },
    // The same without a scheme, as curl takes it. What is behind a digest or a version (`name:tag@sha256:…`,
    // `model@20250101`) is no host.
    KeyPattern {
        may_be_in: |text| text.contains('@') && text.contains(':'),
        pattern: LazyLock::new(|| {
            Regex::new(
                r#"[A-Za-z0-9._~%+-]*:[^/ \t\r\n"'<>?#\\@`]+@(\[?[A-Za-z0-9:][A-Za-z0-9.:_-]*)"#,
            )
            .ok()
        }),
        masked: |found| {
            let host = part(found, 1);
            let is_digest = ["sha256:", "sha384:", "sha512:"].iter().any(|of| host.starts_with(of));
            match is_digest || host.bytes().all(|byte| byte.is_ascii_digit()) {
                true => part(found, 0).to_owned(),
                false => format!("{MASK}@{host}"),
            }
        },
    },
    // Credentials of HTTP (RFC 9110 §11.4).
    KeyPattern {
        may_be_in: |text| ["earer", "EARER", "asic", "ASIC"].iter().any(|word| text.contains(word)),
        pattern: LazyLock::new(|| {
            let scheme = "[Bb](?:[Ee][Aa][Rr][Ee][Rr]|[Aa][Ss][Ii][Cc])";
            Regex::new(&format!(
                r"(?-u:\b)({scheme})((?:[ \t\r\n]|%20|\+)+)([A-Za-z0-9._~+/=-]{{4,}})"
            ))
            .ok()
        }),
        masked: |found| match is_word(part(found, 3)) {
            true => part(found, 0).to_owned(),
            false => format!("{}{}{MASK}", part(found, 1), part(found, 2)),
        },
    },
    KeyPattern {
        may_be_in: |text| text.contains('=') || text.contains("%3"),
        pattern: LazyLock::new(|| {
            let name = r#"([?&;"]|^|\\u0026|%26|%3[fF])([A-Za-z0-9_.-]{2,40})"#;
            Regex::new(&format!(r#"{name}(=|%3[dD])([^?&;# \t\r\n"'<>\\`|)]+)"#)).ok()
        }),
        masked: |found| match carries_credential(part(found, 2)) {
            true => format!("{}{}{}{MASK}", part(found, 1), part(found, 2), part(found, 3)),
            false => part(found, 0).to_owned(),
        },
    },
    KeyPattern {
        may_be_in: |text| {
            let text = text.as_bytes();
            let has =
                |word: &[u8]| text.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word));
            [&b"authorization"[..], b"key", b"cookie", b"x-"].into_iter().any(has)
        },
        pattern: LazyLock::new(|| {
            let name = "(?:proxy-)?authorization|(?:[a-z-]{0,30}-)?api-?key|[a-z-]{0,30}subscription-key|(?:set-)?cookie|\
                x-[a-z0-9-]{0,30}(?:token|password|passwd|secret|signature|session|credential|key)";
            let sign = r#"["'`]? ?[:=] ?["'`]?"#;
            Regex::new(&format!(r"(?i-u:\b({name}))({sign})([A-Za-z0-9._~+/=-]{{6,}})")).ok()
        }),
        masked: |found| match is_word(part(found, 3)) {
            true => part(found, 0).to_owned(),
            false => format!("{}{}{MASK}", part(found, 1), part(found, 2)),
        },
    },
];

fn part<'t>(found: &Captures<'t>, at: usize) -> &'t str {
    found.get(at).map_or("", |part| part.as_str())
}

/// The text with [`MASK`] in the place of whatever looks like a key: as its issuers shape them, tokens behind `Bearer`
/// and `Basic`, JSON Web Tokens, private keys, the user's part of URLs, and parameters that carry credentials.
#[must_use]
pub fn without_keys(text: &str) -> Cow<'_, str> {
    let mut text = Cow::Borrowed(text);
    for known in KEY_PATTERNS.iter() {
        if !(known.may_be_in)(&text) {
            continue;
        }
        let Some(pattern) = &*known.pattern else { return Cow::Borrowed(MASK) };
        let masked = match pattern.replace_all(&text, known.masked) {
            Cow::Owned(masked) if *masked != *text => Some(masked),
            _ => None,
        };
        text = masked.map_or(text, Cow::Owned);
    }
    text
}

/// The same for a word of a request that nearly never is one: only what is as long as keys are is looked at, so that it costs
/// a request nothing.
#[must_use]
pub fn of_request(word: &str) -> Cow<'_, str> {
    match word.split('/').any(|part| part.len() >= SHORTEST) {
        true => without_keys(word),
        false => Cow::Borrowed(word),
    }
}

/// Nobody issues shorter keys. Bytes.
const SHORTEST: usize = 30;

/// Whether a text holds what looks like a key.
#[must_use]
pub fn holds_key(text: &str) -> bool {
    matches!(without_keys(text), Cow::Owned(_))
}

/// Whether a header, a query parameter or a field of this name carries a credential.
#[must_use]
pub fn carries_credential(name: &str) -> bool {
    let name: String =
        name.chars().filter(|c| !matches!(c, '-' | '_')).map(|c| c.to_ascii_lowercase()).collect();
    // `max_tokens` counts.
    let name = name.replace("tokens", "");
    WHOLE.contains(&name.as_str()) || CREDENTIALS.iter().any(|part| name.contains(part))
}

/// A header's or parameter's value as it is shown: not at all where the name says that it is a credential.
#[must_use]
pub fn value_of<'v>(name: &str, value: &'v str) -> Cow<'v, str> {
    match carries_credential(name) && !value.is_empty() {
        true => Cow::Borrowed(MASK),
        false => without_keys(value),
    }
}

/// The words of a program that handles credentials, with more than [`without_keys`] masks: whatever follows a name that
/// carries a credential (`password: …`), and every long run in which capitals, small letters and digits are mixed.
#[must_use]
pub fn without_secrets(text: &str) -> String {
    static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"([A-Za-z0-9_.-]{2,60})(["'`]? ?(?:=|:|=>|\bis\b) ?["'`]?)([^ \t\r\n"'`,;]+)"#)
            .ok()
    });
    static LONG: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"[A-Za-z0-9_+=~-]{20,}").ok());
    let (Some(named), Some(long)) = (&*NAMED, &*LONG) else { return MASK.to_owned() };
    let text = without_keys(text);
    let text = named.replace_all(&text, |found: &Captures<'_>| {
        match carries_credential(part(found, 1)) && part(found, 3) != MASK {
            true => format!("{}{}{MASK}", part(found, 1), part(found, 2)),
            false => part(found, 0).to_owned(),
        }
    });
    let text = long.replace_all(&text, |found: &Captures<'_>| {
        let run = part(found, 0);
        let has = |of: fn(&u8) -> bool| run.as_bytes().iter().any(of);
        let is_mixed =
            has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase) && has(u8::is_ascii_digit);
        if is_mixed { MASK.to_owned() } else { run.to_owned() }
    });
    text.into_owned()
}

/// Masks, at any depth, every text of a value whose field's name says that it is a credential.
pub fn mask_named(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(mask_named),
        Value::Object(fields) => {
            for (name, field) in fields {
                match carries_credential(name) && !field.is_null() {
                    true => *field = Value::from(MASK),
                    false => mask_named(field),
                }
            }
        }
        _ => {}
    }
}

/// Masks every text and every field's name of a value. Whether there was anything to mask.
pub fn mask(value: &mut Value) -> bool {
    match value {
        Value::String(text) => match without_keys(text) {
            Cow::Borrowed(_) => false,
            Cow::Owned(masked) => {
                *text = masked;
                true
            }
        },
        Value::Array(items) => items.iter_mut().fold(false, |any, item| mask(item) | any),
        Value::Object(fields) => {
            let mut any = fields.values_mut().fold(false, |any, field| mask(field) | any);
            if fields.keys().any(|name| holds_key(name)) {
                any = true;
                *fields = std::mem::take(fields)
                    .into_iter()
                    .map(|(name, field)| (without_keys(&name).into_owned(), field))
                    .collect::<Map<_, _>>();
            }
            any
        }
        _ => false,
    }
}

/// `xai-grok-4`: the name of an object that begins as a vendor's keys do. Keys have capitals, or a long run without dashes;
/// nobody names things `sk-`.
fn is_name(text: &str) -> bool {
    let allowed =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte);
    !text.starts_with("sk-")
        && text.bytes().all(allowed)
        && text.split(['-', '.']).all(|run| run.len() < 20)
}

/// `Bearer token`, `Basic authentication`: prose, not a credential. Nor is a reason of ours (`SecretNotFound`).
fn is_word(text: &str) -> bool {
    let text = text.trim_end_matches(['.', '-', '=', '/']);
    if REASONS.contains(&text) {
        return true;
    }
    let rest = text.strip_prefix(|first: char| first.is_ascii_uppercase()).unwrap_or(text);
    text.len() < 20
        && rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-' || byte == b'/')
}

#[cfg(test)]
mod tests;
