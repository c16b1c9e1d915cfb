//! The admin address: readiness, liveness, status and metrics. It listens on loopback only, and shows no secrets.
//!
//! Source: `/livez` and `/readyz` are named as those of an API server
//! (<https://kubernetes.io/docs/reference/using-api/health-checks>).

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST};
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Empty, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::plan::head;
use super::socket::bind::BindError;
use crate::domain::route::browser::BrowserGuard;
use crate::domain::route::refusal::Refusal;
use crate::edge::telemetry::metrics;

/// The default port, if it is free.
pub const USUAL_PORT: u16 = 19000;
/// How long a client may take to send its head.
const HEAD_TIMEOUT: Duration = Duration::from_secs(10);

/// Writes a page that is made when somebody asks for it.
pub type Page = Arc<dyn Fn() -> String + Send + Sync>;

/// The pages of `serve`.
#[derive(Clone)]
pub struct Pages {
    /// As JSON.
    pub status: Page,
    /// In Prometheus' text format.
    pub metrics: Page,
}

/// Whether `/readyz` answers 200.
#[derive(Default)]
struct ReadyReport {
    drains: AtomicBool,
    /// Why not; none where it is ready.
    why_not: ArcSwapOption<String>,
}

/// The admin address in service. Dropping it closes it.
pub struct Admin {
    /// Where it listens.
    pub address: SocketAddr,
    readiness: Arc<ReadyReport>,
    _tasks: JoinSet<()>,
}

impl Admin {
    /// Opens the address at `port`; without one at the default port, or at any free one where that is in use.
    ///
    /// # Errors
    /// The requested port cannot be listened on.
    pub async fn start(
        port: Option<u16>,
        browsers: BrowserGuard,
        pages: Pages,
    ) -> Result<Self, BindError> {
        let wanted = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port.unwrap_or(USUAL_PORT));
        let any = SocketAddr::new(wanted.ip(), 0);
        let listener = match TcpListener::bind(wanted).await {
            Err(_) if port.is_none() => TcpListener::bind(any).await,
            outcome => outcome,
        };
        let failed = |source| BindError { address: wanted, source };
        let listener = listener.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let readiness = Arc::new(ReadyReport::default());
        let mut tasks = JoinSet::new();
        let told =
            AdminPages { pages, readiness: Arc::clone(&readiness), browsers: Arc::new(browsers) };
        tasks.spawn(accept(listener, told));
        Ok(Admin { address, readiness, _tasks: tasks })
    }

    /// Reports that it is not ready from now on: requests finish, and new ones should go elsewhere.
    pub fn drain(&self) {
        self.readiness.drains.store(true, Ordering::Relaxed);
    }

    /// Sets whether it is ready, and if not, why.
    pub fn tell(&self, not_ready: Option<String>) {
        self.readiness.why_not.store(not_ready.map(Arc::new));
    }
}

/// Requests `/status` of the `serve` on this machine whose admin address has this port.
///
/// # Errors
/// There is no answer within 10 s, or one other than 200.
pub async fn ask(port: u16) -> std::io::Result<Bytes> {
    let there = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port);
    let asked = async {
        let stream = TcpStream::connect(there).await?;
        let broken = std::io::Error::other::<hyper::Error>;
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
        let mut running = JoinSet::new();
        running.spawn(connection);
        let request =
            Request::get("/status").header(HOST, there.to_string()).body(Empty::<Bytes>::new());
        let request = request.map_err(std::io::Error::other)?;
        let reply = sender.send_request(request).await.map_err(broken)?;
        if reply.status() != StatusCode::OK {
            let status = reply.status().as_u16();
            return Err(std::io::Error::other(format!("it answered /status with {status}")));
        }
        Ok(reply.into_body().collect().await.map_err(broken)?.to_bytes())
    };
    tokio::time::timeout(HEAD_TIMEOUT, asked).await?
}

/// What the admin address answers with, and to whom.
#[derive(Clone)]
struct AdminPages {
    pages: Pages,
    readiness: Arc<ReadyReport>,
    browsers: Arc<BrowserGuard>,
}

async fn accept(listener: TcpListener, told: AdminPages) {
    let mut running = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            Some(_) = running.join_next() => continue,
        };
        let Ok((stream, _)) = accepted else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let told = told.clone();
        let service = service_fn(move |request: Request<Incoming>| {
            let told = told.clone();
            let head = request.into_parts().0;
            async move { Ok::<_, std::convert::Infallible>(answer(head, told).await) }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_TIMEOUT)
            .serve_connection(TokioIo::new(stream), service);
        running.spawn(async move {
            // An error means that the client left early, which is fine.
            let _ = connection.await;
        });
    }
}

/// Rejects requests that a web page made a browser send, as the status names routes, models and addresses.
fn admitted(head: &mut Parts, browsers: &BrowserGuard) -> Result<(), Refusal> {
    let host = head::arrive(head)?;
    browsers.check(&host, &head.headers, None)?;
    match browsers.is_foreign(&head.headers) {
        true => Err(BrowserGuard::refused(&head.headers)),
        false => Ok(()),
    }
}

async fn answer(mut head: Parts, told: AdminPages) -> Response<Full<Bytes>> {
    let AdminPages { pages, readiness, browsers } = told;
    if let Err(refusal) = admitted(&mut head, &browsers) {
        let code = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::FORBIDDEN);
        return text(code, format!("{}\n", refusal.body));
    }
    if !matches!(head.method, Method::GET | Method::HEAD) {
        return text(StatusCode::METHOD_NOT_ALLOWED, "only GET\n");
    }
    match head.uri.path() {
        "/livez" => text(StatusCode::OK, "ok\n"),
        "/readyz" if readiness.drains.load(Ordering::Relaxed) => {
            text(StatusCode::SERVICE_UNAVAILABLE, "draining\n")
        }
        "/readyz" => match &*readiness.why_not.load() {
            None => text(StatusCode::OK, "ok\n"),
            Some(why) => text(StatusCode::SERVICE_UNAVAILABLE, format!("not ready: {why}\n")),
        },
        "/status" => made(pages.status, "application/json").await,
        "/metrics" => made(pages.metrics, metrics::TEXT_FORMAT).await,
        _ => text(StatusCode::NOT_FOUND, "not found; see /status, /metrics, /readyz and /livez\n"),
    }
}

/// A page. Judging ten thousand routes takes its time, and the requests of the proxy do not wait for it.
async fn made(page: Page, content_type: &'static str) -> Response<Full<Bytes>> {
    match tokio::task::spawn_blocking(move || page()).await {
        Ok(body) => {
            let mut response = text(StatusCode::OK, body);
            response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
            response
        }
        Err(_) => text(StatusCode::INTERNAL_SERVER_ERROR, "this page could not be made\n"),
    }
}

fn text(status: StatusCode, body: impl Into<Bytes>) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body.into()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response
}
