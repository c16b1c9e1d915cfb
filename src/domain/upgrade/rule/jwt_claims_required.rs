//! AGW7001 jwt-claims-required: tokens without `iss` or `aud` are rejected.

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
    source: "https://github.com/agentgateway/agentgateway/pull/2993",
    rule: Rule {
        code: "AGW7001",
        slug: "jwt-claims-required",
        severity: Severity::Error,
        title: "tokens without `iss` or `aud` are rejected",
        what: "A policy checks JSON Web Tokens. From 1.5 on a token must have `iss`, and `aud` where the policy lists `audiences`.",
        why: "A token without the claim was accepted before, and gets 401 from then on. In mode Permissive the request is forwarded without claims.",
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
        audiences:
        - models
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
    let policies = site::policies(input);
    let of_traffic = policies.iter().flat_map(|spec| spec.fields("jwtAuthentication"));
    let providers = of_traffic.filter_map(|jwt| jwt.field("providers"));
    let of_mcp = policies.iter().flat_map(|spec| spec.fields("mcp"));
    let of_mcp = of_mcp.filter_map(|mcp| mcp.field("authentication"));
    let issuers = providers.flat_map(|providers| providers.items()).chain(of_mcp);
    issuers.filter(|provider| provider.text("issuer").is_some()).map(|one| finding(&one)).collect()
}

fn finding(provider: &FieldSite) -> Finding {
    let audiences = provider.value.get("audiences").and_then(|all| all.as_array());
    let (claims, missing) = match audiences.is_some_and(|all| !all.is_empty()) {
        true => ("`iss` and `aud`", "either"),
        false => ("`iss`", "it"),
    };
    let issuer = provider.text("issuer").unwrap_or_default();
    let message = format!(
        "tokens of {issuer} must have {claims} from 1.5 on; one without {missing} is rejected with 401"
    );
    let at = provider.field("issuer").unwrap_or_else(|| provider.below("", &provider.value));
    at.finding(message).next(format!("let the issuer set {claims} before upgrading"))
}
