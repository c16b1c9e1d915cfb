//! How connections to upstreams are made: by TCP, or by a `Dial` that connects into the cluster's network.

use std::fmt;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use arc_swap::ArcSwap;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use http::Uri;
use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

use crate::domain::route::address::{Address, InCluster, Keepalive, Reach};
use crate::edge::proxy::plan::loops::LoopMark;
use crate::edge::telemetry::metrics::Metrics;

/// agentgateway's bound on a TCP connect (`crates/agentgateway/src/client/mod.rs` at 75b4e6ce6); ours holds for TLS,
/// and for the way through a cluster, as well.
pub(in crate::edge::proxy) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// Bytes to and from an upstream.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// A way into the network of a cluster.
pub trait Dial: Send + Sync {
    /// Opens one connection.
    fn dial(&self, to: Arc<InCluster>) -> BoxFuture<'static, Result<Box<dyn Stream>, DialError>>;
}

/// Why a connection through a cluster was not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DialError {
    /// There is nobody behind the Service who could take it.
    #[error("no healthy backends")]
    NobodyThere(String),
    /// It leads back to where it came from, and would do so without end.
    #[error("{0} is an address of this proxy itself")]
    OwnAddresses(SocketAddr),
    /// The words are for people.
    #[error("{0}")]
    Failed(String),
}

/// A way in that can be handed around.
#[derive(Clone)]
pub struct Dialer(Arc<dyn Dial>);

impl Dialer {
    /// Hands over `dial`.
    pub fn new(dial: impl Dial + 'static) -> Self {
        Dialer(Arc::new(dial))
    }
}

impl fmt::Debug for Dialer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dialer")
    }
}

/// The addresses that this proxy listens at. A backend at one of them would call itself for as long as there are
/// descriptors. Whatever name leads there, it is recognised by where a connection has arrived.
#[derive(Clone, Default)]
pub(in crate::edge::proxy) struct OwnAddresses(Arc<ArcSwap<Vec<SocketAddr>>>);

impl OwnAddresses {
    /// Adds an address at which this proxy listens.
    pub(in crate::edge::proxy) fn add(&self, address: SocketAddr) {
        self.0.rcu(|known| known.iter().copied().chain([address]).collect::<Vec<_>>());
    }

    /// Whether a connection to `peer` arrives at one of them.
    fn are_at(&self, peer: SocketAddr) -> bool {
        let ip = peer.ip().to_canonical();
        self.0.load().iter().filter(|own| own.port() == peer.port()).any(|own| {
            match own.ip().to_canonical() {
                IpAddr::V4(any) if any.is_unspecified() => ip.is_ipv4() && is_of_this_machine(ip),
                // As a rule it takes what comes by IPv4 too.
                IpAddr::V6(any) if any.is_unspecified() => is_of_this_machine(ip),
                one => one == ip,
            }
        })
    }
}

/// Only an address of one's own can be bound.
fn is_of_this_machine(ip: IpAddr) -> bool {
    ip.is_loopback() || std::net::UdpSocket::bind((ip, 0)).is_ok()
}

/// How connections are made: by the cluster's dialer, where there is one, and never to this proxy itself.
#[derive(Clone)]
pub(in crate::edge::proxy) struct ConnectOptions {
    pub(in crate::edge::proxy) dialer: Option<Dialer>,
    pub(in crate::edge::proxy) ourselves: OwnAddresses,
    pub(in crate::edge::proxy) mark: LoopMark,
    /// Where the time that connecting takes is observed.
    pub(in crate::edge::proxy) metrics: Arc<Metrics>,
}

impl Default for ConnectOptions {
    fn default() -> Self {
        let mark = LoopMark::of(fastrand::u64(..));
        let (ourselves, metrics) = (OwnAddresses::default(), Arc::default());
        ConnectOptions { dialer: None, ourselves, mark, metrics }
    }
}

/// Makes the connections of one address.
#[derive(Clone)]
pub(in crate::edge::proxy) struct Connector {
    tcp: HttpConnector,
    /// What TCP connects to; none goes through the cluster.
    direct: Option<Uri>,
    reach: Reach,
    options: ConnectOptions,
}

type BoxError = Box<dyn std::error::Error + Send + Sync>;

impl Connector {
    /// # Errors
    /// The host is invalid.
    pub(in crate::edge::proxy) fn new(
        address: &Address,
        options: ConnectOptions,
    ) -> Result<Self, http::Error> {
        let mut tcp = HttpConnector::new();
        tcp.set_nodelay(true);
        tcp.enforce_http(false);
        tcp.set_connect_timeout(Some(address.connect_timeout.unwrap_or(CONNECT_TIMEOUT)));
        let Keepalive { time, interval, retries } = address.keepalive;
        tcp.set_keepalive(Some(time.unwrap_or(Duration::from_secs(60))));
        tcp.set_keepalive_interval(interval);
        tcp.set_keepalive_retries(retries);
        let direct = match &address.reach {
            Reach::Direct => Some(uri(&address.host, address.port)?),
            Reach::At(way) => Some(uri(&way.host, way.port)?),
            Reach::Cluster(_) => None,
        };
        Ok(Connector { tcp, direct, reach: address.reach.clone(), options })
    }
}

