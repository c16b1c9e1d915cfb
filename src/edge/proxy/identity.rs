//! What HTTPS listeners show of themselves: certificates by listener and server name, and the handshake with them. One
//! of the places where a secret is opened.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{ServerConfig, crypto};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::Shared;
use crate::domain::route::certificate::{Certificate, Unusable};
use crate::domain::route::matcher::host::HostPattern;
use crate::domain::route::table::{BindKey, RouteTable};

/// A client has this long for its handshake.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(15);

/// HTTP/2, as a handshake names it.
const H2: &[u8] = b"h2";

/// The certificates of a table, ready for handshakes.
#[derive(Debug, Default)]
pub(super) struct Identities {
    binds: HashMap<BindKey, Vec<OfListener>>,
    known: Vec<(Arc<Certificate>, Arc<CertifiedKey>)>,
    pub(super) unusable: Vec<Unusable>,
}

/// What the listener for a host shows; nothing where its certificate is of no use.
type OfListener = (HostPattern, Option<Arc<CertifiedKey>>);

impl Identities {
    /// Reads those of `table`; one that `before` has already is taken from there.
    pub(super) fn of(table: &RouteTable, before: &Identities) -> Self {
        let mut identities = Identities::default();
        for (key, bind) in table.binds.iter().filter(|(_, bind)| bind.https()) {
            let mut listeners = Vec::with_capacity(bind.listeners.len());
            for listener in &bind.listeners {
                let own = listener.certificate.as_ref();
                let key = own.and_then(|one| identities.read(one, before));
                listeners.push((listener.host.clone(), key));
            }
            identities.binds.insert(key.clone(), listeners);
        }
        identities
    }

    fn read(
        &mut self,
        certificate: &Arc<Certificate>,
        before: &Identities,
    ) -> Option<Arc<CertifiedKey>> {
        let mut known = self.known.iter().chain(&before.known);
        if let Some((_, key)) = known.find(|(known, _)| known == certificate) {
            let key = Arc::clone(key);
            self.known.push((Arc::clone(certificate), Arc::clone(&key)));
            return Some(key);
        }
        match certified(certificate) {
            Ok(key) => {
                let key = Arc::new(key);
                self.known.push((Arc::clone(certificate), Arc::clone(&key)));
                Some(key)
            }
            Err(why) => {
                let unusable = Unusable { secret: certificate.secret.clone(), why };
                if !self.unusable.contains(&unusable) {
                    self.unusable.push(unusable);
                }
                None
            }
        }
    }

    /// The one for a client that asks for `server`, which is nothing where it does not say.
    fn choose(&self, bind: &BindKey, server: &str) -> Option<Arc<CertifiedKey>> {
        let mut listeners = self.binds.get(bind)?.iter();
        listeners.find(|(host, _)| host.matches(server))?.1.clone()
    }
}

/// A certificate ready for handshakes.
///
/// # Errors
/// What is wrong with it, without showing it.
pub(super) fn certified(certificate: &Certificate) -> Result<CertifiedKey, String> {
    let chain: Result<Vec<_>, _> =
        CertificateDer::pem_slice_iter(certificate.chain.expose()).collect();
    let chain = chain.map_err(|error| format!("`tls.crt`: {error}"))?;
    let key = PrivateKeyDer::from_pem_slice(certificate.key.expose());
    let key = key.map_err(|error| format!("`tls.key`: {error}"))?;
    CertifiedKey::from_der(chain, key, &crypto::ring::default_provider())
        .map_err(|error| error.to_string())
}

/// The handshakes of one socket, each with the certificates of its moment: a new one is in force with the table that
/// brings it, and connections that stand are not touched.
#[derive(Clone)]
pub(super) struct Handshake {
    acceptor: TlsAcceptor,
}

impl Handshake {
    pub(super) fn of(shared: &Arc<Shared>, slot: usize) -> Result<Self, rustls::Error> {
        let provider = Arc::new(crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(Resolver { shared: Arc::clone(shared), slot }));
        config.alpn_protocols = vec![H2.to_vec(), b"http/1.1".to_vec()];
        Ok(Handshake { acceptor: TlsAcceptor::from(Arc::new(config)) })
    }

    /// Shakes hands.
    ///
    /// # Errors
    /// The client does not want to, speaks something else, or takes too long.
    pub(super) async fn with(&self, stream: TcpStream) -> std::io::Result<TlsStream<TcpStream>> {
        let shaken = tokio::time::timeout(HANDSHAKE_TIMEOUT, self.acceptor.accept(stream)).await;
        shaken.unwrap_or_else(|_| Err(std::io::ErrorKind::TimedOut.into()))
    }
}

/// Whether a connection is to speak HTTP/2.
pub(super) fn is_http2(stream: &TlsStream<TcpStream>) -> bool {
    stream.get_ref().1.alpn_protocol() == Some(H2)
}

/// The name that the client of a connection asked for.
pub(super) fn server_of(stream: &TlsStream<TcpStream>) -> Arc<str> {
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
        live.identities.choose(bind, hello.server_name().unwrap_or_default())
    }
}
