//! What else has to be read because the objects at hand name it: Secrets, Services, namespaces, certificates.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

use super::Snapshot;
use super::selection::Selection;
use super::{Object, authorities, resolves};
use crate::domain::crd::backend::{Auth, BackendSpec, Policies, secrets_of_credentials};
use crate::domain::crd::gateway_api::{self, HttpRouteSpec, Listener, ObjectReference};
use crate::domain::crd::policy::PolicySpec;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

impl Snapshot {
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
    pub(super) fn authorities_of_others(&self) -> Vec<ObjectRef> {
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
    pub(super) fn listeners(&self) -> impl Iterator<Item = (&ObjectName, &Listener)> {
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
    pub(super) fn secrets_of_others(&self) -> impl Iterator<Item = ObjectName> {
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
            certificate_secret(&gateway.name.namespace, reference)
        });
        self.listeners().flat_map(of_listener).chain(of_gateways).collect()
    }
}

/// The Secret that a certificate reference of an object in `namespace` means; none where it means another kind.
#[must_use]
pub fn certificate_secret(namespace: &str, reference: &ObjectReference) -> Option<ObjectName> {
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
        let policies = match block {
            "backend" => &spec.backend.as_ref()?.policies,
            _ => &spec.traffic.as_ref()?.policies,
        };
        Some((name, policies.get(policy)?))
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
pub(super) fn secrets_of(backend: &Object<BackendSpec>) -> impl Iterator<Item = ObjectName> {
    let auth = policies_of(&backend.spec).filter_map(|policies| policies.auth.as_ref());
    let names = auth.flat_map(Auth::secrets);
    names.map(|name| ObjectName::new(&backend.name.namespace, name))
}

/// The objects from which a backend takes certificates.
pub(super) fn authorities_of(backend: &Object<BackendSpec>) -> impl Iterator<Item = ObjectRef> {
    let tls = policies_of(&backend.spec).filter_map(|policies| policies.tls.as_ref());
    tls.flat_map(|tls| authorities::wanted(&backend.name.namespace, &tls.others))
}
