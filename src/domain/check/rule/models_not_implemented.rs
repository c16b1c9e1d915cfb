//! AGW4013 models-not-implemented: route type Models answers 501.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::llm::format::RouteType;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4013",
    slug: "models-not-implemented",
    severity: Severity::Warning,
    title: "route type Models answers 501",
    what: "A value of `policies.ai.routes` is `Models`.",
    why: "The CRD accepts it, but agentgateway answers 501 \"Route 'Models' not implemented\". `Passthrough` forwards the request to the provider.",
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
        "/v1/models": Models
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
        "/v1/models": Passthrough
        "*": Passthrough
"#,
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for provider in input.providers() {
        for (suffix, name) in provider.routes().into_iter().flatten() {
            if RouteType::from_crd(name) == Some(RouteType::Models) {
                let message = format!(
                    "requests for {suffix} are answered with 501: `Models` is not implemented"
                );
                found.push(provider.finding(message).next("use Passthrough"));
            }
        }
    }
    found
}
