//! One connection to an upstream, which its user drives.

mod quiet;

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::rt::{Read, Write};

use super::super::body::UpstreamBody;
use quiet::Quiet;

/// What a connection runs over.
pub(super) trait Io: Read + Write + Send + Unpin + 'static {}
impl<T: Read + Write + Send + Unpin + 'static> Io for T {}

/// A connection, and the way to give it a request.
pub(super) struct Link {
    sender: SendRequest<UpstreamBody>,
    driver: Driver,
}

/// What reads and writes.
struct Driver {
    /// Its end, good or bad, is the connection's.
    connection: Pin<Box<dyn Future<Output = hyper::Result<()>> + Send>>,
    has_ended: bool,
    quiet: Arc<Quiet>,
    /// Of `quiet`.
    waker: Waker,
}

impl Driver {
    /// Lets the connection read and write what it can, and then asks for what is waited for.
    fn drive<T>(
        &mut self,
        context: &mut Context<'_>,
        ask: impl FnOnce(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        let Driver { connection, has_ended, quiet, waker } = self;
        quiet.during(context, || {
            let mut context = Context::from_waker(waker);
            if !*has_ended {
                // How it failed is said to whoever waits for a head or a piece of a body.
                *has_ended = connection.as_mut().poll(&mut context).is_ready();
            }
            ask(&mut context)
        })
    }
}

/// The head of a reply, and the connection on which the rest of it comes.
pub(super) type Answer = (Response<Incoming>, Box<Link>);

/// A request without an answer.
pub(super) enum Unsent {
    /// The connection had been closed; no byte of the request was sent.
    Whole(Box<Request<UpstreamBody>>),
    /// It broke off, and the request may have been seen.
    Lost(hyper::Error),
}

impl Link {
    /// Boxed once: it goes from hand to hand with each request.
    pub(super) async fn new(io: impl Io) -> hyper::Result<Box<Self>> {
        let (sender, connection) = http1::handshake(io).await?;
        let connection = Box::pin(connection.with_upgrades());
        let quiet = Arc::<Quiet>::default();
        let waker = Waker::from(Arc::clone(&quiet));
        let driver = Driver { connection, has_ended: false, quiet, waker };
        Ok(Box::new(Link { sender, driver }))
    }

    /// Lets the connection read and write what it can, and then asks for what is waited for.
    pub(super) fn drive<T>(
        &mut self,
        context: &mut Context<'_>,
        ask: impl FnOnce(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        self.driver.drive(context, ask)
    }

    /// Whether it can take a request now.
    pub(super) fn poll_free(&mut self, context: &mut Context<'_>) -> bool {
        let _ = self.driver.drive(context, |_| Poll::Ready(()));
        !self.driver.has_ended && self.sender.is_ready()
    }

    pub(super) async fn is_free(&mut self) -> bool {
        std::future::poll_fn(|context| Poll::Ready(self.poll_free(context))).await
    }

    /// Sends a request and waits for the head of its reply.
    pub(super) async fn send(
        mut self: Box<Self>,
        request: Request<UpstreamBody>,
    ) -> Result<Answer, Unsent> {
        let mut answer = pin!(self.sender.try_send_request(request));
        let driver = &mut self.driver;
        let answer = std::future::poll_fn(|context| {
            driver.drive(context, |context| answer.as_mut().poll(context))
        });
        match answer.await {
            Ok(reply) => Ok((reply, self)),
            Err(mut error) => Err(match error.take_message() {
                Some(request) => Unsent::Whole(Box::new(request)),
                None => Unsent::Lost(error.into_error()),
            }),
        }
    }

    /// Drives the connection to its end.
    pub(super) async fn run(self: Box<Self>) {
        // Who uses it learns of its end there. After a switch of protocols there may be nothing left to drive.
        if !self.driver.has_ended {
            let _ = self.driver.connection.await;
        }
    }
}
