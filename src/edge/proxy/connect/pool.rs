//! The connections to one address that wait for a request, and how new ones are made.

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

type BoxError = Box<dyn std::error::Error + Send + Sync>;

const IDLE_TIMEOUT: Duration = Duration::from_secs(90);
const IDLE_PER_ADDRESS: usize = 256;
/// Nobody closes a connection for being unused so soon.
const SURELY_OPEN: Duration = Duration::from_millis(1);

/// The connections to one address.
pub(super) struct Pool {
    connector: HttpsConnector<Connector>,
    /// The latest used last. Locked for a push or a pop, never across a wait.
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
    /// The name to verify is none.
    pub(super) fn new(
        address: &Address,
        tls: rustls::ClientConfig,
        options: ConnectOptions,
    ) -> Result<Self, Refusal> {
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
            .map_err(|_| Refusal::upstream_failed(format!("{name:?} is no server name")))?;
        let resolver = Arc::new(FixedServerNameResolver::new(name));
        let connector = HttpsConnector::new(http, tls, false, resolver);
        Ok(Pool { connector, idle: Mutex::default() })
    }

    /// A connection that waited and is still open, as far as anybody knows. For a request that can be sent again it is
    /// not looked at as closely.
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

    /// Makes a connection on which nothing was said yet.
    pub(super) async fn dial(&self, to: Uri) -> Result<MaybeHttpsStream<Io>, BoxError> {
        self.connector.clone().oneshot(to).await
    }

    /// Closes what waited too long or was closed by the other side, and says how many are left.
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
