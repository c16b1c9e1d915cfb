//! The objects seen at one instant, from a cluster or from files: the one input of everything below. What could not
//! be read is in it too, as data.

pub mod alike;
pub mod authorities;
pub mod coverage;
pub mod documents;
pub mod json;
pub mod kinds;
pub mod manifests;
pub mod named;
pub mod objects;
pub mod problem;
pub mod resolves;
pub mod selection;
pub mod shared;
pub mod status;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use crate::domain::crd::backend::{Auth, BackendSpec, Policies, secrets_of_credentials};
use crate::domain::crd::gateway_api::{
    self, BackendTlsPolicySpec, CertificateRef, GatewaySpec, HttpRouteSpec, Listener,
    ListenerSetSpec, ReferenceGrantSpec,
};
use crate::domain::crd::misplaced::Misplaced;
use crate::domain::crd::model::ModelSpec;
use crate::domain::crd::parameters::ParametersSpec;
use crate::domain::crd::policy::PolicySpec;
use crate::domain::crd::schema::Fault;
use crate::domain::crd::service::ServiceSpec;
use crate::domain::crd::status::Condition;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::domain::value::secret::Secret;
use crate::domain::value::secret::bytes::SecretBytes;
pub use named::Named;
use problem::Problem;
use selection::{Selection, SelectionState};
use shared::Shared;

