//! What is sent, and where: heads, keys, paths and bodies as an upstream gets them. The calls send it, and `explain`
//! prints it. Nothing here waits or sends: the callers read bodies and run guards. Each file names its own source.

pub(super) mod admission;
pub(super) mod client_key;
pub(super) mod credential;
pub(super) mod filters;
pub(super) mod head;
pub(super) mod http;
pub(super) mod loops;
pub(super) mod member;
pub(super) mod mirror;
pub(super) mod model;
pub(super) mod request_guard;
pub(super) mod request_transformation;
pub(super) mod requested_model;
pub(super) mod target;
pub(super) mod translate;

use ::http::request::Parts;

use super::body::budget::Budget;
use crate::domain::route::cel::Unknown;

/// A request's head on its way to an upstream.
#[derive(Clone)]
pub(super) struct PlannedHead {
    /// The head as filters and policies have changed it so far.
    pub(super) head: Parts,
    /// The path after rewrites, without its query.
    pub(super) path: String,
    /// The hostname of a rewrite, which overrides the upstream's own; none without a rewrite.
    pub(super) host: Option<String>,
    /// Whether `Host` is the Service's own name, without a port.
    pub(super) names_service: bool,
}

impl PlannedHead {
    /// A head as it arrived, before filters.
    pub(super) fn new(head: Parts) -> Self {
        PlannedHead { path: head.uri.path().to_owned(), head, host: None, names_service: false }
    }
}

/// What planning needs besides the request.
#[derive(Clone, Copy)]
pub(super) struct PlanContext<'a> {
    /// The memory of parsed bodies counts towards it.
    pub(super) budget: &'a Budget,
    /// The source of `random()` in expressions: from 0 to below 1.
    pub(super) chance: fn() -> f64,
    /// What is not known of a request that is only explained; none of one that is served.
    pub(super) unknown: Option<&'a Unknown>,
}
