//! `traffic.csrf`: requests that a page of another origin makes a browser send.
//!
//! Source: agentgateway's `crates/agentgateway/src/http/csrf.rs` at 75b4e6ce6.

use http::header::{HOST, ORIGIN};
use http::{HeaderMap, HeaderName, Method};
use serde_json::Value;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// `traffic.csrf`: origins that may change something beside the own one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Csrf(Vec<String>);

impl Csrf {
    /// Reads the policy: what is not written is not trusted.
    #[must_use]
    pub(in crate::domain) fn read(written: &Value) -> Self {
        let origins = written.get("additionalOrigins").and_then(Value::as_array);
        let origins = origins.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
        Csrf(origins.collect())
    }

    /// Whether a request is no forgery, as far as a browser tells.
    #[must_use]
    pub fn allows(&self, method: &Method, headers: &HeaderMap) -> bool {
        if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
            return true;
        }
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let origin = text(ORIGIN);
        let trusted = origin.is_some_and(|origin| self.0.iter().any(|own| own == origin));
        match (text(FETCH_SITE), origin) {
            (Some("same-origin" | "none"), _) | (None, None) => true,
            (Some(_), _) => trusted,
            (None, Some(origin)) => {
                let host = origin.split_once("://").map(|(_, host)| host);
                trusted || (host.is_some() && host == text(HOST))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_that_says_cross_site_is_refused_unless_its_origin_is_trusted() {
        let csrf = Csrf(vec!["https://friend.test".to_owned()]);
        let ask = |method: &Method, headers: &[(HeaderName, &'static str)]| {
            let headers = headers
                .iter()
                .map(|(name, value)| (name.clone(), http::HeaderValue::from_static(value)));
            csrf.allows(method, &headers.collect())
        };
        assert!(ask(&Method::GET, &[(FETCH_SITE, "cross-site")]));
        assert!(ask(&Method::POST, &[]));
        assert!(ask(&Method::POST, &[(FETCH_SITE, "same-origin")]));
        assert!(!ask(&Method::POST, &[(FETCH_SITE, "cross-site")]));
        assert!(ask(&Method::POST, &[(FETCH_SITE, "cross-site"), (ORIGIN, "https://friend.test")]));
        assert!(ask(&Method::POST, &[(ORIGIN, "http://own.test"), (HOST, "own.test")]));
        assert!(!ask(&Method::POST, &[(ORIGIN, "http://evil.test"), (HOST, "own.test")]));
    }
}
