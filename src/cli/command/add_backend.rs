//! `kubectl agw add-backend`: a backend and its route, generated, shown or applied.

mod gateway;
mod hint;
mod ready;

use std::time::Duration;

use serde_json::Value;

use super::progress::Progress;
use crate::cli::args::kube::{KubeArgs, duration};
use crate::cli::args::write::{DryRun, ObjectFormat, WriteArgs};
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::interrupt;
use crate::cli::output;
use crate::domain::manifest::backend::{self, BackendWishes, Place, SecretWish, backend};
use crate::domain::manifest::kept;
use crate::domain::manifest::names::{self, Header};
use crate::domain::manifest::route::{RouteWishes, route};
use crate::domain::value::object_ref::ObjectName;
use crate::edge::cluster::apply::{ApplyOptions, apply};
use crate::edge::cluster::{self, Connection};
use gateway::GatewayArg;

const ROUTE: &str = "Route";
const PROVIDER: &str = "Provider";
const WRITE: &str = "Output and writing";

/// Arguments of `add-backend`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # A model for requests that carry a header; its key is in a Secret
  kubectl agw add-backend openai-smart --provider openai --model gpt-4o \\
      --secret openai-api-key --header X-Model-Tier=smart

  # The manifests for git
  kubectl agw add-backend openai-smart --provider openai --model gpt-4o \\
      --secret openai-api-key --header X-Model-Tier=smart --export > openai-smart.yaml

  # Under a path, at any OpenAI-compatible host
  kubectl agw add-backend llama --provider openai --model llama-3.3-70b-versatile --path /llama \\
      --secret groq-api-key --host api.groq.com --port 443 --path-prefix /openai/v1

  # Is it acceptable to the cluster?
  kubectl agw add-backend openai-smart --provider openai --model gpt-4o --dry-run=server

Keys are never given on a command line. This puts one into a Secret:
  printf %s \"$OPENAI_API_KEY\" | kubectl create secret generic openai-api-key \\
      --from-file=Authorization=/dev/stdin")]
pub struct Args {
    /// Name of the backend and of its route
    name: String,
    /// Who answers: openai, anthropic, gemini, bedrock, or custom with --host
    #[arg(long, value_name = "NAME", help_heading = PROVIDER)]
    provider: String,
    /// The model that is asked, whatever the request names
    #[arg(long, value_name = "MODEL", help_heading = PROVIDER)]
    model: String,
    /// Secret that holds the provider's key, in the same namespace
    #[arg(long, value_name = "NAME", help_heading = PROVIDER)]
    secret: Option<String>,
    /// Data key of the Secret, where it is not Authorization
    #[arg(long, value_name = "KEY", requires = "secret", help_heading = PROVIDER)]
    secret_key: Option<String>,
    /// Call this host instead of the provider's own
    #[arg(long, value_name = "HOST", requires = "port", help_heading = PROVIDER)]
    host: Option<String>,
    /// Port of --host; 443 is called with TLS, every other without
    #[arg(long, value_name = "PORT", requires = "host", help_heading = PROVIDER,
          value_parser = clap::value_parser!(u16).range(1..))]
    port: Option<u16>,
    /// What stands before the provider's paths at --host, in the place of /v1
    #[arg(long, value_name = "PATH", requires = "host", help_heading = PROVIDER)]
    path_prefix: Option<String>,
    /// Take requests with this header; given several times, with all of them
    #[arg(long = "header", value_name = "NAME=VALUE", help_heading = ROUTE)]
    headers: Vec<String>,
    /// Take requests to this path and below it
    #[arg(long, value_name = "PATH", help_heading = ROUTE)]
    path: Option<String>,
    /// Take requests to this host; may be given several times
    #[arg(long = "hostname", value_name = "HOST", help_heading = ROUTE)]
    hostnames: Vec<String>,
    /// The Gateway that takes them; without it the only one, or agentgateway-proxy
    #[arg(long, value_name = "[NAMESPACE/]NAME", help_heading = ROUTE)]
    gateway: Option<String>,
    /// Write the backend alone
    #[arg(long, help_heading = ROUTE,
          conflicts_with_all = ["headers", "path", "hostnames", "gateway"])]
    no_route: bool,
    #[command(flatten, next_help_heading = WRITE)]
    write: WriteArgs,
    /// Print the manifests for git: --dry-run=client -o yaml
    #[arg(long, conflicts_with_all = ["dry_run", "output"], help_heading = WRITE)]
    export: bool,
    /// Print the objects instead of a line for each: yaml, json or name
    #[arg(long, short, value_enum, value_name = "FORMAT", hide_possible_values = true,
          help_heading = WRITE)]
    output: Option<ObjectFormat>,
    /// Return when the controller has taken both, or says why not
    #[arg(long, default_value = "true", default_missing_value = "true", num_args = 0..=1,
          require_equals = true, hide_possible_values = true, action = clap::ArgAction::Set,
          value_name = "BOOL", help_heading = WRITE)]
    wait: bool,
    /// The longest wait
    #[arg(long, default_value = "30s", value_parser = duration, value_name = "DURATION",
          help_heading = WRITE)]
    timeout: Duration,
}

