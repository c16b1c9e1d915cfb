//! `kubectl agw audit top`: who used most lately.

use super::LogLocation;
use super::pick::{PickArgs, time};
use super::stats::{Group, draw};
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::cli::output::shape::List;
use crate::domain::audit::stats::{Order, Stats};

/// What is most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Sort {
    Cost,
    Tokens,
    Requests,
    Errors,
}

/// How it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Table,
    Json,
    Yaml,
}

/// Arguments of `audit top`.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    at: LogLocation,
    /// Field to group requests by
    #[arg(long, value_enum, default_value = "key")]
    by: Group,
    /// Show the groups with most of this first
    #[arg(long, value_enum, default_value = "cost")]
    sort_by: Sort,
    /// Number of groups to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    lines: usize,
    #[command(flatten)]
    pick: PickArgs,
    /// Output format
    #[arg(long, short, value_enum, default_value = "table")]
    output: Format,
}

/// Adds up the requests of the last hour, or of the time that is asked for.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let (folder, segments) = args.at.open()?;
    let mut pick = args.pick.clone();
    if pick.since.is_none() && pick.until.is_none() {
        pick.since = Some(time("1h").map_err(Failure::usage)?);
    }
    let by = args.by.key();
    let mut stats = Stats::default();
    pick.read()?.each(&folder, &segments, |entry| {
        stats.add(by.group(&entry), &entry);
        Ok(())
    })?;
    let order = match args.sort_by {
        Sort::Cost => Order::Cost,
        Sort::Tokens => Order::Tokens,
        Sort::Requests => Order::Requests,
        Sort::Errors => Order::Errors,
    };
    let mut rows = stats.rows(order);
    rows.truncate(args.lines);
    match args.output {
        Format::Json | Format::Yaml => {
            let list = List::new("AuditStatsList", rows);
            output::structured(&list, args.output == Format::Yaml)?;
        }
        Format::Table => draw(args.by, &rows)?,
    }
    Ok(Exit::Done)
}
