//! AGW1001 backend-not-found: backend not found.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents, route};
use crate::domain::crd::gateway_api::BackendRef;
use crate::domain::route::reason::Reason;
use crate::domain::snapshot::{ServiceState, World};
use crate::domain::value::near;
use crate::domain::value::object_ref::{Kind, ObjectName};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1001",
    slug: "backend-not-found",
    severity: Severity::Error,
    title: "backend not found",
    what: "A backendRef names an AgentgatewayBackend that doesn't exist.",
    why: "Requests that match the rule are answered with 500 \"service not found\". The reference keeps its weight: with several backends, its share of requests fails.",
    wrong: documents!(
        backend!(),
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  rules:
  - backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gtp
"#
    ),
    right: documents!(backend!(), route!()),
    reads: &[Kind::HttpRoute, Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = input.rejected(Kind::HttpRoute, |reason| {
        matches!(
            reason,
            Reason::BackendNotFound { .. }
                | Reason::ServiceNotFound(_)
                | Reason::PortNotFound { .. }
        )
    });
    if input.snapshot.world == World::Files {
        found.extend(services_of_files(input));
    }
    found
}

/// References to Services that are in no file, and whose names are nearly those of some that are (any other may be in the
/// cluster), and to those that are, without a port.
fn services_of_files(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for route in input.snapshot.routes.values() {
        for (index, rule) in route.spec.rules.iter().flatten().enumerate() {
            for to in rule.backend_refs.iter().flatten() {
                let why = meant(input, &route.name.namespace, to);
                found.extend(why.map(|why| {
                    Finding::on(Kind::HttpRoute, &route.name, format!("rule {index}: {why}"))
                }));
            }
        }
    }
    found
}

/// What is wrong with a reference to a Service of the files.
fn meant(input: &Input<'_>, namespace: &str, to: &BackendRef) -> Option<String> {
    let (group, kind) = (to.group.as_deref().unwrap_or_default(), to.kind.as_deref());
    let namespace = to.namespace.as_deref().unwrap_or(namespace);
    let name = ObjectName::new(namespace, &to.name);
    let snapshot = input.snapshot;
    // Without its kind it may be a backend, which another rule says.
    if !Kind::Service.is(group, kind.unwrap_or("Service")) || snapshot.backends.contains_key(&name)
    {
        return None;
    }
    if let Some(service) = snapshot.services.get(&name) {
        let ServiceState::Read(service) = service else { return None };
        let ports: Vec<_> = service.spec.ports.iter().map(|one| one.port.to_string()).collect();
        let ports = ports.join(", ");
        return to.port.is_none().then(|| {
            format!("Service {name} exists, and its reference has no `port` (it has: {ports})")
        });
    }
    let there = snapshot.services.keys().filter(|name| name.namespace == namespace);
    let there: Vec<&str> = there.map(|name| name.name.as_str()).collect();
    // A name of DNS is not one of a Service.
    let first = to.name.split('.').next().unwrap_or_default();
    let own = there.iter().copied().find(|name| *name == first);
    let near = own.or_else(|| near::nearest(there.iter().copied(), &to.name))?;
    Some(format!("Service {} is in no file; did you mean `{near}`?", to.name))
}
