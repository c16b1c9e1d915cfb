//! What makes a condition of the Gateway API False: its reason, and the words.

/// Why a condition is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The Gateway API's word for it.
    pub reason: &'static str,
    /// A lowercase fragment.
    pub message: String,
}

impl Rejected {
    /// A fault of the reason `reason`.
    pub fn new(reason: &'static str, message: impl Into<String>) -> Self {
        Rejected { reason, message: message.into() }
    }
}
