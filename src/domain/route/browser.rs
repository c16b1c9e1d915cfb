//! What a web page may do to a proxy on its reader's own machine that asks for no key: nothing, unless somebody allows
//! it. A browser sends requests of any page to 127.0.0.1, and treats a name whose owner points it there as the page's
//! own server (DNS rebinding).
//!
//! Source: Fetch §3.2 (`Origin`), W3C Fetch Metadata (`Sec-Fetch-Site`), RFC 6761 §6.3 (`localhost`). The same defense:
//! `kubectl proxy --accept-hosts`, Ollama's `OLLAMA_ORIGINS`, Jupyter's `allow_origin`.

use std::net::{IpAddr, Ipv6Addr};

use http::header::{ACCEPT_LANGUAGE, HOST, HeaderMap, HeaderName, ORIGIN, REFERER, USER_AGENT};

use super::filter::cors::{self, Cors};
use super::matcher::host::HostPattern;
use super::refusal::Refusal;
use super::table::RouteTable;
use crate::domain::value::{clip, shell};

const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Tells requests of this machine's programs from those that a web page of another origin made a browser send.
#[derive(Clone, Debug, Default)]
pub struct BrowserGuard {
    hosts: Vec<HostPattern>,
    origins: Cors,
}

impl BrowserGuard {
    /// With hosts (`a.test`, `*.a.test`, `*`) and origins (`https://a.test`, `https://*.a.test`, `null`, `*`) that are
    /// allowed beside our own.
    #[must_use]
    pub fn allowing(hosts: &[String], origins: &[String]) -> Self {
        BrowserGuard {
            hosts: hosts.iter().map(|host| HostPattern::read(Some(host))).collect(),
            origins: Cors::of_origins(origins),
        }
    }

    /// Lets a request for one of our own hosts pass: a loopback address, `localhost` and names below it, a hostname of
    /// a listener or route of `table`, and what the user allows; from programs that are no browsers, also a name
    /// without a dot, whose owner is the local network and no web site. `host` has no port, and is empty where HTTP/1.0
    /// names none.
    ///
    /// # Errors
    /// 403 for any other.
    pub fn check(
        &self,
        host: &str,
        headers: &HeaderMap,
        table: Option<&RouteTable>,
    ) -> Result<(), Refusal> {
        if host.is_empty() || is_local(host) || (is_dotless(host) && !is_of_browser(headers)) {
            return Ok(());
        }
        let allowed = self.hosts.iter().any(|pattern| pattern.matches(host));
        let served = || table.is_some_and(|table| table.names(host));
        if allowed || served() {
            return Ok(());
        }
        let shown = clip::clipped(host);
        Err(Refusal::from_browser(format!(
            "host {shown} is not allowed: without a client key, serve only answers requests for localhost \
             and for the hostnames of its Gateways and routes (allow it with --allow-host {shown})"
        )))
    }

    /// Whether a page of another site made a browser send a request. Pages of this machine's own servers may ask.
    #[must_use]
    pub fn is_foreign(&self, headers: &HeaderMap) -> bool {
        let origins = || headers.get_all(ORIGIN).iter();
        if self.origins.allows_any() {
            return false;
        }
        if origins().next().is_some() && origins().all(|origin| self.origins.allows(origin)) {
            return false;
        }
        let authority = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
        let own = |origin: &str| {
            cors::host_of(origin).is_some_and(|host| is_local(&host))
                || cors::is_same(origin, authority)
        };
        let crossed = |value: &[u8]| value.trim_ascii().eq_ignore_ascii_case(b"cross-site");
        headers.get_all(FETCH_SITE).iter().any(|value| crossed(value.as_bytes()))
            || origins().any(|origin| !origin.to_str().is_ok_and(own))
    }

    /// What a page may do whose origin the user allows; none for other origins.
    #[must_use]
    pub fn allowed(&self, headers: &HeaderMap) -> Option<&Cors> {
        headers
            .get(ORIGIN)
            .is_some_and(|origin| self.origins.allows(origin))
            .then_some(&self.origins)
    }

    /// The answer to a request of another origin that is not allowed.
    #[must_use]
    pub fn refused(headers: &HeaderMap) -> Refusal {
        let origin = headers.get(ORIGIN).map(|origin| String::from_utf8_lossy(origin.as_bytes()));
        let origin = origin.as_deref().map(clip::clipped);
        let (page, shown) = match &origin {
            Some(origin) => (format!("a web page of origin {origin:?}"), shell::word(origin)),
            None => ("a web page of another site".to_owned(), "ORIGIN".into()),
        };
        Refusal::from_browser(format!(
            "requests from {page} are not allowed: add its origin to the route's `cors` policy, or start serve with \
             --allow-origin {shown}"
        ))
    }
}

