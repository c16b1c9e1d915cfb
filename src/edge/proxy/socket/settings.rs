//! What the user decides of the proxy.

use std::net::IpAddr;
use std::time::Duration;

use super::ports::Ports;
use crate::domain::route::browser::BrowserGuard;
use crate::domain::value::secret::Secret;
use crate::edge::proxy::connect::dial::Dialer;
use crate::edge::simulator::Pace;

/// How the proxy is set up; none of it changes while it runs.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The address to bind; loopback, unless clients authenticate.
    pub address: IpAddr,
    pub ports: Ports,
    /// Request bodies that must be read are read up to this size. Bytes.
    pub max_body: usize,
    /// All bodies held at once. Bytes.
    pub max_held: usize,
    /// How long a client may take nothing of a reply before it is cut, and its upstream with it.
    pub stall: Duration,
    /// How long running requests may take to end once the proxy stops.
    pub drain: Duration,
    /// Threads that serve connections.
    pub workers: usize,
    /// With a pace, every provider is answered by the embedded simulator; without, nothing ever is.
    pub simulate: Option<Pace>,
    /// What clients must show; without it everybody is let in.
    pub client_key: Option<Secret>,
    /// What keeps web pages out; not needed where clients show a key.
    pub browsers: Option<BrowserGuard>,
    /// The way into the cluster's network, where there is one.
    pub dialer: Option<Dialer>,
}
