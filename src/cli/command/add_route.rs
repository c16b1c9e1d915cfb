//! `kubectl agw add-route`: which requests of a Gateway go to which backends, and in which shares.

use anyhow::{Context as _, anyhow, bail};

use super::gateway_choice::{self, GatewayArg};
use super::submit::ready::{self, AwaitedObject};
use super::submit::{ApplyTarget, submit};
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::submit::SubmitArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::domain::manifest::names;
use crate::domain::manifest::route::{self, Matching, PathOption, RouteOptions, Share};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::domain::value::shell::CommandLine;
use crate::edge::cluster::Connection;
use crate::edge::cluster::read::{Selection, list};

const MATCH: &str = "Match";

/// Arguments of `add-route`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Send 90% of requests to one backend and 10% to another
  kubectl agw add-route canary --path /v1/chat/completions \\
      --backend openai=90 --backend openai-smart=10

  # Match on several conditions
  kubectl agw add-route team-a --header X-Team=a --hostname llm.example.com \\
      --query tier=smart --method POST --backend openai-smart

  # Print the manifest for git
  kubectl agw add-route canary --path /canary --backend openai --export")]
pub struct Args {
    /// Name of the route
    name: String,
    /// AgentgatewayBackend to route to, with its weight relative to the others (repeatable)
    #[arg(long = "backend", value_name = "[NAMESPACE/]NAME[=WEIGHT]", required = true)]
    backends: Vec<String>,
    /// Gateway to attach to [default: the only one, else agentgateway-proxy]
    #[arg(long, value_name = "[NAMESPACE/]NAME")]
    gateway: Option<String>,
    /// Match requests with this header; if repeated, all must match
    #[arg(long = "header", value_name = "NAME=VALUE", help_heading = MATCH)]
    headers: Vec<String>,
    /// Match this path and everything below it
    #[arg(long, value_name = "PATH", help_heading = MATCH)]
    path: Option<String>,
    /// Match this exact path
    #[arg(long, value_name = "PATH", conflicts_with = "path", help_heading = MATCH)]
    path_exact: Option<String>,
    /// Match paths that fully match this regular expression
    #[arg(long, value_name = "REGEX", conflicts_with_all = ["path", "path_exact"], help_heading = MATCH)]
    path_regex: Option<String>,
    /// Match requests with this query parameter; if repeated, all must match
    #[arg(long = "query", value_name = "NAME=VALUE", help_heading = MATCH)]
    query: Vec<String>,
    /// Match requests with this method
    #[arg(long, value_name = "METHOD", help_heading = MATCH)]
    method: Option<String>,
    /// Match requests for this host (repeatable)
    #[arg(long = "hostname", value_name = "HOST", help_heading = MATCH)]
    hostnames: Vec<String>,
    #[command(flatten)]
    submit: SubmitArgs,
}

const METHODS: &[&str] =
    &["GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH"];
const MOST_BACKENDS: usize = 16;
const MOST_WEIGHT: u32 = 1_000_000;

/// `[NAMESPACE/]NAME[=WEIGHT]`.
struct ShareArg {
    namespace: Option<String>,
    name: String,
    weight: Option<u32>,
}

/// The arguments, found to be usable.
struct ValidatedArgs {
    shares: Vec<ShareArg>,
    matching: Matching,
    gateway: Option<GatewayArg>,
}

/// Adds a route.
///
/// # Errors
/// Arguments that no cluster would take; a cluster that cannot be reached, or refuses.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let wished = args.checked(kube).map_err(Failure::usage)?;
    super::block_on(add(args, &wished, kube))?;
    Ok(Exit::Done)
}

impl Args {
    fn checked(&self, kube: &KubeArgs) -> anyhow::Result<ValidatedArgs> {
        names::object("route", &self.name)?;
        if let Some(namespace) = &kube.namespace {
            names::namespace(namespace)?;
        }
        names::hostnames(&self.hostnames)?;
        Ok(ValidatedArgs {
            shares: shares(&self.backends)?,
            matching: self.matching()?,
            gateway: self.gateway.as_deref().map(GatewayArg::read).transpose()?,
        })
    }

    fn matching(&self) -> anyhow::Result<Matching> {
        let headers: Vec<_> =
            self.headers.iter().map(|text| names::header(text)).collect::<Result<_, _>>()?;
        names::headers(&headers)?;
        let query: Vec<_> = self.query.iter().map(|text| query(text)).collect::<Result<_, _>>()?;
        let path = match (&self.path, &self.path_exact, &self.path_regex) {
            (Some(path), _, _) => Some(PathOption::prefix(path)),
            (_, Some(path), _) => Some(PathOption { compared: "Exact", value: path.clone() }),
            (_, _, Some(regex)) => {
                regex::Regex::new(regex)
                    .map_err(|_| anyhow!("invalid regular expression `{regex}` in --path-regex"))?;
                Some(PathOption { compared: "RegularExpression", value: regex.clone() })
            }
            (None, None, None) => None,
        };
        if let Some(path) = path.as_ref().filter(|path| path.compared != "RegularExpression") {
            names::path(&path.value)?;
        }
        let method = self.method.as_ref().map(|method| method.to_ascii_uppercase());
        if let Some(method) = method.as_deref().filter(|method| !METHODS.contains(method)) {
            bail!("unknown method `{method}`; use one of {}", METHODS.join(", "));
        }
        Ok(Matching { headers, path, query, method })
    }
}

