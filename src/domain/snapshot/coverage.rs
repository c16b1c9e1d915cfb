//! How far a cluster was seen: what was read of each kind, what was refused, and what the objects that were read need
//! from elsewhere. Absence says something of an object only where its kind and namespace were seen.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use super::{Object, Snapshot, Unread, World};
use crate::domain::crd::gateway_api::{HttpRouteSpec, NamespacesFrom};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// A kind that was read in some namespaces and not in all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartialCoverage {
    /// The namespaces of which every object was read.
    pub namespaces: BTreeSet<String>,
    /// What was asked for and refused, and the API server's words for it.
    pub refused: BTreeMap<CoverageScope, String>,
}

impl PartialCoverage {
    /// The namespaces that were asked for and refused, and the API server's words for it.
    pub fn refused_namespaces(&self) -> impl Iterator<Item = (&str, &str)> {
        self.refused.iter().filter_map(|(scope, words)| match scope {
            CoverageScope::Namespace(namespace) => Some((namespace.as_str(), words.as_str())),
            CoverageScope::Cluster => None,
        })
    }
}

/// Where objects are listed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CoverageScope {
    Cluster,
    Namespace(String),
}

/// Something that could not be read, in the shape that scripts rely on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NotRead {
    #[serde(rename = "objectKind")]
    pub kind: &'static str,
    /// `httproutes.gateway.networking.k8s.io`, as RBAC and `kubectl auth can-i` name it.
    pub resource: String,
    /// The right that is missing.
    pub verb: &'static str,
    /// Where it is missing; none for the whole cluster.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// The namespaces that were read instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub read: Vec<String>,
    pub reason: &'static str,
    /// The API server's words.
    pub message: String,
}

impl NotRead {
    /// Objects of a kind that may not be listed in a namespace, or in all.
    #[must_use]
    pub fn list(kind: Kind, namespace: Option<&str>, message: String) -> Self {
        NotRead {
            kind: kind.names().kind,
            resource: kind.names().resource(),
            // Who may list and not watch follows nothing; the API server says which it was.
            verb: if message.contains(" cannot watch ") { "watch" } else { "list" },
            namespace: namespace.map(str::to_owned),
            read: Vec::new(),
            reason: "Forbidden",
            message,
        }
    }
}

impl fmt::Display for NotRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let NotRead { kind, resource, verb, namespace, read, message, .. } = self;
        let place = match namespace {
            Some(namespace) => format!("in namespace {namespace}"),
            None => "in all namespaces".to_owned(),
        };
        write!(f, "{kind}: no permission to {verb} {resource} {place}")?;
        if !read.is_empty() {
            write!(f, "; only read in namespace {}", read.join(", "))?;
        }
        // Other authorizers than RBAC say more than who may not do what.
        match message.contains(" cannot ") || message.is_empty() {
            true => Ok(()),
            false => write!(f, " ({message})"),
        }
    }
}

impl Snapshot {
    /// Whether every object of a kind in a namespace was read, so that one that is not here does not exist.
    #[must_use]
    pub fn sees(&self, kind: Kind, namespace: &str) -> bool {
        match (self.unread.get(&kind), self.partly.get(&kind)) {
            (Some(Unread::Forbidden(_)), _) => false,
            (_, Some(partly)) => partly.namespaces.contains(namespace),
            _ => true,
        }
    }

    /// Whether every object of a kind was read, in all namespaces.
    #[must_use]
    pub fn sees_all(&self, kind: Kind) -> bool {
        !self.partly.contains_key(&kind)
            && !matches!(self.unread.get(&kind), Some(Unread::Forbidden(_)))
    }

    /// Whether the absence of an object means that it doesn't exist: in a cluster, if all objects of its kind can be read
    /// (in this namespace, or in every one); among files, if they have any object of its kind. Manifests often leave out
    /// what a cluster has.
    #[must_use]
    pub fn knows(&self, kind: Kind, namespace: Option<&str>) -> bool {
        match self.world {
            World::Cluster => {
                let sees = |namespace| self.sees(kind, namespace);
                !self.unread.contains_key(&kind)
                    && namespace.map_or_else(|| self.sees_all(kind), sees)
            }
            World::Files => self.names(kind).next().is_some(),
        }
    }

    /// Whether these are files without any object of a kind, which are made elsewhere.
    #[must_use]
    pub fn leaves_out(&self, kind: Kind) -> bool {
        self.world == World::Files && !self.knows(kind, None)
    }

