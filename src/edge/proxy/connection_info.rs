//! What is known of a connection that requests come by.

use std::net::SocketAddr;
use std::sync::Arc;

use super::upgrade::Tunnel;

/// How a request came.
#[derive(Clone)]
pub(super) struct ConnectionInfo {
    /// The socket, by its position.
    pub(super) slot: usize,
    pub(super) peer: SocketAddr,
    /// By TLS: the name that the client asked for, or nothing.
    pub(super) server: Option<Arc<str>>,
    /// What the connection becomes when a request asks for another protocol.
    pub(super) tunnel: Tunnel,
}
