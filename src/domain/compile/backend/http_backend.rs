//! Services, and AgentgatewayBackends other than language models, resolved to upstreams.
//!
//! Source: agentgateway's `controller/pkg/syncer/backend/backend_plugin.go` (`BuildAgwBackend`),
//! `crates/agentgateway/src/proxy/httpproxy.rs` (`apply_auto_hostname`) and, for the path of an MCP server,
//! `crates/agentgateway/src/mcp/upstream/mod.rs` at 75b4e6ce6.

use super::credential;
use crate::domain::compile::attached::index::PolicyIndex;
use crate::domain::compile::attached::merge;
use crate::domain::compile::attached::on_backend::{self, OnBackend, on_backend};
use crate::domain::compile::reach;
use crate::domain::compile::tls::connection;
use crate::domain::crd::backend::{BackendSpec, Mcp, Policies, Tls};
use crate::domain::route::address::Address;
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::http_upstream::{Destination, HttpUpstream};
use crate::domain::route::reason::{BackendFault, McpPart, Note, Reason, Unsupported};
use crate::domain::route::refusal::Refusal;
use crate::domain::route::session_affinity::SessionAffinity;
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// Resolves a port of a Service, with the policies in force on the path `on`.
///
/// # Errors
/// Why every request to it fails, with the answer.
pub fn of_service(
    index: &PolicyIndex<'_>,
    on: &merge::PolicyPath<'_>,
    name: &ObjectName,
    port: Option<u16>,
) -> Result<HttpUpstream, BackendError> {
    let port = port.ok_or_else(|| {
        BackendError::new(Refusal::BACKEND_DOES_NOT_EXIST, BackendFault::NoPort(name.clone()))
    })?;
    let snapshot = index.snapshot;
    sees_port(index, name, port)?;
    let section = port.to_string();
    let on = merge::PolicyPath { service: Some((name, &section)), ..*on };
    let merged = on_backend(index, &on, None, None);
    let OnBackend { policies, authorization, auth: of, tls: tls_of, refuses, mut notes } = merged;
    if let Some(why) = refuses {
        return Err(why.into());
    }
    connection::carried(&policies)?;
    credential::carried(policies.auth.as_ref())?;
    let affinity = SessionAffinity::of_policies(&policies.others, &mut notes);
    if affinity.map_err(BackendError::unsupported)?.is_some() {
        return Err(Reason::not_supported("sessionAffinity of Services").into());
    }
    let transformations = OnBackend::transformations(&policies, &mut notes);
    let transformations = transformations.map_err(BackendError::unsupported)?;
    if policies.ai.is_some() {
        notes.push(Note::ModelPoliciesOfService.into());
    }
    let mut address = reach::of_service(snapshot, name, port)?;
    if let Some(tls) = &policies.tls {
        address.tls = Some(tls.sni.clone().unwrap_or_else(|| address.host.clone()));
    }
    let bounds = connection::apply(snapshot, &name.namespace, &policies, &tls_of, &mut address)?;
    let (credential, placement) =
        credential::keys(snapshot, &name.namespace, None, policies.auth.as_ref(), &of)?;
    Ok(HttpUpstream {
        kind: Kind::Service,
        name: name.clone(),
        bounds,
        destination: Destination::Fixed(Box::new(address)),
        host: None,
        path: None,
        credential,
        placement,
        authorization,
        transformations,
        notes,
    })
}

/// Rejects a port of a Service that was not read, if a BackendTLSPolicy names a port of it: the number behind that name
/// is unknown.
///
/// # Errors
/// The policy whose port is unknown.
fn sees_port(index: &PolicyIndex<'_>, name: &ObjectName, port: u16) -> Result<(), BackendError> {
    match index.attached.tls.on_unknown_port(index.snapshot, name, port) {
        None => Ok(()),
        Some(policy) => {
            let (policy, service) = (policy.name.clone(), name.clone());
            Err(Reason::from(Unsupported::NamedPort { policy, service }).into())
        }
    }
}

/// The Service and port of an `mcp` backend whose only server is a Service.
fn service_of_mcp(backend: &Object<BackendSpec>) -> Option<(ObjectName, u16)> {
    let [target] = backend.spec.mcp.as_ref()?.targets.as_slice() else { return None };
    let server = target.fixed.as_ref()?;
    let service = server.backend_ref.as_ref().filter(|_| server.host.is_none())?;
    Some((ObjectName::new(&backend.name.namespace, &service.name), server.port))
}

