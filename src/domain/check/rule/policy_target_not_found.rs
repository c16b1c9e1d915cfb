//! AGW1008 policy-target-not-found: policy's target not found.

use std::collections::HashSet;

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::{Input, edit};
use crate::domain::crd::policy::TargetRef;
use crate::domain::snapshot::kinds::target_kind;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW1008",
    slug: "policy-target-not-found",
    severity: Severity::Error,
    title: "policy's target not found",
    what: "A targetRef of an AgentgatewayPolicy names an object that doesn't exist in the policy's namespace, or a kind that policies can't target.",
    why: "The policy has no effect: no limit, no authentication, no guard. Nothing else reports this. If the target is in another namespace of the files, `serve` rejects its requests with 503.",
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
    let of_policies =
        input.astray().filter(|astray| astray.policy.kind == Kind::AgentgatewayPolicy);
    let astray: HashSet<_> =
        of_policies.map(|astray| (&astray.policy.name, astray.at.as_str())).collect();
    for policy in input.snapshot.policies.values() {
        let targets = policy.spec.target_refs.iter().enumerate();
        let wrong = targets.filter_map(|(at, target)| {
            let field = format!("spec.targetRefs[{at}]");
            let is_astray = astray.contains(&(&policy.name, field.as_str()));
            let why = absent(input, &policy.name.namespace, target).filter(|_| !is_astray)?;
            Some(format!("`{field}`: {why}"))
        });
        found.extend(wrong.map(|message| {
            let finding = Finding::on(Kind::AgentgatewayPolicy, &policy.name, message);
            finding.next(edit(Kind::AgentgatewayPolicy, &policy.name))
        }));
    }
    found.extend(input.astray().map(|astray| {
        let ObjectRef { kind, name } = &astray.policy;
        let next = "set `metadata.namespace` to the namespace of the target".to_owned();
        Finding::on(*kind, name, format!("`{}`: {astray}", astray.at)).next(next)
    }));
    found
}

/// Why a target is none.
fn absent(input: &Input<'_>, namespace: &str, target: &TargetRef) -> Option<String> {
    let TargetRef { group, kind, name, .. } = target;
    let namespace = target.namespace.as_deref().unwrap_or(namespace);
    let object = match target_kind(group, kind) {
        // Services are read only where something else names them.
        Some(Kind::Service) => return None,
        Some(
            kind
            @ (Kind::Gateway | Kind::ListenerSet | Kind::HttpRoute | Kind::AgentgatewayBackend),
        ) => ObjectRef::new(kind, ObjectName::new(namespace, name)),
        _ if UNREAD.contains(&(group.as_str(), kind.as_str())) => return None,
        _ => {
            let group = if group.is_empty() { "core" } else { group };
            return Some(format!("policies can't target {kind} of group {group}"));
        }
    };
    let is_absent = input.knows(object.kind) && input.snapshot.origin(&object).is_none();
    is_absent.then(|| format!("target {object} not found"))
}
