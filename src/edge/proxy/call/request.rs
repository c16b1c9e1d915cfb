//! A request on its way to an upstream. A mechanism of this program.

use std::time::Instant;

use http::request::Parts;

use crate::edge::proxy::body::client::ClientBody;
use crate::edge::proxy::plan::PlannedHead;

/// A request after routing, as filters and policies have changed it so far.
pub(in crate::edge::proxy) struct UpstreamRequest {
    pub(in crate::edge::proxy) planned: PlannedHead,
    pub(in crate::edge::proxy) body: ClientBody,
    /// When it arrived, from which its timeout counts.
    pub(in crate::edge::proxy) arrived: Instant,
}

impl UpstreamRequest {
    /// A request as it arrived.
    pub(in crate::edge::proxy) fn new(head: Parts, body: ClientBody, arrived: Instant) -> Self {
        UpstreamRequest { planned: PlannedHead::new(head), body, arrived }
    }
}
