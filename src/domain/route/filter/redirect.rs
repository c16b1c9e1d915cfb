//! RequestRedirect: an answer with a Location instead of an upstream. Default status 302.

use super::url_rewrite::PathRewrite;
use crate::domain::crd::gateway_api::{RedirectScheme, RequestRedirect};
use crate::domain::route::reason::{Reason, RuleFault};

/// Where a client is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect {
    scheme: Option<&'static str>,
    hostname: Option<String>,
    port: Option<u16>,
    path: Option<PathRewrite>,
    /// HTTP status code.
    pub status: u16,
}

/// What of a request and of its listener a redirect depends on.
#[derive(Clone, Copy, Debug)]
pub struct RedirectContext<'a> {
    /// `Host` as the client wrote it, or a policy: with its port where it names one.
    pub authority: &'a str,
    /// The same without a port.
    pub host: &'a str,
    /// The listener's, or what a policy has written.
    pub scheme: &'a str,
    /// The prefix by which the rule was matched.
    pub matched: Option<&'a str>,
    pub path: &'a str,
    pub query: Option<&'a str>,
}

impl Redirect {
    /// Reads a RequestRedirect.
    ///
    /// # Errors
    /// As [`PathRewrite::read`]; a `statusCode` that is not 3xx.
    pub(super) fn read(filter: &RequestRedirect) -> Result<Self, Reason> {
        let path = match &filter.path {
            None => None,
            Some(path) => Some(PathRewrite::read(
                path.replace_full_path.as_deref(),
                path.replace_prefix_match.as_deref(),
            )?),
        };
        let status = filter.status_code.unwrap_or(302);
        let status = u16::try_from(status).ok().filter(|code| (300..400).contains(code));
        Ok(Redirect {
            scheme: filter.scheme.as_ref().map(|scheme| match scheme {
                RedirectScheme::Http => "http",
                RedirectScheme::Https => "https",
            }),
            hostname: filter.hostname.clone(),
            port: filter.port.and_then(|port| u16::try_from(port).ok()),
            path,
            status: status.ok_or(RuleFault::RedirectStatus)?,
        })
    }

    /// The Location that a request is sent to. Its port is the one that the filter names, else that of the client's
    /// `Host`, never the listener's: behind a load balancer the client knows another one. Source:
    /// `crates/agentgateway/src/http/filters.rs` at 75b4e6ce6, `rewrite_host`.
    #[must_use]
    pub fn location(&self, context: &RedirectContext<'_>) -> String {
        let RedirectContext { scheme, matched, path, query, .. } = *context;
        let scheme = self.scheme.unwrap_or(scheme);
        let authority = self.authority(context, if scheme == "https" { 443 } else { 80 });
        let path = match &self.path {
            Some(rewrite) => rewrite.apply(matched, path),
            None => path.to_owned(),
        };
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        format!("{scheme}://{authority}{path}{query}")
    }

    /// Host and port of the Location. `own` is the port of its scheme.
    fn authority(&self, context: &RedirectContext<'_>, own: u16) -> String {
        let RedirectContext { authority, host, .. } = *context;
        let port = authority.strip_prefix(host).and_then(|rest| rest.strip_prefix(':'));
        let port = port.and_then(|port| port.parse::<u16>().ok()).filter(|port| *port != own);
        match (self.hostname.as_deref(), self.port) {
            (None, None) => authority.to_owned(),
            (Some(hostname), Some(port)) => format!("{hostname}:{port}"),
            (None, Some(port)) if port == own => host.to_owned(),
            (None, Some(port)) => format!("{host}:{port}"),
            (Some(hostname), None) => match port.filter(|_| self.scheme.is_none()) {
                Some(port) => format!("{hostname}:{port}"),
                None => hostname.to_owned(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(filter: Value) -> Result<Redirect, Reason> {
        Redirect::read(&serde_json::from_value(filter).expect("a filter"))
    }

    fn location(filter: Value, authority: &str) -> String {
        let host = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => host,
            _ => authority,
        };
        let asked = RedirectContext {
            authority,
            host,
            scheme: "http",
            matched: Some("/p"),
            path: "/p/x",
            query: None,
        };
        read(filter).expect("valid").location(&asked)
    }

    #[test]
    fn what_is_not_named_stays_as_it_was() {
        let asked = RedirectContext {
            authority: "a:8080",
            host: "a",
            scheme: "http",
            matched: None,
            path: "/p",
            query: Some("q=1"),
        };
        let same = read(json!({"hostname": "b"})).expect("valid");
        assert_eq!(same.status, 302);
        assert_eq!(same.location(&asked), "http://b:8080/p?q=1");
        let path = json!({"path": {"type": "ReplacePrefixMatch", "replacePrefixMatch": "/n"}});
        assert_eq!(location(path, "a"), "http://a/n/x");
        assert!(read(json!({"statusCode": 200})).is_err());
    }

    #[test]
    fn the_port_is_the_filters_or_that_of_the_clients_host() {
        for (filter, authority, expected) in [
            (json!({"hostname": "new.test"}), "front.test", "http://new.test/p/x"),
            (json!({"hostname": "new.test"}), "front.test:8080", "http://new.test:8080/p/x"),
            (json!({"hostname": "new.test"}), "front.test:80", "http://new.test/p/x"),
            (json!({"hostname": "n", "port": 80}), "front.test:8080", "http://n:80/p/x"),
            (json!({"port": 80}), "front.test:8080", "http://front.test/p/x"),
            (json!({"port": 8443}), "front.test:8080", "http://front.test:8443/p/x"),
            (json!({"scheme": "https", "hostname": "n"}), "front.test:8080", "https://n/p/x"),
            (json!({"scheme": "https", "port": 443}), "front.test:8080", "https://front.test/p/x"),
            (json!({"scheme": "https"}), "front.test", "https://front.test/p/x"),
            (json!({"scheme": "https"}), "front.test:8080", "https://front.test:8080/p/x"),
            (json!({"port": 81}), "[::1]:80", "http://[::1]:81/p/x"),
        ] {
            assert_eq!(location(filter.clone(), authority), expected, "{filter}");
        }
    }
}
