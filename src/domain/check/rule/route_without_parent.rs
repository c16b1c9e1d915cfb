//! AGW1011 route-without-parent: route has no parent.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents, gateway, route};
use crate::domain::route::reason::{Reason, Unattached};
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1011",
    slug: "route-without-parent",
    severity: Severity::Error,
    title: "route has no parent",
    what: "An HTTPRoute has no `parentRefs`.",
    why: "It isn't attached to anything: no request reaches it.",
    wrong: documents!(
        gateway!(),
        backend!(),
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  rules:
  - backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
"#
    ),
    right: documents!(gateway!(), backend!(), route!()),
    reads: &[Kind::HttpRoute, Kind::Gateway],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let is_it = |reason: &Reason| *reason == Reason::Unattached(Unattached::NoParents);
    input.rejected(Kind::HttpRoute, is_it)
}
