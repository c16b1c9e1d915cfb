//! Sockets and connections: accept, serve, drain. A mechanism of this program.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

use super::bind::BindError;
use super::handshake::{self, Handshake};
use super::settings::Settings;
use super::workers::{WorkerPermit, Workers};
use super::{drain, failed_connections, http1, http2};
use crate::edge::proxy::connection_info::ConnectionInfo;
use crate::edge::proxy::shared::Shared;
use crate::edge::proxy::upgrade::Tunnel;

/// Wait after an accept that failed for want of descriptors or memory.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Longer than anything runs, and short enough to be counted.
const LONGEST_DRAIN: Duration = Duration::from_secs(365 * 24 * 3600);

/// The sockets in service; each has a slot in the live table by its position.
#[derive(Default)]
pub(in crate::edge::proxy) struct Listeners {
    open: Vec<Open>,
}

struct Open {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    state: State,
}

enum State {
    /// Bound; connections wait in the kernel.
    Bound(TcpListener),
    Accepting(JoinHandle<Connections>),
}

/// The connections of one socket.
#[derive(Default)]
struct Connections {
    drain: drain::Signal,
    running: JoinSet<()>,
}

impl Listeners {
    /// How many sockets are in service.
    pub(in crate::edge::proxy) fn len(&self) -> usize {
        self.open.len()
    }

    /// The local addresses of the sockets, in their order.
    pub(in crate::edge::proxy) fn addresses(&self) -> impl Iterator<Item = SocketAddr> {
        self.open.iter().map(|open| open.address)
    }

    /// Takes a socket over. Its connections wait until [`Listeners::accept`].
    ///
    /// # Errors
    /// It has no address, which does not happen.
    pub(in crate::edge::proxy) fn open(
        &mut self,
        listener: TcpListener,
        settings: &Settings,
    ) -> Result<(), BindError> {
        let address = listener.local_addr().map_err(|source| BindError {
            address: SocketAddr::new(settings.address, 0),
            source,
        })?;
        let (stop, _) = watch::channel(false);
        self.open.push(Open { address, stop, state: State::Bound(listener) });
        Ok(())
    }

    /// Accepts the connections of every socket, now that a table says what is served there.
    pub(in crate::edge::proxy) fn accept(&mut self, shared: &Arc<Shared>, workers: &Arc<Workers>) {
        let opened = std::mem::take(&mut self.open).into_iter().enumerate();
        let accepting = opened.map(|(slot, Open { address, stop, state })| {
            let task = match state {
                State::Accepting(task) => task,
                State::Bound(listener) => {
                    let (shared, workers) = (Arc::clone(shared), Arc::clone(workers));
                    tokio::spawn(accept(listener, stop.subscribe(), shared, workers, slot))
                }
            };
            Open { address, stop, state: State::Accepting(task) }
        });
        self.open = accepting.collect();
    }

    /// Closes the sockets and drains their connections. Returns how many had to be closed after `drain`.
    pub(in crate::edge::proxy) async fn stop(self, drain: Duration) -> usize {
        // A drain of a thousand years is one without end.
        let now = tokio::time::Instant::now();
        let deadline = now.checked_add(drain).unwrap_or(now + LONGEST_DRAIN);
        for open in &self.open {
            open.stop.send_replace(true);
        }
        // All sockets at once: none may use up the time of another.
        let drained = self.open.into_iter().map(|open| async {
            let State::Accepting(task) = open.state else { return 0 };
            match task.await {
                Ok(connections) => connections.drain(deadline).await,
                Err(_) => 0,
            }
        });
        futures::future::join_all(drained).await.into_iter().sum()
    }
}

impl Connections {
    /// Lets each finish its request, closes those that do not in time and counts them.
    async fn drain(mut self, deadline: tokio::time::Instant) -> usize {
        self.drain.drain();
        let all = async { while self.running.join_next().await.is_some() {} };
        if tokio::time::timeout_at(deadline, all).await.is_ok() {
            return 0;
        }
        while self.running.try_join_next().is_some() {}
        let cut = self.running.len();
        self.running.shutdown().await;
        cut
    }
}

