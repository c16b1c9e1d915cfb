//! The policies in force on one path from a listener to a backend, merged as agentgateway merges them, each with where
//! it comes from. The proxy and every explanation of it are made from this.
//!
//! Source: agentgateway's `crates/agentgateway/src/store/binds.rs` at 75b4e6ce6, `route_policies` and
//! `backend_policies`.

use std::collections::BTreeMap;

use serde_json::Value;

use super::settings::{Block, inline, names_of, of_block, of_traffic, settings};
use super::targets::{self, Attached, Policy};
use super::tls_policies::TlsPolicy;
use crate::domain::crd::backend::Policies;
use crate::domain::crd::gateway_api::Rule;
pub use crate::domain::crd::policy::Phase;
use crate::domain::route::reason::PolicyField;
use crate::domain::snapshot::Snapshot;
use crate::domain::value::object_ref::{Kind, ObjectName};

/// One path of a request, from a listener to a backend.
#[derive(Clone, Copy, Debug, Default)]
pub struct PolicyPath<'a> {
    pub gateway: Option<&'a ObjectName>,
    /// The listener's name among those of its Gateway: `http`, or `namespace/set/http` in a ListenerSet.
    pub listener: &'a str,
    /// The HTTPRoute, and its rule counted from 0.
    pub route: Option<(&'a ObjectName, usize)>,
    pub backend: Option<&'a ObjectName>,
    /// The provider inside the backend's groups; of a backend without groups it is `backend`.
    pub provider: Option<&'a str>,
    /// A Service in a backend's place, and its port.
    pub service: Option<(&'a ObjectName, &'a str)>,
}

/// The name by which policies know the only provider of a backend without groups.
pub const ONLY_PROVIDER: &str = "backend";

/// One policy in force: what the places say that count, and the places that do not.
#[derive(Clone, Debug)]
pub struct Merged<'s> {
    /// One, or several where policies add up; the weakest first.
    pub settings: Vec<PolicySource<'s>>,
    /// Where else it is set, to no effect.
    pub overridden: Vec<String>,
}

/// What one place says of one policy.
#[derive(Clone, Debug)]
pub struct PolicySource<'s> {
    /// The place in words.
    pub from: String,
    /// The object that says it; none for what a rule or a backend says by itself.
    pub policy: Option<&'s Policy>,
    /// None where a rule or a backend says it in fields of its own.
    pub value: Option<&'s Value>,
}

impl<'s> PolicySource<'s> {
    /// What it says, as it is written.
    #[must_use]
    pub fn written(&self) -> &'s Value {
        self.value.unwrap_or(&Value::Null)
    }

    /// The same, and the policy that says it; none where it is no policy.
    #[must_use]
    pub fn of_policy(&self) -> Option<(&'s Value, &'s Policy)> {
        self.value.zip(self.policy)
    }

    /// How a reason names this field of it.
    #[must_use]
    pub fn field(&self, field: &str) -> PolicyField {
        let field = field.to_owned();
        match self.policy {
            Some(policy) => PolicyField::Of { field, policy: policy.name.clone() },
            None => PolicyField::Own(field),
        }
    }
}

/// The policies that one object on the path sets.
struct Layer<'s> {
    from: String,
    policy: Option<&'s Policy>,
    tls: Option<&'s TlsPolicy>,
    settings: Vec<(String, Option<&'s Value>)>,
    /// More specific objects cannot override what it sets.
    seals: bool,
    /// Whether it is on a section of its object.
    of_section: bool,
}

/// Policies by name (`traffic.cors`), merged.
pub type EffectivePolicies<'s> = BTreeMap<String, Merged<'s>>;

/// Policies that add up instead of replacing each other.
const ADDS_UP: &[&str] = &["backend.authorization", "traffic.authorization"];

/// Every AgentgatewayPolicy on a path, whatever it sets.
#[must_use]
pub fn policies<'s>(
    snapshot: &'s Snapshot,
    all: &'s Attached,
    path: &PolicyPath<'_>,
) -> Vec<&'s Policy> {
    let whatever = |_: &'s Policy| vec![(String::new(), None)];
    let mut layers = listener_layers(snapshot, all, path, &whatever);
    layers.extend(targeted(snapshot, all, path, &whatever));
    layers.into_iter().filter_map(|layer| layer.policy).collect()
}

