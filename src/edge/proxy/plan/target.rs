//! Where a call goes: path and query at the upstream, and the URI they make with its authority. Nothing in a request
//! can change the authority.
//!
//! Source: `crates/agentgateway/src/llm/mod.rs` of agentgateway at 75b4e6ce6.

use std::borrow::Cow;

use http::header::HOST;
use http::uri::{Parts, PathAndQuery, Scheme};
use http::{HeaderMap, HeaderValue, Uri};

use super::credential;
use crate::domain::llm::provider::{Call, Prefix};
use crate::domain::route::address::Address;
use crate::domain::route::refusal::Refusal;
use crate::domain::route::upstream::{ModelUpstream, PathRule};

/// Path and query of a call. `forwards` says that the body is not read; the path is then kept.
///
/// # Errors
/// The provider has no path for this call, or the path is invalid.
pub(in crate::edge::proxy) fn path_and_query(
    upstream: &ModelUpstream,
    call: &Call<'_>,
    forwards: bool,
    path: &str,
    query: Option<&str>,
) -> Result<String, Refusal> {
    let built = || {
        (upstream.provider.path)(&upstream.config, call).ok_or_else(|| {
            let (key, name) = (upstream.provider.key, call.route_type.name());
            Refusal::unsupported(format!("the path of {name} at {key} is unknown to serve"))
        })
    };
    let replaces = upstream.provider.prefix;
    let path = match &upstream.path {
        PathRule::Fixed(fixed) => return Ok(fixed.clone()),
        PathRule::Client => path.to_owned(),
        PathRule::Provider if forwards => path.to_owned(),
        PathRule::Provider => built()?,
        PathRule::Prefix(prefix) if forwards => {
            // Where agentgateway has a base path of the provider's, the prefix takes its place.
            let strips = replaces == Prefix::ReplacesV1;
            format!("{prefix}{}", if strips { without_v1(path) } else { path })
        }
        PathRule::Prefix(prefix) => {
            let built = built()?;
            let keeps = replaces == Prefix::Before;
            format!("{prefix}{}", if keeps { &built } else { without_v1(&built) })
        }
    };
    let builds = !matches!(upstream.path, PathRule::Client);
    let query = match builds && call.route_type.is_native_gemini() {
        // The path has its own, and a count of tokens is never a stream.
        true => query.map(without_alt),
        false => query.map(Cow::Borrowed),
    };
    let query = query.as_deref().map(|query| credential::query(query, upstream));
    Ok(match query.as_deref() {
        None | Some("") => path,
        Some(query) if path.contains('?') => [&path, "&", query].concat(),
        Some(query) => [&path, "?", query].concat(),
    })
}

/// The whole URI of a call; sets its `Host`.
///
/// # Errors
/// As [`uri`]; or a host that a header cannot have.
pub(in crate::edge::proxy) fn address(
    to: &Address,
    headers: &mut HeaderMap,
    target: String,
    host: Option<&str>,
) -> Result<Uri, Refusal> {
    let authority = authority(to);
    let uri = uri(to.tls.is_some(), &authority, target)?;
    // The upstream's own name, except where a rewrite gives one or the target is an address.
    let is_address = to.host.parse::<std::net::IpAddr>().is_ok();
    if let Some(host) = host.or((!is_address).then_some(authority.as_str())) {
        let host = HeaderValue::from_str(host).map_err(|_| Refusal::invalid_upstream_host())?;
        headers.insert(HOST, host);
    }
    Ok(uri)
}

/// Names the upstream in `Host` where nothing else is named there: every request over HTTP/1.1 has one (RFC 9112 §3.2).
pub(in crate::edge::proxy) fn name_host(head: &mut http::request::Parts) {
    if !head.headers.contains_key(HOST) {
        let authority = head.uri.authority().map(|host| HeaderValue::from_str(host.as_str()));
        if let Some(Ok(host)) = authority {
            head.headers.insert(HOST, host);
        }
    }
}

/// Host and port of an upstream, the port only where it is not the scheme's own.
pub(in crate::edge::proxy) fn authority(to: &Address) -> String {
    let Address { host, port, tls, .. } = to;
    let literal = if host.contains(':') && !host.starts_with('[') {
        format!("[{host}]")
    } else {
        host.clone()
    };
    let own = if tls.is_some() { 443 } else { 80 };
    if *port == own { literal } else { [&literal, ":", &port.to_string()].concat() }
}

/// Builds a URI from its parts: as one text, a path without its leading slash would be read as part of the authority.
///
/// # Errors
/// An invalid authority or path.
pub(in crate::edge::proxy) fn uri(
    tls: bool,
    authority: &str,
    target: String,
) -> Result<Uri, Refusal> {
    let target = if target.starts_with('/') { target } else { format!("/{target}") };
    let mut parts = Parts::default();
    parts.scheme = Some(if tls { Scheme::HTTPS } else { Scheme::HTTP });
    let no_host = |_| Refusal::invalid_upstream_host();
    parts.authority = Some(authority.parse().map_err(no_host)?);
    let bad = "the path can't be forwarded";
    let path = PathAndQuery::try_from(target).map_err(|_| Refusal::llm_request(400, bad))?;
    parts.path_and_query = Some(path);
    Uri::from_parts(parts).map_err(|_| Refusal::llm_request(400, bad))
}

/// The query without `alt` (`crates/agentgateway/src/llm/mod.rs` at 75b4e6ce6, `strip_alt_query`).
fn without_alt(query: &str) -> Cow<'_, str> {
    credential::without(query, |name| name == "alt")
}

/// The path after a leading segment `/v1`.
fn without_v1(path: &str) -> &str {
    match path.strip_prefix("/v1") {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => rest,
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_whole_segment_v1_is_taken_off() {
        for (path, rest) in
            [("/v1/chat", "/chat"), ("/v1", ""), ("/v1x/chat", "/v1x/chat"), ("/a", "/a")]
        {
            assert_eq!(without_v1(path), rest);
        }
    }

    #[test]
    fn no_path_runs_into_the_authority() {
        for target in [".evil.test/", "@evil.test/", ":1/", "*", "", "//evil.test/", "x?y"] {
            let uri = uri(false, "up.test", target.to_owned()).expect("a URI");
            assert_eq!(uri.authority().map(|a| a.as_str()), Some("up.test"), "{target}");
        }
        assert!(uri(false, "up.test", "/a b\r\nx: y".to_owned()).is_err());
    }
}