async fn accept(
    listener: TcpListener,
    mut stopped: watch::Receiver<bool>,
    shared: Arc<Shared>,
    workers: Arc<Workers>,
    slot: usize,
) -> Connections {
    let mut connections = Connections::default();
    let handshake = Handshake::of(&shared, slot).ok();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.wait_for(|stop| *stop) => return connections,
            Some(_) = connections.running.join_next() => continue,
        };
        let Ok((stream, peer)) = accepted else {
            // Out of descriptors, or the client left already: neither is a reason to stop listening.
            tokio::time::sleep(ACCEPT_PAUSE).await;
            continue;
        };
        // Without it a small reply waits 40 ms for the delayed acknowledgement of the one before.
        let _ = stream.set_nodelay(true);
        let connection = ConnectionInfo { slot, peer, server: None, tunnel: Tunnel::default() };
        let Some((runtime, permit)) = workers.permit() else { return connections };
        let Ok(accepted) = AcceptedStream::new(stream, permit) else { continue };
        match handshake.clone().filter(|_| shared.live.load().is_https(slot)) {
            None => connections.plain(runtime, accepted, connection),
            Some(handshake) => connections.secure(runtime, accepted, handshake, connection),
        }
    }
}

/// A connection on its way to the thread that is to serve it.
struct AcceptedStream {
    stream: std::net::TcpStream,
    permit: WorkerPermit,
}

impl AcceptedStream {
    fn new(stream: TcpStream, permit: WorkerPermit) -> std::io::Result<Self> {
        Ok(AcceptedStream { stream: stream.into_std()?, permit })
    }

    /// Called on that thread. The permit is kept as long as the connection.
    fn arrive(self) -> std::io::Result<(TcpStream, WorkerPermit)> {
        Ok((TcpStream::from_std(self.stream)?, self.permit))
    }
}

impl Connections {
    fn plain(&mut self, runtime: &Handle, accepted: AcceptedStream, connection: ConnectionInfo) {
        let (watch, tunnel) = (self.drain.watch(), connection.tunnel.clone());
        let serving = async move {
            let Ok((stream, permit)) = accepted.arrive() else { return };
            let mut told = watch.clone();
            let opened = tokio::select! {
                biased;
                opened = http2::opening(stream) => opened,
                // It has sent no request yet.
                () = told.signaled() => return,
            };
            let (slot, peer) = (connection.slot, connection.peer);
            let shared = Arc::clone(permit.shared());
            let ended = match opened {
                None => return,
                // Boxed: what few connections become is no part of all.
                Some((true, stream)) => {
                    Box::pin(watch.watch(http2::serve(stream, shared, connection))).await
                }
                Some((false, stream)) => {
                    watch.watch(http1::serve(stream, shared, connection)).await
                }
            };
            failed_connections::note(permit.shared(), slot, peer, &ended);
            Box::pin(tunnel.run()).await;
        };
        self.running.spawn_on(serving, runtime);
    }

    fn secure(
        &mut self,
        runtime: &Handle,
        accepted: AcceptedStream,
        handshake: Handshake,
        connection: ConnectionInfo,
    ) {
        let watch = self.drain.watch();
        let serving = async move {
            let Ok((stream, permit)) = accepted.arrive() else { return };
            let (slot, peer) = (connection.slot, connection.peer);
            let stream = match handshake.with(stream).await {
                Ok(stream) => stream,
                Err(error) => {
                    return failed_connections::note_handshake(permit.shared(), slot, peer, &error);
                }
            };
            let server = Some(handshake::server_of(&stream));
            let tunnel = connection.tunnel.clone();
            let shared = Arc::clone(permit.shared());
            let connection = ConnectionInfo { server, ..connection };
            let ended = if handshake::is_http2(&stream) {
                let mut told = watch.clone();
                let opened = tokio::select! {
                    biased;
                    opened = http2::opening(stream) => opened,
                    () = told.signaled() => return,
                };
                // Both sides agreed on HTTP/2: what else may follow breaks its rules, and is noted as that.
                let Some((_, stream)) = opened else { return };
                Box::pin(watch.watch(http2::serve(stream, shared, connection))).await
            } else {
                watch.watch(http1::serve(stream, shared, connection)).await
            };
            failed_connections::note(permit.shared(), slot, peer, &ended);
            Box::pin(tunnel.run()).await;
        };
        self.running.spawn_on(serving, runtime);
    }
}
