//! What an upstream is sent that is no language model: the head as it comes, but for its host, its path and its key.
//!
//! Source: `crates/agentgateway/src/proxy/httpproxy.rs` of agentgateway at 75b4e6ce6.

use std::borrow::Cow;

use http::header::{EXPECT, HOST, HeaderMap};
use http::request::Parts;
use http::{HeaderValue, Version};

use super::{PlannedHead, credential, target};
use crate::domain::route::address::Address;
use crate::domain::route::http_upstream::{Destination, HttpUpstream};
use crate::domain::route::matcher::host::without_port;
use crate::domain::route::refusal::Refusal;
use crate::domain::value::object_ref::{Kind, ObjectName};

/// The head of a call, and where it goes.
///
/// # Errors
/// A path or a host that cannot be sent, or a key that no header can carry.
pub(in crate::edge::proxy) fn call(
    upstream: &HttpUpstream,
    planned: PlannedHead,
) -> Result<(Cow<'_, Address>, Parts), Refusal> {
    let PlannedHead { mut head, path, host, names_service } = planned;
    let host = host.or_else(|| own_name(upstream).filter(|_| names_service));
    let address = address(upstream, &mut head.headers, host.as_deref())?;
    let target = path_and_query(upstream, &path, head.uri.query());
    head.uri = target::uri(address.tls.is_some(), &target::authority(&address), target)?;
    head.version = Version::HTTP_11;
    head.headers.remove(EXPECT);
    credential::place_plain(&mut head.headers, head.extensions.get(), upstream)?;
    target::name_host(&mut head);
    Ok((address, head))
}

/// The name of a Service in its cluster.
fn own_name(upstream: &HttpUpstream) -> Option<String> {
    let ObjectName { namespace, name } = &upstream.name;
    (upstream.kind == Kind::Service).then(|| format!("{name}.{namespace}.svc.cluster.local"))
}

/// Path and query of the call.
fn path_and_query(upstream: &HttpUpstream, path: &str, query: Option<&str>) -> String {
    let path = upstream.path.as_deref().unwrap_or(path);
    match query {
        None => path.to_owned(),
        Some(query) => format!("{path}?{query}"),
    }
}

/// Where the request goes, and the `Host` it names there: a rewrite's, else the upstream's own, else the client's.
fn address<'u>(
    upstream: &'u HttpUpstream,
    headers: &mut HeaderMap,
    rewritten: Option<&str>,
) -> Result<Cow<'u, Address>, Refusal> {
    if let Some(host) = rewritten.or(upstream.host.as_deref()) {
        let host = HeaderValue::from_str(host).map_err(|_| Refusal::invalid_upstream_host())?;
        headers.insert(HOST, host);
    }
    match &upstream.destination {
        Destination::Fixed(address) => Ok(Cow::Borrowed(address)),
        Destination::OfRequest(like) => {
            let asked = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
            let host = without_port(asked);
            let port = asked.get(host.len()..).and_then(|rest| rest.strip_prefix(':'));
            let port = match port {
                None => Some(80),
                Some(port) => port.parse().ok(),
            };
            let port = port.filter(|_| !host.is_empty());
            let port =
                port.ok_or_else(|| Refusal::llm_request(400, "the Host header has no host"))?;
            let host = host.trim_start_matches('[').trim_end_matches(']');
            let name = |name: &String| if name.is_empty() { host } else { name }.to_owned();
            let tls = like.tls.as_ref().map(name);
            Ok(Cow::Owned(Address { host: host.to_owned(), port, tls, ..Address::clone(like) }))
        }
    }
}
