//! The settings that determine a provider's host, paths and formats, independent of the object they come from.

use crate::domain::crd::backend::ProviderConfig;

/// The settings of one provider.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    pub region: Option<String>,
    pub resource_name: Option<String>,
    pub resource_type: Option<String>,
    pub endpoint: Option<String>,
    /// The version of Azure's API; `v1` when absent.
    pub api_version: Option<String>,
    /// The project of an Azure AI Foundry resource.
    pub project_name: Option<String>,
    /// The Google Cloud project of Vertex AI.
    pub project_id: Option<String>,
    /// What a custom provider speaks.
    pub formats: Vec<DeclaredFormat>,
    /// The provider's name in telemetry, where the object gives one.
    pub telemetry: Option<String>,
}

/// A format that a custom provider speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeclaredFormat {
    /// The name of its route type: `Completions`.
    pub name: String,
    /// Its path, with the query that it may have; the usual one when absent.
    pub path: Option<String>,
}

impl From<&ProviderConfig> for Config {
    fn from(written: &ProviderConfig) -> Self {
        let formats = written.formats.iter().flatten().map(|format| DeclaredFormat {
            name: format.r#type.clone(),
            path: format.path.clone(),
        });
        Config {
            region: written.region.clone(),
            resource_name: written.resource_name.clone(),
            resource_type: written.resource_type.clone(),
            endpoint: written.endpoint.clone(),
            api_version: written.api_version.clone(),
            project_name: written.project_name.clone(),
            project_id: written.project_id.clone(),
            formats: formats.collect(),
            telemetry: written.provider_override.clone(),
        }
    }
}
