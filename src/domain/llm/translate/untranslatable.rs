//! Why a request, a reply or a stream cannot be translated: the one place of these words.

use std::fmt;

/// Why something cannot be translated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Untranslatable {
    /// A field that must be there, is not.
    Missing(&'static str),
    /// A field holds what the other format has no place for, or what its own does not have: its path, and what it must be.
    Field(String, &'static str),
    /// `thread`: the provider keeps the conversation. No other provider knows it.
    Thread,
    /// A message of a role that neither format has.
    UnknownRole(String),
    /// A reply in which nobody answers.
    NoChoices,
    /// A body that is no JSON, and why.
    NoJson(String),
    /// An event of a shape that the provider's format does not have.
    UnknownEvent,
    /// An event that is longer than is held of one.
    EventTooLong,
    /// An event whose tree would be out of proportion to it.
    TooManyValues,
    /// More tools are called at once than are kept apart.
    TooManyTools,
    /// More of the calls of tools waits for its end than is held.
    TooMuchOpen,
    /// The provider sent an error instead of the next event.
    BrokenOff,
    /// The stream ended before the message did.
    Incomplete,
}

impl Untranslatable {
    /// A field with what is wrong with it.
    pub(super) fn field(path: &str, why: &'static str) -> Self {
        Untranslatable::Field(path.to_owned(), why)
    }

    /// The same of a field of `place`.
    #[must_use]
    pub(super) fn within(self, place: impl fmt::Display) -> Self {
        match self {
            Untranslatable::Field(field, why) => {
                Untranslatable::Field(format!("{place}{field}"), why)
            }
            other => other,
        }
    }
}

impl fmt::Display for Untranslatable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Untranslatable::Missing(field) => write!(f, "missing field `{field}`"),
            Untranslatable::Field(field, why) => write!(f, "`{field}` {why}"),
            Untranslatable::Thread => f.write_str(
                "`thread` is not supported by this provider: send the whole conversation without it",
            ),
            Untranslatable::UnknownRole(role) => write!(f, "unknown message role `{role}`"),
            Untranslatable::NoChoices => f.write_str("chat response missing choices"),
            Untranslatable::NoJson(why) => f.write_str(why),
            Untranslatable::UnknownEvent => f.write_str("an event isn't in its format"),
            Untranslatable::EventTooLong => f.write_str("an event is too long"),
            Untranslatable::TooManyValues => f.write_str("an event has too many small JSON values"),
            Untranslatable::TooManyTools => f.write_str("too many concurrent tool calls"),
            Untranslatable::TooMuchOpen => f.write_str("too much data in unfinished tool calls"),
            Untranslatable::BrokenOff => f.write_str("the provider ended with an error"),
            Untranslatable::Incomplete => f.write_str("the stream ended before its message was complete"),
        }
    }
}

impl std::error::Error for Untranslatable {}
