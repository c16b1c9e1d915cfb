//! AGW6008 field-needs-release: an object needs a newer release of agentgateway.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{documents, gateway};
use crate::domain::check::shape;
use crate::domain::crd::schema::FaultKind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW6008",
    slug: "field-needs-release",
    severity: Severity::Error,
    title: "an object needs a newer release of agentgateway",
    what: "A field or a value is known from a later release on than the one of `--gateway-version`.",
    why: "The API server of such a cluster rejects the object, or removes the field silently: then a limit, a check or a guard is gone.",
    wrong: documents!(
        r#"# The release of agentgateway that is to take the manifests
apiVersion: kubectl-agw.dev/v1alpha1
kind: Surroundings
release: "1.5"
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: limits
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: Gateway
    name: edge
  traffic:
    rateLimit:
      local:
      - requests: 100
        unit: Minutes
        key: request.headers["x-team"]
"#,
        gateway!()
    ),
    right: documents!(
        r#"# The release of agentgateway that is to take the manifests
apiVersion: kubectl-agw.dev/v1alpha1
kind: Surroundings
release: "1.5"
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: limits
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: Gateway
    name: edge
  traffic:
    rateLimit:
      local:
      - requests: 100
        unit: Minutes
"#,
        gateway!()
    ),
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let found = shape::findings(input.snapshot, |fault| fault.kind() == FaultKind::Newer);
    let next = "upgrade agentgateway, or leave the field out";
    found.into_iter().map(|finding| finding.next(next)).collect()
}
