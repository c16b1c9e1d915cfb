//! Lines on their way to the writer, and who waits for them.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::Thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use arc_swap::ArcSwapOption;

use super::{AuditError, Settings};
use crate::domain::audit::line::{Line, Micros};
use crate::domain::audit::tally::Tally;

/// What the log, its requests and its writer share.
pub(super) struct Queue {
    pub(super) settings: Settings,
    pub(super) waiting: Mutex<Waiting>,
    /// Exchanges that have begun: the number of the last one.
    pub(super) begun: AtomicU64,
    /// Places that are taken: of exchanges that run, and of lines that are not written yet.
    pub(super) taken: AtomicUsize,
    /// The writer waits to be told of a line.
    pub(super) is_idle: AtomicBool,
    pub(super) is_closed: AtomicBool,
    /// Why nothing can be written now.
    pub(super) failing: ArcSwapOption<String>,
    pub(super) writer: Mutex<Option<Thread>>,
    pub(super) ended: Mutex<Option<std::thread::JoinHandle<Result<(), AuditError>>>>,
}

#[derive(Default)]
pub(super) struct Waiting {
    pub(super) lines: Vec<QueuedLine>,
    /// Exchanges that have no line: those that were refused, those that were answered by others, those that were lost.
    pub(super) refused: Tally,
    pub(super) answered: Tally,
    pub(super) unknown: Tally,
}

/// A line that was left.
pub(super) struct QueuedLine {
    /// The exchange that it is of; 0 for none.
    pub(super) exchange: u64,
    pub(super) line: Line,
    /// The rules that are in force from it on.
    pub(super) rules: Option<String>,
}

/// The place of one exchange in the log.
pub struct Slot {
    pub(super) queue: Arc<Queue>,
    pub(super) number: u64,
    pub(super) is_used: bool,
}

impl Slot {
    /// The number of the exchange.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// Leaves the exchange's line.
    pub fn push(mut self, line: Line) {
        self.is_used = true;
        let left = QueuedLine { exchange: self.number, line, rules: None };
        lock(&self.queue.waiting).lines.push(left);
        self.queue.wake();
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        if !self.is_used {
            lock(&self.queue.waiting).unknown.take(self.number);
            self.queue.written(1);
        }
    }
}

impl Queue {
    pub(super) fn begin(&self) -> u64 {
        self.begun.fetch_add(1, Ordering::AcqRel) + 1
    }

    pub(super) fn wake(&self) {
        if self.is_idle.swap(false, Ordering::AcqRel)
            && let Some(writer) = &*lock(&self.writer)
        {
            writer.unpark();
        }
    }

    pub(super) fn waiting(&self) -> MutexGuard<'_, Waiting> {
        lock(&self.waiting)
    }

    /// So many places are free again.
    pub(super) fn written(&self, lines: usize) {
        self.taken.fetch_sub(lines, Ordering::AcqRel);
    }

    pub(super) fn fails(&self, why: Option<String>) {
        self.failing.store(why.map(Arc::new));
    }

    /// Waits for a line, or so long.
    pub(super) fn rest(&self, limit: Duration) {
        self.is_idle.store(true, Ordering::Release);
        // A line that came before the flag was up woke nobody.
        if lock(&self.waiting).lines.is_empty() && !self.is_closed.load(Ordering::Acquire) {
            std::thread::park_timeout(limit);
        }
        self.is_idle.store(false, Ordering::Release);
    }
}

/// A panic elsewhere leaves lines behind, which are still lines.
pub(super) fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The time on this machine's clock.
#[must_use]
pub fn now() -> Micros {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Micros::try_from(since.as_micros()).unwrap_or(Micros::MAX)
}
