//! AGW4019 model-of-another-provider: provider doesn't have this model.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::llm::family;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4019",
    slug: "model-of-another-provider",
    severity: Severity::Error,
    title: "provider doesn't have this model",
    what: "The backend's model is another vendor's, and the provider's own host is called.",
    why: "The provider answers 404, since it has no such model.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: claude-sonnet-4-5
"#,
    right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      anthropic:
        model: claude-sonnet-4-5
"#,
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for provider in input.providers() {
        let (Some(row), Some(model)) = (provider.row(), provider.model()) else { continue };
        let Some(maker) = family::maker(model) else { continue };
        if family::sells_own(row.key) && row.key != maker && provider.written.host.is_none() {
            let message = format!("{model} is a model of {maker}, but {} is called", row.key);
            found.push(provider.finding(message).next(format!("use the provider {maker}")));
        }
    }
    found
}
