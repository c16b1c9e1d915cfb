//! Work on long bodies runs on separate threads, a few at a time and for a limited time, so that the threads that serve
//! connections are not blocked. A mechanism of this program.

use std::time::Duration;

use tokio::sync::Semaphore;

/// Up to this size, guards inspect a text on the thread that serves it: it takes a few milliseconds. Bytes.
pub(in crate::edge::proxy) const SHORT: usize = 64 * 1024;
/// How long guards may take for one body, including the wait for a thread.
const LONGEST: Duration = Duration::from_secs(10);
/// Why a request or reply is rejected whose guards took longer.
pub(in crate::edge::proxy) const TOO_SLOW: &str = "promptGuard did not finish within 10 s";
/// Threads that look at long texts at the same time: fewer than cores, so that the others are served meanwhile.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Runs the work of guards on a separate thread; none where it takes too long or panics.
pub(in crate::edge::proxy) async fn offload<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Option<T> {
    let turn = async {
        let turn = TURNS.acquire().await.ok()?;
        // Who waits may leave; the turn ends when the work does.
        let done = move || (work(), drop(turn)).0;
        tokio::task::spawn_blocking(done).await.ok()
    };
    tokio::time::timeout(LONGEST, turn).await.ok().flatten()
}
