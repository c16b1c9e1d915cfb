//! How long a busy API server is asked again: 429, 503 and 504, as client-go does it, and never for more than a minute.

use std::time::Duration;

use http::header::RETRY_AFTER;
use http::{Request, Response, StatusCode};
use kube::client::Body;
use tokio::time::{Instant, Sleep};
use tower::BoxError;
use tower::retry::Policy;

use super::watch::SendOnce;

/// client-go tries this often where the answer names a time.
const WITH_A_TIME: u32 = 10;
/// Without one, this often, after 0.2 s doubling up to 2 s.
const WITHOUT: u32 = 4;
/// The waits of one request together; a time that reaches past it is not waited for.
const TOGETHER: Duration = Duration::from_secs(60);

/// One request's patience.
#[derive(Clone, Debug, Default)]
pub(super) struct RequestDeadline {
    tries: u32,
    began: Option<Instant>,
}

impl RequestDeadline {
    /// How long to wait before the next try; none to give up.
    fn pause<B>(&mut self, answer: &Response<B>, now: Instant) -> Option<Duration> {
        let busy = [
            StatusCode::TOO_MANY_REQUESTS,
            StatusCode::SERVICE_UNAVAILABLE,
            StatusCode::GATEWAY_TIMEOUT,
        ];
        if !busy.contains(&answer.status()) {
            return None;
        }
        let began = *self.began.get_or_insert(now);
        let told = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let told = told.and_then(|text| text.trim().parse().ok()).map(Duration::from_secs);
        let most = if told.is_some() { WITH_A_TIME } else { WITHOUT };
        let grown = Duration::from_millis(200 << self.tries.min(10)).min(Duration::from_secs(2));
        // `Retry-After: 0` must not become a storm.
        let pause = told.map_or(grown, |told| told.max(Duration::from_millis(200)));
        let fits = now.duration_since(began).saturating_add(pause) <= TOGETHER;
        self.tries += 1;
        (self.tries <= most && fits).then_some(pause)
    }
}

impl<B> Policy<Request<Body>, Response<B>, BoxError> for RequestDeadline {
    type Future = Sleep;

    fn retry(
        &mut self,
        _request: &mut Request<Body>,
        outcome: &mut Result<Response<B>, BoxError>,
    ) -> Option<Sleep> {
        let pause = self.pause(outcome.as_ref().ok()?, Instant::now())?;
        Some(tokio::time::sleep(pause))
    }

    fn clone_request(&mut self, request: &Request<Body>) -> Option<Request<Body>> {
        match request.extensions().get::<SendOnce>() {
            Some(SendOnce) => None,
            None => copied(request),
        }
    }
}

/// The request once more; none where its body is a stream.
pub(super) fn copied(request: &Request<Body>) -> Option<Request<Body>> {
    let mut copy = Request::new(request.body().try_clone()?);
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    *copy.version_mut() = request.version();
    *copy.headers_mut() = request.headers().clone();
    *copy.extensions_mut() = request.extensions().clone();
    Some(copy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pauses(status: u16, retry_after: Option<&str>) -> Vec<u128> {
        let mut answer = Response::builder().status(status);
        if let Some(value) = retry_after {
            answer = answer.header(RETRY_AFTER, value);
        }
        let answer = answer.body(()).expect("an answer");
        let (mut patience, mut now) = (RequestDeadline::default(), Instant::now());
        let next = || {
            let pause = patience.pause(&answer, now)?;
            now += pause;
            Some(pause.as_millis())
        };
        std::iter::from_fn(next).collect()
    }

    #[test]
    fn a_named_time_is_waited_for_ten_times_but_never_for_more_than_a_minute_together() {
        assert_eq!(pauses(429, Some("1")), [1000; 10]);
        assert_eq!(pauses(503, Some("20")), [20_000; 3]);
        assert_eq!(pauses(429, Some("0")), [200; 10]);
        assert!(pauses(429, Some("61")).is_empty());
        assert!(pauses(429, Some("18446744073709551615")).is_empty());
    }

    #[test]
    fn without_a_time_a_few_tries_are_enough_and_other_answers_are_final() {
        assert_eq!(pauses(503, None), [200, 400, 800, 1600]);
        assert_eq!(pauses(429, Some("Sun, 06 Nov 1994 08:49:37 GMT")), [200, 400, 800, 1600]);
        assert!(pauses(500, Some("1")).is_empty() && pauses(403, None).is_empty());
    }
}
