//! AGW4003 routes-map-missing: every request is parsed as chat completions.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::input::ProviderOf;
use crate::domain::check::sample::backend;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4003",
    slug: "routes-map-missing",
    severity: Severity::Info,
    title: "every request is parsed as chat completions",
    what: "A backend has no `policies.ai.routes`.",
    why: "Embeddings, messages, responses and model lists are then parsed as chat completions and answered with 400. A backend that is only used for chat needs no map.",
    wrong: backend!(),
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
        "/v1/chat/completions": Completions
        "/v1/embeddings": Embeddings
        "*": Passthrough
"#,
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let wrong = |provider: &ProviderOf<'_>| provider.row().is_some() && provider.routes().is_none();
    let finding = |provider: ProviderOf<'_>| {
        provider
            .finding("without `policies.ai.routes` every request is parsed as chat completions")
            .next("see `kubectl agw explain provider openai` for a complete map")
    };
    input.providers().filter(wrong).map(finding).collect()
}
