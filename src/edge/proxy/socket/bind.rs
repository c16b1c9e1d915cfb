//! Listening sockets. A mechanism of this program.

use std::net::SocketAddr;

use tokio::net::TcpListener;

use crate::domain::value::descriptors;

/// An address that cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error("can't listen on {address}: {}", descriptors::words(source))]
pub struct BindError {
    pub address: SocketAddr,
    pub source: std::io::Error,
}

/// Binds a socket.
///
/// # Errors
/// The address is in use or not available.
pub(in crate::edge::proxy) async fn listen(address: SocketAddr) -> Result<TcpListener, BindError> {
    TcpListener::bind(address).await.map_err(|source| BindError { address, source })
}
