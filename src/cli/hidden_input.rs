//! Lines that are typed on the terminal, shown or not. Whatever ends a hidden one, the terminal echoes again afterwards.

use std::io::{self, BufRead as _, IsTerminal as _};

#[cfg(unix)]
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};

#[cfg(unix)]
use super::output;

/// A terminal that does not echo, until this is dropped.
#[cfg(unix)]
struct EchoOff {
    before: Termios,
    /// The cursor stands behind the question.
    open: bool,
}

#[cfg(unix)]
impl EchoOff {
    fn begin() -> io::Result<EchoOff> {
        let stdin = io::stdin();
        let before = tcgetattr(&stdin)?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        // The end of the line is seen, so that the cursor moves on.
        silent.local_modes.insert(LocalModes::ECHONL | LocalModes::ICANON | LocalModes::ISIG);
        // What was typed ahead was shown already and is not the answer.
        tcsetattr(&stdin, OptionalActions::Flush, &silent)?;
        Ok(EchoOff { before, open: true })
    }
}

#[cfg(unix)]
impl Drop for EchoOff {
    fn drop(&mut self) {
        // The terminal may be gone; then nothing is left to restore.
        let _ = tcsetattr(io::stdin(), OptionalActions::Now, &self.before);
        if self.open {
            output::ask("\n");
        }
    }
}

/// A terminal hands over lines of fewer bytes than this (`N_TTY_BUF_SIZE` of Linux); longer ones are cut.
#[cfg(unix)]
const LONGEST: usize = 4095;

/// Whether there is somebody to ask.
#[must_use]
pub fn is_possible() -> bool {
    io::stdin().is_terminal()
}

/// Asks for a line on the terminal. Dropping the future ends the prompt and restores the echo.
///
/// # Errors
/// A terminal that cannot be set, is gone, or cut the line.
#[cfg(unix)]
pub async fn line(question: &str) -> io::Result<Vec<u8>> {
    let mut hidden = EchoOff::begin()?;
    output::ask(question);
    let line = typed().await?;
    hidden.open = !line.ends_with(b"\n");
    drop(hidden);
    match line.len() >= LONGEST {
        true => {
            Err(io::Error::other("the terminal truncates lines of this length; use --from-file"))
        }
        false => Ok(line),
    }
}

/// The next line of standard input, with its end. Dropping the future leaves it unread.
///
/// # Errors
/// A terminal that is gone.
pub async fn typed() -> io::Result<Vec<u8>> {
    let (sender, receiver) = tokio::sync::oneshot::channel();
    // A thread of its own: a runtime would wait for its own blocking threads, and nothing interrupts a read.
    std::thread::Builder::new().spawn(move || {
        let mut line = Vec::new();
        let read = io::stdin().lock().read_until(b'\n', &mut line);
        // Whoever asked may have been interrupted.
        let _ = sender.send(read.map(|_| line));
    })?;
    receiver.await.map_err(|_| io::Error::from(io::ErrorKind::UnexpectedEof))?
}

/// Asks for nothing: the echo of this system's terminals is not ours to switch.
///
/// # Errors
/// Always, with the other ways.
#[cfg(not(unix))]
pub async fn line(_question: &str) -> io::Result<Vec<u8>> {
    Err(io::Error::other("can't hide input on this system; use --from-env, --from-file or a pipe"))
}
