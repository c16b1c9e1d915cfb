//! Why a condition of the Gateway API is False: its reason, and the message.
//!
//! Source: the reasons beside each `…ConditionType` of <https://gateway-api.sigs.k8s.io/reference/spec/>.

/// A reason of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConditionReason {
    Conflicted,
    HostnameConflict,
    IncompatibleFilters,
    Invalid,
    InvalidCaCertificateRef,
    InvalidCertificateRef,
    InvalidClientCertificateRef,
    InvalidKind,
    InvalidRouteKinds,
    NoValidCaCertificate,
    NotAllowed,
    ParentNotAccepted,
    PortUnavailable,
    ProtocolConflict,
    RefNotPermitted,
    UnsupportedProtocol,
    UnsupportedValue,
    /// That of a reference: the word of a [`Reason`](crate::domain::route::reason::Reason).
    Reference(&'static str),
}

impl ConditionReason {
    /// The Gateway API's word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            ConditionReason::Conflicted => "Conflicted",
            ConditionReason::HostnameConflict => "HostnameConflict",
            ConditionReason::IncompatibleFilters => "IncompatibleFilters",
            ConditionReason::Invalid => "Invalid",
            ConditionReason::InvalidCaCertificateRef => "InvalidCACertificateRef",
            ConditionReason::InvalidCertificateRef => "InvalidCertificateRef",
            ConditionReason::InvalidClientCertificateRef => "InvalidClientCertificateRef",
            ConditionReason::InvalidKind => "InvalidKind",
            ConditionReason::InvalidRouteKinds => "InvalidRouteKinds",
            ConditionReason::NoValidCaCertificate => "NoValidCACertificate",
            ConditionReason::NotAllowed => "NotAllowed",
            ConditionReason::ParentNotAccepted => "ParentNotAccepted",
            ConditionReason::PortUnavailable => "PortUnavailable",
            ConditionReason::ProtocolConflict => "ProtocolConflict",
            ConditionReason::RefNotPermitted => "RefNotPermitted",
            ConditionReason::UnsupportedProtocol => "UnsupportedProtocol",
            ConditionReason::UnsupportedValue => "UnsupportedValue",
            ConditionReason::Reference(word) => word,
        }
    }
}

/// Why a condition is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    pub reason: ConditionReason,
    /// A lowercase fragment.
    pub message: String,
}

impl Rejected {
    /// A rejection with this reason.
    pub fn new(reason: ConditionReason, message: impl Into<String>) -> Self {
        Rejected { reason, message: message.into() }
    }
}
