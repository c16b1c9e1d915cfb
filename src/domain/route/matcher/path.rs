//! Path matches: exact, prefix by segments, regular expression over the whole path.
//!
//! Source: Gateway API, HTTPPathMatch (<https://gateway-api.sigs.k8s.io/reference/spec/>);
//! `crates/agentgateway/src/http/route.rs` of agentgateway at 75b4e6ce6.

use std::fmt;

use regex::Regex;

use crate::domain::crd::gateway_api::{PathMatch, PathMatchType};
use crate::domain::route::reason::{Reason, RuleFault};
use crate::domain::value::pattern::Patterns;

/// `matches[].path`.
#[derive(Clone, Debug)]
pub enum PathMatcher {
    Exact(String),
    /// Without its trailing slash; the empty prefix is every path.
    Prefix(String),
    Regex {
        pattern: String,
        regex: Regex,
    },
}

impl PathMatcher {
    /// A prefix match by whole segments; a trailing `/` makes no difference.
    #[must_use]
    pub fn prefix(value: &str) -> Self {
        PathMatcher::Prefix(value.trim_end_matches('/').to_owned())
    }

    /// Reads `path` of an entry of `matches`.
    ///
    /// # Errors
    /// A path without a leading `/`, or an invalid regular expression.
    pub(super) fn read(path: &PathMatch, patterns: &Patterns) -> Result<Self, Reason> {
        let value = path.value.as_deref().unwrap_or("/");
        match path.r#type {
            Some(PathMatchType::RegularExpression) => Ok(PathMatcher::Regex {
                pattern: value.to_owned(),
                regex: super::whole(value, "path.value", patterns)?,
            }),
            _ if !value.starts_with('/') => Err(RuleFault::MatchPath(value.to_owned()).into()),
            Some(PathMatchType::Exact) => Ok(PathMatcher::Exact(value.to_owned())),
            Some(PathMatchType::PathPrefix) | None => Ok(PathMatcher::prefix(value)),
        }
    }

    /// Whether `path`, without its query, is matched.
    #[must_use]
    pub fn matches(&self, path: &str) -> bool {
        match self {
            PathMatcher::Exact(exact) => exact == path,
            PathMatcher::Prefix(prefix) => path
                .strip_prefix(prefix.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/')),
            PathMatcher::Regex { regex, .. } => regex.is_match(path),
        }
    }

    /// Whether every path that `other` takes can be proven to be taken by this. Of two different regular expressions
    /// nothing is proven.
    #[must_use]
    pub fn covers(&self, other: &PathMatcher) -> bool {
        use PathMatcher::{Exact, Prefix, Regex};
        match (self, other) {
            (Prefix(prefix), _) if prefix.is_empty() => true,
            (Regex { pattern, .. }, _) if matches!(pattern.as_str(), ".*" | "/.*") => true,
            (_, Exact(path)) => self.matches(path),
            (Prefix(_), Prefix(path)) => self.matches(path),
            (Regex { pattern: own, .. }, Regex { pattern: theirs, .. }) => own == theirs,
            _ => false,
        }
    }

    /// Exact matches outrank all others, however long.
    #[must_use]
    pub fn is_exact(&self) -> bool {
        matches!(self, PathMatcher::Exact(_))
    }

    /// Whether every path is matched.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        matches!(self, PathMatcher::Prefix(prefix) if prefix.is_empty())
    }

    /// The text whose length ranks prefixes and regular expressions alike.
    #[must_use]
    pub fn pattern(&self) -> &str {
        match self {
            PathMatcher::Exact(text) | PathMatcher::Prefix(text) => text,
            PathMatcher::Regex { pattern, .. } => pattern,
        }
    }
}

impl fmt::Display for PathMatcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PathMatcher::Exact(path) => f.write_str(path),
            PathMatcher::Prefix(prefix) => write!(f, "{prefix}/*"),
            PathMatcher::Regex { pattern, .. } => write!(f, "~{pattern}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prefix_ends_on_a_segment() {
        for prefix in ["/v1", "/v1/"] {
            let matcher = PathMatcher::prefix(prefix);
            for path in ["/v1", "/v1/", "/v1/x"] {
                assert!(matcher.matches(path), "{prefix} {path}");
            }
            for path in ["/v1x", "/", "/V1"] {
                assert!(!matcher.matches(path), "{prefix} {path}");
            }
        }
        assert!(PathMatcher::prefix("/").matches("/anything"));
    }

    #[test]
    fn a_regular_expression_covers_the_whole_path() {
        let regex = Patterns::default().whole("/v[12]|/x").expect("a pattern");
        let matcher = PathMatcher::Regex { pattern: String::new(), regex };
        assert!(matcher.matches("/v1") && matcher.matches("/x"));
        assert!(!matcher.matches("/v1/chat") && !matcher.matches("/a/x"));
    }
}
