//! AGW3010 hostname-not-lowercase: hostname isn't lowercase.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::sample::{backend, documents};
use crate::domain::value::object_ref::Kind;
use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::shell::word;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW3010",
    slug: "hostname-not-lowercase",
    severity: Severity::Error,
    title: "hostname isn't lowercase",
    what: "A hostname of a route or a listener contains uppercase letters.",
    why: "agentgateway compares hostnames byte by byte, and clients send them in lowercase: no request matches. An API server rejects such a route.",
    wrong: documents!(
        backend!(),
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  hostnames:
  - Models.Example.com
  rules:
  - backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
"#
    ),
    right: documents!(
        backend!(),
        r#"apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: gpt
spec:
  parentRefs:
  - name: edge
  hostnames:
  - models.example.com
  rules:
  - backendRefs:
    - group: agentgateway.dev
      kind: AgentgatewayBackend
      name: gpt
"#
    ),
    reads: &[],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let has_capitals = |name: &&String| name.bytes().any(|byte| byte.is_ascii_uppercase());
    let finding = |kind: Kind, object: &ObjectName, name: &String| {
        Finding::on(
            kind,
            object,
            format!(
                "its hostname {name} contains uppercase letters, so no request \
                                           matches"
            ),
        )
        .next(format!("use {}", word(&name.to_lowercase())))
    };
    let mut found = Vec::new();
    for route in input.snapshot.routes.values() {
        let names = route.spec.hostnames.iter().flatten().filter(has_capitals);
        found.extend(names.map(|name| finding(Kind::HttpRoute, &route.name, name)));
    }
    for gateway in input.snapshot.gateways.values() {
        let names = gateway.spec.listeners.iter().filter_map(|listener| listener.hostname.as_ref());
        let names = names.filter(has_capitals);
        found.extend(names.map(|name| finding(Kind::Gateway, &gateway.name, name)));
    }
    found
}
