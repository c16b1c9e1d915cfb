//! AGW1008 policy-target-not-found: policy's target not found.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents, route};
use crate::domain::route::reason::Reason;
use crate::domain::value::object_ref::{Kind, ObjectRef};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1008",
    slug: "policy-target-not-found",
    severity: Severity::Error,
    title: "policy's target not found",
    what: "A targetRef of an AgentgatewayPolicy names an object that doesn't exist in the policy's namespace, or a kind that policies can't target.",
    why: "The policy has no effect: no limit, no authentication, no guard. Nothing else reports this. If the target is in another namespace of the files, `serve` rejects its requests with 503.",
    wrong: documents!(
        r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: limits
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
    name: gtp
  traffic:
    rateLimit:
      local:
      - requests: 10
        unit: Minutes
"#,
        backend!(),
        route!()
    ),
    right: documents!(
        r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: limits
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: HTTPRoute
    name: gpt
  traffic:
    rateLimit:
      local:
      - requests: 10
        unit: Minutes
"#,
        backend!(),
        route!()
    ),
    reads: &[Kind::AgentgatewayPolicy],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = input.missed_targets(
        |reason| matches!(reason, Reason::TargetNotFound { why, .. } if !why.is_section()),
    );
    found.extend(input.astray().map(|astray| {
        let ObjectRef { kind, name } = &astray.policy;
        let next = "set `metadata.namespace` to the namespace of the target".to_owned();
        Finding::on(*kind, name, format!("`{}`: {astray}", astray.at)).next(next)
    }));
    found
}
