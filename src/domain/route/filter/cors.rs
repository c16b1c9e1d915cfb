//! CORS, for `traffic.cors` and for the HTTPRoute filter. Preflight requests are answered by the proxy.
//!
//! Source: agentgateway's `crates/agentgateway/src/http/cors.rs` at 75b4e6ce6, `Cors::apply`: it answers a preflight
//! request of an origin that is not allowed with 200 and no CORS headers.

use http::Method;
use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HeaderMap, HeaderValue, ORIGIN,
    VARY,
};
use serde::Deserialize;
use serde_json::Value;

use crate::domain::route::reason::Reason;
use crate::domain::value::typed;

/// What other origins may do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cors {
    origins: Names,
    methods: Names,
    headers: Names,
    exposed: Names,
    credentials: bool,
    /// Seconds.
    max_age: Option<u64>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Names {
    #[default]
    None,
    All,
    These(Vec<String>),
}

/// What is done with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CorsDecision {
    /// It is answered 200 with these headers.
    Preflight(HeaderMap),
    /// It is forwarded, and its reply gets these headers.
    Pass(HeaderMap),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Spec {
    #[serde(default)]
    allow_origins: Vec<String>,
    #[serde(default)]
    allow_methods: Vec<String>,
    #[serde(default)]
    allow_headers: Vec<String>,
    #[serde(default)]
    expose_headers: Vec<String>,
    #[serde(default)]
    allow_credentials: bool,
    max_age: Option<u64>,
}

impl Names {
    fn of(names: Vec<String>) -> Self {
        match names {
            names if names.is_empty() => Names::None,
            names if names.iter().any(|name| name == "*") => Names::All,
            names => Names::These(names),
        }
    }

    /// As a header lists them; of all those that are `asked` for, or a star.
    fn listed(&self, asked: Option<&HeaderValue>, credentials: bool) -> Option<HeaderValue> {
        match self {
            Names::None => None,
            Names::These(names) => HeaderValue::from_str(&names.join(",")).ok(),
            Names::All => {
                let asked = asked.and_then(|asked| asked.to_str().ok()).unwrap_or_default();
                let asked = asked.split(',').map(str::trim).filter(|name| !name.is_empty());
                let asked = asked.collect::<Vec<_>>().join(", ");
                match asked.as_str() {
                    "" if credentials => None,
                    "" => Some(HeaderValue::from_static("*")),
                    asked => HeaderValue::from_str(asked).ok(),
                }
            }
        }
    }
}

impl Cors {
    /// Reads the policy or the filter; both have the same fields, and the Gateway API's may gain more.
    ///
    /// # Errors
    /// A field that is not of its type.
    pub fn read(written: &Value) -> Result<Self, Reason> {
        let written: Spec = typed::from_value(written)?;
        Ok(Cors {
            origins: Names::of(written.allow_origins),
            methods: Names::of(written.allow_methods),
            headers: Names::of(written.allow_headers),
            exposed: Names::of(written.expose_headers),
            credentials: written.allow_credentials,
            max_age: written.max_age,
        })
    }

    /// These origins, with any method and header, and without cookies.
    #[must_use]
    pub fn of_origins(origins: &[String]) -> Self {
        let origins = Names::of(origins.to_vec());
        Cors { origins, methods: Names::All, headers: Names::All, ..Cors::default() }
    }

    /// Whether every origin is allowed, that of no page too.
    #[must_use]
    pub fn allows_any(&self) -> bool {
        self.origins == Names::All
    }

    /// Whether an origin is allowed: by its scheme, host and port, or letter by letter where it has none.
    #[must_use]
    pub fn allows(&self, origin: &HeaderValue) -> bool {
        let origin = origin.to_str().ok().filter(|origin| origin.len() <= LONGEST);
        let Some(origin) = origin else { return false };
        match &self.origins {
            Names::None => false,
            Names::All => true,
            Names::These(origins) => match Origin::read(origin, false) {
                Some(origin) => origins.iter().any(|pattern| origin.is(pattern)),
                None => origins.iter().any(|pattern| {
                    Origin::read(pattern, true).is_none()
                        && fits(&pattern.to_ascii_lowercase(), &origin.to_ascii_lowercase())
                }),
            },
        }
    }

    /// Whether a request of another origin is this policy's to answer: all its origins are allowed, or it asks whether
    /// they are.
    #[must_use]
    pub fn answers(&self, method: &Method, headers: &HeaderMap) -> bool {
        let mut origins = headers.get_all(ORIGIN).iter().peekable();
        if origins.peek().is_none() {
            return false;
        }
        let asks = method == Method::OPTIONS && asked_method(headers).is_some();
        asks || origins.all(|origin| self.allows(origin))
    }

    /// Judges a request; one without an origin is none of CORS. Either way a cache has to tell origins apart.
    #[must_use]
    pub fn judge(&self, method: &Method, headers: &HeaderMap) -> CorsDecision {
        let Some(origin) = headers.get(ORIGIN) else { return CorsDecision::Pass(varying()) };
        let asked = asked_method(headers);
        match (self.allows(origin), method == Method::OPTIONS) {
            (false, true) if asked.is_some() => CorsDecision::Preflight(varying()),
            (false, _) => CorsDecision::Pass(varying()),
            (true, true) => CorsDecision::Preflight(self.preflight(origin, asked, headers)),
            (true, false) => CorsDecision::Pass(self.reply(origin)),
        }
    }

