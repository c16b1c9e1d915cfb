//! What can be wrong with a log, in words.

use std::fmt;
use std::sync::Arc;

use crate::domain::audit::entry::NotALine;
use crate::domain::audit::tally;

/// The first place where a log is not what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFault {
    pub file: Arc<str>,
    /// Counted from 1.
    pub line: u64,
    pub what: LogFaultKind,
}

/// What is wrong there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LogFaultKind {
    Line(NotALine),
    /// The hash is not that of this line and the one before.
    Unbound,
    /// Ordinals, first and last, are missing before this line.
    Missing(u64, u64),
    /// An ordinal, and the one that was to come.
    Order(u64, u64),
    /// A segment does not begin or end as one does.
    Begin,
    NoEnd,
    AfterEnd,
    OtherLog,
    /// Segments, first and last, are missing before this one.
    Segments(u64, u64),
    /// A line of a session outside it, or a session inside another.
    Session,
    /// What a segment says of its session is not what the segment before came to.
    OngoingSession,
    /// An exchange has two lines, or none is known of this number.
    Twice(String),
    /// Exchanges that were begun by one count, and by another.
    Count(u64, u64),
    /// Exchanges without a line that nothing declares.
    Undeclared(Vec<[u64; 2]>),
    /// A line is decided by rules that were not in force.
    Rules(String),
    /// Requests before anything says what is covered.
    NotCovered,
    /// The signed head of the segment says otherwise, or its signature is none.
    Note(String),
    /// Another head than the one that was expected.
    Head(String, String),
}

impl fmt::Display for LogFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

impl fmt::Display for LogFaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LogFaultKind::Line(why) => write!(f, "invalid line: {why}"),
            LogFaultKind::Unbound => {
                f.write_str("altered: the hash doesn't match this line and the one before it")
            }
            LogFaultKind::Missing(first, last) if first == last => {
                write!(f, "missing: the line with ordinal {first} before this one")
            }
            LogFaultKind::Missing(first, last) => {
                write!(f, "missing: the lines with ordinals {first} to {last} before this one")
            }
            LogFaultKind::Order(found, expected) => {
                write!(f, "out of order: ordinal {found} where {expected} was expected")
            }
            LogFaultKind::Begin => f.write_str(
                "a segment must begin with segment.begin, once, and end with its own number",
            ),
            LogFaultKind::NoEnd => {
                f.write_str("truncated: this segment has no end, though another one follows it")
            }
            LogFaultKind::AfterEnd => f.write_str("lines follow the end of the segment"),
            LogFaultKind::OtherLog => f.write_str("replaced: this segment belongs to another log"),
            LogFaultKind::Segments(first, last) if first > last => {
                f.write_str("replaced: this segment's number is not the next one")
            }
            LogFaultKind::Segments(first, last) if first == last => {
                write!(f, "missing: segment {first} before this one")
            }
            LogFaultKind::Segments(first, last) => {
                write!(f, "missing: segments {first} to {last} before this one")
            }
            LogFaultKind::Session => f.write_str("a line outside its session"),
            LogFaultKind::OngoingSession => f.write_str(
                "the segment's summary of its session doesn't match the lines before it",
            ),
            LogFaultKind::Twice(which) => write!(f, "counted twice: {which}"),
            LogFaultKind::Count(said, seen) => {
                write!(
                    f,
                    "the count doesn't add up: {said} exchanges started, but number {seen} exists"
                )
            }
            LogFaultKind::Undeclared(open) => write!(
                f,
                "the count doesn't add up: {} exchanges have neither a line nor a record of their loss ({})",
                tally::count(open),
                runs(open)
            ),
            LogFaultKind::Rules(digest) => {
                write!(f, "decided by rules that were not in effect: {digest}")
            }
            LogFaultKind::NotCovered => f.write_str("a request before any coverage record"),
            LogFaultKind::Note(why) => write!(f, "invalid signed head of this segment: {why}"),
            LogFaultKind::Head(found, expected) => {
                write!(f, "re-rooted or truncated: the head is {found}, expected {expected}")
            }
        }
    }
}

/// `3, 5-9, …`.
pub fn runs(ranges: &[[u64; 2]]) -> String {
    let shown = ranges.iter().take(10).map(|[first, last]| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    });
    let shown = shown.collect::<Vec<_>>().join(", ");
    if ranges.len() > 10 { format!("{shown}, …") } else { shown }
}

/// Why a log is not complete, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    pub file: Arc<str>,
    pub line: u64,
    pub words: String,
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.words)
    }
}
