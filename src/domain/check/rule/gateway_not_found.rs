//! AGW1004 gateway-not-found: Gateway not found.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents, route};
use crate::domain::route::reason::{Reason, Unattached};
use crate::domain::value::near;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1004",
    slug: "gateway-not-found",
    severity: Severity::Error,
    title: "Gateway not found",
    what: "A parentRef names a Gateway that doesn't exist. Without a namespace, it is looked up in the route's namespace. Files without any Gateway are served at an implied one and aren't reported.",
    why: "The route isn't attached to anything: its requests get 404 \"route not found\".",
    wrong: documents!(
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: agentgateway-proxy
spec:
  gatewayClassName: agentgateway
  listeners:
  - name: http
    protocol: HTTP
    port: 80
"#,
        backend!(),
        route!()
    ),
    right: documents!(
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: agentgateway-proxy
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
  - name: agentgateway-proxy
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
    input.rejected(Kind::HttpRoute, |reason| match reason {
        Reason::Unattached(Unattached::NotFound { parent, .. }) => parent.kind == Kind::Gateway,
        Reason::Unattached(Unattached::NotSupported { kind, .. }) => {
            near::nearest([Kind::Gateway.names().kind, Kind::ListenerSet.names().kind], kind)
                .is_some()
        }
        _ => false,
    })
}
