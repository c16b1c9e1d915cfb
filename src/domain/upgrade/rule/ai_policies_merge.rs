//! AGW7004 ai-policies-merge: AI policies of a backend and of an AgentgatewayPolicy are merged by field.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::crd::release::Release;
use crate::domain::upgrade::site::{self, FieldSite};
use crate::domain::upgrade::{Impact, ReleaseChange};
use crate::domain::value::object_ref::Kind;

/// The row.
pub const CHANGE: ReleaseChange = ReleaseChange {
    release: Release::V1_5,
    effect: Impact::Changes,
    source: "https://github.com/agentgateway/agentgateway/pull/2821",
    rule: Rule {
        code: "AGW7004",
        slug: "ai-policies-merge",
        severity: Severity::Warning,
        title: "AI policies of a backend and of an AgentgatewayPolicy are merged by field",
        what: "A backend has `policies.ai`, and an AgentgatewayPolicy on it has `backend.ai` with other fields.",
        why: "Before 1.5 the policies of the backend replaced those of the AgentgatewayPolicy as a whole. From then on each field is merged, so those of the AgentgatewayPolicy that the backend does not set apply too.",
        wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
  policies:
    ai:
      defaults:
      - field: temperature
        value: 0.2
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: defaults
spec:
  targetRefs:
  - group: agentgateway.dev
    kind: AgentgatewayBackend
    name: gpt
  backend:
    ai:
      overrides:
      - field: user
        value: gateway
"#,
        right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
  policies:
    ai:
      defaults:
      - field: temperature
        value: 0.2
"#,
        reads: &[Kind::AgentgatewayBackend, Kind::AgentgatewayPolicy],
        check,
    },
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for policy in site::policies(input) {
        let Some(ai) = policy.field("backend").and_then(|backend| backend.field("ai")) else {
            continue;
        };
        for backend in site::backends(input) {
            if is_on(input, &policy, &backend) {
                found.extend(joining(&ai, &backend));
            }
        }
    }
    found
}

/// Whether a policy is attached to the backend itself.
fn is_on(input: &Input<'_>, policy: &FieldSite, backend: &FieldSite) -> bool {
    let snapshot = input.snapshot;
    let (Some(policy), Some(backend)) =
        (snapshot.policies.get(&policy.name), snapshot.backends.get(&backend.name))
    else {
        return false;
    };
    let names = Kind::AgentgatewayBackend.names();
    let is_backend = |group: &str, kind: &str| group == names.group && kind == names.kind;
    let spec = &policy.spec;
    let by_name = spec
        .target_refs
        .iter()
        .any(|target| is_backend(&target.group, &target.kind) && target.name == backend.name.name);
    let by_labels = spec.target_selectors.iter().any(|target| {
        is_backend(&target.group, &target.kind)
            && target
                .match_labels
                .iter()
                .all(|(key, value)| backend.meta.labels.get(key) == Some(value))
    });
    policy.name.namespace == backend.name.namespace && (by_name || by_labels)
}

/// The fields of the policy that each `policies.ai` of the backend has hidden so far.
fn joining(ai: &FieldSite, backend: &FieldSite) -> Vec<Finding> {
    let own = backend.fields("policies").into_iter().filter_map(|policies| policies.field("ai"));
    let finding = |own: FieldSite| {
        let fields = ai.value.as_object().into_iter().flatten().map(|(name, _)| name);
        let hidden = fields.filter(|name| own.value.get(name.as_str()).is_none());
        let hidden: Vec<_> = hidden.map(|name| format!("`{name}`")).collect();
        (!hidden.is_empty()).then(|| {
            own.finding(format!(
                "from 1.5 on {} of AgentgatewayPolicy {} applies here too",
                hidden.join(", "),
                ai.name
            ))
            .next("remove it from the AgentgatewayPolicy, or set the same field here")
        })
    };
    own.filter_map(finding).collect()
}
