//! What is wrong with what was read and is no object.

use std::fmt;

use super::{Origin, foreign};
use crate::domain::value::object_ref::ObjectRef;

/// A document that is no object, or a file that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub origin: Origin,
    pub reason: ProblemReason,
}

/// Why that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemReason {
    /// A file or a document that cannot be read, in a sentence.
    NotUnderstood(String),
    /// A kind that might be thought to have been read; with the first objects of it where a cluster has them.
    KindNotRead { api_version: String, kind: String, objects: Vec<String> },
    /// An object that another document holds too; this one is used.
    Twice { object: ObjectRef, earlier: Origin },
}

impl ProblemReason {
    /// Of one object of a kind that is not read.
    pub fn kind_not_read(api_version: &str, kind: &str) -> Self {
        let (api_version, kind) = (api_version.to_owned(), kind.to_owned());
        ProblemReason::KindNotRead { api_version, kind, objects: Vec::new() }
    }
}

impl fmt::Display for ProblemReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProblemReason::NotUnderstood(sentence) => f.write_str(sentence),
            ProblemReason::KindNotRead { api_version, kind, objects } => {
                write!(f, "unknown kind {kind} of {api_version} (ignored)")?;
                if let Some(owner) = foreign::owner(api_version) {
                    write!(f, " ({owner})")?;
                }
                match objects.as_slice() {
                    [] => Ok(()),
                    named => write!(f, ": {}", named.join(", ")),
                }
            }
            ProblemReason::Twice { object, earlier } => {
                write!(f, "duplicate {object}, first defined at {earlier}; this one is used")
            }
        }
    }
}
