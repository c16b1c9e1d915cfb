//! AGW3002 shadowed-match: match can never win.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, backend_mini, documents};
use crate::domain::check::shadow::Shadowed;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW3002",
    slug: "shadowed-match",
    severity: Severity::Warning,
    title: "match can never win",
    what: "A rule has several `matches`, and every request that one of them matches is matched by a rule with higher precedence.",
    why: "The rule works, but never because of this match.",
    wrong: documents!(
        backend!(),
        backend_mini!(),
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: a
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
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: b
spec:
  parentRefs:
  - name: edge
  rules:
  - matches:
    - path:
        type: PathPrefix
        value: /v1
    - path:
        type: PathPrefix
        value: /v2
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
  name: a
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
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: b
spec:
  parentRefs:
  - name: edge
  rules:
  - matches:
    - path:
        type: PathPrefix
        value: /v2
    - path:
        type: PathPrefix
        value: /v3
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
            "rule {}: its match `{}` is never reached: {} matches `{}` before it",
            rule.index,
            shadowed.candidate.matcher,
            shadowed.winner(),
            shadowed.by.matcher
        );
        Finding::on(Kind::HttpRoute, &rule.route, message)
    };
    let rules = input.shadowed();
    let partly = rules.iter().filter(|rule| !rule.is_whole());
    partly.flat_map(|rule| &rule.matches).map(finding).collect()
}
