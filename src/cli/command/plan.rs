//! `kubectl agw plan`: what applying manifests would do to the registry.

use std::collections::BTreeSet;

use serde::Serialize;

use super::coverage::Coverage;
use super::write_set::{self, FileArgs, Item};
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::write::Validate;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::cli::output::paint::{self, Paint, paint};
use crate::cli::output::shape::One;
use crate::domain::compile::Compiled;
use crate::domain::registry::plan::{ModelEffect, ModelStep, plan};
use crate::domain::snapshot::objects::Objects;
use crate::domain::value::object_ref::{Kind, ObjectRef};
use crate::edge::cluster;
use crate::edge::cluster::read::{self, ReadScope};

/// Arguments of `plan`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit codes: 0 if every working model keeps working; 1 if a model would be removed, break, or lose
its requests to another, or if something needed to tell couldn't be read; 3 if nothing could be
read. Nothing is written.

Examples:
  # Show which models would be added, changed or broken
  kubectl agw plan -f models/

  # Assume that objects in the same namespaces that aren't in the manifests are removed
  kubectl agw plan -f models/ --prune

  # Stop a pipeline before it breaks a model
  kubectl agw plan -f models/ && kubectl agw apply -f models/")]
pub struct Args {
    #[command(flatten)]
    files: FileArgs,
    /// How to handle unknown fields. One of: (strict, warn, ignore)
    #[arg(
        long,
        value_enum,
        default_value = "strict",
        hide_possible_values = true,
        value_name = "strict|warn|ignore"
    )]
    validate: Validate,
    /// Treat backends and routes in the manifests' namespaces that aren't in the manifests as removed
    #[arg(long)]
    prune: bool,
    /// Output format. One of: (text, json, yaml)
    #[arg(
        long,
        short,
        value_enum,
        default_value = "text",
        value_name = "FORMAT",
        hide_possible_values = true
    )]
    output: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
    Yaml,
}

/// The plan, for scripts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Plan<'a> {
    steps: &'a [ModelStep],
    is_safe: bool,
}

/// The kinds that make the registry.
const KINDS: &[Kind] = &[
    Kind::Gateway,
    Kind::HttpRoute,
    Kind::AgentgatewayBackend,
    Kind::AgentgatewayModel,
    Kind::AgentgatewayPolicy,
    Kind::ReferenceGrant,
];

/// Kinds that `--prune` counts as removed.
const PRUNED: &[Kind] = &[Kind::AgentgatewayBackend, Kind::HttpRoute];

/// Plans manifests.
///
/// # Errors
/// Manifests that cannot be used; a cluster that cannot be reached, or refuses.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let items = write_set::load(&args.files)?;
    // Nothing is sent to the API server that it could refuse.
    write_set::check(&items, args.files.version.release(), args.validate)?;
    let (steps, coverage) = super::block_on(ask(args, items, kube))?;
    let is_safe = coverage.is_whole() && !steps.iter().any(ModelStep::is_bad);
    match args.output {
        Format::Json | Format::Yaml => {
            let plan = One::new("Plan", Plan { steps: &steps, is_safe }).without(&coverage.rows);
            output::structured(&plan, args.output == Format::Yaml)?;
        }
        Format::Text => {
            output::painted(&steps.iter().map(line).collect::<String>())?;
            if steps.is_empty() && coverage.is_whole() {
                output::say("no model changes");
            }
        }
    }
    Ok(if is_safe { Exit::Done } else { Exit::Findings })
}

fn line(step: &ModelStep) -> String {
    let sign = match step.effect {
        ModelEffect::Added => "+ added",
        ModelEffect::Removed => "- removed",
        ModelEffect::Changed => "~ changed",
        ModelEffect::Fixed => "* fixed",
        ModelEffect::Shadowed => "! shadowed",
        ModelEffect::Broken => "! broken",
    };
    let kind = match step.effect {
        ModelEffect::Added | ModelEffect::Fixed => Paint::Good,
        ModelEffect::Changed | ModelEffect::Shadowed => Paint::Doubtful,
        ModelEffect::Removed | ModelEffect::Broken => Paint::Bad,
    };
    let sign = paint(sign, kind, paint::wanted());
    let details = output::table::visible(&step.details.join("; "));
    let name = output::table::visible(&format!("{}/{}", step.namespace, step.name));
    match step.details.is_empty() {
        true => format!("{sign} {name}\n"),
        false => format!("{sign} {name}: {details}\n"),
    }
}

async fn ask(
    args: &Args,
    mut items: Vec<Item>,
    kube: &KubeArgs,
) -> Result<(Vec<ModelStep>, Coverage), Failure> {
    let connection = cluster::connect(&kube.wishes(args.files.reads_stdin())).await?;
    write_set::place(&mut items, kube.namespace.as_deref(), &connection.namespace)?;
    let mut objects = read::registry(&connection, KINDS, ReadScope::default()).await?;
    let before = objects.snapshot();
    if args.prune {
        prune(&mut objects, &items);
    }
    for item in items {
        let origin = item.origin();
        objects.apply(item.kind, item.object, origin);
    }
    // Secrets that only the new objects name. Those of the manifests themselves are there already.
    let given = objects.current().secrets.clone();
    read::named(&connection, &mut objects).await?;
    for (name, state) in &given {
        objects.secret(name.clone(), Some(state.clone()));
    }
    output::warn(&connection.warnings());
    let coverage = Coverage::of(&before, KINDS);
    coverage.say();
    if coverage.is_blind() {
        let text = "can't tell what the manifests would change without reading what exists";
        return Err(Failure::unreachable(text));
    }
    Ok((plan(&Compiled::of(before), &Compiled::of(objects.snapshot())), coverage))
}

fn prune(objects: &mut Objects, items: &[Item]) {
    let namespaces: BTreeSet<String> =
        items.iter().map(|item| item.reference().name.namespace).collect();
    let now = objects.snapshot();
    let backends = now.backends.keys().map(|name| (Kind::AgentgatewayBackend, name));
    let routes = now.routes.keys().map(|name| (Kind::HttpRoute, name));
    let broken = now.broken.keys().map(|object| (object.kind, &object.name));
    for (kind, name) in backends.chain(routes).chain(broken) {
        let is_kept =
            items.iter().any(|item| item.reference() == ObjectRef::new(kind, name.clone()));
        if PRUNED.contains(&kind) && namespaces.contains(&name.namespace) && !is_kept {
            objects.remove(kind, name);
        }
    }
}
