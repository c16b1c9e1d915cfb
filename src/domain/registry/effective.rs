//! The policies in force on one way from a listener to a backend, merged as agentgateway merges them, each with
//! where it comes from. Names only: a policy's value may hold a key.
//!
//! Source: reference/agentgateway.md §5.1.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::domain::crd::backend::Policies;
use crate::domain::crd::gateway_api::{FilterType, Rule};
use crate::domain::crd::policy::{ByName, PolicySpec};
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// One way of a request.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    pub gateway: Option<&'a ObjectName>,
    pub listener: &'a str,
    /// The HTTPRoute, and its rule counted from 0.
    pub route: Option<(&'a ObjectName, usize)>,
    pub backend: Option<&'a ObjectName>,
}

/// One policy in force.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct InForce {
    /// `traffic.timeouts`, `backend.ai.routes`, …
    pub policy: String,
    /// Where it comes from; several where policies add up.
    pub from: Vec<String>,
    /// Where else it is set, to no effect here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<String>,
}

/// What one place of the way sets, in words.
struct Layer {
    from: String,
    names: Vec<String>,
    /// Keeps traffic policies of more specific places out.
    seals: bool,
}

/// Policies that add up instead of replacing each other.
const ADDS_UP: &[&str] = &["traffic.authorization"];

/// The policies in force on a way, by name.
#[must_use]
pub fn in_force(snapshot: &Snapshot, place: &Place<'_>) -> Vec<InForce> {
    let mut merged = BTreeMap::new();
    lay(&mut merged, gateway_layers(snapshot, place), "frontend.");
    lay(&mut merged, traffic_layers(snapshot, place), "traffic.");
    lay(&mut merged, backend_layers(snapshot, place), "backend.");
    merged.into_values().collect()
}

/// Lays the layers over each other, the weakest first.
fn lay(merged: &mut BTreeMap<String, InForce>, layers: Vec<Layer>, block: &str) {
    let mut sealed = false;
    for layer in layers {
        let names = layer.names.into_iter().filter(|name| name.starts_with(block));
        for policy in names {
            let entry = merged.entry(policy.clone()).or_insert_with(|| InForce {
                policy: policy.clone(),
                from: Vec::new(),
                overrides: Vec::new(),
            });
            if sealed && block == "traffic." {
                entry.overrides.push(layer.from.clone());
            } else if ADDS_UP.contains(&policy.as_str()) {
                entry.from.push(layer.from.clone());
            } else {
                entry.overrides.append(&mut entry.from);
                entry.from.push(layer.from.clone());
            }
        }
        sealed |= layer.seals;
    }
    merged.retain(|_, entry| !entry.from.is_empty());
}

fn gateway_layers(snapshot: &Snapshot, place: &Place<'_>) -> Vec<Layer> {
    let Some(gateway) = place.gateway else { return Vec::new() };
    let labels = snapshot.gateways.get(gateway).map(|object| &object.meta.labels);
    let mut layers = attached(snapshot, Kind::Gateway, gateway, labels, None);
    layers.extend(attached(snapshot, Kind::Gateway, gateway, labels, Some(place.listener)));
    layers
}

fn route_layers(snapshot: &Snapshot, place: &Place<'_>) -> Vec<Layer> {
    let Some((name, index)) = place.route else { return Vec::new() };
    let route = snapshot.routes.get(name);
    let labels = route.map(|route| &route.meta.labels);
    let mut layers = attached(snapshot, Kind::HttpRoute, name, labels, None);
    let rule = route.and_then(|route| route.spec.rules.as_ref()?.get(index));
    if let Some(section) = rule.and_then(|rule| rule.name.as_deref()) {
        layers.extend(attached(snapshot, Kind::HttpRoute, name, labels, Some(section)));
    }
    layers
}

fn traffic_layers(snapshot: &Snapshot, place: &Place<'_>) -> Vec<Layer> {
    let mut layers = gateway_layers(snapshot, place);
    layers.extend(route_layers(snapshot, place));
    let Some((name, index)) = place.route else { return layers };
    let route = snapshot.routes.get(name);
    let rule = route.and_then(|route| route.spec.rules.as_ref()?.get(index));
    if let Some(rule) = rule {
        let from = format!("HTTPRoute {name} rule {index}");
        layers.push(Layer { from, names: inline(rule), seals: false });
    }
    layers
}

