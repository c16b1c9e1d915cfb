//! AGW1012 object-not-understood: object or document is invalid.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::snapshot::problem::{Problem, ProblemReason};
use crate::domain::value::object_ref::{Kind, ObjectRef};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1012",
    slug: "object-not-understood",
    severity: Severity::Error,
    title: "object or document is invalid",
    what: "A document isn't valid YAML or isn't an object, or a backend is in an unknown format.",
    why: "It is ignored, as if it didn't exist.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai: {}
      host: ollama.models.svc
   port: 11434
"#,
    right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai: {}
      host: ollama.models.svc
      port: 11434
"#,
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    // Of policies about TLS, what becomes of the routes is said as well: AGW1014.
    let is_said = |object: &ObjectRef| object.kind == Kind::BackendTlsPolicy;
    let unread = input.snapshot.broken.iter();
    let unread = unread.filter(|(object, broken)| broken.faults.is_empty() && !is_said(object));
    let broken = unread.map(|(object, broken)| {
        Finding::on(object.kind, &object.name, format!("it is invalid: {}", broken.reason))
    });
    let is_broken = |problem: &&Problem| matches!(problem.reason, ProblemReason::NotUnderstood(_));
    let problems = input.snapshot.problems.iter().filter(is_broken);
    let problems = problems.map(|problem| Finding {
        origin: Some(problem.origin.clone()),
        ..Finding::plain(problem.reason.to_string())
    });
    broken.chain(problems).collect()
}
