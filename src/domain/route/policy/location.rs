//! The location of a credential in a request.
//!
//! Source: agentgateway's `crates/agentgateway/src/http/auth/mod.rs` at 75b4e6ce6, `AuthorizationLocation`.

use std::sync::Arc;

use http::Uri;
use http::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue};
use http::request::Parts;
use http::uri::PathAndQuery;
use serde::Deserialize;
use serde_json::Value;

use super::credential_mode::Mode;
use crate::domain::route::cel::{Activation, Expression, RequestFacts};
use crate::domain::route::reason::{FieldFault, Reason, Unsupported};

/// A place of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CredentialLocation {
    Header {
        name: HeaderName,
        prefix: String,
    },
    Query(String),
    Cookie(String),
    /// What an expression makes of the request; nothing is put there, or taken out.
    CredentialExpression(CredentialExpression),
}

impl CredentialLocation {
    /// Whether it is `Authorization: Bearer …`.
    #[must_use]
    pub fn is_bearer(&self) -> bool {
        matches!(self, CredentialLocation::Header { name, prefix }
            if *name == AUTHORIZATION && prefix.trim_end().eq_ignore_ascii_case("Bearer"))
    }
}

/// A place as it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::domain) struct Spec {
    header: Option<HeaderSpec>,
    expression: Option<String>,
    query_parameter: Option<ExpressionSpec>,
    cookie: Option<ExpressionSpec>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderSpec {
    name: String,
    #[serde(default)]
    prefix: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpressionSpec {
    name: String,
}

/// An expression that a credential comes from.
#[derive(Clone, Debug)]
pub struct CredentialExpression(Arc<Expression>);

impl PartialEq for CredentialExpression {
    fn eq(&self, other: &Self) -> bool {
        self.0.source() == other.0.source()
    }
}

impl Eq for CredentialExpression {}

impl CredentialExpression {
    fn of(expression: Expression) -> Result<Self, Reason> {
        let needs = expression.needs();
        if needs.chance() {
            return Err(Unsupported::LocationByChance.into());
        }
        if needs.request_body() {
            return Err(Unsupported::LocationByBody.into());
        }
        Ok(CredentialExpression(Arc::new(expression)))
    }
}

impl Default for CredentialLocation {
    fn default() -> Self {
        CredentialLocation::Header { name: AUTHORIZATION, prefix: "Bearer ".to_owned() }
    }
}

impl CredentialLocation {
    /// The place that a `location` means.
    ///
    /// # Errors
    /// A location that is invalid, or not supported by `serve`.
    pub(in crate::domain) fn of(written: Spec) -> Result<Self, Reason> {
        let Spec { header, expression, query_parameter, cookie } = written;
        if let Some(HeaderSpec { name, prefix }) = header {
            let header = HeaderName::from_bytes(name.as_bytes());
            let name = header.map_err(|_| FieldFault::HeaderName(name))?;
            return Ok(CredentialLocation::Header { name, prefix });
        }
        if let Some(source) = expression {
            return CredentialExpression::of(Expression::compile(&source)?)
                .map(CredentialLocation::CredentialExpression);
        }
        let query = query_parameter.map(|ExpressionSpec { name }| CredentialLocation::Query(name));
        let cookie = cookie.map(|ExpressionSpec { name }| CredentialLocation::Cookie(name));
        query.or(cookie).ok_or_else(|| Unsupported::Location.into())
    }

    /// Reads the `location` of a policy that asks clients for a credential; without one it is `Authorization`, with
    /// `Bearer `, or whatever `prefix` says. An expression that does not compile finds none, so that nobody passes
    /// where one has to be shown; that is noted.
    ///
    /// # Errors
    /// As [`CredentialLocation::of`]; where requests pass without a credential, an expression that does not compile
    /// too: wrong credentials would pass, and go on to the upstream.
    pub(in crate::domain) fn of_clients(
        written: Option<Spec>,
        prefix: &str,
        mode: Mode,
        notes: &mut Vec<Reason>,
    ) -> Result<Self, Reason> {
        match written {
            None => {
                Ok(CredentialLocation::Header { name: AUTHORIZATION, prefix: prefix.to_owned() })
            }
            Some(Spec { header: None, expression: Some(source), .. }) if mode == Mode::Strict => {
                CredentialExpression::of(Expression::permissive(&source, notes)?)
                    .map(CredentialLocation::CredentialExpression)
            }
            Some(written) => CredentialLocation::of(written),
        }
    }

    /// Whether it is this header.
    #[must_use]
    pub fn is_header(&self, other: &HeaderName) -> bool {
        matches!(self, CredentialLocation::Header { name, .. } if name == other)
    }

    /// Puts a credential there, replacing any other.
    ///
    /// # Errors
    /// A credential that cannot stand there, or a place that nothing is put into.
    pub fn put(&self, headers: &mut HeaderMap, credential: &str) -> Result<(), &'static str> {
        let unfit = |_| "the key is not a valid header value";
        let (name, text) = match self {
            CredentialLocation::Header { name, prefix } => {
                (name.clone(), format!("{prefix}{credential}"))
            }
            CredentialLocation::Query(_) => return Err("a key can't be placed in the query"),
            CredentialLocation::CredentialExpression(_) => {
                return Err("a key can't be placed by an expression");
            }
            CredentialLocation::Cookie(name) => {
                let _ = self.remove(headers, None);
                let others = headers.get(COOKIE).and_then(|value| value.to_str().ok());
                let others = others.map(|others| format!("{others}; ")).unwrap_or_default();
                (COOKIE, format!("{others}{name}={credential}"))
            }
        };
        let mut value = HeaderValue::from_str(&text).map_err(unfit)?;
        value.set_sensitive(true);
        headers.insert(name, value);
        Ok(())
    }

    /// The credential that stands there. The scheme of a header is read in any case; what an expression comes to is one
    /// where it is text.
    #[must_use]
    pub fn find(&self, facts: &Activation<'_>) -> Option<String> {
        let RequestFacts { headers, query, .. } = facts.request?;
        match self {
            CredentialLocation::CredentialExpression(made) => match made.0.json(facts)? {
                Value::String(credential) => Some(credential),
                _ => None,
            },
            CredentialLocation::Header { name, prefix } => {
                let value = headers.get(name)?.to_str().ok()?;
                let (scheme, rest) = value.split_at_checked(prefix.len())?;
                scheme.eq_ignore_ascii_case(prefix).then(|| rest.trim().to_owned())
            }
            CredentialLocation::Query(name) => {
                pairs(query).find(|(own, _)| own == name).map(|(_, v)| v)
            }
            CredentialLocation::Cookie(name) => {
                let cookies =
                    headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
                let mut each = cookies.flat_map(|value| value.split(';'));
                each.find_map(|cookie| {
                    Some(cookie.trim().strip_prefix(name)?.strip_prefix('=')?.to_owned())
                })
            }
        }
    }

    /// Takes the credential out of a request: one that was good for us is nobody else's.
    pub fn take_out(&self, head: &mut Parts) {
        let query = head.uri.query().map(str::to_owned);
        if let Some(left) = self.remove(&mut head.headers, query.as_deref()) {
            set_query(head, &left);
        }
    }

    /// Takes the credential out of the headers; of a query what is left of it is returned.
    #[must_use]
    pub fn remove(&self, headers: &mut HeaderMap, query: Option<&str>) -> Option<String> {
        match self {
            CredentialLocation::Header { name, .. } => {
                headers.remove(name);
                None
            }
            CredentialLocation::CredentialExpression(_) => None,
            CredentialLocation::Query(name) => {
                let is_it = |pair: &&str| {
                    form_urlencoded::parse(pair.as_bytes())
                        .next()
                        .is_some_and(|(own, _)| own == *name)
                };
                let left = query.unwrap_or_default().split('&').filter(|pair| !is_it(pair));
                Some(left.collect::<Vec<_>>().join("&"))
            }
            CredentialLocation::Cookie(name) => {
                let cookies =
                    headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
                let each = cookies.flat_map(|value| value.split(';')).map(str::trim);
                let left = each.filter(|cookie| cookie.split('=').next() != Some(name.as_str()));
                let left = left.collect::<Vec<_>>().join("; ");
                headers.remove(COOKIE);
                if let Ok(value) = left.parse()
                    && !left.is_empty()
                {
                    headers.insert(COOKIE, value);
                }
                None
            }
        }
    }
}

