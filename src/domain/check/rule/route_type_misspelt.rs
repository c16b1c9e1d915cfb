//! AGW4010 route-type-misspelt: a route type is written in the wrong case.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::llm::format::RouteType;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4010",
    slug: "route-type-misspelt",
    severity: Severity::Error,
    title: "a route type is written in the wrong case",
    what: "A value of `policies.ai.routes` is a route type in another spelling: older manifests and standalone configurations write `completions`, the CRD wants `Completions`.",
    why: "agentgateway's CRD refuses it; where it is kept, the path is read as chat completions.",
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
        "/v1/embeddings": embeddings
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
        "/v1/embeddings": Embeddings
        "*": Passthrough
"#,
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for provider in input.providers() {
        for (suffix, name) in provider.routes().into_iter().flatten() {
            let Some(meant) = meant(name) else { continue };
            let message =
                format!("`policies.ai.routes` maps {suffix:?} to {name:?}, which is no route type");
            found.push(provider.finding(message).next(format!("write {meant}")));
        }
    }
    found
}

/// The type that a wrong spelling stands for.
pub(super) fn meant(name: &str) -> Option<&'static str> {
    if RouteType::from_crd(name).is_some() {
        return None;
    }
    let bare = name.replace(['_', '-', ' '], "");
    RouteType::ALL.iter().map(|row| row.1).find(|known| known.eq_ignore_ascii_case(&bare))
}
