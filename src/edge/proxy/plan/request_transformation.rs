//! Applies a backend's transformation to a request.
//!
//! Source: `crates/agentgateway/src/http/transformation_cel.rs` of agentgateway at 75b4e6ce6.

use bytes::Bytes;
use http::Uri;
use http::request::Parts;

use super::PlannedHead;
use crate::domain::route::cel::Expression;
use crate::domain::route::policy::context::PolicyContext;
use crate::domain::route::policy::transformation::{self, Transformation};
use crate::domain::route::refusal::Refusal;

/// The expressions that decide how a request is changed.
pub(in crate::edge::proxy) fn expressions(
    all: &[Transformation],
) -> impl Iterator<Item = &Expression> {
    all.iter().flat_map(|one| one.when.iter().chain(one.request.expressions()))
}

/// Whether one of them looks into its body.
pub(in crate::edge::proxy) fn looks_into_body(all: &[Transformation]) -> bool {
    expressions(all).any(|by| by.needs().request_body())
}

/// Changes a request. Returns its head as the transformation saw it, and the body that it makes, where it makes one.
/// `context` has the body where an expression looks into it, and knows afterwards what cannot be told of a request that is
/// only explained.
///
/// # Errors
/// An expression was too costly.
pub(in crate::edge::proxy) fn request(
    all: &[Transformation],
    context: &mut PolicyContext,
    planned: &mut PlannedHead,
    chance: f64,
) -> Result<(Parts, Option<Bytes>), Refusal> {
    at_path(&mut planned.head, &planned.path);
    let before = planned.head.clone();
    let selected = match transformation::leaves_open(all, context, &mut planned.head) {
        true => None,
        false => transformation::selected(all, &context.facts(&planned.head, chance)),
    };
    let body = selected.and_then(|made| {
        let asked = context.host().to_owned();
        let body = made.request.of_request(context, &mut planned.head, chance);
        planned.path = planned.head.uri.path().to_owned();
        if context.host() != asked {
            planned.host = Some(context.host().to_owned());
        }
        body
    });
    context.affordable()?;
    Ok((before, body))
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
