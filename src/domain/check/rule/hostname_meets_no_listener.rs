//! AGW3005 hostname-meets-no-listener: route and Gateway have no hostname in common.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents};
use crate::domain::route::reason::{ListenerRefusal, Reason};
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW3005",
    slug: "hostname-meets-no-listener",
    severity: Severity::Error,
    title: "route and Gateway have no hostname in common",
    what: "No listener of the Gateway accepts any of the route's `hostnames`.",
    why: "The route isn't attached to anything: its requests get 404.",
    wrong: documents!(
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
spec:
  gatewayClassName: agentgateway
  listeners:
  - name: http
    protocol: HTTP
    port: 80
    hostname: "*.example.com"
"#,
        backend!(),
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  hostnames:
  - models.example.org
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
spec:
  gatewayClassName: agentgateway
  listeners:
  - name: http
    protocol: HTTP
    port: 80
    hostname: "*.example.com"
"#,
        backend!(),
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  hostnames:
  - models.example.com
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
    let is_it = |why: &ListenerRefusal| matches!(why, ListenerRefusal::Hostname(_));
    input.rejected(
        Kind::HttpRoute,
        |reason| matches!(reason, Reason::Unattached(why) if why.any(is_it)),
    )
}
