//! What is in a folder before anything is added to it: where the log ends, and what a process left that was killed.

use std::fs;
use std::path::Path;

use super::folder::rewrite;
use super::read::lines;
use super::{AuditError, Folder};
use crate::domain::audit::chain::Head;
use crate::domain::audit::record::{OngoingSession, TornLine};
use crate::domain::audit::verify::Verifier;
use crate::domain::value::digest;

/// Where a log ends.
pub(super) struct LogEnd {
    pub(super) log: String,
    pub(super) head: Head,
    /// The number of the last segment; 0 where there is none.
    pub(super) segment: u64,
    /// The bytes of it, where it has no end yet.
    pub(super) open: Option<u64>,
    /// The session that was cut.
    pub(super) cut: Option<OngoingSession>,
    /// The number of the last session.
    pub(super) session: u64,
    /// What was taken off the end of the segment.
    pub(super) torn: Option<TornLine>,
}

/// Reads the last segment. A line without its end, which a killed process leaves, is taken off.
///
/// # Errors
/// The log cannot be read, or is not what was written: then nothing may be added to it.
pub(super) fn end(folder: &Folder, new_log: String) -> Result<LogEnd, AuditError> {
    let mut torn = None;
    for segment in folder.segments()?.into_iter().rev() {
        let path = folder.segment(segment);
        let mut verifier = Verifier::default();
        verifier.begin(&path.display().to_string()).map_err(AuditError::Broken)?;
        let (mut size, mut rest) = (0, Vec::new());
        lines(folder, segment, |line| {
            if !line.ends_with(b"\n") {
                rest = line.to_vec();
                return Ok(());
            }
            size += line.len() as u64;
            verifier.take(line).map(drop).map_err(AuditError::Broken)
        })?;
        let (log, number, head) = verifier.position();
        let Some(head) = head.cloned() else {
            // Killed before its first line was whole: nothing of it is in the log.
            torn = Some(rest);
            fs::remove_file(&path).map_err(AuditError::io(&path))?;
            continue;
        };
        if !rest.is_empty() {
            cut(&path, size)?;
            torn = Some(rest);
        }
        let of_log = log.to_owned();
        return Ok(LogEnd {
            log: of_log,
            head,
            segment: number,
            open: verifier.is_open().then_some(size),
            cut: verifier.unfinished(),
            session: verifier.last_session(),
            torn: torn.map(|bytes| torn_of(&bytes)),
        });
    }
    let (head, torn) = (Head::root(), torn.map(|bytes| torn_of(&bytes)));
    Ok(LogEnd { log: new_log, head, segment: 0, open: None, cut: None, session: 0, torn })
}

fn cut(path: &Path, size: u64) -> Result<(), AuditError> {
    let file = rewrite(path).map_err(AuditError::io(path))?;
    file.set_len(size).and_then(|()| file.sync_all()).map_err(AuditError::io(path))
}

fn torn_of(bytes: &[u8]) -> TornLine {
    TornLine { bytes: bytes.len() as u64, sha256: digest::sha256_hex(bytes) }
}
