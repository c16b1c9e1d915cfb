//! Ctrl-C and the request to end, on every system, and what a command that was under way says then.

use std::io;

use super::error::Failure;
use super::exit_code::Exit;

/// Listens for the ways to be stopped. While one of these lives, Ctrl-C does not end the program by itself.
pub struct Interrupts {
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    /// None where its starter has it ignored, as nohup does.
    #[cfg(unix)]
    hangup: Option<tokio::signal::unix::Signal>,
}

#[cfg(unix)]
impl Interrupts {
    /// Begins to listen. Must be called inside a runtime.
    ///
    /// # Errors
    /// The system gives no more signal handlers.
    pub fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Interrupts {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: match is_hangup_ignored() {
                true => None,
                false => Some(signal(SignalKind::hangup())?),
            },
        })
    }

    /// The next one, as the exit code it asks for. May be cancelled without loss.
    pub async fn next(&mut self) -> Exit {
        let hangup = async {
            match &mut self.hangup {
                Some(hangup) => hangup.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = self.interrupt.recv() => Exit::Interrupted,
            _ = self.terminate.recv() => Exit::Done,
            // The terminal is gone: an end like any other, and what runs may finish.
            _ = hangup => Exit::Done,
        }
    }
}

/// Whether this process was started to outlive its terminal (`nohup`). Listening to the signal would undo that.
#[cfg(target_os = "linux")]
fn is_hangup_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    // SIGHUP is signal 1, and so the lowest bit.
    mask.is_some_and(|mask| mask & 1 == 1)
}

/// The same where the system does not say: nohup sends what would go to a terminal elsewhere.
#[cfg(all(unix, not(target_os = "linux")))]
fn is_hangup_ignored() -> bool {
    use std::io::IsTerminal as _;
    !io::stderr().is_terminal()
}

#[cfg(not(unix))]
impl Interrupts {
    /// Begins to listen. Must be called inside a runtime.
    ///
    /// # Errors
    /// None on this system.
    pub fn listen() -> io::Result<Self> {
        Ok(Interrupts {})
    }

    /// The next one, as the exit code it asks for. May be cancelled without loss.
    pub async fn next(&mut self) -> Exit {
        match tokio::signal::ctrl_c().await {
            Ok(()) => Exit::Interrupted,
            Err(_) => std::future::pending().await,
        }
    }
}

/// Works until done or until somebody interrupts. The work is dropped then, and `words` say what state that leaves.
///
/// # Errors
/// The work's own, or the interruption.
pub async fn until<T>(
    work: impl Future<Output = Result<T, Failure>>,
    words: impl FnOnce() -> String,
) -> Result<T, Failure> {
    let mut interrupts = Interrupts::listen()?;
    tokio::select! {
        done = work => done,
        _ = interrupts.next() => Err(Failure::interrupted(words())),
    }
}
