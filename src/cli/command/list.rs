//! `kubectl agw list`: the registry, one row a model, a backend, a route, a Gateway, a key or a policy.

mod backends;
pub(super) mod cells;
mod gateways;
mod item;
mod keys;
mod models;
mod openai;
mod policies;
mod print;
mod routes;
mod watch;

use std::collections::BTreeSet;
use std::path::PathBuf;

use wish::OutputFormat;

use super::coverage::Coverage;
use crate::cli::args::catalog;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::select::SelectArgs;
use crate::cli::args::source::{self, Read, SourceArgs};
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::jsonpath::Path as JsonPath;
use crate::cli::output::{self, Format, wish};
use crate::domain::check::shape;
use crate::domain::compile::Compiled;
use crate::domain::llm::preset::PRESETS;
use crate::domain::llm::provider::PROVIDERS;
use crate::domain::meter::catalogs::Catalogs;
use crate::domain::snapshot::{Broken, Origin, Snapshot, Unread, World};
use crate::domain::value::near;
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::edge::cluster::Connection;
use item::{Item, View};

/// Arguments of `list`.
#[derive(Debug, clap::Args)]
#[command(
    visible_alias = "ls",
    after_help = "\
Examples:
  # List the models in this namespace
  kubectl agw list

  # List the models in all namespaces with address, conditions and age
  kubectl agw list -A -o wide

  # List backends, routes and keys
  kubectl agw list backends
  kubectl agw list routes -A
  kubectl agw list keys

  # List the models in manifests, without a cluster
  kubectl agw list -f examples/workshop

  # Show prices, in US dollars per million tokens
  kubectl agw list -o wide --catalog prices.json

  # Print the names of models that aren't ready
  kubectl agw list -o jsonpath='{range .items[?(@.status.state==\"NotReady\")]}{.name}{\"\\n\"}{end}'"
)]
pub struct Args {
    /// Kind of object to list
    #[arg(value_enum, default_value = "models")]
    what: ListType,
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    select: SelectArgs,
    /// If present, list across all namespaces
    #[arg(long, short = 'A')]
    all_namespaces: bool,
    #[arg(long, short, default_value = "table", value_name = "FORMAT", value_parser = wish::parse, help = wish::HELP)]
    output: OutputFormat,
    /// Don't print headers
    #[arg(long)]
    no_headers: bool,
    /// Show all labels as the last column
    #[arg(long)]
    show_labels: bool,
    /// Sort by a field of the items, e.g. .name, .status.state or .created
    #[arg(long, value_name = "PATH", value_parser = JsonPath::read)]
    sort_by: Option<JsonPath>,
    /// Watch for changes
    #[arg(long, short)]
    watch: bool,
    /// Only list items of this provider, e.g. openai or anthropic
    #[arg(long, value_name = "NAME")]
    provider: Option<String>,
    /// Only list items with this text in one of their columns
    #[arg(long, value_name = "TEXT")]
    query: Option<String>,
    /// Only list models that accept this kind of request (e.g. Completions, Embeddings) or have this tag in the catalog
    #[arg(long, value_name = "NAME")]
    capability: Option<String>,
    /// Price catalog (JSON) that adds the prices of models, in US dollars per million tokens; takes precedence over the
    /// catalogs in a Gateway's AgentgatewayParameters (repeatable)
    #[arg(long, value_name = "FILE")]
    catalog: Vec<PathBuf>,
    /// Print the response that an OpenAI client gets from /v1/models
    #[arg(long, conflicts_with_all = ["output", "watch", "show_labels"])]
    openai: bool,
}

/// The views.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum ListType {
    /// Models that applications can use
    #[value(alias = "model")]
    Models,
    /// AgentgatewayBackends, including those that aren't language models
    #[value(alias = "backend")]
    Backends,
    /// HTTPRoutes
    #[value(alias = "route", alias = "httproutes", alias = "httproute")]
    Routes,
    /// Gateways and their listeners
    #[value(alias = "gateway", alias = "gw")]
    Gateways,
    /// Secrets that models read their keys from
    #[value(alias = "key", alias = "secrets", alias = "secret")]
    Keys,
    /// AgentgatewayPolicies
    #[value(alias = "policy")]
    Policies,
}

