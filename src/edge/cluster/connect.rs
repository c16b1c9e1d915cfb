//! From wishes to a connection: kubeconfig, proxy, credentials and client, in this order.

use std::time::Duration;

use kube::client::ClientBuilder;
use tower::buffer::BufferLayer;
use tower::retry::RetryLayer;

use super::answer::AnswerLayer;
use super::deadline::RequestDeadline;
use super::idle_timeout::{IdleTimeoutLayer, LastActivity};
use super::transport::Transport;
use super::warning::Warnings;
use super::watch::WATCH_SECONDS;
use super::{ClusterError, ClusterOptions, Connection};
use crate::edge::cluster::service::Service;

/// A watch on which nothing came for this long is given up: longer than the API server lets one last.
const WATCH_IDLE_TIMEOUT: Duration = Duration::from_secs(WATCH_SECONDS as u64 + 15);

/// Finds the cluster that `wishes` mean and makes a client for it. No request is sent yet; a credential plugin runs.
/// The connection renews its credentials by itself: see [`Transport`].
///
/// # Errors
/// Whatever is wrong with flags, kubeconfig, certificates or credentials.
pub async fn connect(wishes: &ClusterOptions) -> Result<Connection, ClusterError> {
    let (transport, start) = Transport::open(wishes).await?;
    let (warnings, last_activity) = (Warnings::default(), LastActivity::default());
    let builder = ClientBuilder::new(transport.service(&start), &start.namespace);
    Ok(Connection {
        client: client(builder, &warnings, &last_activity),
        namespace: start.namespace,
        context: start.api_server.context.clone(),
        server: start.api_server.server.clone(),
        api_server: start.api_server,
        warnings,
        last_activity,
        readmitted: Default::default(),
        request_timeout: wishes.request_timeout,
    })
}

/// The client with our layers: busy answers (429, 503, 504) are asked again, then every answer is looked at.
fn client(
    builder: ClientBuilder<Service>,
    warnings: &Warnings,
    last_activity: &LastActivity,
) -> kube::Client {
    builder
        .with_layer(&BufferLayer::new(1024))
        .with_layer(&RetryLayer::new(RequestDeadline::default()))
        .with_layer(&AnswerLayer(warnings.clone()))
        .with_layer(&IdleTimeoutLayer {
            limit: WATCH_IDLE_TIMEOUT,
            last_activity: last_activity.clone(),
        })
        .build()
}
