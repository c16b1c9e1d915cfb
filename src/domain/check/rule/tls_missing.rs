//! AGW4002 tls-missing: port 443 is called without TLS.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::input::ProviderOf;
use crate::domain::value::object_ref::Kind;
use crate::domain::value::shell::word;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4002",
    slug: "tls-missing",
    severity: Severity::Error,
    title: "port 443 is called without TLS",
    what: "A provider sets `host` with port 443, but no `policies.tls`.",
    why: "Overriding the host disables the provider's TLS, even on port 443: the request and its key are sent in plain text, and the server closes the connection or answers 400.",
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
      pathPrefix: /openai/v1
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
    let bare = |provider: &ProviderOf<'_>| {
        let to = provider.written;
        to.host.is_some() && to.port == Some(443) && provider.policy(|p| p.tls.as_ref()).is_none()
    };
    let finding = |provider: ProviderOf<'_>| {
        let host = provider.written.host.as_deref().unwrap_or_default();
        provider
            .finding(format!("{host}:443 is called without TLS, so the key is sent in plain text"))
            .next(format!("set policies.tls.sni to {} with {}", word(host), provider.edit()))
    };
    input.providers().filter(bare).map(finding).collect()
}
