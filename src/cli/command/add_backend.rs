//! `kubectl agw add-backend`: a backend, its route and what goes with them, generated, shown or applied.

mod default_route;
mod fallback;
pub(super) mod hint;
mod leftover;

use serde_json::Value;

use super::gateway_choice::{self, GatewayArg};
use super::submit::ready::{self, AwaitedObject};
use super::submit::{ApplyTarget, submit};
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::provider::ProviderArgs;
use crate::cli::args::submit::SubmitArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::domain::manifest::backend::{BackendOptions, backend, read_aliases};
use crate::domain::manifest::fallback::{Fallback, parse as parse_fallback};
use crate::domain::manifest::invalid::Invalid;
use crate::domain::manifest::names::{self, Header};
use crate::domain::manifest::policy::{PolicyOptions, RateLimit, policy, rate_limit};
use crate::domain::manifest::route::{Matching, PathOption, RouteOptions, Share, route};
use crate::domain::manifest::upstream::Upstream;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::domain::value::shell::CommandLine;

const ROUTE: &str = "Route";
const FAILING: &str = "Fallback and limits";

/// Arguments of `add-backend`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Add a model for requests with a header; its API key is in a Secret
  kubectl agw add-backend openai-smart --provider openai --model gpt-4o \\
      --secret openai-api-key --header X-Model-Tier=smart

  # Print the manifests for git
  kubectl agw add-backend openai-smart --provider openai --model gpt-4o \\
      --secret openai-api-key --header X-Model-Tier=smart --export > openai-smart.yaml

  # Add OpenAI-compatible vendors; only self-hosted servers need --host
  kubectl agw add-backend llama --provider groq --model llama-3.3-70b-versatile \\
      --secret groq-api-key --path /llama
  kubectl agw add-backend local --provider ollama --model llama3.2 --path /local \\
      --host ollama.ollama.svc.cluster.local

  # Fall back to another backend while this one fails, and allow 100 requests per minute
  kubectl agw add-backend smart --provider openai --model gpt-4o --secret openai-api-key \\
      --fallback claude --rate-limit 100/minute --header X-Model-Tier=smart

  # Check whether the cluster would accept it
  kubectl agw add-backend openai-smart --provider openai --model gpt-4o --dry-run=server

API keys are never passed on the command line. To write one to a Secret:
  kubectl agw key set openai-api-key --from-env OPENAI_API_KEY")]
pub struct Args {
    /// Name of the backend and its route
    name: String,
    #[command(flatten)]
    provider: ProviderArgs,
    /// Send model TO to the provider when a request names FROM (repeatable)
    #[arg(long = "alias", value_name = "FROM=TO", help_heading = "Provider")]
    aliases: Vec<String>,
    /// Match requests with this header; if repeated, all must match
    #[arg(long = "header", value_name = "NAME=VALUE", help_heading = ROUTE)]
    headers: Vec<String>,
    /// Match this path and everything below it
    #[arg(long, value_name = "PATH", help_heading = ROUTE)]
    path: Option<String>,
    /// Match requests for this host (repeatable)
    #[arg(long = "hostname", value_name = "HOST", help_heading = ROUTE)]
    hostnames: Vec<String>,
    /// Gateway to attach to [default: the only one, else agentgateway-proxy]
    #[arg(long, value_name = "[NAMESPACE/]NAME", help_heading = ROUTE)]
    gateway: Option<String>,
    /// Make this the default route even if one exists
    #[arg(long, help_heading = ROUTE, conflicts_with_all = ["headers", "path", "hostnames"])]
    set_default: bool,
    /// Write only the backend, without a route
    #[arg(long, help_heading = ROUTE,
          conflicts_with_all = ["headers", "path", "hostnames", "gateway", "set_default", "rate_limits"])]
    no_route: bool,
    /// Fallbacks when the provider fails, in order: a backend in this namespace, or PROVIDER:MODEL[,secret=NAME]
    #[arg(long = "fallback", value_name = "NAME", num_args = 1.., help_heading = FAILING)]
    fallbacks: Vec<String>,
    /// With --fallback, retry the failed request
    #[arg(long, default_value = "true", default_missing_value = "true", num_args = 0..=1,
          require_equals = true, hide_possible_values = true, action = clap::ArgAction::Set,
          value_name = "BOOL", help_heading = FAILING)]
    retry: bool,
    /// Rate limit, e.g. 100/minute or 10000tokens/hour (repeatable)
    #[arg(long = "rate-limit", value_name = "LIMIT", help_heading = FAILING)]
    rate_limits: Vec<String>,
    #[command(flatten)]
    submit: SubmitArgs,
}

/// The arguments, found to be usable, before anything is known of a cluster.
struct ValidatedArgs {
    upstream: Upstream,
    aliases: Vec<(String, String)>,
    fallbacks: Vec<Fallback>,
    headers: Vec<Header>,
    gateway: Option<GatewayArg>,
    rate_limits: Vec<RateLimit>,
}

/// What goes out.
struct Added {
    backend: BackendOptions,
    route: Option<RouteOptions>,
    policy: Option<PolicyOptions>,
}

