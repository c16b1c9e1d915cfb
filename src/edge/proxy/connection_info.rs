//! What is known of a client's connection. A mechanism of this program.

use std::net::SocketAddr;
use std::sync::Arc;

use super::upgrade::Tunnel;

/// The connection by which a request arrived.
#[derive(Clone)]
pub(super) struct ConnectionInfo {
    /// The index of the socket.
    pub(super) slot: usize,
    /// The client's address.
    pub(super) peer: SocketAddr,
    /// The server name that the client requested in TLS, empty where it requested none; none without TLS.
    pub(super) server: Option<Arc<str>>,
    /// What the connection becomes when a request asks for another protocol.
    pub(super) tunnel: Tunnel,
}
