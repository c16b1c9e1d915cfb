//! The connections to one API server: HTTP/2 where it offers that, so that a thousand watches share a few connections,
//! and HTTP/1.1 for the rest.
//!
//! As many HTTP/2 connections are opened as the limit of streams that the server advertises asks for, as Go's client does
//! it; hyper-util's pool opens one, and what exceeds the limit waits there, for a watch until another ends. Upgrades
//! (port-forward) go over HTTP/1.1: the API server serves no others.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures::FutureExt as _;
use futures::future::{BoxFuture, Shared};
use http::header::UPGRADE;
use http::{Request, Response, Version};
use http_body::{Frame, SizeHint};
use hyper::body::Incoming;
use hyper::client::conn::http2::SendRequest;
use kube::Config;
use kube::client::Body;
use tokio::sync::watch;
use tower::{BoxError, Service, ServiceExt as _};

use super::ClusterError;
use super::connector::{Multiplexed, Negotiate, Plain, connectors};
use super::explain::ApiServer;

/// The connections. Cloning shares them.
#[derive(Clone)]
pub(super) struct Sockets {
    plain: Plain,
    negotiate: Option<Negotiate>,
    /// Locked to look and to write, never across a wait.
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    open: Vec<Open>,
    /// The one that is being opened; all who need one wait for it.
    opening: Option<Shared<BoxFuture<'static, Result<(), SocketError>>>>,
    /// The server does not offer HTTP/2.
    is_plain: bool,
}

/// An HTTP/2 connection.
struct Open {
    sender: SendRequest<Body>,
    limit: watch::Receiver<usize>,
    /// One clone for each request on it.
    uses: Arc<()>,
}

/// Why no connection could be opened, for all who waited for it.
#[derive(Clone, Debug)]
struct SocketError(Arc<dyn Error + Send + Sync>);

impl fmt::Display for SocketError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no connection")
    }
}

impl Error for SocketError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.0)
    }
}

impl Sockets {
    /// Connections as `config` wants them; none is opened yet. Must be called inside a runtime.
    ///
    /// # Errors
    /// Certificates, keys, names and proxies that cannot be used.
    pub(super) fn new(config: &Config, api_server: &ApiServer) -> Result<Self, ClusterError> {
        let (plain, negotiate) = connectors(config, api_server)?;
        Ok(Sockets { plain, negotiate, state: Arc::default() })
    }

    async fn send(self, mut request: Request<Body>) -> Result<Response<PooledBody>, BoxError> {
        let is_upgrade = request.headers().contains_key(UPGRADE);
        let negotiate = self.negotiate.as_ref().filter(|_| !is_upgrade);
        if let Some(negotiate) = negotiate {
            // A connection may end between being found and being used: then nothing was sent, and another is tried.
            for is_last in [false, true] {
                let Some((mut sender, used)) = self.free(negotiate).await? else { break };
                *request.version_mut() = Version::HTTP_2;
                match sender.try_send_request(request).await {
                    Ok(answer) => {
                        return Ok(answer.map(|body| PooledBody { body, _used: Some(used) }));
                    }
                    Err(mut error) => match error.take_message().filter(|_| !is_last) {
                        Some(unsent) => request = unsent,
                        None => return Err(error.into_error().into()),
                    },
                }
            }
        }
        *request.version_mut() = Version::HTTP_11;
        let answer = self.plain.oneshot(request).await?;
        Ok(answer.map(|body| PooledBody { body, _used: None }))
    }

    /// An HTTP/2 connection with room for one more request; none where the server speaks HTTP/1.1 only.
    async fn free(
        &self,
        negotiate: &Negotiate,
    ) -> Result<Option<(SendRequest<Body>, Arc<()>)>, SocketError> {
        loop {
            let opening = {
                let mut state = locked(&self.state);
                if state.is_plain {
                    return Ok(None);
                }
                state.open.retain(|open| !open.sender.is_closed());
                if let Some(open) = state.open.iter().find(|open| open.has_room()) {
                    return Ok(Some((open.sender.clone(), open.uses.clone())));
                }
                let state = &mut *state;
                let opened = || opened(negotiate(), self.state.clone()).boxed().shared();
                state.opening.get_or_insert_with(opened).clone()
            };
            opening.await?;
        }
    }
}

impl Open {
    fn has_room(&self) -> bool {
        Arc::strong_count(&self.uses) <= *self.limit.borrow()
    }
}

/// Opens one connection and puts it where it is found.
async fn opened(
    opening: BoxFuture<'static, Result<Option<Multiplexed>, BoxError>>,
    state: Arc<Mutex<State>>,
) -> Result<(), SocketError> {
    let outcome = opening.await;
    let mut state = locked(&state);
    state.opening = None;
    match outcome {
        Ok(Some((sender, limit))) => state.open.push(Open { sender, limit, uses: Arc::default() }),
        Ok(None) => state.is_plain = true,
        Err(error) => return Err(SocketError(error.into())),
    }
    Ok(())
}

fn locked(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Service<Request<Body>> for Sockets {
    type Response = Response<PooledBody>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        Box::pin(self.clone().send(request))
    }
}

/// The body of an answer; its connection has room for another when it is dropped.
pub(super) struct PooledBody {
    body: Incoming,
    _used: Option<Arc<()>>,
}

impl http_body::Body for PooledBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