/// What a rule sets by itself, under the names of the policies that it takes the place of.
fn inline(rule: &Rule) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for filter in rule.filters.iter().flatten() {
        let name = match filter.r#type {
            FilterType::RequestHeaderModifier | FilterType::ResponseHeaderModifier => {
                "headerModifiers".to_owned()
            }
            ref other => format!("{other:?}").replace("UrlRewrite", "URLRewrite"),
        };
        names.push(format!("traffic.{name}"));
    }
    names.extend(rule.timeouts.is_some().then(|| "traffic.timeouts".to_owned()));
    names.extend(rule.retry.is_some().then(|| "traffic.retry".to_owned()));
    names.dedup();
    names
}

fn backend_layers(snapshot: &Snapshot, place: &Place<'_>) -> Vec<Layer> {
    let mut layers = gateway_layers(snapshot, place);
    let backend = place.backend.and_then(|name| snapshot.backends.get(name));
    let groups = backend.and_then(|backend| backend.spec.ai.as_ref()?.groups.as_ref());
    let provider = groups.and_then(|groups| groups.first()?.providers.first());
    if let Some(backend) = backend {
        let labels = Some(&backend.meta.labels);
        let kind = Kind::AgentgatewayBackend;
        layers.extend(attached(snapshot, kind, &backend.name, labels, None));
        if let Some(provider) = provider {
            layers.extend(attached(snapshot, kind, &backend.name, labels, Some(&provider.name)));
        }
    }
    layers.extend(route_layers(snapshot, place));
    let own = |from: String, policies: &Policies| Layer {
        from,
        names: names_of(policies).into_iter().map(|name| format!("backend.{name}")).collect(),
        seals: false,
    };
    if let Some(backend) = backend {
        let from = format!("AgentgatewayBackend {}", backend.name);
        layers.extend(backend.spec.policies.as_ref().map(|policies| own(from.clone(), policies)));
        if let Some(provider) = provider {
            let from = format!("{from} provider {}", provider.name);
            layers.extend(provider.policies.as_ref().map(|policies| own(from, policies)));
        }
    }
    layers
}

/// The AgentgatewayPolicies on one object, or on a section of it.
fn attached(
    snapshot: &Snapshot,
    kind: Kind,
    object: &ObjectName,
    labels: Option<&BTreeMap<String, String>>,
    section: Option<&str>,
) -> Vec<Layer> {
    let of_namespace = snapshot.policies.values().filter(|p| p.name.namespace == object.namespace);
    let hits = of_namespace.filter(|policy| targets(policy, kind, &object.name, labels, section));
    hits.map(|policy| Layer {
        from: match section {
            Some(section) => {
                format!("AgentgatewayPolicy {} on {kind} {object}/{section}", policy.name)
            }
            None => format!("AgentgatewayPolicy {} on {kind} {object}", policy.name),
        },
        names: names(&policy.spec),
        seals: policy.spec.strategy.as_ref().and_then(|s| s.inheritance.as_deref())
            == Some("Override"),
    })
    .collect()
}

fn targets(
    policy: &Object<PolicySpec>,
    kind: Kind,
    name: &str,
    labels: Option<&BTreeMap<String, String>>,
    section: Option<&str>,
) -> bool {
    let by_name = policy.spec.target_refs.iter().any(|target| {
        Kind::of(&target.group, &target.kind) == Some(kind)
            && target.name == name
            && target.section_name.as_deref() == section
    });
    let by_labels = policy.spec.target_selectors.iter().any(|target| {
        section.is_none()
            && Kind::of(&target.group, &target.kind) == Some(kind)
            && target
                .match_labels
                .iter()
                .all(|(key, value)| labels.and_then(|labels| labels.get(key)) == Some(value))
    });
    by_name || by_labels
}

/// The policies of an AgentgatewayPolicy by name; those of `ai` one by one, because they merge one by one.
#[must_use]
pub fn names(spec: &PolicySpec) -> Vec<String> {
    let blocks = [
        ("frontend", spec.frontend.as_ref()),
        ("traffic", spec.traffic.as_ref()),
        ("backend", spec.backend.as_ref()),
    ];
    let of_block = |(block, by_name): (&str, Option<&ByName>)| {
        let policies = by_name.into_iter().flat_map(|by_name| &by_name.policies);
        // `phase` says when, not what.
        let policies = policies.filter(|(name, _)| *name != "phase");
        policies
            .flat_map(move |(name, value)| expand(&format!("{block}.{name}"), name, value))
            .collect::<Vec<_>>()
    };
    blocks.into_iter().flat_map(of_block).collect()
}

fn expand(path: &str, name: &str, value: &Value) -> Vec<String> {
    match value.as_object() {
        Some(fields) if name == "ai" && !fields.is_empty() => {
            fields.keys().map(|field| format!("{path}.{field}")).collect()
        }
        _ => vec![path.to_owned()],
    }
}

