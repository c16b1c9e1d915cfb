//! One call of an upstream that is no language model: any method, the body as it comes, the reply as it comes.

use std::borrow::Cow;
use std::pin::pin;

use http::header::{EXPECT, HOST, HeaderMap};
use http::request::Parts;
use http::{HeaderValue, Request, Version};

use super::request::UpstreamRequest;
use super::within::within;
use crate::domain::route::address::Address;
use crate::domain::route::http_upstream::{HttpUpstream, Place};
use crate::domain::route::matcher::host::without_port;
use crate::domain::route::refusal::Refusal;
use crate::domain::route::table::Rule;
use crate::edge::proxy::answer::response::UpstreamResponse;
use crate::edge::proxy::body::upstream::UpstreamBody;
use crate::edge::proxy::plan::{credential, head, target};
use crate::edge::proxy::shared::Shared;
use crate::edge::proxy::upgrade;
use crate::edge::telemetry::access_log::Record;

/// Calls the upstream once, within the rule's bound on one attempt up to the reply's head.
///
/// # Errors
/// The answer to give instead, in agentgateway's words.
pub(in crate::edge::proxy) async fn call(
    shared: &Shared,
    upstream: &HttpUpstream,
    rule: &Rule,
    outgoing: UpstreamRequest,
    record: &mut Record,
) -> Result<UpstreamResponse, Refusal> {
    if shared.simulate.is_some() {
        return Err(Refusal::unsupported(format!(
            "{} {} is not answered by the simulator, which knows language models only",
            upstream.kind, upstream.name
        )));
    }
    let attempt = attempt(shared, upstream, outgoing, record);
    let limit = upstream.bounds.request_timeout.or(rule.backend_timeout);
    within(limit, Refusal::UPSTREAM_TIMEOUT, pin!(attempt)).await
}

async fn attempt(
    shared: &Shared,
    upstream: &HttpUpstream,
    outgoing: UpstreamRequest,
    record: &mut Record,
) -> Result<UpstreamResponse, Refusal> {
    let UpstreamRequest { head, body, path, host, .. } = outgoing;
    let query = head.uri.query().map(str::to_owned);
    let (address, mut head) = addressed(upstream, head, &path, query.as_deref(), host.as_deref())?;
    record.upstream(upstream.name.to_string(), format!("{}:{}", address.host, address.port));
    let asked = head::upgrade::ask(&mut head, !address.http2);
    let request = Request::from_parts(head, UpstreamBody::Stream(body));
    let reply = shared.upstreams.call(&address, request).await?;
    let mut answered = UpstreamResponse::from_upstream(upgrade::received(reply, asked)?);
    answered.name_backend(&upstream.name);
    Ok(answered)
}

/// A request's head as the upstream gets it, and where that is.
pub(in crate::edge::proxy) fn addressed<'u>(
    upstream: &'u HttpUpstream,
    mut head: Parts,
    path: &str,
    query: Option<&str>,
    host: Option<&str>,
) -> Result<(Cow<'u, Address>, Parts), Refusal> {
    let address = address(upstream, &mut head.headers, host)?;
    let target = path_and_query(upstream, path, query);
    head.uri = target::uri(address.tls.is_some(), &target::authority(&address), target)?;
    head.version = Version::HTTP_11;
    head.headers.remove(EXPECT);
    credential::place_plain(&mut head.headers, head.extensions.get(), upstream)?;
    Ok((address, head))
}

/// Path and query of the call.
pub(in crate::edge::proxy) fn path_and_query(
    upstream: &HttpUpstream,
    path: &str,
    query: Option<&str>,
) -> String {
    let path = upstream.path.as_deref().unwrap_or(path);
    match query {
        None => path.to_owned(),
        Some(query) => format!("{path}?{query}"),
    }
}

/// Where the request goes, and the `Host` it names there: a rewrite's, else the upstream's own, else the client's.
pub(in crate::edge::proxy) fn address<'u>(
    upstream: &'u HttpUpstream,
    headers: &mut HeaderMap,
    rewritten: Option<&str>,
) -> Result<Cow<'u, Address>, Refusal> {
    if let Some(host) = rewritten.or(upstream.host.as_deref()) {
        let host = HeaderValue::from_str(host)
            .map_err(|_| Refusal::llm_request(500, "the upstream's host is no host"))?;
        headers.insert(HOST, host);
    }
    match &upstream.place {
        Place::Fixed(address) => Ok(Cow::Borrowed(address)),
        Place::Asked(like) => {
            let asked = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
            let host = without_port(asked);
            let port = asked.get(host.len()..).and_then(|rest| rest.strip_prefix(':'));
            let port = match port {
                None => Some(80),
                Some(port) => port.parse().ok(),
            };
            let port = port.filter(|_| !host.is_empty());
            let port =
                port.ok_or_else(|| Refusal::llm_request(400, "the Host header names no host"))?;
            let host = host.trim_start_matches('[').trim_end_matches(']');
            let name = |name: &String| if name.is_empty() { host } else { name }.to_owned();
            let tls = like.tls.as_ref().map(name);
            Ok(Cow::Owned(Address { host: host.to_owned(), port, tls, ..Address::clone(like) }))
        }
    }
}
