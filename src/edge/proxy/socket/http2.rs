//! Clients that speak HTTP/2: over a plain connection from its first byte ("prior knowledge", RFC 9113 §3.3), or over
//! TLS where both agree on it. Their requests become what HTTP/1.1 would have been, so that everything behind knows one
//! form.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::header::{COOKIE, HOST};
use http::uri::PathAndQuery;
use http::{HeaderValue, Method, Request, Uri, Version};
use hyper::body::Incoming;
use hyper::server::conn::http2::{self, Connection};
use hyper::service::{HttpService, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, ReadBuf};

use super::http1::HEAD_TIMEOUT;
use super::write_timeout::WriteTimeout;
use crate::edge::proxy::answer::response_body::ResponseBody;
use crate::edge::proxy::connection_info::ConnectionInfo;
use crate::edge::proxy::exchange;
use crate::edge::proxy::shared::Shared;

/// How every such connection begins (RFC 9113 §3.4); `PRI` is no method of HTTP/1.1.
const PREFACE: &[u8; 24] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// How often a connection is pinged, and after how long without an answer it is closed.
const ALIVE: Duration = Duration::from_secs(30);

/// Reads a connection's first bytes, until it is certain whether they are those of HTTP/2, and puts them back. None
/// where it ends before that, or takes longer than a head may: what holds a socket must have said something.
pub(in crate::edge::proxy) async fn opening<I: AsyncRead + Unpin>(
    stream: I,
) -> Option<(bool, Rewind<I>)> {
    opening_within(HEAD_TIMEOUT, stream).await
}

async fn opening_within<I: AsyncRead + Unpin>(
    patience: Duration,
    mut stream: I,
) -> Option<(bool, Rewind<I>)> {
    let mut first = [0; PREFACE.len()];
    let mut seen = 0;
    let look = async {
        while seen < first.len() && PREFACE.starts_with(&first[..seen]) {
            match stream.read(&mut first[seen..]).await {
                Ok(read) if read > 0 => seen += read,
                _ => return None,
            }
        }
        Some(())
    };
    tokio::time::timeout(patience, look).await.ok()??;
    let is_http2 = seen == first.len() && first == *PREFACE;
    Some((is_http2, Rewind { first, at: 0, seen, stream }))
}

/// A connection whose first bytes were looked at.
pub(in crate::edge::proxy) struct Rewind<I> {
    first: [u8; PREFACE.len()],
    /// Of the bytes that were seen, those before this one were read again.
    at: usize,
    seen: usize,
    stream: I,
}

impl<I: AsyncRead + Unpin> AsyncRead for Rewind<I> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.at == this.seen {
            return Pin::new(&mut this.stream).poll_read(context, into);
        }
        let length = into.remaining().min(this.seen - this.at);
        into.put_slice(&this.first[this.at..this.at + length]);
        this.at += length;
        // What came behind them comes with them, where it is there: one head is one read.
        if into.remaining() > 0 {
            match Pin::new(&mut this.stream).poll_read(context, into) {
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Ready(Ok(())) | Poll::Pending => {}
            }
        }
        Poll::Ready(Ok(()))
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Rewind<I> {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.get_mut().stream).poll_write_vectored(context, pieces)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

/// Speaks HTTP/2 over a connection.
pub(in crate::edge::proxy) fn serve<I: AsyncRead + AsyncWrite + Send + Unpin + 'static>(
    stream: I,
    shared: Arc<Shared>,
    connection: ConnectionInfo,
) -> Connection<
    WriteTimeout<TokioIo<I>>,
    impl HttpService<Incoming, ResBody = ResponseBody, Error = Infallible, Future: Send>,
    TokioExecutor,
> {
    let stall = shared.stall;
    let service = service_fn(move |mut request| {
        let (shared, connection) = (Arc::clone(&shared), connection.clone());
        Box::pin(async move {
            as_http1(&mut request);
            let live = shared.live.load_full();
            Ok::<_, Infallible>(exchange::run(shared, live, connection, request).await)
        })
    });
    http2::Builder::new(TokioExecutor::new())
        .timer(TokioTimer::new())
        .keep_alive_interval(ALIVE)
        .keep_alive_timeout(ALIVE)
        .serve_connection(WriteTimeout::new(TokioIo::new(stream), stall), service)
}

/// The authority becomes the Host, whatever a `host` beside it says (RFC 9113 §8.3.1), the target its path, and the
/// crumbs of a cookie one (§8.2.3).
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

    /// What a connection that sends `pieces` and then ends is taken for, and what is read of it afterwards.
    async fn opened(pieces: &[&[u8]]) -> Option<(bool, Vec<u8>)> {
        let (mut client, server) = tokio::io::duplex(64);
        let pieces: Vec<Vec<u8>> = pieces.iter().map(|piece| piece.to_vec()).collect();
        tokio::spawn(async move {
            for piece in pieces {
                let _ = tokio::io::AsyncWriteExt::write_all(&mut client, &piece).await;
                tokio::task::yield_now().await;
            }
        });
        let (is_http2, mut stream) = opening(server).await?;
        let mut all = Vec::new();
        stream.read_to_end(&mut all).await.expect("read");
        Some((is_http2, all))
    }

    #[tokio::test]
    async fn first_bytes_tell_the_protocol_in_whatever_pieces_they_come_and_are_read_again() {
        let http2 = [&PREFACE[..], b"more"].concat();
        for cut in 0..http2.len() {
            let (one, two) = http2.split_at(cut);
            assert_eq!(opened(&[one, two]).await, Some((true, http2.clone())), "{cut}");
        }
        for http1 in ["GET / HTTP/1.1\r\n\r\n", "PUT", "PRI * HTTP/1.1\r\n\r\n", "P /", "\r\n"] {
            let all = Some((false, http1.as_bytes().to_vec()));
            assert_eq!(opened(&[http1.as_bytes()]).await, all, "{http1}");
            assert_eq!(
                opened(&[&http1.as_bytes()[..1], &http1.as_bytes()[1..]]).await,
                all,
                "{http1}"
            );
        }
    }

    #[tokio::test]
    async fn a_connection_that_says_nothing_certain_is_let_go_when_it_ends_and_when_its_time_is_up()
    {
        for part in [&b""[..], b"P", b"PRI", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r"] {
            assert_eq!(opened(&[part]).await, None);
            let (mut client, server) = tokio::io::duplex(64);
            tokio::io::AsyncWriteExt::write_all(&mut client, part).await.expect("written");
            assert!(opening_within(Duration::from_millis(20), server).await.is_none());
        }
    }

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
