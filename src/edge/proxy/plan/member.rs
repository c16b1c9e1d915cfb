//! One provider of a backend: who may call it, and the headers that are its own.
//!
//! Source: `crates/agentgateway/src/llm/mod.rs` of agentgateway at 75b4e6ce6.

use std::sync::Arc;

use super::PlannedHead;
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::model_backend::Member;
use crate::domain::route::policy::context::PolicyContext;
use crate::domain::route::refusal::Refusal;
use crate::domain::route::upstream::ModelUpstream;

/// The upstream of a provider, where a request may go to it. Another one is not tried in its place.
///
/// # Errors
/// 403, or what is wrong with the provider.
pub(in crate::edge::proxy) fn authorized<'m>(
    member: &'m Member,
    context: &PolicyContext,
    planned: &PlannedHead,
    chance: fn() -> f64,
) -> Result<&'m Arc<ModelUpstream>, Refusal> {
    if let Some(rules) = &member.authorization
        && !rules.allows(&context.facts(&planned.head, chance()))
    {
        return Err(Refusal::NOT_AUTHORIZED);
    }
    upstream(member)
}

/// The upstream of a provider, whoever may call it.
///
/// # Errors
/// What is wrong with the provider.
pub(in crate::edge::proxy) fn upstream(member: &Member) -> Result<&Arc<ModelUpstream>, Refusal> {
    let upstream = member.upstream.as_ref();
    upstream.map_err(BackendError::answer)
}

/// Changes the headers of a request as its provider wants them.
pub(in crate::edge::proxy) fn edit(member: &Member, planned: &mut PlannedHead) {
    if let Some(headers) = &member.headers {
        headers.request.apply(&mut planned.head.headers);
    }
}