/// One row each.
const VIEWS: &[View] =
    &[models::VIEW, backends::VIEW, routes::VIEW, gateways::VIEW, keys::VIEW, policies::VIEW];

/// Lists.
///
/// # Errors
/// Files or a cluster that cannot be read at all, a selector or a catalogue that is none.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let view = VIEWS.iter().find(|view| view.what == args.what).unwrap_or(&models::VIEW);
    refuse_what_does_not_fit(args, view)?;
    let given = catalog::read(&args.catalog)?;
    let mut catalogs = Catalogs { given, ..Catalogs::default() };
    if args.watch {
        return super::block_on(watch::run(args, kube, view, catalogs));
    }
    super::block_on(async {
        let read = args.source.read_as_far(kube, reach(args, view)).await?;
        let said = say_what_was_not_read(&read.snapshot) | read.say_kills();
        let coverage = Coverage::of(&read.snapshot, needed(view));
        coverage.say();
        let scope = scope(args, kube, &read);
        let selected = selected(args, view, read.connection.as_ref(), scope.as_deref()).await?;
        let connection = read.connection.as_ref();
        add_prices_of_gateways(args, view, connection, &read.snapshot, &mut catalogs).await?;
        let compiled = read.compiled();
        if args.openai {
            output::json(&openai::list(&compiled, scope.as_deref()))?;
        } else if !(coverage.is_blind() && args.output.is_table()) {
            let items =
                items(args, view, &compiled, scope.as_deref(), selected.as_ref(), &catalogs)?;
            let priced = !catalogs.is_empty();
            let page = print::Page { scope: scope.as_deref(), priced, not_read: &coverage.rows };
            print::print(args, view, &items, page)?;
        }
        Ok(coverage.exit(if said { Exit::Findings } else { Exit::Done }))
    })
}

fn refuse_what_does_not_fit(args: &Args, view: &View) -> Result<(), Failure> {
    let models_only = [
        (args.capability.is_some(), "--capability"),
        (!args.catalog.is_empty(), "--catalog"),
        (args.openai, "--openai"),
    ];
    if view.what != ListType::Models
        && let Some((_, flag)) = models_only.iter().find(|(given, _)| *given)
    {
        return Err(Failure::usage(format!(
            "{flag} is only supported for models: kubectl agw list models {flag} …"
        )));
    }
    if args.provider.is_some() && !view.has_providers {
        return Err(Failure::usage(
            "--provider is only supported for models, backends and keys: kubectl agw list models --provider \
             …",
        ));
    }
    if view.what == ListType::Keys && args.source.is_files() && args.select.selector.is_some() {
        return Err(Failure::usage("-l only selects keys in a cluster; remove -f to use it"));
    }
    Ok(())
}

/// Adds the catalogues that Gateways name, where something of them is shown.
async fn add_prices_of_gateways(
    args: &Args,
    view: &View,
    connection: Option<&Connection>,
    snapshot: &Snapshot,
    catalogs: &mut Catalogs,
) -> Result<(), Failure> {
    let plain = [OutputFormat::Format(Format::Table), OutputFormat::Format(Format::Name)];
    let asked = args.capability.is_some() || !args.catalog.is_empty();
    if view.what != ListType::Models || (!asked && plain.contains(&args.output)) {
        return Ok(());
    }
    let all = snapshot.gateways.values();
    catalogs.of_gateways = catalog::of_gateways(connection, snapshot, all).await?;
    Ok(())
}

/// The kinds without any of which a view has nothing to show.
fn needed(view: &View) -> &'static [Kind] {
    match view.what {
        // Secrets are read by name, as these name them.
        ListType::Keys => {
            &[Kind::AgentgatewayBackend, Kind::AgentgatewayModel, Kind::AgentgatewayPolicy]
        }
        _ => view.selects,
    }
}

