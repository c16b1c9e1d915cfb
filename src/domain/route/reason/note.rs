//! What is served otherwise than one might think. The words are here, what is meant is data.

use super::ExpressionFault;
use crate::domain::value::object_ref::ObjectName;

/// What is served otherwise than one might think.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum Note {
    #[error("not found, but given with --skip-policy")]
    NothingToSkip,
    #[error("`backend.ai` does not apply to a Service")]
    ModelPoliciesOfService,
    #[error("the `url` of its agent card is forwarded unchanged")]
    AgentCard,
    /// An entry of the route map.
    #[error("`policies.ai.routes` maps {suffix:?} to {name:?}, which is an unknown route type")]
    UnknownRouteType { suffix: String, name: String },
    #[error("{0}; it fails for every request")]
    FailingExpression(ExpressionFault),
    #[error(
        "`policies.ai.promptGuard.regex` with action Audit lets everything pass, and serve records nothing of it"
    )]
    AuditingGuard,
    /// A listener by its name, of a snapshot of some namespaces only.
    #[error(
        "listener {0} accepts routes in other namespaces, which are not read (-n): in the cluster they may \
         answer requests differently than here"
    )]
    OtherNamespaces(String),
    /// The key set by which an AgentgatewayPolicy checks tokens.
    #[error(
        "jwtAuthentication of AgentgatewayPolicy {policy}: keys are fetched from {url} every {seconds} s"
    )]
    KeysFetched { policy: ObjectName, url: String, seconds: u64 },
}
