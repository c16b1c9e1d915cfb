//! What can be wrong with the bytes that somebody took for a key. Nothing here repeats them: a finding names the fault,
//! never the value.
//!
//! Source: `controller/pkg/utils/kubeutils/secrets.go` of agentgateway at 75b4e6ce6.

use super::{DEFAULT_DATA_KEY, Secret};

/// One fault of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, thiserror::Error)]
pub enum KeyFlaw {
    #[error("is not UTF-8")]
    NotUtf8,
    #[error("is empty")]
    Empty,
    #[error("contains a line break or another control character, which HTTP headers can't have")]
    ControlCharacter,
    #[error("ends with a line break, which some programs send too")]
    TrailingNewline,
    #[error("has leading or trailing white space, which some programs send too")]
    Whitespace,
    #[error("starts with `Bearer ` and is sent as `Bearer Bearer …`")]
    BearerTwice,
    #[error("is quoted")]
    Quoted,
    #[error("is a line `NAME=value` or `Name: value`, not just the value")]
    Assignment,
    #[error("is encrypted by SOPS: decrypt the file first, with `sops -d`")]
    Encrypted,
    #[error("is base64-encoded twice")]
    EncodedTwice,
    #[error("looks like a placeholder, not a key")]
    Placeholder,
    #[error(
        "contains non-ASCII characters: they are sent unchanged, and no provider's key has any"
    )]
    NotAscii,
    #[error("contains white space, which no provider's key has")]
    InnerBlank,
    #[error("is longer than any key (64 KiB at most)")]
    TooLong,
}

impl KeyFlaw {
    /// The flaw as one CamelCase word, for tables and scripts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            KeyFlaw::NotUtf8 => "NotUtf8",
            KeyFlaw::Empty => "Empty",
            KeyFlaw::ControlCharacter => "ControlCharacter",
            KeyFlaw::TrailingNewline => "TrailingNewline",
            KeyFlaw::Whitespace => "Whitespace",
            KeyFlaw::BearerTwice => "BearerTwice",
            KeyFlaw::Quoted => "Quoted",
            KeyFlaw::Assignment => "Assignment",
            KeyFlaw::Encrypted => "Encrypted",
            KeyFlaw::EncodedTwice => "EncodedTwice",
            KeyFlaw::Placeholder => "Placeholder",
            KeyFlaw::NotAscii => "NotAscii",
            KeyFlaw::InnerBlank => "InnerBlank",
            KeyFlaw::TooLong => "TooLong",
        }
    }
}

/// More bytes than this are no key.
pub const MOST: usize = 64 * 1024;

const BEARER: &str = "Bearer ";

/// A key as a person hands it over.
#[derive(Clone, Debug)]
pub struct PastedKey {
    pub key: Secret,
    /// A leading `Bearer ` was there, and was taken off.
    pub had_bearer: bool,
}

/// Reads what a person hands over: trimmed, and without one leading `Bearer `, in whatever case.
///
/// # Errors
/// The first fault that makes it no key.
pub fn parse_pasted(bytes: &[u8]) -> Result<PastedKey, KeyFlaw> {
    let (key, had_bearer) = bare(bytes)?;
    Ok(PastedKey { key: Secret::new(key), had_bearer })
}

/// The same as text, for the environment of a program that is to show it: nothing else gets a key in the clear.
///
/// # Errors
/// As [`parse_pasted`].
pub fn in_the_clear(bytes: &[u8]) -> Result<&str, KeyFlaw> {
    bare(bytes).map(|(key, _)| key)
}

/// The key alone, and whether a leading `Bearer ` was taken off.
fn bare(bytes: &[u8]) -> Result<(&str, bool), KeyFlaw> {
    if bytes.len() > MOST {
        return Err(KeyFlaw::TooLong);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| KeyFlaw::NotUtf8)?;
    // Editors of another system begin a file with it.
    let text = text.trim_start_matches('\u{feff}').trim();
    let rest = without_bearer(text);
    let key = rest.unwrap_or(text);
    inside(key).map_or(Ok((key, rest.is_some())), Err)
}

/// Whether bytes hold a section of PEM (RFC 7468) whose label ends with `label`.
#[must_use]
pub fn is_pem(bytes: &[u8], label: &str) -> bool {
    use base64::Engine as _;
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let end = format!("{label}-----");
    let mut lines = text.lines().map(str::trim);
    let opens = |line: &str| line.starts_with("-----BEGIN ") && line.ends_with(&end);
    if !lines.any(opens) {
        return false;
    }
    let inner: String = lines.by_ref().take_while(|line| !line.starts_with("-----END ")).collect();
    let decoded = base64::engine::general_purpose::STANDARD.decode(inner);
    decoded.is_ok_and(|der| !der.is_empty())
}

