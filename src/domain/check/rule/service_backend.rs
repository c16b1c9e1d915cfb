//! AGW5006 service-backend: a route leads to a Service.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW5006",
    slug: "service-backend",
    severity: Severity::Info,
    title: "a route leads to a Service",
    what: "A backendRef names a Service.",
    why: "The cluster is not concerned. A Service has no address on this machine; `serve` says what it does with such requests when it starts.",
    wrong: r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  rules:
  - backendRefs:
    - name: app
      port: 8080
"#,
    right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
---
apiVersion: gateway.networking.k8s.io/v1
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
"#,
    reads: &[Kind::HttpRoute],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for route in input.snapshot.routes.values() {
        for (index, rule) in route.spec.rules.iter().flatten().enumerate() {
            for reference in rule.backend_refs.iter().flatten() {
                let core = reference.group.as_deref().unwrap_or_default().is_empty();
                if core && reference.kind.as_deref().unwrap_or("Service") == "Service" {
                    let message = format!("rule {index} leads to Service {}", reference.name);
                    found.push(Finding::on(Kind::HttpRoute, &route.name, message));
                }
            }
        }
    }
    found
}
