//! AGW5010 kind-not-read: unknown kind (ignored).

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents, route};
use crate::domain::snapshot::problem::{Problem, ProblemReason};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW5010",
    slug: "kind-not-read",
    severity: Severity::Warning,
    title: "unknown kind (ignored)",
    what: "There is an object of the Gateway API, of agentgateway or of another gateway of a kind that `kubectl agw` doesn't read.",
    why: "Its effects aren't considered in any finding.",
    wrong: r#"apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata:
  name: calls
spec: {}
"#,
    right: documents!(backend!(), route!()),
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let is_unread =
        |problem: &&Problem| matches!(problem.reason, ProblemReason::KindNotRead { .. });
    let unread = input.snapshot.problems.iter().filter(is_unread);
    let finding = |problem: &Problem| Finding {
        origin: Some(problem.origin.clone()),
        ..Finding::plain(problem.reason.to_string())
    };
    unread.map(finding).collect()
}