/// Everything that is wrong with the bytes under `data_key` of a Secret, as agentgateway reads them.
#[must_use]
pub fn flaws(data_key: &str, bytes: &[u8]) -> Vec<KeyFlaw> {
    if bytes.len() > MOST {
        return vec![KeyFlaw::TooLong];
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return vec![KeyFlaw::NotUtf8] };
    let trimmed = text.trim();
    let mut found = Vec::new();
    if !trimmed.is_empty() && text != trimmed {
        let newline = text.ends_with(['\n', '\r']);
        found.push(if newline { KeyFlaw::TrailingNewline } else { KeyFlaw::Whitespace });
    }
    let key = match data_key {
        // Case-sensitive, and under this key only.
        DEFAULT_DATA_KEY => trimmed.strip_prefix(BEARER).unwrap_or(trimmed).trim(),
        _ => trimmed,
    };
    found.extend(inside(key).or_else(|| is_encoded(key).then_some(KeyFlaw::EncodedTwice)));
    found
}

fn without_bearer(text: &str) -> Option<&str> {
    let head = text.get(..BEARER.len())?;
    head.eq_ignore_ascii_case(BEARER).then(|| text[BEARER.len()..].trim())
}

/// What is wrong with a key that nothing more is taken off.
fn inside(key: &str) -> Option<KeyFlaw> {
    match () {
        () if key.is_empty() || key.eq_ignore_ascii_case(BEARER.trim()) => Some(KeyFlaw::Empty),
        () if key.chars().any(char::is_control) => Some(KeyFlaw::ControlCharacter),
        () if without_bearer(key).is_some() => Some(KeyFlaw::BearerTwice),
        () if is_placeholder(key) => Some(KeyFlaw::Placeholder),
        () if is_quoted(key) => Some(KeyFlaw::Quoted),
        () if key.starts_with("ENC[") && key.ends_with(']') => Some(KeyFlaw::Encrypted),
        () if is_assignment(key) => Some(KeyFlaw::Assignment),
        () if !key.is_ascii() => Some(KeyFlaw::NotAscii),
        () if key.contains(' ') => Some(KeyFlaw::InnerBlank),
        () => None,
    }
}

fn is_quoted(key: &str) -> bool {
    let ends = |quote: char| key.starts_with(quote) && key.ends_with(quote);
    key.len() > 1 && ['"', '\'', '`'].into_iter().any(ends)
        || key.starts_with(['“', '‘', '„']) && key.ends_with(['”', '’', '“'])
}

/// Whether a key is the base64 of readable text, which what is made up by chance is not. Credentials of `Basic`
/// (`user:password`) and tokens that begin as JSON are meant to be.
fn is_encoded(key: &str) -> bool {
    use base64::Engine as _;
    let decoded = base64::engine::general_purpose::STANDARD.decode(key).unwrap_or_default();
    let text = decoded.trim_ascii_end();
    let is_meant = text.contains(&b':') || text.starts_with(b"{");
    text.len() >= LEAST_ENCODED && text.iter().all(u8::is_ascii_graphic) && !is_meant
}

/// Text of fewer bytes may be in base64 by chance.
const LEAST_ENCODED: usize = 12;

/// A line of an environment file, or a whole header.
fn is_assignment(key: &str) -> bool {
    let headers = ["authorization", "x-api-key", "api-key", "x-goog-api-key"];
    let name = key.split_once(':').map(|(name, _)| name.trim().to_ascii_lowercase());
    if name.is_some_and(|name| headers.contains(&name.as_str())) {
        return true;
    }
    let key = key.strip_prefix("export ").unwrap_or(key);
    let Some((name, value)) = key.split_once('=') else { return false };
    let upper = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
    !value.is_empty()
        && name.bytes().all(upper)
        && ["_KEY", "_TOKEN", "_SECRET"].iter().any(|end| name.ends_with(end))
}

/// Words that stand where a key will stand, and what a shell leaves of a variable that it did not fill in.
fn is_placeholder(key: &str) -> bool {
    let bare = key.trim_matches(['"', '\'', '`']);
    let lower = bare.to_ascii_lowercase().replace(['_', ' '], "-");
    let whole = ["null", "undefined", "none", "nil", "todo", "fixme", "secret", "key", "token"];
    let parts = [
        "changeme",
        "change-me",
        "replace-me",
        "replaceme",
        "redacted",
        "placeholder",
        "your-api-key",
        "your-key",
        "your-token",
        "your-openai",
        "my-api-key",
        "insert-your",
        "api-key-here",
        "key-here",
    ];
    let repeats = |c: char| bare.chars().all(|other| other == c);
    // `sk-xxxxxxxx`.
    let last = lower.rsplit('-').next().unwrap_or_default();
    let is_crossed = last.len() > 3 && last.bytes().all(|byte| byte == b'x');
    bare.starts_with('<') && bare.ends_with('>')
        || bare.starts_with("${") && bare.ends_with('}')
        || bare.starts_with("{{") && bare.ends_with("}}")
        || is_variable(bare)
        || bare.ends_with("...")
        || bare.ends_with('…')
        || whole.contains(&lower.as_str())
        || parts.iter().any(|part| lower.contains(part))
        || bare.chars().next().is_some_and(|c| matches!(c, 'x' | 'X' | '*' | '.') && repeats(c))
        || bare.contains("***")
        || is_crossed
}