    fn reply(&self, origin: &HeaderValue) -> HeaderMap {
        let mut reply = varying();
        reply.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        if self.credentials {
            reply.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        }
        let exposed = match &self.exposed {
            Names::All => Some(HeaderValue::from_static("*")),
            names => names.listed(None, false),
        };
        if let Some(exposed) = exposed {
            reply.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
        }
        reply
    }

    fn preflight(
        &self,
        origin: &HeaderValue,
        method: Option<&HeaderValue>,
        headers: &HeaderMap,
    ) -> HeaderMap {
        let mut reply = self.reply(origin);
        let asked = headers.get(ACCESS_CONTROL_REQUEST_HEADERS);
        for (name, value) in [
            (ACCESS_CONTROL_ALLOW_METHODS, self.methods.listed(method, self.credentials)),
            (ACCESS_CONTROL_ALLOW_HEADERS, self.headers.listed(asked, self.credentials)),
            (ACCESS_CONTROL_MAX_AGE, self.max_age.map(HeaderValue::from)),
        ] {
            if let Some(value) = value {
                reply.insert(name, value);
            }
        }
        reply
    }
}

/// A longer origin is invalid. Bytes.
const LONGEST: usize = 512;

fn asked_method(headers: &HeaderMap) -> Option<&HeaderValue> {
    headers.get(ACCESS_CONTROL_REQUEST_METHOD).filter(|asked| !asked.is_empty())
}

/// The header which says that a reply depends on the origin (Fetch, "CORS protocol and HTTP caches").
fn varying() -> HeaderMap {
    HeaderMap::from_iter([(VARY, HeaderValue::from_static("Origin"))])
}

/// The host of an origin, in lower case; none where its scheme is not HTTP.
#[must_use]
pub fn host_of(origin: &str) -> Option<String> {
    Origin::read(origin, false).map(|origin| origin.host)
}

/// Whether an origin is the server's own, by the `Host` of the request.
#[must_use]
pub fn is_same(origin: &str, authority: &str) -> bool {
    let scheme = origin.split_once("://").map(|(scheme, _)| scheme).unwrap_or_default();
    let own = Origin::read(&format!("{scheme}://{authority}"), false);
    own.is_some() && own == Origin::read(origin, false)
}

/// Scheme, host and port of an origin.
#[derive(Debug, PartialEq, Eq)]
struct Origin {
    https: bool,
    host: String,
    port: u16,
}

impl Origin {
    fn read(text: &str, patterns: bool) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let https = match scheme.to_ascii_lowercase().as_str() {
            "https" => true,
            "http" => false,
            _ => return None,
        };
        if rest.contains(['/', '?', '#']) {
            return None;
        }
        let (host, port) = match rest.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => {
                (host, port.parse().ok().filter(|port| *port > 0)?)
            }
            _ => (rest, if https { 443 } else { 80 }),
        };
        let literal = host.starts_with('[') && host.ends_with(']');
        let bad = host.is_empty()
            || (!literal && host.contains(':'))
            || host.contains('@')
            || (!patterns && host.contains('*'));
        (!bad).then(|| Origin { https, host: host.to_ascii_lowercase(), port })
    }

    /// Whether a pattern matches this origin; a star in its host matches any characters.
    fn is(&self, pattern: &str) -> bool {
        let Some(pattern) = Origin::read(pattern, true) else { return false };
        (self.https, self.port) == (pattern.https, pattern.port) && fits(&pattern.host, &self.host)
    }
}

fn fits(pattern: &str, host: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == host };
    let Some(mut left) = host.strip_prefix(start) else { return false };
    let mut parts = rest.split('*').peekable();
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return left.ends_with(part);
        }
        let Some(at) = left.find(part) else { return false };
        left = &left[at + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn origins_fit_by_scheme_host_and_port() {
        for (pattern, origin, is) in [
            ("http://example.com", "http://example.com:80", true),
            ("https://example.com:443", "https://EXAMPLE.com", true),
            ("http://*.com", "http://foo.bar.com", true),
            ("http://*.org", "http://foo.bar.com", false),
            ("https://*", "http://x.test", false),
            ("https://*.com:8443", "https://foo.com", false),
            ("http://a*c.test", "http://abbc.test", true),
            ("http://a*b*c.test", "http://axc.test", false),
        ] {
            let origin = Origin::read(origin, false).expect("an origin");
            assert_eq!(origin.is(pattern), is, "{pattern} {origin:?}");
        }
        for origin in ["ftp://x", "http://x/y", "http://x:0", "http://e*x", "null", "http://"] {
            assert_eq!(Origin::read(origin, false), None, "{origin}");
        }
    }

    #[test]
    fn a_star_allows_what_is_asked_for() {
        let cors = Cors::read(&json!({"allowOrigins": ["*"], "allowHeaders": ["*"],
            "allowMethods": ["*"]}))
        .expect("a policy");
        let mut headers = HeaderMap::new();
        headers.insert(ORIGIN, HeaderValue::from_static("http://example.com"));
        headers.insert(ACCESS_CONTROL_REQUEST_METHOD, HeaderValue::from_static("PUT"));
        headers.insert(ACCESS_CONTROL_REQUEST_HEADERS, HeaderValue::from_static("x-a,x-b"));
        let CorsDecision::Preflight(reply) = cors.judge(&Method::OPTIONS, &headers) else {
            panic!("no preflight")
        };
        assert_eq!(reply[ACCESS_CONTROL_ALLOW_METHODS], "PUT");
        assert_eq!(reply[ACCESS_CONTROL_ALLOW_HEADERS], "x-a, x-b");
    }
}
