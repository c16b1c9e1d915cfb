//! How this machine connects to the Services and hosts that routes and backends name: directly, at an address that the
//! user gives (`--resolve`), or through the API server to a Pod. That is this program's own, as agentgateway runs
//! inside the cluster.
//!
//! Source: what a Service without such a port, or one that does not exist, is answered with is agentgateway's
//! `crates/agentgateway/src/proxy/httpproxy.rs` at 75b4e6ce6, `resolve_backend` and `build_service_call`.

use std::sync::Arc;

use crate::domain::crd::service::{ServicePort, ServiceSpec};
use crate::domain::route::address::{Address, InCluster, Pods, Reach};
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::reason::{BackendFault, Reason, Unreachable};
use crate::domain::route::refusal::Refusal;
use crate::domain::snapshot::resolves::service_of_host;
use crate::domain::snapshot::{ServiceState, Snapshot, World};
use crate::domain::value::endpoint::{Endpoint, TargetPort};
use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::shell::word;

/// The address of a Service's port, as a backendRef names it.
///
/// # Errors
/// The Service or its port does not exist, or cannot be reached from this machine.
pub fn of_service(
    snapshot: &Snapshot,
    name: &ObjectName,
    port: u16,
) -> Result<Address, BackendError> {
    let service = known(snapshot, name, port)?;
    if let Some(external) = service.and_then(ServiceSpec::external) {
        let reach = of_host(snapshot, external, port)?;
        return Ok(Address { reach, ..Address::new(external, port, None) });
    }
    let found = service.map(|service| {
        service.port(port).ok_or_else(|| {
            let there = service.ports.iter().map(|port| port.port).collect();
            BackendError::from(Reason::PortNotFound { service: name.clone(), port, there })
        })
    });
    let found = found.transpose()?;
    let reach = match (snapshot.resolves.service(name, port), service.zip(found)) {
        (Some(way), _) => Reach::At(way.clone()),
        (None, Some((service, found))) => {
            through_api_server(snapshot, name, port, service, found, found.target())?
        }
        (None, None) => return Err(no_way(snapshot, name, port)),
    };
    let host = format!("{}.{}.svc.cluster.local", name.name, name.namespace);
    let http2 = found.is_some_and(ServicePort::is_http2);
    Ok(Address { reach, http2, ..Address::new(host, port, None) })
}

/// How to reach a host that a backend names, which may be a Service's name in the cluster's DNS.
///
/// # Errors
/// It is a Service's name, and that does not exist, lacks the port or cannot be reached from this machine.
pub fn of_host(snapshot: &Snapshot, host: &str, port: u16) -> Result<Reach, BackendError> {
    if let Some(way) = snapshot.resolves.host(host, port) {
        return Ok(Reach::At(way.clone()));
    }
    let Some(name) = service_of_host(host) else { return Ok(Reach::Direct) };
    if let Some(way) = snapshot.resolves.service(&name, port) {
        return Ok(Reach::At(way.clone()));
    }
    let Some(service) = snapshot.service(&name) else {
        let is_absent = snapshot.world == World::Cluster && !snapshot.services.contains_key(&name);
        return Err(match is_absent {
            true => BackendError::new(
                Refusal::DNS_FAILED,
                BackendFault::NoAddress { host: host.to_owned(), service: name },
            ),
            false => no_way(snapshot, &name, port),
        });
    };
    if let Some(external) = service.spec.external() {
        return Ok(Reach::At(Endpoint { host: external.to_owned(), port }));
    }
    let spec = &service.spec;
    let found = match spec.is_headless() {
        // Its name resolves to its Pods, so the port is a port of the Pods.
        true => (spec.ports.first(), TargetPort::Number(port)),
        false => {
            (spec.port(port), spec.port(port).map_or(TargetPort::Number(port), ServicePort::target))
        }
    };
    match found {
        (Some(found), target) => through_api_server(snapshot, &name, port, spec, found, target),
        (None, _) => Err(BackendError::new(
            Refusal::upstream_failed(format!("Connect: Service {name} has no port {port}")),
            BackendFault::NoPodPort { service: name, port },
        )),
    }
}

/// A Service; none where it is unknown and not needed, because the user gives its address.
fn known<'s>(
    snapshot: &'s Snapshot,
    name: &ObjectName,
    port: u16,
) -> Result<Option<&'s ServiceSpec>, BackendError> {
    match (snapshot.services.get(name), snapshot.world) {
        (Some(ServiceState::Read(service)), _) => Ok(Some(&service.spec)),
        (None, World::Cluster) => Err(Reason::ServiceNotFound(name.clone()).into()),
        _ if snapshot.resolves.service(name, port).is_some() => Ok(None),
        _ => Err(no_way(snapshot, name, port)),
    }
}

fn through_api_server(
    snapshot: &Snapshot,
    name: &ObjectName,
    port: u16,
    service: &ServiceSpec,
    found: &ServicePort,
    target: TargetPort,
) -> Result<Reach, BackendError> {
    if snapshot.world == World::Files {
        return Err(no_way(snapshot, name, port));
    }
    let pods = match service.selector.is_empty() {
        true => Pods::Listed { port_name: found.name.clone().unwrap_or_default() },
        false => Pods::Selected {
            labels: service.selector.clone(),
            port: target,
            unready: service.publish_not_ready_addresses,
        },
    };
    Ok(Reach::Cluster(Arc::new(InCluster { service: name.clone(), port, pods })))
}

