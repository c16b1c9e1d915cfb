//! AGW6001 unknown-field: unknown field.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents};
use crate::domain::check::shape;
use crate::domain::snapshot::World;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW6001",
    slug: "unknown-field",
    severity: Severity::Error,
    title: "unknown field",
    what: "A field is misspelled, at the wrong level, or belongs to another kind. The finding names the line and, if there is a similar one, the intended field.",
    why: "An API server rejects the object, or silently removes the field: then a match, a filter or a guard is gone. `serve` doesn't serve the object. Routes that such a policy applies to answer 503.",
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
    match:
    - path:
        type: PathPrefix
        value: /v1
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
    - path:
        type: PathPrefix
        value: /v1
"#
    ),
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    shape::findings(input.snapshot, |fault| {
        fault.is_unknown() && !fault.is_misplaced() && input.snapshot.world == World::Files
    })
}
