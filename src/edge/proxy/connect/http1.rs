//! One connection to an upstream that speaks HTTP/1.1, which its user drives.
//!
//! It is not hyper's: that one has a task, a queue and buffers of 28 KiB for each connection, and looks three times at
//! each piece. Here a piece is read into memory that all connections of a thread share, and copied once, without its
//! framing. Heads are read by httparse, as hyper reads them.
//!
//! Source: RFC 9112.

mod decoder;
mod head;
#[cfg(any(test, fuzzing))]
pub(in crate::edge::proxy) mod property;
mod request_writer;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http::{Method, StatusCode, response};
use hyper::rt::{Read, ReadBuf};
use hyper_rustls::MaybeHttpsStream;
use hyper_util::rt::TokioIo;
use tokio::io::AsyncReadExt as _;

use super::dial::{Io, Stream};
use crate::edge::proxy::body::wire::BodyError;
use decoder::Decoder;
pub(super) use decoder::settle_length;
pub(super) use request_writer::{RequestWriter, is_idempotent};

/// What one read may bring. Bytes.
const PIECE: usize = 64 * 1024;

thread_local! {
    /// Where pieces are read to before they are copied. Borrowed for one read.
    static PLACE: RefCell<Vec<u8>> = RefCell::new(vec![0; PIECE]);
}