/// `frontend.…`: on the Gateway and its listener.
#[must_use]
pub fn frontend<'s>(
    snapshot: &'s Snapshot,
    all: &'s Attached,
    path: &PolicyPath<'_>,
) -> EffectivePolicies<'s> {
    lay(without_seals(listener_layers(snapshot, all, path, &of_frontend)))
}

/// `traffic.…` of one phase; the policies before routing are called `preRouting.…`.
#[must_use]
pub fn traffic<'s>(
    snapshot: &'s Snapshot,
    all: &'s Attached,
    path: &PolicyPath<'_>,
    phase: Phase,
) -> EffectivePolicies<'s> {
    let of_phase = move |policy: &'s Policy| of_traffic(policy, phase);
    let mut layers = listener_layers(snapshot, all, path, &of_phase);
    if phase == Phase::PreRouting {
        return lay(without_seals(layers));
    }
    layers.extend(route_layers(snapshot, all, path, &of_phase));
    if let Some((name, index)) = path.route
        && let Some(rule) = rule(snapshot, name, index)
    {
        layers.push(Layer {
            from: format!("HTTPRoute {name} rule {index}"),
            policy: None,
            tls: None,
            settings: inline(rule).into_iter().map(|name| (name, None)).collect(),
            seals: false,
            of_section: false,
        });
    }
    lay(layers)
}

/// `backend.…`: names and places. What they come to is in [`super::on_backend`].
#[must_use]
pub fn backend<'s>(
    snapshot: &'s Snapshot,
    all: &'s Attached,
    path: &PolicyPath<'_>,
) -> EffectivePolicies<'s> {
    let mut layers = targeted(snapshot, all, path, &of_backend);
    layers.extend(own(snapshot, path).into_iter().map(|(from, policies)| Layer {
        from,
        policy: None,
        tls: None,
        settings: names_of(policies).map(|name| (format!("backend.{name}"), None)).collect(),
        seals: false,
        of_section: false,
    }));
    lay(layers)
}

/// A policy for the upstream's side.
#[derive(Clone, Copy, Debug)]
pub enum OnUpstream<'s> {
    Agentgateway(&'s Policy),
    Tls(&'s TlsPolicy),
}

/// The policies of the upstream on a path, the weakest first.
#[must_use]
pub fn backend_policies<'s>(
    snapshot: &'s Snapshot,
    all: &'s Attached,
    path: &PolicyPath<'_>,
) -> Vec<OnUpstream<'s>> {
    if all.is_empty() {
        return Vec::new();
    }
    let one = |layer: Layer<'s>| match (layer.policy, layer.tls) {
        (Some(policy), _) => Some(OnUpstream::Agentgateway(policy)),
        (None, tls) => tls.map(OnUpstream::Tls),
    };
    targeted(snapshot, all, path, &of_backend).into_iter().filter_map(one).collect()
}

/// What a backend and its provider say by themselves.
fn own<'s>(snapshot: &'s Snapshot, path: &PolicyPath<'_>) -> Vec<(String, &'s Policies)> {
    let Some(backend) = path.backend.and_then(|name| snapshot.backends.get(name)) else {
        return Vec::new();
    };
    let from = format!("AgentgatewayBackend {}", backend.name);
    let of_backend = backend.spec.policies.as_ref().map(|policies| (from.clone(), policies));
    let groups = backend.spec.ai.iter().flat_map(|ai| ai.groups.iter().flatten());
    let provider = groups
        .flat_map(|group| &group.providers)
        .find(|provider| path.provider.is_none_or(|name| name == provider.name));
    let of_provider = provider.and_then(|provider| {
        Some((format!("{from} provider {}", provider.name), provider.policies.as_ref()?))
    });
    of_backend.into_iter().chain(of_provider).collect()
}

