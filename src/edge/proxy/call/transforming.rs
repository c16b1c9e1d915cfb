//! What a backend's transformation makes of a request on its way to it.

use std::sync::Arc;

use http::Uri;
use http::request::Parts;

use super::request::UpstreamRequest;
use crate::domain::route::policy::passage::Passage;
use crate::domain::route::policy::transformation::{self, Transformation};
use crate::domain::route::refusal::Refusal;
use crate::edge::proxy::answer::response::BackendTransforms;
use crate::edge::proxy::body::client::ClientBody;
use crate::edge::proxy::body::parsing;
use crate::edge::proxy::clock::chance;
use crate::edge::proxy::shared::Shared;
use crate::edge::telemetry::access_log::Record;

/// A request as its backend gets it, and what is to become of the reply.
pub(in crate::edge::proxy) async fn request(
    (shared, limit): (&Shared, usize),
    all: &Arc<[Transformation]>,
    passage: &Passage,
    outgoing: &mut UpstreamRequest,
    record: &mut Record,
) -> Result<BackendTransforms, Refusal> {
    let mut of_replies = all.iter().flat_map(|one| one.response.expressions());
    if of_replies.any(|by| by.needs().model())
        && let Some(peer) = passage.peer()
    {
        record.keeps(&outgoing.head, peer);
    }
    let looks = |one: &Transformation| {
        let mut all = one.when.iter().chain(one.request.expressions());
        all.any(|by| by.needs().request_body())
    };
    let mut passage = passage.clone();
    passage.body = match all.iter().any(looks) {
        true => Some(outgoing.body.hold(limit, &shared.budget).await?),
        false => None,
    };
    let _room = parsing::aside(&shared.budget, passage.body.as_deref())?;
    at_path(&mut outgoing.head, &outgoing.path);
    let before = outgoing.head.clone();
    let chance = chance();
    let facts = passage.facts(&outgoing.head, chance);
    if let Some(made) = transformation::chosen(all, &facts) {
        let asked = passage.host().to_owned();
        let body = made.request.of_request(&mut passage, &mut outgoing.head, chance);
        outgoing.path = outgoing.head.uri.path().to_owned();
        if passage.host() != asked {
            outgoing.host = Some(passage.host().to_owned());
        }
        if let Some(body) = body {
            let share = shared.budget.hold(body.len())?;
            outgoing.body = ClientBody::whole(body, share);
        }
    }
    passage.affordable()?;
    Ok(BackendTransforms { all: Arc::clone(all), head: before })
}

/// Writes the path that rewrites have come to where expressions look for it.
fn at_path(head: &mut Parts, path: &str) {
    if head.uri.path() == path {
        return;
    }
    let query = head.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let mut uri = head.uri.clone().into_parts();
    uri.path_and_query = format!("{path}{query}").parse().ok();
    if let Ok(uri) = Uri::from_parts(uri) {
        head.uri = uri;
    }
}
