//! `kubectl agw audit stats`: what requests come to, by what they have in common.

use super::LogLocation;
use super::list::took;
use super::pick::PickArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::shape::List;
use crate::cli::output::{self, table};
use crate::domain::audit::stats::{GroupKey, Order, Row, Stats};
use crate::domain::meter::cost::Dollars;

/// What requests are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Group {
    Model,
    Key,
    Backend,
    Route,
    Provider,
    Hour,
    Decision,
}

/// How they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Table,
    Json,
    Yaml,
}

/// Arguments of `audit stats`.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    at: LogLocation,
    /// Field to group requests by
    #[arg(long, value_enum, default_value = "model")]
    by: Group,
    #[command(flatten)]
    pick: PickArgs,
    /// Output format
    #[arg(long, short, value_enum, default_value = "table")]
    output: Format,
}

/// Adds up the requests.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let (folder, segments) = args.at.open()?;
    let pick = args.pick.read()?;
    let by = args.by.key();
    let mut stats = Stats::default();
    pick.each(&folder, &segments, |entry| {
        stats.add(by.group(&entry), &entry);
        Ok(())
    })?;
    let rows = stats.rows(Order::Requests);
    match args.output {
        Format::Json | Format::Yaml => {
            let list = List::new("AuditStatsList", rows);
            output::structured(&list, args.output == Format::Yaml)?;
        }
        Format::Table => draw(args.by, &rows)?,
    }
    Ok(Exit::Done)
}

impl Group {
    pub(super) fn key(self) -> GroupKey {
        match self {
            Group::Model => GroupKey::Model,
            Group::Key => GroupKey::Key,
            Group::Backend => GroupKey::Backend,
            Group::Route => GroupKey::Route,
            Group::Provider => GroupKey::Provider,
            Group::Hour => GroupKey::Hour,
            Group::Decision => GroupKey::Decision,
        }
    }
}

/// Groups as a table.
pub(super) fn draw(by: Group, rows: &[Row]) -> Result<(), Failure> {
    let name = format!("{by:?}").to_uppercase();
    let heading = [name.as_str(), "REQUESTS", "ERRORS", "INPUT", "OUTPUT", "COST", "P50", "P95"];
    let cells: Vec<_> = rows.iter().map(cells).collect();
    Ok(output::data(&table::draw(Some(&heading), &cells))?)
}

fn cells(row: &Row) -> Vec<String> {
    let cost = match row.cost_micro_usd {
        Some(cost) if row.unpriced > 0 => {
            format!("${} + {} unpriced", Dollars(cost), row.unpriced)
        }
        Some(cost) => format!("${}", Dollars(cost)),
        None if row.unpriced > 0 => "unpriced".to_owned(),
        None => String::new(),
    };
    vec![
        row.group.clone(),
        row.requests.to_string(),
        row.errors.to_string(),
        row.input_tokens.to_string(),
        row.output_tokens.to_string(),
        cost,
        took(row.p50_us),
        took(row.p95_us),
    ]
}
