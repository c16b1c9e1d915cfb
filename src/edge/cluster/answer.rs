//! A layer around the client that looks at every answer: it collects warnings, and stops answers that cannot come from
//! an API server (a login page, a web server) before anybody tries to read them as one.

use std::fmt;
use std::task::{Context, Poll};

use futures::future::BoxFuture;
use http::{Request, Response, StatusCode, header::CONTENT_TYPE};
use tower::{BoxError, Layer, Service};

use super::warning::Warnings;

/// Puts [`WarningCollector`] around a service.
#[derive(Clone, Debug)]
pub(super) struct AnswerLayer(pub Warnings);

impl<S> Layer<S> for AnswerLayer {
    type Service = WarningCollector<S>;

    fn layer(&self, inner: S) -> Self::Service {
        WarningCollector { inner, warnings: self.0.clone() }
    }
}

/// The service that looks.
#[derive(Clone, Debug)]
pub(super) struct WarningCollector<S> {
    inner: S,
    warnings: Warnings,
}

/// What a server answered that is no API server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NotKubernetes {
    pub status: StatusCode,
    pub content_type: String,
}

impl fmt::Display for NotKubernetes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP {}, {}", self.status.as_u16(), self.content_type)
    }
}

impl std::error::Error for NotKubernetes {}

impl<S, Body, Answer> Service<Request<Body>> for WarningCollector<S>
where
    S: Service<Request<Body>, Response = Response<Answer>, Error = BoxError>,
    S::Future: Send + 'static,
{
    type Response = Response<Answer>;
    type Error = BoxError;
    type Future = BoxFuture<'static, Result<Self::Response, BoxError>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let answer = self.inner.call(request);
        let warnings = self.warnings.clone();
        Box::pin(async move {
            let answer = answer.await?;
            warnings.collect(answer.headers());
            match stranger(&answer) {
                Some(stranger) => Err(stranger.into()),
                None => Ok(answer),
            }
        })
    }
}

/// An API server says JSON, protobuf or YAML, and plain text in some errors and health checks; anything else with a
/// content type comes from somebody else. So does a redirect: no API server sends one.
fn stranger<Answer>(answer: &Response<Answer>) -> Option<NotKubernetes> {
    let status = answer.status();
    let content_type = answer.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let essence = content_type.unwrap_or("").split(';').next().unwrap_or("").trim();
    let essence = essence.to_ascii_lowercase();
    let familiar = essence.is_empty()
        || essence == "text/plain"
        || ["json", "protobuf", "yaml"].iter().any(|known| essence.ends_with(known));
    if familiar && !status.is_redirection() {
        return None;
    }
    let content_type = match essence.is_empty() {
        true => "no content type".to_owned(),
        // A header is the other side's text: letters only, and not without end.
        false => essence.chars().filter(char::is_ascii_graphic).take(60).collect(),
    };
    Some(NotKubernetes { status, content_type })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, content_type: &str) -> Option<String> {
        let answer = Response::builder().status(status).header(CONTENT_TYPE, content_type);
        stranger(&answer.body(()).expect("answer")).map(|stranger| stranger.to_string())
    }

    #[test]
    fn a_web_page_is_no_api_server_whatever_its_status() {
        let page = "text/html; charset=utf-8";
        assert_eq!(answer(404, page).as_deref(), Some("HTTP 404, text/html"));
        assert_eq!(answer(200, page).as_deref(), Some("HTTP 200, text/html"));
        assert!(answer(302, "application/json").is_some());
    }

    #[test]
    fn what_api_servers_say_passes() {
        assert_eq!(answer(200, "application/json"), None);
        assert_eq!(answer(404, "text/plain; charset=utf-8"), None);
        assert_eq!(answer(200, "application/json;stream=watch"), None);
        assert_eq!(answer(200, "application/vnd.kubernetes.protobuf"), None);
    }
}