/// Why a connection is of no more use. Where hyper has words for it, they are the same.
#[derive(Debug, thiserror::Error)]
pub(in crate::edge::proxy) enum Http1Error {
    #[error("connection closed before message completed")]
    Incomplete,
    #[error("message head is too large")]
    TooLarge,
    #[error("invalid HTTP reply: {0}")]
    Head(httparse::Error),
    #[error("{0}")]
    Framing(&'static str),
    #[error("the request's body broke off")]
    Body(#[source] BodyError),
    #[error("connection error")]
    Io(#[from] io::Error),
}

impl Http1Error {
    /// Whether it is the connection's fault and not the request's.
    fn is_of_connection(&self) -> bool {
        matches!(self, Http1Error::Incomplete | Http1Error::Io(_))
    }
}

/// A connection.
pub(super) struct Http1Connection {
    io: MaybeHttpsStream<Io>,
    /// Whether it leads to this machine.
    is_local: bool,
    /// Of the request that was sent last: it decides what the reply's head means.
    method: Method,
    /// None once all of it is gone.
    sending: Option<Box<RequestWriter>>,
    /// The request that is gone and may be needed once more, until something of its reply has come.
    sent: Option<Box<RequestWriter>>,
    /// Whether anything has come since that request.
    heard: bool,
    /// Why the rest of the request cannot be sent. A reply that came all the same is worth more.
    unsent: Option<Http1Error>,
    /// Bytes of heads that only announced others (1xx), in the answer that is waited for.
    announced: usize,
    /// The part of an incomplete head that has arrived.
    partial: BytesMut,
    /// The body that was announced last.
    decoder: Decoder,
    /// The part of the body that has arrived and was not polled yet.
    body: BytesMut,
    /// Why nothing will come behind that.
    broken: Option<Http1Error>,
    /// Whether it may take another request after this one.
    keeps: bool,
}

/// The head of a reply, and the connection on which the rest of it comes.
pub(super) struct Answer {
    pub head: response::Parts,
    pub connection: Box<Http1Connection>,
}

/// A request without an answer.
pub(super) enum SendError {
    /// The connection had been closed; no byte of the request was sent.
    Whole(Box<RequestWriter>, Http1Error),
    /// It closed without a word. The request may have been seen, and may be sent twice.
    Again(Box<RequestWriter>, Http1Error),
    /// It broke off, and the request may have been seen.
    Lost(Http1Error),
}

/// A connection that was upgraded to another protocol, which the first taker gets.
#[derive(Clone)]
pub(in crate::edge::proxy) struct Upgraded(Arc<Mutex<Option<Box<dyn Stream>>>>);

impl Upgraded {
    pub(in crate::edge::proxy) fn take(&self) -> Option<Box<dyn Stream>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// What is below TLS.
pub(super) fn socket(io: &MaybeHttpsStream<Io>) -> &Io {
    match io {
        MaybeHttpsStream::Http(io) => io,
        MaybeHttpsStream::Https(io) => io.inner().get_ref().0.inner(),
    }
}

impl Http1Connection {
    /// Boxed once: it goes from hand to hand with each request.
    pub(super) fn new(io: MaybeHttpsStream<Io>) -> Box<Self> {
        Box::new(Http1Connection {
            is_local: socket(&io).is_local(),
            io,
            method: Method::GET,
            sending: None,
            sent: None,
            heard: false,
            unsent: None,
            announced: 0,
            partial: BytesMut::new(),
            decoder: Decoder::Length(0),
            body: BytesMut::new(),
            broken: None,
            keeps: true,
        })
    }

    /// Whether it can take a request now: its last one is done with, and nothing came unasked, such as its end.
    pub(super) fn poll_free(&mut self, context: &mut Context<'_>) -> bool {
        self.is_done() && self.keeps && self.read(context, |_, _| ()).is_pending()
    }

    /// Sends a request and waits for the head of its reply.
    pub(super) async fn send(
        mut self: Box<Self>,
        mut request: Box<RequestWriter>,
    ) -> Result<Answer, SendError> {
        if self.is_local {
            request.show_marks();
        }
        self.method = request.method.clone();
        self.announced = 0;
        self.sending = Some(request);
        self.heard = false;
        let error = match std::future::poll_fn(|context| self.poll_head(context)).await {
            Ok(head) => {
                self.sent = None;
                return Ok(Answer { head, connection: self });
            }
            Err(error) => error,
        };
        if !error.is_of_connection() || self.heard {
            return Err(SendError::Lost(error));
        }
        let sending = self.sending.take().or(self.sent.take());
        let had_begun = sending.as_ref().is_some_and(|sending| sending.has_begun);
        Err(match (sending.and_then(RequestWriter::rewound), had_begun) {
            (Some(sending), false) => SendError::Whole(sending, error),
            (Some(sending), true) => SendError::Again(sending, error),
            (None, _) => SendError::Lost(error),
        })
    }

    /// Asks the kernel whether nothing has come on a connection that waits, its end included. What the runtime knows is
    /// as old as its last look, and a request written in between may be lost. Only where that costs the least: it is a
    /// system call.
    pub(super) fn is_silent(&self) -> bool {
        socket(&self.io).is_silent()
    }

    fn poll_head(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Result<response::Parts, Http1Error>> {
        self.send_on(context);
        // An upstream that has seen some of the request may have answered before it closed.
        let has_begun = self.sending.as_ref().is_none_or(|sending| sending.has_begun);
        if let Some(error) = self.unsent.take_if(|error| !has_begun || !error.is_of_connection()) {
            return Poll::Ready(Err(error));
        }
        loop {
            let taken = ready!(self.read(context, Http1Connection::take_head));
            let taken = taken.map_err(Http1Error::from).flatten();
            if let Some(head) = taken.map_err(|error| self.unsent.take().unwrap_or(error))? {
                return Poll::Ready(Ok(head));
            }
        }
    }

    /// Bytes of a head, and perhaps of what follows it. Those of heads that only announce others are passed over.
    fn take_head(&mut self, wire: &[u8]) -> Result<Option<response::Parts>, Http1Error> {
        if wire.is_empty() {
            return Err(Http1Error::Incomplete);
        }
        self.heard = true;
        let mut before = std::mem::take(&mut self.partial);
        let mut wire = match before.is_empty() {
            true => wire,
            false => {
                before.extend_from_slice(wire);
                &before
            }
        };
        loop {
            let Some((mut head, length)) = head::parse(wire)? else {
                if wire.len() > head::LIMIT {
                    return Err(Http1Error::TooLarge);
                }
                self.partial = BytesMut::from(wire);
                return Ok(None);
            };
            wire = &wire[length..];
            if head.status.is_informational() && head.status != StatusCode::SWITCHING_PROTOCOLS {
                self.announced += length;
                if self.announced > head::LIMIT {
                    return Err(Http1Error::TooLarge);
                }
                continue;
            }
            decoder::settle_length(head.status, &mut head.headers)?;
            self.keeps = head::keeps(&head);
            self.decoder = Decoder::of(&self.method, &head)?;
            match head.status {
                // What follows is of the other protocol.
                StatusCode::SWITCHING_PROTOCOLS => self.body.extend_from_slice(wire),
                _ => self.take_body(wire),
            }
            return Ok(Some(head));
        }
    }

    /// The next piece of the body; none at its end.
    pub(super) fn poll_body(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Http1Error>>> {
        self.send_on(context);
        while self.body.is_empty() {
            if let Some(error) = self.broken.take() {
                // It stays broken, whoever asks again.
                self.broken = Some(Http1Error::Incomplete);
                return Poll::Ready(Some(Err(error)));
            }
            if self.decoder.has_ended() {
                return Poll::Ready(None);
            }
            if let Err(error) = ready!(self.read(context, Http1Connection::take_piece)) {
                self.break_off(error.into());
            }
        }
        Poll::Ready(Some(Ok(std::mem::take(&mut self.body).freeze())))
    }

    fn take_body(&mut self, wire: &[u8]) {
        let most = self.decoder.left().and_then(|left| usize::try_from(left).ok());
        self.body.reserve(most.unwrap_or(usize::MAX).min(wire.len()));
        match self.decoder.decode(wire, &mut self.body) {
            // Whoever speaks without being asked may mean anything by it.
            Ok(taken) => self.keeps &= taken == wire.len(),
            Err(error) => self.break_off(error),
        }
    }

    /// Bytes behind a head, or none where the other side has closed.
    fn take_piece(&mut self, wire: &[u8]) {
        match (wire.is_empty(), &self.decoder) {
            (false, _) => self.take_body(wire),
            (true, Decoder::UntilClose) => {
                self.keeps = false;
                self.decoder = Decoder::Length(0);
            }
            (true, _) => self.break_off(Http1Error::Incomplete),
        }
    }

    fn break_off(&mut self, error: Http1Error) {
        self.keeps = false;
        self.broken = Some(error);
    }

    /// Whether the whole reply was read and asked for, and the whole request sent.
    pub(super) fn is_done(&self) -> bool {
        self.has_ended() && self.sending.is_none()
    }

    /// Whether nothing of the reply's body is left.
    pub(super) fn has_ended(&self) -> bool {
        self.body.is_empty() && self.decoder.has_ended() && self.broken.is_none()
    }

    pub(super) fn keeps(&self) -> bool {
        self.keeps
    }

    /// How many bytes of the body are still to come; none where the head does not say.
    pub(super) fn left(&self) -> Option<u64> {
        Some(self.decoder.left()? + self.body.len() as u64)
    }

    /// The connection alone, after a switch of protocols, with what came of the other one already.
    pub(super) fn part(self: Box<Self>) -> Upgraded {
        let Http1Connection { io, body, .. } = *self;
        let (reader, writer) = tokio::io::split(TokioIo::new(io));
        let reader = io::Cursor::new(body.freeze()).chain(reader);
        Upgraded(Arc::new(Mutex::new(Some(Box::new(tokio::io::join(reader, writer))))))
    }

    /// Sends what can be sent of the request.
    fn send_on(&mut self, context: &mut Context<'_>) {
        let Some(sending) = self.sending.as_mut().filter(|_| self.unsent.is_none()) else { return };
        match sending.poll(&mut self.io, context) {
            Poll::Pending => {}
            Poll::Ready(Ok(())) => {
                let gone = self.sending.take();
                self.sent = gone.filter(|sending| sending.repeats() && !self.heard);
            }
            Poll::Ready(Err(error)) => self.unsent = Some(error),
        }
    }

    /// Hands what one read brings to `take`: nothing at the end of all.
    fn read<T>(
        &mut self,
        context: &mut Context<'_>,
        take: impl FnOnce(&mut Self, &[u8]) -> T,
    ) -> Poll<io::Result<T>> {
        PLACE.with_borrow_mut(|place| {
            let mut into = ReadBuf::new(place);
            ready!(Pin::new(&mut self.io).poll_read(context, into.unfilled()))?;
            Poll::Ready(Ok(take(self, into.filled())))
        })
    }
}
