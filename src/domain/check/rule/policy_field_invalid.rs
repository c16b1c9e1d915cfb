//! AGW1018 policy-field-invalid: a policy has a field that its definition does not take.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::snapshot::Named;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1018",
    slug: "policy-field-invalid",
    severity: Severity::Error,
    title: "a policy has a field that is unknown or of the wrong type",
    what: "An AgentgatewayPolicy, or the `policies` of an AgentgatewayBackend or AgentgatewayModel, has a field that agentgateway's definition does not have, or a value of the wrong type.",
    why: "An API server rejects the object, or removes the field without a word, and with it the guard. `serve` cannot tell what the policy was meant to guard: routes, backends and models that it applies to answer 501.",
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
        matchExpression: request.headers["x-team"] == "staff"
"#,
    right: r#"apiVersion: agentgateway.dev/v1alpha1
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
---
apiVersion: agentgateway.dev/v1alpha1
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
    reads: &[Kind::AgentgatewayPolicy, Kind::AgentgatewayBackend, Kind::AgentgatewayModel],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let snapshot = input.snapshot;
    [
        of(Kind::AgentgatewayPolicy, &snapshot.policies),
        of(Kind::AgentgatewayBackend, &snapshot.backends),
        of(Kind::AgentgatewayModel, &snapshot.models),
    ]
    .concat()
}

fn of<T>(kind: Kind, all: &Named<T>) -> Vec<Finding> {
    let faults =
        all.values().flat_map(|object| object.faults.iter().map(move |fault| (object, fault)));
    let finding = |fault: &str, reason: &str| format!("`{fault}`: {reason}");
    faults
        .map(|(object, fault)| Finding::on(kind, &object.name, finding(&fault.at, &fault.reason)))
        .collect()
}
