//! AGW3001 unreachable-rule: rule can never win.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, backend_mini, documents};
use crate::domain::check::shadow::Shadowed;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW3001",
    slug: "unreachable-rule",
    severity: Severity::Warning,
    title: "rule can never win",
    what: "Every request that matches the rule is matched by a rule with higher precedence.",
    why: "It looks effective, but isn't. Exact paths take precedence over longer patterns, then those with a method, with more headers, with more query parameters.",
    wrong: documents!(
        backend!(),
        backend_mini!(),
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  rules:
  - matches:
    - path:
        type: PathPrefix
        value: /v1
    backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
  - matches:
    - path:
        type: PathPrefix
        value: /v1
    backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: mini
"#
    ),
    right: documents!(
        backend!(),
        backend_mini!(),
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  rules:
  - matches:
    - path:
        type: PathPrefix
        value: /v1
    backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
  - matches:
    - path:
        type: PathPrefix
        value: /v2
    backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: mini
"#
    ),
    reads: &[Kind::HttpRoute, Kind::Gateway],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let finding = |shadowed: &Shadowed| {
        let rule = &shadowed.candidate.rule;
        let message = format!(
            "rule {} is never reached: {} matches `{}` before it",
            rule.index,
            shadowed.winner(),
            shadowed.by.matcher
        );
        Finding::on(Kind::HttpRoute, &rule.route, message)
    };
    let mut found = Vec::new();
    for rule in input.shadowed() {
        if rule.is_whole() && !rule.matches.iter().all(Shadowed::is_tie) {
            found.extend(rule.matches.first().map(finding));
        }
    }
    found
}
