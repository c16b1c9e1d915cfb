//! AGW1019 not-served: object or rule can't be served.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents, route};
use crate::domain::check::unworded::{self, Unworded};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1019",
    slug: "not-served",
    severity: Severity::Error,
    title: "object or rule can't be served",
    what: "An object, a listener, a rule or a policy that applies to it has a value that nothing can be made of, or a reference that leads nowhere. `kubectl agw serve` reports the same at startup.",
    why: "What uses it answers with an error, or is missing: requests get 404, 500 or 503.",
    wrong: documents!(
        r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: guard
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
    name: gpt
  backend:
    ai:
      promptGuard:
        request:
        - regex:
            action: Reject
            matches:
            - "(sk-[a-z0-9]{8}"
"#,
        backend!(),
        route!()
    ),
    right: documents!(
        r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: guard
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
    name: gpt
  backend:
    ai:
      promptGuard:
        request:
        - regex:
            action: Reject
            matches:
            - "(sk-[a-z0-9]{8})"
"#,
        backend!(),
        route!()
    ),
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    unworded::findings(input, Unworded::Broken)
}
