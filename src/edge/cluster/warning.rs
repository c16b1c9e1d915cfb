//! The `Warning:` headers an API server sends (`299 - "text"`): read, and kept until somebody prints them.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use http::HeaderMap;

use crate::domain::manifest::mask;
use http::header::WARNING;

/// More different texts than this are not kept: a server may send them without end.
const MOST: usize = 256;

/// The texts that came, each once. Cloning shares them.
#[derive(Clone, Default)]
pub struct Warnings(Arc<Mutex<Collected>>);

#[derive(Default)]
struct Collected {
    seen: BTreeSet<String>,
    unread: Vec<String>,
    /// Values of keys that were sent, which no text repeats.
    hidden: Vec<String>,
}

impl Warnings {
    /// Keeps what `headers` say and was not said before.
    pub fn collect(&self, headers: &HeaderMap) {
        let texts = headers.get_all(WARNING).iter().filter_map(|value| value.to_str().ok());
        for text in texts.flat_map(parse) {
            let mut collected = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let text = mask::hide_values(&text, &collected.hidden);
            if collected.seen.len() < MOST && collected.seen.insert(text.clone()) {
                collected.unread.push(text);
            }
        }
    }

    /// Hides these values in what comes from now on.
    pub fn hide(&self, values: Vec<String>) {
        let mut collected = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let new = values.into_iter().filter(|value| !value.is_empty());
        collected.hidden.extend(new);
        collected.hidden.sort_by_key(|text| std::cmp::Reverse(text.len()));
        collected.hidden.dedup();
    }

    /// What came since the last time.
    #[must_use]
    pub fn take(&self) -> Vec<String> {
        let mut collected = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::take(&mut collected.unread)
    }
}

impl fmt::Debug for Warnings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Warnings")
    }
}

/// The texts in one header line. Other codes than 299 are caches talking; what is malformed ends the reading, without
/// a complaint: a warning is never worth failing for.
#[must_use]
pub fn parse(line: &str) -> Vec<String> {
    let mut texts = Vec::new();
    let mut rest = line.trim();
    while let Some((code, text, after)) = parse_one(rest) {
        if code == "299" && !text.is_empty() {
            texts.push(text);
        }
        rest = after.trim_start();
        match rest.strip_prefix(',') {
            Some(next) => rest = next.trim_start(),
            None => break,
        }
    }
    texts
}

/// Code, text and what follows of `299 agent "text" "date"`.
fn parse_one(line: &str) -> Option<(&str, String, &str)> {
    let (code, rest) = line.split_once(' ')?;
    if code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (_agent, rest) = rest.trim_start().split_once(' ')?;
    let (text, rest) = quoted(rest.trim_start())?;
    let after_date = quoted(rest.trim_start()).map(|(_, rest)| rest);
    Some((code, text, after_date.unwrap_or(rest)))
}

/// The content of a quoted string and what follows it; control characters become spaces.
fn quoted(text: &str) -> Option<(String, &str)> {
    let inside = text.strip_prefix('"')?;
    let mut content = String::new();
    let mut letters = inside.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Some((content, &inside[at + 1..])),
            '\\' => content.push(letters.next()?.1),
            letter if letter.is_control() => content.push(' '),
            letter => content.push(letter),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn texts_are_unquoted_and_several_fit_in_a_line() {
        let line = r#"299 - "v1beta1 is \"old\"" "Tue, 15 Nov 1994 08:12:31 GMT", 299 agw "b, c""#;
        assert_eq!(parse(line), [r#"v1beta1 is "old""#, "b, c"]);
    }

    #[test]
    fn other_codes_and_broken_lines_say_nothing() {
        for line in
            ["", "110 - \"stale\"", "299", "299 -", "299 - unquoted", "299 - \"open", "29x - \"a\""]
        {
            assert!(parse(line).is_empty(), "{line}");
        }
    }

    #[test]
    fn a_warning_is_handed_out_once() {
        let warnings = Warnings::default();
        let mut headers = HeaderMap::new();
        headers.append(WARNING, HeaderValue::from_static(r#"299 - "old""#));
        headers.append(WARNING, HeaderValue::from_static(r#"299 - "old", 299 - "new""#));
        warnings.collect(&headers);
        assert_eq!(warnings.take(), ["old", "new"]);
        warnings.collect(&headers);
        assert!(warnings.take().is_empty());
    }
}
