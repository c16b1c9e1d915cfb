//! The threads that serve connections. Each has a runtime and connections to upstreams of its own, and a client's
//! connection stays on one thread, so that threads do not wake each other. A mechanism of this program.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use crate::edge::proxy::shared::Shared;

/// The threads. Dropping them ends them and what they run.
pub(in crate::edge::proxy) struct Workers(Vec<Worker>);

struct Worker {
    runtime: Handle,
    /// What its connections use.
    shared: Arc<Shared>,
    connections: Arc<AtomicUsize>,
    /// Its end is the thread's.
    _stop: oneshot::Sender<()>,
}

/// One connection on a thread. Dropping it lets the thread accept another.
pub(in crate::edge::proxy) struct WorkerPermit {
    shared: Arc<Shared>,
    connections: Arc<AtomicUsize>,
}

impl WorkerPermit {
    /// What connections on that thread use.
    pub(in crate::edge::proxy) fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }
}

impl Drop for WorkerPermit {
    fn drop(&mut self) {
        self.connections.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Workers {
    /// Starts `count` threads, at least one.
    ///
    /// # Errors
    /// The system cannot start a thread.
    pub(in crate::edge::proxy) fn start(count: usize, shared: &Shared) -> std::io::Result<Self> {
        let start = |_| Worker::start(shared.of_worker());
        (0..count.max(1)).map(start).collect::<std::io::Result<_>>().map(Workers)
    }

    /// Assigns a connection to the thread with the fewest; none where there are no threads.
    pub(in crate::edge::proxy) fn permit(&self) -> Option<(&Handle, WorkerPermit)> {
        let load = |worker: &&Worker| worker.connections.load(Ordering::Relaxed);
        let Worker { runtime, shared, connections, .. } = self.0.iter().min_by_key(load)?;
        connections.fetch_add(1, Ordering::Relaxed);
        let permit =
            WorkerPermit { shared: Arc::clone(shared), connections: Arc::clone(connections) };
        Some((runtime, permit))
    }
}

impl Worker {
    fn start(shared: Shared) -> std::io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel::<()>();
        thread::Builder::new().name("serve".to_owned()).spawn(move || {
            // Nothing is ever sent: the other side's end is the news.
            let _ = runtime.block_on(stopped);
            // A name that is being looked up, or a file that is read, must not hold up the end.
            runtime.shutdown_background();
        })?;
        let (shared, connections) = (Arc::new(shared), Arc::default());
        Ok(Worker { runtime: handle, shared, connections, _stop: stop })
    }
}
