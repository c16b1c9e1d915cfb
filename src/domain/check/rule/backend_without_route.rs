//! AGW3004 backend-without-route: backend has no route.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, backend_mini, documents, route};
use crate::domain::registry::{Row, route_to};
use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::object_ref::{Kind, ObjectRef};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW3004",
    slug: "backend-without-route",
    severity: Severity::Warning,
    title: "backend has no route",
    what: "No HTTPRoute that is attached to a Gateway has a backendRef to it. With files, this is only reported if they contain HTTPRoutes.",
    why: "No request can reach this model.",
    wrong: documents!(backend!(), backend_mini!(), route!()),
    right: documents!(
        backend!(),
        backend_mini!(),
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
      name: gpt
  - matches:
    - headers:
      - name: X-Model-Tier
        value: smart
    backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: mini
"#
    ),
    reads: &[Kind::AgentgatewayBackend, Kind::HttpRoute, Kind::Gateway],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    if !input.knows(Kind::HttpRoute) {
        return Vec::new();
    }
    let is_broken = |row: &Row| {
        let name = ObjectName::new(&row.namespace, &row.name);
        let object = ObjectRef::new(Kind::AgentgatewayBackend, name);
        input.snapshot.broken.contains_key(&object)
    };
    let idle = |row: &&Row| row.routes.is_empty() && !is_broken(row);
    let finding = |row: &Row| {
        let name = ObjectName::new(&row.namespace, &row.name);
        Finding::on(Kind::AgentgatewayBackend, &name, "no attached HTTPRoute refers to it")
            .next(route_to(&row.namespace, &row.name))
    };
    input.rows.iter().filter(idle).map(finding).collect()
}