    /// The names of the objects of a kind, as far as they were understood.
    #[must_use]
    pub fn names(&self, kind: Kind) -> Box<dyn Iterator<Item = &ObjectName> + '_> {
        match kind {
            Kind::Gateway => Box::new(self.gateways.keys()),
            Kind::HttpRoute => Box::new(self.routes.keys()),
            Kind::AgentgatewayBackend => Box::new(self.backends.keys()),
            Kind::AgentgatewayModel => Box::new(self.models.keys()),
            Kind::AgentgatewayPolicy => Box::new(self.policies.keys()),
            Kind::ReferenceGrant => Box::new(self.grants.keys()),
            Kind::ListenerSet => Box::new(self.listener_sets.keys()),
            Kind::BackendTlsPolicy => Box::new(self.tls_policies.keys()),
            Kind::Secret => Box::new(self.secrets.keys()),
            Kind::Service => Box::new(self.services.keys()),
            Kind::Namespace => Box::new(self.namespaces.keys()),
            Kind::AgentgatewayParameters => Box::new(self.parameters.keys()),
            Kind::ConfigMap => Box::new(self.config_maps.keys()),
        }
    }

    /// What was asked for and refused, by kind and scope.
    #[must_use]
    pub fn not_read(&self) -> Vec<NotRead> {
        let row = |kind: Kind, scope: &CoverageScope, read: Vec<String>, message: &str| {
            let namespace = match scope {
                CoverageScope::Cluster => None,
                CoverageScope::Namespace(namespace) => Some(namespace.as_str()),
            };
            NotRead { read, ..NotRead::list(kind, namespace, message.to_owned()) }
        };
        let mut rows = Vec::new();
        for kind in Kind::LISTED {
            if let Some(Unread::Forbidden(message)) = self.unread.get(kind) {
                // The API server names the narrowest place that was asked for.
                let named = message.rsplit_once("in the namespace \"");
                let named = named.map(|(_, rest)| rest.trim_end_matches('"').to_owned());
                let scope = named.map_or(CoverageScope::Cluster, CoverageScope::Namespace);
                rows.push(row(*kind, &scope, Vec::new(), message));
            }
            let Some(partly) = self.partly.get(kind) else { continue };
            for (scope, message) in &partly.refused {
                let read = match scope {
                    CoverageScope::Cluster => partly.namespaces.iter().cloned().collect(),
                    CoverageScope::Namespace(_) => Vec::new(),
                };
                rows.push(row(*kind, scope, read, message));
            }
        }
        rows
    }

    /// Whether nothing of these kinds could be read, though some of them are installed.
    #[must_use]
    pub fn is_blind(&self, kinds: &[Kind]) -> bool {
        let forbidden = |kind: &Kind| matches!(self.unread.get(kind), Some(Unread::Forbidden(_)));
        let installed = |kind: &Kind| self.unread.get(kind) != Some(&Unread::NotInstalled);
        kinds.iter().any(forbidden) && kinds.iter().filter(|kind| installed(kind)).all(forbidden)
    }

    /// The same snapshot, of a watch of one namespace: nothing was looked for in others.
    #[must_use]
    pub fn only_of(mut self, namespace: &str) -> Self {
        for kind in Kind::LISTED.iter().filter(|kind| !self.unread.contains_key(kind)) {
            self.partly.entry(*kind).or_default().namespaces.insert(namespace.to_owned());
        }
        self
    }

    /// The namespaces in which objects of these kinds may not be read, as objects.
    pub(super) fn hidden_in(&self, kinds: &[Kind]) -> Vec<ObjectName> {
        let partly = kinds.iter().filter_map(|kind| self.partly.get(kind));
        let refused = partly.flat_map(PartialCoverage::refused_namespaces);
        refused.map(|(namespace, _)| ObjectName::new("", namespace)).collect()
    }

    /// Whether an object that was read is of this namespace.
    #[must_use]
    pub fn has_any_in(&self, namespace: &str) -> bool {
        let named = self.gateways.keys().chain(self.routes.keys()).chain(self.backends.keys());
        let named = named.chain(self.models.keys()).chain(self.policies.keys());
        let named = named.chain(self.grants.keys()).chain(self.listener_sets.keys());
        let broken = self.broken.keys().map(|object| &object.name);
        named.chain(self.tls_policies.keys()).chain(broken).any(|name| name.namespace == namespace)
    }

    /// The lists of other namespaces without which the objects that were read are half understood: the Gateways that
    /// routes belong to with the policies on them, the backends that they lead to with the grants, the routes that a
    /// grant lets in.
    #[must_use]
    pub fn needs(&self) -> BTreeSet<(Kind, String)> {
        let mut needs = BTreeSet::new();
        for route in self.routes.values() {
            of_route(route, &mut needs);
        }
        for model in self.models.values() {
            for parent in &model.spec.parent_refs {
                if let Some(namespace) = &parent.namespace {
                    let kind = parent.kind.as_deref().unwrap_or("Gateway");
                    of_parent(kind, namespace, &mut needs);
                }
            }
        }
        for set in self.listener_sets.values() {
            if let Some(namespace) = &set.spec.parent_ref.namespace {
                of_parent("Gateway", namespace, &mut needs);
            }
        }
        let routes = Kind::HttpRoute.names();
        for from in self.grants.values().flat_map(|grant| &grant.spec.from) {
            if (from.group.as_str(), from.kind.as_str()) == (routes.group, routes.kind) {
                needs.insert((Kind::HttpRoute, from.namespace.clone()));
            }
        }
        needs.retain(|(kind, namespace)| {
            let asked = CoverageScope::Namespace(namespace.clone());
            let refused = |partly: &PartialCoverage| partly.refused.contains_key(&asked);
            !self.sees(*kind, namespace)
                && !self.unread.contains_key(kind)
                && !self.partly.get(kind).is_some_and(refused)
        });
        needs
    }

    /// Whether a Gateway of this namespace takes routes of others.
    #[must_use]
    pub fn takes_from_elsewhere(&self, namespace: &str) -> bool {
        let gateways = self.gateways.values().filter(|one| one.name.namespace == namespace);
        gateways.flat_map(|gateway| &gateway.spec.listeners).any(|listener| {
            let rules = listener.allowed_routes.as_ref();
            let namespaces = rules.and_then(|rules| rules.namespaces.as_ref());
            let from = namespaces.and_then(|namespaces| namespaces.from.as_ref());
            matches!(from, Some(NamespacesFrom::All | NamespacesFrom::Selector))
        })
    }
}

