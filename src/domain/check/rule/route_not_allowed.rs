//! AGW1010 route-not-allowed: Gateway doesn't accept routes from this namespace.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents};
use crate::domain::route::reason::{ListenerRefusal, Reason};
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1010",
    slug: "route-not-allowed",
    severity: Severity::Error,
    title: "Gateway doesn't accept routes from this namespace",
    what: "The listener's `allowedRoutes` excludes the route. Without the field, a listener only accepts routes in its own namespace.",
    why: "The route isn't attached to anything: its requests get 404 \"route not found\".",
    wrong: documents!(
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
  namespace: infra
spec:
  gatewayClassName: agentgateway
  listeners:
  - name: http
    protocol: HTTP
    port: 80
"#,
        backend!(),
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
    namespace: infra
  rules:
  - backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
"#
    ),
    right: documents!(
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
  namespace: infra
spec:
  gatewayClassName: agentgateway
  listeners:
  - name: http
    protocol: HTTP
    port: 80
    allowedRoutes:
      namespaces:
        from: All
"#,
        backend!(),
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
    namespace: infra
  rules:
  - backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
"#
    ),
    reads: &[Kind::HttpRoute, Kind::Gateway],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let is_it = |why: &ListenerRefusal| {
        matches!(
            why,
            ListenerRefusal::Kind(_) | ListenerRefusal::Namespace(_) | ListenerRefusal::Labels(_)
        )
    };
    input.rejected(
        Kind::HttpRoute,
        |reason| matches!(reason, Reason::Unattached(why) if why.any(is_it)),
    )
}
