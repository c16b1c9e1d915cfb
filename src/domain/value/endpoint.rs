//! A host and a port.

/// A host and a port to connect to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Endpoint {
    /// A name or an address; of IPv6 without its brackets.
    pub host: String,
    pub port: u16,
}
