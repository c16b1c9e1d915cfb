//! `kubectl agw prices`: what models cost, and catalogs made of those of others.

use std::path::PathBuf;

use serde::Serialize;

use crate::cli::args::catalog;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::shape::List;
use crate::cli::output::{self, table};
use crate::domain::meter::catalog::{Catalog, Rates};
use crate::domain::meter::import::Imported;
use crate::domain::meter::price::Price;

/// Arguments of `prices`.
#[derive(Debug, clap::Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
Examples:
  # List what a million tokens of each model cost
  kubectl agw prices list

  # Make a price catalog of the prices that models.dev has today, and use it
  curl -sO https://models.dev/api.json
  kubectl agw prices import api.json > prices.json
  kubectl agw serve --catalog prices.json"
)]
pub struct Args {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// List the prices of models, in US dollars per million tokens
    #[command(
        visible_alias = "ls",
        after_help = "\
Examples:
  # List the prices of OpenAI's models
  kubectl agw prices list openai

  # List the built-in prices with those of a catalog laid over them
  kubectl agw prices list --catalog prices.json"
    )]
    List(ListArgs),
    /// Convert prices of models.dev or LiteLLM to a price catalog in agentgateway's format, on stdout
    #[command(after_help = "\
Examples:
  # Convert LiteLLM's prices
  kubectl agw prices import model_prices_and_context_window.json > prices.json")]
    Import(ImportArgs),
}

/// How prices are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Table,
    Json,
}

#[derive(Debug, clap::Args)]
struct ListArgs {
    /// Provider as in the logs, e.g. openai or gcp.gemini
    provider: Option<String>,
    /// Price catalog (JSON) to lay over the built-in prices (repeatable)
    #[arg(long, value_name = "FILE")]
    catalog: Vec<PathBuf>,
    /// Output format
    #[arg(long, short, value_enum, default_value = "table")]
    output: Format,
    /// Don't print headers
    #[arg(long)]
    no_headers: bool,
}

#[derive(Debug, clap::Args)]
struct ImportArgs {
    /// File to convert: api.json of models.dev, or model_prices_and_context_window.json of LiteLLM
    file: PathBuf,
}

/// Runs the action.
///
/// # Errors
/// A file that cannot be read, or that has no prices.
pub fn run(args: &Args) -> Result<Exit, Failure> {
    match &args.action {
        Action::List(args) => list(args),
        Action::Import(args) => import(args),
    }
}

const HEADING: [&str; 6] = ["PROVIDER", "MODEL", "INPUT", "OUTPUT", "CACHE READ", "CACHE WRITE"];

/// One model.
#[derive(Serialize)]
struct Row<'c> {
    provider: &'c str,
    model: &'c str,
    #[serde(flatten)]
    rates: Rates,
}

fn list(args: &ListArgs) -> Result<Exit, Failure> {
    let mut all = Catalog::built_in().clone();
    if let Some(given) = catalog::read(&args.catalog)? {
        all.overlay(given);
    }
    let providers = all.providers.iter();
    let wanted = |name: &&String| args.provider.as_ref().is_none_or(|wanted| wanted == *name);
    let rows: Vec<Row<'_>> = providers
        .filter(|(name, _)| wanted(name))
        .flat_map(|(provider, of)| {
            of.models.iter().map(move |(model, prices)| (provider, model, prices.rates))
        })
        .map(|(provider, model, rates)| Row { provider, model, rates })
        .collect();
    if let (Some(provider), true) = (&args.provider, rows.is_empty()) {
        let known: Vec<_> = all.providers.keys().map(String::as_str).collect();
        let known = known.join(", ");
        return Err(Failure::usage(format!("{provider}: no prices\nhint: use one of {known}")));
    }
    match args.output {
        Format::Json => output::json(&List::new("PriceList", rows))?,
        Format::Table => {
            let cells: Vec<_> = rows.iter().map(cells).collect();
            let heading = Some(&HEADING[..]).filter(|_| !args.no_headers);
            output::data(&table::draw(heading, &cells))?;
        }
    }
    Ok(Exit::Done)
}

fn cells(row: &Row<'_>) -> Vec<String> {
    let price = |price: Option<Price>| price.map(|price| format!("${price}")).unwrap_or_default();
    let Rates { input, output, cache_read, cache_write, .. } = row.rates;
    let mut cells = vec![row.provider.to_owned(), row.model.to_owned()];
    cells.extend([input, output, cache_read, cache_write].map(price));
    cells
}

fn import(args: &ImportArgs) -> Result<Exit, Failure> {
    let text = catalog::text(&args.file)?;
    let imported = Imported::read(&text);
    let Imported { catalog, skipped } =
        imported.map_err(|why| Failure::usage(format!("{}: {why}", args.file.display())))?;
    output::json(&catalog)?;
    let models: usize = catalog.providers.values().map(|provider| provider.models.len()).sum();
    output::say(&format!(
        "{models} models imported; {skipped} skipped: without a price for tokens, or of a provider that \
         agentgateway doesn't have"
    ));
    Ok(Exit::Done)
}
