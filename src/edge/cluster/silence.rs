//! A layer around the client that gives up watches on which nothing comes. The API server ends each watch in time and
//! so says something; one whose connection is gone without a word (a laptop that slept, a VPN that moved) would be
//! waited for without end.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use futures::future::BoxFuture;
use http::{Request, Response};
use http_body::{Body, Frame, SizeHint};
use tokio::time::{Instant, Sleep};
use tower::{BoxError, Layer, Service};

/// When something last came on a watch, by the clock on the wall: a laptop that slept knows that it did. Milliseconds
/// since 1970; 0 for never. Cloning shares it.
#[derive(Clone, Debug, Default)]
pub(super) struct LastWord(Arc<AtomicU64>);

impl LastWord {
    fn now(&self) {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
        self.0.store(u64::try_from(now).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// None before the first.
    pub(super) fn when(&self) -> Option<SystemTime> {
        let since = self.0.load(Ordering::Relaxed);
        (since > 0).then(|| UNIX_EPOCH + Duration::from_millis(since))
    }
}

/// Puts [`Impatient`] around a service.
#[derive(Clone, Debug)]
pub(super) struct SilenceLayer {
    pub limit: Duration,
    pub last_word: LastWord,
}

impl<S> Layer<S> for SilenceLayer {
    type Service = Impatient<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Impatient { inner, limit: self.limit, last_word: self.last_word.clone() }
    }
}

/// The service that waits for so long.
#[derive(Clone, Debug)]
pub(super) struct Impatient<S> {
    inner: S,
    limit: Duration,
    last_word: LastWord,
}

/// Nothing came for too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("nothing came for {} s", .0.as_secs())]
pub(super) struct Silent(Duration);

impl<S, Sent, Answer> Service<Request<Sent>> for Impatient<S>
where
    S: Service<Request<Sent>, Response = Response<Answer>, Error = BoxError>,
    S::Future: Send + 'static,
{
    type Response = Response<Heard<Answer>>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<Sent>) -> Self::Future {
        let is_watch = |query: &str| query.split('&').any(|one| one == "watch=true");
        let limit = request.uri().query().is_some_and(is_watch).then_some(self.limit);
        let last_word = self.last_word.clone();
        let answer = self.inner.call(request);
        Box::pin(async move {
            let Some(limit) = limit else {
                return Ok(answer.await?.map(|body| Heard { body: Box::pin(body), silence: None }));
            };
            let answer = tokio::time::timeout(limit, answer).await.map_err(|_| Silent(limit))??;
            last_word.now();
            let ends = Box::pin(tokio::time::sleep(limit));
            let silence = Some(Silence { limit, ends, last_word });
            Ok(answer.map(|body| Heard { body: Box::pin(body), silence }))
        })
    }
}

/// A body that ends with an error when nothing comes for too long.
pub(super) struct Heard<B> {
    body: Pin<Box<B>>,
    silence: Option<Silence>,
}

struct Silence {
    limit: Duration,
    ends: Pin<Box<Sleep>>,
    last_word: LastWord,
}

impl<B> Body for Heard<B>
where
    B: Body<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let Heard { body, silence } = &mut *self;
        let polled = body.as_mut().poll_frame(context);
        if let Some(silence) = silence {
            if polled.is_ready() {
                if let Poll::Ready(Some(Ok(_))) = &polled {
                    silence.last_word.now();
                }
                silence.ends.as_mut().reset(Instant::now() + silence.limit);
            } else if silence.ends.as_mut().poll(context).is_ready() {
                return Poll::Ready(Some(Err(Silent(silence.limit).into())));
            }
        }
        polled.map_err(Into::into)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::channel::mpsc;
    use http_body_util::{BodyExt as _, Empty, StreamBody};
    use std::convert::Infallible;

    type Feed = mpsc::UnboundedReceiver<Result<Frame<Bytes>, Infallible>>;

    const LIMIT: Duration = Duration::from_millis(100);

    /// A server that answers with what `feed` brings, or not at all.
    async fn asked(uri: &str, feed: Option<Feed>) -> Result<Heard<StreamBody<Feed>>, BoxError> {
        let mut feed = feed;
        let server = tower::service_fn(move |_: Request<Empty<Bytes>>| {
            let feed = feed.take();
            async move {
                match feed {
                    Some(feed) => Ok::<_, BoxError>(Response::new(StreamBody::new(feed))),
                    None => std::future::pending().await,
                }
            }
        });
        let layer = SilenceLayer { limit: LIMIT, last_word: LastWord::default() };
        let mut server = layer.layer(server);
        let request = Request::get(uri).body(Empty::new()).expect("a request");
        server.call(request).await.map(Response::into_body)
    }

    #[tokio::test]
    async fn a_watch_that_falls_silent_breaks_off_and_one_that_speaks_goes_on() {
        let (feed, fed) = mpsc::unbounded();
        let mut body = asked("/pods?watch=true", Some(fed)).await.expect("an answer");
        for _ in 0..3 {
            tokio::time::sleep(LIMIT * 2 / 3).await;
            feed.unbounded_send(Ok(Frame::data(Bytes::from("{}")))).expect("sent");
            assert!(body.frame().await.expect("a frame").is_ok());
        }
        let began = Instant::now();
        let silent = body.frame().await.expect("an end").expect_err("silence");
        assert!(silent.is::<Silent>() && began.elapsed() >= LIMIT / 2, "{silent}");
    }

    #[tokio::test]
    async fn a_watch_that_is_not_even_answered_breaks_off_and_other_requests_wait() {
        let error = asked("/pods?limit=5&watch=true", None).await.err().expect("silence");
        assert!(error.is::<Silent>(), "{error}");
        let longer = tokio::time::timeout(LIMIT * 3, asked("/log?watch=truer", None)).await;
        assert!(longer.is_err());
    }
}
