//! AGW4001 host-without-path-prefix: custom host is called with the client's path.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::check::input::ProviderOf;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4001",
    slug: "host-without-path-prefix",
    severity: Severity::Warning,
    title: "custom host is called with the client's path",
    what: "A provider sets `host`, but neither `pathPrefix` nor `path`.",
    why: "Overriding the host disables path building: the client's path is forwarded unchanged, including the route's prefix, while the body is translated. Most such requests get 404 from the provider. Only `custom` always builds its paths.",
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
    let wrong = |provider: &ProviderOf<'_>| {
        let to = provider.written;
        to.host.is_some() && to.custom.is_none() && to.path.is_none() && to.path_prefix.is_none()
    };
    let finding = |provider: ProviderOf<'_>| {
        provider
            .finding(
                "it has a `host` but no `pathPrefix`, so the client's path is forwarded unchanged",
            )
            .next("add `pathPrefix` next to `host`: /v1, or its equivalent there")
    };
    input.providers().filter(wrong).map(finding).collect()
}
