//! The audit log: what a line is, how lines are chained, and what proves that none is missing.
//!
//! A log is a folder of segments, each a file of JSON lines. Every line ends in `,"hash":"…"}`, where the hash is the
//! SHA-256 of the hash before it, in hexadecimal, and of the bytes of the line before `,"hash":`. `docs/audit.md` has it
//! with a program of ten lines that checks it.

pub mod chain;
pub mod csv;
pub mod entry;
pub mod line;
pub mod note;
pub mod record;
pub mod stats;
pub mod tally;
pub mod verify;

/// The form of the log, as each segment names it.
pub const FORMAT: &str = "kubectl-agw.dev/audit/v1";

/// How lines are bound to each other, as each segment says it.
pub const MECHANISM: &str = "hash = hex(SHA-256(hash of the line before, in hex, followed by this line up to `,\"hash\":`))";
