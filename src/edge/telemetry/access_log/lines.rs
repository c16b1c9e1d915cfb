//! Lines on their way to a writer with a thread of its own. A lone line is written at once; of many that come close
//! together each batch costs one wake-up and one write.

use std::io::Write;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Thread;
use std::time::Duration;

/// Bytes that may wait for the writer. A reader of the log that stalls costs lines, never requests or memory.
const WAITING: usize = 1024 * 1024;
/// What comes within this time of a write is written together.
const BATCH: Duration = Duration::from_millis(5);
/// How long the last lines may take, once nothing is served any more.
const FAREWELL: Duration = Duration::from_millis(500);

/// Where lines are left. Dropped, it waits for them to be written, for a while.
pub(super) struct Lines {
    queue: Arc<Queue>,
    writer: Thread,
    done: Mutex<Receiver<()>>,
}

#[derive(Default)]
struct Queue {
    waiting: Mutex<Vec<u8>>,
    /// The writer waits to be told of a line.
    is_idle: AtomicBool,
    is_closed: AtomicBool,
    dropped: AtomicU64,
}

impl Lines {
    pub(super) fn to(out: impl Write + Send + 'static) -> Self {
        let queue = Arc::<Queue>::default();
        let (finished, done) = channel();
        let own = Arc::clone(&queue);
        let writer = std::thread::spawn(move || own.write_all(out, finished));
        Lines { queue, writer: writer.thread().clone(), done: Mutex::new(done) }
    }

    /// Leaves a line.
    pub(super) fn push(&self, line: &[u8]) {
        let mut waiting = self.queue.waiting();
        if waiting.len() + line.len() > WAITING {
            self.queue.dropped.fetch_add(1, Ordering::Relaxed);
            return;
        }
        waiting.extend_from_slice(line);
        drop(waiting);
        if self.queue.is_idle.swap(false, Ordering::AcqRel) {
            self.writer.unpark();
        }
    }

    /// Lines that were lost because the writer could not keep up, or could not write.
    pub(super) fn dropped(&self) -> u64 {
        self.queue.dropped.load(Ordering::Relaxed)
    }
}

impl Drop for Lines {
    fn drop(&mut self) {
        self.queue.is_closed.store(true, Ordering::Release);
        self.writer.unpark();
        let done = self.done.lock().unwrap_or_else(PoisonError::into_inner);
        // The end of the other side is the news; nothing is ever sent.
        let _ = done.recv_timeout(FAREWELL);
    }
}

impl Queue {
    fn waiting(&self) -> std::sync::MutexGuard<'_, Vec<u8>> {
        // A panic elsewhere leaves bytes behind, which are still bytes.
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_all(&self, mut out: impl Write, _finished: Sender<()>) {
        let mut batch = Vec::new();
        loop {
            // Before the lines are taken: what is left after this is seen by the next round.
            let is_closed = self.is_closed.load(Ordering::Acquire);
            std::mem::swap(&mut *self.waiting(), &mut batch);
            if batch.is_empty() {
                if is_closed {
                    return;
                }
                self.rest();
                continue;
            }
            // A log that cannot be written is no reason to stop serving. What was written of the batch is not known.
            if out.write_all(&batch).is_err() {
                let lost = memchr::memchr_iter(b'\n', &batch).count();
                self.dropped.fetch_add(lost as u64, Ordering::Relaxed);
            }
            batch.clear();
            if !is_closed {
                std::thread::park_timeout(BATCH);
            }
        }
    }

    /// Waits for a line, or the end.
    fn rest(&self) {
        self.is_idle.store(true, Ordering::Release);
        // A line that came before the flag was up woke nobody.
        if self.waiting().is_empty() && !self.is_closed.load(Ordering::Acquire) {
            std::thread::park();
        }
        self.is_idle.store(false, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tells how many bytes each write had.
    struct Sizes(Sender<usize>);

    impl Write for Sizes {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            // Nobody listens any more: the test is over.
            let _ = self.0.send(bytes.len());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn every_line_is_written_however_they_come_and_few_writes_do() {
        let (sizes, written) = channel();
        let lines = Arc::new(Lines::to(Sizes(sizes)));
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let lines = Arc::clone(&lines);
                std::thread::spawn(move || (0..1000).for_each(|_| lines.push(b"0123456789\n")))
            })
            .collect();
        for thread in threads {
            thread.join().expect("a thread");
        }
        assert_eq!(lines.dropped(), 0);
        drop(lines);
        let sizes: Vec<usize> = written.into_iter().collect();
        assert_eq!(sizes.iter().sum::<usize>(), 4 * 1000 * 11);
        assert!(sizes.len() < 2000, "{} writes", sizes.len());
    }

    #[test]
    fn a_lone_line_is_written_though_nothing_follows() {
        let (sizes, written) = channel();
        let lines = Lines::to(Sizes(sizes));
        for _ in 0..20 {
            lines.push(b"a\n");
            let size = written.recv_timeout(Duration::from_secs(10)).expect("a line");
            assert_eq!(size, 2);
        }
    }

    /// Stalls until told.
    struct Stalled(Receiver<()>);

    impl Write for Stalled {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            let _ = self.0.recv();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_writer_that_stalls_costs_lines_and_no_memory() {
        let (go, stall) = channel();
        let lines = Lines::to(Stalled(stall));
        let line = vec![b'x'; WAITING / 4];
        for _ in 0..20 {
            lines.push(&line);
        }
        assert!(lines.dropped() >= 12, "{}", lines.dropped());
        assert!(lines.queue.waiting().len() <= WAITING);
        drop(go);
    }
}
