//! Clients that speak HTTP/1.1.
//!
//! Source: RFC 9112.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming;
use hyper::server::conn::http1::{self, UpgradeableConnection};
use hyper::service::{HttpService, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};

use super::write_timeout::WriteTimeout;
use crate::edge::proxy::answer::response_body::ResponseBody;
use crate::edge::proxy::connection_info::ConnectionInfo;
use crate::edge::proxy::exchange;
use crate::edge::proxy::shared::Shared;

/// A client has this long to send its head, so that idle sockets are not free to keep.
pub(in crate::edge::proxy) const HEAD_TIMEOUT: Duration = Duration::from_secs(60);

/// Speaks HTTP over a connection.
pub(in crate::edge::proxy) fn serve<I: AsyncRead + AsyncWrite + Send + Unpin + 'static>(
    stream: I,
    shared: Arc<Shared>,
    connection: ConnectionInfo,
) -> UpgradeableConnection<
    WriteTimeout<TokioIo<I>>,
    impl HttpService<Incoming, ResBody = ResponseBody, Error = Infallible, Future: Send> + Send,
> {
    let stall = shared.stall;
    let service = service_fn(move |request| {
        let (shared, connection) = (Arc::clone(&shared), connection.clone());
        // Boxed: what an exchange needs until its reply's head is no part of a stream that stays open for hours.
        Box::pin(async move {
            let live = shared.live.load_full();
            Ok::<_, Infallible>(exchange::run(shared, live, connection, request).await)
        })
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIMEOUT)
        .serve_connection(WriteTimeout::new(TokioIo::new(stream), stall), service)
        .with_upgrades()
}
