//! AGW3006 weights-all-zero: all weights of a rule are 0.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents};
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW3006",
    slug: "weights-all-zero",
    severity: Severity::Error,
    title: "all weights of a rule are 0",
    what: "A rule has backendRefs, and all of them have weight 0.",
    why: "Requests that match the rule are answered with 500 \"no valid backends\".",
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
      weight: 0
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
      weight: 1
"#
    ),
    reads: &[Kind::HttpRoute],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for route in input.snapshot.routes.values() {
        for (index, rule) in route.spec.rules.iter().flatten().enumerate() {
            let references = rule.backend_refs.as_deref().unwrap_or(&[]);
            if !references.is_empty() && references.iter().all(|one| one.weight == Some(0)) {
                let message = format!("rule {index}: every backendRef has weight 0");
                found.push(Finding::on(Kind::HttpRoute, &route.name, message));
            }
        }
    }
    found
}
