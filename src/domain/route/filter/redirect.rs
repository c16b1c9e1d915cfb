//! RequestRedirect: an answer with a Location instead of an upstream. Default status 302.

use super::url_rewrite::PathRewrite;
use crate::domain::crd::gateway_api::{RedirectScheme, RequestRedirect};
use crate::domain::route::reason::Reason;

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
    /// Without a port.
    pub host: &'a str,
    /// The listener's.
    pub port: u16,
    /// The listener's, or what a policy has written.
    pub scheme: &'a str,
    /// The prefix by which the rule was matched.
    pub matched: Option<&'a str>,
    pub path: &'a str,
    pub query: Option<&'a str>,
}

impl Redirect {
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
            status: status.ok_or("a redirect's `statusCode` is not one of 3xx")?,
        })
    }

    /// The Location that a request is sent to; the port is left out where it is the scheme's own (Gateway API,
    /// HTTPRequestRedirectFilter.port).
    #[must_use]
    pub fn location(&self, context: &RedirectContext<'_>) -> String {
        let RedirectContext { host, port, scheme, matched, path, query } = *context;
        let scheme = self.scheme.unwrap_or(scheme);
        let host = self.hostname.as_deref().unwrap_or(host);
        let own = if scheme == "https" { 443 } else { 80 };
        let port = self.port.unwrap_or(if self.scheme.is_some() { own } else { port });
        let path = match &self.path {
            Some(rewrite) => rewrite.apply(matched, path),
            None => path.to_owned(),
        };
        let port = if port == own { String::new() } else { format!(":{port}") };
        let query = query.map(|query| format!("?{query}")).unwrap_or_default();
        format!("{scheme}://{host}{port}{path}{query}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_not_said_stays_as_it_was() {
        let read = |filter| Redirect::read(&serde_json::from_value(filter).expect("a filter"));
        let (host, port, path) = ("a", 8080, "/p");
        let context =
            RedirectContext { host, port, scheme: "http", matched: None, path, query: None };
        let same = read(json!({"hostname": "b"})).expect("valid");
        assert_eq!(same.status, 302);
        assert_eq!(
            same.location(&RedirectContext { query: Some("q=1"), ..context }),
            "http://b:8080/p?q=1"
        );
        let secure = read(json!({"scheme": "https", "statusCode": 301})).expect("valid");
        assert_eq!(secure.location(&context), "https://a/p");
        let path = json!({"path": {"type": "ReplacePrefixMatch", "replacePrefixMatch": "/n"}});
        let path = read(path).expect("valid");
        assert_eq!(
            path.location(&RedirectContext {
                port: 80,
                matched: Some("/p"),
                path: "/p/x",
                ..context
            }),
            "http://a/n/x"
        );
        assert!(read(json!({"statusCode": 200})).is_err());
    }
}
