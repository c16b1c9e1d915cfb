//! Azure by its endpoint: the older way to say what `azure` says.

use super::config::Config;
use super::{Provider, azure};

/// The row. An endpoint that ends in no known suffix is taken for a resource's name, and a scheme is not removed;
/// both as agentgateway does it.
pub const PROVIDER: Provider = Provider {
    key: "azureopenai",
    config: |spec| spec.azureopenai.as_ref(),
    slot: |spec| &mut spec.azureopenai,
    model_field: "deploymentName",
    of_model: None,
    default_host: |config| {
        let endpoint = config.endpoint.as_deref()?;
        let is_known = [azure::OPENAI_SUFFIX, azure::FOUNDRY_SUFFIX]
            .iter()
            .any(|suffix| endpoint.ends_with(suffix));
        let suffix = if is_known { "" } else { azure::OPENAI_SUFFIX };
        Some(format!("{endpoint}{suffix}"))
    },
    chats: |config, model| azure::chats(foundry(config).is_some(), model),
    path: |config, call| match foundry(config) {
        None => azure::path(config, false, call),
        // The resource stands in for the project, which this form cannot name.
        Some(resource) => {
            let named = Config { resource_name: Some(resource.to_owned()), ..Config::default() };
            azure::path(&named, true, call)
        }
    },
    ..azure::PROVIDER
};

/// The resource of an endpoint that is Foundry's.
fn foundry(config: &Config) -> Option<&str> {
    config.endpoint.as_deref()?.strip_suffix(azure::FOUNDRY_SUFFIX)
}
