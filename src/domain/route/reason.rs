//! Why something is not served as its object says: a word for programs, a sentence for people, and the answer that
//! requests get. The one place of these words; who looks at a reason matches on it.
//!
//! Source of the words of conditions: Gateway API, `apis/v1/shared_types.go` and GEP-1364
//! (<https://gateway-api.sigs.k8s.io/geps/gep-1364/>).

mod condition;
mod doubt;
mod faulty;
mod invalid;
mod key;
mod key_set;
mod note;
mod parent;
mod policy;
mod selector;
mod unsupported;

use std::fmt;

pub use condition::{
    AuthorityFault, CertificateFault, ConditionFault, ConditionReason, ListenerFault,
    ListenerSetFault, SetsNotAllowed,
};
pub use doubt::{Doubt, MissingRight};
pub use faulty::{ClientFault, Faulty};
pub use invalid::{
    BackendFault, ExpressionFault, FieldFault, Invalid, ModelFault, PolicyFault, RuleFault,
    TargetFault, TlsFault, UrlFault,
};
pub use key::KeyFault;
pub use key_set::KeySetFault;
pub use note::Note;
pub use parent::{ListenerRefusal, Unattached};
pub use policy::PolicyField;
pub use selector::NotSelected;
pub use unsupported::{ExpressionBound, McpPart, Unsupported, UnsupportedExpression};

use super::refusal::Refusal;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// Why an object, or a part of it, is not served as it is written. Its text is a lowercase fragment that names field
/// and object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Reason {
    /// A backendRef to an AgentgatewayBackend that does not exist; `there` are others of its namespace.
    #[error("{backend} not found (in namespace {}: {})", backend.name.namespace, list(there))]
    BackendNotFound { backend: ObjectRef, there: Vec<String> },
    /// A reference to a Service that does not exist.
    #[error("Service {0} not found")]
    ServiceNotFound(ObjectName),
    /// A reference to a port that a Service does not have.
    #[error("Service {service} has no port {port} (available: {})", ports(there))]
    PortNotFound { service: ObjectName, port: u16, there: Vec<u16> },
    /// A backendRef to an object that cannot be understood.
    #[error("{backend} is invalid: {why}")]
    BackendBroken { backend: ObjectRef, why: String },
    /// A backendRef to an object that may not be read.
    #[error("no permission to read {0}")]
    BackendUnread(ObjectRef),
    /// No ReferenceGrant lets HTTPRoutes of this namespace refer to the object.
    #[error("no ReferenceGrant in namespace {} permits HTTPRoutes in {from} to refer to {to}", to.name.namespace)]
    RefNotPermitted { from: String, to: ObjectRef },
    /// Whether one does may not be read.
    #[error(
        "no permission to read whether a ReferenceGrant in namespace {} permits HTTPRoutes in {from} to \
         refer to {to}",
        to.name.namespace
    )]
    GrantsUnread { from: String, to: ObjectRef },
    /// A backendRef of a kind that is no backend.
    #[error(
        "{kind} of group {} is not a backend kind of agentgateway{}",
        group_or_core(group),
        meant(group, kind)
    )]
    InvalidKind { group: String, kind: String },
    /// A Service that this machine cannot reach, and why.
    #[error("Service {service} can't be reached: {why}")]
    OutOfReach { service: ObjectName, why: Unreachable },

    /// The key of a backend cannot be had from its Secret.
    #[error("{0}")]
    Key(KeyFault),

    /// Something that it depends on may not be read.
    #[error("{0}")]
    NotPermitted(Doubt),
    /// It cannot be read at all, and why; one that guards others makes them refuse.
    #[error("{why}{}", if *guards { "; everything that it may apply to answers 503 until it is fixed" } else { "" })]
    Broken { why: String, guards: bool },
    /// A policy that cannot be understood may apply to it.
    #[error("{0} is invalid and may apply to this route; fix or delete the policy")]
    PolicyInvalid(ObjectRef),
    /// A policy that may guard it is invalid, so that it is unknown what it guards.
    #[error("{policy}: {why}")]
    PolicyMisread { policy: ObjectRef, why: String },
    /// A policy that `serve` does not support.
    #[error("{0} is not supported by serve")]
    PolicyNotSupported(PolicyField),
    /// A policy of a name that no policy has, as far as is known here.
    #[error("{0} is unknown to serve")]
    PolicyUnknown(PolicyField),
    /// A policy that the user wants skipped.
    #[error("{0} is skipped (--skip-policy)")]
    PolicySkipped(PolicyField),
    /// A target of a policy, or a section of it, that does not exist; `at` is the field that names it.
    #[error("`{at}`: {why}")]
    TargetNotFound { at: String, why: Box<TargetFault> },
    /// A policy that cannot be read, and why.
    #[error("{policy}: {why}")]
    Policy { policy: PolicyField, why: Box<Reason> },

    /// A parentRef attaches it to nothing.
    #[error("{0}")]
    Unattached(Unattached),
    /// The listeners that accept it, none of which is served, each with why.
    #[error("no listener that accepts it is served ({})", each(.0))]
    NoneServed(Vec<(String, ConditionFault)>),
    /// A condition of a listener.
    #[error("listener {listener}: {fault}")]
    Listener { listener: String, fault: Box<ConditionFault> },
    /// Another condition.
    #[error("{0}")]
    Condition(Box<ConditionFault>),
    /// The client certificate of a Gateway.
    #[error("`tls.backend`: {0}")]
    ClientCertificate(Box<ConditionFault>),
    /// A BackendTLSPolicy that trusts nobody.
    #[error("{0}")]
    NoValidAuthority(Box<AuthorityFault>),

    /// What `serve` does not support.
    #[error("{0}")]
    NotSupported(Unsupported),
    /// What nothing can be made of.
    #[error("{0}")]
    Invalid(Invalid),
    /// What is served otherwise than one might think.
    #[error("{0}")]
    Note(Note),
    /// A part of an object that clusters accept and that does nothing there either.
    #[error("{0}")]
    Faulty(Faulty),

    /// One provider of a backend.
    #[error("provider {provider}: {why}")]
    OfProvider { provider: String, why: Box<Reason> },
    /// Why an empty key is sent.
    #[error("{0}; an empty key is sent, as agentgateway does")]
    EmptyKey(Box<Reason>),
    /// Why nothing is mirrored to an object.
    #[error("nothing is mirrored to {to}: {why}")]
    NotMirrored { to: String, why: Box<Reason> },
}

