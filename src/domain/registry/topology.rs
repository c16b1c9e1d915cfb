//! The registry as a graph: Gateways, HTTPRoutes, backends, providers, Secrets, policies, and what leads to what.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Serialize, Serializer};

use super::killed::Killed;
use super::{KeySource, Row, State, StatusReason, StatusRow, WrittenRef};
use crate::domain::compile::Compiled;
use crate::domain::compile::attached::index::PolicyIndex;
use crate::domain::compile::backend::provider_groups;
use crate::domain::crd::backend::BackendSpec;
use crate::domain::crd::policy::PolicySpec;
use crate::domain::llm::provider;
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::domain::value::secret::DEFAULT_DATA_KEY;

/// A graph, in a stable order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Topology {
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

/// What leads to a provider that is asked only while those before it are left out.
const FALLBACK: &str = "fallback";

/// What a node is, once in a graph.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NodeId {
    /// By the name of its row, and `host:port`, which may be unknown.
    Provider {
        key: String,
        address: String,
    },
    Object(WrittenRef),
}

/// One thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Node {
    pub id: NodeId,
    pub layer: Layer,
    /// The line under the name: a class, a model, an address.
    pub detail: String,
    pub state: State,
    /// Why, where the state is not Ready.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Which column a node stands in, in the order in which a request meets them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Layer {
    Policy,
    Gateway,
    Route,
    Backend,
    Provider,
    Secret,
}

/// One thing leads to another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Edge {
    pub from: NodeId,
    pub to: NodeId,
    /// What a request must have to go this way.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub label: String,
}

impl NodeId {
    /// An object of a kind of ours.
    #[must_use]
    pub fn of(kind: Kind, name: ObjectName) -> Self {
        NodeId::Object(WrittenRef { kind: kind.to_string(), name })
    }
}

impl fmt::Display for NodeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NodeId::Object(object) => object.fmt(f),
            NodeId::Provider { key, address } if address.is_empty() => write!(f, "Provider {key}"),
            NodeId::Provider { key, address } => write!(f, "Provider {key} {address}"),
        }
    }
}

impl Serialize for NodeId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Node {
    /// Its namespace, where it has one, and its name. A provider has no namespace.
    #[must_use]
    pub fn name(&self) -> (Option<&str>, Cow<'_, str>) {
        match &self.id {
            NodeId::Object(WrittenRef { name, .. }) => {
                (Some(name.namespace.as_str()), Cow::Borrowed(&name.name))
            }
            NodeId::Provider { key, address } if address.is_empty() => (None, Cow::Borrowed(key)),
            NodeId::Provider { key, address } => (None, Cow::Owned(format!("{key} {address}"))),
        }
    }
}

impl Topology {
    /// The node of that name.
    #[must_use]
    pub fn node(&self, id: &NodeId) -> Option<&Node> {
        self.nodes.iter().find(|node| node.id == *id)
    }

    /// Only what is connected to a node that `keep` holds for.
    #[must_use]
    pub fn around(&self, keep: impl Fn(&Node) -> bool) -> Topology {
        let kept: BTreeSet<&NodeId> =
            self.nodes.iter().filter(|node| keep(node)).map(|node| &node.id).collect();
        let spread = |forwards: bool| {
            let mut ids = kept.clone();
            loop {
                let next = self.edges.iter().filter_map(|edge| {
                    let (from, to) =
                        if forwards { (&edge.from, &edge.to) } else { (&edge.to, &edge.from) };
                    (ids.contains(from) && !ids.contains(to)).then_some(to)
                });
                let next: Vec<_> = next.collect();
                if next.is_empty() {
                    return ids;
                }
                ids.extend(next);
            }
        };
        let ids: BTreeSet<&NodeId> = spread(true).union(&spread(false)).copied().collect();
        let there = |id: &NodeId| ids.contains(id);
        Topology {
            nodes: self.nodes.iter().filter(|node| there(&node.id)).cloned().collect(),
            edges: self.edges.iter().filter(|e| there(&e.from) && there(&e.to)).cloned().collect(),
        }
    }
}

