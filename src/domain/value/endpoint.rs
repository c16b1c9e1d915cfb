//! A host and a port, and the ports of Pods.

use serde::Deserialize;

/// A host and a port to connect to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Endpoint {
    /// A name or an address; of IPv6 without its brackets.
    pub host: String,
    pub port: u16,
}

/// A port of a Pod: its number, or the name that the Pod gives it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(untagged)]
pub enum TargetPort {
    Number(u16),
    Name(String),
}
