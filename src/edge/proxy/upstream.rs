//! Connections to providers: pooled by address, with bounds on connecting, and errors in agentgateway's words.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use arc_swap::ArcSwap;
use http::{Request, Response};
use hyper::body::Incoming;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};

use super::body::UpstreamBody;
use crate::domain::route::refusal::Refusal;
use crate::domain::route::upstream::Address;
use crate::edge::tls;

/// agentgateway's bound on a TCP connect (reference/agentgateway.md §4.3).
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const IDLE_TIMEOUT: Duration = Duration::from_secs(90);
const IDLE_PER_HOST: usize = 256;

type Pool = Client<HttpsConnector<HttpConnector>, UpstreamBody>;

/// The pools, by address. A pool lives as long as the proxy, so that a reload keeps its connections.
pub(super) struct Upstreams {
    pools: ArcSwap<HashMap<Address, Pool>>,
    tls: OnceLock<Result<rustls::ClientConfig, String>>,
}

impl Upstreams {
    pub(super) fn new() -> Self {
        Upstreams { pools: ArcSwap::default(), tls: OnceLock::new() }
    }

    /// Sends one request and waits for the head of the reply.
    ///
    /// # Errors
    /// 503 when the upstream cannot be reached or breaks off, 504 when connecting takes too long.
    pub(super) async fn call(
        &self,
        address: &Address,
        request: Request<UpstreamBody>,
    ) -> Result<Response<Incoming>, Refusal> {
        let known = self.pools.load().get(address).cloned();
        let pool = match known {
            Some(pool) => pool,
            None => self.open(address)?,
        };
        pool.request(request).await.map_err(|error| failure(&error))
    }

    fn open(&self, address: &Address) -> Result<Pool, Refusal> {
        let tls = match &address.tls {
            Some(_) => self.tls.get_or_init(tls::trusting_system).clone(),
            None => tls::trusting_nobody(),
        };
        let tls = tls.map_err(Refusal::upstream_failed)?;
        let mut http = HttpConnector::new();
        http.set_nodelay(true);
        http.enforce_http(false);
        http.set_connect_timeout(Some(CONNECT_TIMEOUT));
        http.set_keepalive(Some(Duration::from_secs(60)));
        let builder = HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http();
        let connector = match &address.tls {
            Some(name) => {
                let name = rustls::pki_types::ServerName::try_from(name.clone())
                    .map_err(|_| Refusal::upstream_failed(format!("{name:?} is no server name")))?;
                let resolver = hyper_rustls::FixedServerNameResolver::new(name);
                builder.with_server_name_resolver(resolver).enable_http1().wrap_connector(http)
            }
            None => builder.enable_http1().wrap_connector(http),
        };
        let pool: Pool = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE_TIMEOUT)
            .pool_max_idle_per_host(IDLE_PER_HOST)
            .build(connector);
        self.pools.rcu(|pools| {
            let mut pools = HashMap::clone(pools);
            pools.entry(address.clone()).or_insert_with(|| pool.clone());
            Arc::new(pools)
        });
        Ok(self.pools.load().get(address).cloned().unwrap_or(pool))
    }
}

/// The innermost cause decides: it is what a person would name.
fn failure(error: &hyper_util::client::legacy::Error) -> Refusal {
    let mut cause: &dyn std::error::Error = error;
    let mut dns = false;
    while let Some(inner) = cause.source() {
        dns |= inner.to_string().starts_with("dns error");
        cause = inner;
    }
    let timed_out = cause
        .downcast_ref::<std::io::Error>()
        .is_some_and(|error| error.kind() == std::io::ErrorKind::TimedOut);
    match (dns, timed_out) {
        (true, _) => Refusal::DNS_FAILED.with_hint(cause.to_string()),
        (false, true) => Refusal::UPSTREAM_TIMEOUT,
        _ if error.is_connect() => Refusal::upstream_failed(format!("Connect: {cause}")),
        _ => Refusal::upstream_failed(cause),
    }
}
