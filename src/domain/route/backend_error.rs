//! Why requests to a backend fail.

use crate::domain::route::refusal::Refusal;

/// Why requests to a backend fail: the answer they get, and the words for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackendError {
    /// The answer that a client gets.
    pub refusal: Refusal,
    /// For a person, in one sentence.
    pub reason: String,
    /// The command or the change that mends it.
    pub next: Option<String>,
}

impl BackendError {
    /// An error without a hint.
    pub fn new(refusal: Refusal, reason: impl Into<String>) -> Self {
        BackendError { refusal, reason: reason.into(), next: None }
    }

    /// Adds the command or the change that mends it.
    #[must_use]
    pub fn with_next(mut self, next: String) -> Self {
        self.next = Some(next);
        self
    }

    /// What `serve` does not implement: 501.
    pub(in crate::domain) fn unsupported(why: String) -> Self {
        BackendError::new(Refusal::unsupported(why.clone()), why)
    }
}
