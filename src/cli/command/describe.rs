//! `kubectl agw describe`: one model, backend, route or Gateway with everything that hangs on it, link by link.

mod chain;
mod print;

use serde::Serialize;

use super::coverage::Coverage;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::{Read, SourceArgs};
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::shape::One;
use crate::cli::output::{self, Format};
use crate::domain::compile::Compiled;
use crate::domain::compile::attached::index::PolicyIndex;
use crate::domain::registry::condition::ConditionRow;
use crate::domain::registry::{self, ModelSource, Row, StatusRow, backend, gateway, http_route};
use crate::domain::snapshot::Snapshot;
use crate::domain::value::near;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::domain::value::shell::CommandLine;
use crate::edge::cluster::events::{self, EventRow};
use crate::edge::cluster::{ClusterError, Connection};
use chain::ChainLink;

/// Arguments of `describe`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Describe a model: its routes, key and policies
  kubectl agw describe model openai-smart

  # Describe the object with this name, of any type; TYPE/NAME and short names (be, route, gw) work too
  kubectl agw describe openai-smart
  kubectl agw describe be/openai-smart

  # Describe a route and a Gateway
  kubectl agw describe route openai-smart
  kubectl agw describe gateway agentgateway-proxy -n agentgateway-system

  # Describe a backend in manifests, without a cluster
  kubectl agw describe backend openai-smart -f examples/workshop")]
pub struct Args {
    /// Kind of object to describe
    #[arg(value_enum)]
    what: DescribeType,
    /// Name of the object, or NAMESPACE/NAME; of a model also what it is called at its provider, e.g. gpt-4o
    name: String,
    #[command(flatten)]
    source: SourceArgs,
    /// Output format; table is human-readable text
    #[arg(long, short, value_enum, default_value = "table")]
    output: Format,
}

/// What can be described.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum DescribeType {
    /// A model: an AgentgatewayBackend or an AgentgatewayModel
    #[value(alias = "models")]
    Model,
    /// An AgentgatewayBackend
    #[value(alias = "backends")]
    Backend,
    /// An HTTPRoute
    #[value(alias = "routes", alias = "httproute")]
    Route,
    /// A Gateway
    #[value(alias = "gateways", alias = "gw")]
    Gateway,
    /// Any object with this name
    #[value(hide = true)]
    Any,
}

impl DescribeType {
    fn kinds(self) -> &'static [Kind] {
        match self {
            DescribeType::Model => &[Kind::AgentgatewayBackend, Kind::AgentgatewayModel],
            DescribeType::Backend => &[Kind::AgentgatewayBackend],
            DescribeType::Route => &[Kind::HttpRoute],
            DescribeType::Gateway => &[Kind::Gateway],
            DescribeType::Any => &[
                Kind::AgentgatewayBackend,
                Kind::AgentgatewayModel,
                Kind::HttpRoute,
                Kind::Gateway,
            ],
        }
    }
}

/// Everything that is known of one object.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Description {
    #[serde(rename = "objectKind")]
    kind: &'static str,
    namespace: String,
    name: String,
    status: StatusRow,
    /// `provider:model` of those that are called when the first fails, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fallbacks: Vec<String>,
    /// Each chain from a listener to a key.
    chains: Vec<Vec<ChainLink>>,
    /// The policies in force on each of these chains.
    policies: Vec<Vec<registry::effective::EffectivePolicy>>,
    conditions: Vec<ConditionRow>,
    /// No controller wrote them: they are what this program makes of the object.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    computed: bool,
    events: Vec<EventRow>,
    /// Why there are no events to show, where they could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    events_unread: Option<String>,
    /// What is served otherwise than agentgateway would.
    notes: Vec<String>,
}

/// Describes.
///
/// # Errors
/// Files or a cluster that cannot be read at all, a name that nothing has.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    super::block_on(async {
        let read = args.source.read(kube).await?;
        super::list::say_what_was_not_read(&read.snapshot);
        read.say_kills();
        let coverage = Coverage::of(&read.snapshot, Kind::LISTED);
        let what = chosen(args, kube, &read);
        let name = match find(args, what, &read, &coverage) {
            Ok(name) => name,
            Err(failure) => {
                coverage.say();
                return Err(failure);
            }
        };
        let coverage = coverage.within(&read.snapshot, Some(&name.namespace));
        coverage.say();
        let mut description = describe(what, &read.compiled(), &name).ok_or_else(|| {
            Failure::usage(format!(
                "{name} is gone; see `kubectl agw list -A{}`",
                args.source.words()
            ))
        })?;
        if let Some(connection) = &read.connection {
            let object = ObjectRef::new(kind_of(description.kind), name);
            add_events(&mut description, connection, &object).await;
        }
        match args.output {
            Format::Json => {
                output::json(&One::new("Description", &description).without(&coverage.rows))?
            }
            Format::Yaml => {
                output::yaml(&One::new("Description", &description).without(&coverage.rows))?
            }
            Format::Name => output::data(&format!(
                "{}.{}/{}\n",
                description.kind.to_lowercase(),
                kind_of(description.kind).names().group,
                output::table::visible(&description.name)
            ))?,
            Format::Table | Format::Wide => output::painted(&print::text(&description))?,
        }
        Ok(coverage.exit(Exit::Done))
    })
}

