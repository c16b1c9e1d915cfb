//! One provider of a backend: who may call it, and the headers that are its own.
//!
//! Source: `crates/agentgateway/src/llm/mod.rs` of agentgateway at 75b4e6ce6.

use std::sync::Arc;

use super::PlannedHead;
use crate::domain::route::backend_error::BackendError;
use crate::domain::route::model_backend::{Member, ModelBackend};
use crate::domain::route::policy::authorization::Authorization;
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
    allowed(rules(member), context, planned, chance)?;
    upstream(member)
}

/// The rules of a provider: of its model, and of the policies of its backend.
pub(in crate::edge::proxy) fn rules(member: &Member) -> impl Iterator<Item = &Authorization> {
    let of_backend = member.upstream.as_ref().ok();
    let of_backend = of_backend.and_then(|upstream| upstream.authorization.as_deref());
    member.authorization.as_deref().into_iter().chain(of_backend)
}

/// Checks that a request may go to a backend.
///
/// # Errors
/// 403.
pub(in crate::edge::proxy) fn allowed<'r>(
    mut rules: impl Iterator<Item = &'r Authorization>,
    context: &PolicyContext,
    planned: &PlannedHead,
    chance: fn() -> f64,
) -> Result<(), Refusal> {
    match rules.all(|rules| rules.allows(&context.facts(&planned.head, chance()))) {
        true => Ok(()),
        false => Err(Refusal::NOT_AUTHORIZED),
    }
}

/// The value by which `sessionAffinity` chooses a provider; none where the better of two is drawn.
pub(in crate::edge::proxy) fn session(
    backend: &ModelBackend,
    context: &PolicyContext,
    planned: &PlannedHead,
    chance: fn() -> f64,
) -> Option<Vec<u8>> {
    backend.affinity.as_ref()?.value(&context.facts(&planned.head, chance()))
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
