//! `kubectl agw add-gateway`: where requests come in.

use super::submit::ready::{self, AwaitedObject};
use super::submit::{ApplyTarget, submit};
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::submit::SubmitArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::domain::manifest::gateway::{GatewayOptions, gateway};
use crate::domain::manifest::invalid::Invalid;
use crate::domain::manifest::names;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// Arguments of `add-gateway`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Add a Gateway for routes in its own namespace
  kubectl agw add-gateway agentgateway-proxy

  # Add one for routes in all namespaces, with a hostname
  kubectl agw add-gateway shared --allow all --hostname llm.example.com --port 8080

  # Add one that also offers models by name (see add-model)
  kubectl agw add-gateway agentgateway-proxy --models")]
pub struct Args {
    /// Name of the Gateway
    name: String,
    /// GatewayClass of the Gateway
    #[arg(long, value_name = "NAME", default_value = "agentgateway")]
    class: String,
    /// Port of its plain HTTP listener
    #[arg(long, value_name = "PORT", default_value = "80", value_parser = clap::value_parser!(u16).range(1..))]
    port: u16,
    /// Accept requests for this host only
    #[arg(long, value_name = "HOST")]
    hostname: Option<String>,
    /// Namespaces whose routes may attach: all, or only the Gateway's own (same)
    #[arg(long, value_enum, default_value = "same")]
    allow: Allow,
    /// Also accept AgentgatewayModels, which requests select by name (see add-model)
    #[arg(long)]
    models: bool,
    #[command(flatten)]
    submit: SubmitArgs,
}

/// `--allow`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Allow {
    All,
    Same,
}

/// Adds a Gateway.
///
/// # Errors
/// Arguments that no cluster would take; a cluster that cannot be reached, or refuses.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    check(args, kube).map_err(Failure::usage)?;
    super::block_on(add(args, kube))?;
    Ok(Exit::Done)
}

fn check(args: &Args, kube: &KubeArgs) -> Result<(), Invalid> {
    names::object("gateway", &args.name)?;
    names::object("class", &args.class)?;
    names::hostnames(args.hostname.as_slice())?;
    kube.namespace.as_deref().map_or(Ok(()), names::namespace)
}

async fn add(args: &Args, kube: &KubeArgs) -> Result<(), Failure> {
    let ground = ApplyTarget::find(args.submit.is_offline(), kube).await?;
    let wishes = GatewayOptions {
        name: ObjectName::new(ground.namespace(), &args.name),
        class: args.class.clone(),
        port: args.port,
        hostname: args.hostname.clone(),
        from_all: args.allow == Allow::All,
        models: args.models,
    };
    submit(&args.submit, &ground, &[gateway(&wishes)]).await?;
    if args.port == 443 {
        output::say(
            "port 443 is served without TLS: this command only creates plain HTTP listeners",
        );
    }
    let Some(connection) = ground.connection() else { return Ok(()) };
    if args.submit.keeps() && args.submit.wait {
        let object = ObjectRef::new(Kind::Gateway, wishes.name);
        let awaited = [AwaitedObject { object, conditions: &["Accepted", "Programmed"] }];
        ready::wait(connection, &awaited, args.submit.timeout).await?;
    }
    Ok(())
}
