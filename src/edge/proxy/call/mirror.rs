//! Copies of requests that go elsewhere as well: without a body, as agentgateway sends them, and nobody waits for what
//! comes back.
//!
//! Source: `send_mirror` in `crates/agentgateway/src/proxy/httpproxy.rs` of agentgateway at 75b4e6ce6; Gateway API,
//! HTTPRequestMirrorFilter (<https://gateway-api.sigs.k8s.io/reference/spec/>).

use std::sync::Arc;
use std::time::Duration;

use http::Request;
use http::request::Parts;
use http_body_util::BodyExt as _;

use super::request::UpstreamRequest;
use crate::domain::kill::Passage;
use crate::domain::route::http_upstream::HttpUpstream;
use crate::domain::route::mirror::Mirror;
use crate::edge::proxy::body::client::ClientBody;
use crate::edge::proxy::body::upstream::UpstreamBody;
use crate::edge::proxy::plan::{self, PlannedHead};
use crate::edge::proxy::shared::Shared;

/// A mirror that does not answer is given up.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many copies may be under way; further ones are skipped, so that a mirror that hangs costs nothing else.
pub(in crate::edge::proxy) const AT_ONCE: usize = 256;

/// Sends the copies that chance wants of one request. `passage` is its way up to here.
pub(in crate::edge::proxy) fn send(
    shared: &Arc<Shared>,
    mirrors: &[Mirror],
    passage: &Passage,
    outgoing: &UpstreamRequest,
) {
    if shared.simulate.is_some() {
        return;
    }
    for mirror in mirrors.iter().filter(|mirror| mirror.takes(fastrand::u64(..))) {
        let upstream = Arc::clone(&mirror.upstream);
        let now = shared.kill_switch.now();
        if now.is_some_and(|now| plan::mirror::is_stopped(&now, passage, &upstream)) {
            continue;
        }
        let Ok(permit) = Arc::clone(&shared.mirroring).try_acquire_owned() else { return };
        let shared = Arc::clone(shared);
        let copy = plan::mirror::copy(&outgoing.planned);
        tokio::spawn(async move {
            // What becomes of a copy is nobody's news.
            let _ = tokio::time::timeout(PATIENCE, call(&shared, &upstream, copy)).await;
            drop(permit);
        });
    }
}

async fn call(shared: &Shared, upstream: &HttpUpstream, copy: PlannedHead) {
    let Ok((address, head)) = plan::http::call(upstream, copy) else { return };
    let Ok(reply) = shared.upstreams.call(&address, empty(head)).await else { return };
    let mut body = reply.into_body();
    // To the end, so that the connection can be used again.
    while let Some(Ok(_)) = body.frame().await {}
}

fn empty(head: Parts) -> Request<UpstreamBody> {
    Request::from_parts(head, UpstreamBody::Stream(ClientBody::none()))
}
