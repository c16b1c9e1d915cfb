//! An upstream that is no language model, as the proxy calls it: a Service, a fixed host, the host that a request
//! names. Requests are forwarded as they came. `compile::backend::http_backend` makes it.

use std::sync::Arc;

use super::address::Address;
use super::upstream::{Credential, CredentialPlacement, HttpLimits};
use crate::domain::route::policy::authorization::Authorization;
use crate::domain::route::policy::transformation::Transformation;
use crate::domain::route::reason::Reason;
use crate::domain::value::object_ref::{Kind, ObjectName};

/// A plain HTTP upstream, ready to be called.
#[derive(Clone, Debug)]
pub struct HttpUpstream {
    /// What it is: AgentgatewayBackend or Service.
    pub kind: Kind,
    pub name: ObjectName,
    pub destination: Destination,
    /// `Host` of every request; `None` leaves the client's (`crates/agentgateway/src/proxy/httpproxy.rs` at
    /// 75b4e6ce6).
    pub host: Option<String>,
    /// Path of every request; `None` leaves the client's.
    pub path: Option<String>,
    pub credential: Credential,
    pub placement: CredentialPlacement,
    pub bounds: HttpLimits,
    /// `backend.authorization`: who may call it.
    pub authorization: Option<Arc<Authorization>>,
    /// What is made of requests to it, and of its replies.
    pub transformations: Arc<[Transformation]>,
    /// What is served differently from agentgateway.
    pub notes: Vec<Reason>,
}

/// Where an upstream's requests go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    Fixed(Box<Address>),
    /// To the host that each request names, and otherwise as this says; an empty server name is that host.
    OfRequest(Box<Address>),
}

impl HttpUpstream {
    /// The port that is called; none where each request names its own.
    #[must_use]
    pub fn port(&self) -> Option<u16> {
        match &self.destination {
            Destination::Fixed(address) => Some(address.port),
            Destination::OfRequest(_) => None,
        }
    }
}