/// In lower case and without the dot of the root.
fn bare(host: &str) -> String {
    host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase()
}

/// Whether a host without port is this machine by its name alone.
fn is_local(host: &str) -> bool {
    let literal = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if let Some(literal) = literal {
        let address = literal.parse::<Ipv6Addr>();
        return address.is_ok_and(|address| address.to_canonical().is_loopback());
    }
    if let Ok(address) = host.parse::<IpAddr>() {
        return address.is_loopback();
    }
    let host = bare(host);
    host == "localhost" || host.strip_suffix(".localhost").is_some_and(|label| !label.is_empty())
}

/// Whether a host is a name of a single label, such as that of a container or a Service in its own namespace.
fn is_dotless(host: &str) -> bool {
    host.starts_with(|first: char| first.is_ascii_alphabetic()) && !host.contains('.')
}

/// Whether a request has a header that browsers send and that no page can leave out.
fn is_of_browser(headers: &HeaderMap) -> bool {
    let agent =
        headers.get(USER_AGENT).is_some_and(|agent| agent.as_bytes().starts_with(b"Mozilla/"));
    agent
        || [ACCEPT_LANGUAGE, ORIGIN, REFERER, FETCH_SITE]
            .iter()
            .any(|one| headers.contains_key(one))
}

/// A value of `--allow-host` that is not a host.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error(
    "use a host without scheme, port or path: host.docker.internal, *.example.com, [fd00::1] or *"
)]
pub struct InvalidHost;

/// A value of `--allow-origin` that is not an origin.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error(
    "use an origin SCHEME://HOST[:PORT] without a path: https://app.example.com, https://*.example.com, null \
     or *"
)]
pub struct InvalidOrigin;

/// Reads a host as `--allow-host` takes it.
///
/// # Errors
/// It has a scheme, a port or a path.
pub fn allowed_host(text: &str) -> Result<String, InvalidHost> {
    let label = |b: u8| b.is_ascii_alphanumeric() || b"-._".contains(&b);
    let name = text.strip_prefix("*.").unwrap_or(text);
    let literal = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let is_address = literal.is_some_and(|literal| literal.parse::<Ipv6Addr>().is_ok());
    match is_address || text == "*" || (!name.is_empty() && name.bytes().all(label)) {
        true => Ok(text.to_owned()),
        false => Err(InvalidHost),
    }
}

