//! Sockets and connections of clients: which ports, which threads, which protocol, and how they are drained. A
//! mechanism of this program, with hyper.

pub(super) mod bind;
mod drain;
mod failed_connections;
mod handshake;
mod http1;
mod http2;
pub(super) mod listener;
pub(super) mod ports;
pub(super) mod settings;

pub(super) mod workers;
mod write_timeout;
