//! AGW1005 listener-not-found: listener not found.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents, gateway};
use crate::domain::crd::gateway_api::Listener;
use crate::domain::value::object_ref::Kind;
use crate::domain::value::object_ref::ObjectName;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1005",
    slug: "listener-not-found",
    severity: Severity::Error,
    title: "listener not found",
    what: "A parentRef has a `sectionName` or a `port` that no listener of the Gateway has.",
    why: "The route isn't attached there: its requests get 404 \"route not found\".",
    wrong: documents!(
        gateway!(),
        backend!(),
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
    sectionName: https
  rules:
  - backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
"#
    ),
    right: documents!(
        gateway!(),
        backend!(),
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
    sectionName: http
  rules:
  - backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
"#
    ),
    reads: &[Kind::HttpRoute, Kind::Gateway],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for route in input.snapshot.routes.values() {
        for parent in route.spec.parent_refs.iter().flatten() {
            let namespace = parent.namespace.as_ref().unwrap_or(&route.name.namespace);
            let name = ObjectName::new(namespace, &parent.name);
            let Some(gateway) = input.snapshot.gateways.get(&name) else { continue };
            let meant = |listener: &&Listener| {
                parent.section_name.as_ref().is_none_or(|name| *name == listener.name)
                    && parent.port.is_none_or(|port| port == listener.port)
            };
            if gateway.spec.listeners.iter().any(|listener| meant(&listener)) {
                continue;
            }
            let there: Vec<_> =
                gateway.spec.listeners.iter().map(|l| format!("{}:{}", l.name, l.port)).collect();
            let wanted = match (&parent.section_name, parent.port) {
                (Some(section), None) => format!("named {section}"),
                (Some(section), Some(port)) => format!("named {section} on port {port}"),
                (None, Some(port)) => format!("on port {port}"),
                (None, None) => continue,
            };
            let there = there.join(", ");
            let message = format!("Gateway {name} has no listener {wanted} (available: {there})");
            found.push(Finding::on(Kind::HttpRoute, &route.name, message));
        }
    }
    found
}
