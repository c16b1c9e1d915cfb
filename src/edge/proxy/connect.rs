//! Connections to providers: kept by address, with bounds on connecting, and errors in agentgateway's words.
//!
//! A connection has no task of its own: whoever waits for its reply drives it. That saves two wake-ups for each piece
//! that passes, ties its life to the request's, and makes a client that reads slowly slow its upstream down.

pub(super) mod certified;
pub(super) mod dial;
pub(super) mod http1;
mod multiplexed;
mod pool;
pub(super) mod response_body;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;

use arc_swap::ArcSwap;
use http::uri::PathAndQuery;
use http::{Request, Response, StatusCode, Uri};

use super::body::upstream::UpstreamBody;
use super::body::wire::BodyError;
use super::plan::loops::LoopMark;
use crate::domain::route::address::Address;
use crate::domain::route::refusal::Refusal;
use crate::domain::route::trust::Trust;
use crate::domain::value::descriptors;
use crate::edge::tls::{self, TlsError};
use dial::{CONNECT_TIMEOUT, ConnectOptions, DialError};
use http1::{Http1Connection, RequestWriter, SendError};
use multiplexed::Multiplexed;
use pool::Pool;
use response_body::UpstreamResponseBody;

/// How often idle connections are checked.
const SWEEP: Duration = Duration::from_secs(15);

type Pools = ArcSwap<HashMap<Address, Arc<Pool>>>;

/// The pools, by address. A pool outlives the tables that use it, so that a reload keeps its connections.
pub(super) struct Upstreams {
    pools: Arc<Pools>,
    tls: OnceLock<Result<rustls::ClientConfig, TlsError>>,
    sweeps: OnceLock<()>,
    options: ConnectOptions,
    multiplexed: Multiplexed,
}

impl Upstreams {
    /// With a dialer, what lives in a cluster is reached too.
    pub(super) fn new(options: ConnectOptions) -> Self {
        Upstreams {
            pools: Arc::default(),
            tls: OnceLock::new(),
            sweeps: OnceLock::new(),
            options,
            multiplexed: Multiplexed::default(),
        }
    }

    /// The same way to the same places, without a connection yet.
    pub(super) fn anew(&self) -> Self {
        Upstreams::new(self.options.clone())
    }

    /// What this proxy is called in the requests that it sends to this machine.
    pub(super) fn mark(&self) -> &LoopMark {
        &self.options.mark
    }

    /// Sends one request and waits for the head of the reply. Dropped before that, it takes the connection along.
    ///
    /// # Errors
    /// 503 when the upstream cannot be reached or breaks off, 504 when connecting takes too long.
    pub(super) async fn call(
        &self,
        address: &Address,
        mut request: Request<UpstreamBody>,
    ) -> Result<Response<UpstreamResponseBody>, Refusal> {
        let known = self.pools.load().get(address).cloned();
        let pool = match known {
            Some(pool) => pool,
            None => self.open(address)?,
        };
        let passed = self.options.mark.take(request.headers_mut());
        if address.http2 {
            // Boxed: most upstreams speak HTTP/1.1, and every exchange would be as large as this.
            return Box::pin(self.multiplexed.call(address, &pool, &passed, request)).await;
        }
        let to = request.uri().clone();
        origin_form(&mut request);
        let mut sending = Box::new(RequestWriter::new(request).marked(passed));
        // A kept connection that turns out to be closed gives back a request of which nothing was sent, or which may be
        // sent twice: once more then, where no other one's idle time can be in the way.
        while let Some(connection) = pool.take(sending.repeats()).await {
            match connection.send(sending).await {
                Ok(answer) => return Ok(received(answer, &pool)),
                Err(SendError::Whole(back, _)) => sending = back,
                Err(SendError::Again(back, _)) => {
                    sending = back;
                    break;
                }
                Err(SendError::Lost(error)) => return Err(failure(&error, false)),
            }
        }
        // Boxed: seldom needed, and large.
        let connecting = Box::pin(tokio::time::timeout(response_timeout(address), pool.dial(to)));
        let io = connecting.await.map_err(|_| Refusal::UPSTREAM_TIMEOUT)?;
        let io = io.map_err(|error| failure(&*error, true))?;
        match Http1Connection::new(io).send(sending).await {
            Ok(answer) => Ok(received(answer, &pool)),
            Err(
                SendError::Whole(_, error) | SendError::Again(_, error) | SendError::Lost(error),
            ) => Err(failure(&error, false)),
        }
    }