fn first_provider<'s>(snapshot: &'s Snapshot, backend: &ObjectName) -> Option<&'s str> {
    let groups = snapshot.backends.get(backend)?.spec.ai.as_ref()?.groups.as_ref()?;
    Some(groups.first()?.providers.first()?.name.as_str())
}

fn targeted<'s>(
    snapshot: &'s Snapshot,
    all: &'s Attached,
    path: &PolicyPath<'_>,
    read: Read<'_, 's>,
) -> Vec<Layer<'s>> {
    let mut layers = gateway_layers(snapshot, all, path, read);
    if let Some(name) = path.backend {
        let labels = snapshot.backends.get(name).map(|backend| &backend.meta.labels);
        let kind = Kind::AgentgatewayBackend;
        let target = PolicyTarget { kind, name, labels };
        layers.extend(attached(all, target, None, read));
        layers.extend(all.tls.on(kind, name, None).map(|policy| tls(policy, kind, name, None)));
        let section = path.provider.or_else(|| first_provider(snapshot, name));
        let section = section.unwrap_or(ONLY_PROVIDER);
        layers.extend(attached(all, target, Some(section), read));
        let of_section = all.tls.on(kind, name, Some(section));
        layers.extend(of_section.map(|policy| tls(policy, kind, name, Some(section))));
    }
    if let Some((name, port)) = path.service {
        let labels = snapshot.service(name).map(|service| &service.meta.labels);
        let kind = Kind::Service;
        let target = PolicyTarget { kind, name, labels };
        layers.extend(attached(all, target, None, read));
        layers.extend(all.tls.on(kind, name, None).map(|policy| tls(policy, kind, name, None)));
        layers.extend(attached(all, target, Some(port), read));
        let of_port = all.tls.on_port(snapshot, name, port);
        layers.extend(of_port.map(|policy| tls(policy, kind, name, Some(port))));
    }
    layers.extend(route_layers(snapshot, all, path, read));
    layers
}

/// What a BackendTLSPolicy sets.
fn tls<'s>(
    policy: &'s TlsPolicy,
    kind: Kind,
    object: &ObjectName,
    section: Option<&str>,
) -> Layer<'s> {
    let section = section.map(|section| format!("/{section}")).unwrap_or_default();
    Layer {
        from: format!("BackendTLSPolicy {} on {kind} {object}{section}", policy.name),
        policy: None,
        tls: Some(policy),
        settings: vec![("backend.tls".to_owned(), None)],
        seals: false,
        of_section: !section.is_empty(),
    }
}

/// Lays the layers over each other, the weakest first.
fn lay(layers: Vec<Layer<'_>>) -> EffectivePolicies<'_> {
    let mut merged = BTreeMap::new();
    let mut sealed: Vec<String> = Vec::new();
    for layer in layers {
        for (name, value) in layer.settings {
            let entry = merged
                .entry(name.clone())
                .or_insert_with(|| Merged { settings: Vec::new(), overridden: Vec::new() });
            if sealed.contains(&name) {
                entry.overridden.push(layer.from.clone());
                continue;
            }
            if !ADDS_UP.contains(&&*Block::row(&name)) {
                entry.overridden.extend(entry.settings.drain(..).map(|setting| setting.from));
            }
            entry.settings.push(PolicySource {
                from: layer.from.clone(),
                policy: layer.policy,
                value,
            });
            if layer.seals {
                sealed.push(name);
            }
        }
    }
    merged
}

type Read<'f, 's> = &'f dyn Fn(&'s Policy) -> Vec<(String, Option<&'s Value>)>;

/// An object that policies may target.
#[derive(Clone, Copy)]
struct PolicyTarget<'a> {
    kind: Kind,
    name: &'a ObjectName,
    /// None where the object is not known.
    labels: Option<&'a BTreeMap<String, String>>,
}

