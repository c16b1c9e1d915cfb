//! The objects seen at one instant, from a cluster or from files: the one input of everything below. What could not
//! be read is in it too, as data.

pub mod alike;
pub mod authorities;
pub mod coverage;
pub mod documents;
pub mod foreign;
pub mod inputs;
pub mod json;
mod kills;
pub mod kinds;
pub mod lines;
pub mod manifests;
pub mod named;
pub mod objects;
pub mod problem;
pub mod resolves;
pub mod selection;
pub mod shared;
pub mod status;
pub mod unrendered;
mod wanted;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use crate::domain::crd::backend::BackendSpec;
use crate::domain::crd::gateway_api::{
    BackendTlsPolicySpec, GatewaySpec, HttpRouteSpec, ListenerSetSpec, ReferenceGrantSpec,
};
use crate::domain::crd::misplaced::Misplaced;
use crate::domain::crd::model::ModelSpec;
use crate::domain::crd::parameters::ParametersSpec;
use crate::domain::crd::policy::PolicySpec;
use crate::domain::crd::release::Release;
use crate::domain::crd::schema::SchemaFault;
use crate::domain::crd::service::ServiceSpec;
use crate::domain::crd::status::Condition;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::domain::value::secret::Secret;
use crate::domain::value::secret::bytes::SecretBytes;
pub use named::Named;
use problem::Problem;
use selection::{Selection, SelectionState};
use shared::Shared;
pub use wanted::{certificate_secret, policy_secrets};

/// Everything known at one instant.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    pub world: World,
    /// The release of agentgateway that files are read for.
    pub release: Release,
    pub gateways: Named<GatewaySpec>,
    pub routes: Named<HttpRouteSpec>,
    pub backends: Named<BackendSpec>,
    pub models: Named<ModelSpec>,
    pub policies: Named<PolicySpec>,
    pub grants: Named<ReferenceGrantSpec>,
    pub listener_sets: Named<ListenerSetSpec>,
    pub tls_policies: Named<BackendTlsPolicySpec>,
    pub secrets: Shared<BTreeMap<ObjectName, SecretState>>,
    /// Where each Secret that came as an object was read, and its metadata.
    pub secret_marks: Shared<BTreeMap<ObjectName, Mark>>,
    /// Services that routes and hosts name.
    pub services: Shared<BTreeMap<ObjectName, ServiceState>>,
    /// Namespaces of routes, where a listener chooses by label.
    pub namespaces: BTreeMap<ObjectName, NamespaceState>,
    /// Of files: a cluster's are asked for where they are needed.
    pub parameters: Named<ParametersSpec>,
    /// Texts by key of ConfigMaps that others name and that were read.
    pub config_maps: BTreeMap<ObjectName, BTreeMap<String, String>>,
    /// Where each of them was read, and its metadata.
    pub config_map_marks: BTreeMap<ObjectName, Mark>,
    /// What policies choose by label, of a cluster; in files every object is at hand.
    pub selections: BTreeMap<Selection, SelectionState>,
    /// Those that are named and were not asked for yet.
    pub awaited_maps: BTreeSet<ObjectName>,
    /// Where this machine finds what only the cluster's network reaches: `--resolve`.
    pub resolves: resolves::Resolves,
    /// Keys that environment variables supply for Secrets out of reach, by variable.
    pub environment: BTreeMap<String, Secret>,
    /// Objects that are there and could not be understood.
    pub broken: BTreeMap<ObjectRef, Broken>,
    /// Documents that are no objects, and files that cannot be read.
    pub problems: Vec<Problem>,
    /// Kinds that could not be read at all, and why (`no such resource`, `forbidden: …`).
    pub unread: BTreeMap<Kind, Unread>,
    /// Kinds that were read in some namespaces only; the others of a cluster were read in all.
    pub partly: BTreeMap<Kind, coverage::PartialCoverage>,
}

