//! AGW6006 kind-misspelt: there is no such kind, group or version.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::shape;
use crate::domain::crd::schema::FaultKind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW6006",
    slug: "kind-misspelt",
    severity: Severity::Error,
    title: "there is no such kind, group or version",
    what: "The `kind` or `apiVersion` of an object is one letter off, or a version that is not served any more.",
    why: "An API server rejects the object, and `serve` does not take it. Where a policy is meant, what it applies to answers 503.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentGatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
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
"#,
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    shape::findings(input.snapshot, |fault| fault.kind() == FaultKind::Identity)
}
