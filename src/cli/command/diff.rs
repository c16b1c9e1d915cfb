//! `kubectl agw diff`: what applying manifests would change, as the API server would do it.

mod external;

use serde::Serialize;
use serde_json::Value;

use super::submit::rehearsal::{comparable, merged};
use super::write_set::{self, FileArgs, Item};
use crate::cli::args::kube::KubeArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::shape::List;
use crate::cli::output::{self, paint, table};
use crate::domain::manifest::unified::{self, NamedText};
use crate::domain::manifest::{self, mask};
use crate::domain::snapshot::json::name_of;
use crate::edge::cluster::apply::ApplyOptions;
use crate::edge::cluster::{self, Connection, read};

/// Arguments of `diff`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Exit codes: 0 if nothing would change, 1 if something would, greater than 1 if diff failed.
Values of Secrets are hidden, but differences between them are shown. To use an external diff
program, set $KUBECTL_EXTERNAL_DIFF to the program and its flags.

Examples:
  # Show what apply would change
  kubectl agw diff -f models/

  # Show it side by side
  KUBECTL_EXTERNAL_DIFF=\"diff -N -y\" kubectl agw diff -f models/

  # Print the names of objects that would change
  kubectl agw diff -f models/ -o json | jq -r '.items[] | select(.change != \"Same\") | .object'")]
pub struct Args {
    #[command(flatten)]
    files: FileArgs,
    /// Compare as if taking ownership of fields that another field manager owns
    #[arg(long)]
    force_conflicts: bool,
    /// Output format. One of: (diff, json, yaml)
    #[arg(
        long,
        short,
        value_enum,
        default_value = "diff",
        value_name = "FORMAT",
        hide_possible_values = true
    )]
    output: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Diff,
    Json,
    Yaml,
}

/// One object as it is and as it would be.
struct Compared {
    /// `group.version.Kind.namespace.name`, as kubectl names the files of both sides.
    name: String,
    object: String,
    /// Empty where it does not exist.
    before: String,
    after: String,
}

/// What would happen to an object, for scripts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    object: &'a str,
    change: Comparison,
    diff: String,
}

#[derive(Serialize)]
enum Comparison {
    Same,
    Created,
    Changed,
}

/// Compares manifests with the cluster.
///
/// # Errors
/// Manifests that cannot be used; a cluster that cannot be reached, or refuses.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    // One is the answer "different"; trouble is more.
    compare(args, kube).map_err(|failure| match failure.exit() {
        Exit::Findings if !failure.is_broken_pipe() => Failure::unreachable(failure),
        _ => failure,
    })
}

fn compare(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let items = write_set::load(&args.files)?;
    let compared = super::block_on(ask(args, items, kube))?;
    let differ = compared.iter().any(|one| one.before != one.after);
    match args.output {
        Format::Json | Format::Yaml => {
            let list = List::new("DiffList", rows(&compared));
            output::structured(&list, args.output == Format::Yaml)?;
        }
        Format::Diff => match std::env::var("KUBECTL_EXTERNAL_DIFF") {
            Ok(program) if !program.trim().is_empty() => {
                return external::show(&program, &compared);
            }
            _ => show(&compared)?,
        },
    }
    Ok(if differ { Exit::Findings } else { Exit::Done })
}

async fn ask(args: &Args, mut items: Vec<Item>, kube: &KubeArgs) -> Result<Vec<Compared>, Failure> {
    let connection = cluster::connect(&kube.wishes(args.files.reads_stdin())).await?;
    write_set::place(&mut items, kube.namespace.as_deref(), &connection.namespace)?;
    let mut compared = Vec::new();
    for item in &items {
        let one = ask_one(args, item, &connection).await;
        output::warn(&connection.warnings());
        compared.push(one.map_err(|failure| failure.at(&item.place))?);
    }
    Ok(compared)
}

async fn ask_one(args: &Args, item: &Item, connection: &Connection) -> Result<Compared, Failure> {
    let live = read::get(connection, item.kind, &name_of(&item.object)).await?;
    let options = ApplyOptions { force: args.force_conflicts, ..ApplyOptions::default() };
    let merged = merged(connection, &item.object, options).await?.answer;
    let text = |path: &str| item.object.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let api_version = text("/apiVersion").replace('/', ".");
    let name = name_of(&item.object);
    let (mut before, mut after) = (live.map_or(Value::Null, comparable), comparable(merged));
    mask::pair(&mut before, &mut after);
    Ok(Compared {
        name: format!("{api_version}.{}.{}.{}", item.kind, name.namespace, name.name),
        object: item.reference().to_string(),
        before: written(&before)?,
        after: written(&after)?,
    })
}

fn written(object: &Value) -> Result<String, Failure> {
    if object.is_null() {
        return Ok(String::new());
    }
    Ok(manifest::documents(std::slice::from_ref(object)).map_err(std::io::Error::other)?)
}

fn difference(one: &Compared) -> String {
    let names = (format!("live/{}", one.name), format!("merged/{}", one.name));
    let side = |name, text| NamedText { name, text };
    unified::diff(side(&names.0, &one.before), side(&names.1, &one.after))
}

fn rows(compared: &[Compared]) -> Vec<Row<'_>> {
    compared.iter().map(row).collect()
}

fn row(one: &Compared) -> Row<'_> {
    let change = match (one.before.is_empty(), one.before == one.after) {
        (_, true) => Comparison::Same,
        (true, false) => Comparison::Created,
        (false, false) => Comparison::Changed,
    };
    Row { object: &one.object, change, diff: difference(one) }
}

fn show(compared: &[Compared]) -> Result<(), Failure> {
    let is_coloured = paint::wanted();
    for one in compared {
        let text = difference(one);
        match is_coloured {
            true => output::painted(&text.lines().map(coloured).collect::<String>())?,
            false => output::data(&text)?,
        }
    }
    Ok(())
}

fn coloured(line: &str) -> String {
    let colour = match line.as_bytes().first() {
        _ if line.starts_with("---") || line.starts_with("+++") => "1",
        Some(b'-') => "31",
        Some(b'+') => "32",
        Some(b'@') => "36",
        _ => return format!("{}\n", table::visible_lines(line)),
    };
    format!("\u{1b}[{colour}m{}\u{1b}[0m\n", table::visible_lines(line))
}
