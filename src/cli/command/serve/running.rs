//! Where a `serve` that runs already is reached: its admin address says.

use std::net::SocketAddr;

use serde::Deserialize;

use crate::cli::error::Failure;
use crate::edge::proxy::admin::{self, USUAL_PORT};

/// What `/status` says of addresses.
#[derive(Deserialize)]
struct Said {
    addresses: Vec<At>,
}

#[derive(Deserialize)]
struct At {
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
) -> Result<SocketAddr, Failure> {
    let port = port.filter(|port| *port > 0).unwrap_or(USUAL_PORT);
    let status = admin::ask(port).await.map_err(|error| {
        Failure::usage(format!(
            "no `kubectl agw serve` answers at 127.0.0.1:{port} ({error}): start one first, name its admin address \
             with --admin-port, or say with --port where it will be"
        ))
    })?;
    let said: Said = serde_json::from_slice(&status)
        .map_err(|_| Failure::usage(format!("what answers at 127.0.0.1:{port} is no serve")))?;
    let meant = |at: &&At| {
        at.url.starts_with("http://") && (gateway.is_none() || at.gateway.as_deref() == gateway)
    };
    let found = said.addresses.iter().find(meant).map(|at| at.address);
    found.ok_or_else(|| {
        let there = said.addresses.iter().map(|at| match &at.gateway {
            Some(gateway) => format!("{} of {gateway}", at.url),
            None => at.url.clone(),
        });
        let there: Vec<_> = there.collect();
        Failure::usage(format!(
            "no such listener speaks plain HTTP there; served are {}",
            there.join(", ")
        ))
    })
}
