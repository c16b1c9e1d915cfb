//! AGW1008 policy-target-not-found: a policy is attached to nothing.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::{Input, edit};
use crate::domain::compile::attached::targets;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1008",
    slug: "policy-target-not-found",
    severity: Severity::Error,
    title: "a policy is attached to nothing",
    what: "A targetRef of an AgentgatewayPolicy names an object that is not in the policy's namespace, or a kind that no policy can target.",
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

/// Targets of kinds that are not read here.
const UNREAD: &[(&str, &str)] =
    &[("gateway.networking.k8s.io", "GRPCRoute"), ("inference.networking.k8s.io", "InferencePool")];

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for policy in input.snapshot.policies.values() {
        let namespace = &policy.name.namespace;
        let next = edit(Kind::AgentgatewayPolicy, &policy.name);
        let mut find = |message: String| {
            let finding = Finding::on(Kind::AgentgatewayPolicy, &policy.name, message);
            found.push(finding.next(next.clone()));
        };
        for (at, target) in policy.spec.target_refs.iter().enumerate() {
            let field = format!("spec.targetRefs[{at}]");
            let object = match targets::target_kind(&target.group, &target.kind) {
                // Services are read only where something else names them.
                Some(Kind::Service) => continue,
                Some(
                    kind @ (Kind::Gateway
                    | Kind::ListenerSet
                    | Kind::HttpRoute
                    | Kind::AgentgatewayBackend),
                ) => ObjectRef::new(kind, ObjectName::new(namespace, &target.name)),
                _ if UNREAD.contains(&(target.group.as_str(), target.kind.as_str())) => continue,
                _ => {
                    let group = match target.group.as_str() {
                        "" => "core",
                        group => group,
                    };
                    find(format!(
                        "`{field}`: no policy can target {} of group {group}",
                        target.kind
                    ));
                    continue;
                }
            };
            if input.knows(object.kind) && input.snapshot.origin(&object).is_none() {
                find(format!("`{field}`: its target {object} does not exist"));
            }
        }
    }
    found
}