/// Why this machine cannot reach a Service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unreachable {
    /// Only files were read.
    InFiles,
    /// It may not be read.
    Forbidden,
    /// It was not read yet.
    Pending,
}

impl Reason {
    /// A field that `serve` does not support, by its name or path.
    pub fn not_supported(field: impl Into<String>) -> Self {
        Reason::NotSupported(Unsupported::Field(field.into()))
    }

    /// One CamelCase word, as in the `reason` of a condition.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Reason::BackendNotFound { .. }
            | Reason::ServiceNotFound(_)
            | Reason::PortNotFound { .. } => "BackendNotFound",
            Reason::BackendUnread(_) => "BackendUnread",
            Reason::RefNotPermitted { .. } => "RefNotPermitted",
            Reason::GrantsUnread { .. } => "GrantsUnread",
            Reason::InvalidKind { .. } => "InvalidKind",
            Reason::OutOfReach { .. } => "OutOfReach",
            Reason::Key(fault) => fault.word(),
            Reason::NotPermitted(_) => "NotPermitted",
            Reason::PolicyInvalid(_) | Reason::PolicyMisread { .. } => "PolicyInvalid",
            Reason::PolicySkipped(_) => "PolicySkipped",
            Reason::TargetNotFound { why, .. } => why.word(),
            Reason::Unattached(Unattached::Delegated) => "NotSupported",
            Reason::Unattached(_) | Reason::NoneServed(_) => "NotAttached",
            Reason::Listener { fault, .. }
            | Reason::Condition(fault)
            | Reason::ClientCertificate(fault) => fault.reason().word(),
            Reason::NoValidAuthority(_) => "NoValidCACertificate",
            Reason::PolicyNotSupported(_) | Reason::PolicyUnknown(_) | Reason::NotSupported(_) => {
                "NotSupported"
            }
            Reason::BackendBroken { .. } | Reason::Broken { .. } | Reason::Invalid(_) => "Invalid",
            Reason::Note(_) => "Note",
            Reason::Faulty(_) => "PartiallyValid",
            Reason::Policy { why, .. }
            | Reason::OfProvider { why, .. }
            | Reason::EmptyKey(why)
            | Reason::NotMirrored { why, .. } => why.word(),
        }
    }

    /// The reason that it comes down to, without whose it is.
    #[must_use]
    pub fn innermost(&self) -> &Reason {
        match self {
            Reason::OfProvider { why, .. } | Reason::EmptyKey(why) => why.innermost(),
            other => other,
        }
    }

    /// Whether a policy is the reason that `serve` does not support, or not as it is written.
    #[must_use]
    pub fn is_unsupported_policy(&self) -> bool {
        match self.innermost() {
            Reason::PolicyNotSupported(_) => true,
            Reason::Policy { why, .. } => {
                matches!(**why, Reason::NotSupported(_) | Reason::PolicyNotSupported(_))
            }
            _ => false,
        }
    }

    /// The kind of the object that it is for want of, as far as is known: of a key, or of certificates.
    #[must_use]
    pub fn lacks(&self) -> Option<Kind> {
        match self.innermost() {
            Reason::Key(KeyFault::SecretNotFound { .. }) => Some(Kind::Secret),
            Reason::Invalid(Invalid::Tls(fault)) => fault.lacks(),
            Reason::NoValidAuthority(fault) => fault.lacks(),
            _ => None,
        }
    }

    /// Whether it is the Secret of a key that is missing or of no use.
    #[must_use]
    pub fn is_of_secret(&self) -> bool {
        matches!(self.innermost(), Reason::Key(_))
    }

    /// Whether it is a reference that leads nowhere, for which the Gateway API has a reason of `ResolvedRefs`.
    #[must_use]
    pub fn is_of_reference(&self) -> bool {
        matches!(
            self,
            Reason::BackendNotFound { .. }
                | Reason::ServiceNotFound(_)
                | Reason::PortNotFound { .. }
                | Reason::RefNotPermitted { .. }
                | Reason::InvalidKind { .. }
        )
    }

    /// The sentence with its word in front, where the word is one of the Gateway API's or says which part is missing:
    /// `SecretNotFound: Secret n/k does not exist`.
    #[must_use]
    pub fn with_word(&self) -> String {
        match self.has_telling_word() {
            true => format!("{}: {self}", self.word()),
            false => self.to_string(),
        }
    }

    fn has_telling_word(&self) -> bool {
        let inner = self.innermost();
        inner.is_of_reference()
            || inner.is_of_secret()
            || matches!(
                inner,
                Reason::BackendUnread(_)
                    | Reason::GrantsUnread { .. }
                    | Reason::NoValidAuthority(_)
            )
    }

    /// The answer that requests get for it.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        match self {
            Reason::RefNotPermitted { .. }
            | Reason::GrantsUnread { .. }
            | Reason::InvalidKind { .. } => Refusal::BACKEND_DOES_NOT_EXIST,
            Reason::PortNotFound { .. } => Refusal::NO_HEALTHY_BACKENDS,
            Reason::NotPermitted(_) => Refusal::not_read(self.to_string()),
            Reason::PolicyInvalid(_) | Reason::PolicyMisread { .. } => {
                Refusal::misread(self.to_string())
            }
            Reason::OutOfReach { .. }
            | Reason::PolicyNotSupported(_)
            | Reason::Policy { .. }
            | Reason::NotSupported(_) => Refusal::unsupported(self.to_string()),
            Reason::OfProvider { why, .. }
            | Reason::EmptyKey(why)
            | Reason::NotMirrored { why, .. } => why.refusal(),
            _ => Refusal::SERVICE_NOT_FOUND,
        }
    }
}

