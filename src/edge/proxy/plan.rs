//! What is sent, and where: heads, keys, paths and bodies as an upstream gets them. The calls send it and `explain` prints
//! it. Nothing here waits or sends: bodies are read, and guards given their time, by who asks.

pub(super) mod client_key;
pub(super) mod credential;
pub(super) mod filters;
pub(super) mod head;
pub(super) mod http;
pub(super) mod member;
pub(super) mod model;
pub(super) mod request_guard;
pub(super) mod request_transformation;
pub(super) mod requested_model;
pub(super) mod target;
pub(super) mod translate;

use ::http::request::Parts;

use super::body::budget::Budget;

/// A request's head on its way to an upstream.
#[derive(Clone)]
pub(super) struct PlannedHead {
    pub(super) head: Parts,
    /// The path after rewrites, without its query.
    pub(super) path: String,
    /// A rewrite's hostname: it wins over the upstream's own.
    pub(super) host: Option<String>,
    /// Whether a Service is asked by its own name, without a port.
    pub(super) names_service: bool,
}

impl PlannedHead {
    /// A head as it has arrived.
    pub(super) fn new(head: Parts) -> Self {
        PlannedHead { path: head.uri.path().to_owned(), head, host: None, names_service: false }
    }
}

/// What planning needs beside the request.
#[derive(Clone, Copy)]
pub(super) struct PlanContext<'a> {
    /// What is parsed counts in it.
    pub(super) budget: &'a Budget,
    /// What `random()` gives.
    pub(super) chance: fn() -> f64,
}
