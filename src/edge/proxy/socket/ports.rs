//! Which local port a listener's port is served at: the same; 8000 more where the system reserves it; another where the
//! user says so; and the next free one where it is in use. A rule of this program.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use tokio::net::TcpListener;

use super::bind::{BindError, listen};
use crate::domain::route::table::BindKey;

/// Ports below this are the system's.
const RESERVED: u16 = 1024;
/// What is added to a reserved port.
const SHIFT: u16 = 8000;

/// The ports that the user has chosen.
#[derive(Clone, Debug, Default)]
pub struct Ports {
    /// The port of the first bind; 0 lets the system choose all.
    pub first: Option<u16>,
    /// Local ports by listener's port.
    pub map: BTreeMap<u16, u16>,
}

/// An open socket, and whether a bind uses it.
#[derive(Clone, Copy, Debug)]
pub(in crate::edge::proxy) struct Socket {
    pub(in crate::edge::proxy) address: SocketAddr,
    pub(in crate::edge::proxy) used: bool,
}

/// The socket of a bind.
#[derive(Debug)]
pub(in crate::edge::proxy) enum BindSocket {
    /// An open one that no bind uses any more, by its index.
    Reused(usize),
    New(TcpListener),
}

impl Ports {
    /// The port for a bind; 0 for any. `first` says that it is the first of all binds.
    fn wanted(&self, bind: &BindKey, first: bool) -> u16 {
        match self.first {
            Some(0) => 0,
            Some(port) if first => port,
            _ => match self.map.get(&bind.port) {
                Some(port) => *port,
                None if bind.port < RESERVED => bind.port + SHIFT,
                None => bind.port,
            },
        }
    }

    /// Finds a socket for a bind. If another bind uses its port, it gets the next one. A port that another program uses
    /// is an error for the first bind, which people reach by a number they know, and skipped for others.
    ///
    /// # Errors
    /// The port is in use, or no port above it is free.
    pub(in crate::edge::proxy) async fn socket_for(
        &self,
        bind: &BindKey,
        address: IpAddr,
        sockets: &[Socket],
    ) -> Result<BindSocket, BindError> {
        let wanted = self.wanted(bind, sockets.is_empty());
        let first = SocketAddr::new(address, wanted);
        let free = |port: Option<u16>| {
            let is_free = |socket: &Socket| {
                !socket.used && port.is_none_or(|port| socket.address.port() == port)
            };
            sockets.iter().position(is_free)
        };
        if wanted == 0 {
            return match free(None) {
                Some(index) => Ok(BindSocket::Reused(index)),
                None => listen(first).await.map(BindSocket::New),
            };
        }
        for port in wanted..=u16::MAX {
            if let Some(index) = free(Some(port)) {
                return Ok(BindSocket::Reused(index));
            }
            if sockets.iter().any(|socket| socket.address.port() == port) {
                continue;
            }
            match listen(SocketAddr::new(address, port)).await {
                Err(error) if taken(&error) && !sockets.is_empty() => {}
                outcome => return outcome.map(BindSocket::New),
            }
        }
        let source = std::io::Error::other("no free port above it");
        Err(BindError { address: first, source })
    }
}

fn taken(error: &BindError) -> bool {
    error.source.kind() == std::io::ErrorKind::AddrInUse
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;

    const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

    fn bind(port: u16) -> BindKey {
        BindKey { gateway: None, port }
    }

    #[test]
    fn a_port_leads_to_itself_and_a_reserved_one_8000_higher() {
        let ports = Ports::default();
        let wanted: Vec<_> =
            [80, 443, 1023, 1024, 8080].map(|port| ports.wanted(&bind(port), true)).into();
        assert_eq!(wanted, [8080, 8443, 9023, 1024, 8080]);
    }

    #[test]
    fn what_the_user_says_goes_before() {
        let ports = Ports { first: Some(9090), map: [(80, 7000)].into() };
        assert_eq!(ports.wanted(&bind(80), true), 9090);
        assert_eq!(ports.wanted(&bind(80), false), 7000);
        assert_eq!(ports.wanted(&bind(81), false), 8081);
        let any = Ports { first: Some(0), map: [(80, 7000)].into() };
        assert_eq!(any.wanted(&bind(80), false), 0);
    }

    #[tokio::test]
    async fn a_bind_takes_over_a_socket_that_is_left_and_passes_by_those_in_use() {
        let port = std::net::TcpListener::bind((HERE, 0)).expect("a port");
        let taken = port.local_addr().expect("an address");
        let ports = Ports { first: None, map: [(80, taken.port())].into() };
        let first = ports.socket_for(&bind(80), HERE, &[]).await;
        assert_eq!(first.expect_err("another program's").address, taken);
        let used = Socket { address: taken, used: true };
        let left = Socket { address: SocketAddr::new(HERE, taken.port() + 1), used: false };
        let kept = ports.socket_for(&bind(80), HERE, &[used, left]).await.expect("a socket");
        assert!(matches!(kept, BindSocket::Reused(1)), "{kept:?}");
        let new = ports.socket_for(&bind(80), HERE, &[used]).await.expect("a socket");
        let BindSocket::New(socket) = new else { panic!("{new:?}") };
        assert!(socket.local_addr().expect("an address").port() > taken.port());
    }
}
