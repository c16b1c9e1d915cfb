//! A proxy of this process for the requests of one command: on a free port of loopback, for as long as they take.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use crate::domain::route::browser::BrowserGuard;
use crate::domain::route::table::RouteTable;
use crate::edge::proxy::{KillSwitch, Ports, Proxy, Settings};
use crate::edge::simulator::Simulation;
use crate::edge::telemetry::access_log::AccessLog;

/// The largest body. Bytes.
const BODY: usize = 1024 * 1024;
/// For all bodies that are held at the same time. Bytes.
const HELD: usize = 64 * BODY;

/// It runs, with nothing remembered from another one.
pub(super) struct OwnProxy {
    proxy: Proxy,
    url: String,
}

impl OwnProxy {
    /// Serves the first bind of a table. `stall` is how long a request may pause.
    ///
    /// # Errors
    /// Why there is no port for it.
    pub(super) async fn start(
        table: RouteTable,
        simulate: Option<Simulation>,
        stall: Duration,
    ) -> Result<Self, String> {
        let settings = Settings {
            dialer: None,
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            ports: Ports { first: Some(0), ..Ports::default() },
            max_body: BODY,
            max_held: HELD,
            stall,
            drain: Duration::ZERO,
            workers: 1,
            client_key: None,
            browsers: Some(BrowserGuard::default()),
            simulate,
            // One's own try is not what a kill is for.
            kill_switch: KillSwitch::default(),
        };
        let proxy = Proxy::start(settings, table, AccessLog::off()).await;
        let proxy = proxy.map_err(|error| error.to_string())?;
        let url = proxy.served().first().map(|one| format!("http://{}", one.address));
        let url = url.ok_or_else(|| "invalid port".to_owned())?;
        Ok(OwnProxy { proxy, url })
    }

    /// `http://` and its address.
    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Stops it; what still runs is cut.
    pub(super) async fn stop(self) {
        self.proxy.stop().await;
    }
}
