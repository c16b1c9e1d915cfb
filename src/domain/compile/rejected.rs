//! Why a condition of the Gateway API is False: its reason, and the message.
//!
//! Source: the reasons beside each `…ConditionType` of <https://gateway-api.sigs.k8s.io/reference/spec/>.

/// Why a condition is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The Gateway API's reason, in CamelCase.
    pub reason: &'static str,
    /// A lowercase fragment.
    pub message: String,
}

impl Rejected {
    /// A rejection with this reason.
    pub fn new(reason: &'static str, message: impl Into<String>) -> Self {
        Rejected { reason, message: message.into() }
    }
}
