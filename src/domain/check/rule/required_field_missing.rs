//! AGW4018 required-field-missing: provider lacks a required field.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4018",
    slug: "required-field-missing",
    severity: Severity::Error,
    title: "provider lacks a required field",
    what: "Azure requires `resourceName` and `resourceType`, azureopenai an `endpoint`.",
    why: "agentgateway's CRD rejects it, and the host can't be determined.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      azure:
        resourceName: my-resource
        model: gpt-4o
"#,
    right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      azure:
        resourceName: my-resource
        resourceType: OpenAI
        model: gpt-4o
"#,
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for provider in input.providers() {
        let to = provider.written;
        let azure = to.azure.as_ref();
        let lacks = [
            ("azure.resourceName", azure.is_some_and(|azure| azure.resource_name.is_none())),
            ("azure.resourceType", azure.is_some_and(|azure| azure.resource_type.is_none())),
            ("azureopenai.endpoint", to.azureopenai.as_ref().is_some_and(|a| a.endpoint.is_none())),
        ];
        let lacks = lacks.iter().filter(|(_, lacks)| *lacks);
        found.extend(lacks.map(|(field, _)| provider.finding(format!("it has no `{field}`"))));
    }
    found
}
