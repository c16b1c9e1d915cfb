//! AGW7104 messages-become-responses: messages are translated to responses instead of chat completions.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::crd::backend::{Provider, ProviderConfig};
use crate::domain::crd::release::Release;
use crate::domain::upgrade::site;
use crate::domain::upgrade::{Impact, ReleaseChange};
use crate::domain::value::object_ref::Kind;
use serde_json::Value;
use std::collections::BTreeSet;

/// The row.
pub const CHANGE: ReleaseChange = ReleaseChange {
    release: Release::V1_6,
    effect: Impact::Changes,
    source: "https://github.com/agentgateway/agentgateway/pull/3647",
    rule: Rule {
        code: "AGW7104",
        slug: "messages-become-responses",
        severity: Severity::Warning,
        title: "messages are translated to responses instead of chat completions",
        what: "Requests to `/v1/messages` reach a provider that speaks responses and chat completions, and no messages.",
        why: "Before 1.6 they were translated to chat completions. From then on they become responses: other features, limits and logs of the provider apply.",
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
        /v1/messages: Messages
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
        /v1/messages: Messages
"#,
        reads: &[Kind::AgentgatewayBackend, Kind::AgentgatewayModel],
        check,
    },
};

/// The providers of AgentgatewayModels that speak both; a Custom one by its formats.
const BOTH: &[&str] = &["Groq", "Huggingface", "Ollama", "OpenAI", "XAI"];

const MESSAGE: &str = "from 1.6 on messages are translated to responses for this provider";
const NEXT: &str = "test with the new translation; AGENTGATEWAY_MESSAGES_PREFER_COMPLETIONS=true in AgentgatewayParameters keeps the old one for now";

fn check(input: &Input<'_>) -> Vec<Finding> {
    let routed = input.providers().filter(|provider| {
        let mut types =
            provider.routes().into_iter().flatten().map(|(_, route_type)| &**route_type);
        types.any(|route_type| route_type == "Messages") && speaks_both(provider.written)
    });
    let backends: BTreeSet<_> = routed.map(|provider| provider.backend.name.clone()).collect();
    let of_backends = backends
        .iter()
        .map(|name| Finding::on(Kind::AgentgatewayBackend, name, MESSAGE).at("spec.ai").next(NEXT));
    let models = site::models(input).into_iter().filter(|model| {
        let formats = || model.field("custom").and_then(|custom| custom.field("formats"));
        model.text("provider").is_some_and(|provider| match provider {
            "Custom" => formats().is_some_and(|formats| has_both(types(&formats.value))),
            provider => BOTH.contains(&provider),
        })
    });
    let of_models =
        models.filter_map(|model| Some(model.field("provider")?.finding(MESSAGE).next(NEXT)));
    of_backends.chain(of_models).collect()
}

fn speaks_both(provider: &Provider) -> bool {
    let azure = [&provider.azure, &provider.azureopenai].into_iter().flatten();
    let is_claude = |config: &ProviderConfig| {
        let names = [&config.model, &config.deployment_name];
        names.into_iter().flatten().any(|name| name.contains("claude"))
    };
    let formats = provider.custom.iter().flat_map(|custom| custom.formats.iter().flatten());
    provider.openai.is_some()
        || azure.into_iter().any(|config| !is_claude(config))
        || has_both(formats.map(|format| format.r#type.as_str()))
}

/// Whether both are among the formats, and messages are not.
fn has_both<'f>(formats: impl Iterator<Item = &'f str>) -> bool {
    let formats: BTreeSet<_> = formats.collect();
    formats.is_superset(&["Completions", "Responses"].into()) && !formats.contains("Messages")
}

fn types(formats: &Value) -> impl Iterator<Item = &str> {
    formats.as_array().into_iter().flatten().filter_map(|format| format.get("type")?.as_str())
}