impl<F> From<F> for Reason
where
    Invalid: From<F>,
{
    fn from(fault: F) -> Self {
        Reason::Invalid(Invalid::from(fault))
    }
}

impl From<Unsupported> for Reason {
    fn from(what: Unsupported) -> Self {
        Reason::NotSupported(what)
    }
}

impl From<UnsupportedExpression> for Reason {
    fn from(what: UnsupportedExpression) -> Self {
        Reason::NotSupported(Unsupported::Expression(what))
    }
}

impl From<Note> for Reason {
    fn from(note: Note) -> Self {
        Reason::Note(note)
    }
}

impl From<Faulty> for Reason {
    fn from(fault: Faulty) -> Self {
        Reason::Faulty(fault)
    }
}

impl From<Doubt> for Reason {
    fn from(doubt: Doubt) -> Self {
        Reason::NotPermitted(doubt)
    }
}

impl From<Unattached> for Reason {
    fn from(why: Unattached) -> Self {
        Reason::Unattached(why)
    }
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Unreachable::InFiles => "it is in a cluster, but only files were read",
            Unreachable::Forbidden => "no permission to read it",
            Unreachable::Pending => "it has not been read yet",
        })
    }
}

fn ports(there: &[u16]) -> String {
    there.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// A group as a sentence names it.
fn group_or_core(group: &str) -> &str {
    if group.is_empty() { "core" } else { group }
}

/// The kind that was meant by a group and a kind that are nearly its own.
fn meant(group: &str, kind: &str) -> &'static str {
    let names = Kind::AgentgatewayBackend.names();
    if kind.eq_ignore_ascii_case(Kind::Service.names().kind) {
        return "; did you mean kind Service of the core group, which is written `\"\"`?";
    }
    match group.contains(names.group) || kind.eq_ignore_ascii_case(names.kind) {
        true => "; did you mean kind AgentgatewayBackend of group agentgateway.dev?",
        false => "",
    }
}

fn each(listeners: &[(String, ConditionFault)]) -> String {
    let each = listeners.iter().map(|(name, why)| format!("listener {name}: {why}"));
    each.collect::<Vec<_>>().join("; ")
}

/// Names that exist, as suggestions for the one that does not.
pub(super) fn list(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

#[cfg(test)]
mod tests;