/// How much of a cluster the view needs. The rows of Gateways count what is attached to them.
fn reach(args: &Args, view: &View) -> source::View {
    match args.all_namespaces {
        true => source::View::Whole,
        false => source::View::Namespace { attached: view.what == ListType::Gateways },
    }
}

/// The one namespace that is shown, if it is one. Files are shown whole unless a namespace is asked for.
fn scope(args: &Args, kube: &KubeArgs, read: &Read) -> Option<String> {
    match args.all_namespaces || (args.source.is_files() && kube.namespace.is_none()) {
        true => None,
        false => read.namespace.clone(),
    }
}

/// The names that the API server selects; none without a cluster, and where everything is shown.
async fn selected(
    args: &Args,
    view: &View,
    connection: Option<&Connection>,
    scope: Option<&str>,
) -> Result<Option<BTreeSet<ObjectName>>, Failure> {
    match connection {
        Some(connection) if !args.select.is_everything() => {
            args.select.ask(connection, view.selects, scope).await.map(Some)
        }
        _ => Ok(None),
    }
}

/// The items to show, filtered and in order.
fn items(
    args: &Args,
    view: &View,
    compiled: &Compiled,
    scope: Option<&str>,
    selected: Option<&BTreeSet<ObjectName>>,
    catalogs: &Catalogs,
) -> Result<Vec<Item>, Failure> {
    let mut shown = Vec::new();
    for item in (view.items)(compiled, catalogs)? {
        if scope.is_some_and(|namespace| item.name.namespace != namespace) {
            continue;
        }
        let is_selected = match selected {
            Some(names) => names.contains(&item.name),
            None => args.select.takes(&item.name, &item.labels)?,
        };
        if is_selected && item.is_asked_for(args) {
            shown.push(item);
        }
    }
    if let Some(wanted) = args.provider.as_ref().filter(|_| shown.is_empty()) {
        provider_is_known(wanted)?;
    }
    if let Some(path) = &args.sort_by {
        print::sort(&mut shown, path)?;
    }
    Ok(shown)
}

/// Refuses a provider that nothing has because it is misspelled.
fn provider_is_known(wanted: &str) -> Result<(), Failure> {
    let known = PROVIDERS.iter().map(|row| row.key).chain(PRESETS.iter().map(|row| row.name));
    let is_known = known.clone().any(|name| name.eq_ignore_ascii_case(wanted));
    match near::hint(known, wanted) {
        hint if !is_known && !hint.is_empty() => {
            Err(Failure::usage(format!("unknown provider `{wanted}`{hint}")))
        }
        _ => Ok(()),
    }
}

/// Documents that are no objects, kinds that may not be read. Whether anything was wrong with the input.
pub(super) fn say_what_was_not_read(snapshot: &Snapshot) -> bool {
    for problem in &snapshot.problems {
        output::say(&format!("{}: {}", problem.origin, problem.reason));
    }
    // What definitions do not take is said field by field.
    let mut faulty = false;
    if snapshot.world == World::Files {
        for fault in shape::faults(snapshot) {
            output::say(&fault.to_string());
            faulty = true;
        }
    }
    let is_said = |broken: &Broken| faulty && !broken.faults.is_empty();
    for (object, broken) in snapshot.broken.iter().filter(|(_, broken)| !is_said(broken)) {
        match &broken.origin {
            Origin::Cluster => output::say(&format!("{object}: {}", broken.reason)),
            file => output::say(&format!("{file}: {object}: {}", broken.reason)),
        }
    }
    for (kind, why) in &snapshot.unread {
        match why {
            // Said by `Coverage`.
            Unread::Forbidden(_) => {}
            // The others are optional; without this one there is nothing to list.
            Unread::NotInstalled if *kind == Kind::AgentgatewayBackend => output::say(&format!(
                "the cluster has no {}: see `kubectl agw crds install`",
                kind.names().resource()
            )),
            Unread::NotInstalled => {}
        }
    }
    faulty || !snapshot.problems.is_empty() || !snapshot.broken.is_empty()
}
