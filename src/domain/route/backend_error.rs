//! Why requests to a backend fail.
//!
//! Source: `crates/agentgateway/src/proxy/mod.rs` of agentgateway at 75b4e6ce6, whose `ProxyError` has the answers.

use super::reason::Reason;
use super::refusal::Refusal;

/// Why requests to a backend fail: the answer they get, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackendError {
    /// The answer that a client gets.
    pub refusal: Refusal,
    /// Boxed to keep a `Result` small.
    pub reason: Box<Reason>,
    /// The command or the change that mends it.
    pub next: Option<String>,
}

impl BackendError {
    /// An error with another answer than the reason's own, without a hint.
    pub fn new(refusal: Refusal, reason: impl Into<Reason>) -> Self {
        BackendError { refusal, reason: Box::new(reason.into()), next: None }
    }

    /// Adds the command or the change that mends it.
    #[must_use]
    pub fn with_next(mut self, next: String) -> Self {
        self.next = Some(next);
        self
    }

    /// What `serve` does not implement, or cannot read: 501.
    pub(in crate::domain) fn unsupported(why: impl Into<Reason>) -> Self {
        let reason = why.into();
        BackendError::new(Refusal::unsupported(reason.to_string()), reason)
    }

    /// The answer, with the reason as its hint.
    #[must_use]
    pub fn answer(&self) -> Refusal {
        self.refusal.clone().with_hint(self.reason.with_word())
    }
}

impl From<Reason> for BackendError {
    fn from(reason: Reason) -> Self {
        BackendError { refusal: reason.refusal(), reason: Box::new(reason), next: None }
    }
}
