//! AGW6004 rule-broken: object violates a validation rule.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents};
use crate::domain::check::shape;
use crate::domain::crd::schema::FaultKind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW6004",
    slug: "rule-broken",
    severity: Severity::Error,
    title: "object violates a validation rule",
    what: "CRDs have rules about several fields, e.g. that only one of two may be set, and this object violates one.",
    why: "An API server rejects the object, and `serve` doesn't serve it.",
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
      name: gpt
    timeouts:
      request: 10s
      backendRequest: 20s
"#
    ),
    right: documents!(
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
      name: gpt
    timeouts:
      request: 20s
      backendRequest: 10s
"#
    ),
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    shape::findings(input.snapshot, |fault| fault.kind() == FaultKind::Rule && !fault.is_of_guard())
}
