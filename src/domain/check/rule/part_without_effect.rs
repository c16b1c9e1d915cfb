//! AGW1020 part-without-effect: part of an object has no effect.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents, route};
use crate::domain::check::unworded::{self, Unworded};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1020",
    slug: "part-without-effect",
    severity: Severity::Warning,
    title: "part of an object has no effect",
    what: "The cluster accepts the object, but a part of it does nothing: a JWKS that can't be parsed, a user whose password hash is in an unknown format, a Secret entry that isn't an API key, or a target of a virtual model that doesn't exist.",
    why: "The clients whose credentials it lists are rejected with 401, and requests that select the target get 404.",
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
  traffic:
    basicAuthentication:
      users:
      - "alice:$6$salt$abcdef"
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
  traffic:
    basicAuthentication:
      users:
      - "alice:$apr1$r31Rrcnu$DZXMJ3n3I9NQjz5V2RFfb."
"#,
        backend!(),
        route!()
    ),
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    unworded::findings(input, Unworded::Faulty)
}
