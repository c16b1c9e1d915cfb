//! What the client side of a TLS connection trusts, shows and offers.
//!
//! Source: Gateway API, BackendTLSPolicy (<https://gateway-api.sigs.k8s.io/reference/spec/>).

use std::sync::Arc;

use crate::domain::route::certificate::Certificate;

/// Whom a connection trusts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Trust {
    /// Certificates of authorities, PEM; none are the system's.
    pub authorities: Option<String>,
    pub verify: Verify,
    /// What is shown to a server that asks who calls.
    pub client: Option<Arc<Certificate>>,
    /// The ALPN protocols that are offered in the handshake, in this order; none are offered where it is empty.
    pub alpn: Vec<String>,
}

/// What is verified in a server's certificate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub enum Verify {
    /// Its authority, and that it names the server that was asked for.
    #[default]
    Name,
    /// Its authority, and that it names one of these: hosts, addresses and URIs.
    Names(Vec<String>),
    /// Its authority alone.
    AnyName,
    Nothing,
}
