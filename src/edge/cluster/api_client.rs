//! The credentials of one moment, and the sockets that were made with them.

use std::sync::Arc;
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{HeaderValue, Request, Response};
use kube::client::Body;
use kube::client::middleware::ExtraHeaders;
use kube::config::ExecConfig;
use tower::{BoxError, Layer as _, ServiceExt as _};

use super::plugin::{self, CredentialLifetime, IssuedCredentials};
use super::settings::Settings;
use super::sockets::{PooledBody, Sockets};
use super::{ClusterError, credentials};

/// A client of the API server, with the credentials of one moment.
pub(super) struct ApiClient {
    sockets: Sockets,
    requests: ExtraHeaders<Sockets>,
    authorization: Option<HeaderValue>,
    pub settings: Settings,
    issued: Option<Arc<IssuedCredentials>>,
}

/// Whether the plugin is to run.
#[derive(Clone, Copy)]
pub(super) enum Plugin {
    /// For as long, or until it ends.
    Runs(Option<Duration>),
    /// Only if it is another than before, for as long.
    Rests(Duration),
}

impl ApiClient {
    /// Puts credentials together. Of an earlier client the sockets stay where the same would be made, and what the plugin
    /// issued where it rests.
    ///
    /// # Errors
    /// Whatever is wrong with certificates, names, or the plugin.
    pub(super) async fn new(
        mut settings: Settings,
        earlier: Option<&ApiClient>,
        plugin: Plugin,
    ) -> Result<Self, ClusterError> {
        let mut authorization = settings.authorization.clone();
        let exec = settings.exec.clone();
        let mut issued = None;
        if let Some(exec) = &exec {
            let now = issued_by(exec, earlier, plugin).await?;
            authorization = credentials::issued(&mut settings.config.auth_info, exec, &now)?;
            issued = Some(now);
        }
        let sockets = match earlier.filter(|client| client.settings.has_same_sockets(&settings)) {
            Some(client) => client.sockets.clone(),
            None => Sockets::new(&settings.config, &settings.api_server())?,
        };
        let requests = settings.headers()?.layer(sockets.clone());
        Ok(ApiClient { sockets, requests, authorization, settings, issued })
    }

    /// How long a plugin's credentials serve.
    pub(super) fn life(&self) -> Option<CredentialLifetime> {
        self.issued.as_ref().and_then(|issued| issued.life)
    }

    /// Whether nothing is to be gained by it over `other`: no request would be sent otherwise, and the files are those
    /// that `other` was read from. What a plugin issued anew is never the same: its end has moved.
    pub(super) fn is_same(&self, other: &ApiClient) -> bool {
        let is_same_issue = match (&self.issued, &other.issued) {
            (Some(one), Some(two)) => Arc::ptr_eq(one, two),
            (None, None) => true,
            _ => false,
        };
        is_same_issue
            && self.authorization == other.authorization
            && self.settings.has_same_sockets(&other.settings)
            && self.settings.acts_as(&other.settings)
            && self.settings.tracked == other.settings.tracked
    }

    pub(super) async fn send(
        &self,
        mut request: Request<Body>,
    ) -> Result<Response<PooledBody>, BoxError> {
        if let Some(value) = &self.authorization {
            request.headers_mut().insert(AUTHORIZATION, value.clone());
        }
        self.requests.clone().oneshot(request).await
    }
}

async fn issued_by(
    exec: &ExecConfig,
    earlier: Option<&ApiClient>,
    plugin: Plugin,
) -> Result<Arc<IssuedCredentials>, ClusterError> {
    let limit = match plugin {
        Plugin::Runs(limit) => limit,
        Plugin::Rests(limit) => {
            let text = |exec: &ExecConfig| serde_json::to_string(exec).ok();
            let is_same =
                |client: &&ApiClient| client.settings.exec.as_ref().and_then(text) == text(exec);
            match earlier.filter(is_same).and_then(|client| client.issued.clone()) {
                Some(issued) => return Ok(issued),
                None => Some(limit),
            }
        }
    };
    plugin::run(exec, limit).await.map(Arc::new)
}
