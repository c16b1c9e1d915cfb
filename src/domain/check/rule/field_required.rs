//! AGW6003 field-required: required field is missing.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents};
use crate::domain::check::shape;
use crate::domain::crd::schema::FaultKind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW6003",
    slug: "field-required",
    severity: Severity::Error,
    title: "required field is missing",
    what: "A field that the object's CRD requires isn't set.",
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
    matches:
    - headers:
      - name: x-team
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
    matches:
    - headers:
      - name: x-team
        value: staff
"#
    ),
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    shape::findings(input.snapshot, |fault| {
        fault.kind() == FaultKind::Missing && !fault.is_of_guard()
    })
}
