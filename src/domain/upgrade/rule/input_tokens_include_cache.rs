//! AGW7003 input-tokens-include-cache: input and total tokens include cached tokens.

use crate::domain::check::Rule;
use crate::domain::check::finding::{Finding, Severity};
use crate::domain::check::input::Input;
use crate::domain::crd::backend::Provider;
use crate::domain::crd::release::Release;
use crate::domain::upgrade::site::{self, FieldSite};
use crate::domain::upgrade::{Impact, ReleaseChange};
use crate::domain::value::object_ref::Kind;

/// The row.
pub const CHANGE: ReleaseChange = ReleaseChange {
    release: Release::V1_5,
    effect: Impact::Changes,
    source: "https://github.com/agentgateway/agentgateway/pull/2880",
    rule: Rule {
        code: "AGW7003",
        slug: "input-tokens-include-cache",
        severity: Severity::Warning,
        title: "input and total tokens include cached tokens",
        what: "A limit or an expression counts tokens, and there are providers that used to report input without cached tokens: Anthropic, Bedrock, Vertex AI, or a custom one that speaks messages.",
        why: "From 1.5 on `llm.inputTokens` and `llm.totalTokens` include tokens read from and written to a prompt cache, so limits are reached sooner and expressions see larger numbers.",
        wrong: r#"apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata:
  name: gpt
spec:
  ai:
    provider:
      anthropic:
        model: claude-sonnet-4-5
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: guard
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: Gateway
    name: edge
  traffic:
    rateLimit:
      local:
      - tokens: 10000
        unit: Minutes
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
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata:
  name: guard
spec:
  targetRefs:
  - group: gateway.networking.k8s.io
    kind: Gateway
    name: edge
  traffic:
    rateLimit:
      local:
      - requests: 100
        unit: Minutes
"#,
        reads: &[Kind::AgentgatewayPolicy, Kind::AgentgatewayBackend, Kind::AgentgatewayModel],
        check,
    },
};

fn check(input: &Input<'_>) -> Vec<Finding> {
    if !has_such_provider(input) {
        return Vec::new();
    }
    let policies = site::policies(input);
    let local = policies.iter().flat_map(|spec| spec.fields("local"));
    let local = local.flat_map(|limits| limits.items()).filter_map(|limit| limit.field("tokens"));
    let descriptors = policies.iter().flat_map(|spec| spec.fields("descriptors"));
    let descriptors = descriptors.flat_map(|all| all.items());
    let global =
        descriptors.filter_map(|one| one.field("unit")).filter(|unit| unit.value == "Tokens");
    let limits = local.chain(global).map(|limit| {
        limit
            .finding("this limit counts cached tokens too from 1.5 on, and is reached sooner")
            .next("raise it by the share of cached tokens")
    });
    let expressions =
        policies.iter().chain(&site::backends(input)).flat_map(counting).collect::<Vec<_>>();
    limits.chain(expressions).collect()
}

/// Expressions that read the counts.
fn counting(spec: &FieldSite) -> Vec<Finding> {
    let names = ["llm.inputTokens", "llm.totalTokens"];
    let reading = spec.texts().into_iter().filter(|text| {
        text.value.as_str().is_some_and(|text| names.iter().any(|name| text.contains(name)))
    });
    let finding = |text: FieldSite| {
        text.finding("`llm.inputTokens` and `llm.totalTokens` include cached tokens from 1.5 on")
            .next("use `llm.providerInputTokens` and `llm.providerTotalTokens` for the provider's own counts")
    };
    reading.map(finding).collect()
}

fn has_such_provider(input: &Input<'_>) -> bool {
    let speaks_messages = |provider: &Provider| {
        let formats = provider.custom.iter().flat_map(|custom| custom.formats.iter().flatten());
        formats
            .into_iter()
            .any(|format| matches!(&*format.r#type, "Messages" | "AnthropicTokenCount"))
    };
    let is_such = |provider: &Provider| {
        provider.anthropic.is_some()
            || provider.bedrock.is_some()
            || provider.vertexai.is_some()
            || speaks_messages(provider)
    };
    let names = ["Anthropic", "Bedrock", "VertexAI", "Custom"];
    input.providers().any(|provider| is_such(provider.written))
        || input.snapshot.models.values().any(|model| {
            model.spec.provider.as_deref().is_some_and(|provider| names.contains(&provider))
        })
}
