//! AGW7110 policy-services-have-time-limits: calls to the services of policies have a time limit.

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
    effect: Impact::Changes,
    source: "https://github.com/agentgateway/agentgateway/releases/tag/v1.6.0",
    rule: Rule {
        code: "AGW7110",
        slug: "policy-services-have-time-limits",
        severity: Severity::Warning,
        title: "calls to the services of policies have a time limit",
        what: "A policy asks a service: external authorization over gRPC, a global rate limit, or external processing.",
        why: "From 1.6 on authorization over gRPC has to answer within 2 s, rate limits and external processing within 10 s. A slower service counts as failed.",
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
    extAuth:
      backendRef:
        name: authorizer
        port: 9000
      grpc: {}
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
    rateLimit:
      local:
      - requests: 100
        unit: Minutes
"#,
        reads: &[Kind::AgentgatewayPolicy],
        check,
    },
};

const LIMITS: &[(&str, &str)] = &[("extAuth", "2 s"), ("extProc", "10 s"), ("global", "10 s")];

fn check(input: &Input<'_>) -> Vec<Finding> {
    let policies = site::policies(input);
    let mut found = Vec::new();
    for (field, limit) in LIMITS {
        let sites = policies.iter().flat_map(|spec| spec.fields(field));
        // Cases are found by themselves, and authorization over HTTP has no limit of this kind.
        let over_http = |site: &FieldSite| *field == "extAuth" && site.value.get("http").is_some();
        let asking =
            sites.filter(|site| site.value.get("conditional").is_none() && !over_http(site));
        found.extend(asking.map(|site| {
            site.finding(format!("from 1.6 on this service has to answer within {limit}"))
                .next("measure how long it takes; a slower answer counts as a failure")
        }));
    }
    found
}
