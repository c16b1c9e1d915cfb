//! What a row says of a change beside what check says of a rule.

use crate::domain::check::Rule;
use crate::domain::crd::release::Release;

/// Something that one release does otherwise than the one before it.
pub struct ReleaseChange {
    /// The first release that has it.
    pub release: Release,
    pub effect: Impact,
    /// Where the change is told, one URL.
    pub source: &'static str,
    /// How it is found and explained.
    pub rule: Rule,
}

/// What becomes of the object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Impact {
    /// Requests that were answered fail, or the object is rejected.
    Breaks,
    /// It means something else.
    Changes,
    /// It works, and is about to go.
    Deprecated,
}

impl Impact {
    /// One word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Impact::Breaks => "breaks",
            Impact::Changes => "changes",
            Impact::Deprecated => "deprecated",
        }
    }
}