impl Added {
    /// The objects in the order in which they are written: a limit is there before the route that it limits.
    fn objects(&self) -> Vec<Value> {
        let policies = self.policy.iter().filter_map(policy);
        std::iter::once(backend(&self.backend))
            .chain(policies)
            .chain(self.route.iter().map(route))
            .collect()
    }
}

/// Adds a backend.
///
/// # Errors
/// Arguments that no cluster would take; a cluster that cannot be reached, or refuses; objects that their controller
/// refuses.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let wished = args.checked(kube).map_err(Failure::usage)?;
    super::block_on(add(args, &wished, kube))?;
    Ok(Exit::Done)
}

impl Args {
    /// Everything that can be known to be wrong without a cluster.
    fn checked(&self, kube: &KubeArgs) -> Result<ValidatedArgs, Invalid> {
        names::object("backend", &self.name)?;
        if let Some(namespace) = &kube.namespace {
            names::namespace(namespace)?;
        }
        if let Some(path) = &self.path {
            names::path(path)?;
        }
        names::hostnames(&self.hostnames)?;
        let headers = read_all(&self.headers, names::header)?;
        names::headers(&headers)?;
        let upstream = self.provider.wishes()?.upstream()?;
        Ok(ValidatedArgs {
            aliases: read_aliases(&self.aliases, upstream.model())?,
            upstream,
            fallbacks: read_all(&self.fallbacks, parse_fallback)?,
            headers,
            gateway: self.gateway.as_deref().map(GatewayArg::read).transpose()?,
            rate_limits: read_all(&self.rate_limits, rate_limit)?,
        })
    }

    fn added(
        &self,
        wished: &ValidatedArgs,
        name: &ObjectName,
        gateway: Option<ObjectName>,
        fallbacks: Vec<Vec<Value>>,
    ) -> Added {
        let retry = self.retry && !fallbacks.is_empty();
        let policy = gateway.is_some().then(|| PolicyOptions {
            name: name.clone(),
            route: name.name.clone(),
            rate_limits: wished.rate_limits.clone(),
            retry,
        });
        let matching = Matching {
            headers: wished.headers.clone(),
            path: self.path.as_deref().map(PathOption::prefix),
            ..Matching::default()
        };
        let route = gateway.map(|gateway| RouteOptions {
            name: name.clone(),
            gateway,
            hostnames: self.hostnames.clone(),
            matching,
            backends: vec![Share { backend: name.clone(), weight: None }],
        });
        let backend = BackendOptions {
            name: name.clone(),
            upstream: wished.upstream.clone(),
            aliases: wished.aliases.clone(),
            fallbacks,
        };
        Added { backend, route, policy }
    }
}

/// Reads every value of a flag.
fn read_all<T>(texts: &[String], read: fn(&str) -> Result<T, Invalid>) -> Result<Vec<T>, Invalid> {
    texts.iter().map(|text| read(text)).collect()
}

/// Shows the objects, lets the API server check them, or writes them and waits until they are usable.
async fn add(args: &Args, wished: &ValidatedArgs, kube: &KubeArgs) -> Result<(), Failure> {
    let ground = ApplyTarget::find(args.submit.is_offline(), kube).await?;
    let name = ObjectName::new(ground.namespace(), &args.name);
    let fallbacks = fallback::groups(&ground, &wished.fallbacks, &name).await?;
    let chosen = match args.no_route {
        true => None,
        false => {
            let route = ObjectRef::new(Kind::HttpRoute, name.clone());
            Some(gateway_choice::on(&ground, wished.gateway.as_ref(), &route).await?)
        }
    };
    let gateway_exists = chosen.as_ref().is_some_and(|chosen| chosen.exists);
    let added = args.added(wished, &name, chosen.map(|chosen| chosen.name), fallbacks);
    if let Some(route) = added.route.as_ref().filter(|route| route.is_default()) {
        default_route::check(&ground, route, args.set_default).await?;
    }
    let removed = match ground.connection() {
        Some(connection) if added.backend.fallbacks.is_empty() => {
            leftover::fallbacks(connection, &name).await
        }
        _ => Vec::new(),
    };
    submit(&args.submit, &ground, &added.objects()).await?;
    hint::of_added(&added);
    leftover::say_removed(&name, &removed);
    let Some(connection) = ground.connection() else { return Ok(()) };
    let Upstream { secret, env_key, .. } = &wished.upstream;
    leftover::say(connection, &name, &added).await;
    hint::of_secret(connection, secret.as_ref(), ground.namespace(), *env_key).await;
    if !args.submit.keeps() {
        return Ok(());
    }
    if args.submit.wait {
        let mut awaited = vec![AwaitedObject::backend(&name)];
        if added.route.is_some() && gateway_exists {
            awaited.push(AwaitedObject::attached(Kind::HttpRoute, &name));
        }
        ready::wait(connection, &awaited, args.submit.timeout).await?;
    }
    if added.route.is_some() {
        let test = CommandLine::new("kubectl agw test curl").arg(&args.name);
        let test = match &kube.namespace {
            Some(namespace) => test.namespace(namespace),
            None => test,
        };
        output::say(&format!("try it: {test}"));
    }
    Ok(())
}