    fn open(&self, address: &Address) -> Result<Arc<Pool>, Refusal> {
        let tls = match &address.tls {
            Some(_) if address.trust != Trust::default() => trusting(&address.trust),
            Some(_) => self.tls.get_or_init(tls::trusting_system).clone(),
            None => tls::trusting_nobody(),
        };
        let tls = tls.map_err(Refusal::upstream_failed)?;
        let pool = Arc::new(Pool::new(address, tls, self.options.clone())?);
        self.pools.rcu(|pools| {
            let mut pools = HashMap::clone(pools);
            pools.entry(address.clone()).or_insert_with(|| Arc::clone(&pool));
            Arc::new(pools)
        });
        self.sweeps.get_or_init(|| {
            tokio::spawn(sweep(Arc::downgrade(&self.pools)));
        });
        Ok(self.pools.load().get(address).cloned().unwrap_or(pool))
    }
}

fn trusting(trust: &Trust) -> Result<rustls::ClientConfig, TlsError> {
    let client = trust.client.as_deref().map(|own| {
        let key = certified::certified(own);
        key.map_err(|why| TlsError::ClientCertificate {
            secret: own.secret.clone(),
            why: why.to_string(),
        })
    });
    tls::trusting(trust, client.transpose()?)
}

/// How long a connection to an address may take to be made.
fn response_timeout(address: &Address) -> Duration {
    address.connect_timeout.unwrap_or(CONNECT_TIMEOUT)
}

/// The reply as it is forwarded. After a protocol upgrade the connection belongs to the client's tunnel.
fn received(answer: http1::Answer, pool: &Arc<Pool>) -> Response<UpstreamResponseBody> {
    let http1::Answer { head, connection } = answer;
    if head.status != StatusCode::SWITCHING_PROTOCOLS {
        return Response::from_parts(
            head,
            UpstreamResponseBody::alone(connection, Arc::clone(pool)),
        );
    }
    let mut reply = Response::from_parts(head, UpstreamResponseBody::none());
    reply.extensions_mut().insert(connection.part());
    reply
}

/// Over a connection of its own a request names only path and query; `Host`, which whoever planned it has named, has
/// the authority (RFC 9112 §3.2.1).
fn origin_form(request: &mut Request<UpstreamBody>) {
    let target = request.uri().path_and_query().cloned();
    *request.uri_mut() = Uri::from(target.unwrap_or_else(|| PathAndQuery::from_static("/")));
}

/// Closes what was not used for long and lets go of addresses that nobody calls any more, for as long as there is a
/// proxy.
async fn sweep(pools: Weak<Pools>) {
    let mut ticks = tokio::time::interval(SWEEP);
    loop {
        ticks.tick().await;
        let Some(pools) = pools.upgrade() else { return };
        let unused: Vec<Address> = pools
            .load()
            .iter()
            .filter(|(_, pool)| pool.sweep() == 0 && Arc::strong_count(pool) == 1)
            .map(|(address, _)| address.clone())
            .collect();
        if !unused.is_empty() {
            pools.rcu(|pools| {
                let mut pools = HashMap::clone(pools);
                pools.retain(|address, _| !unused.contains(address));
                Arc::new(pools)
            });
        }
    }
}

/// The innermost cause decides: it is what a person would name.
fn failure(error: &(dyn std::error::Error + 'static), connecting: bool) -> Refusal {
    let mut cause = error;
    let mut dns = false;
    while let Some(inner) = cause.source() {
        dns |= cause.to_string().starts_with("dns error");
        cause = inner;
    }
    match cause.downcast_ref::<DialError>() {
        Some(DialError::NobodyThere(why)) => {
            return Refusal::NO_HEALTHY_BACKENDS.with_hint(why.clone());
        }
        Some(DialError::OwnAddresses(_)) => {
            return Refusal::upstream_failed(cause).with_hint(
                "start the intended server, or serve on another port (--port, --port-map)",
            );
        }
        Some(DialError::Failed(_)) | None => {}
    }
    if let Some(of_client) = cause.downcast_ref::<BodyError>() {
        return of_client.refusal();
    }
    let timed_out = cause
        .downcast_ref::<std::io::Error>()
        .is_some_and(|error| error.kind() == std::io::ErrorKind::TimedOut);
    match (dns, timed_out) {
        (true, _) => Refusal::DNS_FAILED.with_hint(cause.to_string()),
        (false, true) => Refusal::UPSTREAM_TIMEOUT,
        _ if connecting => {
            let failed = cause.downcast_ref::<std::io::Error>().map(descriptors::words);
            let failed = failed.unwrap_or_else(|| cause.to_string());
            Refusal::upstream_failed(format!("Connect: {failed}"))
        }
        _ => Refusal::upstream_failed(cause),
    }
}
