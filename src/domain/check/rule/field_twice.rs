//! AGW6007 field-twice: duplicate field.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::shape;
use crate::domain::crd::schema::FaultKind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW6007",
    slug: "field-twice",
    severity: Severity::Error,
    title: "duplicate field",
    what: "A mapping in a file has the same key twice. Only the last one counts.",
    why: "An API server rejects the object, or silently drops the first one, which may be a guard. `serve` doesn't serve the object.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
  policies:
    ai:
      modelAliases:
        fast: gpt-4o-mini
    ai:
      routes:
        "*": Completions
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
  policies:
    ai:
      modelAliases:
        fast: gpt-4o-mini
      routes:
        "*": Completions
"#,
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    shape::findings(input.snapshot, |fault| fault.kind() == FaultKind::Twice)
}
