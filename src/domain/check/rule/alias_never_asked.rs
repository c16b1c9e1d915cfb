//! AGW4006 alias-never-asked: model alias can never be used.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4006",
    slug: "alias-never-asked",
    severity: Severity::Warning,
    title: "model alias can never be used",
    what: "A provider sets a `model`, and none of its `modelAliases` is an alias of that model.",
    why: "Aliases apply to the provider's model, not to the one in the request, so this map has no effect.",
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
                "its `modelAliases` have no effect: {model} is set, and none of them is an alias of it"
            );
            found.push(provider.finding(message).next("remove `model`, so that clients choose"));
        }
    }
    found
}
