//! Whether a request meets one entry of `matches`, and how specific that entry is.

pub mod header;
pub mod host;
pub mod path;
pub mod query;

use std::cmp::Reverse;
use std::fmt;

use http::{HeaderMap, Method};

use crate::domain::crd::gateway_api::{Match, MatchMethod};
use crate::domain::route::reason::{FieldFault, Reason};
use crate::domain::value::pattern::Patterns;
use header::HeaderMatcher;
use path::PathMatcher;
use query::QueryMatcher;

/// What a request is matched by.
#[derive(Clone, Copy, Debug)]
pub struct RequestParts<'a> {
    pub method: &'a Method,
    /// The `Host` without its port, in the case it was sent in.
    pub host: &'a str,
    /// The path alone, without the query.
    pub path: &'a str,
    pub query: Option<&'a str>,
    pub headers: &'a HeaderMap,
}

/// One entry of `matches`: all of its conditions together.
#[derive(Clone, Debug)]
pub struct Matcher {
    pub path: PathMatcher,
    pub method: Option<Method>,
    pub headers: Vec<HeaderMatcher>,
    pub queries: Vec<QueryMatcher>,
}

/// The condition that a request does not meet.
#[derive(Clone, Copy, Debug)]
pub enum Mismatch<'m> {
    Method(&'m Method),
    Path(&'m PathMatcher),
    Header(&'m HeaderMatcher),
    Query(&'m QueryMatcher),
}

/// How specific a matcher is: the smaller, the earlier it is tried. Equal ones are ordered by their route's key.
///
/// Source: `crates/agentgateway/src/types/agent.rs` of agentgateway at 75b4e6ce6; HTTPRouteRule's `matches`
/// (<https://gateway-api.sigs.k8s.io/reference/spec/#httprouterule>).
pub type Specificity =
    (Reverse<bool>, Reverse<usize>, Reverse<bool>, Reverse<usize>, Reverse<usize>);

impl Matcher {
    /// The meaning of absent `matches`: every path.
    #[must_use]
    pub fn everything() -> Self {
        Matcher {
            path: PathMatcher::prefix("/"),
            method: None,
            headers: Vec::new(),
            queries: Vec::new(),
        }
    }

    /// Reads one entry of `matches`.
    ///
    /// # Errors
    /// The field and what is wrong with it: a regular expression that does not compile, a header name or method that
    /// HTTP does not allow.
    pub fn read(entry: &Match, patterns: &Patterns) -> Result<Self, Reason> {
        let method = entry.method.as_ref().map(method);
        let headers = entry.headers.iter().flatten().map(|one| HeaderMatcher::read(one, patterns));
        let queries =
            entry.query_params.iter().flatten().map(|one| QueryMatcher::read(one, patterns));
        Ok(Matcher {
            path: match &entry.path {
                Some(path) => PathMatcher::read(path, patterns)?,
                None => PathMatcher::prefix("/"),
            },
            method,
            headers: headers.collect::<Result<_, _>>()?,
            queries: queries.collect::<Result<_, _>>()?,
        })
    }

    /// Whether `request` meets every condition. The cheap ones are checked first.
    #[must_use]
    pub fn matches(&self, request: &RequestParts<'_>) -> bool {
        self.first_miss(request).is_none()
    }

    /// The first condition that `request` does not meet; none where it meets all.
    #[must_use]
    pub fn first_miss(&self, request: &RequestParts<'_>) -> Option<Mismatch<'_>> {
        if let Some(method) = self.method.as_ref().filter(|method| *method != request.method) {
            return Some(Mismatch::Method(method));
        }
        if !self.path.matches(request.path) {
            return Some(Mismatch::Path(&self.path));
        }
        let header = self.headers.iter().find(|header| !header.matches(request.headers));
        if let Some(header) = header {
            return Some(Mismatch::Header(header));
        }
        if self.queries.is_empty() {
            return None;
        }
        let query = query::parse(request.query.unwrap_or_default());
        self.queries.iter().find(|matcher| !matcher.matches(&query)).map(Mismatch::Query)
    }

    /// Whether every request that meets `other` can be proven to meet this too.
    #[must_use]
    pub fn covers(&self, other: &Matcher) -> bool {
        let method = self.method.is_none() || self.method == other.method;
        let header = |own: &HeaderMatcher| other.headers.iter().any(|theirs| own.is(theirs));
        let query = |own: &QueryMatcher| other.queries.iter().any(|theirs| own.is(theirs));
        method
            && self.path.covers(&other.path)
            && self.headers.iter().all(header)
            && self.queries.iter().all(query)
    }

    /// The rank of this matcher among others of the same host.
    #[must_use]
    pub fn specificity(&self) -> Specificity {
        (
            Reverse(self.path.is_exact()),
            Reverse(self.path.pattern().len()),
            Reverse(self.method.is_some()),
            Reverse(self.headers.len()),
            Reverse(self.queries.len()),
        )
    }
}

/// The match in words, as the registry shows it: `POST /v1 X-Model-Tier=smart`.
impl fmt::Display for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(method) = &self.method {
            write!(f, "{method} ")?;
        }
        let rest = self.headers.len() + self.queries.len();
        if !self.path.is_everything() || rest == 0 {
            write!(f, "{}", self.path)?;
            f.write_str(if rest == 0 { "" } else { " " })?;
        }
        for (index, header) in self.headers.iter().enumerate() {
            write!(f, "{}{header}", if index == 0 { "" } else { " " })?;
        }
        for (index, query) in self.queries.iter().enumerate() {
            let first = index == 0 && self.headers.is_empty();
            write!(f, "{}?{query}", if first { "" } else { " " })?;
        }
        Ok(())
    }
}

fn method(method: &MatchMethod) -> Method {
    match method {
        MatchMethod::Get => Method::GET,
        MatchMethod::Head => Method::HEAD,
        MatchMethod::Post => Method::POST,
        MatchMethod::Put => Method::PUT,
        MatchMethod::Delete => Method::DELETE,
        MatchMethod::Connect => Method::CONNECT,
        MatchMethod::Options => Method::OPTIONS,
        MatchMethod::Trace => Method::TRACE,
        MatchMethod::Patch => Method::PATCH,
    }
}

/// A regular expression that must match the whole value.
fn whole(pattern: &str, field: &'static str, patterns: &Patterns) -> Result<regex::Regex, Reason> {
    patterns.whole(pattern).map_err(|why| FieldFault::PatternOf { field, why }.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    pub(super) fn matcher(entry: Value) -> Matcher {
        let entry = serde_json::from_value(entry).expect("a match");
        Matcher::read(&entry, &Patterns::default()).expect("valid")
    }

    #[test]
    fn more_specific_matchers_come_first() {
        let order = [
            json!({"path": {"type": "Exact", "value": "/v1"}}),
            json!({"path": {"type": "RegularExpression", "value": "/v1/[a-z]+"}}),
            json!({"path": {"type": "PathPrefix", "value": "/v1/chat"}}),
            json!({"path": {"value": "/v1"}, "method": "POST"}),
            json!({"path": {"value": "/v1"}, "headers": [
                {"name": "a", "value": "1"}, {"name": "b", "value": "2"}]}),
            json!({"path": {"value": "/v1"}, "headers": [{"name": "a", "value": "1"}],
                "queryParams": [{"name": "q", "value": "1"}]}),
            json!({"path": {"value": "/v1"}, "headers": [{"name": "a", "value": "1"}]}),
            json!({"path": {"value": "/v1"}}),
            json!({}),
        ];
        let ranks: Vec<_> = order.into_iter().map(|entry| matcher(entry).specificity()).collect();
        assert!(ranks.is_sorted(), "{ranks:#?}");
    }

    #[test]
    fn a_match_reads_as_words() {
        let all = json!({"method": "POST", "path": {"value": "/v1"},
            "headers": [{"name": "X-Model-Tier", "value": "smart"}],
            "queryParams": [{"name": "q", "type": "RegularExpression", "value": "a.*"}]});
        assert_eq!(matcher(all).to_string(), "POST /v1/* X-Model-Tier=smart ?q~a.*");
        let header = json!({"headers": [{"name": "X-Model-Tier", "value": "smart"}]});
        assert_eq!(matcher(header).to_string(), "X-Model-Tier=smart");
        assert_eq!(Matcher::everything().to_string(), "/*");
        let exact = json!({"path": {"type": "Exact", "value": "/a"}});
        assert_eq!(matcher(exact).to_string(), "/a");
    }

    #[test]
    fn a_pattern_that_does_not_compile_is_named() {
        let entry = json!({"path": {"type": "RegularExpression", "value": "/a("}});
        let entry = serde_json::from_value(entry).expect("a match");
        let error = Matcher::read(&entry, &Patterns::default());
        let error = error.expect_err("broken");
        assert!(
            error
                .to_string()
                .contains("`path.value` \"/a(\" is not a valid regular expression: unclosed"),
            "{error}"
        );
    }
}