/// Where the objects come from. Files carry no status and need no Gateway object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum World {
    #[default]
    Files,
    Cluster,
}

/// One object: what it asks for, and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Object<T> {
    pub name: ObjectName,
    pub origin: Origin,
    pub spec: T,
    pub meta: Meta,
    /// Conditions the controller wrote; for a route those of all its parents.
    pub conditions: Vec<Condition>,
    /// The rest of what the controller said, with who said it.
    pub status: status::Status,
    /// The dialect a backend was written in, where it is not the canonical one.
    pub dialect: Option<&'static str>,
    /// Fields that stand where nobody reads them.
    pub misplaced: Vec<Misplaced>,
    /// What its definition does not take. No cluster would have it, or it is newer than this program: what depends on it
    /// refuses.
    pub faults: Vec<SchemaFault>,
    /// A field of it that agentgateway has and `serve` does not: what depends on it is rejected with 501.
    pub unserved: Option<String>,
}

/// The part of `metadata` that is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// RFC 3339, as the API server wrote it.
    pub created: Option<String>,
    /// Counts the changes of `spec`; none in files.
    pub generation: Option<i64>,
    pub labels: BTreeMap<String, String>,
    pub annotations: BTreeMap<String, String>,
}

/// What is known of an object beside its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub origin: Origin,
    pub meta: Meta,
}

/// Where an object was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    Cluster,
    /// A path as the user gave it (`-` for standard input), and a line counted from 1.
    File {
        path: Arc<str>,
        line: usize,
    },
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Cluster => f.write_str("cluster"),
            Origin::File { path, line } => write!(f, "{path}:{line}"),
        }
    }
}

/// What is known of a Secret. One that is absent from the map does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecretState {
    /// Its data, by key; the bytes cannot be printed.
    Read(BTreeMap<String, SecretBytes>),
    /// The cluster does not let this user read it.
    Forbidden,
    /// Named by a backend and not asked for yet.
    Pending,
}

/// What is known of a Service. One that is absent from the map does not exist.
#[derive(Clone, Debug, PartialEq)]
pub enum ServiceState {
    Read(Arc<Object<ServiceSpec>>),
    /// The cluster does not let this user read it.
    Forbidden,
    /// Named and not asked for yet.
    Pending,
}

/// What is known of a Namespace. One that is absent from the map does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NamespaceState {
    Read(Arc<Mark>),
    /// The cluster does not let this user read it.
    Forbidden,
    /// Named and not asked for yet.
    Pending,
}

/// An object that could not be understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    pub origin: Origin,
    pub reason: String,
    /// What its definition does not take; none where it is not even that far.
    pub faults: Vec<SchemaFault>,
}

/// Why a kind could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// The cluster has no such kind: its CRD is not installed.
    NotInstalled,
    /// The user may not list it; the text is the API server's.
    Forbidden(String),
}

impl Snapshot {
    /// Whether the keys of the environment are only words for the simulator.
    #[must_use]
    pub fn environment_is_simulated(&self) -> bool {
        self.environment.values().all(|key| *key == Secret::simulated())
    }

    /// Whether these are files without any Secret, as they lie in git: the Secrets are made elsewhere.
    #[must_use]
    pub fn leaves_secrets_out(&self) -> bool {
        self.world == World::Files && self.secrets.is_empty()
    }

