//! AGW4006 alias-never-asked: an alias that no request can reach.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4006",
    slug: "alias-never-asked",
    severity: Severity::Warning,
    title: "an alias that no request can reach",
    what: "A provider pins a `model`, and none of its `modelAliases` is an alias of that model.",
    why: "Aliases apply to the pinned model, not to the one that the caller names: this map does nothing.",
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
      modelAliases:
        fast: gpt-4o-mini
"#,
    right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai: {}
  policies:
    ai:
      modelAliases:
        fast: gpt-4o-mini
"#,
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for provider in input.providers() {
        let aliases = provider.policy(|policies| policies.ai.as_ref()?.model_aliases.as_ref());
        let (Some(model), Some(aliases)) = (provider.model(), aliases) else { continue };
        let reached = |asked: &String| asked == model || asked.contains('*');
        if !aliases.is_empty() && !aliases.keys().any(reached) {
            let message = format!(
                "its `modelAliases` do nothing: {model} is pinned, and none of them is its alias"
            );
            found.push(provider.finding(message).next("leave `model` out, so that callers choose"));
        }
    }
    found
}
