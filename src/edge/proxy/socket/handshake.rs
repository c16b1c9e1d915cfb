//! The TLS handshake of HTTPS listeners.
//!
//! Source: RFC 8446; the server name is that of RFC 6066 §3, the protocol that of RFC 7301.

use std::sync::Arc;
use std::time::Duration;

use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{ServerConfig, crypto};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::edge::proxy::shared::Shared;

/// A client has this long for its handshake.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(15);

/// HTTP/2, as a handshake names it.
const H2: &[u8] = b"h2";

/// The handshakes of one socket, each with the certificates of its moment: a new one is in force with the table that
/// brings it, and connections that stand are not touched.
#[derive(Clone)]
pub(in crate::edge::proxy) struct Handshake {
    acceptor: TlsAcceptor,
}

impl Handshake {
    /// The TLS handshake of the listeners behind a socket.
    ///
    /// # Errors
    /// rustls has no protocol version that it can use.
    pub(in crate::edge::proxy) fn of(
        shared: &Arc<Shared>,
        slot: usize,
    ) -> Result<Self, rustls::Error> {
        let provider = Arc::new(crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(Resolver { shared: Arc::clone(shared), slot }));
        config.alpn_protocols = vec![H2.to_vec(), b"http/1.1".to_vec()];
        Ok(Handshake { acceptor: TlsAcceptor::from(Arc::new(config)) })
    }

    /// Does the TLS handshake of one connection.
    ///
    /// # Errors
    /// The client does not want to, speaks something else, or takes too long.
    pub(in crate::edge::proxy) async fn with(
        &self,
        stream: TcpStream,
    ) -> std::io::Result<TlsStream<TcpStream>> {
        let shaken = tokio::time::timeout(HANDSHAKE_TIMEOUT, self.acceptor.accept(stream)).await;
        shaken.unwrap_or_else(|_| Err(std::io::ErrorKind::TimedOut.into()))
    }
}

/// Whether a connection is to speak HTTP/2.
pub(in crate::edge::proxy) fn is_http2(stream: &TlsStream<TcpStream>) -> bool {
    stream.get_ref().1.alpn_protocol() == Some(H2)
}

/// The name that the client of a connection asked for.
pub(in crate::edge::proxy) fn server_of(stream: &TlsStream<TcpStream>) -> Arc<str> {
    Arc::from(stream.get_ref().1.server_name().unwrap_or_default())
}

struct Resolver {
    shared: Arc<Shared>,
    slot: usize,
}

impl std::fmt::Debug for Resolver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Resolver({})", self.slot)
    }
}

impl ResolvesServerCert for Resolver {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let live = self.shared.live.load();
        let bind = live.slots.get(self.slot)?.as_ref()?;
        live.identities.select(bind, hello.server_name().unwrap_or_default())
    }
}
