//! The log as those see it who record: a request has its place before it begins, so that none is answered whose line
//! could not be accepted.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use arc_swap::ArcSwapOption;

use super::folder::replace;
use super::queue::{Queue, QueuedLine, Slot, lock, now};
use super::{AuditError, Folder, Overload, Settings, writer};
use crate::domain::audit::line::{Line, Micros};
use crate::domain::audit::record::Record;

/// How often one who waits for room looks again.
const LOOK: Duration = Duration::from_millis(5);

/// Where lines are left. Clones share the writer.
#[derive(Clone)]
pub struct AuditLog(Arc<Queue>);

impl AuditLog {
    /// Opens the log, seals what a killed process left, and begins a session.
    ///
    /// # Errors
    /// The folder cannot be used, is in use, or what is in it is not what was written.
    pub fn start(settings: Settings) -> Result<Self, AuditError> {
        let writer = writer::Writer::open(&settings)?;
        let queue = Arc::new(Queue {
            settings,
            waiting: Mutex::default(),
            begun: AtomicU64::new(0),
            taken: AtomicUsize::new(0),
            is_idle: AtomicBool::new(false),
            is_closed: AtomicBool::new(false),
            failing: ArcSwapOption::empty(),
            writer: Mutex::new(None),
            ended: Mutex::new(None),
        });
        let own = Arc::clone(&queue);
        let thread = std::thread::Builder::new().name("audit".to_owned());
        let thread = thread.spawn(move || writer.run(&own));
        let thread = thread.map_err(AuditError::io(&queue.settings.folder))?;
        *lock(&queue.writer) = Some(thread.thread().clone());
        *lock(&queue.ended) = Some(thread);
        Ok(AuditLog(queue))
    }

    /// A place for a request that begins, if there is room now.
    #[must_use]
    pub fn reserve(&self) -> Option<Slot> {
        let queue = &self.0;
        if queue.failing.load().is_some() || queue.is_closed.load(Ordering::Acquire) {
            return None;
        }
        if queue.taken.fetch_add(1, Ordering::AcqRel) >= queue.settings.capacity {
            queue.taken.fetch_sub(1, Ordering::AcqRel);
            return None;
        }
        Some(self.slot())
    }

    /// A place for one that found no room, as the settings have it.
    ///
    /// # Errors
    /// Why there is none: the request must not be answered otherwise. That it was refused is in the log.
    pub async fn wait(&self) -> Result<Slot, String> {
        let queue = &self.0;
        let patience = match queue.settings.overload {
            Overload::Wait => queue.settings.patience,
            Overload::Refuse => Duration::ZERO,
        };
        let until = tokio::time::Instant::now() + patience;
        while tokio::time::Instant::now() < until {
            tokio::time::sleep(LOOK).await;
            if let Some(slot) = self.reserve() {
                return Ok(slot);
            }
        }
        let number = queue.begin();
        lock(&queue.waiting).refused.take(number);
        let failing = queue.failing.load_full();
        Err(failing.map_or_else(
            || "too many requests are waiting for the audit log".to_owned(),
            |why| (*why).clone(),
        ))
    }

    /// Records what nobody can hold back: an answer to bytes that were no request. Its number.
    pub fn answered(&self, line: impl FnOnce(u64) -> Line) -> u64 {
        let Some(slot) = self.reserve() else {
            let number = self.0.begin();
            lock(&self.0.waiting).answered.take(number);
            return number;
        };
        let number = slot.number;
        slot.push(line(number));
        number
    }

    /// Records what is no request. Records that belong together come one after the other.
    pub fn record(&self, records: &[&dyn DynRecord]) {
        let time = now();
        let left = records.iter().map(|record| QueuedLine {
            exchange: 0,
            line: record.line_at(time),
            rules: record.rules().map(str::to_owned),
        });
        lock(&self.0.waiting).lines.extend(left);
        self.0.wake();
    }

    /// Keeps the rules with this digest beside the log.
    ///
    /// # Errors
    /// They cannot be written.
    pub fn keep_rules(&self, digest: &str, text: &str) -> Result<(), AuditError> {
        let hex = digest.strip_prefix("sha256:").unwrap_or(digest);
        let path = Folder::at(self.folder()).rules(hex);
        match path.exists() {
            true => Ok(()),
            false => replace(&path, text.as_bytes()).map_err(AuditError::io(path)),
        }
    }

    /// Why nothing can be written, where that is so.
    #[must_use]
    pub fn failing(&self) -> Option<String> {
        self.0.failing.load_full().map(|why| (*why).clone())
    }

    /// Where it is written.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.0.settings.folder
    }

    /// Ends the session, and waits until all is written.
    ///
    /// # Errors
    /// The last lines could not be written.
    pub fn close(&self) -> Result<(), AuditError> {
        self.0.is_closed.store(true, Ordering::Release);
        self.0.wake();
        match lock(&self.0.ended).take().map(std::thread::JoinHandle::join) {
            Some(Ok(ended)) => ended,
            Some(Err(_)) => Err(AuditError::Unwritten("its writer ended unexpectedly".to_owned())),
            None => Ok(()),
        }
    }

    fn slot(&self) -> Slot {
        Slot { queue: Arc::clone(&self.0), number: self.0.begin(), is_used: false }
    }
}

/// A record whose type does not matter.
pub trait DynRecord {
    /// The line of it.
    fn line_at(&self, time: Micros) -> Line;
    /// The rules that are in force from it on.
    fn rules(&self) -> Option<&str>;
}

impl<T: Record> DynRecord for T {
    fn line_at(&self, time: Micros) -> Line {
        self.line(time)
    }

    fn rules(&self) -> Option<&str> {
        self.in_force()
    }
}