/// The graph of a snapshot.
#[must_use]
pub fn topology(compiled: &Compiled) -> Topology {
    let snapshot = &*compiled.snapshot;
    let (nodes, edges) = Default::default();
    let mut graph = Graph { killed: Killed::of(compiled), nodes, edges };
    for row in super::gateway::rows(compiled) {
        let ports: Vec<_> =
            row.listeners.iter().map(|l| format!("{}:{}", l.name, l.port)).collect();
        graph.node(
            id(Kind::Gateway, &row.namespace, &row.name),
            Layer::Gateway,
            ports.join(" "),
            &row.status,
        );
    }
    for row in super::http_route::rows(compiled) {
        let id = id(Kind::HttpRoute, &row.namespace, &row.name);
        graph.node(id.clone(), Layer::Route, row.hostnames.join(" "), &row.status);
        for gateway in &row.gateways {
            let gateway = NodeId::of(Kind::Gateway, gateway.clone());
            graph.missing(&gateway, Layer::Gateway, snapshot);
            graph.edge(&gateway, &id, String::new());
        }
        // `*` stands for all models of the route: each has an edge of its own.
        let models = Kind::AgentgatewayModel.names().kind;
        let is_one = |to: &&WrittenRef| !(to.kind == models && to.name.name == "*");
        for backend in row.backends.iter().filter(is_one) {
            graph.edge(&id, &NodeId::Object(backend.clone()), String::new());
        }
    }
    for row in super::models(compiled) {
        graph.model(&row);
    }
    let policies = compiled.policies();
    for backend in snapshot.backends.values() {
        graph.groups(&policies, backend);
    }
    let of_models = graph.nodes.keys().cloned().collect::<BTreeSet<_>>();
    for row in super::backend::rows(compiled) {
        let id = id(Kind::AgentgatewayBackend, &row.namespace, &row.name);
        if !of_models.contains(&id) {
            let detail = row.address.unwrap_or_else(|| row.kind.to_owned());
            graph.node(id, Layer::Backend, detail, &row.status);
        }
    }
    for row in super::key::rows(compiled) {
        let keys = row.data_keys.unwrap_or(row.asked).join(" ");
        graph.node(id(Kind::Secret, &row.namespace, &row.name), Layer::Secret, keys, &row.status);
    }
    for row in super::policy::rows(snapshot) {
        let id = id(Kind::AgentgatewayPolicy, &row.namespace, &row.name);
        graph.node(id.clone(), Layer::Policy, row.policies.join(" "), &row.status);
        let name = ObjectName::new(&row.namespace, &row.name);
        let policy = snapshot.policies.get(&name);
        for target in policy.into_iter().flat_map(|policy| targets(snapshot, policy)) {
            graph.edge(&id, &target, String::new());
        }
    }
    graph.finish(snapshot)
}

fn id(kind: Kind, namespace: &str, name: &str) -> NodeId {
    NodeId::of(kind, ObjectName::new(namespace, name))
}

/// The objects that a policy is attached to, by name and by labels.
fn targets(snapshot: &Snapshot, policy: &Object<PolicySpec>) -> Vec<NodeId> {
    let namespace = &policy.name.namespace;
    let by_name = policy.spec.target_refs.iter().map(|to| {
        let name = ObjectName::new(namespace, &to.name);
        NodeId::Object(WrittenRef { kind: to.kind.clone(), name })
    });
    let by_labels = policy.spec.target_selectors.iter().flat_map(|to| {
        let wanted = &to.match_labels;
        let fits = |labels: &BTreeMap<String, String>| {
            wanted.iter().all(|(k, v)| labels.get(k) == Some(v))
        };
        let routes = snapshot.routes.values().map(|o| (Kind::HttpRoute, &o.name, &o.meta.labels));
        let gateways = snapshot.gateways.values().map(|o| (Kind::Gateway, &o.name, &o.meta.labels));
        let backends = snapshot
            .backends
            .values()
            .map(|o| (Kind::AgentgatewayBackend, &o.name, &o.meta.labels));
        let all: Vec<_> = routes.chain(gateways).chain(backends).collect();
        all.into_iter()
            .filter(|(kind, name, labels)| {
                Kind::of(&to.group, &to.kind) == Some(*kind)
                    && name.namespace == *namespace
                    && fits(labels)
            })
            .map(|(kind, name, _)| NodeId::of(kind, name.clone()))
            .collect::<Vec<_>>()
    });
    by_name.chain(by_labels).collect()
}

struct Graph<'c> {
    killed: Killed<'c>,
    nodes: BTreeMap<NodeId, Node>,
    edges: BTreeMap<(NodeId, NodeId), Vec<String>>,
}

