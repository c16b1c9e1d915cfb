//! AGW6005 field-newer: object has a field that `kubectl agw` doesn't know.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents, route};
use crate::domain::check::shape;
use crate::domain::snapshot::World;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW6005",
    slug: "field-newer",
    severity: Severity::Warning,
    title: "object has a field that `kubectl agw` doesn't know",
    what: "An object in the cluster has a field that is newer than this release of `kubectl agw`, or that its CRD keeps without validation.",
    why: "Its meaning is unknown here. The cluster isn't affected; `serve` rejects requests that the field may affect.",
    wrong: documents!(
        r#"# What check finds out about this machine and the cluster
apiVersion: kubectl-agw.dev/v1alpha1
kind: Surroundings
world: Cluster
"#,
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
    shadowing:
      percent: 10
"#
    ),
    right: documents!(
        r#"# What check finds out about this machine and the cluster
apiVersion: kubectl-agw.dev/v1alpha1
kind: Surroundings
world: Cluster
"#,
        backend!(),
        route!()
    ),
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    shape::findings(input.snapshot, |fault| {
        fault.is_unknown() && input.snapshot.world == World::Cluster
    })
}