/// `$OPENAI_API_KEY`, which no shell replaced.
fn is_variable(text: &str) -> bool {
    let name = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    text.strip_prefix('$').is_some_and(|rest| !rest.is_empty() && rest.bytes().all(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(String, bool), KeyFlaw> {
        parse_pasted(text.as_bytes()).map(|given| (given.key.expose().to_owned(), given.had_bearer))
    }

    #[test]
    fn a_key_is_trimmed_and_loses_one_bearer() {
        assert_eq!(read("sk-1\n"), Ok(("sk-1".into(), false)));
        assert_eq!(read(" Bearer  sk-1\r\n"), Ok(("sk-1".into(), true)));
        assert_eq!(read("bearer sk-1"), Ok(("sk-1".into(), true)));
        assert_eq!(read("\u{feff}sk-1"), Ok(("sk-1".into(), false)));
        assert_eq!(read("Bearer Bearer sk-1"), Err(KeyFlaw::BearerTwice));
    }

    #[test]
    fn what_is_no_key_is_refused_with_its_fault() {
        for (text, flaw) in [
            ("", KeyFlaw::Empty),
            (" \n", KeyFlaw::Empty),
            ("Bearer ", KeyFlaw::Empty),
            ("sk-1\nsk-2", KeyFlaw::ControlCharacter),
            ("sk-\u{1b}1", KeyFlaw::ControlCharacter),
            ("\"sk-1\"", KeyFlaw::Quoted),
            ("“sk-1”", KeyFlaw::Quoted),
            ("OPENAI_API_KEY=sk-1", KeyFlaw::Assignment),
            ("export OPENAI_API_KEY=sk-1", KeyFlaw::Assignment),
            ("Authorization: Bearer sk-1", KeyFlaw::Assignment),
            ("x-api-key:sk-1", KeyFlaw::Assignment),
            ("sk–1", KeyFlaw::NotAscii),
            ("sk-1 sk-2", KeyFlaw::InnerBlank),
        ] {
            assert_eq!(read(text), Err(flaw), "{text:?}");
        }
        assert_eq!(parse_pasted(&[0xff, 0xfe]).expect_err("no text"), KeyFlaw::NotUtf8);
        assert_eq!(parse_pasted(&vec![b'a'; MOST + 1]).expect_err("long"), KeyFlaw::TooLong);
    }

    #[test]
    fn placeholders_are_told_from_keys() {
        for text in [
            "<your-key>",
            "YOUR_API_KEY",
            "your api key",
            "changeme",
            "$OPENAI_API_KEY",
            "${OPENAI_API_KEY}",
            "{{ .Values.key }}",
            "sk-...",
            "sk-…",
            "xxxxxxxx",
            "sk-xxxxxxxx",
            "null",
            "[redacted]",
            "sk-abc***xyz",
            "\"<key>\"",
        ] {
            assert_eq!(read(text), Err(KeyFlaw::Placeholder), "{text}");
        }
        for text in
            ["sk-proj-a_B9", "AIzaSyD-0", "gsk_x", "abc=", "A1B2C3==", "$2b$10$x.y", "xai-1"]
        {
            assert!(read(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_stored_key_has_all_its_faults_named() {
        let of = |data_key: &str, text: &str| flaws(data_key, text.as_bytes());
        assert_eq!(of("Authorization", "Bearer sk-1"), []);
        assert_eq!(of("Authorization", "sk-1"), []);
        assert_eq!(of("Authorization", "sk-1\n"), [KeyFlaw::TrailingNewline]);
        assert_eq!(of("Authorization", " sk-1"), [KeyFlaw::Whitespace]);
        assert_eq!(of("Authorization", "Bearer Bearer sk-1"), [KeyFlaw::BearerTwice]);
        assert_eq!(of("Authorization", "bearer sk-1"), [KeyFlaw::BearerTwice]);
        assert_eq!(of("api-key", "Bearer sk-1"), [KeyFlaw::BearerTwice]);
        assert_eq!(of("k", "a\nb\n"), [KeyFlaw::TrailingNewline, KeyFlaw::ControlCharacter]);
        assert_eq!(of("Authorization", "\n"), [KeyFlaw::Empty]);
        assert_eq!(flaws("k", &[0xff]), [KeyFlaw::NotUtf8]);
    }

    #[test]
    fn no_fault_repeats_the_key() {
        for text in ["canary canary", "\"canary\"", "canary…", "can\nary"] {
            let said = parse_pasted(text.as_bytes()).expect_err("a fault").to_string();
            assert!(!said.contains("canary"), "{said}");
        }
    }
}