fn gateway_layers<'s>(
    snapshot: &'s Snapshot,
    all: &'s Attached,
    path: &PolicyPath<'_>,
    read: Read<'_, 's>,
) -> Vec<Layer<'s>> {
    let Some(gateway) = path.gateway.filter(|_| !all.is_empty()) else { return Vec::new() };
    let labels = snapshot.gateways.get(gateway).map(|object| &object.meta.labels);
    let target = PolicyTarget { kind: Kind::Gateway, name: gateway, labels };
    let mut layers = attached(all, target, None, read);
    // agentgateway knows a ListenerSet's listener by its section too, whichever object it is written in.
    let (_, section) = targets::section(path.listener);
    layers.extend(attached(all, target, Some(section), read));
    layers
}

/// Those of the Gateway, with those of the ListenerSet and of its section between Gateway and listener.
fn listener_layers<'s>(
    snapshot: &'s Snapshot,
    all: &'s Attached,
    path: &PolicyPath<'_>,
    read: Read<'_, 's>,
) -> Vec<Layer<'s>> {
    let mut layers = gateway_layers(snapshot, all, path, read);
    let (Some(set), section) = targets::section(path.listener) else { return layers };
    let labels = snapshot.listener_sets.get(&set).map(|object| &object.meta.labels);
    let target = PolicyTarget { kind: Kind::ListenerSet, name: &set, labels };
    let mut of_set = attached(all, target, None, read);
    of_set.extend(attached(all, target, Some(section), read));
    let of_gateway = layers.iter().take_while(|layer| !layer.of_section).count();
    layers.splice(of_gateway..of_gateway, of_set);
    layers
}

/// agentgateway heeds `strategy.inheritance` where a route's traffic policies merge, and nowhere else.
fn without_seals(mut layers: Vec<Layer<'_>>) -> Vec<Layer<'_>> {
    layers.iter_mut().for_each(|layer| layer.seals = false);
    layers
}

fn route_layers<'s>(
    snapshot: &'s Snapshot,
    all: &'s Attached,
    path: &PolicyPath<'_>,
    read: Read<'_, 's>,
) -> Vec<Layer<'s>> {
    let Some((name, index)) = path.route.filter(|_| !all.is_empty()) else { return Vec::new() };
    let labels = snapshot.routes.get(name).map(|route| &route.meta.labels);
    let target = PolicyTarget { kind: Kind::HttpRoute, name, labels };
    let mut layers = attached(all, target, None, read);
    let rule = rule(snapshot, name, index);
    if let Some(section) = rule.and_then(|rule| rule.name.as_deref()) {
        layers.extend(attached(all, target, Some(section), read));
    }
    layers
}

fn rule<'s>(snapshot: &'s Snapshot, route: &ObjectName, index: usize) -> Option<&'s Rule> {
    snapshot.routes.get(route)?.spec.rules.as_ref()?.get(index)
}

/// What the AgentgatewayPolicies on one object, or on a section of it, say.
fn attached<'s>(
    all: &'s Attached,
    target: PolicyTarget<'_>,
    section: Option<&str>,
    read: Read<'_, 's>,
) -> Vec<Layer<'s>> {
    let PolicyTarget { kind, name: object, labels } = target;
    let found = all.on(kind, object, labels, section);
    // Asked many times for every rule: no words are made where there is nothing to say.
    if found.is_empty() {
        return Vec::new();
    }
    let section = section.map(|section| format!("/{section}")).unwrap_or_default();
    let read = found.into_iter().map(|policy| (policy, read(policy)));
    read.filter(|(_, settings)| !settings.is_empty())
        .map(|(policy, settings)| Layer {
            from: format!("AgentgatewayPolicy {} on {kind} {object}{section}", policy.name),
            policy: Some(policy),
            tls: None,
            settings,
            seals: policy.spec.strategy.as_ref().and_then(|s| s.inheritance.as_deref())
                == Some("Override"),
            of_section: !section.is_empty(),
        })
        .collect()
}

fn of_frontend(policy: &Policy) -> Vec<(String, Option<&Value>)> {
    settings(Block::Frontend, of_block(policy.spec.frontend.as_ref()))
}

fn of_backend(policy: &Policy) -> Vec<(String, Option<&Value>)> {
    settings(Block::Backend, of_block(policy.spec.backend.as_ref()))
}
