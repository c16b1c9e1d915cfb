//! AGW1008 policy-target-not-found: a policy is attached to nothing.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::value::object_ref::Kind;
use crate::domain::value::object_ref::{ObjectName, ObjectRef};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1008",
    slug: "policy-target-not-found",
    severity: Severity::Warning,
    title: "a policy is attached to nothing",
    what: "A targetRef of an AgentgatewayPolicy names an object that is not in the policy's namespace.",
    why: "The policy does nothing: no limit, no authentication, no guard. Nothing else says so.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
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
    right: r#"apiVersion: agentgateway.dev/v1alpha1
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
    reads: &[Kind::AgentgatewayPolicy],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for policy in input.snapshot.policies.values() {
        for target in &policy.spec.target_refs {
            let Some(kind) = Kind::of(&target.group, &target.kind) else { continue };
            let name = ObjectName::new(&policy.name.namespace, &target.name);
            let object = ObjectRef::new(kind, name);
            if input.knows(kind) && input.snapshot.origin(&object).is_none() {
                let message = format!("its target {object} does not exist");
                found.push(Finding::on(Kind::AgentgatewayPolicy, &policy.name, message));
            }
        }
    }
    found
}
