//! AGW6006 kind-misspelt: unknown kind, group or version.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::backend;
use crate::domain::check::shape;
use crate::domain::crd::schema::FaultKind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW6006",
    slug: "kind-misspelt",
    severity: Severity::Error,
    title: "unknown kind, group or version",
    what: "The `kind` or `apiVersion` of an object is one letter off, or a version that is no longer served.",
    why: "An API server rejects the object, and `serve` doesn't serve it. If it is meant to be a policy, everything that it applies to answers 503.",
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
    right: backend!(),
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    shape::findings(input.snapshot, |fault| fault.kind() == FaultKind::Identity)
}
