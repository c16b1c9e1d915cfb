//! AGW4015 host-without-port: host without a port, or port without a host.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::input::ProviderOf;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4015",
    slug: "host-without-port",
    severity: Severity::Error,
    title: "host without a port, or port without a host",
    what: "A provider's `host` and `port` must be set together or not at all.",
    why: "agentgateway's CRD rejects one without the other.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai: {}
      host: api.groq.com
      pathPrefix: /openai/v1
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
      openai: {}
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
    let wrong = |provider: &ProviderOf<'_>| {
        provider.written.host.is_some() != provider.written.port.is_some()
    };
    let finding = |provider: ProviderOf<'_>| {
        provider.finding("it has only one of `host` and `port`").next("set both, or neither")
    };
    input.providers().filter(wrong).map(finding).collect()
}
