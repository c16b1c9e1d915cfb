//! Replies on their way back from a provider's format into the client's: whole ones, errors, and streams event by event
//! as they come.
//!
//! Source: `crates/llm/src/conversion` of agentgateway at 75b4e6ce6.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::HeaderValue;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use http_body::{Body, Frame};

use super::read;
use super::response::UpstreamResponse;
use super::source::{BodySource, BoxError};
use crate::domain::llm::error_format::ErrorFormat;
use crate::domain::llm::translate::{self, Translation, Untranslatable};
use crate::domain::route::refusal::Refusal;
use crate::edge::proxy::body::budget::Limits;
use crate::edge::proxy::body::{decode, json_budget};
use crate::edge::proxy::clock::now;

const EVENTS: &str = "text/event-stream";
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A reply in the client's format. `stream` says that the client requested events.
///
/// # Errors
/// The reply cannot be read, is too large or cannot be translated.
pub(in crate::edge::proxy) async fn reply(
    limits: Limits<'_>,
    translation: &'static Translation,
    stream: bool,
    answered: UpstreamResponse,
) -> Result<UpstreamResponse, Refusal> {
    let status = answered.status();
    let is_success = (200..300).contains(&status);
    let (mut head, source) = answered.into_parts();
    if is_success && stream {
        return streamed(translation, head, source);
    }
    let (bytes, mut held) = read::plain(limits, &head.headers, source).await?;
    let failed = |why: &dyn std::fmt::Display| {
        Refusal::llm_response(format!("failed to parse response: {why}"))
    };
    let _room = read::parsed(limits.budget, &bytes, 2)?;
    let body = match is_success {
        false => (translation.error)(status, &bytes),
        true => {
            let body = serde_json::from_slice(&bytes).map_err(|error| failed(&error))?;
            (translation.reply)(body, now().as_secs()).map_err(|error| failed(&error))?
        }
    };
    let bytes = json_budget::written(&body, bytes.len()).map_err(Refusal::llm_response)?;
    head.headers.remove(CONTENT_ENCODING);
    head.headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    head.headers.insert(CONTENT_TYPE, JSON);
    Ok(UpstreamResponse::from_parts(head, BodySource::Whole(held.keep(bytes))))
}

/// A stream that is translated as it comes.
fn streamed(
    translation: &Translation,
    mut head: http::response::Parts,
    source: BodySource,
) -> Result<UpstreamResponse, Refusal> {
    let kind = head.headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    if !kind.is_some_and(|kind| kind.starts_with(EVENTS.as_bytes())) {
        return Err(Refusal::llm_response("a stream was requested, but the reply has no events"));
    }
    if !matches!(decode::coding(&head.headers), Ok(None)) {
        return Err(Refusal::llm_response("a compressed stream can't be translated"));
    }
    head.headers.remove(CONTENT_LENGTH);
    head.headers.insert(CONTENT_TYPE, HeaderValue::from_static(EVENTS));
    let stream = Stream::new(source, translation.stream(now().as_secs()));
    Ok(UpstreamResponse::from_parts(head, BodySource::wrapped(stream)))
}

/// The error of a provider that is called in the client's format, where it does not come in that format. `google` says that
/// the provider is Google's.
pub(in crate::edge::proxy) async fn error(
    limits: Limits<'_>,
    format: ErrorFormat,
    google: bool,
    answered: UpstreamResponse,
) -> Result<UpstreamResponse, Refusal> {
    if format == ErrorFormat::Text || decode::coding(answered.headers()).is_err() {
        return Ok(answered);
    }
    let status = answered.status();
    let (mut head, source) = answered.into_parts();
    let (bytes, mut held) = read::plain(limits, &head.headers, source).await?;
    let _room = read::parsed(limits.budget, &bytes, 2)?;
    let bytes = match format.of_provider(google, status, &bytes) {
        None => bytes,
        Some(error) => {
            head.headers.insert(CONTENT_TYPE, JSON);
            json_budget::written(&error, bytes.len()).map_err(Refusal::llm_response)?
        }
    };
    head.headers.remove(CONTENT_ENCODING);
    head.headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    Ok(UpstreamResponse::from_parts(head, BodySource::Whole(held.keep(bytes))))
}

/// A stream that is translated as it comes.
pub(in crate::edge::proxy) struct Stream {
    /// None once it has ended, or broke off.
    source: Option<BodySource>,
    translated: translate::Stream,
    /// On its way to the client.
    ready: Vec<u8>,
    /// Why it breaks off once that has gone.
    broken: Option<Untranslatable>,
}

impl Stream {
    fn new(source: BodySource, translated: translate::Stream) -> Self {
        Stream { source: Some(source), translated, ready: Vec::new(), broken: None }
    }

    fn breaks(&mut self, result: Result<(), Untranslatable>) {
        if let Err(why) = result {
            self.source = None;
            self.broken = Some(why);
        }
    }
}

impl Body for Stream {
    type Data = Bytes;
    type Error = BoxError;

    fn is_end_stream(&self) -> bool {
        self.source.is_none() && self.ready.is_empty() && self.broken.is_none()
    }

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        loop {
            if !this.ready.is_empty() {
                let data = Bytes::from(std::mem::take(&mut this.ready));
                return Poll::Ready(Some(Ok(Frame::data(data))));
            }
            if let Some(why) = this.broken.take() {
                return Poll::Ready(Some(Err(why.into())));
            }
            let Some(source) = &mut this.source else { return Poll::Ready(None) };
            match std::task::ready!(Pin::new(source).poll_frame(context)) {
                Some(Ok(frame)) => {
                    let Ok(data) = frame.into_data() else { continue };
                    let fed = this.translated.feed(&data, &mut this.ready);
                    this.breaks(fed);
                }
                Some(Err(error)) => {
                    this.source = None;
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    this.source = None;
                    let ended = this.translated.finish(&mut this.ready);
                    this.breaks(ended);
                }
            }
        }
    }
}