fn of_route(route: &Object<HttpRouteSpec>, needs: &mut BTreeSet<(Kind, String)>) {
    for parent in route.spec.parent_refs.iter().flatten() {
        if let Some(namespace) = &parent.namespace {
            of_parent(parent.kind.as_deref().unwrap_or("Gateway"), namespace, needs);
        }
    }
    let rules = route.spec.rules.iter().flatten();
    for reference in rules.flat_map(|rule| rule.backend_refs.iter().flatten()) {
        let Some(namespace) = &reference.namespace else { continue };
        let group = reference.group.as_deref().unwrap_or_default();
        needs.insert((Kind::ReferenceGrant, namespace.clone()));
        match Kind::of(group, reference.kind.as_deref().unwrap_or("Service")) {
            Some(kind @ (Kind::AgentgatewayBackend | Kind::AgentgatewayModel)) => {
                needs.insert((kind, namespace.clone()));
                needs.insert((Kind::AgentgatewayPolicy, namespace.clone()));
            }
            _ => drop(needs.insert((Kind::BackendTlsPolicy, namespace.clone()))),
        }
    }
}

fn of_parent(kind: &str, namespace: &str, needs: &mut BTreeSet<(Kind, String)>) {
    let kinds: &[Kind] = match kind {
        "Gateway" => &[Kind::Gateway, Kind::AgentgatewayPolicy],
        "ListenerSet" => &[Kind::ListenerSet, Kind::AgentgatewayPolicy],
        "HTTPRoute" => &[Kind::HttpRoute],
        _ => &[],
    };
    needs.extend(kinds.iter().map(|kind| (*kind, namespace.to_owned())));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use serde_json::json;

    #[test]
    fn absence_says_something_only_where_the_kind_was_seen() {
        let mut objects = Objects::new(World::Cluster);
        objects.unread(Kind::Gateway, Unread::Forbidden("no".into()));
        objects.read_in(Kind::HttpRoute, "a");
        objects.refuse(Kind::HttpRoute, CoverageScope::Cluster, "no".into());
        let now = objects.snapshot();
        assert!(!now.sees(Kind::Gateway, "a"));
        assert!(now.sees(Kind::HttpRoute, "a") && !now.sees(Kind::HttpRoute, "b"));
        assert!(now.sees(Kind::AgentgatewayBackend, "b"));
        let words: Vec<_> = now.not_read().iter().map(ToString::to_string).collect();
        assert_eq!(words.len(), 2, "{words:?}");
        assert!(
            words[1].ends_with("in all namespaces; only read in namespace a (no)"),
            "{words:?}"
        );
        assert!(now.is_blind(&[Kind::Gateway]) && !now.is_blind(&[Kind::Gateway, Kind::HttpRoute]));
    }

    #[test]
    fn a_route_needs_the_gateway_and_the_backend_that_it_names_elsewhere() {
        let mut objects = Objects::new(World::Cluster);
        for kind in Kind::LISTED {
            objects.read_in(*kind, "apps");
        }
        let route = json!({"metadata": {"name": "r", "namespace": "apps"}, "spec": {
            "parentRefs": [{"name": "g", "namespace": "infra"}],
            "rules": [{"backendRefs": [{"group": "agentgateway.dev", "kind": "AgentgatewayBackend",
                "name": "b", "namespace": "models"}]}]}});
        objects.apply(Kind::HttpRoute, route, Origin::Cluster);
        let needs = objects.current().needs();
        for (kind, namespace) in [
            (Kind::Gateway, "infra"),
            (Kind::AgentgatewayPolicy, "infra"),
            (Kind::AgentgatewayBackend, "models"),
            (Kind::ReferenceGrant, "models"),
        ] {
            assert!(needs.contains(&(kind, namespace.to_owned())), "{kind} {namespace}: {needs:?}");
        }
        objects.refuse(Kind::Gateway, CoverageScope::Namespace("infra".into()), "no".into());
        assert!(!objects.current().needs().contains(&(Kind::Gateway, "infra".to_owned())));
    }
}
