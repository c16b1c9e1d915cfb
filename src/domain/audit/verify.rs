//! Whether a log is what was written, line by line: the first place where it is not, and what is not complete.

mod log_fault;
mod session;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use super::chain::{Hash, Head};
use super::entry::Entry;
use super::record::{
    Coverage, Loss, OngoingSession, Progress, Record as _, Request, SegmentBegin, SegmentEnd,
    SessionBegin, SessionEnd, TableChange,
};
use session::Session;

pub use log_fault::{Gap, LogFault, LogFaultKind};

/// Reads the segments of a log in their order.
#[derive(Clone, Debug, Default)]
pub struct Verifier {
    file: Arc<str>,
    line: u64,
    head: Option<Head>,
    log: String,
    segment: u64,
    /// A segment was begun and has not ended.
    is_open: bool,
    session: Option<Session>,
    last_session: u64,
    report: VerifyReport,
}

/// What a log has, as far as it was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VerifyReport {
    pub log: String,
    pub segments: u64,
    pub sessions: u64,
    pub lines: u64,
    /// Requests that have a line.
    pub requests: u64,
    /// Exchanges that are declared to have none.
    pub declared: u64,
    /// Where it ends; none where nothing was read.
    pub head: Option<Head>,
    /// Why it is not complete; nothing where every count closes.
    pub gaps: Vec<Gap>,
    /// The log is still being written: the last segment, or its session, has no end.
    pub is_open: bool,
}

impl VerifyReport {
    /// Whether what was produced is what is there and what is declared.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.gaps.is_empty() && !self.is_open
    }
}

impl Verifier {
    /// Begins the next segment, by the name that faults call it.
    ///
    /// # Errors
    /// The one before has no end.
    pub fn begin(&mut self, file: &str) -> Result<(), LogFault> {
        if self.is_open {
            return Err(self.fault(LogFaultKind::NoEnd));
        }
        self.file = Arc::from(file);
        self.line = 0;
        Ok(())
    }