fn no_way(snapshot: &Snapshot, name: &ObjectName, port: u16) -> BackendError {
    let why = match (snapshot.world, snapshot.services.get(name)) {
        (World::Files, _) => Unreachable::InFiles,
        (World::Cluster, Some(ServiceState::Forbidden)) => Unreachable::Forbidden,
        (World::Cluster, _) => Unreachable::Pending,
    };
    BackendError::from(Reason::OutOfReach { service: name.clone(), why })
        .with_next(format!("--resolve {}", word(&format!("{name}:{port}=HOST:PORT"))))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::snapshot::Origin;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::value::object_ref::Kind;
    use serde_json::{Value, json};

    fn snapshot(world: World, spec: Value, resolve: Option<&str>) -> Snapshot {
        let mut objects = Objects::new(world);
        let service = json!({"metadata": {"name": "s", "namespace": "n"}, "spec": spec});
        objects.apply(Kind::Service, service, Origin::Cluster);
        let mut snapshot = objects.snapshot();
        assert!(snapshot.broken.is_empty(), "{:?}", snapshot.broken);
        if let Some(resolve) = resolve {
            snapshot.resolves.add(resolve).expect("a way");
        }
        snapshot
    }

    fn of_service(snapshot: &Snapshot) -> Result<Address, BackendError> {
        super::of_service(snapshot, &ObjectName::new("n", "s"), 80)
    }

    fn plain() -> Value {
        json!({"selector": {"app": "a"}, "ports": [{"port": 80, "targetPort": "http"}]})
    }

    fn target(reach: &Reach) -> Option<TargetPort> {
        match reach {
            Reach::Cluster(to) => match &to.pods {
                Pods::Selected { port, .. } => Some(port.clone()),
                Pods::Listed { .. } => None,
            },
            _ => None,
        }
    }

    #[test]
    fn a_service_is_reached_through_its_pods_at_their_port() {
        let address = of_service(&snapshot(World::Cluster, plain(), None)).expect("a way");
        assert_eq!(target(&address.reach), Some(TargetPort::Name("http".into())));
        let same = json!({"selector": {"app": "a"}, "ports": [{"port": 80}]});
        let address = of_service(&snapshot(World::Cluster, same, None)).expect("a way");
        assert_eq!(target(&address.reach), Some(TargetPort::Number(80)));
    }

    #[test]
    fn a_port_says_whether_it_speaks_http2() {
        for (protocol, expected) in [("kubernetes.io/h2c", true), ("http", false)] {
            let spec = json!({"selector": {"app": "a"},
                "ports": [{"port": 80, "appProtocol": protocol}]});
            let address = of_service(&snapshot(World::Cluster, spec, None)).expect("a way");
            assert_eq!(address.http2, expected, "{protocol}");
        }
    }

    #[test]
    fn a_way_that_is_given_wins_and_files_need_one() {
        let way = Some("n/s:80=127.0.0.1:9");
        for world in [World::Cluster, World::Files] {
            let address = of_service(&snapshot(world, plain(), way)).expect("a way");
            assert!(matches!(&address.reach, Reach::At(to) if to.port == 9), "{address:?}");
        }
        let error = of_service(&snapshot(World::Files, plain(), None)).expect_err("no way");
        assert_eq!(error.refusal.status, 501);
        assert_eq!(error.next.as_deref(), Some("--resolve n/s:80=HOST:PORT"));
        let mut unseen = Objects::new(World::Files).snapshot();
        assert_eq!(of_service(&unseen).expect_err("no way").refusal.status, 501);
        unseen.resolves.add("n/s:80=127.0.0.1:9").expect("a way");
        assert!(of_service(&unseen).is_ok());
    }

    #[test]
    fn what_does_not_exist_is_answered_as_agentgateway_does() {
        let none = Objects::new(World::Cluster).snapshot();
        assert_eq!(of_service(&none).expect_err("absent").refusal, Refusal::SERVICE_NOT_FOUND);
        let other = json!({"selector": {"app": "a"}, "ports": [{"port": 81}]});
        let error = of_service(&snapshot(World::Cluster, other, None)).expect_err("no port");
        assert_eq!(error.refusal, Refusal::NO_HEALTHY_BACKENDS);
    }

    #[test]
    fn an_external_name_is_a_host_of_its_own() {
        let spec = json!({"type": "ExternalName", "externalName": "api.test"});
        let address = of_service(&snapshot(World::Files, spec, None)).expect("a way");
        assert_eq!((address.host.as_str(), &address.reach), ("api.test", &Reach::Direct));
    }

    #[test]
    fn a_headless_services_name_stands_for_its_pods() {
        let spec = json!({"clusterIP": "None", "selector": {"app": "a"},
            "ports": [{"port": 80, "targetPort": 8000}]});
        let snapshot = snapshot(World::Cluster, spec, None);
        let by_name = of_host(&snapshot, "s.n.svc.cluster.local", 8000).expect("a way");
        assert_eq!(target(&by_name), Some(TargetPort::Number(8000)));
        let by_reference = of_service(&snapshot).expect("a way");
        assert_eq!(target(&by_reference.reach), Some(TargetPort::Number(8000)));
    }

    #[test]
    fn without_labels_the_slices_say_who_it_is() {
        let spec = json!({"ports": [{"name": "web", "port": 80}]});
        let address = of_service(&snapshot(World::Cluster, spec, None)).expect("a way");
        assert!(matches!(&address.reach, Reach::Cluster(to)
            if to.pods == Pods::Listed { port_name: "web".into() }));
    }
}
