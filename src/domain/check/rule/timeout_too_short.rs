//! AGW3011 timeout-too-short: timeout of a model is shorter than 30 seconds.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents};
use crate::domain::route::target::Target;
use crate::domain::value::object_ref::Kind;
use std::time::Duration;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW3011",
    slug: "timeout-too-short",
    severity: Severity::Warning,
    title: "timeout of a model is shorter than 30 seconds",
    what: "`timeouts.request` or `timeouts.backendRequest` of a rule that leads to a model is shorter than 30 seconds.",
    why: "A long response that isn't streamed, or a reasoning model, takes longer: such requests end with 504.",
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
    timeouts:
      request: 5s
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
    timeouts:
      request: 5m
"#
    ),
    reads: &[Kind::HttpRoute],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    for (_, _, _, candidate) in input.table.of_routes() {
        let rule = &candidate.rule;
        let shortest = rule.request_timeout.into_iter().chain(rule.backend_timeout).min();
        let models = rule
            .targets
            .iter()
            .any(|target| matches!(target.target, Target::Model(_) | Target::Models(_)));
        let Some(limit) = shortest.filter(|limit| *limit < ENOUGH && models) else { continue };
        let message = format!("rule {}: a timeout of {limit:?} is short for a model", rule.index);
        let finding = Finding::on(Kind::HttpRoute, &rule.route, message);
        if !found.contains(&finding) {
            found.push(finding);
        }
    }
    found
}

/// What an answer of some thousand tokens takes.
const ENOUGH: Duration = Duration::from_secs(30);
