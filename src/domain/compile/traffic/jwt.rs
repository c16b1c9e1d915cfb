//! `traffic.jwtAuthentication` as objects write it: which issuers' tokens are valid, and where the keys that sign them
//! are.
//!
//! Source: agentgateway's `controller/pkg/agentgateway/plugins/traffic_plugin.go`, `processJWTAuthenticationPolicy`;
//! `controller/pkg/agentgateway/jwks/owner.go` for the default age of keys, and
//! `controller/pkg/agentgateway/remotehttp/connection_resolver.go` for where they are fetched; at 75b4e6ce6.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use http::Uri;
use http::uri::Scheme;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::domain::compile::attached::index::PolicyIndex;
use crate::domain::compile::attached::merge::{PolicyPath, PolicySource};
use crate::domain::compile::backend::http_backend;
use crate::domain::compile::{grant, reach, unread};
use crate::domain::crd::release::Release;
use crate::domain::route::address::Address;
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::duration;
use crate::domain::route::http_upstream::{Destination, HttpUpstream};
use crate::domain::route::policy::credential_mode::Mode;
use crate::domain::route::policy::jwks::{KeySet, Remote};
use crate::domain::route::policy::jwt::{Claim, Jwt, Keys, Provider};
use crate::domain::route::policy::location::{self, CredentialLocation};
use crate::domain::route::policy::{RoutePolicies, spec};
use crate::domain::route::reason::{ClientFault, Faulty, KeySetFault, Note, PolicyFault, Reason};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// The policy as it is written.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Spec {
    #[serde(default)]
    mode: Mode,
    location: Option<location::Spec>,
    #[serde(default)]
    providers: Vec<ProviderSpec>,
    mcp: Option<IgnoredAny>,
    /// Whether the token is forwarded too.
    #[serde(default)]
    preserve_token: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProviderSpec {
    #[serde(default)]
    issuer: String,
    #[serde(default)]
    audiences: Vec<String>,
    #[serde(default)]
    jwks: Jwks,
    #[serde(default)]
    validation: Validation,
}

