//! Requests with credentials that stay valid: what the kubeconfig, its files and its plugin say is looked at again when
//! the files change, when the plugin's credentials are about to end, and when the API server or TLS refuses, and then the
//! request is sent once more.
//!
//! The context and the server stay those of the start: somebody's `kubectl config use-context` must not lead a running
//! `serve` into another cluster, nor new credentials to an old one. What cannot be settings_now (a file that is being written)
//! changes nothing; what was read last stays in use.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures::FutureExt as _;
use futures::future::{BoxFuture, Shared};
use http::{Request, Response, StatusCode, Uri};
use jiff::Timestamp;
use kube::client::middleware::BaseUriLayer;
use kube::client::{Body, DynBody};
use tower::{BoxError, Layer as _, ServiceExt as _};
use tower_http::ServiceExt as _;
use tower_http::decompression::DecompressionLayer;

use super::api_client::{ApiClient, Plugin};
use super::deadline::copied;
use super::explain::{ApiServer, find};
use super::service::Service;
use super::settings::Settings;
use super::sockets::PooledBody;
use super::{ClusterError, ClusterOptions};

/// How often files are looked at, at most.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Credentials that go on being refused are renewed after 1 s doubling to this.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);
/// A plugin that renews credentials of a running command has this long; at the start a person may have to log in.
const RENEWAL_PATIENCE: Duration = Duration::from_secs(60);

/// The credentials of a connection, and the way to renew them. Cloning shares them.
#[derive(Clone)]
pub(super) struct Transport(Arc<TransportState>);

/// What is fixed for the life of a connection.
pub(super) struct Start {
    pub api_server: ApiServer,
    pub namespace: String,
    server: Uri,
    unpacks: bool,
}

struct TransportState {
    /// With the context of the start.
    wishes: ClusterOptions,
    server: Uri,
    /// Locked to look and to write, never across a wait.
    state: Mutex<State>,
}

struct State {
    client: Arc<ApiClient>,
    looked: Instant,
    renewing: Option<Shared<BoxFuture<'static, Result<(), ClusterError>>>>,
    /// Renewals that followed a refusal and were followed by one.
    refused: Pace,
    /// Renewals that failed, and the last one's reason.
    failed: Pace,
    failure: Option<ClusterError>,
}

/// What is tried again after 1 s, doubling.
#[derive(Default)]
struct Pace {
    times: u32,
    last: Option<Instant>,
}

impl Pace {
    fn is_too_soon(&self) -> bool {
        let doubled = 1_u64 << self.times.saturating_sub(1).min(6);
        let pause = Duration::from_secs(doubled).min(LONGEST_PAUSE);
        self.last.is_some_and(|last| last.elapsed() < pause)
    }

    fn count(&mut self) {
        *self = Pace { times: self.times.saturating_add(1), last: Some(Instant::now()) };
    }
}

impl Transport {
    /// Reads the kubeconfig and runs its plugin.
    ///
    /// # Errors
    /// Whatever is wrong with flags, kubeconfig, certificates or credentials.
    pub(super) async fn open(wishes: &ClusterOptions) -> Result<(Self, Start), ClusterError> {
        let settings = settings_now(wishes.clone()).await?;
        let start = Start {
            api_server: settings.api_server(),
            namespace: settings.config.default_namespace.clone(),
            server: settings.config.cluster_url.clone(),
            unpacks: !settings.config.disable_compression,
        };
        let mut wishes = wishes.clone();
        wishes.context = settings.context.clone().or(wishes.context);
        let client = ApiClient::new(settings, None, Plugin::Runs(wishes.request_timeout)).await?;
        let state = State {
            client: Arc::new(client),
            looked: Instant::now(),
            renewing: None,
            refused: Pace::default(),
            failed: Pace::default(),
            failure: None,
        };
        let server = start.server.clone();
        Ok((
            Transport(Arc::new(TransportState { wishes, server, state: Mutex::new(state) })),
            start,
        ))
    }

    /// What a client is built on.
    pub(super) fn service(&self, start: &Start) -> Service {
        let transport = self.clone();
        let requests = tower::service_fn(move |request| transport.clone().send(request));
        let requests = BaseUriLayer::new(start.server.clone()).layer(requests);
        let requests = DecompressionLayer::new().gzip(start.unpacks).layer(requests);
        requests.map_response_body(|body| Box::new(body) as Box<DynBody>).boxed()
    }

