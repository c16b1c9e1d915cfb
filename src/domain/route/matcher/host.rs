//! Hostnames: of listeners, of routes, and what both together leave.

use std::borrow::Cow;
use std::fmt;

/// A hostname as listeners and routes write it. The order is that of precedence: exact names, then wildcards with
/// the longest suffix first, then everything.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum HostPattern {
    Exact(String),
    /// `*.example.com`, kept as `.example.com`; the star matches one or more labels.
    Wildcard(String),
    Any,
}

impl HostPattern {
    /// Reads a hostname; none and the empty one are every host.
    #[must_use]
    pub fn read(hostname: Option<&str>) -> Self {
        match hostname {
            None | Some("" | "*") => HostPattern::Any,
            Some(name) => match name.strip_prefix('*') {
                Some(suffix) => HostPattern::Wildcard(normal(suffix).into_owned()),
                None => HostPattern::Exact(normal(name).into_owned()),
            },
        }
    }

    /// Whether a request for `host` is meant, however the host is written.
    #[must_use]
    pub fn matches(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.');
        match self {
            HostPattern::Exact(name) => name.eq_ignore_ascii_case(host),
            HostPattern::Wildcard(suffix) => {
                let end = host.len().checked_sub(suffix.len()).filter(|end| *end > 0);
                end.and_then(|end| host.get(end..))
                    .is_some_and(|end| end.eq_ignore_ascii_case(suffix))
            }
            HostPattern::Any => true,
        }
    }

    /// The hosts that both patterns mean, or none.
    #[must_use]
    pub fn meet(&self, other: &HostPattern) -> Option<HostPattern> {
        use HostPattern::{Any, Exact, Wildcard};
        match (self, other) {
            (Any, pattern) | (pattern, Any) => Some(pattern.clone()),
            (Exact(name), pattern) | (pattern, Exact(name)) => {
                pattern.matches(name).then(|| Exact(name.clone()))
            }
            (Wildcard(a), Wildcard(b)) if a.ends_with(b.as_str()) => Some(Wildcard(a.clone())),
            (Wildcard(a), Wildcard(b)) if b.ends_with(a.as_str()) => Some(Wildcard(b.clone())),
            (Wildcard(_), Wildcard(_)) => None,
        }
    }

    /// The smaller is tried earlier.
    #[must_use]
    pub fn rank(&self) -> (u8, std::cmp::Reverse<usize>) {
        match self {
            HostPattern::Exact(_) => (0, std::cmp::Reverse(0)),
            HostPattern::Wildcard(suffix) => (1, std::cmp::Reverse(suffix.len())),
            HostPattern::Any => (2, std::cmp::Reverse(0)),
        }
    }
}

impl fmt::Display for HostPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            HostPattern::Exact(name) => f.write_str(name),
            HostPattern::Wildcard(suffix) => write!(f, "*{suffix}"),
            HostPattern::Any => f.write_str("*"),
        }
    }
}

/// The one form of all ways to write a host: in lower case, without the dot of the root (RFC 9110 §4.2.3, RFC 3986
/// §6.2.2.1). agentgateway compares bytes; but a host in another case is the same one, and must not fall to another
/// listener than the one that guards it.
#[must_use]
pub fn normal(host: &str) -> Cow<'_, str> {
    let host = host.trim_end_matches('.');
    match host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(host.to_ascii_lowercase()),
        false => Cow::Borrowed(host),
    }
}

/// The `Host` without its port. An IPv6 literal keeps its brackets.
#[must_use]
pub fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if !host.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => host,
        _ => authority,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(text: &str) -> HostPattern {
        HostPattern::read(Some(text))
    }

    #[test]
    fn a_wildcard_stands_for_one_or_more_labels() {
        let wildcard = pattern("*.example.com");
        assert!(wildcard.matches("a.example.com") && wildcard.matches("a.b.example.com"));
        assert!(!wildcard.matches("example.com") && !wildcard.matches(".example.com"));
        assert!(!wildcard.matches(".") && !wildcard.matches(""));
    }

    #[test]
    fn a_host_is_the_same_in_any_case_and_with_the_dot_of_the_root() {
        for host in ["a.example.com", "A.EXAMPLE.com", "a.example.com.", "A.Example.COM."] {
            for written in ["*.example.com", "*.Example.com", "a.example.com", "A.example.com."] {
                assert!(pattern(written).matches(host), "{host} {written}");
            }
            assert_eq!(normal(host), "a.example.com");
        }
        assert_eq!(pattern("A.b."), pattern("a.b"));
        assert_eq!(pattern("*"), pattern(""));
    }

    #[test]
    fn two_patterns_meet_in_the_narrower_one() {
        let meet = |a: &str, b: &str| pattern(a).meet(&pattern(b)).map(|both| both.to_string());
        assert_eq!(meet("*", "a.b"), Some("a.b".into()));
        assert_eq!(meet("a.x.b", "*.b"), Some("a.x.b".into()));
        assert_eq!(meet("*.b", "*.a.b"), Some("*.a.b".into()));
        assert_eq!(meet("*.a", "*.b"), None);
        assert_eq!(meet("b", "*.b"), None);
    }

    #[test]
    fn the_port_is_not_part_of_the_host() {
        assert_eq!(without_port("a.b:8080"), "a.b");
        assert_eq!(without_port("[::1]:8080"), "[::1]");
        assert_eq!(without_port("[::1]"), "[::1]");
        assert_eq!(without_port("a.b"), "a.b");
    }
}
