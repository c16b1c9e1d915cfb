//! What a backendRef of a rule points to, and with which weight. `compile::backend::reference` resolves it.
//!
//! Source: Gateway API, HTTPBackendRef (<https://gateway-api.sigs.k8s.io/reference/spec/>); agentgateway's backends are
//! in `crates/agentgateway/src/types/agent.rs` at 75b4e6ce6.

use std::fmt;
use std::sync::Arc;

use crate::domain::route::filter::Filters;
use crate::domain::route::http_upstream::HttpUpstream;
use crate::domain::route::mirror::Mirror;
use crate::domain::route::model_backend::ModelBackend;
use crate::domain::route::model_router::ModelRouter;
use crate::domain::route::reason::Reason;
use crate::domain::route::refusal::Refusal;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// One backendRef of a rule.
#[derive(Clone, Debug)]
pub struct WeightedTarget {
    /// Share of the rule's requests; 0 is never.
    pub weight: u32,
    pub filters: Arc<Filters>,
    /// Where copies of the requests go that this target gets.
    pub mirrors: Vec<Mirror>,
    pub reference: Reference,
    pub target: Target,
}

/// What the backendRef says, whether it resolved or not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    Object(ObjectRef),
    /// A kind that no backend of agentgateway has.
    Foreign {
        kind: String,
        name: ObjectName,
    },
    /// `AgentgatewayModel *`: the models of this HTTPRoute.
    ModelsOfRoute(ObjectName),
    /// The models that a listener offers without an HTTPRoute.
    ModelsOfListener(String),
}

impl Reference {
    /// The AgentgatewayBackend that it names, there or not.
    #[must_use]
    pub fn backend(&self) -> Option<&ObjectName> {
        match self {
            Reference::Object(ObjectRef { kind: Kind::AgentgatewayBackend, name }) => Some(name),
            _ => None,
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reference::Object(object) => object.fmt(f),
            Reference::Foreign { kind, name } => write!(f, "{kind} {name}"),
            Reference::ModelsOfRoute(route) => write!(f, "models of HTTPRoute {route}"),
            Reference::ModelsOfListener(listener) => write!(f, "models of listener {listener}"),
        }
    }
}

/// What a reference resolved to.
#[derive(Clone, Debug)]
pub enum Target {
    Model(Arc<ModelBackend>),
    /// Not a language model: requests are forwarded as they arrived.
    Http(Arc<HttpUpstream>),
    /// One of several models, by the name that a request asks for.
    Models(Arc<ModelRouter>),
    /// Broken: requests that land here get this answer.
    Refuse(Refusal),
}

impl Target {
    /// What is served differently from agentgateway.
    pub(in crate::domain) fn notes(&self) -> Vec<Reason> {
        match self {
            Target::Model(backend) => {
                let error = backend.error().map(|error| *error.reason);
                backend.notes.iter().cloned().chain(error).collect()
            }
            Target::Http(upstream) => upstream.notes.clone(),
            Target::Models(_) | Target::Refuse(_) => Vec::new(),
        }
    }

    /// The object that requests are sent to; none where it is not an object.
    #[must_use]
    pub fn object(&self) -> Option<ObjectRef> {
        match self {
            Target::Model(backend) => Some(backend.object()),
            Target::Http(upstream) => Some(ObjectRef::new(upstream.kind, upstream.name.clone())),
            Target::Models(_) | Target::Refuse(_) => None,
        }
    }
}
