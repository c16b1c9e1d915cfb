//! Connections that end when they are told to: with the request they have, and without taking another.

use hyper::body::Incoming;
use hyper::rt::{Read, Write};
use hyper::server::conn::http1::UpgradeableConnection;
use hyper::service::HttpService;
use tokio::sync::watch;

/// Tells all connections of a socket to end.
pub(super) struct Ending(watch::Sender<bool>);

/// Listens for that, for one connection.
pub(super) struct Watcher(watch::Receiver<bool>);

impl Default for Ending {
    fn default() -> Self {
        Ending(watch::Sender::new(false))
    }
}

impl Ending {
    pub(super) fn watcher(&self) -> Watcher {
        Watcher(self.0.subscribe())
    }

    /// Tells them. Nobody is waited for.
    pub(super) fn begin(&self) {
        self.0.send_replace(true);
    }
}

impl Watcher {
    /// Runs a connection to its end.
    pub(super) async fn watch<I, S>(mut self, connection: UpgradeableConnection<I, S>)
    where
        I: Read + Write + Send + Unpin + 'static,
        S: HttpService<Incoming>,
        S::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
        S::ResBody: http_body::Body + 'static,
        <S::ResBody as http_body::Body>::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let mut connection = std::pin::pin!(connection);
        // A broken connection is the client's news, not ours: each exchange has logged how it ended.
        tokio::select! {
            biased;
            _ = connection.as_mut() => return,
            _ = self.0.wait_for(|ends| *ends) => {}
        }
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}
