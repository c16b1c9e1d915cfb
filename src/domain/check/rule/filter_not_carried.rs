//! AGW5005 filter-not-carried: filter isn't supported by serve.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents, route};
use crate::domain::compile::rejection::RejectionSubject;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW5005",
    slug: "filter-not-carried",
    severity: Severity::Info,
    title: "filter isn't supported by serve",
    what: "A rule has a filter that `serve`, or agentgateway itself, doesn't support.",
    why: "`serve` rejects requests that match the rule with 501: a filter is never silently skipped.",
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
    filters:
    - type: ExtensionRef
      extensionRef:
        group: example.com
        kind: Filter
        name: mine
"#
    ),
    right: documents!(backend!(), route!()),
    reads: &[Kind::HttpRoute],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    input.rejected_about(Kind::HttpRoute, RejectionSubject::Filter)
}
