//! Where a `serve` is reached: the admin address of one that runs already says it, and of one to come its user.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

use serde::Deserialize;

use crate::cli::error::Failure;
use crate::cli::output::shape::API_VERSION;
use crate::edge::proxy::admin::{self, USUAL_PORT};

/// What `/status` says of addresses.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ServeStatus {
    api_version: String,
    kind: String,
    addresses: Vec<ListenAddress>,
    #[serde(default)]
    asks_client_key: bool,
}

/// Where clients find it.
pub(super) struct ServeEndpoint {
    pub(super) address: SocketAddr,
    /// Whether they must show a key.
    pub(super) asks_key: bool,
}

impl ServeEndpoint {
    /// One that is to run at an address, as clients of this machine reach it.
    ///
    /// # Errors
    /// The address is another machine's.
    pub(super) fn to_be(address: SocketAddr) -> Result<Self, Failure> {
        let address = ours(address).ok_or_else(|| {
            Failure::usage(format!(
                "--address {}: this machine has no such address, so your serve can't be there",
                address.ip()
            ))
        })?;
        Ok(ServeEndpoint { address, asks_key: false })
    }
}

#[derive(Deserialize)]
struct ListenAddress {
    gateway: Option<String>,
    address: SocketAddr,
    url: String,
}

/// The first plain listener of the `serve` with this admin port, of one Gateway where one is named.
///
/// # Errors
/// None runs there, or it has no such listener.
pub(super) async fn address(
    port: Option<u16>,
    gateway: Option<&str>,
) -> Result<ServeEndpoint, Failure> {
    let port = port.filter(|port| *port > 0).unwrap_or(USUAL_PORT);
    let status = admin::ask(port).await.map_err(|error| {
        Failure::usage(format!(
            "no `kubectl agw serve` answers at 127.0.0.1:{port} ({error}): start one first, pass its admin \
             port with --admin-port, or its future port with --port"
        ))
    })?;
    let stranger = || Failure::usage(format!("127.0.0.1:{port} is not a `kubectl agw serve`"));
    let said: ServeStatus = serde_json::from_slice(&status).map_err(|_| stranger())?;
    if said.api_version != API_VERSION || said.kind != "Status" {
        return Err(stranger());
    }
    let meant = |at: &&ListenAddress| {
        at.url.starts_with("http://") && (gateway.is_none() || at.gateway.as_deref() == gateway)
    };
    let found = said.addresses.iter().find(meant).map(|at| at.address);
    if let Some(address) = found {
        let address = ours(address).ok_or_else(|| {
            Failure::usage(format!(
                "127.0.0.1:{port} reports {address}, which is not on this machine: it isn't your serve, and \
                 nothing is sent there; pass the port of yours with --port"
            ))
        })?;
        return Ok(ServeEndpoint { address, asks_key: said.asks_client_key });
    }
    let there = said.addresses.iter().map(|at| match &at.gateway {
        Some(gateway) => format!("{} of {gateway}", at.url),
        None => at.url.clone(),
    });
    let there: Vec<_> = there.collect();
    Err(Failure::usage(format!(
        "no such plain HTTP listener there; served are {}",
        there.join(", ")
    )))
}

/// An address of this machine, as clients reach it; none if it is another machine's. Clients send their keys there, and
/// the admin port is whoever's came first.
fn ours(address: SocketAddr) -> Option<SocketAddr> {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    // Nobody can listen at an address of another machine.
    let is_here = ip.is_loopback() || TcpListener::bind((ip, 0)).is_ok();
    (is_here && address.port() > 0).then_some(SocketAddr::new(ip, address.port()))
}

#[cfg(test)]
mod tests {
    use super::ours;

    #[test]
    fn only_addresses_of_this_machine_are_believed() {
        for (said, reached) in [
            ("127.0.0.1:8080", Some("127.0.0.1:8080")),
            ("0.0.0.0:8080", Some("127.0.0.1:8080")),
            ("[::]:8080", Some("[::1]:8080")),
            ("203.0.113.5:80", None),
            ("127.0.0.1:0", None),
        ] {
            let found = ours(said.parse().expect("an address")).map(|found| found.to_string());
            assert_eq!(found.as_deref(), reached, "{said}");
        }
    }
}
