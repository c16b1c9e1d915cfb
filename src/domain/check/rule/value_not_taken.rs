//! AGW6002 value-not-taken: invalid value.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents};
use crate::domain::check::shape;
use crate::domain::crd::schema::FaultKind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW6002",
    slug: "value-not-taken",
    severity: Severity::Error,
    title: "invalid value",
    what: "A value has the wrong type, isn't one of the allowed values, is too long or out of range, or doesn't have the required format.",
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
      request: 1.5s
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
      request: 1500ms
"#
    ),
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    shape::findings(input.snapshot, |fault| {
        let kinds = [FaultKind::Type, FaultKind::Value, FaultKind::Choice];
        kinds.contains(&fault.kind()) && !fault.is_of_guard()
    })
}