    async fn send(self, request: Request<Body>) -> Result<Response<PooledBody>, BoxError> {
        let client = self.current().await?;
        let spare = copied(&request);
        let answer = client.send(request).await;
        let plugin_too = match &answer {
            Ok(answer) if answer.status() == StatusCode::UNAUTHORIZED => true,
            Ok(_) => {
                locked(&self.0.state).refused = Pace::default();
                return answer;
            }
            // A server that we do not trust may have a new CA; our own credentials are not the reason.
            Err(error) => match find::<rustls::Error>(error.as_ref()) {
                Some(error) => !matches!(error, rustls::Error::InvalidCertificate(_)),
                None => return answer,
            },
        };
        let newer = self.after_refusal(&client, plugin_too).await;
        match newer.zip(spare) {
            Some((newer, request)) => newer.send(request).await,
            None => answer,
        }
    }

    /// The credentials to use now, renewed where that is due.
    async fn current(&self) -> Result<Arc<ApiClient>, ClusterError> {
        let (client, look) = {
            let mut state = locked(&self.0.state);
            let look = state.looked.elapsed() >= LOOK_EVERY;
            if look {
                state.looked = Instant::now();
            }
            (state.client.clone(), look)
        };
        let now = Timestamp::now();
        if let Some(life) = client.life().filter(|life| life.renew_at <= now) {
            // The old ones serve to their end.
            self.renewed(true)
                .await
                .or_else(|error| if life.ends <= now { Err(error) } else { Ok(()) })?;
        } else if look && has_changed(&client).await {
            // What is half written is read again a second later.
            let _ = self.renewed(false).await;
        } else {
            return Ok(client);
        }
        Ok(locked(&self.0.state).client.clone())
    }

    /// Other credentials than the refused ones; none where there are none, or where they were looked for just now.
    async fn after_refusal(
        &self,
        refused: &Arc<ApiClient>,
        plugin_too: bool,
    ) -> Option<Arc<ApiClient>> {
        {
            let mut state = locked(&self.0.state);
            if !Arc::ptr_eq(&state.client, refused) {
                return Some(state.client.clone());
            }
            if state.renewing.is_none() {
                if state.refused.is_too_soon() {
                    return None;
                }
                state.refused.count();
            }
        }
        self.renewed(plugin_too).await.ok()?;
        let now = locked(&self.0.state).client.clone();
        (!Arc::ptr_eq(&now, refused)).then_some(now)
    }

    /// Reads everything again, and runs the plugin again if `plugin_too`. All who ask meanwhile wait for the same run.
    async fn renewed(&self, plugin_too: bool) -> Result<(), ClusterError> {
        let renewing = {
            let mut state = locked(&self.0.state);
            // Files are read as often as they change; a plugin that fails is not run again and again.
            let failure =
                state.failure.clone().filter(|_| plugin_too && state.failed.is_too_soon());
            if let Some(failure) = failure {
                return Err(failure);
            }
            let renewal = || renew(self.0.clone(), plugin_too).boxed().shared();
            state.renewing.get_or_insert_with(renewal).clone()
        };
        renewing.await
    }
}

async fn renew(held: Arc<TransportState>, plugin_too: bool) -> Result<(), ClusterError> {
    let outcome = anew(&held, plugin_too).await;
    let mut state = locked(&held.state);
    state.renewing = None;
    match outcome {
        Ok(client) => {
            (state.failed, state.failure) = (Pace::default(), None);
            if let Some(client) = client {
                state.client = Arc::new(client);
            }
            Ok(())
        }
        Err(error) => {
            state.failed.count();
            state.failure = Some(error.clone());
            Err(error)
        }
    }
}

/// The credentials of now; none where they are those that are in use.
async fn anew(held: &TransportState, plugin_too: bool) -> Result<Option<ApiClient>, ClusterError> {
    let client = locked(&held.state).client.clone();
    let settings = match client.settings.tracked.can_be_read_again() {
        true => settings_now(held.wishes.clone()).await?,
        false => client.settings.clone(),
    };
    if settings.config.cluster_url != held.server {
        let text = "the context now has another API server; run the command again to use it";
        return Err(ClusterError::Kubeconfig(text.into()));
    }
    let limit = held.wishes.request_timeout.unwrap_or(RENEWAL_PATIENCE).min(RENEWAL_PATIENCE);
    let plugin = if plugin_too { Plugin::Runs(Some(limit)) } else { Plugin::Rests(limit) };
    let new = ApiClient::new(settings, Some(&client), plugin).await?;
    Ok((!new.is_same(&client)).then_some(new))
}

async fn has_changed(client: &Arc<ApiClient>) -> bool {
    let client = client.clone();
    let look = move || {
        let tracked = &client.settings.tracked;
        tracked.can_be_read_again() && tracked.has_changed()
    };
    tokio::task::spawn_blocking(look).await.unwrap_or(false)
}

async fn settings_now(wishes: ClusterOptions) -> Result<Settings, ClusterError> {
    // Files are read: not on the threads that serve sockets.
    let read = tokio::task::spawn_blocking(move || Settings::read(&wishes)).await;
    read.map_err(|_| ClusterError::Other("the kubeconfig couldn't be read".into()))?
}

fn locked(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
