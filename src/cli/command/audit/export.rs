//! `kubectl agw audit export`: requests for other programs, as they are read.

use serde_json::Value;

use super::LogLocation;
use super::pick::PickArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::domain::audit::csv;
use crate::domain::audit::entry::Entry;
use crate::domain::value::redaction;

/// Text that is written together. Bytes.
const PAGE: usize = 64 * 1024;

/// How requests are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Json,
    Csv,
}

/// Arguments of `audit export`.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    at: LogLocation,
    #[command(flatten)]
    pick: PickArgs,
    /// Output format: an array with an object per line, or comma-separated values (RFC 4180) with a header
    #[arg(long, short, value_enum)]
    output: Format,
}

/// Writes the requests, a page at a time.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let (folder, segments) = args.at.open()?;
    let pick = args.pick.read()?;
    let mut page = match args.output {
        Format::Json => "[".to_owned(),
        Format::Csv => csv::header(),
    };
    let mut is_first = true;
    pick.each(&folder, &segments, |entry| {
        match args.output {
            Format::Json => page += &json(entry, std::mem::take(&mut is_first))?,
            Format::Csv => page += &csv::row(&entry),
        }
        if page.len() >= PAGE {
            write(&mut page)?;
        }
        Ok(())
    })?;
    if args.output == Format::Json {
        page.push_str("\n]\n");
    }
    write(&mut page)?;
    Ok(Exit::Done)
}

fn json(entry: Entry, is_first: bool) -> Result<String, Failure> {
    let line = serde_json::to_string(&Value::Object(entry.members)).map_err(Failure::usage)?;
    Ok(format!("{}\n{line}", if is_first { "" } else { "," }))
}

fn write(page: &mut String) -> Result<(), Failure> {
    // For programs: what a terminal would obey is an escape in JSON already, and quoted in CSV.
    Ok(output::verbatim(&redaction::without_keys(&std::mem::take(page)))?)
}
