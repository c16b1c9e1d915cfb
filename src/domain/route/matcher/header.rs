//! Header matches: name in any case, value exactly or by a regular expression over the whole of it.
//!
//! Source: Gateway API, HTTPHeaderMatch (<https://gateway-api.sigs.k8s.io/reference/spec/>);
//! `crates/agentgateway/src/http/route.rs` of agentgateway at 75b4e6ce6.

use std::fmt;

use http::{HeaderMap, HeaderName};
use regex::Regex;

use crate::domain::crd::gateway_api::{ValueMatch, ValueMatchType};
use crate::domain::route::reason::{FieldFault, Reason, RuleFault};
use crate::domain::value::pattern::Patterns;
use crate::domain::value::redaction;

/// One entry of `matches[].headers`.
#[derive(Clone, Debug)]
pub struct HeaderMatcher {
    /// As the author wrote it, for words.
    written: String,
    name: HeaderName,
    value: ValueMatcher,
}

/// A value to be met, of a header or a query parameter.
#[derive(Clone, Debug)]
pub(super) enum ValueMatcher {
    Exact(String),
    Regex { pattern: String, regex: Regex },
}

impl HeaderMatcher {
    /// Reads an entry of `headers`.
    ///
    /// # Errors
    /// A name that a header cannot have, or an invalid regular expression.
    pub(super) fn read(entry: &ValueMatch, patterns: &Patterns) -> Result<Self, Reason> {
        let name = HeaderName::from_bytes(entry.name.as_bytes())
            .map_err(|_| RuleFault::MatchHeader(entry.name.clone()))?;
        let regex = matches!(entry.r#type, Some(ValueMatchType::RegularExpression));
        let value = ValueMatcher::read(&entry.value, regex.then_some(patterns), "headers.value")
            .map_err(|why| unquoted(&entry.name, "headers.value", why))?;
        Ok(HeaderMatcher { written: entry.name.clone(), name, value })
    }

    /// A header that meets this; none where only a pattern is given.
    #[must_use]
    pub fn example(&self) -> Option<(String, String)> {
        Some((self.written.clone(), self.value.example()?))
    }

    /// Whether both ask for the same.
    #[must_use]
    pub fn is(&self, other: &HeaderMatcher) -> bool {
        self.name == other.name && self.value.is(&other.value)
    }

    /// The name, in lower case.
    #[must_use]
    pub fn name(&self) -> &HeaderName {
        &self.name
    }

    /// The value that it must have, where that is one.
    #[must_use]
    pub fn exact(&self) -> Option<&str> {
        match &self.value {
            ValueMatcher::Exact(value) => Some(value),
            ValueMatcher::Regex { .. } => None,
        }
    }

    /// Whether a header of the name has the value: of several, any (`crates/agentgateway/src/http/mod.rs` at
    /// 75b4e6ce6).
    #[must_use]
    pub fn matches(&self, headers: &HeaderMap) -> bool {
        headers.get_all(&self.name).iter().any(|value| self.value.matches(value.as_bytes()))
    }
}

impl ValueMatcher {
    /// Reads a value, which is a regular expression where `patterns` are given. `field` is its name in errors.
    ///
    /// # Errors
    /// An invalid or too large regular expression.
    pub(super) fn read(
        value: &str,
        patterns: Option<&Patterns>,
        field: &'static str,
    ) -> Result<Self, Reason> {
        if let Some(patterns) = patterns {
            let regex = super::whole(value, field, patterns)?;
            return Ok(ValueMatcher::Regex { pattern: value.to_owned(), regex });
        }
        Ok(ValueMatcher::Exact(value.to_owned()))
    }

    /// Whether both are written alike.
    pub(super) fn is(&self, other: &ValueMatcher) -> bool {
        use ValueMatcher::{Exact, Regex};
        match (self, other) {
            (Exact(own), Exact(theirs))
            | (Regex { pattern: own, .. }, Regex { pattern: theirs, .. }) => own == theirs,
            _ => false,
        }
    }

    /// A value that matches; none for a regular expression.
    pub(super) fn example(&self) -> Option<String> {
        match self {
            ValueMatcher::Exact(exact) => Some(exact.clone()),
            ValueMatcher::Regex { .. } => None,
        }
    }

    /// Whether a value matches. A regular expression must match the whole value.
    pub(super) fn matches(&self, value: &[u8]) -> bool {
        match self {
            ValueMatcher::Exact(exact) => exact.as_bytes() == value,
            ValueMatcher::Regex { regex, .. } => {
                std::str::from_utf8(value).is_ok_and(|text| regex.is_match(text))
            }
        }
    }
}

/// Why a value is invalid; without the value where the name says that it is a credential.
pub(super) fn unquoted(name: &str, field: &'static str, why: Reason) -> Reason {
    match redaction::carries_credential(name) {
        true => FieldFault::SecretPattern { field, name: name.to_owned() }.into(),
        false => why,
    }
}

impl fmt::Display for ValueMatcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ValueMatcher::Exact(value) => write!(f, "={value}"),
            ValueMatcher::Regex { pattern, .. } => write!(f, "~{pattern}"),
        }
    }
}

impl ValueMatcher {
    /// How it compares, without the value that it compares with.
    pub(super) fn masked(&self) -> String {
        let sign = match self {
            ValueMatcher::Exact(_) => '=',
            ValueMatcher::Regex { .. } => '~',
        };
        format!("{sign}{}", redaction::MASK)
    }
}

impl fmt::Display for HeaderMatcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match redaction::carries_credential(&self.written) {
            true => write!(f, "{}{}", self.written, self.value.masked()),
            false => write!(f, "{}{}", self.written, self.value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn matches(entry: Value, sent: &str) -> bool {
        let entry = serde_json::from_value(entry).expect("a header match");
        let headers = HeaderMap::from_iter([(
            HeaderName::from_static("x-model-tier"),
            sent.parse().expect("a value"),
        )]);
        HeaderMatcher::read(&entry, &Patterns::default()).expect("valid").matches(&headers)
    }

    #[test]
    fn names_fold_case_and_values_do_not() {
        let entry = json!({"name": "X-Model-Tier", "value": "smart"});
        assert!(matches(entry.clone(), "smart"));
        assert!(!matches(entry, "Smart"));
    }

    #[test]
    fn a_pattern_covers_the_whole_value() {
        let entry = json!({"name": "x-model-tier", "type": "RegularExpression", "value": "s.*t"});
        assert!(matches(entry.clone(), "smart"));
        assert!(!matches(entry, "smart!"));
    }

    #[test]
    fn of_repeated_headers_any_may_have_the_value() {
        let entry = json!({"name": "x-tier", "value": "smart"});
        let entry = serde_json::from_value(entry).expect("a header match");
        let matcher = HeaderMatcher::read(&entry, &Patterns::default()).expect("valid");
        let name = HeaderName::from_static("x-tier");
        let sent = |values: &[&str]| -> HeaderMap {
            values.iter().map(|v| (name.clone(), v.parse().expect("a value"))).collect()
        };
        assert!(matcher.matches(&sent(&["other", "smart"])));
        assert!(!matcher.matches(&sent(&["other", "other, smart"])), "commas are not looked into");
    }

    #[test]
    fn a_name_no_header_can_have_is_refused() {
        let entry = serde_json::from_value(json!({"name": "a b", "value": ""})).expect("a match");
        assert!(HeaderMatcher::read(&entry, &Patterns::default()).is_err());
    }
}
