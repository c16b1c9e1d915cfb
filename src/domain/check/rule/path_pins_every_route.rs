//! AGW4009 path-pins-every-route: every request is sent to one path.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::input::ProviderOf;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4009",
    slug: "path-pins-every-route",
    severity: Severity::Warning,
    title: "every request is sent to one path",
    what: "A provider sets `path`.",
    why: "It replaces the path and query of every request regardless of its type: embeddings are sent to the chat endpoint too. `pathPrefix` keeps them apart.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: llama-3.3-70b-versatile
      host: api.groq.com
      port: 443
      path: /openai/v1/chat/completions
  policies:
    tls:
      sni: api.groq.com
"#,
    right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai:
        model: llama-3.3-70b-versatile
      host: api.groq.com
      port: 443
      pathPrefix: /openai/v1
  policies:
    tls:
      sni: api.groq.com
"#,
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let finding = |provider: ProviderOf<'_>| {
        let path = provider.written.path.as_deref()?;
        let message =
            format!("every request is sent to {path}, including embeddings and model lists");
        Some(provider.finding(message).next("use `pathPrefix` instead of `path`"))
    };
    input.providers().filter_map(finding).collect()
}
