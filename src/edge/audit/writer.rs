//! The thread that writes: lines become chained in batches, segments end by size and age, and what cannot be written is
//! tried again until it can.

mod segment;
#[cfg(test)]
mod tests;

use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use ring::rand::{SecureRandom as _, SystemRandom};

use super::folder::Folder;
use super::key::SigningKey;
use super::queue::{Queue, Waiting, now};
use super::recover::{self, LogEnd};
use super::{AuditError, Settings};
use crate::domain::audit::record::{Loss, OngoingSession, Progress, SessionBegin, SessionEnd};
use crate::domain::audit::tally::{self, Tally};
use segment::Segment;

/// What comes within this time of a write is written together.
const BATCH: Duration = Duration::from_millis(5);
/// How often what was written is forced to disk, and how far the numbers have come is told.
const BEAT: Duration = Duration::from_secs(1);
/// How the log says it.
const FSYNC: &str = "every second, and when a segment ends";
/// What cannot be written is tried again after this time,
const AGAIN: Duration = Duration::from_millis(100);
/// and at the end of a session no longer than this.
const FAREWELL: Duration = Duration::from_secs(5);

/// The writer of one session.
pub(super) struct Writer {
    segment: Segment,
    session: Session,
    segment_bytes: u64,
    segment_age: Duration,
    beat: Instant,
}

/// What was written of the session so far.
#[derive(Default)]
struct Session {
    number: u64,
    tally: Tally,
    /// Exchanges that lines tell to have begun.
    begun: u64,
    rules: Option<String>,
}

impl Session {
    fn carries(&self) -> OngoingSession {
        OngoingSession {
            session: self.number,
            begun: self.begun,
            open: self.tally.open(self.begun),
            rules: self.rules.clone(),
        }
    }
}

impl Writer {
    /// Opens the log, seals what a killed process left, and writes the beginning of a session.
    ///
    /// # Errors
    /// As [`super::AuditLog::start`].
    pub(super) fn open(settings: &Settings) -> Result<Self, AuditError> {
        let folder = Folder::own(&settings.folder)?;
        let lock = folder.lock()?;
        let key = SigningKey::at(&settings.key)?;
        let public_key = key.public().to_string();
        let end = recover::end(&folder, new_log())?;
        let path = folder.path().to_owned();
        let number = end.session + 1;
        let segment = sealed(Segment::after(folder, lock, key, &end)?, end);
        let mut segment = segment.map_err(AuditError::io(&path))?;
        segment.add(&SessionBegin {
            session: number,
            program: "kubectl-agw".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            actor: settings.actor.clone(),
            overload: settings.overload.word().to_owned(),
            wait_ms: u64::try_from(settings.patience.as_millis()).unwrap_or(u64::MAX),
            capacity: settings.capacity as u64,
            fsync: FSYNC.to_owned(),
            public_key,
        });
        segment.flush().and_then(|()| segment.sync()).map_err(AuditError::io(&path))?;
        Ok(Writer {
            segment,
            session: Session { number, ..Session::default() },
            segment_bytes: settings.segment_bytes,
            segment_age: settings.segment_age,
            beat: Instant::now(),
        })
    }

    /// Writes until the log is closed.
    pub(super) fn run(mut self, queue: &Arc<Queue>) -> Result<(), AuditError> {
        loop {
            // Before the lines are taken: what is left after this is seen by the next round.
            let is_closed = queue.is_closed.load(Ordering::Acquire);
            let waiting = std::mem::take(&mut *queue.waiting());
            let places = self.append(waiting);
            if is_closed {
                self.ends(queue.begun.load(Ordering::Acquire));
            }
            self.until_done(queue, Segment::flush)?;
            queue.written(places);
            if is_closed {
                self.segment.ends("session");
                return self.until_done(queue, Segment::finish);
            }
            self.beats(queue)?;
            self.rotates(queue)?;
            match places {
                0 => queue.rest(BEAT),
                _ => std::thread::park_timeout(BATCH),
            }
        }
    }

    /// Chains what waits; how many places it had.
    fn append(&mut self, waiting: Waiting) -> usize {
        let Waiting { lines, refused, answered, unknown } = waiting;
        let mut places = 0;
        for left in lines {
            if left.exchange > 0 {
                places += 1;
                self.session.tally.take(left.exchange);
                self.session.begun = self.session.begun.max(left.exchange);
            }
            self.segment.append(&left.line);
            self.session.rules = left.rules.or(self.session.rules.take());
        }
        self.loses(
            &refused.runs(),
            "refused",
            "the audit log could not take their lines; answered with 503",
        );
        self.loses(
            &answered.runs(),
            "rejected",
            "no requests by their bytes, while no line could be taken",
        );
        self.loses(&unknown.runs(), "unknown", "they ended without a line");
        places
    }

