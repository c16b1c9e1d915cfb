//! AGW3008 two-default-routes: two routes match everything.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, backend_mini, documents};
use crate::domain::check::shadow::Shadowed;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW3008",
    slug: "two-default-routes",
    severity: Severity::Warning,
    title: "two routes match everything",
    what: "Two HTTPRoutes of the same listener and host have a rule without conditions.",
    why: "Only one of them is ever used: the one whose namespace and name sort first. The other only looks like the default.",
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
  - backendRefs:
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
  - backendRefs:
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
  - backendRefs:
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
    - headers:
      - name: X-Model-Tier
        value: smart
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
        let (own, by) = (&shadowed.candidate.rule, &shadowed.by.rule);
        let message = format!(
            "rule {} matches everything, and so does HTTPRoute {}, which wins because its name sorts first",
            own.index, by.route
        );
        Finding::on(Kind::HttpRoute, &own.route, message)
            .next("add a header, a path or a hostname to match to one of them")
    };
    let rules = input.shadowed();
    let ties = rules.iter().flat_map(|rule| &rule.matches).filter(|one| one.is_tie());
    ties.filter(|tie| tie.is_default()).map(finding).collect()
}