/// Reads an origin as `--allow-origin` takes it.
///
/// # Errors
/// It is not of the form `SCHEME://HOST[:PORT]`.
pub fn allowed_origin(text: &str) -> Result<String, InvalidOrigin> {
    let rest =
        text.split_once("://").filter(|(scheme, _)| !scheme.is_empty()).map(|(_, rest)| rest);
    let whole =
        rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(['/', '?', '#', ' ', '@']));
    match whole || matches!(text, "*" | "null") {
        true => Ok(text.to_owned()),
        false => Err(InvalidOrigin),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &'static str)| {
            (HeaderName::from_static(name), HeaderValue::from_static(value))
        };
        let mut headers = HeaderMap::new();
        for (name, value) in pairs.iter().map(pair) {
            headers.append(name, value);
        }
        headers
    }

    #[test]
    fn our_own_hosts_pass_and_no_other() {
        let guard = BrowserGuard::default();
        for host in [
            "",
            "127.0.0.1",
            "127.9.9.9",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "localhost",
            "LOCALHOST",
            "localhost.",
            "app.localhost",
        ] {
            assert_eq!(guard.check(host, &HeaderMap::new(), None), Ok(()), "{host}");
        }
        for host in [
            "rebind.evil.test",
            "localhost.evil.test",
            "127.0.0.1.evil.test",
            "evil-localhost.test",
            ".localhost",
            "0.0.0.0",
            "10.0.0.1",
            "[::]",
            "[fd00::1]",
            "2130706433",
        ] {
            let refused = guard.check(host, &HeaderMap::new(), None).expect_err(host);
            assert_eq!(refused.status, 403);
            assert!(refused.body.contains(&format!("--allow-host {host}")), "{}", refused.body);
        }
        let hosts = ["Host.Docker.Internal".to_owned(), "*.a.test".to_owned()];
        let guard = BrowserGuard::allowing(&hosts, &[]);
        for host in ["host.docker.internal", "HOST.docker.internal.", "x.a.test", "x.y.A.test"] {
            assert_eq!(guard.check(host, &HeaderMap::new(), None), Ok(()), "{host}");
        }
        assert!(guard.check("a.test", &HeaderMap::new(), None).is_err());
        let page = headers(&[("accept-language", "en")]);
        assert_eq!(BrowserGuard::allowing(&["*".to_owned()], &[]).check("x", &page, None), Ok(()));
    }

    #[test]
    fn a_name_without_a_dot_passes_from_no_browser() {
        let guard = BrowserGuard::default();
        for program in [&[][..], &[("user-agent", "curl/8.5.0"), ("accept", "*/*")]] {
            assert_eq!(guard.check("gateway", &headers(program), None), Ok(()), "{program:?}");
            assert!(guard.check("gateway.", &headers(program), None).is_err());
        }
        for page in [
            &[("accept-language", "")][..],
            &[("user-agent", "Mozilla/5.0 (X11; Linux x86_64)")],
            &[("referer", "http://gateway/")],
            &[("origin", "http://gateway")],
            &[("sec-fetch-site", "same-origin")],
        ] {
            assert!(guard.check("gateway", &headers(page), None).is_err(), "{page:?}");
        }
    }

    #[test]
    fn a_page_of_another_site_is_foreign() {
        let guard = BrowserGuard::default();
        let foreign = |pairs| guard.is_foreign(&headers(pairs));
        for own in [
            &[][..],
            &[("sec-fetch-site", "none")],
            &[("origin", "http://localhost:3000"), ("sec-fetch-site", "same-site")],
            &[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")],
            &[("origin", "https://[::1]:8443")],
            &[
                ("origin", "http://App.test:80"),
                ("host", "app.test"),
                ("sec-fetch-site", "same-origin"),
            ],
            &[("origin", "https://app.test"), ("host", "app.test:443")],
        ] {
            assert!(!foreign(own), "{own:?}");
        }
        for other in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "Cross-Site"), ("origin", "http://localhost:3000")],
            &[("origin", "null")],
            &[("origin", "")],
            &[("origin", "https://evil.test")],
            &[("origin", "http://localhost.evil.test:8080")],
            &[("origin", "http://localhost@evil.test")],
            &[("origin", "http://evil.test/localhost")],
            &[("origin", "localhost")],
            &[("origin", "file://localhost")],
            &[("origin", "chrome-extension://localhost")],
            &[("origin", "http://app.test:8080"), ("host", "app.test")],
            &[("origin", "http://localhost"), ("origin", "http://evil.test")],
        ] {
            assert!(foreign(other), "{other:?}");
        }
    }

    #[test]
    fn what_the_user_allows_is_not_foreign() {
        let allows = |allowed: &str, pairs: &[(&'static str, &'static str)]| {
            !BrowserGuard::allowing(&[], &[allowed.to_owned()]).is_foreign(&headers(pairs))
        };
        let crossed = ("sec-fetch-site", "cross-site");
        assert!(allows("https://app.test", &[("origin", "https://APP.test:443"), crossed]));
        assert!(allows("https://*.app.test", &[("origin", "https://a.app.test"), crossed]));
        assert!(allows("null", &[("origin", "null"), crossed]));
        assert!(allows("vscode-webview://*", &[("origin", "vscode-webview://0a1b"), crossed]));
        assert!(allows("*", &[crossed]));
        assert!(!allows("https://app.test", &[crossed]));
        assert!(!allows("https://app.test", &[("origin", "http://app.test")]));
        assert!(!allows("null", &[("origin", "https://evil.test")]));
    }

    #[test]
    fn what_is_no_host_or_origin_is_said() {
        for host in ["a.test", "*.a.test", "*", "[::1]", "10.0.0.1"] {
            assert!(allowed_host(host).is_ok(), "{host}");
        }
        for host in ["", "a.test:80", "http://a.test", "a/b", "*.", "a.*.test", "[x]"] {
            assert!(allowed_host(host).is_err(), "{host}");
        }
        for origin in ["https://a.test", "http://*.a.test:8080", "vscode-webview://*", "null", "*"]
        {
            assert!(allowed_origin(origin).is_ok(), "{origin}");
        }
        for origin in ["", "a.test", "https://", "https://a.test/", "://a", "https://u@a"] {
            assert!(allowed_origin(origin).is_err(), "{origin}");
        }
    }
}
