//! AGW4011 route-type-unknown: unknown route type.

use super::route_type_misspelt::meant;
use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::llm::format::RouteType;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4011",
    slug: "route-type-unknown",
    severity: Severity::Error,
    title: "unknown route type",
    what: "A value of `policies.ai.routes` isn't a route type.",
    why: "agentgateway's CRD rejects it; if it is kept, requests to the path are parsed as chat completions.",
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
      routes:
        "/v1/embeddings": Chat
        "*": Passthrough
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
      routes:
        "/v1/embeddings": Completions
        "*": Passthrough
"#,
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for provider in input.providers() {
        for (suffix, name) in provider.routes().into_iter().flatten() {
            if RouteType::from_crd(name).is_some() || meant(name).is_some() {
                continue;
            }
            let all: Vec<_> = RouteType::ALL.iter().map(|row| row.1).collect();
            let message =
                format!("`policies.ai.routes` maps {suffix:?} to the unknown route type {name:?}");
            found.push(provider.finding(message).next(format!("use one of {}", all.join(", "))));
        }
    }
    found
}
