//! AgentgatewayParameters, as far as they are read: which price catalogues they name, and which variables they set.
//!
//! Source: `controller/api/v1alpha1/agentgateway/agentgateway_parameters_types.go` of agentgateway at 75b4e6ce6.

use serde::Deserialize;

/// What stands under `spec`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParametersSpec {
    #[serde(default)]
    pub model_catalog: Option<ModelCatalog>,
    /// Variables of the proxy's environment.
    #[serde(default)]
    pub env: Vec<Variable>,
}

/// A variable, by its name; what it holds is not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Variable {
    #[serde(default)]
    pub name: String,
}

/// `modelCatalog`: a later source is laid over an earlier one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ModelCatalog {
    #[serde(default)]
    pub sources: Vec<CatalogSource>,
}

/// Where a catalogue stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CatalogSource {
    #[serde(default)]
    pub config_map: Option<ConfigMapKey>,
}

/// A ConfigMap of the same namespace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ConfigMapKey {
    pub name: String,
    /// The data key; `catalog.json` when absent.
    #[serde(default)]
    pub key: Option<String>,
}

impl ParametersSpec {
    /// The ConfigMaps with catalogues, in their order.
    pub fn config_maps(&self) -> impl Iterator<Item = &ConfigMapKey> {
        let sources = self.model_catalog.iter().flat_map(|catalog| &catalog.sources);
        sources.filter_map(|source| source.config_map.as_ref())
    }
}