/// Everything known at one instant.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    pub world: World,
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
    pub partly: BTreeMap<Kind, coverage::Partly>,
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
    /// What its definition does not take: of an AgentgatewayPolicy, and of the `policies` of a backend or model.
    pub faults: Vec<Fault>,
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

    /// The objects that are read by name: Secrets and Services, as others name them, and the namespaces of routes.
    #[must_use]
    pub fn wanted(&self) -> BTreeSet<ObjectRef> {
        let secrets = self.wanted_secrets().into_iter().map(|name| (Kind::Secret, name));
        let services = self.wanted_services().into_iter().map(|name| (Kind::Service, name));
        let namespaces = self.wanted_namespaces().into_iter().map(|name| (Kind::Namespace, name));
        let all = secrets.chain(services).chain(namespaces);
        let named = all.map(|(kind, name)| ObjectRef::new(kind, name));
        named.chain(self.wanted_authorities()).collect()
    }

    /// The objects that want others, to be compared with those of a later snapshot.
    #[must_use]
    pub fn that_wants(&self) -> Snapshot {
        Snapshot {
            gateways: self.gateways.clone(),
            routes: self.routes.clone(),
            backends: self.backends.clone(),
            models: self.models.clone(),
            policies: self.policies.clone(),
            listener_sets: self.listener_sets.clone(),
            tls_policies: self.tls_policies.clone(),
            unread: self.unread.clone(),
            partly: self.partly.clone(),
            ..Snapshot::default()
        }
    }

    /// Whether it is plain that this wants what `before` did: nothing has changed but routes that want nothing.
    #[must_use]
    pub fn wants_as(&self, before: &Snapshot) -> bool {
        let routes = self.routes.apart(&before.routes);
        let mut routes = routes.iter().flatten();
        self.gateways.is(&before.gateways)
            && self.backends.is(&before.backends)
            && self.models.is(&before.models)
            && self.policies.is(&before.policies)
            && self.listener_sets.is(&before.listener_sets)
            && self.tls_policies.is(&before.tls_policies)
            && self.unread == before.unread
            && self.partly == before.partly
            && routes.clone().all(|route| services_of(route).next().is_none())
            && (routes.next().is_none() || !self.chooses_routes_by_label())
    }

    fn chooses_routes_by_label(&self) -> bool {
        self.listeners().any(|(_, listener)| gateway_api::chooses_by_label(listener))
    }

    /// The objects that policies choose by label.
    #[must_use]
    pub fn wanted_selections(&self) -> BTreeSet<Selection> {
        let policies = self.policies.values();
        let of = |policy: &Arc<Object<PolicySpec>>| {
            Selection::of_policy(&policy.name.namespace, &policy.spec)
        };
        policies.filter_map(of).collect()
    }

    /// The objects from which `tls` policies and BackendTLSPolicies take the certificates of authorities,
    /// and `tls` policies those of clients.
    fn wanted_authorities(&self) -> Vec<ObjectRef> {
        let of_backends = self.backends.values().flat_map(|backend| authorities_of(backend));
        of_backends.chain(self.authorities_of_others()).collect()
    }

    /// Those that no backend names.
    fn authorities_of_others(&self) -> Vec<ObjectRef> {
        let of_policies = self.policies.values().flat_map(|policy| {
            let tls = policy.spec.backend.iter().filter_map(|block| block.policies.get("tls"));
            let fields = tls.filter_map(|tls| serde_json::from_value(tls.clone()).ok());
            fields.flat_map(|fields| authorities::wanted(&policy.name.namespace, &fields))
        });
        let of_tls = self.tls_policies.values().flat_map(|policy| {
            let refs = policy.spec.validation.ca_certificate_refs.iter().flatten();
            let maps = refs.filter(|reference| authorities::is_config_map(reference));
            let namespace = &policy.name.namespace;
            maps.map(move |map| {
                ObjectRef::new(Kind::ConfigMap, ObjectName::new(namespace, &map.name))
            })
        });
        let of_models = self.models.values().flat_map(|model| {
            let tls = model.spec.policies.as_ref().and_then(|policies| policies.tls.as_ref());
            tls.into_iter().flat_map(|tls| authorities::wanted(&model.name.namespace, &tls.others))
        });
        of_policies.chain(of_models).chain(of_tls).collect()
    }

    /// The namespaces of routes and models, where a listener chooses them by label, and those of ListenerSets, where a
    /// Gateway does; with those in which there may be some that may not be read.
    fn wanted_namespaces(&self) -> BTreeSet<ObjectName> {
        let mut wanted = BTreeSet::new();
        let named = |name: &ObjectName| ObjectName::new("", &name.namespace);
        if self.chooses_routes_by_label() {
            wanted.extend(self.routes.keys().chain(self.models.keys()).map(named));
            wanted.extend(self.hidden_in(&[Kind::HttpRoute, Kind::AgentgatewayModel]));
        }
        if self.gateways.values().any(|gateway| gateway_api::chooses_sets_by_label(&gateway.spec)) {
            wanted.extend(self.listener_sets.keys().map(named));
            wanted.extend(self.hidden_in(&[Kind::ListenerSet]));
        }
        wanted
    }

    /// Every listener, with the Gateway or ListenerSet that it is written in.
    fn listeners(&self) -> impl Iterator<Item = (&ObjectName, &Listener)> {
        let of_gateways = self.gateways.values().flat_map(|gateway| {
            gateway.spec.listeners.iter().map(|listener| (&gateway.name, listener))
        });
        let of_sets = self.listener_sets.values();
        of_gateways.chain(
            of_sets.flat_map(|set| set.spec.listeners.iter().map(|listener| (&set.name, listener))),
        )
    }

    /// The Services that routes, hosts of backends, MCP targets and sets of keys name.
    fn wanted_services(&self) -> BTreeSet<ObjectName> {
        let of_routes = self.routes.values().flat_map(|route| services_of(route));
        let hosts = self.backends.values().flat_map(|backend| backend.spec.hosts());
        let of_servers = self.backends.values().flat_map(|backend| {
            let namespace = &backend.name.namespace;
            backend.spec.services().map(move |name| ObjectName::new(namespace, name))
        });
        let of_policies = self
            .policies
            .values()
            .flat_map(|policy| resolves::services_of_keys(&policy.name.namespace, &policy.spec));
        let of_hosts = hosts.filter_map(resolves::service_of_host);
        of_routes.chain(of_hosts).chain(of_servers).chain(of_policies).collect()
    }

    /// The Secrets that backends, models and policies name, each once.
    #[must_use]
    pub fn wanted_secrets(&self) -> BTreeSet<ObjectName> {
        let of_backends = self.backends.values().flat_map(|backend| secrets_of(backend));
        of_backends.chain(self.secrets_of_others()).collect()
    }

    /// Those that models and policies name.
    fn secrets_of_others(&self) -> impl Iterator<Item = ObjectName> {
        let of_models = self.models.values().flat_map(|model| {
            let auth = model.spec.policies.iter().filter_map(|policies| policies.auth.as_ref());
            let names = auth.flat_map(Auth::secrets);
            names.map(|name| ObjectName::new(&model.name.namespace, name))
        });
        let of_policies = self.policies.values().flat_map(|policy| {
            let namespace = &policy.name.namespace;
            let names = policy_secrets(&policy.spec);
            names.into_iter().map(move |(_, name)| ObjectName::new(namespace, name))
        });
        of_models.chain(of_policies)
    }

    /// The Secrets in which listeners have their certificates, and Gateways those they show to upstreams, each once.
    #[must_use]
    pub fn wanted_certificates(&self) -> std::collections::BTreeSet<ObjectName> {
        let of_listener = |(home, listener): (&ObjectName, &Listener)| {
            let references = listener.tls.iter().flat_map(|tls| tls.certificate_refs.iter());
            let names =
                references.flatten().filter_map(|one| certificate_secret(&home.namespace, one));
            names.collect::<Vec<_>>()
        };
        let of_gateways = self.gateways.values().filter_map(|gateway| {
            let reference = gateway_api::client_certificate(&gateway.spec)?;
            certificate_secret(&gateway.name.namespace, &reference)
        });
        self.listeners().flat_map(of_listener).chain(of_gateways).collect()
    }
}

