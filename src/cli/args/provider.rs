//! The flags that say who answers: the provider and its fields, where it is, and the Secret with its key.

use crate::domain::manifest::invalid::Invalid;
use crate::domain::manifest::names;
use crate::domain::manifest::upstream::{SecretOption, UpstreamOptions};

const HEADING: &str = "Provider";

/// The fields that single providers have.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct FieldArgs {
    /// vertexai: Google Cloud project
    #[arg(long, value_name = "ID", help_heading = HEADING)]
    pub project_id: Option<String>,
    /// vertexai, bedrock: region, e.g. us-east-1
    #[arg(long, value_name = "REGION", help_heading = HEADING)]
    pub region: Option<String>,
    /// azure: resource name, as in NAME.openai.azure.com
    #[arg(long, value_name = "NAME", help_heading = HEADING)]
    pub resource_name: Option<String>,
    /// azure: resource type, OpenAI or Foundry
    #[arg(long, value_name = "TYPE", help_heading = HEADING)]
    pub resource_type: Option<String>,
    /// azure: project of a Foundry resource
    #[arg(long, value_name = "NAME", help_heading = HEADING)]
    pub project_name: Option<String>,
    /// azure, azureopenai: API version, e.g. 2024-10-21
    #[arg(long, value_name = "VERSION", help_heading = HEADING)]
    pub api_version: Option<String>,
}

impl FieldArgs {
    /// What was given, by flag.
    #[must_use]
    pub fn given(&self) -> Vec<(&'static str, String)> {
        let all = [
            ("project-id", &self.project_id),
            ("region", &self.region),
            ("resource-name", &self.resource_name),
            ("resource-type", &self.resource_type),
            ("project-name", &self.project_name),
            ("api-version", &self.api_version),
        ];
        all.into_iter().filter_map(|(flag, value)| Some((flag, value.clone()?))).collect()
    }
}

/// The Secret with the provider's key.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct SecretArgs {
    /// Secret containing the provider's API key, in the same namespace
    #[arg(long, value_name = "NAME", help_heading = HEADING)]
    pub secret: Option<String>,
    /// Data key in the Secret [default: Authorization]
    #[arg(long, value_name = "KEY", requires = "secret", help_heading = HEADING)]
    pub secret_key: Option<String>,
}

impl SecretArgs {
    /// The Secret that is meant.
    ///
    /// # Errors
    /// A name that is none, without repeating it.
    pub fn wish(&self) -> Result<Option<SecretOption>, Invalid> {
        let Some(name) = &self.secret else { return Ok(None) };
        names::secret(name)?;
        if let Some(key) = &self.secret_key {
            names::data_key(key)?;
        }
        Ok(Some(SecretOption { name: name.clone(), key: self.secret_key.clone() }))
    }
}

/// Who answers.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct ProviderArgs {
    /// Provider: openai, anthropic, gemini, vertexai, bedrock, azure, azureopenai or custom; or a vendor: baseten,
    /// cerebras, cohere, deepinfra, deepseek, fireworks, groq, huggingface, lmstudio, mistral, ollama, openrouter,
    /// together, vllm or xai
    #[arg(long, value_name = "NAME", help_heading = HEADING)]
    pub provider: String,
    /// Model to send upstream, overriding the request's [default: the request's own]
    #[arg(long, value_name = "MODEL", help_heading = HEADING)]
    pub model: Option<String>,
    #[command(flatten)]
    pub secret: SecretArgs,
    /// Host to call instead of the provider's own
    #[arg(long, value_name = "HOST", help_heading = HEADING)]
    pub host: Option<String>,
    /// Port of --host
    #[arg(long, value_name = "PORT", help_heading = HEADING,
          value_parser = clap::value_parser!(u16).range(1..))]
    pub port: Option<u16>,
    /// Path prefix at --host, instead of /v1
    #[arg(long, value_name = "PATH", help_heading = HEADING)]
    pub path_prefix: Option<String>,
    /// Use TLS for --host [default: true on port 443, else false]
    #[arg(long, value_name = "BOOL", default_missing_value = "true", num_args = 0..=1,
          require_equals = true, help_heading = HEADING)]
    pub tls: Option<bool>,
    /// custom: API format that the provider supports, with its path if it isn't the usual one (repeatable)
    #[arg(long = "format", value_name = "TYPE[=PATH]", help_heading = HEADING)]
    pub formats: Vec<String>,
    #[command(flatten)]
    pub fields: FieldArgs,
    /// azureopenai: host, e.g. my-resource.openai.azure.com
    #[arg(long, value_name = "HOST", help_heading = HEADING)]
    pub endpoint: Option<String>,
    /// azureopenai: deployment name; same as --model
    #[arg(long, value_name = "NAME", help_heading = HEADING)]
    pub deployment_name: Option<String>,
}

impl ProviderArgs {
    /// What the flags say, still unchecked.
    ///
    /// # Errors
    /// A Secret's name that is none.
    pub fn wishes(&self) -> Result<UpstreamOptions, Invalid> {
        let mut fields = self.fields.given();
        fields.extend(self.endpoint.clone().map(|value| ("endpoint", value)));
        fields.extend(self.deployment_name.clone().map(|value| ("deployment-name", value)));
        Ok(UpstreamOptions {
            provider: self.provider.clone(),
            model: self.model.clone(),
            fields,
            formats: self.formats.clone(),
            host: self.host.clone(),
            port: self.port,
            path_prefix: self.path_prefix.clone(),
            tls: self.tls,
            secret: self.secret.wish()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::manifest::upstream;

    #[test]
    fn the_help_names_every_provider() {
        let command = <ProviderArgs as clap::Args>::augment_args(clap::Command::new("test"));
        let provider = command.get_arguments().find(|one| one.get_id() == "provider");
        let help = provider.and_then(clap::Arg::get_help).expect("help").to_string();
        let names: Vec<_> = help.split([' ', ',', ';', '\n']).collect();
        for name in upstream::known() {
            assert!(names.contains(&name), "{name}: {help}");
        }
    }
}
