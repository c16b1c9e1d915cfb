//! Writes a request to an HTTP/1.1 connection.

use std::collections::VecDeque;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes};
use http::{Method, Request};
use http_body::Body as _;
use hyper::rt::Write;

use super::Http1Error;
use super::head::{self, Framing};
use crate::edge::proxy::body::upstream::UpstreamBody;
use crate::edge::proxy::body::wire::BodyError;
use crate::edge::proxy::plan::loops::ForwardedMarks;

/// Pieces that are written with one system call.
const AT_ONCE: usize = 16;

const LAST_CHUNK: &[u8] = b"0\r\n\r\n";
/// How much of a body is kept for sending it again. Bytes.
const KEPT: usize = 64 * 1024;

/// A request that is being written to a connection.
pub(in crate::edge::proxy::connect) struct RequestWriter {
    pub(super) method: Method,
    /// Pieces that are not written yet.
    queue: VecDeque<Bytes>,
    /// Kept until the last piece is gone: it holds a share of the budget.
    body: UpstreamBody,
    framing: Framing,
    has_ended: bool,
    /// Whether the upstream may have seen some of it.
    pub(super) has_begun: bool,
    /// What was made of it so far, where it may be sent twice.
    again: Option<RetainedHead>,
    /// What only a program of this machine is to see of it.
    passed: Option<ForwardedMarks>,
}

/// The beginning of a request, for sending it again.
struct RetainedHead {
    head: Bytes,
    pieces: Vec<Bytes>,
    bytes: usize,
}

impl RequestWriter {
    /// A request whose URI is what the upstream is to see.
    pub(in crate::edge::proxy::connect) fn new(request: Request<UpstreamBody>) -> Self {
        let (head, body) = request.into_parts();
        let framing = body.size_hint().exact().map_or(Framing::Chunked, Framing::Length);
        let mut queue = VecDeque::with_capacity(8);
        let written = head::write(&head, framing);
        let again = is_idempotent(&head.method).then(|| RetainedHead {
            head: written.clone(),
            pieces: Vec::new(),
            bytes: 0,
        });
        queue.push_back(written);
        let method = head.method;
        RequestWriter {
            method,
            queue,
            body,
            framing,
            has_ended: false,
            has_begun: false,
            again,
            passed: None,
        }
    }

    /// The same with the marks of the proxies that it has passed.
    pub(in crate::edge::proxy::connect) fn marked(self, passed: ForwardedMarks) -> Self {
        RequestWriter { passed: Some(passed), ..self }
    }

    /// Shows those marks. Before anything is sent.
    pub(super) fn show_marks(&mut self) {
        let Some(passed) = self.passed.take() else { return };
        if let Some(head) = self.queue.front_mut() {
            *head = passed.written(head);
            if let Some(again) = &mut self.again {
                again.head = head.clone();
            }
        }
    }

    /// Whether it may be sent twice.
    pub(in crate::edge::proxy::connect) fn repeats(&self) -> bool {
        self.again.is_some()
    }

    /// The request from its beginning; none where its upstream may have seen it and it may not be sent twice, or is not
    /// at hand any more.
    pub(super) fn rewound(mut self: Box<Self>) -> Option<Box<Self>> {
        if !self.has_begun {
            return Some(self);
        }
        let again = self.again.take()?;
        self.queue.clear();
        self.queue.push_back(again.head.clone());
        for piece in &again.pieces {
            self.queue_up(piece.clone());
        }
        if self.has_ended && self.framing == Framing::Chunked {
            self.queue.push_back(Bytes::from_static(LAST_CHUNK));
        }
        self.has_begun = false;
        self.again = Some(again);
        Some(self)
    }

    /// Sends what can be sent; ready when all of it is gone.
    pub(super) fn poll<W: Write + Unpin>(
        &mut self,
        io: &mut W,
        context: &mut Context<'_>,
    ) -> Poll<Result<(), Http1Error>> {
        loop {
            self.fill(context)?;
            if self.queue.is_empty() {
                ready!(Pin::new(&mut *io).poll_flush(context))?;
                return if self.has_ended { Poll::Ready(Ok(())) } else { Poll::Pending };
            }
            let mut pieces = [IoSlice::new(&[]); AT_ONCE];
            for (slot, piece) in pieces.iter_mut().zip(&self.queue) {
                *slot = IoSlice::new(piece);
            }
            let count = self.queue.len().min(AT_ONCE);
            let pieces = &pieces[..count];
            match ready!(Pin::new(&mut *io).poll_write_vectored(context, pieces))? {
                0 => return Poll::Ready(Err(io::Error::from(io::ErrorKind::WriteZero).into())),
                written => self.written(written),
            }
        }
    }

    /// Takes what the body has.
    fn fill(&mut self, context: &mut Context<'_>) -> Result<(), Http1Error> {
        while !self.has_ended && self.queue.len() < AT_ONCE {
            if self.body.is_end_stream() {
                self.end()?;
                return Ok(());
            }
            match Pin::new(&mut self.body).poll_frame(context) {
                Poll::Pending => return Ok(()),
                Poll::Ready(None) => self.end()?,
                Poll::Ready(Some(Err(error))) => return Err(Http1Error::Body(error)),
                // Trailers of a request end here: no upstream has asked for them.
                Poll::Ready(Some(Ok(frame))) => {
                    if let Ok(data) = frame.into_data() {
                        self.push(data)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn push(&mut self, data: Bytes) -> Result<(), Http1Error> {
        if data.is_empty() {
            return Ok(());
        }
        if let Framing::Length(left) = &mut self.framing {
            let rest = left.checked_sub(data.len() as u64);
            *left = rest.ok_or(Http1Error::Body(BodyError::Malformed))?;
        }
        if let Some(again) = &mut self.again {
            again.bytes = again.bytes.saturating_add(data.len());
            again.pieces.push(data.clone());
        }
        self.again.take_if(|again| again.bytes > KEPT);
        self.queue_up(data);
        Ok(())
    }

    fn queue_up(&mut self, data: Bytes) {
        match self.framing {
            Framing::Chunked => {
                self.queue.push_back(Bytes::from(format!("{:x}\r\n", data.len())));
                self.queue.push_back(data);
                self.queue.push_back(Bytes::from_static(b"\r\n"));
            }
            Framing::Length(_) => self.queue.push_back(data),
        }
    }

    fn end(&mut self) -> Result<(), Http1Error> {
        self.has_ended = true;
        match self.framing {
            Framing::Chunked => self.queue.push_back(Bytes::from_static(LAST_CHUNK)),
            Framing::Length(0) => {}
            Framing::Length(_) => return Err(Http1Error::Body(BodyError::Left)),
        }
        Ok(())
    }

    fn written(&mut self, mut count: usize) {
        self.has_begun = true;
        while let Some(first) = self.queue.front_mut() {
            if count < first.len() {
                first.advance(count);
                return;
            }
            count -= first.len();
            self.queue.pop_front();
        }
    }
}

/// Whether a request may reach its upstream twice (RFC 9110 §9.2.2).
pub(in crate::edge::proxy::connect) fn is_idempotent(method: &Method) -> bool {
    matches!(
        *method,
        Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE | Method::PUT | Method::DELETE
    )
}
