//! AGW1004 gateway-not-found: a route belongs to a Gateway that does not exist.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::route::reason::{Reason, Unattached};
use crate::domain::value::near;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1004",
    slug: "gateway-not-found",
    severity: Severity::Error,
    title: "a route belongs to a Gateway that does not exist",
    what: "A parentRef names a Gateway that is not there. Without a namespace it is looked for beside the route. Files without any Gateway are served at an implied one, and nothing is missed.",
    why: "The route is attached to nothing: its requests get 404 \"route not found\".",
    wrong: r#"apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: agentgateway-proxy
spec:
  gatewayClassName: agentgateway
  listeners:
  - name: http
    protocol: HTTP
    port: 80
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
---
apiVersion: gateway.networking.k8s.io/v1
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
"#,
    right: r#"apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: agentgateway-proxy
spec:
  gatewayClassName: agentgateway
  listeners:
  - name: http
    protocol: HTTP
    port: 80
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: agentgateway-proxy
  rules:
  - backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
"#,
    reads: &[Kind::HttpRoute, Kind::Gateway],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    input.rejected(Kind::HttpRoute, |reason| match reason {
        Reason::Unattached(Unattached::NotFound { parent, .. }) => parent.kind == Kind::Gateway,
        Reason::Unattached(Unattached::NotSupported { kind, .. }) => {
            near::nearest([Kind::Gateway.names().kind, Kind::ListenerSet.names().kind], kind)
                .is_some()
        }
        _ => false,
    })
}
