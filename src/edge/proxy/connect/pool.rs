//! The idle connections to one address, and how new ones are made. A mechanism of this program.

use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, Instant};

use http::Uri;
use hyper_rustls::{FixedServerNameResolver, HttpsConnector, MaybeHttpsStream};
use tower::ServiceExt as _;

use super::dial::{ConnectOptions, Connector, Io};
use super::http1::Http1Connection;
use crate::domain::route::address::Address;
use crate::domain::route::refusal::Refusal;
use crate::edge::telemetry::metrics::Metrics;

type BoxError = Box<dyn std::error::Error + Send + Sync>;

const IDLE_TIMEOUT: Duration = Duration::from_secs(90);
const IDLE_PER_ADDRESS: usize = 256;
/// No upstream closes a connection that was idle for so short a time.
const SURELY_OPEN: Duration = Duration::from_millis(1);

/// The connections to one address.
pub(super) struct Pool {
    connector: HttpsConnector<Connector>,
    is_tls: bool,
    metrics: Arc<Metrics>,
    /// Ordered by last use, the latest last. Locked for a push or a pop, never while waiting.
    idle: Mutex<Vec<Idle>>,
}

struct Idle {
    connection: Box<Http1Connection>,
    since: Instant,
}

impl Pool {
    /// A pool without connections.
    ///
    /// # Errors
    /// The name to verify is not a valid server name, or the connector cannot be made.
    pub(super) fn new(
        address: &Address,
        tls: rustls::ClientConfig,
        options: ConnectOptions,
    ) -> Result<Self, Refusal> {
        let (is_tls, metrics) = (address.tls.is_some(), Arc::clone(&options.metrics));
        let http = Connector::new(address, options).map_err(Refusal::upstream_failed)?;
        let mut tls = tls;
        let (wanted, other) = match address.http2 {
            true => ("h2", "http/1.1"),
            false => ("http/1.1", "h2"),
        };
        // What was agreed to in the handshake is what is spoken.
        tls.alpn_protocols.retain(|protocol| protocol != other.as_bytes());
        if address.http2 && tls.alpn_protocols.is_empty() {
            tls.alpn_protocols.push(wanted.into());
        }
        let name = address.tls.clone().unwrap_or_else(|| "unused".to_owned());
        let name = rustls::pki_types::ServerName::try_from(name.clone())
            .map_err(|_| Refusal::upstream_failed(format!("invalid server name {name:?}")))?;
        let resolver = Arc::new(FixedServerNameResolver::new(name));
        let connector = HttpsConnector::new(http, tls, false, resolver);
        Ok(Pool { connector, is_tls, metrics, idle: Mutex::default() })
    }

    /// An idle connection that is still open, as far as can be told. For a request that can be sent again (`repeats`)
    /// it is checked less thoroughly.
    pub(super) async fn take(&self, repeats: bool) -> Option<Box<Http1Connection>> {
        loop {
            let Idle { mut connection, since } = self.idle().pop()?;
            let waited = since.elapsed();
            let known = repeats || waited < SURELY_OPEN;
            // The others have waited longer still; the next sweep closes them.
            if waited < IDLE_TIMEOUT
                && is_free(&mut connection).await
                && (known || connection.is_silent())
            {
                return Some(connection);
            }
        }
    }

    /// Keeps a connection whose reply has ended.
    pub(super) fn put(&self, connection: Box<Http1Connection>) {
        let mut idle = self.idle();
        if idle.len() < IDLE_PER_ADDRESS {
            idle.push(Idle { connection, since: Instant::now() });
        }
    }

    /// Makes a new connection.
    ///
    /// # Errors
    /// The address cannot be reached, or the TLS handshake fails.
    pub(super) async fn dial(&self, to: Uri) -> Result<MaybeHttpsStream<Io>, BoxError> {
        let since = Instant::now();
        let stream = self.connector.clone().oneshot(to).await?;
        self.metrics.connected(self.is_tls, since.elapsed());
        Ok(stream)
    }

    /// Closes the connections that were idle for too long or were closed by the upstream. Returns how many are left.
    pub(super) fn sweep(&self) -> usize {
        let mut context = Context::from_waker(Waker::noop());
        let mut idle = self.idle();
        idle.retain_mut(|Idle { connection, since }| {
            since.elapsed() < IDLE_TIMEOUT && connection.poll_free(&mut context)
        });
        idle.len()
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Idle>> {
        // A panic elsewhere leaves the list as it is: a list.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn is_free(connection: &mut Http1Connection) -> bool {
    std::future::poll_fn(|context| Poll::Ready(connection.poll_free(context))).await
}
