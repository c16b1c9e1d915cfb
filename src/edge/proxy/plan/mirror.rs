//! What a mirror is sent: the head of the request as the rule's filters have made it, without a body.
//!
//! Source: `send_mirror` in `crates/agentgateway/src/proxy/httpproxy.rs` of agentgateway at 75b4e6ce6.

use http::Request;
use http::header::CONTENT_LENGTH;

use super::PlannedHead;
use super::head::upgrade;
use crate::domain::kill::{InForce, Passage};
use crate::domain::route::http_upstream::HttpUpstream;

/// Whether the kill switch stops copies for this mirror. `passage` is the way of the request up to here.
pub(in crate::edge::proxy) fn is_stopped(
    now: &InForce,
    passage: &Passage,
    mirror: &HttpUpstream,
) -> bool {
    now.stops(&Passage { backend: mirror.name.text(), ..passage.clone() }).is_some()
}

/// A copy of the head, for a call of its own.
pub(in crate::edge::proxy) fn copy(planned: &PlannedHead) -> PlannedHead {
    let PlannedHead { head: of, path, host, names_service } = planned;
    // Not what is known of the client.
    let (mut head, ()) = Request::new(()).into_parts();
    head.method.clone_from(&of.method);
    head.uri.clone_from(&of.uri);
    head.headers.clone_from(&of.headers);
    head.headers.remove(CONTENT_LENGTH);
    // Nobody would speak another protocol with it.
    upgrade::withdraw(&mut head.headers);
    PlannedHead { head, path: path.clone(), host: host.clone(), names_service: *names_service }
}