fn kind_of(name: &str) -> Kind {
    let found = Kind::all().find(|kind| kind.names().kind == name);
    found.unwrap_or(Kind::AgentgatewayBackend)
}

/// A refused read is one line, not the end.
async fn add_events(description: &mut Description, connection: &Connection, object: &ObjectRef) {
    match events::of(connection, object).await {
        Ok(events) => description.events = events,
        Err(ClusterError::Forbidden { message }) => {
            description.events_unread = Some(format!("no permission: {message}"));
        }
        Err(error) => description.events_unread = Some(error.to_string()),
    }
}

/// The type that is meant, where the user named none: the first that has the name in the namespace that was asked for,
/// else in any.
fn chosen(args: &Args, kube: &KubeArgs, read: &Read) -> DescribeType {
    if args.what != DescribeType::Any {
        return args.what;
    }
    let is_own = |name: &ObjectName| read.namespace.as_deref() == Some(&*name.namespace);
    let is_meant = |name: &ObjectName| args.name == name.name || args.name == name.to_string();
    let object_of = |what: DescribeType| {
        let named = names(what, &read.snapshot).into_iter().filter(is_meant);
        Some((what, named.max_by_key(is_own)?))
    };
    let all = [DescribeType::Model, DescribeType::Route, DescribeType::Gateway];
    let mut found: Vec<_> = all.into_iter().filter_map(object_of).collect();
    found.sort_by_key(|(_, name)| !is_own(name));
    let mut found = found.into_iter();
    let Some((first, _)) = found.next() else { return DescribeType::Any };
    for (other, name) in found {
        let other = format!("{other:?}").to_lowercase();
        let command = CommandLine::new("kubectl agw describe").plain(&other).arg(&args.name);
        let namespace = kube.namespace.as_ref().map(|_| &*name.namespace);
        let command = namespace.into_iter().fold(command, CommandLine::namespace);
        let command = command.words(&args.source.words());
        output::say(&format!("a {other} has this name too: `{command}`"));
    }
    first
}

/// The object that is meant: in the namespace of the flags, or the only one of its name.
fn find(
    args: &Args,
    what: DescribeType,
    read: &Read,
    coverage: &Coverage,
) -> Result<ObjectName, Failure> {
    let (snapshot, namespace) = (&*read.snapshot, read.namespace.as_deref());
    let there = names(what, snapshot);
    let unknown = |namespace: Option<&str>| {
        let seen = |kind: &Kind| match namespace {
            Some(namespace) => snapshot.sees(*kind, namespace),
            None => snapshot.sees_all(*kind),
        };
        coverage.not_found(unknown(args, &there), what.kinds().iter().all(seen))
    };
    if let Some((namespace, name)) = args.name.split_once('/') {
        let wanted = ObjectName::new(namespace, name);
        let found = there.contains(&wanted).then_some(wanted);
        let found = found.map_or_else(|| by_model(args, read), |found| Ok(Some(found)))?;
        return found.ok_or_else(|| unknown(Some(namespace)));
    }
    let named: Vec<_> = there.iter().filter(|name| name.name == args.name).collect();
    let own = namespace.and_then(|own| named.iter().find(|name| name.namespace == own));
    match (own, named.as_slice()) {
        (Some(own), _) => Ok((*own).clone()),
        (None, [only]) => Ok((*only).clone()),
        (None, []) => by_model(args, read)?.ok_or_else(|| unknown(namespace)),
        (None, several) => {
            let several: Vec<_> = several.iter().map(ToString::to_string).collect();
            Err(Failure::usage(format!(
                "several objects are named {}: {}; choose one with -n or as NAMESPACE/NAME",
                args.name,
                several.join(", ")
            )))
        }
    }
}

/// The object that has the model of this name; none where no object has it, or objects are no models.
fn by_model(args: &Args, read: &Read) -> Result<Option<ObjectName>, Failure> {
    if args.what != DescribeType::Model {
        return Ok(None);
    }
    let rows = registry::models(&read.compiled()).into_iter();
    let has = |row: &Row| row.model.as_deref() == Some(&args.name);
    let found: Vec<_> =
        rows.filter(has).map(|row| ObjectName::new(&row.namespace, &row.name)).collect();
    let own = |name: &&ObjectName| read.namespace.as_deref() == Some(&*name.namespace);
    let own: Vec<_> = found.iter().filter(own).collect();
    match (own.as_slice(), found.as_slice()) {
        ([only], _) => Ok(Some((*only).clone())),
        ([], [only]) => Ok(Some(only.clone())),
        ([], []) => Ok(None),
        _ => {
            let found: Vec<_> = found.iter().map(ToString::to_string).collect();
            Err(Failure::usage(format!(
                "several objects have the model {}: {}; choose one by its name",
                args.name,
                found.join(", ")
            )))
        }
    }
}