/// The arguments, found to be usable, before anything is known of a cluster.
struct Wished {
    provider: &'static crate::domain::llm::provider::Provider,
    secret: Option<SecretWish>,
    place: Option<Place>,
    headers: Vec<Header>,
    gateway: Option<GatewayArg>,
}

/// What goes out.
struct Pair {
    backend: BackendWishes,
    route: Option<RouteWishes>,
}

impl Pair {
    /// The objects in the order in which they are written.
    fn objects(&self) -> Vec<Value> {
        let routes = self.route.iter().map(route);
        std::iter::once(backend(&self.backend)).chain(routes).collect()
    }
}

/// Adds a backend.
///
/// # Errors
/// Arguments that no cluster would take; a cluster that cannot be reached, or refuses; objects that their controller
/// refuses.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let wished = args.checked(kube).map_err(Failure::usage)?;
    let mut write = args.write.clone();
    if args.export {
        write.dry_run = DryRun::Client;
    }
    match write.dry_run {
        DryRun::Client => generate(args, &wished, &write, kube)?,
        DryRun::Server => super::block_on(check(args, &wished, &write, kube))?,
        DryRun::None => {
            let progress = Progress::default();
            let work = add(args, &wished, &write, kube, &progress);
            super::block_on(interrupt::until(work, || progress.words()))?;
        }
    }
    Ok(Exit::Done)
}

impl Args {
    /// Everything that can be known to be wrong without a cluster.
    fn checked(&self, kube: &KubeArgs) -> Result<Wished, String> {
        names::object("backend", &self.name)?;
        if let Some(namespace) = &kube.namespace {
            names::namespace(namespace)?;
        }
        let provider = backend::provider(&self.provider, self.host.is_some())?;
        names::model(&self.model)?;
        if let Some(secret) = &self.secret {
            hint::secret_name(secret)?;
        }
        if let Some(key) = &self.secret_key {
            names::data_key(key)?;
        }
        for path in self.path_prefix.iter().chain(&self.path) {
            names::path(path)?;
        }
        if let Some(host) = &self.host {
            names::host(host)?;
        }
        names::hostnames(&self.hostnames)?;
        let headers: Vec<Header> =
            self.headers.iter().map(|text| names::header(text)).collect::<Result<_, _>>()?;
        names::headers(&headers)?;
        let place = self.host.clone().zip(self.port).map(|(host, port)| Place {
            host,
            port,
            path_prefix: self.path_prefix.clone(),
        });
        let secret = self.secret.clone();
        Ok(Wished {
            provider,
            secret: secret.map(|name| SecretWish { name, key: self.secret_key.clone() }),
            place,
            headers,
            gateway: self.gateway.as_deref().map(GatewayArg::read).transpose()?,
        })
    }

    fn pair(&self, wished: &Wished, namespace: &str, gateway: Option<ObjectName>) -> Pair {
        let name = ObjectName::new(namespace, &self.name);
        let route = gateway.map(|gateway| RouteWishes {
            name: name.clone(),
            gateway,
            hostnames: self.hostnames.clone(),
            headers: wished.headers.clone(),
            path: self.path.clone(),
            backend: name.clone(),
        });
        let backend = BackendWishes {
            name,
            provider: wished.provider,
            model: self.model.clone(),
            secret: wished.secret.clone(),
            place: wished.place.clone(),
        };
        Pair { backend, route }
    }
}

/// Shows what would be written. No cluster is asked, so what only it knows is assumed, and said to be.
fn generate(
    args: &Args,
    wished: &Wished,
    write: &WriteArgs,
    kube: &KubeArgs,
) -> Result<(), Failure> {
    let namespace = offline_namespace(kube)?;
    let gateway = (!args.no_route).then(|| gateway::assumed(wished.gateway.as_ref(), &namespace));
    let pair = args.pair(wished, &namespace, gateway);
    let format = if args.export { Some(ObjectFormat::Yaml) } else { args.output };
    write.print(&pair.objects(), format)?;
    hint::of_pair(&pair);
    Ok(())
}