/// Which claims a token must have, besides those that are compared.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Validation {
    required_claims: Option<BTreeSet<Claim>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Jwks {
    inline: Option<String>,
    remote: Option<RemoteSpec>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RemoteSpec {
    url: Option<String>,
    backend_ref: Option<Reference>,
    #[serde(default)]
    jwks_path: String,
    cache_duration: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reference {
    #[serde(default)]
    group: String,
    kind: Option<String>,
    #[serde(default)]
    name: String,
    namespace: Option<String>,
    port: Option<u64>,
}

/// Why keys cannot be fetched.
#[derive(Debug)]
enum KeysUnreachable {
    /// agentgateway cannot fetch them either: no token of the provider is valid.
    NoKeys(KeySetFault),
    /// agentgateway could fetch them and `serve` cannot: requests are rejected.
    NotCarried(Reason),
}

impl From<KeySetFault> for KeysUnreachable {
    fn from(fault: KeySetFault) -> Self {
        KeysUnreachable::NoKeys(fault)
    }
}

impl From<BackendError> for KeysUnreachable {
    fn from(error: BackendError) -> Self {
        match error.refusal.status {
            501 => KeysUnreachable::NotCarried(*error.reason),
            _ => KeySetFault::Backend(error.reason).into(),
        }
    }
}

/// How often keys are fetched where the policy does not say.
const EVERY: Duration = Duration::from_secs(5 * 60);

/// Reads `jwks.remote` of a policy in `namespace`.
fn remote(
    index: &PolicyIndex<'_>,
    namespace: &str,
    written: RemoteSpec,
) -> Result<Remote, KeysUnreachable> {
    let RemoteSpec { url, backend_ref, jwks_path, cache_duration } = written;
    let every = cache_duration.as_deref().and_then(duration::parse).unwrap_or(EVERY);
    let (address, path) = match (url, backend_ref) {
        (Some(url), _) => of_url(index, &url)?,
        (None, Some(reference)) => {
            let path = jwks_path.trim_start_matches('/');
            (of_backend(index, namespace, &reference)?, format!("/{path}"))
        }
        (None, None) => return Err(KeySetFault::NoAddress.into()),
    };
    let scheme = if address.tls.is_some() { "https" } else { "http" };
    let url = format!("{scheme}://{}:{}{path}", address.host, address.port);
    let id = format!("{address:?} {path} {every:?}").into();
    Ok(Remote { id, url, address, path, every })
}

/// The address and path of a URL. No policies apply to it.
fn of_url(index: &PolicyIndex<'_>, url: &str) -> Result<(Address, String), KeysUnreachable> {
    let none = || KeySetFault::Url(url.to_owned());
    let uri: Uri = url.parse().map_err(|_| none())?;
    let host = uri.host().ok_or_else(none)?.trim_start_matches('[').trim_end_matches(']');
    let tls = uri.scheme() == Some(&Scheme::HTTPS);
    let port = uri.port_u16().unwrap_or(if tls { 443 } else { 80 });
    let reach = reach::of_host(index.snapshot, host, port)?;
    let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    Ok((Address { reach, ..Address::new(host, port, tls.then(|| host.to_owned())) }, path))
}

/// A Service, or a backend with a fixed host, called with the policies that are in force on it.
fn of_backend(
    index: &PolicyIndex<'_>,
    namespace: &str,
    reference: &Reference,
) -> Result<Address, KeysUnreachable> {
    let (group, kind) = (reference.group.as_str(), reference.kind.as_deref().unwrap_or("Service"));
    let namespace_of = reference.namespace.as_deref().unwrap_or(namespace);
    let name = ObjectName::new(namespace_of, &reference.name);
    let granted = |kind| {
        let snapshot = index.snapshot;
        grant::allows_from(snapshot, Kind::AgentgatewayPolicy, namespace, kind, &name)
    };
    let known = if kind == "Service" { Kind::Service } else { Kind::AgentgatewayBackend };
    unread::of_upstream(index, namespace, known, &name)?;
    let upstream: HttpUpstream = match (group, kind) {
        ("", "Service") if granted(Kind::Service) => {
            let port = reference.port.and_then(|port| u16::try_from(port).ok());
            http_backend::of_service(index, &PolicyPath::default(), &name, port)?
        }
        ("agentgateway.dev", "AgentgatewayBackend") if granted(Kind::AgentgatewayBackend) => {
            let Some(backend) = index.snapshot.backends.get(&name) else {
                return Err(KeySetFault::BackendNotFound(name).into());
            };
            if backend.spec.static_host.is_none() {
                return Err(KeySetFault::NotStatic(name).into());
            }
            http_backend::of_backend(index, &PolicyPath::default(), backend)?
        }
        ("", "Service") | ("agentgateway.dev", "AgentgatewayBackend") => {
            return Err(KeySetFault::NotGranted { kind: kind.to_owned(), name }.into());
        }
        _ => {
            let (kind, group) = (kind.to_owned(), group.to_owned());
            return Err(KeySetFault::Kind { kind, group }.into());
        }
    };
    match upstream.destination {
        Destination::Fixed(address) => Ok(*address),
        Destination::OfRequest(_) => {
            Err(KeySetFault::NoHost { kind: kind.to_owned(), name }.into())
        }
    }
}

/// Reads the policy. If the keys of a provider are not available, none of its tokens is valid, and a note says so.
///
/// # Errors
/// A field that is unknown or not supported, or keys that `serve` cannot fetch and agentgateway can.
pub fn read(
    index: &PolicyIndex<'_>,
    setting: &PolicySource<'_>,
    into: &mut RoutePolicies,
) -> Result<(), Reason> {
    let Some((written, policy)) = setting.of_policy() else { return Ok(()) };
    let Spec { mode, location, providers: all, mcp, preserve_token } = spec::parse(written)?;
    if mcp.is_some() {
        return Err(Reason::not_supported("mcp"));
    }
    let nobody = |why: KeySetFault| {
        let fault = ClientFault::NoTokens(why);
        Reason::Faulty(Faulty::of_clients("jwtAuthentication", &policy.name, fault))
    };
    let mut providers = Vec::new();
    for ProviderSpec { issuer, audiences, jwks, validation } in all {
        let provider = |keys| {
            let provider = Provider::new(issuer, audiences, keys);
            // <https://github.com/agentgateway/agentgateway/pull/3611>
            let provider = match index.snapshot.release >= Release::V1_6 {
                true => provider,
                false => provider.at_any_time_before(),
            };
            match validation.required_claims {
                Some(claims) => provider.requiring(claims),
                None => provider,
            }
        };
        if let Some(inline) = jwks.inline {
            match KeySet::read(&inline) {
                Ok(keys) if keys.count() == 0 => into.ignored.push(nobody(KeySetFault::Empty)),
                Ok(keys) => providers.push(provider(Keys::Written(keys))),
                Err(why) => {
                    into.ignored.push(nobody(KeySetFault::Unreadable(why.to_string())));
                }
            }
            continue;
        }
        let written = jwks.remote.ok_or(PolicyFault::NoKeySet)?;
        match remote(index, &policy.name.namespace, written) {
            Ok(remote) => {
                let seconds = remote.every.as_secs();
                let (url, policy) = (remote.url.clone(), policy.name.clone());
                into.notes.push(Note::KeysFetched { policy, url, seconds }.into());
                providers.push(provider(Keys::Fetched(Box::new(remote))));
            }
            Err(KeysUnreachable::NotCarried(why)) => return Err(why),
            Err(KeysUnreachable::NoKeys(why)) => {
                into.ignored.push(nobody(why));
            }
        }
    }
    let location = CredentialLocation::of_clients(location, "Bearer ", mode, &mut into.notes)?;
    into.jwt = Some(Arc::new(Jwt { mode, location, providers, preserves: preserve_token }));
    Ok(())
}
