//! An idle timeout for watches, as a layer around the client. The API server ends each watch in time and so sends
//! something; one whose connection is gone without notice (a laptop that slept, a VPN that moved) would be waited for
//! indefinitely.

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
pub(super) struct LastActivity(Arc<AtomicU64>);

impl LastActivity {
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

/// Puts [`IdleTimeout`] around a service.
#[derive(Clone, Debug)]
pub(super) struct IdleTimeoutLayer {
    pub limit: Duration,
    pub last_activity: LastActivity,
}

impl<S> Layer<S> for IdleTimeoutLayer {
    type Service = IdleTimeout<S>;

    fn layer(&self, inner: S) -> Self::Service {
        IdleTimeout { inner, limit: self.limit, last_activity: self.last_activity.clone() }
    }
}

/// A service whose watches fail when nothing comes for `limit`.
#[derive(Clone, Debug)]
pub(super) struct IdleTimeout<S> {
    inner: S,
    limit: Duration,
    last_activity: LastActivity,
}

/// Nothing came for too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no data for {} s", .0.as_secs())]
pub(super) struct IdleTimeoutError(Duration);

impl<S, Sent, Answer> Service<Request<Sent>> for IdleTimeout<S>
where
    S: Service<Request<Sent>, Response = Response<Answer>, Error = BoxError>,
    S::Future: Send + 'static,
{
    type Response = Response<IdleTimeoutBody<Answer>>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<Sent>) -> Self::Future {
        let is_watch = |query: &str| query.split('&').any(|one| one == "watch=true");
        let limit = request.uri().query().is_some_and(is_watch).then_some(self.limit);
        let last_activity = self.last_activity.clone();
        let answer = self.inner.call(request);
        Box::pin(async move {
            let Some(limit) = limit else {
                return Ok(answer
                    .await?
                    .map(|body| IdleTimeoutBody { body: Box::pin(body), timer: None }));
            };
            let answer = tokio::time::timeout(limit, answer)
                .await
                .map_err(|_| IdleTimeoutError(limit))??;
            last_activity.now();
            let ends = Box::pin(tokio::time::sleep(limit));
            let timer = Some(IdleTimer { limit, ends, last_activity });
            Ok(answer.map(|body| IdleTimeoutBody { body: Box::pin(body), timer }))
        })
    }
}

/// A body that ends with [`IdleTimeoutError`] when nothing comes for too long.
pub(super) struct IdleTimeoutBody<B> {
    body: Pin<Box<B>>,
    timer: Option<IdleTimer>,
}

struct IdleTimer {
    limit: Duration,
    ends: Pin<Box<Sleep>>,
    last_activity: LastActivity,
}

impl<B> Body for IdleTimeoutBody<B>
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
        let IdleTimeoutBody { body, timer } = &mut *self;
        let polled = body.as_mut().poll_frame(context);
        if let Some(timer) = timer {
            if polled.is_ready() {
                if let Poll::Ready(Some(Ok(_))) = &polled {
                    timer.last_activity.now();
                }
                timer.ends.as_mut().reset(Instant::now() + timer.limit);
            } else if timer.ends.as_mut().poll(context).is_ready() {
                return Poll::Ready(Some(Err(IdleTimeoutError(timer.limit).into())));
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
    async fn asked(
        uri: &str,
        feed: Option<Feed>,
    ) -> Result<IdleTimeoutBody<StreamBody<Feed>>, BoxError> {
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
        let layer = IdleTimeoutLayer { limit: LIMIT, last_activity: LastActivity::default() };
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
        let idle = body.frame().await.expect("an end").expect_err("idle");
        assert!(idle.is::<IdleTimeoutError>() && began.elapsed() >= LIMIT / 2, "{idle}");
    }

    #[tokio::test]
    async fn a_watch_that_is_not_even_answered_breaks_off_and_other_requests_wait() {
        let error = asked("/pods?limit=5&watch=true", None).await.err().expect("idle");
        assert!(error.is::<IdleTimeoutError>(), "{error}");
        let longer = tokio::time::timeout(LIMIT * 3, asked("/log?watch=truer", None)).await;
        assert!(longer.is_err());
    }
}
