//! `kubectl agw key check`: what is wrong with the keys, and the command that mends it.

use super::super::coverage::Coverage;
use super::list;
use crate::cli::args::kube::KubeArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::{self, Format, shape::List, table};
use crate::domain::manifest::names;
use crate::domain::registry::vault::{KeyFinding, VaultRow};
use crate::domain::value::object_ref::ObjectName;
use crate::edge::cluster;
use serde::Serialize;

/// Arguments of `key check`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
The exit code is 1 if a problem is found. Values are read but never shown.

Examples:
  # Check all keys in this namespace
  kubectl agw key check

  # Check one key
  kubectl agw key check openai-api-key")]
pub struct Args {
    /// Name of the Secret [default: all that backends reference or `key set` wrote]
    name: Option<String>,
    /// If present, check the keys in all namespaces
    #[arg(long, short = 'A', conflicts_with = "name")]
    all_namespaces: bool,
    /// Output format
    #[arg(long, short, value_enum, default_value = "table")]
    output: Format,
    /// Don't print headers
    #[arg(long)]
    no_headers: bool,
}

/// A finding and the Secret that it is about.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SecretFinding<'a> {
    namespace: &'a str,
    name: &'a str,
    #[serde(flatten)]
    finding: &'a KeyFinding,
}

/// Checks the keys.
///
/// # Errors
/// A cluster that cannot be reached.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    if let Some(name) = &args.name {
        names::secret::name(name).map_err(Failure::usage)?;
    }
    let list::SecretRows { rows, coverage } = super::super::block_on(async {
        let connection = cluster::connect(&kube.wishes(false)).await?;
        let namespace = (!args.all_namespaces).then(|| connection.namespace.clone());
        let asked = args.name.as_ref().map(|name| ObjectName::new(&connection.namespace, name));
        let mut found = list::rows(&connection, namespace.as_deref(), asked.as_ref()).await?;
        found.rows.retain(|row| args.name.as_ref().is_none_or(|name| row.name == *name));
        Ok(found)
    })?;
    coverage.say();
    let found: Vec<_> = rows.iter().flat_map(found).collect();
    print(args, &rows, &found, &coverage)?;
    Ok(coverage.exit(if found.is_empty() { Exit::Done } else { Exit::Findings }))
}

fn found(row: &VaultRow) -> impl Iterator<Item = SecretFinding<'_>> {
    let of_row = |finding| SecretFinding { namespace: &row.namespace, name: &row.name, finding };
    row.findings.iter().map(of_row)
}

fn print(
    args: &Args,
    rows: &[VaultRow],
    found: &[SecretFinding<'_>],
    coverage: &Coverage,
) -> Result<(), Failure> {
    let list = || List::new("KeyFindingList", found).without(&coverage.all());
    match args.output {
        Format::Json => output::json(&list())?,
        Format::Yaml => output::yaml(&list())?,
        Format::Name => {
            let mut names: Vec<_> =
                found.iter().map(|one| format!("secret/{}\n", one.name)).collect();
            names.dedup();
            output::data(&names.concat())?;
        }
        Format::Table | Format::Wide if coverage.is_blind() && rows.is_empty() => {}
        Format::Table | Format::Wide => {
            let cell = |one: &SecretFinding<'_>| {
                let finding = one.finding;
                let name = format!("{}/{}", one.namespace, one.name);
                vec![
                    name,
                    finding.reason.word().to_owned(),
                    finding.message.clone(),
                    finding.next.clone(),
                ]
            };
            let cells: Vec<_> = found.iter().map(cell).collect();
            if !cells.is_empty() {
                let heading = ["SECRET", "REASON", "MESSAGE", "NEXT"];
                let heading = (!args.no_headers).then_some(heading.as_slice());
                output::data(&table::draw(heading, &cells))?;
            }
            let count =
                |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
            let (secrets, findings) = (count(rows.len(), "Secret"), count(found.len(), "finding"));
            output::say(&format!("checked {secrets}: {findings}"));
        }
    }
    Ok(())
}
