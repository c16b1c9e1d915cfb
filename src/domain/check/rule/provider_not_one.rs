//! AGW4014 provider-not-one: backend has no provider, or several.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::llm::provider::{PROVIDERS, Provider};
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4014",
    slug: "provider-not-one",
    severity: Severity::Error,
    title: "backend has no provider, or several",
    what: "There must be exactly one provider in `spec.ai.provider`, and in each entry of a group.",
    why: "agentgateway's CRD rejects anything else; if it is kept, only the first one would be called.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai: {}
      anthropic: {}
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
    let mut found = Vec::new();
    for provider in input.providers() {
        let set = |row: &&Provider| (row.config)(provider.written).is_some();
        let names: Vec<_> = PROVIDERS.iter().filter(set).map(|row| row.key).collect();
        match names.as_slice() {
            [_] => {}
            [] => {
                let known: Vec<_> = PROVIDERS.iter().map(|row| row.key).collect();
                let message = format!("it has no provider; use one of {}", known.join(", "));
                found.push(provider.finding(message));
            }
            several => {
                let message = format!("it has several providers: {}", several.join(", "));
                found.push(
                    provider.finding(message).next("keep one; for several, use `spec.ai.groups`"),
                );
            }
        }
    }
    found
}