/// Puts what is left of a query in its place.
pub(super) fn set_query(head: &mut Parts, left: &str) {
    let path = head.uri.path();
    let target = if left.is_empty() { path.to_owned() } else { format!("{path}?{left}") };
    let mut parts = std::mem::take(&mut head.uri).into_parts();
    // What is left of a path and query is one.
    if let Ok(target) = PathAndQuery::try_from(target) {
        parts.path_and_query = Some(target);
    }
    head.uri = Uri::from_parts(parts).unwrap_or_default();
}

fn pairs(query: Option<&str>) -> impl Iterator<Item = (String, String)> {
    form_urlencoded::parse(query.unwrap_or_default().as_bytes()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::spec;
    use super::*;
    use crate::domain::route::reason::Note;
    use http::{HeaderValue, Method};
    use serde_json::json;

    fn find(
        location: &CredentialLocation,
        headers: &HeaderMap,
        query: Option<&str>,
    ) -> Option<String> {
        let (method, host, path) = (&Method::GET, "h", "/p");
        let (version, scheme) = (http::Version::HTTP_11, "http");
        let request =
            RequestFacts { method, version, scheme, host, path, query, headers, body: None };
        location.find(&Activation { request: Some(request), ..Activation::default() })
    }

    #[test]
    fn a_credential_is_found_and_taken_out_and_nothing_else() {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::from_static("bearer sk-1"));
        headers.insert("api-key", HeaderValue::from_static("sk-2"));
        headers.insert(COOKIE, HeaderValue::from_static("a=1; key=sk-3; b=2"));
        let query = Some("x=1&key=sk-4&y=2");
        for (written, key) in [
            (json!({"header": {"name": "Authorization", "prefix": "Bearer "}}), "sk-1"),
            (json!({"header": {"name": "Api-Key"}}), "sk-2"),
            (json!({"cookie": {"name": "key"}}), "sk-3"),
            (json!({"queryParameter": {"name": "key"}}), "sk-4"),
        ] {
            let location =
                CredentialLocation::of(spec::parse(&written).expect("a spec")).expect("one");
            assert_eq!(find(&location, &headers, query).as_deref(), Some(key));
            if let Some(left) = location.remove(&mut headers, query) {
                assert_eq!(left, "x=1&y=2");
            } else {
                assert_eq!(find(&location, &headers, query), None, "{key}");
            }
        }
        assert_eq!(headers[COOKIE], "a=1; b=2");
    }

    #[test]
    fn another_scheme_is_no_credential() {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::from_static("Basic x"));
        assert_eq!(find(&CredentialLocation::default(), &headers, None), None);
        headers.insert(AUTHORIZATION, HeaderValue::from_bytes(b"Bea\xe9").expect("a value"));
        assert_eq!(find(&CredentialLocation::default(), &headers, None), None);
    }

    #[test]
    fn what_an_expression_makes_of_the_request_is_a_credential_where_it_is_text() {
        let mut headers = HeaderMap::new();
        headers.insert("x-key", HeaderValue::from_static("v1.sk-1"));
        let made = |source: &str| {
            CredentialLocation::of(spec::parse(&json!({"expression": source})).expect("a spec"))
        };
        for (source, credential) in [
            ("request.headers['x-key'].split('.')[1]", Some("sk-1")),
            ("request.path", Some("/p")),
            ("request.headers['x-absent']", None),
            ("1", None),
        ] {
            let location = made(source).expect("an expression");
            assert_eq!(find(&location, &headers, None).as_deref(), credential, "{source}");
        }
        let taken = made("request.path").expect("an expression").remove(&mut headers, Some("a=1"));
        assert_eq!((taken, headers.len()), (None, 1), "nothing is taken out");
        for bad in ["request.headers[", "string(request.body)", "string(random())"] {
            assert!(made(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_expression_that_does_not_compile_finds_no_credential_where_one_has_to_be_shown() {
        let written = json!({"expression": "request.headers["});
        let read = |mode, notes: &mut _| {
            let written = spec::parse(&written).expect("a location");
            CredentialLocation::of_clients(Some(written), "Bearer ", mode, notes)
        };
        let mut notes = Vec::new();
        let location = read(Mode::Strict, &mut notes).expect("a location");
        assert_eq!(find(&location, &HeaderMap::new(), None), None);
        let fails = |note: &Reason| matches!(note, Reason::Note(Note::FailingExpression(_)));
        assert!(notes.len() == 1 && fails(&notes[0]), "{notes:?}");
        for lax in [Mode::Optional, Mode::Permissive] {
            read(lax, &mut notes).expect_err("wrong credentials would pass");
        }
    }
}
