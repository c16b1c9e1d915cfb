//! Azure by its endpoint: the older way to say what `azure` says.

use super::{Provider, azure};

/// The row. An endpoint that ends in no known suffix is taken for a resource's name, and a scheme is not removed;
/// both as agentgateway does it.
pub const PROVIDER: Provider = Provider {
    key: "azureopenai",
    config: |spec| spec.azureopenai.as_ref(),
    default_host: |config| {
        let endpoint = config.endpoint.as_deref()?;
        let is_known = [azure::OPENAI_SUFFIX, azure::FOUNDRY_SUFFIX]
            .iter()
            .any(|suffix| endpoint.ends_with(suffix));
        let suffix = if is_known { "" } else { azure::OPENAI_SUFFIX };
        Some(format!("{endpoint}{suffix}"))
    },
    path: |config, call| {
        let endpoint = config.endpoint.as_deref().unwrap_or_default();
        if endpoint.ends_with(azure::FOUNDRY_SUFFIX) { None } else { azure::v1_path(call) }
    },
    ..azure::PROVIDER
};
