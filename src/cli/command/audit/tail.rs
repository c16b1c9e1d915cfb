//! `kubectl agw audit tail`: the last requests, and those to come.

use std::collections::VecDeque;
use std::time::Duration;

use super::LogLocation;
use super::list::{HEADING, row};
use super::pick::PickArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::{self, table};
use crate::domain::audit::entry::Entry;

/// How often a log that is followed is looked at again.
const LOOK: Duration = Duration::from_millis(250);

/// Arguments of `audit tail`.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    at: LogLocation,
    #[command(flatten)]
    pick: PickArgs,
    /// Number of requests to show
    #[arg(long, value_name = "N", default_value_t = 10)]
    lines: usize,
    /// Follow the log and show requests as they end
    #[arg(long, short)]
    follow: bool,
}

/// Shows the last requests.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let (folder, segments) = args.at.open()?;
    let pick = args.pick.read()?;
    let mut last = VecDeque::new();
    let mut seen = 0;
    pick.each(&folder, &segments, |entry| {
        seen = entry.ordinal;
        last.push_back(row(&entry));
        if last.len() > args.lines {
            last.pop_front();
        }
        Ok(())
    })?;
    let rows: Vec<_> = last.into();
    output::data(&table::draw(Some(&HEADING), &rows))?;
    let mut reached = segments.last().copied().unwrap_or_default();
    if !args.follow {
        return Ok(Exit::Done);
    }
    loop {
        std::thread::sleep(LOOK);
        let segments: Vec<_> =
            folder.segments()?.into_iter().filter(|segment| *segment >= reached).collect();
        reached = segments.last().copied().unwrap_or(reached);
        let mut rows: Vec<Vec<String>> = Vec::new();
        pick.each(&folder, &segments, |entry: Entry| {
            if entry.ordinal > seen {
                seen = entry.ordinal;
                rows.push(row(&entry));
            }
            Ok(())
        })?;
        if !rows.is_empty() {
            output::data(&table::draw(None, &rows))?;
        }
    }
}