    /// Where an object was read, if it was.
    #[must_use]
    pub fn origin(&self, object: &ObjectRef) -> Option<&Origin> {
        fn of<'a, T>(all: &'a Named<T>, name: &ObjectName) -> Option<&'a Origin> {
            all.get(name).map(|object| &object.origin)
        }
        let name = &object.name;
        let found = match object.kind {
            Kind::Gateway => of(&self.gateways, name),
            Kind::HttpRoute => of(&self.routes, name),
            Kind::AgentgatewayBackend => of(&self.backends, name),
            Kind::AgentgatewayModel => of(&self.models, name),
            Kind::AgentgatewayPolicy => of(&self.policies, name),
            Kind::ReferenceGrant => of(&self.grants, name),
            Kind::ListenerSet => of(&self.listener_sets, name),
            Kind::BackendTlsPolicy => of(&self.tls_policies, name),
            Kind::Secret => self.secret_marks.get(name).map(|mark| &mark.origin),
            Kind::Service => self.service(name).map(|service| &service.origin),
            Kind::Namespace => self.namespace(name).map(|mark| &mark.origin),
            Kind::AgentgatewayParameters => of(&self.parameters, name),
            Kind::ConfigMap => self.config_map_marks.get(name).map(|mark| &mark.origin),
        };
        found.or_else(|| self.broken.get(object).map(|broken| &broken.origin))
    }

    /// The metadata of an object that was understood.
    #[must_use]
    pub fn meta(&self, object: &ObjectRef) -> Option<&Meta> {
        fn of<'a, T>(all: &'a Named<T>, name: &ObjectName) -> Option<&'a Meta> {
            all.get(name).map(|object| &object.meta)
        }
        let name = &object.name;
        match object.kind {
            Kind::Gateway => of(&self.gateways, name),
            Kind::HttpRoute => of(&self.routes, name),
            Kind::AgentgatewayBackend => of(&self.backends, name),
            Kind::AgentgatewayModel => of(&self.models, name),
            Kind::AgentgatewayPolicy => of(&self.policies, name),
            Kind::ReferenceGrant => of(&self.grants, name),
            Kind::ListenerSet => of(&self.listener_sets, name),
            Kind::BackendTlsPolicy => of(&self.tls_policies, name),
            Kind::Secret => self.secret_marks.get(name).map(|mark| &mark.meta),
            Kind::Service => self.service(name).map(|service| &service.meta),
            Kind::Namespace => self.namespace(name).map(|mark| &mark.meta),
            Kind::AgentgatewayParameters => of(&self.parameters, name),
            Kind::ConfigMap => self.config_map_marks.get(name).map(|mark| &mark.meta),
        }
    }

    /// A Namespace that was read.
    #[must_use]
    pub fn namespace(&self, name: &ObjectName) -> Option<&Mark> {
        match self.namespaces.get(name)? {
            NamespaceState::Read(mark) => Some(mark),
            NamespaceState::Forbidden | NamespaceState::Pending => None,
        }
    }

    /// A Service that was read.
    #[must_use]
    pub fn service(&self, name: &ObjectName) -> Option<&Arc<Object<ServiceSpec>>> {
        match self.services.get(name)? {
            ServiceState::Read(service) => Some(service),
            ServiceState::Forbidden | ServiceState::Pending => None,
        }
    }

    /// The data of a Secret that was read.
    #[must_use]
    pub fn secret_data(&self, name: &ObjectName) -> Option<&BTreeMap<String, SecretBytes>> {
        match self.secrets.get(name)? {
            SecretState::Read(data) => Some(data),
            SecretState::Forbidden | SecretState::Pending => None,
        }
    }

    /// Whether an object that is read by name, or a selection, was asked for and did not answer yet.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.selections.values().any(|state| *state == SelectionState::Pending)
            || self.secrets.values().any(|state| *state == SecretState::Pending)
            || self.services.values().any(|state| *state == ServiceState::Pending)
            || self.namespaces.values().any(|state| *state == NamespaceState::Pending)
            || !self.awaited_maps.is_empty()
    }

    /// Whether one object that is read by name was asked for and did not answer yet.
    #[must_use]
    pub fn is_awaited(&self, object: &ObjectRef) -> bool {
        let name = &object.name;
        match object.kind {
            Kind::Secret => self.secrets.get(name) == Some(&SecretState::Pending),
            Kind::Service => self.services.get(name) == Some(&ServiceState::Pending),
            Kind::Namespace => self.namespaces.get(name) == Some(&NamespaceState::Pending),
            _ => self.awaited_maps.contains(name),
        }
    }
}
