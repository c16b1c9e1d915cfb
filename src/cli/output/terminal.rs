//! The terminal that standard output is, if it is one.

use std::io::IsTerminal as _;

/// How many columns it has; none where standard output is no terminal, or does not say.
#[must_use]
pub fn width() -> Option<usize> {
    let out = std::io::stdout();
    if !out.is_terminal() {
        return None;
    }
    columns(&out).filter(|columns| *columns > 0)
}

#[cfg(unix)]
fn columns(out: &std::io::Stdout) -> Option<usize> {
    rustix::termios::tcgetwinsize(out).ok().map(|size| usize::from(size.ws_col))
}

#[cfg(not(unix))]
fn columns(_: &std::io::Stdout) -> Option<usize> {
    std::env::var("COLUMNS").ok()?.parse().ok()
}
