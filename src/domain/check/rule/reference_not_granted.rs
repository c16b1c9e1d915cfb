//! AGW1006 reference-not-granted: reference to another namespace isn't permitted.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::route::reason::Reason;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1006",
    slug: "reference-not-granted",
    severity: Severity::Error,
    title: "reference to another namespace isn't permitted",
    what: "A route refers to a backend in another namespace, and no ReferenceGrant there permits it.",
    why: "Requests are answered with 500 \"backend does not exist\".",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
  namespace: models
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
  namespace: apps
spec:
  parentRefs:
  - name: edge
    namespace: apps
  rules:
  - backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
      namespace: models
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
  namespace: apps
spec:
  gatewayClassName: agentgateway
  listeners:
  - name: http
    protocol: HTTP
    port: 80
"#,
    right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
  namespace: models
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
  namespace: apps
spec:
  parentRefs:
  - name: edge
    namespace: apps
  rules:
  - backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
      namespace: models
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
  namespace: apps
spec:
  gatewayClassName: agentgateway
  listeners:
  - name: http
    protocol: HTTP
    port: 80
---
apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata:
  name: routes-of-apps
  namespace: models
spec:
  from:
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
    namespace: apps
  to:
  - group: agentgateway.dev
    kind: AgentgatewayBackend
"#,
    reads: &[Kind::HttpRoute, Kind::ReferenceGrant],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    input.rejected(Kind::HttpRoute, |reason| matches!(reason, Reason::RefNotPermitted { .. }))
}
