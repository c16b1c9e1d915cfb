//! AGW1018 policy-field-invalid: policy has an invalid value.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents, route};
use crate::domain::check::shape;
use crate::domain::crd::schema::FaultKind;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1018",
    slug: "policy-field-invalid",
    severity: Severity::Error,
    title: "policy has an invalid value",
    what: "An AgentgatewayPolicy, or the `policies` of an AgentgatewayBackend or AgentgatewayModel, has a value of the wrong type or out of range, lacks a field, or violates a rule of agentgateway's CRD.",
    why: "An API server rejects the object, and with it the guard. `serve` can't tell what the policy was meant to guard: routes that it applies to answer 503, and if its target can't be determined either, so do all routes in its namespace; backends and models with such `policies` aren't called.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: staff-only
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
    name: gpt
  traffic:
    authorization:
      policy:
        matchExpressions: request.headers["x-team"] == "staff"
"#,
    right: documents!(
        r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: staff-only
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
    name: gpt
  traffic:
    authorization:
      policy:
        matchExpressions:
        - request.headers["x-team"] == "staff"
"#,
        backend!(),
        route!()
    ),
    reads: &[Kind::AgentgatewayPolicy, Kind::AgentgatewayBackend, Kind::AgentgatewayModel],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let others = [FaultKind::Unknown, FaultKind::Twice, FaultKind::Identity, FaultKind::Newer];
    shape::findings(input.snapshot, |fault| !others.contains(&fault.kind()) && fault.is_of_guard())
}