/// The policies that a backend or a provider sets by itself.
#[must_use]
pub fn names_of(policies: &Policies) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    names.extend(policies.auth.is_some().then(|| "auth".to_owned()));
    if let Some(ai) = &policies.ai {
        names.extend(ai.routes.is_some().then(|| "ai.routes".to_owned()));
        names.extend(ai.model_aliases.is_some().then(|| "ai.modelAliases".to_owned()));
        names.extend(ai.others.keys().map(|name| format!("ai.{name}")));
    }
    names.extend(policies.tls.is_some().then(|| "tls".to_owned()));
    names.extend(policies.others.keys().cloned());
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use serde_json::json;

    fn policy(name: &str, target: Value, rest: Value) -> (Kind, Value) {
        let mut spec = rest;
        spec["targetRefs"] = json!([target]);
        let object = json!({"metadata": {"name": name, "namespace": "n"}, "spec": spec});
        (Kind::AgentgatewayPolicy, object)
    }

    fn on(kind: &str, name: &str) -> Value {
        json!({"group": "gateway.networking.k8s.io", "kind": kind, "name": name})
    }

    fn found(policies: Vec<(Kind, Value)>) -> Vec<InForce> {
        let mut all = Objects::new(World::Files);
        let route = json!({"metadata": {"name": "r", "namespace": "n"}, "spec": {"rules": [
            {"timeouts": {"request": "3s"}}]}});
        let backend = json!({"metadata": {"name": "b", "namespace": "n"}, "spec": {
            "ai": {"provider": {"openai": {}}}, "policies": {"ai": {"routes": {}, "defaults": []}}}});
        all.apply(Kind::HttpRoute, route, Origin::Cluster);
        all.apply(Kind::AgentgatewayBackend, backend, Origin::Cluster);
        for (kind, object) in policies {
            all.apply(kind, object, Origin::Cluster);
        }
        assert!(all.current().broken.is_empty(), "{:?}", all.current().broken);
        let [gateway, route, backend] = ["g", "r", "b"].map(|name| ObjectName::new("n", name));
        let place = Place {
            gateway: Some(&gateway),
            listener: "http",
            route: Some((&route, 0)),
            backend: Some(&backend),
        };
        in_force(&all.snapshot(), &place)
    }

    fn of<'a>(found: &'a [InForce], name: &str) -> &'a InForce {
        found.iter().find(|one| one.policy == name).expect("in force")
    }

    #[test]
    fn the_more_specific_place_wins_and_the_other_is_named() {
        let found = found(vec![
            policy("p", on("Gateway", "g"), json!({"traffic": {"timeouts": {}, "cors": {}}})),
            policy("q", on("HTTPRoute", "r"), json!({"traffic": {"cors": {}}})),
        ]);
        assert_eq!(of(&found, "traffic.timeouts").from, ["HTTPRoute n/r rule 0"]);
        let cors = of(&found, "traffic.cors");
        assert_eq!(cors.from, ["AgentgatewayPolicy n/q on HTTPRoute n/r"]);
        assert_eq!(cors.overrides, ["AgentgatewayPolicy n/p on Gateway n/g"]);
    }

    #[test]
    fn an_overriding_gateway_keeps_routes_out_and_authorization_adds_up() {
        let found = found(vec![
            policy(
                "p",
                on("Gateway", "g"),
                json!({"strategy": {"inheritance": "Override"},
                "traffic": {"cors": {}}}),
            ),
            policy("q", on("HTTPRoute", "r"), json!({"traffic": {"cors": {}}})),
        ]);
        assert_eq!(of(&found, "traffic.cors").from, ["AgentgatewayPolicy n/p on Gateway n/g"]);
        let both = self::found(vec![
            policy("p", on("Gateway", "g"), json!({"traffic": {"authorization": {}}})),
            policy("q", on("HTTPRoute", "r"), json!({"traffic": {"authorization": {}}})),
        ]);
        assert_eq!(of(&both, "traffic.authorization").from.len(), 2);
    }

    #[test]
    fn policies_of_ai_merge_one_by_one_and_the_backends_own_win() {
        let ai = json!({"backend": {"ai": {"routes": {}, "prompt": {}}}});
        let found = found(vec![policy("p", on("HTTPRoute", "r"), ai)]);
        assert_eq!(of(&found, "backend.ai.routes").from, ["AgentgatewayBackend n/b"]);
        assert_eq!(
            of(&found, "backend.ai.prompt").from,
            ["AgentgatewayPolicy n/p on HTTPRoute n/r"]
        );
        assert_eq!(of(&found, "backend.ai.defaults").from, ["AgentgatewayBackend n/b"]);
    }
}
