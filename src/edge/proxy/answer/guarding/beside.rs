//! Long texts are looked at beside the threads that serve, a few at a time and not for ever.

use std::time::Duration;

use tokio::sync::Semaphore;

/// A text up to here is looked at where it is, in a few milliseconds. Bytes.
pub(in crate::edge::proxy) const SHORT: usize = 64 * 1024;
/// The longest that guards may look at one body, the wait for their turn included.
const LONGEST: Duration = Duration::from_secs(10);
pub(in crate::edge::proxy) const TOO_SLOW: &str = "promptGuard did not finish within 10 s";
/// Threads that look at long texts at the same time: fewer than cores, so that the others are served meanwhile.
static TURNS: Semaphore = Semaphore::const_new(2);

/// Does the work of guards beside the serving threads; none where it takes too long, or could not be done.
pub(in crate::edge::proxy) async fn beside<T: Send + 'static>(
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
