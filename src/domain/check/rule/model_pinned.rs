//! AGW4005 model-pinned: model in the request is overridden.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::input::ProviderOf;
use crate::domain::check::sample::backend;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4005",
    slug: "model-pinned",
    severity: Severity::Info,
    title: "model in the request is overridden",
    what: "A provider sets `model`.",
    why: "It is sent regardless of the request's model; it is neither a filter nor a default. Coding agents, which use several models, get this one for all requests. A backend without `model` sends the request's.",
    wrong: backend!(),
    right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai: {}
"#,
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let finding = |provider: ProviderOf<'_>| {
        let model = provider.model()?;
        Some(provider.finding(format!("{model} is sent, regardless of the model in the request")))
    };
    input.providers().filter_map(finding).collect()
}
