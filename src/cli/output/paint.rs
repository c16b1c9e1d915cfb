//! Colors and marks, only where a person looks: on a terminal, and not where NO_COLOR is set. `--color` and CLICOLOR_FORCE
//! overrule that. Words say the same as every color and mark.

use anstream::{AutoStream, ColorChoice};

use crate::domain::registry::State;

/// `--color`: `auto` is on a terminal, unless NO_COLOR is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum When {
    #[default]
    Auto,
    Always,
    Never,
}

impl When {
    /// Holds from now on, for help and errors too.
    pub fn decide(self) {
        match self {
            When::Auto => ColorChoice::Auto,
            When::Always => ColorChoice::Always,
            When::Never => ColorChoice::Never,
        }
        .write_global();
    }
}

/// Whether standard output gets colors.
#[must_use]
pub fn wanted() -> bool {
    AutoStream::choice(&std::io::stdout()) != ColorChoice::Never
}

/// What a color stands for; words say the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    Bad,
    Doubtful,
    Good,
    Quiet,
}

impl Paint {
    /// The color of a state.
    #[must_use]
    pub fn of(state: State) -> Paint {
        match state {
            State::Ready => Paint::Good,
            State::Warning => Paint::Doubtful,
            State::NotReady | State::Killed => Paint::Bad,
        }
    }
}

/// The text in its color, if `wanted`.
#[must_use]
pub fn paint(text: &str, paint: Paint, wanted: bool) -> String {
    if !wanted {
        return text.to_owned();
    }
    let code = match paint {
        Paint::Bad => "31",
        Paint::Doubtful => "33",
        Paint::Good => "32",
        Paint::Quiet => "2",
    };
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}

/// The mark of a state.
#[must_use]
pub fn mark(state: State) -> &'static str {
    match state {
        State::Ready => "✓",
        State::Warning => "!",
        State::NotReady => "✗",
        State::Killed => "■",
    }
}

/// The text with its mark in the color of the state if `wanted`, and as it is otherwise.
#[must_use]
pub fn marked(text: &str, state: State, wanted: bool) -> String {
    match wanted {
        true => paint(&format!("{} {text}", mark(state)), Paint::of(state), true),
        false => text.to_owned(),
    }
}
