//! AGW5003 translation-needed: chat completions are translated for a provider.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::llm::conversion::{self, Conversion};
use crate::domain::llm::format::{self, RouteType, RouteTypeTable};
use crate::domain::llm::{provider, translate};
use crate::domain::value::object_ref::Kind;

/// The row.
pub const RULE: Rule = Rule {
    code: "AGW5003",
    slug: "translation-needed",
    severity: Severity::Info,
    title: "chat completions are translated for a provider",
    what: "Requests for `/v1/chat/completions` reach a provider that doesn't support this format.",
    why: "agentgateway translates them and drops everything that the two formats don't have in common. `serve` does so between chat completions and messages; other translations are answered with 501 and an explanation.",
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
        let Some((row, config)) = provider::of(provider.written) else { continue };
        let routes = provider.routes().map(|written| RouteTypeTable::compile(written).0);
        let read_as = format::resolve(routes.as_ref(), "/v1/chat/completions");
        let forwards =
            matches!(read_as, RouteType::Passthrough | RouteType::Detect | RouteType::Models);
        let spoken = (row.chats)(&config.into(), config.model.as_deref().unwrap_or_default());
        let what = match conversion::convert(read_as, spoken) {
            _ if forwards => continue,
            Some(Conversion::Native) => continue,
            None if row.speaks(read_as) => continue,
            Some(Conversion::Into(format)) if translate::find(read_as, format).is_some() => {
                "is translated"
            }
            Some(Conversion::Into(_)) | None => "is translated, which serve does not support,",
            Some(Conversion::Unsupported) => "cannot be translated",
        };
        found.push(provider.finding(format!("{} {what} for {}", read_as.name(), row.key)));
    }
    found
}
