//! AGW4004 groups-without-eviction: provider groups never fail over.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::crd::backend::{BackendSpec, Policies};
use crate::domain::crd::release::Release;
use crate::domain::snapshot::Object;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4004",
    slug: "groups-without-eviction",
    severity: Severity::Warning,
    title: "provider groups never fail over",
    what: "Before agentgateway 1.6: a backend has several groups of providers, but no `health.eviction`. From 1.6 on providers of several groups are evicted by default.",
    why: "Without it no provider is ever evicted: the first group receives every request, however often it fails. Also, 429 counts as healthy unless `health.unhealthyCondition` is set.",
    wrong: r#"# The release of agentgateway that is to take the manifests
apiVersion: kubectl-agw.dev/v1alpha1
kind: Surroundings
release: "1.5"
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    groups:
    - providers:
      - name: a
        openai:
          model: gpt-4o
    - providers:
      - name: b
        openai:
          model: gpt-4o-mini
"#,
    right: r#"# The release of agentgateway that is to take the manifests
apiVersion: kubectl-agw.dev/v1alpha1
kind: Surroundings
release: "1.5"
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    groups:
    - providers:
      - name: a
        openai:
          model: gpt-4o
    - providers:
      - name: b
        openai:
          model: gpt-4o-mini
  policies:
    health:
      unhealthyCondition: response.code >= 500 || response.code == 429
      eviction:
        duration: 30s
"#,
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    // From then on they are evicted by default.
    if input.snapshot.release >= Release::V1_6 {
        return Vec::new();
    }
    let evicts = |policies: &Policies| {
        policies.others.get("health").is_some_and(|health| health.get("eviction").is_some())
    };
    let by_policy = |backend: &Object<BackendSpec>| {
        input.snapshot.policies.values().any(|policy| {
            policy.name.namespace == backend.name.namespace
                && policy.spec.backend.as_ref().is_some_and(|b| b.policies.contains_key("health"))
        })
    };
    let mut found = Vec::new();
    for backend in input.snapshot.backends.values() {
        let groups = backend.spec.ai.as_ref().and_then(|ai| ai.groups.as_deref()).unwrap_or(&[]);
        let own =
            groups.iter().flat_map(|group| &group.providers).filter_map(|p| p.policies.as_ref());
        let evicting = own.chain(&backend.spec.policies).any(evicts) || by_policy(backend);
        if groups.len() > 1 && !evicting {
            let message = "its groups never fail over: there is no `health.eviction` to evict a failing provider";
            let next = "set `policies.health: {unhealthyCondition: response.code >= 500 || response.code == 429, eviction: {duration: 30s}}`";
            found.push(Finding::on(Kind::AgentgatewayBackend, &backend.name, message).next(next));
        }
    }
    found
}
