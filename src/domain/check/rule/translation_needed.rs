//! AGW5003 translation-needed: chat completions are translated for a provider.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::llm::format::{self, CompiledRoutes, RouteType};
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW5003",
    slug: "translation-needed",
    severity: Severity::Info,
    title: "chat completions are translated for a provider",
    what: "Requests for `/v1/chat/completions` reach a provider that does not speak this format.",
    why: "agentgateway translates them, with what the two formats do not have in common left out. A `serve` that does not carry the translation answers 501 and says so.",
    wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      anthropic:
        model: claude-sonnet-4-5
"#,
    right: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      anthropic:
        model: claude-sonnet-4-5
  policies:
    ai:
      routes:
        "/v1/messages": Messages
        "*": Passthrough
"#,
    reads: &[Kind::AgentgatewayBackend],
    check,
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for provider in input.providers() {
        let Some(row) = provider.row() else { continue };
        let routes = provider.routes().map(|written| CompiledRoutes::compile(written).0);
        let read_as = format::resolve(routes.as_ref(), "/v1/chat/completions");
        let forwards =
            matches!(read_as, RouteType::Passthrough | RouteType::Detect | RouteType::Models);
        if !forwards && !row.speaks(read_as) {
            let message = format!("{} is translated for {}", read_as.name(), row.key);
            found.push(provider.finding(message));
        }
    }
    found
}
