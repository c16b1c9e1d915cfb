//! AGW3003 tie-decided-by-name: two routes match the same requests.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, backend_mini, documents};
use crate::domain::check::shadow::Shadowed;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW3003",
    slug: "tie-decided-by-name",
    severity: Severity::Warning,
    title: "two routes match the same requests",
    what: "Rules of two HTTPRoutes match exactly the same requests of the same listener and host.",
    why: "agentgateway picks the route whose namespace and name sort first. The Gateway API specifies the older one, so with another gateway, or after renaming, another model answers.",
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
    - headers:
      - name: X-Model-Tier
        value: smart
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
    - headers:
      - name: X-Model-Tier
        value: smart
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
    - headers:
      - name: X-Model-Tier
        value: smart
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
    - headers:
      - name: X-Model-Tier
        value: fast
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
            "rule {} matches the same requests as HTTPRoute {} (`{}`), which wins because its name sorts \
             first",
            own.index, by.route, shadowed.by.matcher
        );
        Finding::on(Kind::HttpRoute, &own.route, message)
            .next("make one of the matches more specific, or delete one of the routes")
    };
    let rules = input.shadowed();
    let ties = rules.iter().flat_map(|rule| &rule.matches).filter(|one| one.is_tie());
    ties.filter(|tie| !tie.is_default()).map(finding).collect()
}
