//! A request on its way to an upstream.

use std::time::Instant;

use http::request::Parts;

use crate::edge::proxy::body::client::ClientBody;

/// A request after its route: what is sent on, to where.
pub(in crate::edge::proxy) struct UpstreamRequest {
    pub(in crate::edge::proxy) head: Parts,
    pub(in crate::edge::proxy) body: ClientBody,
    /// The path after rewrites, without its query.
    pub(in crate::edge::proxy) path: String,
    /// A rewrite's hostname: it wins over the upstream's own.
    pub(in crate::edge::proxy) host: Option<String>,
    pub(in crate::edge::proxy) arrived: Instant,
}

impl UpstreamRequest {
    /// A request as it has arrived.
    pub(in crate::edge::proxy) fn new(head: Parts, body: ClientBody, arrived: Instant) -> Self {
        UpstreamRequest { path: head.uri.path().to_owned(), head, body, host: None, arrived }
    }
}
