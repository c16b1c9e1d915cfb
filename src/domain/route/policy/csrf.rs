//! `traffic.csrf`: requests that a page of another origin makes a browser send.
//!
//! Source: agentgateway's `crates/agentgateway/src/http/csrf.rs` at 75b4e6ce6.

use crate::domain::route::reason::Reason;

use http::header::{HOST, ORIGIN};
use http::{HeaderMap, HeaderName, Method};
use serde::Deserialize;
use serde_json::Value;

use super::spec;

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// `traffic.csrf`: the origins, besides the server's own, whose requests may change something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Csrf(Vec<String>);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Spec {
    #[serde(default)]
    additional_origins: Vec<String>,
}

impl Csrf {
    /// Reads the policy: what is not written is not trusted.
    ///
    /// # Errors
    /// A field that is unknown or not of its type.
    pub(in crate::domain) fn read(written: &Value) -> Result<Self, Reason> {
        let Spec { additional_origins } = spec::parse(written)?;
        Ok(Csrf(additional_origins))
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
