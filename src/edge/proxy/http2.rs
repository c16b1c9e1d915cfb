//! Clients that speak HTTP/2: over a plain connection from its first byte ("prior knowledge", RFC 9113 §3.3), or over TLS
//! where both agree on it. Their requests become what HTTP/1.1 would have been, so that everything behind knows one form.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http::header::{COOKIE, HOST};
use http::uri::PathAndQuery;
use http::{HeaderValue, Method, Request, Uri, Version};
use hyper::body::Incoming;
use hyper::server::conn::http2::{self, Connection};
use hyper::service::{HttpService, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

use super::answer::Reply;
use super::listener::{Arrival, HEAD_TIMEOUT};
use super::patient::Patient;
use super::{Shared, exchange};

/// How every such connection begins; `PRI` is no method of HTTP/1.1.
const PREFACE: &[u8] = b"PRI ";
/// Between two looks at bytes that could become either.
const LOOK_AGAIN: Duration = Duration::from_millis(5);
/// A connection is asked this often whether its client is still there, and given up after as long without an answer.
const ALIVE: Duration = Duration::from_secs(30);

/// Whether a connection speaks HTTP/2, by its first bytes, which stay where they are. None where it says nothing.
pub(super) async fn is_spoken(stream: &TcpStream) -> Option<bool> {
    let look = async {
        let mut first = [0; PREFACE.len()];
        loop {
            let seen = stream.peek(&mut first).await.ok().filter(|seen| *seen > 0)?;
            if seen == PREFACE.len() || !PREFACE.starts_with(&first[..seen]) {
                return Some(first == PREFACE);
            }
            // The rest is under way.
            tokio::time::sleep(LOOK_AGAIN).await;
        }
    };
    tokio::time::timeout(HEAD_TIMEOUT, look).await.ok()?
}

/// Speaks HTTP/2 over a connection.
pub(super) fn serve<I: AsyncRead + AsyncWrite + Send + Unpin + 'static>(
    stream: I,
    shared: Arc<Shared>,
    arrival: Arrival,
) -> Connection<
    Patient<TokioIo<I>>,
    impl HttpService<Incoming, ResBody = Reply, Error = Infallible, Future: Send>,
    TokioExecutor,
> {
    let stall = shared.stall;
    let service = service_fn(move |mut request| {
        let (shared, arrival) = (Arc::clone(&shared), arrival.clone());
        Box::pin(async move {
            as_http1(&mut request);
            let live = shared.live.load_full();
            Ok::<_, Infallible>(exchange::run(shared, live, arrival, request).await)
        })
    });
    http2::Builder::new(TokioExecutor::new())
        .timer(TokioTimer::new())
        .keep_alive_interval(ALIVE)
        .keep_alive_timeout(ALIVE)
        .serve_connection(Patient::new(TokioIo::new(stream), stall), service)
}

/// The authority becomes the Host, whatever a `host` beside it says (RFC 9113 §8.3.1), the target its path, and the crumbs
/// of a cookie one (§8.2.3).
fn as_http1<B>(request: &mut Request<B>) {
    *request.version_mut() = Version::HTTP_11;
    // A CONNECT is refused as it stands.
    if request.method() == Method::CONNECT {
        return;
    }
    let host = request.uri().authority().and_then(|one| HeaderValue::from_str(one.as_str()).ok());
    if let Some(host) = host {
        request.headers_mut().insert(HOST, host);
    }
    let path = request.uri().path_and_query().cloned();
    *request.uri_mut() = Uri::from(path.unwrap_or(PathAndQuery::from_static("/")));
    let crumbs: Vec<_> =
        request.headers().get_all(COOKIE).iter().map(HeaderValue::as_bytes).collect();
    if crumbs.len() > 1
        && let Ok(whole) = HeaderValue::from_bytes(&crumbs.join(&b"; "[..]))
    {
        request.headers_mut().insert(COOKIE, whole);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_what_it_would_have_been_in_http1() {
        let mut request = Request::builder()
            .version(Version::HTTP_2)
            .uri("http://a.test:80/p?q")
            .header(HOST, "b.test")
            .header(COOKIE, "a=1")
            .header(COOKIE, "b=2")
            .body(())
            .expect("a request");
        as_http1(&mut request);
        assert_eq!(
            (request.version(), request.uri()),
            (Version::HTTP_11, &Uri::from_static("/p?q"))
        );
        assert_eq!(request.headers()[HOST], "a.test:80");
        assert_eq!(request.headers().get_all(COOKIE).iter().collect::<Vec<_>>(), ["a=1; b=2"]);
    }
}