fn uri(host: &str, port: u16) -> Result<Uri, http::Error> {
    let is_bare = host.contains(':') && !host.starts_with('[');
    let authority = if is_bare { format!("[{host}]:{port}") } else { format!("{host}:{port}") };
    Uri::builder().scheme("http").authority(authority).path_and_query("/").build()
}

impl tower::Service<Uri> for Connector {
    type Response = Io;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Io, BoxError>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.tcp.poll_ready(context).map_err(BoxError::from)
    }

    /// The URI of the request is not looked at: each address has a connector of its own.
    fn call(&mut self, _uri: Uri) -> Self::Future {
        if let Some(direct) = &self.direct {
            let connecting = self.tcp.call(direct.clone());
            let ourselves = self.options.ourselves.clone();
            return async move {
                let stream = connecting.await?;
                match stream.inner().peer_addr() {
                    Ok(peer) if ourselves.are_at(peer) => Err(DialError::OwnAddresses(peer).into()),
                    _ => Ok(Io::Tcp(stream)),
                }
            }
            .boxed();
        }
        let dialing = match (&self.reach, &self.options.dialer) {
            (Reach::Cluster(to), Some(dialer)) => dialer.0.dial(Arc::clone(to)),
            _ => {
                let error = DialError::Failed("there is no connection to the cluster".to_owned());
                return async move { Err(BoxError::from(error)) }.boxed();
            }
        };
        async move { Ok(Io::Tunnel(TokioIo::new(dialing.await?))) }.boxed()
    }
}

/// An open connection.
pub(in crate::edge::proxy) enum Io {
    Tcp(TokioIo<TcpStream>),
    Tunnel(TokioIo<Box<dyn Stream>>),
}

impl Io {
    /// Whether it leads to a program of this machine: both its ends have one address, or the other has one that no
    /// other machine has.
    pub(in crate::edge::proxy) fn is_local(&self) -> bool {
        let Io::Tcp(stream) = self else { return false };
        let stream = stream.inner();
        let Ok(peer) = stream.peer_addr() else { return false };
        peer.ip().to_canonical().is_loopback()
            || stream.local_addr().is_ok_and(|own| own.ip() == peer.ip())
    }

    /// Whether the kernel has nothing to read, an end included. Of a tunnel nobody knows.
    pub(in crate::edge::proxy) fn is_silent(&self) -> bool {
        let Io::Tcp(stream) = self else { return true };
        let mut byte = [std::mem::MaybeUninit::uninit()];
        let peeked = socket2::SockRef::from(stream.inner()).peek(&mut byte);
        peeked.is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
    }
}

impl Connection for Io {
    fn connected(&self) -> Connected {
        match self {
            Io::Tcp(stream) => stream.inner().connected(),
            Io::Tunnel(_) => Connected::new(),
        }
    }
}

impl Read for Io {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Io::Tcp(stream) => Pin::new(stream).poll_read(context, into),
            Io::Tunnel(stream) => Pin::new(stream).poll_read(context, into),
        }
    }
}

impl Write for Io {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Io::Tcp(stream) => Pin::new(stream).poll_write(context, bytes),
            Io::Tunnel(stream) => Pin::new(stream).poll_write(context, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Io::Tcp(stream) => Pin::new(stream).poll_flush(context),
            Io::Tunnel(stream) => Pin::new(stream).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Io::Tcp(stream) => Pin::new(stream).poll_shutdown(context),
            Io::Tunnel(stream) => Pin::new(stream).poll_shutdown(context),
        }
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Io::Tcp(stream) => stream.is_write_vectored(),
            Io::Tunnel(stream) => stream.is_write_vectored(),
        }
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Io::Tcp(stream) => Pin::new(stream).poll_write_vectored(context, pieces),
            Io::Tunnel(stream) => Pin::new(stream).poll_write_vectored(context, pieces),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_addresses_are_known_in_every_form_and_others_are_not() {
        let address = |text: &str| text.parse::<SocketAddr>().expect("an address");
        let at = |own: &str, peer: &str| {
            let ourselves = OwnAddresses::default();
            ourselves.add(address(own));
            ourselves.are_at(address(peer))
        };
        assert!(at("127.0.0.1:80", "127.0.0.1:80") && at("127.0.0.1:80", "[::ffff:127.0.0.1]:80"));
        assert!(!at("127.0.0.1:80", "127.0.0.1:81") && !at("127.0.0.1:80", "[::1]:80"));
        assert!(!at("127.0.0.1:80", "127.0.0.2:80"), "another program may listen there");
        assert!(at("0.0.0.0:80", "127.0.0.2:80") && at("[::]:80", "[::1]:80"));
        assert!(at("[::]:80", "127.0.0.1:80") && !at("0.0.0.0:80", "[::1]:80"));
        assert!(!at("0.0.0.0:80", "192.0.2.1:80"), "nobody here has this address");
    }
}
