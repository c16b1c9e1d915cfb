//! How a socket to the API server is made: through which proxy, with which trust and client certificate, and whether
//! HTTP/2 was agreed on.
//!
//! kube's own connector offers HTTP/1.1 only (it enables nothing else in the TLS handshake), so each watch would hold a
//! connection of its own.

use std::future::poll_fn;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::future::BoxFuture;
use http::{HeaderValue, Request, Response, Uri};
use hyper::body::Incoming;
use hyper::client::conn::http2::{self, SendRequest};
use hyper::rt::{Executor, Read, Write};
use hyper_rustls::{FixedServerNameResolver, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use hyper_util::client::legacy::connect::{Connection, HttpConnector};
use hyper_util::rt::TokioTimer;
use kube::Config;
use kube::client::{Body, ConfigExt as _};
use rustls::pki_types::ServerName;
use tokio::runtime::Handle;
use tokio::sync::watch;
use tower::util::BoxCloneSyncService;
use tower::{BoxError, Service, ServiceExt as _};

use super::explain::ApiServer;
use super::{ClusterError, kubeconfig};

/// Long enough for a slow VPN, short enough to be waited for.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// A connection on which nothing came for so long is pinged, and given up when no answer comes: client-go's times.
const PING_AFTER: Duration = Duration::from_secs(30);
const PING_PATIENCE: Duration = Duration::from_secs(15);

/// Between two looks for the server's limit of streams, which comes with its first bytes.
const LOOK_AGAIN: Duration = Duration::from_millis(1);

/// HTTP/1.1 connections, kept and reused.
pub(super) type Plain = BoxCloneSyncService<Request<Body>, Response<Incoming>, BoxError>;

/// Opens one HTTP/2 connection; none where the server speaks HTTP/1.1 only.
pub(super) type Negotiate =
    Arc<dyn Fn() -> BoxFuture<'static, Result<Option<Multiplexed>, BoxError>> + Send + Sync>;

/// An HTTP/2 connection, and how many requests the server lets be open on it.
pub(super) type Multiplexed = (SendRequest<Body>, watch::Receiver<usize>);

/// The two ways to make connections for `config`; the second only where there is TLS to agree on it.
///
/// # Errors
/// Certificates, keys or a server name that cannot be used, and proxies of an unknown kind.
pub(super) fn connectors(
    config: &Config,
    api_server: &ApiServer,
) -> Result<(Plain, Option<Negotiate>), ClusterError> {
    let mut tcp = HttpConnector::new();
    tcp.enforce_http(false);
    tcp.set_nodelay(true);
    let Some(proxy) = &config.proxy_url else { return over(tcp, config, api_server) };
    match proxy.scheme_str() {
        Some("socks5") => over(SocksV5::new(proxy.clone(), tcp), config, api_server),
        Some("http") => over(tunnel(proxy, tcp), config, api_server),
        Some("https") => {
            let outer = config.rustls_https_connector_with_connector(tcp);
            let outer = outer.map_err(|error| unusable(error, api_server))?;
            over(tunnel(proxy, outer), config, api_server)
        }
        _ => Err(ClusterError::Kubeconfig(
            "the proxy must be an http://, https:// or socks5:// URL".into(),
        )),
    }
}

/// A proxy that is asked to CONNECT, with the credentials of its URL.
fn tunnel<C>(proxy: &Uri, connector: C) -> Tunnel<C> {
    let tunnel = Tunnel::new(proxy.clone(), connector);
    let user = proxy.authority().and_then(|authority| authority.as_str().rsplit_once('@'));
    let Some((user, _)) = user else { return tunnel };
    let decoded: Vec<u8> = percent_encoding::percent_decode_str(user).collect();
    match HeaderValue::try_from(format!("Basic {}", STANDARD.encode(decoded))) {
        Ok(header) => tunnel.with_auth(header),
        Err(_) => tunnel,
    }
}

fn over<H>(
    inner: H,
    config: &Config,
    api_server: &ApiServer,
) -> Result<(Plain, Option<Negotiate>), ClusterError>
where
    H: Service<Uri> + Clone + Send + Sync + 'static,
    H::Response: Read + Write + Connection + Send + Unpin + 'static,
    H::Future: Send + 'static,
    H::Error: Into<BoxError> + Send + Sync + std::error::Error + 'static,
{
    let tls = config.rustls_client_config().map_err(|error| unusable(error, api_server))?;
    let builder = || HttpsConnectorBuilder::new().with_tls_config(tls.clone()).https_or_http();
    let named = || {
        let name = config.tls_server_name.clone()?;
        Some(ServerName::try_from(name).map(FixedServerNameResolver::new))
    };
    let wrong = |_| {
        let text = "the TLS server name must be a DNS name or an IP address; see --tls-server-name and the \
                    cluster's tls-server-name";
        ClusterError::Kubeconfig(text.into())
    };
    let name = named().transpose().map_err(wrong)?;
    let with_name = |name: Option<FixedServerNameResolver>| match name {
        Some(name) => builder().with_server_name_resolver(name),
        None => builder(),
    };
    let both = with_name(name).enable_all_versions().wrap_connector(inner.clone());
    let name = named().transpose().map_err(wrong)?;
    let one = with_name(name).enable_http1().wrap_connector(inner);
    let here = TokioSpawn(Handle::current());
    let dial = tower::service_fn(move |uri: Uri| dial(one.clone(), uri));
    let plain = Client::builder(here.clone()).build::<_, Body>(dial).map_err(BoxError::from);
    let plain = BoxCloneSyncService::new(plain);
    let server = config.cluster_url.clone();
    let is_tls = server.scheme_str() == Some("https");
    let negotiate: Negotiate =
        Arc::new(move || Box::pin(negotiate(both.clone(), server.clone(), here.clone())));
    Ok((plain, is_tls.then_some(negotiate)))
}

type Dialled<H> = <HttpsConnector<H> as Service<Uri>>::Response;

/// One socket, TLS and proxy included, within the time for it.
fn dial<H>(
    connector: HttpsConnector<H>,
    uri: Uri,
) -> BoxFuture<'static, Result<Dialled<H>, BoxError>>
where
    H: Service<Uri> + Clone + Send + Sync + 'static,
    H::Response: Read + Write + Connection + Send + Unpin + 'static,
    H::Future: Send + 'static,
    H::Error: Into<BoxError>,
{
    Box::pin(async move {
        let dialled = tokio::time::timeout(CONNECT_TIMEOUT, connector.oneshot(uri)).await;
        dialled.map_err(|_| BoxError::from(io::Error::from(io::ErrorKind::TimedOut)))?
    })
}

async fn negotiate<H>(
    connector: HttpsConnector<H>,
    server: Uri,
    here: TokioSpawn,
) -> Result<Option<Multiplexed>, BoxError>
where
    H: Service<Uri> + Clone + Send + Sync + 'static,
    H::Response: Read + Write + Connection + Send + Unpin + 'static,
    H::Future: Send + 'static,
    H::Error: Into<BoxError>,
{
    let socket = dial(connector, server).await?;
    if !socket.connected().is_negotiated_h2() {
        return Ok(None);
    }
    let mut builder = http2::Builder::new(here.clone());
    builder.timer(TokioTimer::new());
    builder.keep_alive_interval(PING_AFTER).keep_alive_timeout(PING_PATIENCE);
    // None before the server has said how many it allows: see below.
    builder.initial_max_send_streams(0);
    let (sender, connection) = builder.handshake::<_, Body>(socket).await?;
    let (said, mut limit) = watch::channel(0);
    here.0.spawn(async move {
        let mut connection = pin!(connection);
        // hyper reads frames in a task of its own, and does not tell of this one: until it is known, it is looked at.
        let mut looks = tokio::time::interval(LOOK_AGAIN);
        let polled = poll_fn(|context| {
            let polled = connection.as_mut().poll(context);
            let now = connection.current_max_send_streams();
            said.send_if_modified(|limit| std::mem::replace(limit, now) != now);
            while now == 0 && looks.poll_tick(context).is_ready() {}
            polled
        });
        // Who uses it learns of its end there.
        let _ = polled.await;
    });
    let known = limit.wait_for(|limit| *limit > 0);
    let known = tokio::time::timeout(CONNECT_TIMEOUT, known).await.map(|known| known.is_ok());
    match known {
        Ok(true) => Ok(Some((sender, limit))),
        Ok(false) => Err(io::Error::from(io::ErrorKind::ConnectionReset).into()),
        Err(_) => Err(io::Error::from(io::ErrorKind::TimedOut).into()),
    }
}

/// Spawns where the connection was made: requests come from the threads of the proxy too, and a thread that is busy with
/// those must not delay watches.
#[derive(Clone)]
struct TokioSpawn(Handle);

impl<F> Executor<F> for TokioSpawn
where
    F: Future + Send + 'static,
    F::Output: Send + 'static,
{
    fn execute(&self, future: F) {
        self.0.spawn(future);
    }
}

fn unusable(error: kube::Error, api_server: &ApiServer) -> ClusterError {
    match error {
        kube::Error::InferKubeconfig(error) => {
            ClusterError::Kubeconfig(format!("the kubeconfig's {}", kubeconfig::words(&error)))
        }
        error => api_server.explain(error, "the connection"),
    }
}
