//! Why a condition of the Gateway API is not as it should be: the fault is data, and its words stand here.
//!
//! Source: the condition reasons of Gateway API, <https://gateway-api.sigs.k8s.io/reference/spec/>, and GEP-1364
//! (<https://gateway-api.sigs.k8s.io/geps/gep-1364/>).

use super::{Doubt, NotSelected, Reason};
use crate::domain::route::certificate::Unusable;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// The `reason` of a condition.
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
    /// That of a reference: the word of a [`Reason`].
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

/// Why a condition is not as it should be. Its text, a lowercase fragment, is the condition's message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum ConditionFault {
    /// Something of a listener.
    #[error(transparent)]
    Listener(#[from] ListenerFault),
    /// The certificate of a listener.
    #[error(transparent)]
    Certificate(CertificateFault),
    /// The client certificate of a Gateway.
    #[error(transparent)]
    ClientCertificate(CertificateFault),
    /// A ListenerSet that its Gateway does not accept.
    #[error(transparent)]
    ListenerSet(#[from] ListenerSetFault),
    /// A policy with a field that is not understood, in the words of the schema.
    #[error("{0}")]
    PolicyMisread(String),
    /// The policy that is in force on the same target.
    #[error("BackendTLSPolicy {0} has the same target and is older, or sorts first by name")]
    Conflicted(ObjectName),
    /// A policy that trusts nobody.
    #[error(transparent)]
    TrustsNobody(AuthorityFault),
    /// The reference for which it trusts nobody.
    #[error(transparent)]
    Authority(AuthorityFault),
    /// A listener that is not served, for the fault of another of its conditions.
    #[error("{0}")]
    NotProgrammed(Box<ConditionFault>),
    /// A filter that agentgateway refuses, too.
    #[error("unsupported ExtensionRef: {group}/{kind}")]
    ExtensionRef { group: String, kind: String },
    /// A reference of a rule that leads nowhere.
    #[error("rule {rule}: {}", why.with_word())]
    Reference { rule: usize, why: Box<Reason> },
}

/// A listener that is not served.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum ListenerFault {
    #[error("its port {0} is invalid")]
    Port(i32),
    #[error("`tls.mode: Passthrough` leaves no HTTP to route; HTTPS requires `Terminate`")]
    Passthrough,
    #[error("protocol {0} is not supported by serve")]
    Protocol(String),
    #[error("its `allowedRoutes` lists {0}, which it does not support")]
    RouteKind(String),
    #[error("client certificates (`tls.frontend`) are not supported by serve")]
    ClientCertificates,
    /// Another listener of its port speaks another protocol.
    #[error("listener {listener} uses port {port} for {protocol}")]
    ProtocolConflict { listener: String, port: i32, protocol: String },
    /// Another listener has its port and hostname.
    #[error("listener {0} has the same port and hostname")]
    HostnameConflict(String),
}

/// A certificate that cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum CertificateFault {
    #[error("it has no certificate")]
    Missing,
    #[error("it has {0} certificates, but agentgateway only serves a listener with exactly one")]
    Several(usize),
    #[error("{kind} {name} is not a Secret of the core group")]
    NotASecret { kind: String, name: String },
    #[error(
        "no ReferenceGrant in namespace {} permits {}s in {} to refer to Secret {secret}",
        secret.namespace, from.kind, from.name.namespace
    )]
    NotPermitted { from: ObjectRef, secret: ObjectName },
    #[error("no permission to read Secret {0}")]
    Forbidden(ObjectName),
    #[error("Secret {0} is not read yet")]
    Pending(ObjectName),
    #[error("Secret {0} not found")]
    NotFound(ObjectName),
    #[error("`{key}` of Secret {secret} contains no {label} in PEM")]
    NotPem { secret: ObjectName, key: &'static str, label: &'static str },
    /// No handshake can use it.
    #[error("{0}")]
    Unusable(Unusable),
}

/// Why the parent of a ListenerSet does not accept it, or may not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum ListenerSetFault {
    #[error("its parent is a {0}, not a Gateway")]
    ParentKind(String),
    #[error("Gateway {0} not found")]
    ParentNotFound(ObjectName),
    #[error("Gateway {gateway} does not accept it: {why}")]
    NotAllowed { gateway: ObjectName, why: SetsNotAllowed },
    /// Whether it does is not known.
    #[error("{0}")]
    Unknown(Doubt),
}

