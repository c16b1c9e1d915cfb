//! Why it is not known what holds: something may not be read. The words are this program's own.

use crate::domain::value::object_ref::{Kind, ObjectName};

/// Why it is not known what holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Doubt {
    /// Objects of a kind that something depends on.
    #[error("{} cannot be read, which this route depends on: {right}", kind.names().resource())]
    Kind { kind: Kind, right: MissingRight },
    /// A Secret with what clients are checked by.
    #[error("no permission to read Secret {0}")]
    Secret(ObjectName),
    /// Objects that are selected by label.
    #[error("no permission to list {0}")]
    Selected(String),
    /// The same, which were not listed yet.
    #[error("the cluster did not list {0} yet")]
    NotListed(String),
    /// The labels of a namespace, which a listener selects by.
    #[error("the listener selects namespaces by label, and the labels of {0} can't be read")]
    Labels(String),
    /// All objects of a kind, in what the API server says, and what that means for requests.
    #[error("{message}; {}", meaning(*kind, *skipped))]
    Objects { kind: Kind, message: String, skipped: bool },
}

/// The right to read objects of a kind that this user does not have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum MissingRight {
    #[error("no permission to list {} at the cluster scope", .0.names().resource())]
    Cluster(Kind),
    #[error("no permission to list {} in namespace {namespace}", kind.names().resource())]
    Namespace { kind: Kind, namespace: String },
    /// Nobody asked for the namespace.
    #[error(
        "{} in namespace {namespace} are not read: add `-n {namespace}` to read them",
        kind.names().resource()
    )]
    NotAsked { kind: Kind, namespace: String },
}

/// What it means for requests that no objects of a kind can be read. `skipped`: the user wants policies skipped.
fn meaning(kind: Kind, skipped: bool) -> &'static str {
    match kind {
        _ if skipped => "served without them (--without-policies)",
        Kind::AgentgatewayPolicy => "routes that one of them may apply to answer 503",
        Kind::BackendTlsPolicy => "backends that one of them may apply to are not called: 503",
        Kind::ReferenceGrant => "references to other namespaces answer 503",
        Kind::HttpRoute => "listeners that they may belong to answer 503",
        Kind::ListenerSet => "Gateways that may accept them answer 503",
        _ => "everything that depends on them answers 503",
    }
}
