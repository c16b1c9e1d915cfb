//! What a simulated model says, and what it was sent: to see what guards do on the way there and back.

use std::sync::{Mutex, PoisonError};

use bytes::Bytes;

/// A model that always says the same.
#[derive(Debug, Default)]
pub struct Script {
    says: Option<String>,
    seen: Mutex<Option<Bytes>>,
}

impl Script {
    /// It says this; without it, what the simulator says anyway.
    #[must_use]
    pub fn new(says: Option<String>) -> Self {
        Script { says, seen: Mutex::default() }
    }

    /// The body that was sent last.
    #[must_use]
    pub fn seen(&self) -> Option<Bytes> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes a body; what is said to it.
    pub(in crate::edge) fn hears(&self, body: &Bytes) -> Option<&str> {
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(body.clone());
        self.says.as_deref()
    }
}
