//! What a backend's transformation makes of a request on its way to it.
//!
//! Source: `crates/agentgateway/src/http/transformation_cel.rs` of agentgateway at 75b4e6ce6.

use std::sync::Arc;

use super::request::UpstreamRequest;
use crate::domain::route::policy::context::PolicyContext;
use crate::domain::route::policy::transformation::Transformation;
use crate::domain::route::refusal::Refusal;
use crate::edge::proxy::answer::response::BackendTransforms;
use crate::edge::proxy::body::client::ClientBody;
use crate::edge::proxy::body::json_budget;
use crate::edge::proxy::clock::chance;
use crate::edge::proxy::plan;
use crate::edge::proxy::shared::Shared;

/// Applies the backend's transformations to a request. Returns how they are to change the reply.
///
/// # Errors
/// The body cannot be read, or the transformed request is invalid.
pub(in crate::edge::proxy) async fn request(
    shared: &Shared,
    limit: usize,
    all: &Arc<[Transformation]>,
    context: &PolicyContext,
    outgoing: &mut UpstreamRequest,
) -> Result<BackendTransforms, Refusal> {
    let mut context = context.clone();
    context.body = match plan::request_transformation::looks_into_body(all) {
        true => Some(outgoing.body.hold(limit, &shared.budget).await?),
        false => None,
    };
    let _room = json_budget::aside(&shared.budget, context.body.as_deref())?;
    let (before, made) =
        plan::request_transformation::request(all, &mut context, &mut outgoing.planned, chance())?;
    if let Some(body) = made {
        let share = shared.budget.hold(body.len())?;
        outgoing.body = ClientBody::whole(body, share);
    }
    Ok(BackendTransforms { all: Arc::clone(all), head: before })
}
