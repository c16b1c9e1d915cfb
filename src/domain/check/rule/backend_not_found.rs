//! AGW1001 backend-not-found: backend not found.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::route::reason::Reason;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1001",
    slug: "backend-not-found",
    severity: Severity::Error,
    title: "backend not found",
    what: "A backendRef names an AgentgatewayBackend that doesn't exist.",
    why: "Requests that match the rule are answered with 500 \"service not found\". The reference keeps its weight: with several backends, its share of requests fails.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
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
      name: gtp
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
    reads: &[Kind::HttpRoute, Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    input.rejected(Kind::HttpRoute, |reason| {
        matches!(
            reason,
            Reason::BackendNotFound { .. }
                | Reason::ServiceNotFound(_)
                | Reason::PortNotFound { .. }
        )
    })
}