/// Why a Gateway accepts no ListenerSets of a namespace.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum SetsNotAllowed {
    #[error("it has no `allowedListeners` that accept ListenerSets")]
    Nowhere,
    #[error("it only accepts those in its own namespace")]
    OtherNamespace,
    /// Its selector does not match this namespace.
    #[error("{0}")]
    Labels(NotSelected),
}

/// Why a BackendTLSPolicy trusts nobody.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum AuthorityFault {
    #[error("`wellKnownCACertificates` is {0:?}")]
    WellKnown(String),
    #[error("neither `caCertificateRefs` nor `wellKnownCACertificates` is set")]
    NotSet,
    #[error("{kind} {name} is not a ConfigMap")]
    NotAConfigMap { kind: String, name: ObjectName },
    #[error(
        "no certificates in `{key}` of {object}: it is missing, has none, or you have no permission to read it"
    )]
    NoCertificates { object: ObjectRef, key: String },
}

impl ConditionFault {
    /// The `reason` of the condition.
    #[must_use]
    pub fn reason(&self) -> ConditionReason {
        match self {
            ConditionFault::Listener(fault) => fault.reason(),
            ConditionFault::Certificate(CertificateFault::NotPermitted { .. })
            | ConditionFault::ClientCertificate(CertificateFault::NotPermitted { .. }) => {
                ConditionReason::RefNotPermitted
            }
            ConditionFault::Certificate(_) => ConditionReason::InvalidCertificateRef,
            ConditionFault::ClientCertificate(_) => ConditionReason::InvalidClientCertificateRef,
            ConditionFault::ListenerSet(fault) => fault.reason(),
            ConditionFault::PolicyMisread(_) | ConditionFault::NotProgrammed(_) => {
                ConditionReason::Invalid
            }
            ConditionFault::Conflicted(_) => ConditionReason::Conflicted,
            ConditionFault::TrustsNobody(_) => ConditionReason::NoValidCaCertificate,
            ConditionFault::Authority(AuthorityFault::NotAConfigMap { .. }) => {
                ConditionReason::InvalidKind
            }
            ConditionFault::Authority(_) => ConditionReason::InvalidCaCertificateRef,
            ConditionFault::ExtensionRef { .. } => ConditionReason::IncompatibleFilters,
            ConditionFault::Reference { why, .. } => ConditionReason::Reference(why.word()),
        }
    }

    /// Whether it is about a certificate that could be in a Secret which was not read.
    #[must_use]
    pub fn is_of_certificate(&self) -> bool {
        let of =
            [ConditionReason::InvalidCertificateRef, ConditionReason::InvalidClientCertificateRef];
        of.contains(&self.reason())
    }
}

impl ListenerFault {
    const fn reason(&self) -> ConditionReason {
        match self {
            ListenerFault::Port(_) => ConditionReason::PortUnavailable,
            ListenerFault::Passthrough => ConditionReason::UnsupportedValue,
            ListenerFault::Protocol(_) => ConditionReason::UnsupportedProtocol,
            ListenerFault::RouteKind(_) => ConditionReason::InvalidRouteKinds,
            ListenerFault::ClientCertificates => ConditionReason::Invalid,
            ListenerFault::ProtocolConflict { .. } => ConditionReason::ProtocolConflict,
            ListenerFault::HostnameConflict(_) => ConditionReason::HostnameConflict,
        }
    }
}

impl ListenerSetFault {
    /// The `reason` of the condition.
    #[must_use]
    pub const fn reason(&self) -> ConditionReason {
        match self {
            ListenerSetFault::ParentKind(_) => ConditionReason::Invalid,
            ListenerSetFault::ParentNotFound(_) => ConditionReason::ParentNotAccepted,
            ListenerSetFault::NotAllowed { .. } | ListenerSetFault::Unknown(_) => {
                ConditionReason::NotAllowed
            }
        }
    }
}

impl AuthorityFault {
    /// The fault of a reference to an object without certificates.
    #[must_use]
    pub fn no_certificates(kind: Kind, name: ObjectName, key: &str) -> Self {
        AuthorityFault::NoCertificates { object: ObjectRef::new(kind, name), key: key.to_owned() }
    }

    /// The kind of an object without certificates that it refers to, as far as is known here.
    #[must_use]
    pub const fn lacks(&self) -> Option<Kind> {
        match self {
            AuthorityFault::NoCertificates { object, .. } => Some(object.kind),
            _ => None,
        }
    }

    /// Whether it is a reference for which `ResolvedRefs` is False.
    #[must_use]
    pub const fn is_of_reference(&self) -> bool {
        matches!(self, AuthorityFault::NotAConfigMap { .. } | AuthorityFault::NoCertificates { .. })
    }
}
