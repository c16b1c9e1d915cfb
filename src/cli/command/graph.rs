//! `kubectl agw tree` and `kubectl agw graph`: what leads to what, to look at.

mod dot;
mod mermaid;
mod svg;
mod text;

use super::coverage::Coverage;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::SourceArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::shape::One;
use crate::cli::output::{self, Format};
use crate::domain::registry::topology::{Node, Topology, topology};
use crate::domain::value::object_ref::Kind;

/// Which part of the graph.
#[derive(Debug, clap::Args)]
pub struct Part {
    /// Only show what is connected to objects with this name
    name: Option<String>,
    #[command(flatten)]
    source: SourceArgs,
    /// If present, include all namespaces
    #[arg(long, short = 'A')]
    all_namespaces: bool,
}

/// Arguments of `tree`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Show all namespaces, from Gateways down to Secrets
  kubectl agw tree -A

  # Show what a model depends on
  kubectl agw tree openai-smart")]
pub struct TreeArgs {
    #[command(flatten)]
    part: Part,
    /// Output format; table is the tree, json its nodes and edges
    #[arg(long, short, value_enum, default_value = "table")]
    output: Format,
}

/// Arguments of `graph`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Draw an SVG picture
  kubectl agw graph -A -o svg > models.svg

  # Draw a Mermaid diagram for documentation
  kubectl agw graph -f examples/workshop -o mermaid

  # Render with Graphviz
  kubectl agw graph -A -o dot | dot -Tpng > models.png")]
pub struct Args {
    #[command(flatten)]
    part: Part,
    /// Output format
    #[arg(long, short, value_enum, default_value = "text")]
    output: GraphFormat,
}

/// The formats of a graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum GraphFormat {
    /// Tree
    Text,
    /// Graphviz
    Dot,
    Mermaid,
    Svg,
    /// Nodes and edges as JSON
    Json,
    /// Nodes and edges as YAML
    Yaml,
}

/// Draws the tree.
///
/// # Errors
/// Files or a cluster that cannot be read at all, a name that nothing has.
pub fn run_tree(args: &TreeArgs, kube: &KubeArgs) -> Result<Exit, Failure> {
    let (graph, coverage) = read(&args.part, kube)?;
    let shape = || One::new("Topology", &graph).without(&coverage.rows);
    match args.output {
        Format::Json => output::json(&shape())?,
        Format::Yaml => output::yaml(&shape())?,
        Format::Table | Format::Wide if coverage.is_blind() => {}
        Format::Name => {
            let line =
                |node: &Node| format!("{}\n", output::table::escape_all(&node.id.to_string()));
            output::data(&graph.nodes.iter().map(line).collect::<String>())?;
        }
        Format::Table | Format::Wide => output::painted(&text::draw(&graph))?,
    }
    Ok(coverage.exit(Exit::Done))
}

/// Draws the graph.
///
/// # Errors
/// As [`run_tree`].
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let (graph, coverage) = read(&args.part, kube)?;
    match args.output {
        GraphFormat::Text if coverage.is_blind() => {}
        GraphFormat::Text => output::painted(&text::draw(&graph))?,
        GraphFormat::Dot => output::data(&dot::draw(&graph))?,
        GraphFormat::Mermaid => output::data(&mermaid::draw(&graph))?,
        GraphFormat::Svg => output::data(&svg::draw(&graph))?,
        GraphFormat::Json | GraphFormat::Yaml => {
            let topology = One::new("Topology", &graph).without(&coverage.rows);
            output::structured(&topology, args.output == GraphFormat::Yaml)?;
        }
    }
    Ok(coverage.exit(Exit::Done))
}

fn read(part: &Part, kube: &KubeArgs) -> Result<(Topology, Coverage), Failure> {
    let read = super::block_on(part.source.read(kube))?;
    super::list::say_what_was_not_read(&read.snapshot);
    read.say_kills();
    let whole = topology(&read.compiled());
    let everywhere = part.all_namespaces || (part.source.is_files() && kube.namespace.is_none());
    let scope = if everywhere { None } else { read.namespace };
    let coverage = Coverage::of(&read.snapshot, Kind::LISTED);
    let coverage = coverage.within(&read.snapshot, scope.as_deref());
    coverage.say();
    let is_in_scope = |node: &Node| {
        scope.as_ref().is_none_or(|namespace| node.name().0 == Some(namespace.as_str()))
    };
    let is_named = |node: &Node| match &part.name {
        Some(name) => match name.split_once('/') {
            Some((namespace, name)) => node.name() == (Some(namespace), name.into()),
            None => is_in_scope(node) && node.name().1 == *name,
        },
        None => is_in_scope(node),
    };
    let graph = whole.around(is_named);
    match (&part.name, graph.nodes.is_empty()) {
        (Some(name), true) => {
            let unknown = format!("nothing is named {name}; see `kubectl agw tree -A`");
            Err(coverage.not_found(Failure::usage(unknown), coverage.is_whole()))
        }
        (None, true) => {
            output::say(match coverage.is_whole() {
                true => "No resources found",
                false => "Nothing found among the objects that could be read.",
            });
            Ok((graph, coverage))
        }
        _ => Ok((graph, coverage)),
    }
}

/// At most this many characters, the end cut off.
fn shortened(text: &str, limit: usize) -> String {
    let text = output::table::escape_all(text);
    match text.chars().count() > limit {
        true => text.chars().take(limit.saturating_sub(1)).chain(['…']).collect(),
        false => text,
    }
}
