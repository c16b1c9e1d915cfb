//! The settings of the proxy, from the flags of `serve`.

use std::net::IpAddr;
use std::time::Duration;

use super::ports::Ports;
use crate::domain::route::browser::BrowserGuard;
use crate::domain::value::secret::Secret;
use crate::edge::proxy::connect::dial::Dialer;
use crate::edge::proxy::kill_switch::KillSwitch;
use crate::edge::simulator::Simulation;

/// How the proxy is set up; none of it changes while it runs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address to bind; loopback, unless clients authenticate.
    pub address: IpAddr,
    /// Which local port each listener gets.
    pub ports: Ports,
    /// The largest request body that is read whole. Bytes.
    pub max_body: usize,
    /// The memory for all bodies that are held at the same time. Bytes.
    pub max_held: usize,
    /// How long a client may read nothing of a reply, or send nothing of a body, before its connection is closed.
    pub stall: Duration,
    /// How long requests may take to finish once the proxy stops.
    pub drain: Duration,
    /// Threads that serve connections.
    pub workers: usize,
    /// How the embedded simulator answers instead of every provider; none where they are called.
    pub simulate: Option<Simulation>,
    /// The key that clients must present; none admits every client.
    pub client_key: Option<Secret>,
    /// Rejects requests of web pages; not needed where clients present a key.
    pub browsers: Option<BrowserGuard>,
    /// Connects into the cluster's network; none where there is no cluster.
    pub dialer: Option<Dialer>,
    /// What is stopped from the first request on, and whoever has a clone can change.
    pub kill_switch: KillSwitch,
}
