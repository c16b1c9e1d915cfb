//! AGW4016 path-and-prefix: `path` with `pathPrefix`, or a prefix without a host.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4016",
    slug: "path-and-prefix",
    severity: Severity::Error,
    title: "`path` with `pathPrefix`, or a prefix without a host",
    what: "A provider's `path` and `pathPrefix` are mutually exclusive, and `pathPrefix` requires a `host`.",
    why: "agentgateway's CRD rejects it.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      openai: {}
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
    let mut found = Vec::new();
    for provider in input.providers() {
        let to = provider.written;
        let message = match (&to.path, &to.path_prefix, &to.host) {
            (Some(_), Some(_), _) => "it has both `path` and `pathPrefix`",
            (None, Some(_), None) => "it has a `pathPrefix` but no `host`",
            _ => continue,
        };
        found.push(provider.finding(message).next(provider.edit()));
    }
    found
}
