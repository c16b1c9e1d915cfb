//! `promptGuard` as it is written.
//!
//! Source: agentgateway's `controller/api/v1alpha1/agentgateway/agentgateway_policy_types.go` at 75b4e6ce6,
//! `AIPromptGuard`.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::personal::Personal;
use crate::domain::llm::texts::TextScope;

/// The block of policies that the guards stand in. What else is there has readers of its own.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Block {
    pub(super) prompt_guard: Option<Guards>,
}

/// `promptGuard`: the guards of requests and of replies.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Guards {
    pub(super) request: Option<Vec<OfRequest>>,
    pub(super) response: Option<Vec<OfResponse>>,
    pub(super) streaming: Option<Streaming>,
}

/// Whether streams are inspected too.
#[derive(Deserialize)]
pub(super) enum Streaming {
    Enabled,
}

/// A guard of requests.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct OfRequest {
    regex: Option<Regex>,
    webhook: Option<IgnoredAny>,
    #[serde(rename = "openAIModeration")]
    openai_moderation: Option<IgnoredAny>,
    bedrock_guardrails: Option<IgnoredAny>,
    google_model_armor: Option<IgnoredAny>,
    response: Option<CustomResponse>,
    scope: Option<Vec<ScopeName>>,
}

/// A guard of responses.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct OfResponse {
    regex: Option<Regex>,
    webhook: Option<IgnoredAny>,
    bedrock_guardrails: Option<IgnoredAny>,
    google_model_armor: Option<IgnoredAny>,
    response: Option<CustomResponse>,
}

/// A guard of either.
pub(super) struct Guard {
    pub(super) kind: Kind,
    pub(super) answer: CustomResponse,
    /// None are all.
    pub(super) scopes: Vec<TextScope>,
}

/// What a guard looks with.
pub(super) enum Kind {
    Regex(Regex),
    /// It calls an external service; the name of its field.
    Asks(&'static str),
}

/// `regex`: patterns, and built-in recognizers of personal data.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Regex {
    pub(super) action: Option<Action>,
    pub(super) matches: Option<Vec<String>>,
    pub(super) builtins: Option<Vec<Personal>>,
}

/// What a guard does with a text that matches.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
pub(super) enum Action {
    Mask,
    Reject,
    /// Neither: agentgateway records what was found.
    Audit,
}

/// What a request or response is answered with that a guard refuses.
#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct CustomResponse {
    pub(super) message: Option<String>,
    pub(super) status_code: Option<u16>,
}

#[derive(Clone, Copy, Deserialize)]
enum ScopeName {
    SystemPrompt,
    Messages,
    ToolInput,
    ToolOutput,
}

impl OfRequest {
    /// What is common to all guards; none where it is not of exactly one kind.
    pub(super) fn guard(self) -> Option<Guard> {
        let asks = [
            ("webhook", self.webhook),
            ("openAIModeration", self.openai_moderation),
            ("bedrockGuardrails", self.bedrock_guardrails),
            ("googleModelArmor", self.google_model_armor),
        ];
        let scope = |name: ScopeName| match name {
            ScopeName::SystemPrompt => TextScope::SystemPrompt,
            ScopeName::Messages => TextScope::Messages,
            ScopeName::ToolInput => TextScope::ToolInput,
            ScopeName::ToolOutput => TextScope::ToolOutput,
        };
        Some(Guard {
            kind: kind(self.regex, asks)?,
            answer: self.response.unwrap_or_default(),
            scopes: self.scope.into_iter().flatten().map(scope).collect(),
        })
    }
}

impl OfResponse {
    /// As [`OfRequest::guard`].
    pub(super) fn guard(self) -> Option<Guard> {
        let asks = [
            ("webhook", self.webhook),
            ("bedrockGuardrails", self.bedrock_guardrails),
            ("googleModelArmor", self.google_model_armor),
        ];
        let answer = self.response.unwrap_or_default();
        Some(Guard { kind: kind(self.regex, asks)?, answer, scopes: Vec::new() })
    }
}

/// The one kind that is set.
fn kind<const N: usize>(
    regex: Option<Regex>,
    asks: [(&'static str, Option<IgnoredAny>); N],
) -> Option<Kind> {
    let asks = asks.into_iter().filter_map(|(name, set)| set.map(|_| Kind::Asks(name)));
    let mut all = regex.map(Kind::Regex).into_iter().chain(asks);
    all.next().filter(|_| all.next().is_none())
}