/// Reads `NAME=VALUE` of a query parameter, which may have no value.
fn query(text: &str) -> anyhow::Result<names::Header> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() && !name.contains(['&', '?', ' ']) => {
            Ok(names::Header { name: name.to_owned(), value: value.to_owned() })
        }
        _ => bail!("invalid query `{text}`; use NAME=VALUE"),
    }
}

/// Reads the backends. Weights are given to all or to none: a backend without one would weigh 1.
fn shares(texts: &[String]) -> anyhow::Result<Vec<ShareArg>> {
    let mut shares: Vec<ShareArg> = Vec::new();
    for text in texts {
        let (name, weight) = match text.split_once('=') {
            Some((name, weight)) => (name, Some(weight_of(name, weight)?)),
            None => (text.as_str(), None),
        };
        let (namespace, name) = match name.split_once('/') {
            Some((namespace, name)) => (Some(namespace.to_owned()), name),
            None => (None, name),
        };
        if let Some(namespace) = &namespace {
            names::namespace(namespace)?;
        }
        names::object("backend", name)?;
        if shares.iter().any(|known| known.name == name && known.namespace == namespace) {
            bail!("duplicate backend {name}; give it a single weight");
        }
        shares.push(ShareArg { namespace, name: name.to_owned(), weight });
    }
    let weighed = shares.iter().filter(|share| share.weight.is_some()).count();
    if weighed != 0 && weighed != shares.len() {
        bail!("give every --backend a weight, or none: one without would have weight 1");
    }
    if shares.len() > MOST_BACKENDS {
        bail!("too many backends ({}); a rule can have {MOST_BACKENDS}", shares.len());
    }
    if weighed != 0 && shares.iter().all(|share| share.weight == Some(0)) {
        bail!("all weights are 0, so every request would fail");
    }
    Ok(shares)
}

/// Reads a weight.
pub(super) fn weight_of(name: &str, text: &str) -> anyhow::Result<u32> {
    let weight = text.parse::<u32>().ok().filter(|weight| *weight <= MOST_WEIGHT);
    weight.with_context(|| {
        format!("invalid weight `{text}` of {name}; use a number from 0 to {MOST_WEIGHT}")
    })
}

async fn add(args: &Args, wished: &ValidatedArgs, kube: &KubeArgs) -> Result<(), Failure> {
    let ground = ApplyTarget::find(args.submit.is_offline(), kube).await?;
    let namespace = ground.namespace();
    let written = ObjectRef::new(Kind::HttpRoute, ObjectName::new(namespace, &args.name));
    let chosen = gateway_choice::on(&ground, wished.gateway.as_ref(), &written).await?;
    let share = |given: &ShareArg| Share {
        backend: ObjectName::new(given.namespace.as_deref().unwrap_or(namespace), &given.name),
        weight: given.weight,
    };
    let route = RouteOptions {
        name: ObjectName::new(namespace, &args.name),
        gateway: chosen.name,
        hostnames: args.hostnames.clone(),
        matching: wished.matching.clone(),
        backends: wished.shares.iter().map(share).collect(),
    };
    submit(&args.submit, &ground, &[route::route(&route)]).await?;
    if route.is_default() {
        output::say(&format!(
            "no match: this is the default route of gateway {}, for all requests that no other route matches",
            route.gateway
        ));
    }
    let Some(connection) = ground.connection() else { return Ok(()) };
    say_what_is_missing(connection, &route).await;
    if args.submit.keeps() && args.submit.wait && chosen.exists {
        let awaited = [AwaitedObject::attached(Kind::HttpRoute, &route.name)];
        ready::wait(connection, &awaited, args.submit.timeout).await?;
    }
    Ok(())
}

/// Warns of backends that are not there, and of those that need a grant. What may not be seen is not warned of.
async fn say_what_is_missing(connection: &Connection, route: &RouteOptions) {
    let Ok(known) = list(connection, &[Kind::AgentgatewayBackend], &Selection::default()).await
    else {
        return;
    };
    let known = known.current();
    for share in &route.backends {
        let name = &share.backend;
        if name.namespace != route.name.namespace {
            output::say(&format!(
                "Warning: backend {name} is in another namespace; its share of requests fails until a \
                 ReferenceGrant there permits HTTPRoutes in {} to use it",
                route.name.namespace
            ));
        }
        if known.sees(Kind::AgentgatewayBackend, &name.namespace)
            && !known.unread.contains_key(&Kind::AgentgatewayBackend)
            && !known.backends.contains_key(name)
        {
            output::say(&format!(
                "Warning: AgentgatewayBackend {name} not found; its share of requests fails until it \
                 exists:\n  {}",
                CommandLine::new("kubectl agw add-backend")
                    .arg(&name.name)
                    .namespace(&name.namespace)
                    .plain("--no-route --provider …")
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(texts: &[&str]) -> Option<Vec<Option<u32>>> {
        let texts: Vec<_> = texts.iter().map(ToString::to_string).collect();
        Some(shares(&texts).ok()?.into_iter().map(|share| share.weight).collect())
    }

    #[test]
    fn weights_are_for_all_or_for_none() {
        assert_eq!(read(&["a=90", "b=10"]), Some(vec![Some(90), Some(10)]));
        assert_eq!(read(&["a", "ns/b"]), Some(vec![None, None]));
        for wrong in [&["a=1", "b"][..], &["a", "a"], &["a=0", "b=0"], &["a=-1"], &["A"], &["a=x"]]
        {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
    }
}
