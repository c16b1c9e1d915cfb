//! AGW1013 object-twice: duplicate object.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, backend_mini, documents};
use crate::domain::snapshot::problem::{Problem, ProblemReason};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1013",
    slug: "object-twice",
    severity: Severity::Warning,
    title: "duplicate object",
    what: "Two documents have the same kind, namespace and name.",
    why: "Only the last one counts, here and with `kubectl apply`: the first one is lost.",
    wrong: documents!(
        backend!(),
        r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o-mini
"#
    ),
    right: documents!(backend!(), backend_mini!()),
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let is_twice = |problem: &&Problem| matches!(problem.reason, ProblemReason::Twice { .. });
    let twice = input.snapshot.problems.iter().filter(is_twice);
    let finding = |problem: &Problem| Finding {
        origin: Some(problem.origin.clone()),
        ..Finding::plain(problem.reason.to_string())
    };
    twice.map(finding).collect()
}