/// Resolves an AgentgatewayBackend other than a language model, with the policies in force on the path `on`.
///
/// # Errors
/// Why every request to it fails, with the answer.
pub fn of_backend(
    index: &PolicyIndex<'_>,
    on: &merge::PolicyPath<'_>,
    backend: &Object<BackendSpec>,
) -> Result<HttpUpstream, BackendError> {
    let snapshot = index.snapshot;
    let own = backend.spec.policies.as_ref();
    on_backend::translated(backend)?;
    let service = service_of_mcp(backend);
    let section = service.as_ref().map(|(_, port)| port.to_string()).unwrap_or_default();
    if let Some((service, port)) = &service {
        sees_port(index, service, *port)?;
    }
    let service = service.as_ref().map(|(name, _)| (name, section.as_str()));
    let on = merge::PolicyPath { backend: Some(&backend.name), service, ..*on };
    let merged = on_backend(index, &on, own, None);
    let OnBackend { policies, authorization, auth: of, tls: tls_of, refuses, mut notes } = merged;
    if let Some(why) = refuses {
        return Err(why.into());
    }
    connection::carried(&policies)?;
    credential::carried(policies.auth.as_ref())?;
    let transformations = OnBackend::transformations(&policies, &mut notes);
    let transformations = transformations.map_err(BackendError::unsupported)?;
    // `ai` policies of the path are for language models behind it, and ignored here.
    if own.is_some_and(|own| own.ai.is_some()) {
        let fault = BackendFault::PoliciesOfModel(backend.name.clone());
        return Err(Reason::from(fault).into());
    }
    let name = &backend.name;
    let BackendLocation { mut destination, host, path } =
        location(snapshot, backend, &policies, &mut notes)?;
    let bounds = match &mut destination {
        Destination::Fixed(to) | Destination::OfRequest(to) => {
            connection::apply(snapshot, &name.namespace, &policies, &tls_of, to)?
        }
    };
    let (credential, placement) =
        credential::keys(snapshot, &name.namespace, None, policies.auth.as_ref(), &of)?;
    Ok(HttpUpstream {
        kind: Kind::AgentgatewayBackend,
        name: name.clone(),
        bounds,
        destination,
        host,
        path,
        credential,
        placement,
        authorization,
        transformations,
        notes,
    })
}

/// The address of a backend, and the host and path that it sets in a request.
struct BackendLocation {
    destination: Destination,
    host: Option<String>,
    path: Option<String>,
}

fn location(
    snapshot: &Snapshot,
    backend: &Object<BackendSpec>,
    policies: &Policies,
    notes: &mut Vec<Reason>,
) -> Result<BackendLocation, BackendError> {
    let name = &backend.name;
    match &backend.spec {
        BackendSpec { static_host: Some(fixed), .. } => match (&fixed.host, fixed.port) {
            (Some(host), Some(port)) => at(snapshot, host, port, policies),
            _ => Err(Reason::from(Unsupported::UnixSocket(name.clone())).into()),
        },
        BackendSpec { dynamic_forward_proxy: Some(_), .. } => {
            let tls = policies.tls.as_ref().map(|tls| tls.sni.clone().unwrap_or_default());
            let like = Address::new("", 80, tls);
            Ok(BackendLocation {
                destination: Destination::OfRequest(Box::new(like)),
                host: None,
                path: None,
            })
        }
        BackendSpec { a2a: Some(agent), .. } => {
            notes.push(Note::AgentCard.into());
            at(snapshot, &agent.host, agent.port, policies)
        }
        BackendSpec { mcp: Some(mcp), .. } => of_mcp(snapshot, name, mcp, policies),
        BackendSpec { aws: Some(_), .. } => {
            Err(Reason::from(Unsupported::Aws(name.clone())).into())
        }
        _ => Err(Reason::from(BackendFault::UnknownKind(name.clone())).into()),
    }
}

fn at(
    snapshot: &Snapshot,
    host: &str,
    port: u16,
    policies: &Policies,
) -> Result<BackendLocation, BackendError> {
    let tls = policies.tls.as_ref();
    let tls = tls.map(|tls| tls.sni.clone().unwrap_or_else(|| host.to_owned()));
    let reach = reach::of_host(snapshot, host, port)?;
    let address = Address { reach, ..Address::new(host, port, tls) };
    // A name replaces the client's Host, an IP address does not.
    let is_address = host.parse::<std::net::IpAddr>().is_ok();
    let host = (!is_address).then(|| host.to_owned());
    Ok(BackendLocation { destination: Destination::Fixed(Box::new(address)), host, path: None })
}

