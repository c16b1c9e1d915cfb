//! Draining: connections finish the request they have, accept no other and end. A mechanism of this program; its names
//! are those of agentgateway's `crates/core/src/drain.rs` at 75b4e6ce6.

use std::pin::Pin;

use http_body::Body;
use hyper::body::Incoming;
use hyper::rt::{Read, Write};
use hyper::server::conn::http1::UpgradeableConnection;
use hyper::server::conn::http2;
use hyper::service::HttpService;
use hyper_util::rt::TokioExecutor;
use tokio::sync::watch;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Tells all connections of a socket to drain.
pub(in crate::edge::proxy) struct Signal(watch::Sender<bool>);

/// Receives the [`Signal`], for one connection.
#[derive(Clone)]
pub(in crate::edge::proxy) struct Watch(watch::Receiver<bool>);

impl Default for Signal {
    fn default() -> Self {
        Signal(watch::Sender::new(false))
    }
}

impl Signal {
    /// A receiver for one connection.
    pub(in crate::edge::proxy) fn watch(&self) -> Watch {
        Watch(self.0.subscribe())
    }

    /// Tells all connections to drain, and does not wait for them.
    pub(in crate::edge::proxy) fn drain(&self) {
        self.0.send_replace(true);
    }
}

impl Watch {
    /// Waits for the signal.
    pub(in crate::edge::proxy) async fn signaled(&mut self) {
        let _ = self.0.wait_for(|ends| *ends).await;
    }

    /// Runs a connection to its end. Each request has logged how it ended.
    ///
    /// # Errors
    /// The connection failed before a request was read.
    pub(in crate::edge::proxy) async fn watch<C: GracefulConnection>(
        mut self,
        connection: C,
    ) -> hyper::Result<()> {
        let mut connection = std::pin::pin!(connection);
        tokio::select! {
            biased;
            ended = connection.as_mut() => return ended,
            () = self.signaled() => {}
        }
        connection.as_mut().end();
        connection.await
    }
}

/// A connection that can be told to end.
pub(in crate::edge::proxy) trait GracefulConnection:
    Future<Output = hyper::Result<()>>
{
    /// Accepts no further request from now on.
    fn end(self: Pin<&mut Self>);
}

impl<I, S> GracefulConnection for UpgradeableConnection<I, S>
where
    I: Read + Write + Send + Unpin + 'static,
    S: HttpService<Incoming>,
    S::Error: Into<BoxError>,
    S::ResBody: Body + 'static,
    <S::ResBody as Body>::Error: Into<BoxError>,
{
    fn end(self: Pin<&mut Self>) {
        self.graceful_shutdown();
    }
}

impl<I, S> GracefulConnection for http2::Connection<I, S, TokioExecutor>
where
    I: Read + Write + Unpin,
    S: HttpService<Incoming, Future: Send + 'static>,
    S::Error: Into<BoxError>,
    S::ResBody: Body<Data: Send> + Send + 'static,
    <S::ResBody as Body>::Error: Into<BoxError>,
{
    fn end(self: Pin<&mut Self>) {
        self.graceful_shutdown();
    }
}
