//! AGW7108 telemetry-renamed: logs and spans over OTLP have the names of OpenTelemetry.

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
        code: "AGW7108",
        slug: "telemetry-renamed",
        severity: Severity::Warning,
        title: "logs and spans over OTLP have the names of OpenTelemetry",
        what: "A policy sends the access log or traces over OTLP.",
        why: "From 1.6 on attributes have other names: `src.addr` is `client.address`, `http.method` is `http.request.method`, `http.host` is `server.address`, `http.path` is `url.path` and `url.query`, `http.version` is `network.protocol.version`, `http.status` is `http.response.status_code`. Dashboards and alerts by the old names see nothing.",
        wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: guard
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: Gateway
    name: edge
  frontend:
    accessLog:
      otlp:
        backendRef:
          name: collector
          port: 4317
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
  frontend:
    accessLog:
      filter: response.code >= 400
"#,
        reads: &[Kind::AgentgatewayPolicy],
        check,
    },
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let frontends = site::policies(input).into_iter().filter_map(|spec| spec.field("frontend"));
    let sending = frontends.flat_map(|frontend| {
        let log = frontend.field("accessLog").and_then(|log| log.field("otlp"));
        log.into_iter().chain(frontend.field("tracing")).collect::<Vec<_>>()
    });
    let finding = |to: FieldSite| {
        to.finding("from 1.6 on its attributes have the names of OpenTelemetry (`http.status` is `http.response.status_code`)")
            .next("adapt dashboards, alerts and queries; `kubectl agw explain AGW7108` lists the names")
    };
    sending.map(finding).collect()
}