/// A single server is forwarded to; several would need their sessions and tools merged, which is not supported.
fn of_mcp(
    snapshot: &Snapshot,
    name: &ObjectName,
    mcp: &Mcp,
    policies: &Policies,
) -> Result<BackendLocation, BackendError> {
    let refused = |what: McpPart| {
        let backend = name.clone();
        BackendError::from(Reason::from(Unsupported::Mcp { what, backend }))
    };
    let [target] = mcp.targets.as_slice() else {
        return Err(refused(McpPart::Targets));
    };
    let server = target.fixed.as_ref().ok_or_else(|| refused(McpPart::Selector))?;
    if mcp.prefix_mode.as_deref() == Some("Always") {
        return Err(refused(McpPart::Prefixes));
    }
    if server.protocol.as_deref() == Some("SSE") {
        return Err(refused(McpPart::Sse));
    }
    if server.policies.is_some() {
        return Err(refused(McpPart::Policies));
    }
    let found = match (&server.host, &server.backend_ref) {
        (Some(host), _) => at(snapshot, host, server.port, policies)?,
        (None, Some(service)) => {
            let service = ObjectName::new(&name.namespace, &service.name);
            let mut address = reach::of_service(snapshot, &service, server.port)?;
            let sni = |tls: &Tls| tls.sni.clone().unwrap_or_else(|| address.host.clone());
            address.tls = policies.tls.as_ref().map(sni);
            BackendLocation {
                destination: Destination::Fixed(Box::new(address)),
                host: None,
                path: None,
            }
        }
        (None, None) => return Err(Reason::from(BackendFault::NoTarget).into()),
    };
    let path = server.path.clone().unwrap_or_else(|| "/mcp".to_owned());
    Ok(BackendLocation { path: Some(path), ..found })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::compile::Compiled;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use serde_json::{Value, json};

    fn resolved(spec: Value) -> Result<HttpUpstream, BackendError> {
        let mut objects = Objects::new(World::Cluster);
        let backend = json!({"metadata": {"name": "b", "namespace": "n"}, "spec": spec});
        objects.apply(Kind::AgentgatewayBackend, backend, Origin::Cluster);
        let compiled = Compiled::of(objects.snapshot());
        let snapshot = &compiled.snapshot;
        assert!(snapshot.broken.is_empty(), "{:?}", snapshot.broken);
        let backend = snapshot.backends.get(&ObjectName::new("n", "b")).expect("a backend");
        of_backend(&compiled.policies(), &merge::PolicyPath::default(), backend)
    }

    #[test]
    fn a_name_takes_the_place_of_the_clients_host_and_an_address_does_not() {
        let named = resolved(json!({"static": {"host": "api.test", "port": 80}})).expect("valid");
        assert_eq!(named.host.as_deref(), Some("api.test"));
        let numbered = resolved(json!({"static": {"host": "10.0.0.1", "port": 80}}));
        assert_eq!(numbered.expect("valid").host, None);
    }

    #[test]
    fn one_mcp_server_is_passed_through_and_nothing_beyond() {
        let server = json!({"name": "a", "static": {"host": "mcp.test", "port": 80}});
        let one = resolved(json!({"mcp": {"targets": [server]}})).expect("valid");
        assert_eq!(one.path.as_deref(), Some("/mcp"));
        for (mcp, named) in [
            (json!({"targets": [server, server]}), "several targets"),
            (json!({"targets": [server], "prefixMode": "Always"}), "prefixMode"),
            (json!({"targets": [{"name": "a", "selector": {}}]}), "selector"),
            (
                json!({"targets": [{"name": "a", "static":
                    {"host": "mcp.test", "port": 80, "protocol": "SSE"}}]}),
                "SSE",
            ),
        ] {
            let error = resolved(json!({"mcp": mcp})).expect_err(named);
            assert_eq!(error.refusal.status, 501);
            assert!(error.reason.to_string().contains(named), "{}", error.reason);
        }
    }

    #[test]
    fn what_cannot_be_passed_through_is_said() {
        for (spec, named) in [
            (json!({"aws": {"agentCore": {}}}), "AWS signatures"),
            (json!({"static": {"unixPath": "/run/x"}}), "socket"),
        ] {
            let error = resolved(spec).expect_err(named);
            assert_eq!(error.refusal.status, 501);
            assert!(error.reason.to_string().contains(named), "{}", error.reason);
        }
    }
}
