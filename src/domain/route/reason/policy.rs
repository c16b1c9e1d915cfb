//! How a policy is named in a sentence. The words are this program's own.

use std::fmt;

use crate::domain::value::object_ref::{ObjectName, ObjectRef};

/// A policy, or a field of one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PolicyField {
    /// Of an AgentgatewayPolicy, by its path in the `spec`.
    Of { field: String, policy: ObjectName },
    /// Of any AgentgatewayPolicy or backend, by the path of the former.
    OfAny(&'static str),
    /// Of the backend itself, by its path.
    Own(String),
    /// `policies.auth` that puts a key into the query.
    KeyInQuery,
    /// A whole object.
    Object(ObjectRef),
}

impl fmt::Display for PolicyField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PolicyField::Of { field, policy } => {
                write!(f, "policy `{field}` of AgentgatewayPolicy {policy}")
            }
            PolicyField::OfAny(field) => write!(f, "policy `{field}`"),
            PolicyField::Own(field) => write!(f, "`{field}`"),
            PolicyField::KeyInQuery => f.write_str("`policies.auth` with a location in the query"),
            PolicyField::Object(object) => write!(f, "{object}"),
        }
    }
}
