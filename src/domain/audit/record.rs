//! The lines of an audit log, each type with its members. Names are those of agentgateway's access log
//! (`crates/agentgateway/src/telemetry/log.rs` at 75b4e6ce6) and of OpenTelemetry's GenAI conventions where they have one.

mod request;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::line::{Line, Micros};

pub use request::{Attempt, Client, Decision, Head, Request};

/// A type of line.
pub trait Record: Serialize {
    /// The member `type`.
    const TYPE: &'static str;

    /// The digest of the rules that are in force from this line on.
    fn in_force(&self) -> Option<&str> {
        None
    }

    /// The line of it.
    fn line(&self, time: Micros) -> Line {
        let mut line = Line::new(time, Self::TYPE, 512);
        line.members(self);
        line
    }
}

/// The first line of a segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentBegin {
    /// The log that it belongs to: made up when the log began.
    pub log: String,
    /// Counted from 1.
    pub segment: u64,
    /// The hash of the last line of the segment before; zeros in the first.
    pub previous: String,
    pub format: String,
    /// How lines are bound, in words.
    pub mechanism: String,
    /// The session that continues from the segment before, so that each segment can be judged by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carries: Option<OngoingSession>,
}

/// A session at the border of two segments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OngoingSession {
    pub session: u64,
    pub begun: u64,
    /// Exchanges without a line so far: first and last of each run.
    pub open: Vec<[u64; 2]>,
    /// The digest of the rules in force; none before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<String>,
}

impl Record for SegmentBegin {
    const TYPE: &'static str = "segment.begin";
}

/// The last line of a segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentEnd {
    pub segment: u64,
    /// `size`, `age`, `session` or `sealed`.
    pub reason: String,
}

impl Record for SegmentEnd {
    const TYPE: &'static str = "segment.end";
}

/// A `serve` begins to write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionBegin {
    /// Counted from 1 within the log.
    pub session: u64,
    pub program: String,
    pub version: String,
    /// Who started it, as the system knows them.
    pub actor: String,
    /// What becomes of requests when a line cannot be written: `wait` or `refuse`.
    pub overload: String,
    /// How long one waits then, before 503. Milliseconds.
    pub wait_ms: u64,
    /// Exchanges that may be open or waiting to be written at once.
    pub capacity: u64,
    /// When what was written is forced to disk.
    pub fsync: String,
    /// What checks the signatures of this session's heads.
    pub public_key: String,
}

impl Record for SessionBegin {
    const TYPE: &'static str = "session.begin";
}

/// It has ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionEnd {
    pub session: u64,
    /// Exchanges that were begun; each has its line, or is in a `loss` of this session. Of a session that was cut, what is
    /// known of it.
    pub begun: u64,
    /// It did not end by itself: the next start says so. Exchanges may have begun that nobody counted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cut: bool,
    /// Bytes after the last whole line, which were taken off, and their SHA-256.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub torn: Option<TornLine>,
}

impl Record for SessionEnd {
    const TYPE: &'static str = "session.end";
}

/// What was left of a line whose writer was killed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TornLine {
    pub bytes: u64,
    pub sha256: String,
}

/// Exchanges without a line of their own, by number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loss {
    pub session: u64,
    pub count: u64,
    /// First and last of each run.
    pub exchanges: Vec<[u64; 2]>,
    /// What became of them: `refused` with 503, `running` when the program ended, `unknown`.
    pub answered: String,
    pub reason: String,
}

impl Record for Loss {
    const TYPE: &'static str = "loss";
}

/// How far the numbers of exchanges have come, so that a program that is killed leaves that behind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    pub session: u64,
    pub begun: u64,
}

impl Record for Progress {
    const TYPE: &'static str = "progress";
}

/// Other rules are in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableChange {
    /// The digest of the rules from now on: `sha256:` and hexadecimal. `rules/` beside the log has them.
    pub rules: String,
    /// The digest before; none at a start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What changed, by object.
    pub changes: Vec<ObjectChange>,
    /// Why, where it is not that objects changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Record for TableChange {
    const TYPE: &'static str = "table";

    fn in_force(&self) -> Option<&str> {
        Some(&self.rules)
    }
}

/// One object that changed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ObjectChange {
    /// `HTTPRoute ns/name`.
    pub object: String,
    /// `added`, `changed` or `removed`.
    pub change: String,
    /// `metadata.generation` from now on, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generation: Option<i64>,
}

/// What this log observes from now on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    pub rules: String,
    /// Each listener that is served, and its local address.
    pub listeners: Vec<BTreeMap<String, String>>,
    /// Each route that is served.
    pub routes: Vec<String>,
    /// What could not be attached, or answers with an error, with the reason.
    pub refused: Vec<NotCovered>,
    /// What is served without something that is asked for.
    pub noted: Vec<NotCovered>,
    /// What is never recorded, on purpose.
    pub left_out: Vec<String>,
    /// How it is known that the list is whole.
    pub whole: String,
}

impl Record for Coverage {
    const TYPE: &'static str = "coverage";
}

/// A source of requests, or a part of one, that is not observed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NotCovered {
    pub object: String,
    pub reason: String,
}

/// Something that a person did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// `serve.start`, `serve.stop`, `kill`, `resume`, `kill.unreadable`.
    pub act: String,
    /// The system's user.
    pub actor: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Record for Act {
    const TYPE: &'static str = "act";
}
