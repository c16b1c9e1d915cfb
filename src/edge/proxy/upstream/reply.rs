//! The body of an upstream's reply: it drives the connection it comes from, sends on what is there in one piece, and
//! gives the connection back when it has ended.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;

use super::link::Link;
use super::pool::Pool;

/// Pieces that are there at the same time go on together, up to about this size: each costs a write and wakes its
/// reader. Bytes.
const TOGETHER: usize = 32 * 1024;
/// A piece of this size is not worth a copy. Bytes.
const LARGE: usize = 8 * 1024;

type Piece = Result<Frame<Bytes>, hyper::Error>;

/// A body still to come. Dropped before its end it takes the connection along, and with it the upstream's work.
pub(in crate::edge::proxy) struct ReplyBody {
    incoming: Incoming,
    /// What came behind the pieces that went on last. Seldom there: boxed, so that it takes little room.
    next: Option<Box<Piece>>,
    has_ended: bool,
    /// None once the body has ended, or where somebody else drives it.
    connection: Option<(Box<Link>, Arc<Pool>)>,
}

/// Pieces on their way to become one.
#[derive(Default)]
struct Gathered {
    /// The only one: it is not copied.
    first: Bytes,
    all: BytesMut,
}

impl Gathered {
    fn len(&self) -> usize {
        self.first.len() + self.all.len()
    }

    fn push(&mut self, piece: Bytes) {
        if self.len() == 0 {
            self.first = piece;
            return;
        }
        if self.all.is_empty() {
            self.all.reserve(2 * (self.first.len() + piece.len()));
            self.all.extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.all.extend_from_slice(&piece);
    }

    /// All of it, where there is any.
    fn frame(self) -> Option<Piece> {
        let data = if self.all.is_empty() { self.first } else { self.all.freeze() };
        (!data.is_empty()).then(|| Ok(Frame::data(data)))
    }
}

impl ReplyBody {
    pub(super) fn new(incoming: Incoming, link: Box<Link>, pool: Arc<Pool>) -> Self {
        ReplyBody { incoming, next: None, has_ended: false, connection: Some((link, pool)) }
    }

    /// A body whose connection somebody else drives.
    pub(super) fn without_connection(incoming: Incoming) -> Self {
        ReplyBody { incoming, next: None, has_ended: false, connection: None }
    }

    /// The next piece as the connection has it.
    fn poll_piece(&mut self, context: &mut Context<'_>) -> Poll<Option<Piece>> {
        if let Some(next) = self.next.take() {
            return Poll::Ready(Some(*next));
        }
        if self.has_ended {
            return Poll::Ready(None);
        }
        let mut incoming = Pin::new(&mut self.incoming);
        let polled = match &mut self.connection {
            Some((link, _)) => link.drive(context, |context| incoming.as_mut().poll_frame(context)),
            None => incoming.poll_frame(context),
        };
        match &polled {
            Poll::Ready(Some(Ok(_))) if self.incoming.is_end_stream() => self.end(context),
            Poll::Ready(None) => self.end(context),
            _ => {}
        }
        polled
    }

    /// Gives the connection back, where it can take another request.
    fn end(&mut self, context: &mut Context<'_>) {
        self.has_ended = true;
        if let Some((mut link, pool)) = self.connection.take()
            && link.poll_free(context)
        {
            pool.put(link);
        }
    }
}

impl Body for ReplyBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Piece>> {
        let this = self.get_mut();
        let mut gathered = Gathered::default();
        while gathered.len() < LARGE || !gathered.all.is_empty() && gathered.len() < TOGETHER {
            let piece = match this.poll_piece(context) {
                Poll::Ready(Some(piece)) => piece,
                Poll::Ready(None) => break,
                // Nothing more is there: what is, goes on now.
                Poll::Pending if gathered.len() == 0 => return Poll::Pending,
                Poll::Pending => break,
            };
            let small = |data: &Bytes| gathered.len() == 0 || data.len() < LARGE;
            match piece.map(Frame::into_data) {
                Ok(Ok(data)) if small(&data) => gathered.push(data),
                Ok(Ok(data)) => this.next = Some(Box::new(Ok(Frame::data(data)))),
                Ok(Err(trailers)) => this.next = Some(Box::new(Ok(trailers))),
                Err(error) => this.next = Some(Box::new(Err(error))),
            }
            if this.next.is_some() {
                break;
            }
        }
        let frame = gathered.frame();
        Poll::Ready(frame.or_else(|| this.next.take().map(|next| *next)))
    }

    fn is_end_stream(&self) -> bool {
        self.next.is_none() && (self.has_ended || self.incoming.is_end_stream())
    }

    /// Exact only before the first piece, when it is asked for.
    fn size_hint(&self) -> SizeHint {
        self.incoming.size_hint()
    }
}