/// The Secret that a certificate reference of an object in `namespace` means; none where it means another kind.
#[must_use]
pub fn certificate_secret(namespace: &str, reference: &CertificateRef) -> Option<ObjectName> {
    let group = reference.group.as_deref().unwrap_or_default();
    let kind = reference.kind.as_deref().unwrap_or("Secret");
    let namespace = reference.namespace.as_deref().unwrap_or(namespace);
    (Kind::of(group, kind) == Some(Kind::Secret))
        .then(|| ObjectName::new(namespace, &reference.name))
}

/// Names of the Secrets in a policy's own namespace that it takes keys from, each behind the policy that does
/// (`traffic.basicAuthentication`).
#[must_use]
pub fn policy_secrets<'t>(spec: &'t PolicySpec) -> Vec<(&'static str, &'t str)> {
    const NAMES: &[&str] =
        &["traffic.apiKeyAuthentication", "traffic.basicAuthentication", "backend.auth"];
    let written = |name: &'static str| {
        let (block, policy) = name.split_once('.')?;
        let block = if block == "backend" { &spec.backend } else { &spec.traffic };
        Some((name, block.as_ref()?.policies.get(policy)?))
    };
    let names = |(name, written): (&'static str, &'t Value)| {
        let own = written.pointer("/secretRef/name").and_then(Value::as_str);
        let beside = written.get("credentials").into_iter().flat_map(secrets_of_credentials);
        own.into_iter().chain(beside).map(move |secret| (name, secret))
    };
    NAMES.iter().copied().filter_map(written).flat_map(names).collect()
}

/// The Services that a route names.
fn services_of(route: &Object<HttpRouteSpec>) -> impl Iterator<Item = ObjectName> {
    let rules = route.spec.rules.iter().flatten();
    rules
        .flat_map(gateway_api::services)
        .map(|reference| ObjectName::new(reference.0.unwrap_or(&route.name.namespace), reference.1))
}

/// The policies of a backend and of its providers.
fn policies_of(spec: &BackendSpec) -> impl Iterator<Item = &Policies> {
    let groups = spec.ai.iter().flat_map(|ai| ai.groups.iter().flatten());
    let in_groups = groups.flat_map(|group| &group.providers).filter_map(|p| p.policies.as_ref());
    spec.policies.iter().chain(in_groups)
}

/// The Secrets that a backend takes credentials from.
fn secrets_of(backend: &Object<BackendSpec>) -> impl Iterator<Item = ObjectName> {
    let auth = policies_of(&backend.spec).filter_map(|policies| policies.auth.as_ref());
    let names = auth.flat_map(Auth::secrets);
    names.map(|name| ObjectName::new(&backend.name.namespace, name))
}

/// The objects from which a backend takes certificates.
fn authorities_of(backend: &Object<BackendSpec>) -> impl Iterator<Item = ObjectRef> {
    let tls = policies_of(&backend.spec).filter_map(|policies| policies.tls.as_ref());
    tls.flat_map(|tls| authorities::wanted(&backend.name.namespace, &tls.others))
}
