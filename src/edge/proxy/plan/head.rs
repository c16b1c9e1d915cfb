//! Heads of requests and replies. A request has one authority from its arrival on, and what is between two neighbors
//! only is gone before any policy looks (RFC 9110 §7.6.1, RFC 9112 §3.2).

pub(in crate::edge::proxy) mod upgrade;

use std::net::Ipv6Addr;

use http::header::{
    CONNECTION, CONTENT_LENGTH, HOST, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION, TE, TRAILER, TRANSFER_ENCODING, UPGRADE,
};
use http::request::Parts;
use http::uri::PathAndQuery;
use http::{Method, Uri, Version};

use crate::domain::route::matcher::host::without_port;
use crate::domain::route::refusal::Refusal;

/// How the names of our own headers begin.
pub(in crate::edge::proxy) const OURS: &str = "x-agw-";

/// What is between two neighbors only, beside `Connection` itself and what it names.
static HOP_BY_HOP: [HeaderName; 7] = [
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    PROXY_AUTHENTICATE,
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// A request's head as everything behind reads it: the authority of an absolute target is its `Host`, the target is path
/// and query, and the headers between the client and us are gone, except the upgrade that it asks for and that it takes
/// trailers. Returns the host without its port.
///
/// # Errors
/// 400 for a request whose host is invalid or named twice: it could mean one thing here and another upstream. 501 for
/// CONNECT.
pub(in crate::edge::proxy) fn arrive(head: &mut Parts) -> Result<String, Refusal> {
    let host = one_authority(head);
    upgrade::note(head);
    let trailers = has_token(&head.headers, &TE, "trailers");
    let authority = head.headers.remove(HOST);
    strip(&mut head.headers);
    if let Some(authority) = authority {
        head.headers.insert(HOST, authority);
    }
    if trailers {
        head.headers.insert(TE, HeaderValue::from_static("trailers"));
    }
    upgrade::show(head);
    host
}

/// Replaces the received `Host` by the target's authority where there is one (RFC 9112 §3.2.2).
fn one_authority(head: &mut Parts) -> Result<String, Refusal> {
    if head.method == Method::CONNECT {
        return Err(Refusal::unsupported("CONNECT is not supported by serve"));
    }
    let invalid = || Refusal::llm_request(400, "the Host header has no host, or more than one");
    let mut named = head.headers.get_all(HOST).iter();
    let (first, second) = (named.next().cloned(), named.next());
    if second.is_some() {
        return Err(invalid());
    }
    let received = first.as_ref().map(|host| host_of(host.as_bytes()));
    let Some(authority) = head.uri.authority() else {
        return match received {
            // HTTP/1.0 knows no Host.
            None if head.version < Version::HTTP_11 => Ok(String::new()),
            None => Err(invalid()),
            Some(host) => host.map(str::to_owned).ok_or_else(invalid),
        };
    };
    if received.is_some_and(|host| host.is_none()) {
        return Err(invalid());
    }
    let host = host_of(authority.as_str().as_bytes()).map(str::to_owned).ok_or_else(invalid)?;
    let value = HeaderValue::from_str(authority.as_str()).map_err(|_| invalid())?;
    head.headers.insert(HOST, value);
    let target = head.uri.path_and_query().cloned();
    head.uri = Uri::from(target.unwrap_or(PathAndQuery::from_static("/")));
    Ok(host)
}

/// The host of an authority without userinfo; none where it is invalid.
fn host_of(authority: &[u8]) -> Option<&str> {
    let authority = std::str::from_utf8(authority).ok()?;
    let host = without_port(authority);
    let port = authority.get(host.len()..)?.strip_prefix(':').unwrap_or_default();
    if !port.is_empty() && port.parse::<u16>().is_err() {
        return None;
    }
    let is_valid = match host.strip_prefix('[') {
        Some(literal) => literal.strip_suffix(']')?.parse::<Ipv6Addr>().is_ok(),
        None => host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~*".contains(&b)),
    };
    (is_valid && !host.is_empty()).then_some(host)
}

/// Removes the hop-by-hop headers of a reply, and those that its `Connection` names.
pub(in crate::edge::proxy) fn strip_reply(headers: &mut HeaderMap) {
    headers.remove(PROXY_AUTHORIZATION);
    strip(headers);
}

/// `Proxy-Authorization` of requests stays, as in agentgateway: a policy may read it. A length beside a transfer coding is
/// wrong and goes with it (RFC 9112 §6.3).
fn strip(headers: &mut HeaderMap) {
    if headers.contains_key(CONNECTION) {
        let named: Vec<HeaderName> =
            tokens(headers, &CONNECTION).filter_map(|name| name.parse().ok()).collect();
        for name in named {
            headers.remove(name);
        }
        headers.remove(CONNECTION);
    }
    // Few messages have any: one look over the names costs less than seven removals.
    if headers.keys().any(|name| HOP_BY_HOP.contains(name)) {
        if headers.contains_key(TRANSFER_ENCODING) {
            headers.remove(CONTENT_LENGTH);
        }
        for name in &HOP_BY_HOP {
            headers.remove(name);
        }
    }
}

/// The members of a header that is a list.
fn tokens<'h>(headers: &'h HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'h str> {
    let values = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

/// Whether a header that is a list has this member, in any case.
pub(in crate::edge::proxy) fn has_token(
    headers: &HeaderMap,
    name: &HeaderName,
    token: &str,
) -> bool {
    tokens(headers, name).any(|one| one.eq_ignore_ascii_case(token))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Request;

    fn head(target: &str, headers: &[(&str, &str)]) -> Parts {
        let mut request = Request::builder().uri(target);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).expect("a request").into_parts().0
    }

    #[test]
    fn what_connection_names_goes_with_it_and_the_host_stays() {
        let named = "close, X-Mine, host, content-length, :authority";
        let sent = [
            ("connection", named),
            ("host", "a.test"),
            ("x-mine", "1"),
            ("te", "gzip, Trailers"),
            ("proxy-authorization", "Basic eA=="),
            ("accept", "*/*"),
        ];
        let mut head = head("/", &sent);
        assert_eq!(arrive(&mut head).expect("a host"), "a.test");
        let mut left: Vec<_> = head.headers.keys().map(HeaderName::as_str).collect();
        left.sort_unstable();
        assert_eq!(left, ["accept", "host", "proxy-authorization", "te"]);
        assert_eq!(head.headers[TE], "trailers");
    }

    #[test]
    fn the_authority_of_the_target_is_the_host() {
        for (target, received, host, left) in [
            ("http://A.test:81/p?q", Some("b.test"), "A.test", "/p?q"),
            ("https://a.test./", None, "a.test.", "/"),
            ("http://[::1]:80", Some("b"), "[::1]", "/"),
            ("/p", Some("b.test:8080"), "b.test", "/p"),
            ("*", Some("b"), "b", "*"),
        ] {
            let received: Vec<_> = received.iter().map(|host| ("host", *host)).collect();
            let mut head = head(target, &received);
            assert_eq!(arrive(&mut head).as_deref(), Ok(host), "{target}");
            assert_eq!((head.uri.authority(), head.uri.to_string()), (None, left.to_owned()));
            let written = head.headers[HOST].to_str().expect("text");
            assert_eq!(without_port(written), host);
        }
    }

    #[test]
    fn a_host_that_could_mean_two_things_is_none() {
        for host in [
            "", ":80", "a:b", "a:80:80", "a:65536", "[::1", "[a]", "a]", "a@b", "a b", "a,b",
            "a%41",
        ] {
            let refused = arrive(&mut head("/", &[("host", host)])).expect_err(host);
            assert_eq!(refused.status, 400, "{host}");
            let beside = arrive(&mut head("http://a.test/", &[("host", host)]));
            assert!(beside.is_err(), "{host}");
        }
        assert!(arrive(&mut head("http://u:p@a.test/", &[("host", "a.test")])).is_err());
        assert!(arrive(&mut head("/", &[("host", "a"), ("host", "a")])).is_err());
        let mut old = head("/", &[]);
        old.version = Version::HTTP_10;
        assert_eq!(arrive(&mut old).as_deref(), Ok(""));
    }
}