    /// Takes a line, with its line break.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn take(&mut self, line: &[u8]) -> Result<Entry, LogFault> {
        self.line += 1;
        let read = Entry::bound(line).map_err(|why| self.fault(LogFaultKind::Line(why)))?;
        let (entry, body, hash) = read;
        let is_first = self.line == 1;
        if is_first != (entry.kind == SegmentBegin::TYPE) {
            return Err(self.fault(LogFaultKind::Begin));
        }
        if !is_first && !self.is_open {
            return Err(self.fault(LogFaultKind::AfterEnd));
        }
        let before = match is_first {
            true => self.entered(&entry)?,
            false => self.head.clone().unwrap_or_else(Head::root),
        };
        self.bound(&before, &entry, body, &hash)?;
        self.head = Some(Head { ordinal: entry.ordinal, hash });
        self.report.lines += 1;
        self.meaning(&entry)?;
        Ok(entry)
    }

    /// The end of all segments.
    #[must_use]
    pub fn finish(self) -> VerifyReport {
        let Verifier { head, log, is_open, session, report, .. } = self;
        let is_open = is_open || session.is_some();
        VerifyReport { log, head, is_open, ..report }
    }

    /// The session that has no end.
    #[must_use]
    pub fn unfinished(&self) -> Option<OngoingSession> {
        self.session.as_ref().map(Session::carries)
    }

    /// The number of the last session; 0 where there was none.
    #[must_use]
    pub fn last_session(&self) -> u64 {
        self.last_session
    }

    /// The log, the segment, and the last line.
    #[must_use]
    pub fn position(&self) -> (&str, u64, Option<&Head>) {
        (&self.log, self.segment, self.head.as_ref())
    }

    /// Whether the last segment has no end.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Something wrong with the line that was read last.
    #[must_use]
    pub fn fault(&self, what: LogFaultKind) -> LogFault {
        LogFault { file: Arc::clone(&self.file), line: self.line, what }
    }

    /// What the first line of a segment is bound to.
    fn entered(&mut self, entry: &Entry) -> Result<Head, LogFault> {
        let begin: SegmentBegin = self.record(entry)?;
        let previous = Hash::read(&begin.previous);
        let previous = previous.ok_or_else(|| self.fault(LogFaultKind::Begin))?;
        match &self.head {
            Some(head) => {
                if begin.log != self.log {
                    return Err(self.fault(LogFaultKind::OtherLog));
                }
                if begin.segment != self.segment + 1 {
                    let (from, to) = (self.segment + 1, begin.segment.saturating_sub(1));
                    return Err(self.fault(LogFaultKind::Segments(from, to)));
                }
                if previous != head.hash {
                    return Err(self.fault(LogFaultKind::Unbound));
                }
                Ok(head.clone())
            }
            None => {
                self.log = begin.log;
                let is_root = begin.segment == 1;
                if is_root && previous != Hash::root() {
                    return Err(self.fault(LogFaultKind::Begin));
                }
                if !is_root {
                    self.gap(format!(
                        "it begins with segment {}: those before are not here",
                        begin.segment
                    ));
                    self.last_session = begin.carries.as_ref().map_or(0, |carried| carried.session);
                    self.session = begin.carries.map(Session::carried);
                }
                Ok(Head { ordinal: entry.ordinal.saturating_sub(1), hash: previous })
            }
        }
    }

    fn bound(
        &self,
        before: &Head,
        entry: &Entry,
        body: &[u8],
        hash: &Hash,
    ) -> Result<(), LogFault> {
        let expected = before.ordinal + 1;
        if entry.ordinal > expected {
            return Err(self.fault(LogFaultKind::Missing(expected, entry.ordinal - 1)));
        }
        if entry.ordinal < expected {
            return Err(self.fault(LogFaultKind::Order(entry.ordinal, expected)));
        }
        if before.ordinal == 0 && before.hash != Hash::root() {
            return Err(self.fault(LogFaultKind::Begin));
        }
        match before.hash.then(body) == *hash {
            true => Ok(()),
            false => Err(self.fault(LogFaultKind::Unbound)),
        }
    }

    fn record<T: serde::de::DeserializeOwned>(&self, entry: &Entry) -> Result<T, LogFault> {
        entry.record().map_err(|why| self.fault(LogFaultKind::Line(why)))
    }

    fn gap(&mut self, words: String) {
        let (file, line) = (Arc::clone(&self.file), self.line);
        self.report.gaps.push(Gap { file, line, words });
    }

    /// What a line says of the lines around it.
    fn meaning(&mut self, entry: &Entry) -> Result<(), LogFault> {
        match entry.kind.as_str() {
            SegmentBegin::TYPE => self.segment_begins(entry),
            SegmentEnd::TYPE => {
                let end: SegmentEnd = self.record(entry)?;
                self.is_open = false;
                match end.segment == self.segment {
                    true => Ok(()),
                    false => Err(self.fault(LogFaultKind::Begin)),
                }
            }
            SessionBegin::TYPE => {
                let begin: SessionBegin = self.record(entry)?;
                if self.session.is_some() {
                    return Err(self.fault(LogFaultKind::Session));
                }
                self.last_session = begin.session;
                self.session = Some(Session::new(begin.session));
                self.report.sessions += 1;
                Ok(())
            }
            SessionEnd::TYPE => self.session_ends(entry),
            Request::TYPE => {
                self.report.requests += 1;
                self.in_session(|session| session.request(entry))
            }
            TableChange::TYPE => {
                let change: TableChange = self.record(entry)?;
                self.in_session(|session| session.table(change))
            }
            Coverage::TYPE => {
                let coverage: Coverage = self.record(entry)?;
                self.in_session(|session| session.coverage(&coverage))
            }
            Loss::TYPE => {
                let loss: Loss = self.record(entry)?;
                self.report.declared = self.report.declared.saturating_add(loss.count);
                self.in_session(|session| session.loss(&loss))
            }
            Progress::TYPE => {
                let progress: Progress = self.record(entry)?;
                self.in_session(|session| session.progress(progress))
            }
            _ => Ok(()),
        }
    }

    fn in_session(
        &mut self,
        check: impl FnOnce(&mut Session) -> Result<(), LogFaultKind>,
    ) -> Result<(), LogFault> {
        let checked = match &mut self.session {
            Some(session) => check(session),
            None => Err(LogFaultKind::Session),
        };
        checked.map_err(|what| self.fault(what))
    }

    fn segment_begins(&mut self, entry: &Entry) -> Result<(), LogFault> {
        let begin: SegmentBegin = self.record(entry)?;
        let own = self.session.as_ref().map(Session::carries);
        if begin.carries != own {
            return Err(self.fault(LogFaultKind::OngoingSession));
        }
        self.segment = begin.segment;
        self.is_open = true;
        self.report.segments += 1;
        Ok(())
    }

    fn session_ends(&mut self, entry: &Entry) -> Result<(), LogFault> {
        let end: SessionEnd = self.record(entry)?;
        let Some(session) = self.session.take().filter(|session| session.number == end.session)
        else {
            return Err(self.fault(LogFaultKind::Session));
        };
        if end.begun < session.begun {
            return Err(self.fault(LogFaultKind::Count(end.begun, session.begun)));
        }
        let open = session.tally.open(end.begun);
        if !open.is_empty() {
            return Err(self.fault(LogFaultKind::Undeclared(open)));
        }
        if end.cut {
            self.gap(format!(
                "session {} was cut off: exchanges after number {} may have been begun and have no line",
                end.session, end.begun
            ));
        }
        Ok(())
    }
}