impl Graph<'_> {
    fn node(&mut self, id: NodeId, layer: Layer, detail: String, status: &StatusRow) {
        let reason = match status.state {
            State::Ready => String::new(),
            _ => status.reason.word().to_owned(),
        };
        self.nodes.insert(id.clone(), Node { id, layer, detail, state: status.state, reason });
    }

    /// An edge; a second way between the same two adds its label.
    fn edge(&mut self, from: &NodeId, to: &NodeId, label: String) {
        let labels = self.edges.entry((from.clone(), to.clone())).or_default();
        if !label.is_empty() && !labels.contains(&label) {
            labels.push(label);
        }
    }

    /// Something that is named and not there.
    fn missing(&mut self, id: &NodeId, layer: Layer, snapshot: &Snapshot) {
        if self.nodes.contains_key(id) {
            return;
        }
        let kind = match layer {
            Layer::Gateway => Kind::Gateway,
            Layer::Route => Kind::HttpRoute,
            Layer::Secret => Kind::Secret,
            _ => Kind::AgentgatewayBackend,
        };
        let object = match id {
            NodeId::Object(object) => Some(object),
            NodeId::Provider { .. } => None,
        };
        let is_ours =
            |object: &WrittenRef| Kind::all().any(|kind| kind.names().kind == object.kind);
        let ours = object.is_some_and(is_ours);
        let seen = object.is_none_or(|object| snapshot.sees(kind, &object.name.namespace));
        let unread = !ours || !seen || snapshot.unread.contains_key(&kind);
        // Without any Gateway object one is implied, and files need none.
        let implied = layer == Layer::Gateway && snapshot.gateways.is_empty() && seen;
        let status = match () {
            () if unread => StatusRow::of(State::Warning, StatusReason::NotRead, ""),
            () if implied => StatusRow::ready(),
            () => StatusRow::of(State::NotReady, StatusReason::NotFound, ""),
        };
        self.node(id.clone(), layer, String::new(), &status);
    }

    fn model(&mut self, row: &Row) {
        let id = id(row.source.kind(), &row.namespace, &row.name);
        let model = row.model.clone().unwrap_or_else(|| "client's model".to_owned());
        self.node(id.clone(), Layer::Backend, model, &row.status);
        for way in &row.routes {
            let share =
                if way.percent == 100 { String::new() } else { format!(" {}%", way.percent) };
            let label = format!("{}{share}", way.matches);
            match (&way.route, &way.gateway) {
                (Some(route), _) => {
                    self.edge(&NodeId::of(Kind::HttpRoute, route.clone()), &id, label)
                }
                (None, Some(gateway)) => {
                    self.edge(&NodeId::of(Kind::Gateway, gateway.clone()), &id, label)
                }
                (None, None) => {}
            }
        }
        if let Some(provider) = &row.provider {
            self.provider(&id, provider, row.address.as_deref().unwrap_or_default(), "");
        }
        let secret = matches!(row.key.source, KeySource::Secret | KeySource::SecretForbidden);
        if let (true, Some(name)) = (secret, &row.key.name) {
            let secret = self::id(Kind::Secret, &row.namespace, name);
            self.edge(&id, &secret, row.key.data_key.clone().unwrap_or_default());
        }
    }

    fn provider(&mut self, of: &NodeId, key: &str, address: &str, label: &str) {
        let known = provider::named(key);
        let status = known.map_or_else(StatusRow::ready, |known| self.killed.provider(known.key));
        let (key, address) = (key.to_owned(), address.to_owned());
        let provider = NodeId::Provider { key, address };
        self.node(provider.clone(), Layer::Provider, String::new(), &status);
        self.edge(of, &provider, label.to_owned());
    }

    /// The providers of a backend beside its first, and their Secrets.
    fn groups(&mut self, policies: &PolicyIndex<'_>, backend: &Object<BackendSpec>) {
        let Some(groups) = backend.spec.ai.as_ref().and_then(|ai| ai.groups.as_ref()) else {
            return;
        };
        let id = id(Kind::AgentgatewayBackend, &backend.name.namespace, &backend.name.name);
        let resolved = provider_groups::resolve(policies, backend);
        for (rank, group) in resolved.iter().flat_map(|backend| backend.groups.iter().enumerate()) {
            let label = if rank == 0 { "" } else { FALLBACK };
            for upstream in group.iter().filter_map(|member| member.upstream.as_ref().ok()) {
                let address = format!("{}:{}", upstream.address.host, upstream.address.port);
                self.provider(&id, upstream.provider.key, &address, label);
            }
        }
        let policies = groups.iter().flat_map(|group| &group.providers);
        for auth in policies.filter_map(|provider| provider.policies.as_ref()?.auth.as_ref()) {
            let Some(reference) = &auth.secret_ref else { continue };
            let secret = self::id(Kind::Secret, &backend.name.namespace, &reference.name);
            let data_key = reference.key.as_deref().unwrap_or(DEFAULT_DATA_KEY);
            self.edge(&id, &secret, data_key.to_owned());
        }
    }

    /// Every end of an edge has its node.
    fn finish(mut self, snapshot: &Snapshot) -> Topology {
        let ends: Vec<NodeId> =
            self.edges.keys().flat_map(|(from, to)| [from.clone(), to.clone()]).collect();
        for end in ends {
            let layer = match &end {
                NodeId::Provider { .. } => Layer::Provider,
                NodeId::Object(object) => match object.kind.as_str() {
                    "Gateway" => Layer::Gateway,
                    "HTTPRoute" => Layer::Route,
                    "Secret" => Layer::Secret,
                    _ => Layer::Backend,
                },
            };
            self.missing(&end, layer, snapshot);
        }
        let mut nodes: Vec<_> = self.nodes.into_values().collect();
        nodes.sort_by(|a, b| (a.layer, &a.id).cmp(&(b.layer, &b.id)));
        let edges = self.edges.into_iter();
        let edges = edges.map(|((from, to), labels)| Edge { from, to, label: labels.join(", ") });
        Topology { nodes, edges: edges.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use serde_json::json;

    fn graph() -> Topology {
        let mut all = Objects::new(World::Cluster);
        let backend = json!({"metadata": {"name": "b", "namespace": "n"}, "spec": {
            "ai": {"provider": {"openai": {"model": "gpt-4o"}}},
            "policies": {"auth": {"secretRef": {"name": "k"}}}}});
        let route = json!({"metadata": {"name": "r", "namespace": "n"}, "spec": {
            "parentRefs": [{"name": "g"}], "rules": [{"backendRefs": [
                {"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "b"},
                {"name": "service"}]}]}});
        all.apply(Kind::AgentgatewayBackend, backend, Origin::Cluster);
        all.apply(Kind::HttpRoute, route, Origin::Cluster);
        topology(&Compiled::of(all.snapshot()))
    }

    #[test]
    fn every_end_of_an_edge_has_a_node() {
        let graph = graph();
        assert!(graph.edges.len() >= 4, "{graph:?}");
        for edge in &graph.edges {
            assert!(graph.node(&edge.from).is_some() && graph.node(&edge.to).is_some(), "{edge:?}");
        }
        let state = |kind, name| graph.node(&id(kind, "n", name)).map(|node| node.state);
        assert_eq!(state(Kind::Secret, "k"), Some(State::NotReady));
        assert_eq!(state(Kind::Service, "service"), Some(State::Warning));
    }

    #[test]
    fn every_provider_of_a_backend_is_drawn_with_its_secret() {
        let provider = |name: &str, kind: &str, secret: &str| {
            json!({"name": name, kind: {"model": "m"},
                "policies": {"auth": {"secretRef": {"name": secret}}}})
        };
        let backend = json!({"metadata": {"name": "b", "namespace": "n"}, "spec": {"ai": {"groups": [
            {"providers": [provider("one", "openai", "k1")]},
            {"providers": [provider("two", "anthropic", "k2")]}]}}});
        let mut all = Objects::new(World::Cluster);
        all.apply(Kind::AgentgatewayBackend, backend, Origin::Cluster);
        let graph = topology(&Compiled::of(all.snapshot()));
        let edges = graph.edges.iter().map(|e| (e.to.to_string(), e.label.as_str()));
        let edges: Vec<_> = edges.collect();
        let edges: Vec<_> = edges.iter().map(|(to, label)| (to.as_str(), *label)).collect();
        assert_eq!(
            edges,
            [
                ("Provider anthropic api.anthropic.com:443", "fallback"),
                ("Provider openai api.openai.com:443", ""),
                ("Secret n/k1", "Authorization"),
                ("Secret n/k2", "Authorization"),
            ]
        );
    }

    #[test]
    fn around_a_backend_is_what_leads_to_it_and_what_it_leads_to() {
        let around = graph().around(|node| node.id == id(Kind::AgentgatewayBackend, "n", "b"));
        let has = |kind, name| around.node(&id(kind, "n", name)).is_some();
        assert!(has(Kind::Gateway, "g") && has(Kind::Secret, "k"), "{around:?}");
        assert!(!has(Kind::Service, "service"), "{around:?}");
    }
}