fn unknown(args: &Args, there: &[ObjectName]) -> Failure {
    let (what, list) = match args.what {
        DescribeType::Any => ("model, route or Gateway".to_owned(), "kubectl agw list".to_owned()),
        what => {
            let what = format!("{what:?}").to_lowercase();
            (what.clone(), format!("kubectl agw list {what}s"))
        }
    };
    let known = near::available(there.iter().map(ToString::to_string).collect(), &args.name);
    Failure::usage(format!(
        "no {what} named {}{known}; see `{list} -A{}`",
        args.name,
        args.source.words()
    ))
}

fn names(what: DescribeType, snapshot: &Snapshot) -> Vec<ObjectName> {
    let broken = |kind: Kind| {
        let of_kind = snapshot.broken.keys().filter(move |object| object.kind == kind);
        of_kind.map(|object| object.name.clone()).collect::<Vec<_>>()
    };
    let mut found = match what {
        DescribeType::Model | DescribeType::Backend => {
            let mut names: Vec<_> = snapshot.backends.keys().cloned().collect();
            names.extend(broken(Kind::AgentgatewayBackend));
            names
        }
        DescribeType::Route => {
            let mut names: Vec<_> = snapshot.routes.keys().cloned().collect();
            names.extend(broken(Kind::HttpRoute));
            names
        }
        DescribeType::Gateway => {
            let mut names: Vec<_> = snapshot.gateways.keys().cloned().collect();
            names.extend(broken(Kind::Gateway));
            names
        }
        DescribeType::Any => {
            let all = [DescribeType::Model, DescribeType::Route, DescribeType::Gateway];
            all.into_iter().flat_map(|what| names(what, snapshot)).collect()
        }
    };
    if what == DescribeType::Model {
        found.extend(snapshot.models.keys().cloned());
    }
    found.sort();
    found.dedup();
    found
}

fn describe(what: DescribeType, compiled: &Compiled, name: &ObjectName) -> Option<Description> {
    let policies = compiled.policies();
    let is_named = |namespace: &str, own: &str| name.namespace == namespace && name.name == own;
    let models = registry::models(compiled);
    match what {
        DescribeType::Model => {
            let row = models.iter().find(|row| is_named(&row.namespace, &row.name));
            row.map(|row| of_model(&policies, row)).or_else(|| of_backend(compiled, &models, name))
        }
        DescribeType::Backend => of_backend(compiled, &models, name),
        // Nothing has the name.
        DescribeType::Any => None,
        DescribeType::Route => {
            let rows = http_route::rows(compiled);
            let row = rows.into_iter().find(|row| is_named(&row.namespace, &row.name))?;
            let chains = chain::of_route(&policies, &models, name);
            Some(Description {
                conditions: row.conditions,
                computed: row.computed,
                ..new(Kind::HttpRoute, name, row.status, chains)
            })
        }
        DescribeType::Gateway => {
            let rows = gateway::rows(compiled);
            let row = rows.into_iter().find(|row| is_named(&row.namespace, &row.name))?;
            let chains = chain::of_gateway(&policies, &models, name);
            Some(Description {
                conditions: row.conditions,
                computed: row.computed,
                ..new(Kind::Gateway, name, row.status, chains)
            })
        }
    }
}

fn of_model(policies: &PolicyIndex<'_>, row: &Row) -> Description {
    let name = ObjectName::new(&row.namespace, &row.name);
    let kind = row.source.kind();
    Description {
        conditions: row.conditions.clone(),
        notes: row.notes.clone(),
        fallbacks: row.fallbacks.clone(),
        ..new(kind, &name, row.status.clone(), chain::of_model(policies, row))
    }
}

fn of_backend(compiled: &Compiled, models: &[Row], name: &ObjectName) -> Option<Description> {
    let policies = compiled.policies();
    let of_backends = |row: &&Row| row.source == ModelSource::Backend;
    let is_it = |row: &&Row| row.namespace == name.namespace && row.name == name.name;
    if let Some(row) = models.iter().filter(of_backends).find(is_it) {
        return Some(of_model(&policies, row));
    }
    let rows = backend::rows(compiled);
    let row =
        rows.into_iter().find(|row| row.namespace == name.namespace && row.name == name.name)?;
    let chains = chain::of_other(&policies, &row);
    Some(Description {
        conditions: row.conditions,
        ..new(Kind::AgentgatewayBackend, name, row.status, chains)
    })
}

fn new(kind: Kind, name: &ObjectName, status: StatusRow, chains: Vec<chain::Chain>) -> Description {
    let (chains, policies) = chains.into_iter().map(|chain| (chain.links, chain.policies)).unzip();
    Description {
        kind: kind.names().kind,
        namespace: name.namespace.clone(),
        name: name.name.clone(),
        status,
        fallbacks: Vec::new(),
        chains,
        policies,
        conditions: Vec::new(),
        computed: false,
        events: Vec::new(),
        events_unread: None,
        notes: Vec::new(),
    }
}
