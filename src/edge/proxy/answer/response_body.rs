//! The body of every reply to a client. It has the record that is logged when it ends. A mechanism of this program.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::source::{BodySource, BoxError};
use crate::domain::route::refusal::Refusal;
use crate::edge::proxy::kill_switch::KillWatch;
use crate::edge::telemetry::access_log::{Ending, Record};

/// The body of a reply to a client, and the access log's record of its exchange. Dropping it before its end
/// logs that it was cut.
pub(in crate::edge::proxy) struct ResponseBody {
    source: BodySource,
    record: Option<Record>,
    /// Why it breaks off, once what came before has had its chance to reach the wire, the head included.
    broken: Option<BoxError>,
    /// What may stop it; none of what is complete already.
    watch: Option<Watch>,
}

/// A reply that the kill switch may stop.
struct Watch {
    kills: KillWatch,
    /// Whether the client reads events, of which one says why it ends.
    is_events: bool,
    /// The last bytes that were passed on: the end of an event, where they are a blank line.
    last: [u8; 2],
    /// Why it breaks off after the event that says so.
    ending: Option<BoxError>,
}

impl ResponseBody {
    /// A body; `record` is logged when it ends.
    pub(in crate::edge::proxy) fn new(source: BodySource, record: Record) -> Self {
        ResponseBody { source, record: Some(record), broken: None, watch: None }
    }

    /// The same, which ends where the kill switch stops it. `is_events` says that it is a stream of events that are not
    /// compressed.
    pub(super) fn watched(mut self, kills: KillWatch, is_events: bool) -> Self {
        if !matches!(self.source, BodySource::Whole(_)) {
            self.watch = Some(Watch { kills, is_events, last: *b"\n\n", ending: None });
        }
        self
    }

    /// No body at all, and no record: that is logged elsewhere.
    pub(in crate::edge::proxy) fn nothing() -> Self {
        ResponseBody {
            source: BodySource::Whole(Bytes::new()),
            record: None,
            broken: None,
            watch: None,
        }
    }

    /// A body that is complete already.
    pub(super) fn whole(body: Bytes, record: Record) -> Self {
        ResponseBody::new(BodySource::Whole(body), record)
    }

    fn end(&mut self) {
        if let Some(record) = self.record.take() {
            record.finish(Ending::Whole);
        }
    }

    fn cut(&mut self, error: &BoxError) {
        if let Some(record) = self.record.take() {
            match error.is::<Stopped>() {
                true => record.finish(Ending::Broken(&error.to_string())),
                false => record.finish(Ending::Broken(&format!("upstream disconnected: {error}"))),
            }
        }
    }

    /// Breaks off at the next poll. A server throws away what it has not written yet when a body breaks, and it writes when
    /// a body pauses.
    fn breaks(&mut self, error: BoxError, context: &Context<'_>) -> Polled {
        self.broken = Some(error);
        context.waker().wake_by_ref();
        Poll::Pending
    }

    /// Ends what the kill switch stops: the upstream is left, and the client told, before its connection breaks.
    fn stop(&mut self, killed: &Refusal, context: &Context<'_>) -> Polled {
        self.source = BodySource::Whole(Bytes::new());
        let (Some(mut watch), Some(record)) = (self.watch.take(), &mut self.record) else {
            return Poll::Ready(None);
        };
        record.answers(killed.kind);
        let why: BoxError = Box::new(Stopped(killed.body.clone().into_owned()));
        if !watch.is_events {
            return self.breaks(why, context);
        }
        let open = if watch.last == *b"\n\n" { "" } else { "\n\n" };
        let event = open.to_owned() + &record.errors().event(killed.status, &killed.body);
        watch.ending = Some(why);
        self.watch = Some(watch);
        Poll::Ready(Some(Ok(Frame::data(event.into()))))
    }

    /// Why it is stopped, if it is. One that is not is woken when that changes, where it `pauses`.
    fn killed(&mut self, pauses: bool, context: &Context<'_>) -> Option<Refusal> {
        let (Some(watch), Some(record)) = (&mut self.watch, &self.record) else { return None };
        if watch.ending.is_some() {
            return None;
        }
        match pauses {
            false => watch.kills.killed(record.passage()),
            true => match watch.kills.poll_killed(record.passage(), context) {
                Poll::Ready(killed) => Some(killed),
                Poll::Pending => None,
            },
        }
    }

    fn saw(&mut self, data: &Bytes) {
        if let Some(record) = &mut self.record {
            record.see(data);
        }
        if let Some(watch) = self.watch.as_mut().filter(|watch| watch.is_events) {
            match *data.as_ref() {
                [] => {}
                [one] => watch.last = [watch.last[1], one],
                [.., a, b] => watch.last = [a, b],
            }
        }
    }
}

type Polled = Poll<Option<Result<Frame<Bytes>, BoxError>>>;

/// The kill switch has ended a reply, for this reason.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Stopped(String);

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let this = self.get_mut();
        if let Some(error) = this.broken.take() {
            this.cut(&error);
            return Poll::Ready(Some(Err(error)));
        }
        if let Some(why) = this.watch.as_mut().and_then(|watch| watch.ending.take()) {
            this.watch = None;
            return this.breaks(why, context);
        }
        if let Some(killed) = this.killed(false, context) {
            return this.stop(&killed, context);
        }
        let polled = Pin::new(&mut this.source).poll_frame(context);
        match polled {
            Poll::Ready(Some(Ok(ref frame))) => {
                if let Some(data) = frame.data_ref() {
                    this.saw(data);
                }
                if this.is_end_stream() {
                    this.end();
                }
            }
            // An upstream that breaks off must be a broken transfer to the client, never a clean end.
            Poll::Ready(Some(Err(error))) => return this.breaks(error, context),
            Poll::Ready(None) => this.end(),
            Poll::Pending => {
                if let Some(killed) = this.killed(true, context) {
                    return this.stop(&killed, context);
                }
            }
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        let is_ending = self.watch.as_ref().is_some_and(|watch| watch.ending.is_some());
        self.broken.is_none() && !is_ending && self.source.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        // One that breaks off must never be taken for whole.
        let is_whole =
            self.broken.is_none() && self.watch.as_ref().is_none_or(|w| w.ending.is_none());
        if is_whole { self.source.size_hint() } else { SizeHint::new() }
    }
}

impl Drop for ResponseBody {
    fn drop(&mut self) {
        let ending = self.watch.as_mut().and_then(|watch| watch.ending.take());
        if let Some(error) = self.broken.take().or(ending) {
            self.cut(&error);
        }
        if let Some(record) = self.record.take() {
            // Nobody asks for the body of ours that answers a HEAD.
            let whole = matches!(self.source, BodySource::Whole(_)) || self.is_end_stream();
            record.finish(if whole { Ending::Whole } else { Ending::ClientLeft });
        }
    }
}
