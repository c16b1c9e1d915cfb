//! Where an upstream is, and how this machine gets there: by its own name, by another way that the user gave, or
//! through the API server for what only the cluster's network reaches. `compile::reach` finds it.
//!
//! Source: `crates/agentgateway/src/client/mod.rs` of agentgateway at 75b4e6ce6.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use crate::domain::route::trust::Trust;
use crate::domain::value::endpoint::{Endpoint, TargetPort};
use crate::domain::value::object_ref::ObjectName;

/// Where an upstream is. Upstreams at equal addresses share their connections.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Address {
    pub host: String,
    pub port: u16,
    /// The server name to ask for and verify; none means plain HTTP.
    pub tls: Option<String>,
    /// Whether it speaks HTTP/2; in the clear without being asked first.
    pub http2: bool,
    pub reach: Reach,
    pub trust: Trust,
    /// Bound on making a connection, where it is not the usual one.
    pub connect_timeout: Option<Duration>,
    pub keepalive: Keepalive,
}

/// How it is found out that a silent connection is dead. What is not given is as usual.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Keepalive {
    /// Idle time after which the first keepalive probe is sent.
    pub time: Option<Duration>,
    /// The pause between questions.
    pub interval: Option<Duration>,
    /// Questions without an answer after which the connection is given up.
    pub retries: Option<u32>,
}

/// How a connection gets to an address.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// By the address itself.
    Direct,
    /// By another one, which `--resolve` gives.
    At(Endpoint),
    /// Through the API server.
    Cluster(Arc<InCluster>),
}

/// What a connection through the API server leads to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InCluster {
    pub service: ObjectName,
    /// The Service's own port, for words.
    pub port: u16,
    pub pods: Pods,
}

/// The Pods behind a Service.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Pods {
    /// Those with these labels.
    Selected {
        labels: BTreeMap<String, String>,
        port: TargetPort,
        /// Whether one that is not ready may be called.
        unready: bool,
    },
    /// Those that its EndpointSlices name, at the port of this name.
    Listed { port_name: String },
}

impl Address {
    /// `host:port`, as logs say it.
    #[must_use]
    pub fn endpoint(&self) -> String {
        [&self.host, ":", &self.port.to_string()].concat()
    }

    /// An address that is reached by itself.
    pub fn new(host: impl Into<String>, port: u16, tls: Option<String>) -> Self {
        Address {
            host: host.into(),
            port,
            tls,
            http2: false,
            reach: Reach::Direct,
            trust: Trust::default(),
            connect_timeout: None,
            keepalive: Keepalive::default(),
        }
    }
}
