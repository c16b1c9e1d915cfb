//! The price catalogues that hold for models: one that the user gave, and those that Gateways name.

use std::collections::BTreeMap;

use super::catalog::{Catalog, InvalidCatalog, ModelPrices};
use crate::domain::crd::parameters::ParametersSpec;
use crate::domain::value::object_ref::ObjectName;
use crate::domain::value::usage::Usage;

/// Which catalogues there are, beside the built-in one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogs {
    /// Of whatever Gateway.
    pub given: Option<Catalog>,
    /// For the models that a Gateway leads to.
    pub of_gateways: BTreeMap<ObjectName, Catalog>,
}

impl Catalogs {
    /// Whether nothing has a price.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.given.is_none() && self.of_gateways.is_empty()
    }

    /// The prices of a model: the user's, else those of the first of its Gateways that knows them. `provider` is
    /// OpenTelemetry's name.
    pub fn find<'g>(
        &self,
        mut gateways: impl Iterator<Item = &'g ObjectName>,
        provider: &str,
        model: &str,
    ) -> Option<&ModelPrices> {
        let given = self.given.as_ref().and_then(|given| given.find(provider, model));
        given.or_else(|| {
            gateways.find_map(|gateway| self.of_gateways.get(gateway)?.find(provider, model))
        })
    }

    /// What the tokens of a reply cost, in millionths of a US dollar; none if the model is unpriced. Looks up the model
    /// in the reply first, then the requested one; each in the user's catalogs, in those of the Gateway
    /// (`namespace/name`), and in the built-in one.
    ///
    /// Source: agentgateway's `crates/agentgateway/src/llm/catalog/mod.rs` at 75b4e6ce6, `CatalogSnapshot::project`.
    #[must_use]
    pub fn cost(&self, gateway: &str, called: &Called<'_>, usage: Usage) -> Option<u64> {
        let models = [called.answered_as, called.model];
        let models = models.into_iter().filter(|model| !model.is_empty());
        let gateway = gateway.split_once('/').unwrap_or(("", gateway));
        let is_it = |name: &&ObjectName| gateway == (name.namespace.as_str(), name.name.as_str());
        let mut prices = models.filter_map(|model| {
            let gateways = self.of_gateways.keys().filter(is_it);
            let own = self.find(gateways, called.provider, model);
            own.or_else(|| Catalog::built_in().find(called.provider, model))
        });
        prices.next()?.cost(usage)
    }
}

/// The model that was called.
#[derive(Clone, Copy, Debug)]
pub struct Called<'a> {
    /// OpenTelemetry's name.
    pub provider: &'a str,
    /// The model that was asked for.
    pub model: &'a str,
    /// The model that the reply names; empty where it names none.
    pub answered_as: &'a str,
}

/// Why the catalogue that parameters name cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum NoCatalog {
    #[error("AgentgatewayParameters {0} not found")]
    NoParameters(ObjectName),
    #[error("ConfigMap {0} not found")]
    NoConfigMap(ObjectName),
    #[error("ConfigMap {map} has no data key {key}")]
    NoDataKey { map: ObjectName, key: String },
    #[error("{key} of ConfigMap {map} is not a price catalog: {why}")]
    Invalid { map: ObjectName, key: String, why: Box<InvalidCatalog> },
}

/// The data key of a ConfigMap where none is named.
const DATA_KEY: &str = "catalog.json";

/// The catalogue that parameters of this namespace name, each source laid over the one before it; none where they name
/// none. `texts` gives the texts of a ConfigMap by data key, or says why not.
///
/// # Errors
/// The first ConfigMap that has no catalogue, or whose texts cannot be had.
pub fn named<'m, E: From<NoCatalog>>(
    parameters: &ParametersSpec,
    namespace: &str,
    texts: impl Fn(&ObjectName) -> Result<&'m BTreeMap<String, String>, E>,
) -> Result<Option<Catalog>, E> {
    let mut all: Option<Catalog> = None;
    for source in parameters.config_maps() {
        let map = ObjectName::new(namespace, &source.name);
        let key = source.key.as_deref().unwrap_or(DATA_KEY);
        let text = texts(&map)?.get(key);
        let Some(text) = text else {
            return Err(NoCatalog::NoDataKey { map, key: key.to_owned() }.into());
        };
        let read = Catalog::read(text);
        let read = read.map_err(|why| NoCatalog::Invalid {
            map,
            key: key.to_owned(),
            why: Box::new(why),
        })?;
        match &mut all {
            Some(all) => all.overlay(read),
            None => all = Some(read),
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalog(input: &str) -> Catalog {
        let text = format!(
            r#"{{"providers":{{"openai":{{"models":{{"gpt-4o":{{"rates":{{"input":"{input}"}}}}}}}}}}}}"#
        );
        Catalog::read(&text).expect("a catalogue")
    }

    #[test]
    fn a_gateway_prices_its_own_models_and_the_user_all_of_them() {
        let of_gateways = [(ObjectName::new("n", "edge"), catalog("2"))].into();
        let mut catalogs = Catalogs { given: None, of_gateways };
        let price = |catalogs: &Catalogs, namespace: &str| {
            let gateway = ObjectName::new(namespace, "edge");
            let found = catalogs.find([&gateway].into_iter(), "openai", "gpt-4o");
            found.and_then(|prices| prices.rates.input).map(|price| price.to_string())
        };
        assert_eq!(price(&catalogs, "n").as_deref(), Some("2"));
        assert_eq!(price(&catalogs, "m"), None);
        catalogs.given = Some(catalog("3"));
        assert_eq!(price(&catalogs, "n").as_deref(), Some("3"));
        assert_eq!(price(&catalogs, "m").as_deref(), Some("3"));
    }
}
