//! The audit log on disk: who writes it, and how it is read again. What a line is, `domain::audit` says.
//!
//! A folder has the segments (`000001.jsonl`, …), beside each that has ended its signed head (`000001.head`), and the rules
//! that decided (`rules/`). One process writes it at a time.

mod folder;
pub mod key;
mod log;
mod queue;
pub mod read;
mod recover;
mod writer;

use std::path::PathBuf;
use std::time::Duration;

use crate::domain::audit::verify::LogFault;

pub use folder::Folder;
pub use log::AuditLog;
pub use queue::{Slot, now};

/// How a log is written; none of it changes while it is.
#[derive(Clone, Debug)]
pub struct Settings {
    pub folder: PathBuf,
    /// Where the key is that signs heads; made where there is none.
    pub key: PathBuf,
    pub overload: Overload,
    /// With [`Overload::Wait`], how long a request waits for room.
    pub patience: Duration,
    /// Exchanges that may be open or waiting to be written at once.
    pub capacity: usize,
    /// A segment ends when it has so many bytes,
    pub segment_bytes: u64,
    /// or is so old.
    pub segment_age: Duration,
    /// The system's user who starts it.
    pub actor: String,
}

/// What becomes of a request whose line could not be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overload {
    /// It waits, and gets 503 when that takes too long.
    Wait,
    /// It gets 503.
    Refuse,
}

impl Overload {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Overload::Wait => "wait",
            Overload::Refuse => "refuse",
        }
    }
}

/// Why a log cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum AuditError {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: std::io::Error },
    #[error("{}: {why}", path.display())]
    Unsafe { path: PathBuf, why: &'static str },
    #[error("{}: another `serve` is writing this audit log", .0.display())]
    InUse(PathBuf),
    #[error("the audit log was changed, so it is not continued: {0}")]
    Broken(LogFault),
    #[error("{} is not an Ed25519 key in PKCS #8", .0.display())]
    Key(PathBuf),
    #[error("the last lines of the audit log couldn't be written: {0}")]
    Unwritten(String),
}

impl AuditError {
    fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| AuditError::Io { path, source }
    }
}
