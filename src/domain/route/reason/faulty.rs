//! Which part of an object does nothing, though clusters accept the object. The words are here, what is meant is data.

use super::{KeySetFault, ModelFault};
use crate::domain::value::htpasswd::BadLine;
use crate::domain::value::object_ref::{Kind, ObjectName};

/// A part of an object that clusters accept and that does nothing there either.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Faulty {
    /// Of what an AgentgatewayPolicy checks clients by; `field` is the policy's name.
    #[error("{field} of AgentgatewayPolicy {policy}: {fault}")]
    OfClients { field: &'static str, policy: ObjectName, fault: Box<ClientFault> },
    /// A target of a virtual model that no request can select.
    #[error("{0}")]
    Target(ModelFault),
    /// A target of a virtual model that is left out of it.
    #[error("{0}; it is skipped")]
    SkippedTarget(ModelFault),
}

impl Faulty {
    /// What is wrong with the clients of a policy's field.
    pub fn of_clients(field: &'static str, policy: &ObjectName, fault: ClientFault) -> Self {
        Faulty::OfClients { field, policy: policy.clone(), fault: Box::new(fault) }
    }

    /// Whether that is because a Secret does not exist.
    #[must_use]
    pub fn lacks_secret(&self) -> bool {
        match self {
            Faulty::OfClients { fault, .. } => {
                matches!(**fault, ClientFault::NoKeys(_) | ClientFault::NoUsers(_))
            }
            Faulty::Target(_) | Faulty::SkippedTarget(_) => false,
        }
    }
}

/// Why keys, users or tokens that clients may have are not accepted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum ClientFault {
    #[error("Secret {0} not found, so no API key is accepted")]
    NoKeys(ObjectName),
    #[error("it selects no {0}, so no API key is accepted")]
    SelectsNone(Kind),
    #[error(
        "key {entry} of ConfigMap {map} is skipped: it isn't a `keyHash`, and a ConfigMap must not contain \
         plain keys"
    )]
    PlainKey { entry: String, map: ObjectName },
    #[error("key {entry} of {kind} {name} is skipped: it isn't an API key")]
    NoKey { entry: String, kind: Kind, name: ObjectName },
    #[error("Secret {0} not found, so no client is accepted")]
    NoUsers(ObjectName),
    #[error("Secret {secret} has no key {key}, so no client is accepted")]
    NoUsersIn { secret: ObjectName, key: String },
    #[error("{0}; it is skipped")]
    BadLine(BadLine),
    #[error("{0}: no token is accepted")]
    NoTokens(KeySetFault),
}
