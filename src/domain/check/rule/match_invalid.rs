//! AGW3009 match-invalid: match is invalid.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents};
use crate::domain::compile::rejection::RejectionSubject;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW3009",
    slug: "match-invalid",
    severity: Severity::Error,
    title: "match is invalid",
    what: "A regular expression doesn't compile, a path doesn't start with `/`, or a header has an invalid name.",
    why: "The match matches no requests; they are matched by other rules, or get 404.",
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
  - matches:
    - path:
        type: RegularExpression
        value: "/v1/(chat"
    backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
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
  - matches:
    - path:
        type: RegularExpression
        value: "/v1/(chat)"
    backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
"#
    ),
    reads: &[Kind::HttpRoute],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    input.rejected_about(Kind::HttpRoute, RejectionSubject::Match)
}
