//! AGW7006 proxy-protocol-identity-removed: the PROXY protocol no longer has an identity.

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
    effect: Impact::Breaks,
    source: "https://github.com/agentgateway/agentgateway/pull/2951",
    rule: Rule {
        code: "AGW7006",
        slug: "proxy-protocol-identity-removed",
        severity: Severity::Error,
        title: "the PROXY protocol no longer has an identity",
        what: "An expression reads `source.identity`, and a policy accepts the PROXY protocol, whose header had the identity that ztunnel had verified.",
        why: "From 1.5 on the identity in that header is ignored: such an expression fails, and an authorization by it rejects.",
        wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: proxied
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: Gateway
    name: edge
  frontend:
    proxyProtocol:
      version: V2
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: guard
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: Gateway
    name: edge
  traffic:
    authorization:
      policy:
        matchExpressions:
        - source.identity.namespace == "team"
"#,
        right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: guard
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: Gateway
    name: edge
  traffic:
    authorization:
      policy:
        matchExpressions:
        - source.identity.namespace == "team"
"#,
        reads: &[Kind::AgentgatewayPolicy],
        check,
    },
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let policies = site::policies(input);
    let is_proxied = policies.iter().any(|spec| !spec.fields("proxyProtocol").is_empty());
    let texts = policies.iter().filter(|_| is_proxied).flat_map(|spec| spec.texts());
    let reading =
        texts.filter(|text| text.value.as_str().is_some_and(|t| t.contains("source.identity")));
    let finding = |text: FieldSite| {
        text.finding("from 1.5 on `source.identity` is not set by the PROXY protocol")
            .next("let agentgateway terminate mTLS itself, or authorize by something else")
    };
    reading.map(finding).collect()
}
