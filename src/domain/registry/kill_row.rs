//! A kill as views show it.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use crate::domain::kill::{Stop, Subject, SubjectKind};
use crate::domain::value::shell::CommandLine;

/// What stops the requests of an object. For scripts, each field but `partly` is always there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct KilledRow {
    /// `model gpt-4o`, `everything`.
    pub target: String,
    /// None where the record can't be read.
    pub by: Option<String>,
    /// Why, or what is wrong with the record.
    pub reason: String,
    pub since: Option<Timestamp>,
    /// None where only `resume` ends it.
    pub until: Option<Timestamp>,
    /// It stops only some of them.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub partly: bool,
    /// The providers that the others go to, where it stops some providers of a backend.
    #[serde(skip)]
    left: Vec<String>,
    /// The command that ends it.
    #[serde(skip)]
    pub resume: Option<String>,
}

impl KilledRow {
    /// What stops everything that an object is sent.
    #[must_use]
    pub fn of(stop: Stop<'_>) -> Self {
        let (partly, left) = (false, Vec::new());
        match stop {
            Stop::Killed(kill) => {
                let subject = kill.subject();
                KilledRow {
                    target: subject.to_string(),
                    by: Some(kill.actor.clone()),
                    reason: kill.reason.clone(),
                    since: Some(kill.since),
                    until: kill.until,
                    partly,
                    left,
                    resume: Some(resume(&subject)),
                }
            }
            Stop::Unreadable(why) => KilledRow {
                target: "everything".to_owned(),
                by: None,
                reason: why.to_owned(),
                since: None,
                until: None,
                partly,
                left,
                resume: None,
            },
        }
    }

    /// What stops some of it. `left` are the providers that the rest goes to, where that is why.
    #[must_use]
    pub fn partly(stop: Stop<'_>, left: Vec<String>) -> Self {
        KilledRow { partly: true, left, ..KilledRow::of(stop) }
    }
}

/// `model gpt-4o, by ann, until 2027-01-15T08:00:10Z: it leaks`.
impl fmt::Display for KilledRow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(by) = &self.by else { return f.write_str(&self.reason) };
        write!(f, "{}, by {by}", self.target)?;
        if let Some(until) = self.until {
            write!(f, ", until {until:.0}")?;
        }
        write!(f, ": {}", self.reason)?;
        match (self.partly, self.left.is_empty()) {
            (false, _) => Ok(()),
            (true, true) => f.write_str("; other requests are served"),
            (true, false) => write!(f, "; requests go to {}", self.left.join(", ")),
        }
    }
}

/// The command that ends a kill.
fn resume(subject: &Subject) -> String {
    let command = CommandLine::new("kubectl agw resume").plain(subject.kind.word());
    match subject.kind {
        SubjectKind::All => command,
        _ => command.arg(&subject.name),
    }
    .to_string()
}
