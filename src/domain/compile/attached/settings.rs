//! What an object sets: each policy under the name that messages and views use, with its value.
//!
//! Source: the blocks and fields are those of agentgateway's
//! `controller/api/v1alpha1/agentgateway/agentgateway_policy_types.go` and `ai_policy.go` at 75b4e6ce6; that `ai`
//! merges field by field is `merge_llm_policies` in `crates/agentgateway/src/store/binds.rs`, that the two header
//! modifiers are policies of their own `processHeaderModifierPolicy` in
//! `controller/pkg/agentgateway/plugins/traffic_plugin.go`.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::targets::Policy;
use crate::domain::crd::backend::Policies;
use crate::domain::crd::gateway_api::{FilterType, Rule};
use crate::domain::crd::policy::{ByName, Phase, PolicySpec, Traffic};

/// A block of policies; the name of a policy begins with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Block {
    Frontend,
    /// `traffic` with `phase: PreRouting`.
    PreRouting,
    Traffic,
    Backend,
}

impl Block {
    const ALL: [Block; 4] = [Block::Frontend, Block::PreRouting, Block::Traffic, Block::Backend];

    /// The word that the names of its policies begin with.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Block::Frontend => "frontend",
            Block::PreRouting => "preRouting",
            Block::Traffic => "traffic",
            Block::Backend => "backend",
        }
    }

    /// The block of the policy of this name, and the rest of the name; none of what is no name of a policy.
    #[must_use]
    pub fn of(policy: &str) -> Option<(Block, &str)> {
        let (block, rest) = policy.split_once('.')?;
        Some((Block::ALL.into_iter().find(|one| one.word() == block)?, rest))
    }

    /// The name of a policy as the tables of policies have it: those that run before routing are those of `traffic`.
    #[must_use]
    pub fn row(policy: &str) -> Cow<'_, str> {
        match Block::of(policy) {
            Some((Block::PreRouting, rest)) => {
                Cow::Owned(format!("{}.{rest}", Block::Traffic.word()))
            }
            _ => Cow::Borrowed(policy),
        }
    }
}

/// The policies of a `frontend` or `backend` block by name; none where there is no block.
pub(super) fn of_block(block: Option<&ByName>) -> Option<&Map<String, Value>> {
    block.map(|block| &block.policies)
}

/// The `traffic` policies of one phase, each with its name and value; none where the policy asks for the other phase.
pub(super) fn of_traffic(policy: &Policy, phase: Phase) -> Vec<(String, Option<&Value>)> {
    let Some(Traffic { phase: asked, policies }) = &policy.spec.traffic else { return Vec::new() };
    match (phase, asked.unwrap_or(Phase::PostRouting)) {
        (Phase::PreRouting, Phase::PreRouting) => settings(Block::PreRouting, Some(policies)),
        (Phase::PostRouting, Phase::PostRouting) => settings(Block::Traffic, Some(policies)),
        _ => Vec::new(),
    }
}

/// The policies of one block. Of those that merge field by field, each field is a policy of its own.
pub(super) fn settings(
    block: Block,
    by_name: Option<&Map<String, Value>>,
) -> Vec<(String, Option<&Value>)> {
    let block = block.word();
    by_name
        .into_iter()
        .flatten()
        .flat_map(|(name, value)| match value.as_object() {
            Some(fields) if BY_FIELD.contains(&name.as_str()) && !fields.is_empty() => fields
                .iter()
                .map(|(field, value)| (format!("{block}.{name}.{field}"), Some(value)))
                .collect(),
            _ => vec![(format!("{block}.{name}"), Some(value))],
        })
        .collect()
}

/// Policies that merge field by field.
const BY_FIELD: &[&str] = &["ai", "headerModifiers"];

/// The policies of an AgentgatewayPolicy by name.
#[must_use]
pub fn names(spec: &PolicySpec) -> Vec<String> {
    let blocks = [
        (Block::Frontend, of_block(spec.frontend.as_ref())),
        (Block::Traffic, spec.traffic.as_ref().map(|traffic| &traffic.policies)),
        (Block::Backend, of_block(spec.backend.as_ref())),
    ];
    let of_block = |(block, by_name)| settings(block, by_name).into_iter().map(|(name, _)| name);
    blocks.into_iter().flat_map(of_block).collect()
}

/// The names of the policies that the filters, timeouts and retries of a rule replace.
pub(super) fn inline(rule: &Rule) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for filter in rule.filters.iter().flatten() {
        let name: Cow<'static, str> = match filter.r#type {
            FilterType::RequestHeaderModifier => "headerModifiers.request".into(),
            FilterType::ResponseHeaderModifier => "headerModifiers.response".into(),
            FilterType::Cors => "cors".into(),
            FilterType::UrlRewrite => "URLRewrite".into(),
            ref other => format!("{other:?}").into(),
        };
        names.push(format!("traffic.{name}"));
    }
    names.extend(rule.timeouts.is_some().then(|| "traffic.timeouts".to_owned()));
    names.extend(rule.retry.is_some().then(|| "traffic.retry".to_owned()));
    names.dedup();
    names
}

/// The policies that a backend or a provider sets by itself.
pub fn names_of(policies: &Policies) -> impl Iterator<Item = String> {
    let mut names: Vec<String> = Vec::new();
    names.extend(policies.auth.is_some().then(|| "auth".to_owned()));
    if let Some(ai) = &policies.ai {
        names.extend(ai.routes.is_some().then(|| "ai.routes".to_owned()));
        names.extend(ai.model_aliases.is_some().then(|| "ai.modelAliases".to_owned()));
        names.extend(ai.others.keys().map(|name| format!("ai.{name}")));
    }
    names.extend(policies.tls.is_some().then(|| "tls".to_owned()));
    names.extend(policies.others.keys().cloned());
    names.into_iter()
}
