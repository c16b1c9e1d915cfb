//! The segment that is written. Each of its steps can be taken again after it failed: bytes are written where they belong,
//! whatever a write that failed has left there.

use std::fs::File;
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::time::{Duration, Instant};

use crate::domain::audit::chain::Head;
use crate::domain::audit::line::Line;
use crate::domain::audit::note::Checkpoint;
use crate::domain::audit::record::{OngoingSession, Record, SegmentBegin, SegmentEnd};
use crate::domain::audit::{FORMAT, MECHANISM};
use crate::edge::audit::AuditError;
use crate::edge::audit::folder::{Folder, create, replace, rewrite};
use crate::edge::audit::key::SigningKey;
use crate::edge::audit::queue::now;
use crate::edge::audit::recover::LogEnd;

pub(super) struct Segment {
    folder: Folder,
    /// As long as it lives, the folder is this process's.
    _lock: File,
    key: SigningKey,
    log: String,
    number: u64,
    head: Head,
    /// None before the first segment.
    file: Option<File>,
    /// What is in the file. Bytes.
    written: u64,
    /// What is not yet.
    pending: Vec<u8>,
    is_dirty: bool,
    begun: Instant,
}

impl Segment {
    /// Goes on where a log ends.
    ///
    /// # Errors
    /// Its last segment cannot be written to.
    pub(super) fn after(
        folder: Folder,
        lock: File,
        key: SigningKey,
        end: &LogEnd,
    ) -> Result<Self, AuditError> {
        let file = match end.open {
            Some(_) => {
                let path = folder.segment(end.segment);
                Some(rewrite(&path).map_err(AuditError::io(&path))?)
            }
            None => None,
        };
        Ok(Segment {
            folder,
            _lock: lock,
            key,
            log: end.log.clone(),
            number: end.segment,
            head: end.head.clone(),
            file,
            written: end.open.unwrap_or_default(),
            pending: Vec::new(),
            is_dirty: false,
            begun: Instant::now(),
        })
    }

    /// Chains a record.
    pub(super) fn add(&mut self, record: &impl Record) {
        self.append(&record.line(now()));
    }

    /// Chains a line.
    pub(super) fn append(&mut self, line: &Line) {
        self.head.append(line, &mut self.pending);
    }

    /// Chains the segment's last line.
    pub(super) fn ends(&mut self, reason: &str) {
        self.add(&SegmentEnd { segment: self.number, reason: reason.to_owned() });
    }

    pub(super) fn bytes(&self) -> u64 {
        self.written + self.pending.len() as u64
    }

    pub(super) fn age(&self) -> Duration {
        self.begun.elapsed()
    }

    /// Writes what was chained.
    ///
    /// # Errors
    /// It cannot be written, or somebody has changed the file.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        let Some(file) = self.file.as_mut().filter(|_| !self.pending.is_empty()) else {
            return Ok(());
        };
        is_whole(file, self.written)?;
        file.seek(SeekFrom::Start(self.written))?;
        file.write_all(&self.pending)?;
        self.written += self.pending.len() as u64;
        self.pending.clear();
        self.is_dirty = true;
        Ok(())
    }

    /// Forces what was written to disk.
    ///
    /// # Errors
    /// The disk says so.
    pub(super) fn sync(&mut self) -> io::Result<()> {
        if let Some(file) = self.file.as_ref().filter(|_| self.is_dirty) {
            file.sync_data()?;
            self.is_dirty = false;
        }
        Ok(())
    }

    /// Writes all, forces it to disk, and signs where it ends.
    ///
    /// # Errors
    /// One of these cannot be done.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.flush()?;
        self.sync()?;
        self.signs()
    }

    /// Signs where the segment ends.
    ///
    /// # Errors
    /// The note cannot be written.
    pub(super) fn signs(&self) -> io::Result<()> {
        let (log, segment, head) = (self.log.clone(), self.number, self.head.clone());
        let note = self.key.sign(&Checkpoint { log, segment, head });
        replace(&self.folder.head(self.number), note.as_bytes())?;
        self.folder.sync()
    }

    /// Begins the next segment, into which a session may go on.
    ///
    /// # Errors
    /// It cannot be made.
    pub(super) fn next(&mut self, carries: Option<&OngoingSession>) -> io::Result<()> {
        let number = self.number + 1;
        self.file = Some(create(&self.folder.segment(number))?);
        (self.number, self.written, self.begun) = (number, 0, Instant::now());
        self.add(&SegmentBegin {
            log: self.log.clone(),
            segment: number,
            previous: self.head.hash.as_str().to_owned(),
            format: FORMAT.to_owned(),
            mechanism: MECHANISM.to_owned(),
            carries: carries.cloned(),
        });
        Ok(())
    }
}

/// That nobody has cut or removed the file that is written.
fn is_whole(file: &File, written: u64) -> io::Result<()> {
    let now = file.metadata()?;
    if now.len() < written {
        return Err(io::Error::other("the audit log's segment was truncated"));
    }
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::nlink(&now) == 0 {
        return Err(io::Error::other("the audit log's segment was removed"));
    }
    Ok(())
}
