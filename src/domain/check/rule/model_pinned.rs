//! AGW4005 model-pinned: the model that callers name is replaced.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::input::ProviderOf;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4005",
    slug: "model-pinned",
    severity: Severity::Info,
    title: "the model that callers name is replaced",
    what: "A provider names a `model`.",
    why: "It is sent whatever the request asks for; it is no filter and no default. Coding agents, which use several models, get this one for all. A backend without `model` sends what was asked for.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: gpt-4o
"#,
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
        Some(provider.finding(format!("{model} is sent, whatever model a request names")))
    };
    input.providers().filter_map(finding).collect()
}
