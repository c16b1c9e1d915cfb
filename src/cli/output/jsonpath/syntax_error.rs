//! Why a text is not a template or a path, and where.

use std::fmt;

/// A text that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where the fault begins: bytes from the start of the text.
    pub at: usize,
    pub kind: SyntaxErrorKind,
}

/// What is wrong there. `path` is the path that it is part of, without braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// `{end}` where no `{range …}` is open.
    EndWithoutRange,
    /// The innermost `{range …}` has no `{end}`.
    RangeWithoutEnd,
    /// A `{` without its `}`; `text` is the rest, with the brace.
    UnclosedBrace { text: String },
    /// A text in quotes without its closing one, which must be the last character; `text` begins with the quote.
    UnclosedQuote { text: String },
    /// A `[` without its `]`.
    UnclosedBracket { path: String },
    /// Where `.name`, `..` or `[…]` is expected.
    NotAStep { found: String, path: String },
    /// A character that no name has unless a backslash precedes it.
    NotInAName { found: char, path: String },
    /// A point without the name that it introduces.
    MissingName { path: String },
    /// In brackets, where an index, a slice, `*`, a name in quotes or a filter is expected.
    NotASelector { found: String, path: String },
    /// In a filter, where a number, true, false or a text in quotes is expected.
    NotALiteral { found: String, path: String },
}

impl std::error::Error for SyntaxError {}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            SyntaxErrorKind::EndWithoutRange => f.write_str("`{end}` without a `{range …}`"),
            SyntaxErrorKind::RangeWithoutEnd => f.write_str("a `{range …}` has no `{end}`"),
            SyntaxErrorKind::UnclosedBrace { text } => write!(f, "`{text}` has no closing brace"),
            SyntaxErrorKind::UnclosedQuote { text } => write!(f, "{text} has no closing quote"),
            SyntaxErrorKind::UnclosedBracket { path } => {
                write!(f, "a `[` in `{path}` is not closed")
            }
            SyntaxErrorKind::NotAStep { found, path } => {
                write!(f, "invalid `{found}` in `{path}`")
            }
            SyntaxErrorKind::NotInAName { found, path } => {
                write!(f, "misplaced `{found}` in `{path}`")
            }
            SyntaxErrorKind::MissingName { path } => {
                write!(f, "missing field name in `{path}`")
            }
            SyntaxErrorKind::NotASelector { found, path } => {
                write!(
                    f,
                    "invalid `[{found}]` in `{path}`: use an index, a slice, a quoted name or `?(…)`"
                )
            }
            SyntaxErrorKind::NotALiteral { found, path } => {
                write!(f, "invalid `{found}` in `{path}`: use a number, true, false or quoted text")
            }
        }
    }
}
