//! The price catalogues that Gateways name, among the objects of a snapshot: Gateway → AgentgatewayParameters →
//! ConfigMaps, all of one namespace.
//!
//! Source: `controller/pkg/deployer/agentgateway_parameters.go` of agentgateway at 75b4e6ce6. A GatewayClass names
//! none: it is ignored there too.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::Arc;

use crate::domain::crd::gateway_api::GatewaySpec;
use crate::domain::meter::catalog::Catalog;
use crate::domain::meter::catalogs::{self, NoCatalog};
use crate::domain::snapshot::{Object, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectName};

/// The AgentgatewayParameters that a Gateway names; none where it names none.
#[must_use]
pub fn parameters_of(gateway: &Object<GatewaySpec>) -> Option<ObjectName> {
    let names = Kind::AgentgatewayParameters.names();
    let infrastructure = gateway.spec.infrastructure.as_ref();
    let named = infrastructure.and_then(|named| named.parameters_ref.as_ref())?;
    (named.group == names.group && named.kind == names.kind)
        .then(|| ObjectName::new(&gateway.name.namespace, &named.name))
}

/// A Gateway's catalogue that cannot be had, in one sentence.
#[must_use]
pub fn unknown(gateway: &ObjectName, why: impl Display) -> String {
    format!("the prices of Gateway {gateway} are unknown: {why}")
}

/// The catalogues of these Gateways, and why those that can't be read can't.
#[must_use]
pub fn of_gateways<'g>(
    snapshot: &Snapshot,
    gateways: impl Iterator<Item = &'g Arc<Object<GatewaySpec>>>,
) -> (BTreeMap<ObjectName, Catalog>, Vec<String>) {
    let (mut found, mut wrong) = (BTreeMap::new(), Vec::new());
    for gateway in gateways {
        let Some(parameters) = parameters_of(gateway) else { continue };
        match of_parameters(snapshot, &parameters) {
            Ok(None) => {}
            Ok(Some(catalog)) => {
                found.insert(gateway.name.clone(), catalog);
            }
            Err(why) => wrong.push(unknown(&gateway.name, why)),
        }
    }
    (found, wrong)
}

fn of_parameters(snapshot: &Snapshot, name: &ObjectName) -> Result<Option<Catalog>, NoCatalog> {
    let parameters = snapshot.parameters.get(name);
    let parameters = parameters.ok_or_else(|| NoCatalog::NoParameters(name.clone()))?;
    catalogs::named(&parameters.spec, &name.namespace, |map| {
        snapshot.config_maps.get(map).ok_or_else(|| NoCatalog::NoConfigMap(map.clone()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::snapshot::objects::Objects;
    use crate::domain::snapshot::{Origin, World};
    use serde_json::{Value, json};

    fn found(key: &str, data: Value) -> (BTreeMap<ObjectName, Catalog>, Vec<String>) {
        let mut all = Objects::new(World::Cluster);
        let mut add = |kind: Kind, name: &str, mut object: Value| {
            object["metadata"] = json!({"name": name, "namespace": "n"});
            all.apply(kind, object, Origin::Cluster);
        };
        let named =
            json!({"group": "agentgateway.dev", "kind": "AgentgatewayParameters", "name": "p"});
        add(
            Kind::Gateway,
            "edge",
            json!({"spec": {"gatewayClassName": "agentgateway", "listeners": [],
            "infrastructure": {"parametersRef": named}}}),
        );
        let sources =
            json!([{"configMap": {"name": "base"}}, {"configMap": {"name": "own", "key": key}}]);
        add(
            Kind::AgentgatewayParameters,
            "p",
            json!({"spec": {"modelCatalog": {"sources": sources}}}),
        );
        let base =
            r#"{"providers":{"openai":{"models":{"m":{"rates":{"input":"1","output":"2"}}}}}}"#;
        add(Kind::ConfigMap, "base", json!({"data": {"catalog.json": base}}));
        add(Kind::ConfigMap, "own", json!({"data": data}));
        let snapshot = all.snapshot();
        of_gateways(&snapshot, snapshot.gateways.values())
    }

    #[test]
    fn a_later_catalogue_is_laid_over_an_earlier_one() {
        let own = r#"{"providers":{"openai":{"models":{"m":{"rates":{"input":"3"},
            "limits":{"contextWindow":128000}}}}}}"#;
        let (found, wrong) = found("k", json!({"k": own}));
        assert_eq!(wrong, Vec::<String>::new());
        let prices = found[&ObjectName::new("n", "edge")].find("openai", "m").expect("a model");
        let shown =
            |price: Option<crate::domain::meter::price::Price>| price.map(|p| p.to_string());
        assert_eq!(shown(prices.rates.input).as_deref(), Some("3"));
        assert_eq!(shown(prices.rates.output).as_deref(), Some("2"));
        assert_eq!(prices.limits.context_window, Some(128_000));
    }

    #[test]
    fn what_cannot_be_had_is_said_by_its_name() {
        for (data, said) in [
            (json!({}), "ConfigMap n/own has no data key k"),
            (json!({"k": "{"}), "k of ConfigMap n/own is not a price catalog"),
        ] {
            let (found, wrong) = found("k", data);
            assert!(found.is_empty() && wrong[0].contains(said), "{wrong:?}");
        }
    }
}
