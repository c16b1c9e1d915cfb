//! Listening sockets. A mechanism of this program.

use std::net::SocketAddr;

use tokio::net::{TcpListener, TcpSocket};

use crate::domain::value::descriptors;

/// An address that cannot be listened on.
#[derive(Debug, thiserror::Error)]
#[error("can't listen on {address}: {}", descriptors::words(source))]
pub struct BindError {
    pub address: SocketAddr,
    pub source: std::io::Error,
}

/// How many connections can wait to be accepted: Linux's default limit (`net.core.somaxconn`). Beyond it, connections are
/// dropped or reset.
const BACKLOG: u32 = 4096;

/// Binds a socket.
///
/// # Errors
/// The address is in use or not available.
pub(in crate::edge::proxy) async fn listen(address: SocketAddr) -> Result<TcpListener, BindError> {
    bound(address).map_err(|source| BindError { address, source })
}

fn bound(address: SocketAddr) -> std::io::Result<TcpListener> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4()?,
        SocketAddr::V6(_) => TcpSocket::new_v6()?,
    };
    // On Windows this would let another program take the port.
    if cfg!(unix) {
        socket.set_reuseaddr(true)?;
    }
    socket.bind(address)?;
    socket.listen(BACKLOG)
}
