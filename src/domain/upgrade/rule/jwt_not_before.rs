//! AGW7111 jwt-not-before: tokens that are not valid yet are rejected.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::crd::release::Release;
use crate::domain::upgrade::site::{self, FieldSite};
use crate::domain::upgrade::{Impact, ReleaseChange};
use crate::domain::value::object_ref::Kind;

/// The row.
pub const CHANGE: ReleaseChange = ReleaseChange {
    release: Release::V1_6,
    effect: Impact::Breaks,
    source: "https://github.com/agentgateway/agentgateway/pull/3611",
    rule: Rule {
        code: "AGW7111",
        slug: "jwt-not-before",
        severity: Severity::Warning,
        title: "tokens that are not valid yet are rejected",
        what: "A policy checks JSON Web Tokens.",
        why: "From 1.6 on `nbf` is checked, with a leeway of 60 s: a token that is used before its time gets 401.",
        wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: guard
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: Gateway
    name: edge
  traffic:
    jwtAuthentication:
      providers:
      - issuer: https://id.example.com
        jwks:
          inline: '{"keys":[]}'
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
    apiKeyAuthentication:
      secretRef:
        name: keys
"#,
        reads: &[Kind::AgentgatewayPolicy],
        check,
    },
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let policies = site::policies(input).into_iter();
    let checking = policies.flat_map(|spec| spec.fields("jwtAuthentication"));
    let finding = |jwt: FieldSite| {
        jwt.finding(
            "from 1.6 on `nbf` is checked; a token that is used over 60 s before it gets 401",
        )
        .next("check that the clocks of issuers are right")
    };
    checking.map(finding).collect()
}
