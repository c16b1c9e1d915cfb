//! The way into the cluster that `serve` hands to the proxy: port-forwarding through its API server.

use std::sync::Arc;

use futures::FutureExt as _;
use futures::future::BoxFuture;

use crate::domain::route::address::InCluster;
use crate::edge::cluster::Connection;
use crate::edge::cluster::port_forward::{Forwarder, PortForwardError};
use crate::edge::proxy::{Dial, DialError, Dialer, Stream};

/// Port-forwarding as the proxy asks for it.
struct PortForwardConnector(Arc<Forwarder>);

/// The way into the cluster of a connection.
pub(super) fn through(connection: &Connection) -> Dialer {
    Dialer::new(PortForwardConnector(Arc::new(Forwarder::new(connection.clone()))))
}

impl Dial for PortForwardConnector {
    fn dial(&self, to: Arc<InCluster>) -> BoxFuture<'static, Result<Box<dyn Stream>, DialError>> {
        let forwarder = Arc::clone(&self.0);
        async move {
            match forwarder.open(&to).await {
                Ok(opened) => Ok(Box::new(opened) as Box<dyn Stream>),
                Err(PortForwardError::Nobody(words)) => Err(DialError::NobodyThere(words)),
                Err(PortForwardError::Failed(words)) => Err(DialError::Failed(words)),
            }
        }
        .boxed()
    }
}
