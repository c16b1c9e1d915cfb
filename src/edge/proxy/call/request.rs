//! A request on its way to an upstream.

use std::time::Instant;

use http::request::Parts;

use crate::edge::proxy::body::client::ClientBody;
use crate::edge::proxy::plan::PlannedHead;

/// A request after its route: what is sent on, to where.
pub(in crate::edge::proxy) struct UpstreamRequest {
    pub(in crate::edge::proxy) planned: PlannedHead,
    pub(in crate::edge::proxy) body: ClientBody,
    pub(in crate::edge::proxy) arrived: Instant,
}

impl UpstreamRequest {
    /// A request as it has arrived.
    pub(in crate::edge::proxy) fn new(head: Parts, body: ClientBody, arrived: Instant) -> Self {
        UpstreamRequest { planned: PlannedHead::new(head), body, arrived }
    }
}
