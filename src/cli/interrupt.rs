//! Ctrl-C, and what a command that was under way says of it.

use tokio::signal::unix::{SignalKind, signal};

use super::error::Failure;

/// Works until done or until somebody interrupts (Ctrl-C, `kill`, a terminal that closes). The work is dropped then, and
/// `words` say what state that leaves.
///
/// # Errors
/// The work's own, or the interruption.
pub async fn until<T>(
    work: impl Future<Output = Result<T, Failure>>,
    words: impl FnOnce() -> String,
) -> Result<T, Failure> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    tokio::select! {
        done = work => done,
        _ = interrupt.recv() => Err(Failure::interrupted(words())),
        _ = terminate.recv() => Err(Failure::interrupted(words())),
        _ = hang_up.recv() => Err(Failure::interrupted(words())),
    }
}
