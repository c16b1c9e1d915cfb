//! Colour, only where a person looks: on a terminal, and not where NO_COLOR is set.

use std::io::IsTerminal as _;

/// Whether stdout is a terminal that wants colour.
#[must_use]
pub fn wanted() -> bool {
    let none = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
    std::io::stdout().is_terminal() && !none && !dumb
}

/// What a colour stands for; words say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    Bad,
    Doubtful,
    Quiet,
}

/// The text in its colour, if `wanted`.
#[must_use]
pub fn paint(text: &str, paint: Paint, wanted: bool) -> String {
    if !wanted {
        return text.to_owned();
    }
    let code = match paint {
        Paint::Bad => "31",
        Paint::Doubtful => "33",
        Paint::Quiet => "2",
    };
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}