/// `-n`, else the kubeconfig's, else `default`. A kubeconfig that cannot be used matters only to who named it.
fn offline_namespace(kube: &KubeArgs) -> Result<String, Failure> {
    if let Some(namespace) = &kube.namespace {
        return Ok(namespace.clone());
    }
    let is_named = kube.kubeconfig.is_some() || kube.context.is_some();
    let (namespace, whose) = match cluster::namespace(&kube.wishes(false)) {
        Ok(Some((Some(context), namespace))) => (namespace, format!("of context {context}")),
        Err(error) if is_named => return Err(error.into()),
        Ok(Some((None, namespace))) => (namespace, "without a context".to_owned()),
        Ok(None) | Err(_) => ("default".to_owned(), "without a kubeconfig".to_owned()),
    };
    output::say(&format!("assumed: namespace {namespace}, {whose} (-n names another)"));
    Ok(namespace)
}

/// The server's side of both dry and real runs: what to write, found acceptable, and whether its Gateway is there.
async fn prepare(
    args: &Args,
    wished: &Wished,
    connection: &Connection,
    options: ApplyOptions,
) -> Result<(Pair, bool, Vec<Value>), Failure> {
    let namespace = &connection.namespace;
    let chosen = match args.no_route {
        true => None,
        false => Some(gateway::choose(connection, wished.gateway.as_ref()).await?),
    };
    let gateway_exists = chosen.as_ref().is_some_and(|chosen| chosen.exists);
    let pair = args.pair(wished, namespace, chosen.map(|chosen| chosen.name));
    let mut answers = Vec::new();
    // Both before the first is written: half a pair is worse than none.
    for object in pair.objects() {
        let dry = ApplyOptions { dry_run: true, ..options };
        let answer = apply(connection, &object, dry).await;
        output::warn(&connection.warnings());
        answers.push(kept(answer?.object));
    }
    Ok((pair, gateway_exists, answers))
}

/// Lets the API server check both.
async fn check(
    args: &Args,
    wished: &Wished,
    write: &WriteArgs,
    kube: &KubeArgs,
) -> Result<(), Failure> {
    let connection = cluster::connect(&kube.wishes(false)).await?;
    let (pair, _, answers) = prepare(args, wished, &connection, write.options()).await?;
    write.print(&answers, args.output)?;
    output::say(&format!("nothing was kept in {}", place(&connection)));
    hint::of_secret(&connection, &pair).await;
    hint::of_pair(&pair);
    Ok(())
}

/// Writes both and waits until they are usable.
async fn add(
    args: &Args,
    wished: &Wished,
    write: &WriteArgs,
    kube: &KubeArgs,
    progress: &Progress,
) -> Result<(), Failure> {
    let connection = cluster::connect(&kube.wishes(false)).await?;
    let (pair, gateway_exists, _) = prepare(args, wished, &connection, write.options()).await?;
    let mut written: Vec<Value> = Vec::new();
    for object in pair.objects() {
        progress.sends(&object, &place(&connection));
        let answer = apply(&connection, &object, write.options()).await;
        output::warn(&connection.warnings());
        let object = answer.map_err(|error| progress.failed(error))?.object;
        progress.arrived();
        if args.output.is_none() {
            write.print(std::slice::from_ref(&object), None)?;
        }
        written.push(kept(object));
    }
    if args.output.is_some() {
        write.print(&written, args.output)?;
    }
    output::say(&format!("written to {}", place(&connection)));
    hint::of_secret(&connection, &pair).await;
    hint::of_pair(&pair);
    if args.wait {
        ready::wait(&connection, &pair, gateway_exists, args.timeout).await?;
    }
    let namespace = kube.namespace.as_ref().map(|name| format!(" -n {name}")).unwrap_or_default();
    if pair.route.is_some() {
        output::say(&format!("try it: kubectl agw test curl {}{namespace}", args.name));
    }
    Ok(())
}

/// `namespace n of context c (https://…)`.
fn place(connection: &Connection) -> String {
    let context = connection.context.as_ref().map(|name| format!(" of context {name}"));
    let context = context.unwrap_or_default();
    format!("namespace {}{context} ({})", connection.namespace, connection.server)
}
