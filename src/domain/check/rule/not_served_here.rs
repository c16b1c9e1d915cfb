//! AGW5011 not-served-here: serve doesn't support a part of an object.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::unworded::{self, Unworded};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW5011",
    slug: "not-served-here",
    severity: Severity::Info,
    title: "serve doesn't support a part of an object",
    what: "The object needs something that `kubectl agw serve` doesn't support, or a Secret or Service that isn't in the files.",
    why: "The object may work in the cluster. `serve` reports it at startup, and answers requests for it with an error.",
    wrong: r#"apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
spec:
  gatewayClassName: agentgateway
  listeners:
  - name: http
    protocol: HTTP
    port: 80
    allowedRoutes:
      kinds:
      - group: agentgateway.dev
        kind: AgentgatewayModel
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayModel
metadata:
  name: sonar
spec:
  parentRefs:
  - name: edge
  provider: Perplexity
"#,
    right: r#"apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: edge
spec:
  gatewayClassName: agentgateway
  listeners:
  - name: http
    protocol: HTTP
    port: 80
    allowedRoutes:
      kinds:
      - group: agentgateway.dev
        kind: AgentgatewayModel
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayModel
metadata:
  name: sonar
spec:
  parentRefs:
  - name: edge
  provider: OpenAI
"#,
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    unworded::findings(input, Unworded::OnlyHere)
}
