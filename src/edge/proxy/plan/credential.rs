//! Puts the upstream's key into a request, and removes the client's own credentials. A secret is opened here.

use std::borrow::Cow;

use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHORIZATION};

use crate::domain::llm::format::RouteType;
use crate::domain::llm::provider::Credential as ProviderCredential;
use crate::domain::route::http_upstream::HttpUpstream;
use crate::domain::route::policy::context::ClientToken;
use crate::domain::route::policy::credential_copies;
use crate::domain::route::policy::location::CredentialLocation;
use crate::domain::route::refusal::Refusal;
use crate::domain::route::upstream::{CredentialPlacement, ModelUpstream};
use crate::domain::value::secret::Secret;

const API_KEY: HeaderName = HeaderName::from_static("api-key");
const X_API_KEY: HeaderName = HeaderName::from_static("x-api-key");
const X_GOOG_API_KEY: HeaderName = HeaderName::from_static("x-goog-api-key");
/// The header with the version of Anthropic's API.
pub(super) const ANTHROPIC_VERSION: HeaderName = HeaderName::from_static("anthropic-version");
/// What a browser adds, by which Anthropic would take the call for one from a web page.
const OF_BROWSERS: [&str; 7] = [
    "origin",
    "access-control-request-method",
    "access-control-request-headers",
    "sec-fetch-dest",
    "sec-fetch-mode",
    "sec-fetch-site",
    "sec-fetch-user",
];

/// Puts the upstream's key where its provider wants it. With a key of ours none of the client's goes on:
/// agentgateway lets `x-api-key` through to other providers, which we do not follow (docs/fidelity.md). Without one
/// the client's own goes on, moved to where the provider looks (`crates/agentgateway/src/http/auth/mod.rs` at
/// 75b4e6ce6).
///
/// # Errors
/// 500 for a key that no header can carry; the call must not go out without it.
pub(in crate::edge::proxy) fn place(
    headers: &mut HeaderMap,
    token: Option<&ClientToken>,
    upstream: &ModelUpstream,
    route_type: RouteType,
) -> Result<(), Refusal> {
    if (upstream.provider.names_version)(route_type) {
        headers.insert(ANTHROPIC_VERSION, HeaderValue::from_static("2023-06-01"));
    }
    if upstream.provider.distrusts_browsers {
        for name in OF_BROWSERS {
            headers.remove(name);
        }
    }
    beside(headers, &upstream.placement)?;
    let token = token.filter(|_| upstream.placement.passthrough);
    let own = match upstream.credential.key().or(token.map(|ClientToken(token)| token)) {
        Some(key) => {
            for name in [AUTHORIZATION, PROXY_AUTHORIZATION, API_KEY, X_API_KEY, X_GOOG_API_KEY] {
                let is_ours = upstream.placement.beside.iter().any(|(at, _)| at.is_header(&name));
                if !is_ours && (name != AUTHORIZATION || !keeps_authorization(upstream)) {
                    headers.remove(name);
                }
            }
            credential_copies::take_out_of_subprotocols(headers);
            if let Some(location) = &upstream.placement.location {
                return put(location, headers, key);
            }
            Cow::Borrowed(key.expose())
        }
        None => match bearer(headers) {
            Some(token) => Cow::Owned(token.to_owned()),
            None => return Ok(()),
        },
    };
    let header = upstream.provider.credential.place(&own, route_type);
    let mut value = HeaderValue::from_str(&[header.prefix, &own].concat())
        .map_err(|_| Refusal::authentication_failed("the key is not a valid header value"))?;
    value.set_sensitive(true);
    headers.insert(header.header, value);
    if let Some(other) = header.removes {
        headers.remove(other);
    }
    Ok(())
}

/// Whether the client's own `Authorization` goes beside our key: where the backend puts that elsewhere, it may mean
/// another thing than the key. A provider that distrusts browsers would take it for one.
fn keeps_authorization(upstream: &ModelUpstream) -> bool {
    let location = upstream.placement.location.as_ref();
    location.is_some_and(|at| !at.is_header(&AUTHORIZATION))
        && !upstream.provider.distrusts_browsers
}

/// Replaces the client's credentials by our keys, for an upstream that is not a provider.
///
/// # Errors
/// 500 for a key that no header can carry.
pub(in crate::edge::proxy) fn place_plain(
    headers: &mut HeaderMap,
    token: Option<&ClientToken>,
    upstream: &HttpUpstream,
) -> Result<(), Refusal> {
    let placement = &upstream.placement;
    beside(headers, placement)?;
    let token = token.filter(|_| placement.passthrough);
    match upstream.credential.key().or(token.map(|ClientToken(token)| token)) {
        Some(key) => match &placement.location {
            Some(location) => put(location, headers, key),
            None => put(&CredentialLocation::default(), headers, key),
        },
        None => Ok(()),
    }
}

/// Puts in the credentials besides the key.
fn beside(headers: &mut HeaderMap, placement: &CredentialPlacement) -> Result<(), Refusal> {
    placement.beside.iter().try_for_each(|(location, key)| put(location, headers, key))
}

fn put(
    location: &CredentialLocation,
    headers: &mut HeaderMap,
    key: &Secret,
) -> Result<(), Refusal> {
    location.put(headers, key.expose()).map_err(Refusal::authentication_failed)
}

/// The query to send on. Google takes a key from there too, and it would win over the one that is ours.
pub(in crate::edge::proxy) fn query<'q>(query: &'q str, upstream: &ModelUpstream) -> Cow<'q, str> {
    let is_google = upstream.provider.credential == ProviderCredential::Google;
    if !is_google || upstream.credential.key().is_none() {
        return Cow::Borrowed(query);
    }
    without(query, |name| matches!(name, "key" | "$key"))
}

/// A query without the parameters of some names.
pub(super) fn without(query: &str, is_left_out: impl Fn(&str) -> bool) -> Cow<'_, str> {
    let is_out = |pair: &&str| {
        let mut name = form_urlencoded::parse(pair.as_bytes()).map(|(name, _)| name);
        name.next().is_some_and(|name| is_left_out(&name))
    };
    Cow::Owned(query.split('&').filter(|pair| !is_out(pair)).collect::<Vec<_>>().join("&"))
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}
