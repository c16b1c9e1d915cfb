//! AGW7101 groups-evict-by-default: groups of providers fail over by default.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::crd::release::Release;
use crate::domain::upgrade::site::{self, FieldSite};
use crate::domain::upgrade::{Impact, ReleaseChange};
use crate::domain::value::object_ref::Kind;
use std::collections::BTreeSet;

/// The row.
pub const CHANGE: ReleaseChange = ReleaseChange {
    release: Release::V1_6,
    effect: Impact::Changes,
    source: "https://github.com/agentgateway/agentgateway/pull/3462",
    rule: Rule {
        code: "AGW7101",
        slug: "groups-evict-by-default",
        severity: Severity::Warning,
        title: "groups of providers fail over by default",
        what: "A backend has several groups of providers, and neither it nor an AgentgatewayPolicy of its namespace sets `health`.",
        why: "Before 1.6 no provider was ever evicted without `health.eviction`. From then on a failing provider is, and requests go to the next group.",
        wrong: r#"apiVersion: agentgateway.dev/v1alpha1
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
        right: r#"apiVersion: agentgateway.dev/v1alpha1
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
      unhealthyCondition: response.code >= 500
      eviction:
        duration: 10s
"#,
        reads: &[Kind::AgentgatewayBackend, Kind::AgentgatewayPolicy],
        check,
    },
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let by_policy: BTreeSet<_> = site::policies(input)
        .into_iter()
        .filter(|policy| policy.field("backend").is_some_and(|b| b.field("health").is_some()))
        .map(|policy| policy.name.namespace)
        .collect();
    let finding = |groups: FieldSite| {
        groups
            .finding("its groups fail over from 1.6 on, though no `health` says so")
            .next("set `policies.health` with `eviction` to decide when a provider is evicted")
    };
    let backends = site::backends(input).into_iter();
    let plain = backends.filter(|backend| {
        backend.fields("health").is_empty() && !by_policy.contains(&backend.name.namespace)
    });
    let groups = plain.filter_map(|backend| backend.field("ai")?.field("groups"));
    groups.filter(|groups| groups.items().len() > 1).map(finding).collect()
}
