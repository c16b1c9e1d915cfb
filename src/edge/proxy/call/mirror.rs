//! Copies of requests that go elsewhere as well: without a body, as agentgateway sends them, and nobody waits for what
//! comes back.

use std::sync::Arc;
use std::time::Duration;

use http::header::{CONTENT_LENGTH, HeaderMap};
use http::request::Parts;
use http::{Method, Request};
use http_body_util::BodyExt as _;

use super::http_call;
use super::request::UpstreamRequest;
use crate::domain::route::http_upstream::HttpUpstream;
use crate::domain::route::mirror::Mirror;
use crate::edge::proxy::body::client::ClientBody;
use crate::edge::proxy::body::upstream::UpstreamBody;
use crate::edge::proxy::plan::head;
use crate::edge::proxy::shared::Shared;

/// A mirror that does not answer is given up.
const PATIENCE: Duration = Duration::from_secs(30);
/// Copies that may be under way at once; further ones are left out, so that a mirror that hangs costs nothing else.
pub(in crate::edge::proxy) const AT_ONCE: usize = 256;

/// Sends the copies that chance wants of one request.
pub(in crate::edge::proxy) fn send(
    shared: &Arc<Shared>,
    mirrors: &[Mirror],
    outgoing: &UpstreamRequest,
) {
    if shared.simulate.is_some() {
        return;
    }
    for mirror in mirrors.iter().filter(|mirror| mirror.takes(fastrand::u64(..))) {
        let upstream = Arc::clone(&mirror.upstream);
        let Ok(permit) = Arc::clone(&shared.mirroring).try_acquire_owned() else { return };
        let shared = Arc::clone(shared);
        let copy = Copy {
            method: outgoing.head.method.clone(),
            headers: outgoing.head.headers.clone(),
            path: outgoing.path.clone(),
            query: outgoing.head.uri.query().map(str::to_owned),
            host: outgoing.host.clone(),
        };
        tokio::spawn(async move {
            // What becomes of a copy is nobody's news.
            let _ = tokio::time::timeout(PATIENCE, copy.call(&shared, &upstream)).await;
            drop(permit);
        });
    }
}

/// What is copied of a request.
struct Copy {
    method: Method,
    headers: HeaderMap,
    path: String,
    query: Option<String>,
    host: Option<String>,
}

impl Copy {
    async fn call(self, shared: &Shared, upstream: &HttpUpstream) {
        let Copy { method, mut headers, path, query, host } = self;
        headers.remove(CONTENT_LENGTH);
        // Nobody would speak another protocol with it.
        head::upgrade::withdraw(&mut headers);
        let (mut head, ()) = Request::new(()).into_parts();
        head.method = method;
        head.headers = headers;
        let sent = http_call::addressed(upstream, head, &path, query.as_deref(), host.as_deref());
        let Ok((address, head)) = sent else { return };
        let request = empty(head);
        let Ok(reply) = shared.upstreams.call(&address, request).await else { return };
        let mut body = reply.into_body();
        // To the end, so that the connection can be used again.
        while let Some(Ok(_)) = body.frame().await {}
    }
}

fn empty(head: Parts) -> Request<UpstreamBody> {
    Request::from_parts(head, UpstreamBody::Stream(ClientBody::none()))
}
