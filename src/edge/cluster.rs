//! A Kubernetes cluster: found through the kubeconfig, read, watched and written to.
//!
//! [`connect`] turns [`ClusterOptions`] into a [`Connection`]; everything else takes the connection. Errors are words
//! ([`ClusterError`]), never dumps of what lies below.

pub mod apply;
pub mod catalog;
pub mod change;
pub mod definition;
pub mod error;
pub mod events;
pub mod foreign;
pub mod port_forward;
pub mod read;
pub mod secret;
pub mod surroundings;
pub mod version;
pub mod warning;
pub mod watch;

mod answer;
mod api_client;
mod connect;
mod connector;
mod credentials;
mod deadline;
mod discovery;
mod explain;
mod idle_timeout;
mod kubeconfig;
mod plugin;
mod proxy_env;
mod readmission;
#[cfg(test)]
pub(super) mod scripted;
mod service;
mod settings;
mod sockets;
#[cfg(test)]
mod tests;
mod tracked;
mod transport;

use std::path::PathBuf;
use std::time::{Duration, SystemTime};

pub use connect::connect;
pub use error::{ClusterError, ErrorClass};

use explain::ApiServer;
use idle_timeout::LastActivity;
use warning::Warnings;

/// The context and namespace that [`connect`] would work in, read from files alone; none without a kubeconfig.
///
/// # Errors
/// Whatever is wrong with flags or kubeconfig.
pub fn namespace(
    wishes: &ClusterOptions,
) -> Result<Option<(Option<String>, String)>, ClusterError> {
    let chosen = kubeconfig::choose(wishes, &kubeconfig::KubeconfigPaths::from_env())?;
    Ok(chosen.map(|target| (target.context, target.namespace)))
}

/// The contexts of the kubeconfig, read from files alone.
///
/// # Errors
/// A kubeconfig that cannot be read.
pub fn contexts(wishes: &ClusterOptions) -> Result<Vec<String>, ClusterError> {
    let config = kubeconfig::merged(wishes, &kubeconfig::KubeconfigPaths::from_env())?;
    Ok(config.contexts.into_iter().map(|named| named.name).collect())
}

/// The clusters of the kubeconfig, read from files alone.
///
/// # Errors
/// As [`contexts`].
pub fn clusters(wishes: &ClusterOptions) -> Result<Vec<String>, ClusterError> {
    let config = kubeconfig::merged(wishes, &kubeconfig::KubeconfigPaths::from_env())?;
    Ok(config.clusters.into_iter().map(|named| named.name).collect())
}

/// The users of the kubeconfig, read from files alone.
///
/// # Errors
/// As [`contexts`].
pub fn users(wishes: &ClusterOptions) -> Result<Vec<String>, ClusterError> {
    let config = kubeconfig::merged(wishes, &kubeconfig::KubeconfigPaths::from_env())?;
    Ok(config.auth_infos.into_iter().map(|named| named.name).collect())
}

/// The field manager of everything this program writes.
pub const FIELD_MANAGER: &str = "kubectl-agw";

/// Which cluster, as whom, in which namespace. `Default` is what kubectl does without flags, waiting for ever.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClusterOptions {
    /// One kubeconfig, which must exist; it takes the place of `KUBECONFIG` and of `~/.kube/config`.
    pub kubeconfig: Option<PathBuf>,
    pub context: Option<String>,
    pub cluster: Option<String>,
    pub user: Option<String>,
    pub namespace: Option<String>,
    pub impersonate: Option<String>,
    pub impersonate_groups: Vec<String>,
    pub impersonate_uid: Option<String>,
    /// The longest wait for one request; none waits for ever. Watches are not requests.
    pub request_timeout: Option<Duration>,
    pub server: Option<String>,
    pub token_file: Option<PathBuf>,
    pub certificate_authority: Option<PathBuf>,
    pub insecure_skip_tls_verify: bool,
    pub tls_server_name: Option<String>,
    /// The command reads its own input from standard input: no credential plugin may.
    pub stdin_is_input: bool,
}

/// A way to one API server. Cloning shares the sockets and the warnings.
#[derive(Clone)]
pub struct Connection {
    pub client: kube::Client,
    /// `-n`, else the context's namespace, else `default`.
    pub namespace: String,
    /// The context in use; none in a pod, or where `--server` stands alone.
    pub context: Option<String>,
    /// The API server's URL, without credentials.
    pub server: String,
    api_server: ApiServer,
    warnings: Warnings,
    last_activity: LastActivity,
    readmitted: readmission::Readmission,
    request_timeout: Option<Duration>,
}

impl Connection {
    /// The warnings the API server sent and that were not returned before, each text once in the life of the
    /// connection.
    #[must_use]
    pub fn warnings(&self) -> Vec<String> {
        self.warnings.take()
    }

    /// When the cluster last said something on a watch; none before the first watch.
    #[must_use]
    pub fn last_activity(&self) -> Option<SystemTime> {
        self.last_activity.when()
    }

    /// Waits for one request, at most as long as `--request-timeout` says.
    ///
    /// A timer around each call, instead of a read timeout on the sockets: the sockets are shared with watches,
    /// which are silent for minutes by design, and a second client would run every credential plugin again.
    ///
    /// kube's error comes back as it is: callers look at it before it becomes words.
    async fn bounded<T>(
        &self,
        request: impl Future<Output = Result<T, kube::Error>>,
    ) -> Result<Result<T, kube::Error>, ClusterError> {
        let Some(limit) = self.request_timeout else { return Ok(request.await) };
        tokio::time::timeout(limit, request)
            .await
            .map_err(|_| ClusterError::Timeout { server: self.server.clone(), after: limit })
    }
}
