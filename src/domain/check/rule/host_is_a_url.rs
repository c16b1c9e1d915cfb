//! AGW4008 host-is-a-url: host contains a scheme, a port or a path.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::manifest::names;
use crate::domain::value::object_ref::Kind;
use crate::domain::value::shell::word;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW4008",
    slug: "host-is-a-url",
    severity: Severity::Error,
    title: "host contains a scheme, a port or a path",
    what: "`host`, or the `endpoint` of azureopenai, isn't a plain hostname.",
    why: "It is used literally: `https://x` becomes the host `https://x.openai.azure.com`, which doesn't resolve.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      azureopenai:
        endpoint: https://my-resource.openai.azure.com
        deploymentName: gpt-4o
"#,
    right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      azureopenai:
        endpoint: my-resource.openai.azure.com
        deploymentName: gpt-4o
"#,
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for provider in input.providers() {
        let azure = provider.written.azureopenai.as_ref();
        let hosts = [
            ("host", provider.written.host.as_ref()),
            ("azureopenai.endpoint", azure.and_then(|azure| azure.endpoint.as_ref())),
        ];
        for (field, host) in hosts {
            let Some(host) = host.filter(|host| names::host(host).is_err()) else { continue };
            let bare = host.split_once("://").map_or(host.as_str(), |(_, rest)| rest);
            let bare = bare.split(['/', ':']).next().unwrap_or_default();
            let message = format!("`{field}` is {host}, but must be a plain hostname");
            found.push(provider.finding(message).next(format!("use {}", word(bare))));
        }
    }
    found
}
