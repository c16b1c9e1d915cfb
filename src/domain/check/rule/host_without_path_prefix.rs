//! AGW4001 host-without-path-prefix: another host is called with the path of the caller.

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
    title: "another host is called with the path of the caller",
    what: "A provider has a `host` of its own, and neither `pathPrefix` nor `path`.",
    why: "A host override switches the building of paths off: the caller's path goes on as it is, prefix of the route included, while the body is translated. Most such requests get the provider's 404. Only `custom` builds its paths always.",
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
                "it has a `host` and no `pathPrefix`, so the caller's path goes there as it is",
            )
            .next("add `pathPrefix` beside `host`: /v1, or what stands in its place there")
    };
    input.providers().filter(wrong).map(finding).collect()
}
