//! Sockets that listen.

use std::net::SocketAddr;

use tokio::net::TcpListener;

use crate::domain::value::descriptors;

/// A port that cannot be had.
#[derive(Debug, thiserror::Error)]
#[error("cannot listen on {address}: {}", descriptors::words(source))]
pub struct BindError {
    pub address: SocketAddr,
    pub source: std::io::Error,
}

/// Binds a socket.
///
/// # Errors
/// The port cannot be had.
pub(in crate::edge::proxy) async fn listen(address: SocketAddr) -> Result<TcpListener, BindError> {
    TcpListener::bind(address).await.map_err(|source| BindError { address, source })
}
