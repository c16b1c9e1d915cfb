//! `kubectl agw add-model`: a model offered under a name, which requests ask for in their body.

use anyhow::bail;
use serde_json::{Map, Value, json};

use super::add_backend::hint;
use super::gateway_choice::{self, GatewayArg};
use super::submit::ready::{self, AwaitedObject};
use super::submit::{ApplyTarget, submit};
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::provider::{FieldArgs, SecretArgs};
use crate::cli::args::submit::SubmitArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::domain::llm::preset;
use crate::domain::manifest::model::{self, ModelOptions};
use crate::domain::manifest::names;
use crate::domain::manifest::upstream::{SecretOption, UpstreamOptions, read_formats, written};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

const PROVIDER: &str = "Provider";

/// What is to be known of every AgentgatewayModel.
pub(super) const BEFORE_1_6: &str = "Warning: agentgateway before 1.6 ignores AgentgatewayModels unless its controller is \
     configured to read them";

/// Arguments of `add-model`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Add a model for requests with gpt-4o as their model
  kubectl agw add-model gpt-4o --provider openai --secret openai-api-key

  # Add all models of a family
  kubectl agw add-model claude --match 'claude-*' --provider anthropic --secret anthropic-api-key

  # Add a model of a server in the cluster
  kubectl agw add-model llama3.2 --provider ollama \\
      --base-url http://ollama.ollama.svc.cluster.local:11434/v1

A listener accepts models only if its allowedRoutes.kinds includes them; see add-gateway --models.
AgentgatewayModel was introduced in agentgateway 1.4 and is enabled by default since 1.6.")]
pub struct Args {
    /// Name of the AgentgatewayModel
    name: String,
    /// Model name to match, with an optional leading or trailing * [default: NAME]
    #[arg(long = "match", value_name = "MODEL")]
    asked: Option<String>,
    /// Gateway that offers the model [default: the only one, else agentgateway-proxy]
    #[arg(long, value_name = "[NAMESPACE/]NAME")]
    gateway: Option<String>,
    /// Let only virtual models select it, not requests
    #[arg(long)]
    internal: bool,
    /// Provider: openai, anthropic, gemini, vertexai, bedrock, azure, custom, or a vendor as in add-backend
    #[arg(long, value_name = "NAME", help_heading = PROVIDER)]
    provider: String,
    /// Base URL to call instead of the provider's own
    #[arg(long, value_name = "URL", help_heading = PROVIDER)]
    base_url: Option<String>,
    /// custom: API format that the provider supports, with its path if it isn't the usual one (repeatable)
    #[arg(long = "format", value_name = "TYPE[=PATH]", help_heading = PROVIDER)]
    formats: Vec<String>,
    #[command(flatten)]
    secret: SecretArgs,
    #[command(flatten)]
    fields: FieldArgs,
    #[command(flatten)]
    submit: SubmitArgs,
}

/// The arguments, found to be usable.
struct ValidatedArgs {
    provider: &'static str,
    settings: Option<(&'static str, Map<String, Value>)>,
    secret: Option<SecretOption>,
    gateway: Option<GatewayArg>,
}

/// Adds a model.
///
/// # Errors
/// Arguments that no cluster would take; a cluster that cannot be reached, or refuses.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let wished = args.checked(kube).map_err(Failure::usage)?;
    super::block_on(add(args, &wished, kube))?;
    Ok(Exit::Done)
}

impl Args {
    fn asked(&self) -> &str {
        self.asked.as_deref().unwrap_or(&self.name)
    }

    fn checked(&self, kube: &KubeArgs) -> anyhow::Result<ValidatedArgs> {
        names::object("model object", &self.name)?;
        if let Some(namespace) = &kube.namespace {
            names::namespace(namespace)?;
        }
        model::validate(self.asked())?;
        let (provider, key) = model::provider(&self.provider)?;
        match (&self.base_url, self.provider.as_str()) {
            (Some(url), _) => model::base_url(url)?,
            (None, provider @ ("ollama" | "custom")) => {
                bail!("provider {provider} has no default host; set one with --base-url");
            }
            _ => {}
        }
        let wishes = UpstreamOptions { fields: self.fields.given(), ..UpstreamOptions::default() };
        let mut settings = wishes.fields(&self.provider)?;
        match (self.provider.as_str(), self.formats.is_empty()) {
            ("custom", true) => settings.insert("formats".into(), json!([{"type": "Completions"}])),
            ("custom", false) => {
                settings.insert("formats".into(), written(&read_formats(&self.formats)?))
            }
            (_, true) => None,
            (other, false) => bail!("--format requires --provider custom, not {other}"),
        };
        Ok(ValidatedArgs {
            provider,
            settings: key.map(|key| (key, settings)),
            secret: self.secret.wish()?,
            gateway: self.gateway.as_deref().map(GatewayArg::read).transpose()?,
        })
    }
}

async fn add(args: &Args, wished: &ValidatedArgs, kube: &KubeArgs) -> Result<(), Failure> {
    let ground = ApplyTarget::find(args.submit.is_offline(), kube).await?;
    let written =
        ObjectRef::new(Kind::AgentgatewayModel, ObjectName::new(ground.namespace(), &args.name));
    let chosen = gateway_choice::on(&ground, wished.gateway.as_ref(), &written).await?;
    let wishes = ModelOptions {
        name: ObjectName::new(ground.namespace(), &args.name),
        gateway: chosen.name,
        asked: args.asked().to_owned(),
        provider: wished.provider,
        settings: wished.settings.clone(),
        base_url: args.base_url.clone(),
        secret: wished.secret.clone(),
        internal: args.internal,
    };
    submit(&args.submit, &ground, &[model::model(&wishes)]).await?;
    output::say(BEFORE_1_6);
    let Some(connection) = ground.connection() else { return Ok(()) };
    let secret = wished.secret.as_ref();
    hint::of_secret(connection, secret, ground.namespace(), preset::env_key(&args.provider)).await;
    if args.submit.keeps() && args.submit.wait && chosen.exists {
        let awaited = [AwaitedObject::attached(Kind::AgentgatewayModel, &wishes.name)];
        ready::wait(connection, &awaited, args.submit.timeout).await?;
    }
    Ok(())
}