    /// Declares that exchanges have no line.
    fn loses(&mut self, exchanges: &[[u64; 2]], answered: &str, reason: &str) {
        if exchanges.is_empty() {
            return;
        }
        for [first, last] in exchanges {
            self.session.tally.take_all(*first, *last);
            self.session.begun = self.session.begun.max(*last);
        }
        let (session, count) = (self.session.number, tally::count(exchanges));
        self.segment.add(&loss(session, count, exchanges, answered, reason));
    }

    /// The end of the session, of which so many exchanges were begun.
    fn ends(&mut self, begun: u64) {
        let open = self.session.tally.open(begun);
        self.loses(&open, "running", "they had not ended when the program did");
        let session = self.session.number;
        self.segment.add(&SessionEnd { session, begun, cut: false, torn: None });
    }

    /// Once a second: forces what was written to disk, and tells how far the numbers have come.
    fn beats(&mut self, queue: &Queue) -> Result<(), AuditError> {
        if self.beat.elapsed() < BEAT {
            return Ok(());
        }
        self.beat = Instant::now();
        let begun = queue.begun.load(Ordering::Acquire);
        if begun > self.session.begun {
            self.session.begun = begun;
            self.segment.add(&Progress { session: self.session.number, begun });
        }
        self.until_done(queue, |segment| segment.flush().and_then(|()| segment.sync()))
    }

    /// Begins another segment where this one is large or old enough.
    fn rotates(&mut self, queue: &Queue) -> Result<(), AuditError> {
        let reason = match () {
            () if self.segment.bytes() >= self.segment_bytes => "size",
            () if self.segment.age() >= self.segment_age => "age",
            () => return Ok(()),
        };
        self.segment.ends(reason);
        self.until_done(queue, Segment::finish)?;
        let carries = self.session.carries();
        self.until_done(queue, move |segment| segment.next(Some(&carries)))?;
        self.until_done(queue, Segment::flush)
    }

    /// Does something until it succeeds. While it does not, no request is let in.
    fn until_done(
        &mut self,
        queue: &Queue,
        step: impl Fn(&mut Segment) -> io::Result<()>,
    ) -> Result<(), AuditError> {
        let since = Instant::now();
        let mut has_failed = false;
        loop {
            let Err(error) = step(&mut self.segment) else {
                if has_failed {
                    queue.fails(None);
                }
                return Ok(());
            };
            has_failed = true;
            queue.fails(Some(error.to_string()));
            if queue.is_closed.load(Ordering::Acquire) && since.elapsed() > FAREWELL {
                return Err(AuditError::Unwritten(error.to_string()));
            }
            std::thread::sleep(AGAIN);
        }
    }
}

fn loss(session: u64, count: u64, exchanges: &[[u64; 2]], answered: &str, reason: &str) -> Loss {
    let (answered, reason) = (answered.to_owned(), reason.to_owned());
    Loss { session, count, exchanges: exchanges.to_vec(), answered, reason }
}

/// Ends what a killed process left open, and begins the segment of the new session.
fn sealed(mut segment: Segment, end: LogEnd) -> io::Result<Segment> {
    if end.open.is_none() {
        // It may have been killed between the end of a segment and its signature.
        if end.segment > 0 {
            segment.signs()?;
        }
        segment.next(end.cut.as_ref())?;
    }
    let LogEnd { cut, torn, open, .. } = end;
    if let Some(cut) = cut {
        let count = tally::count(&cut.open);
        if count > 0 {
            let reason = "the program was killed, or the machine went down";
            segment.add(&loss(cut.session, count, &cut.open, "unknown", reason));
        }
        segment.add(&SessionEnd { session: cut.session, begun: cut.begun, cut: true, torn });
    }
    if open.is_some() {
        segment.ends("sealed");
        segment.finish()?;
        segment.next(None)?;
    }
    segment.flush()?;
    Ok(segment)
}

/// A name for a log that begins.
fn new_log() -> String {
    let mut bytes = [0; 8];
    // Without chance it is told from others by its time.
    if SystemRandom::new().fill(&mut bytes).is_err() {
        bytes = now().to_be_bytes();
    }
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
