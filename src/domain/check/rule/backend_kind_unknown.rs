//! AGW1007 backend-kind-unknown: a route leads to a kind that is no backend.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::route::reason::Reason;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1007",
    slug: "backend-kind-unknown",
    severity: Severity::Error,
    title: "a route leads to a kind that is no backend",
    what: "A backendRef names a group and kind that agentgateway cannot call. Often the group is missing: then the kind is looked for in the core group.",
    why: "Requests are answered with 500 \"backend does not exist\".",
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
    - kind: AgentgatewayBackend
      name: gpt
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
    input.rejected(Kind::HttpRoute, |reason| matches!(reason, Reason::InvalidKind { .. }))
}
