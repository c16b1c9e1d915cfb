//! `kubectl agw audit list`: requests, a row each.

use serde_json::{Map, Value};

use super::LogLocation;
use super::pick::PickArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::shape::List;
use crate::cli::output::{self, table};
use crate::domain::audit::entry::Entry;
use crate::domain::meter::cost::Dollars;

/// Rows that are drawn together.
const PAGE: usize = 10_000;

pub(super) const HEADING: [&str; 9] =
    ["TIME", "STATUS", "DECISION", "MODEL", "ROUTE", "KEY", "TOKENS", "COST", "TOOK"];

/// How requests are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Table,
    Json,
    Yaml,
}

/// Arguments of `audit list`.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    at: LogLocation,
    #[command(flatten)]
    pick: PickArgs,
    /// Output format
    #[arg(long, short, value_enum, default_value = "table")]
    output: Format,
    /// Don't print headers
    #[arg(long)]
    no_headers: bool,
}

/// Lists the requests.
pub(super) fn run(args: &Args) -> Result<Exit, Failure> {
    let (folder, segments) = args.at.open()?;
    let pick = args.pick.read()?;
    if args.output != Format::Table {
        let mut items: Vec<Map<String, Value>> = Vec::new();
        pick.each(&folder, &segments, |entry| {
            items.push(entry.members);
            Ok(())
        })?;
        output::structured(&List::new("AuditLineList", items), args.output == Format::Yaml)?;
        return Ok(Exit::Done);
    }
    let mut rows = Vec::new();
    let mut has_heading = args.no_headers;
    pick.each(&folder, &segments, |entry| {
        rows.push(row(&entry));
        if rows.len() == PAGE {
            draw(&mut rows, &mut has_heading)?;
        }
        Ok(())
    })?;
    if !rows.is_empty() || !has_heading {
        draw(&mut rows, &mut has_heading)?;
    }
    Ok(Exit::Done)
}

fn draw(rows: &mut Vec<Vec<String>>, has_heading: &mut bool) -> Result<(), Failure> {
    let heading = Some(&HEADING[..]).filter(|_| !std::mem::replace(has_heading, true));
    output::data(&table::draw(heading, &std::mem::take(rows)))?;
    Ok(())
}

/// The cells of a request.
pub(super) fn row(entry: &Entry) -> Vec<String> {
    let number = |name| entry.number(name).map(|number| number.to_string()).unwrap_or_default();
    let tokens = ["gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens"].map(number);
    let reason = entry.text("reason");
    let decision = match reason {
        "" => entry.text("decision").to_owned(),
        reason => format!("{}: {reason}", entry.text("decision")),
    };
    let key = [entry.text("api_key.name"), entry.text("jwt.sub"), entry.text("basic_auth.user")];
    let key = key.into_iter().find(|name| !name.is_empty());
    vec![
        entry.time.clone(),
        number("http.status"),
        decision,
        entry.text("gen_ai.request.model").to_owned(),
        entry.text("route").to_owned(),
        key.unwrap_or_default().to_owned(),
        if tokens[0].is_empty() { String::new() } else { tokens.join("+") },
        entry
            .number("agw.ai.usage.cost.micro_usd")
            .map(|cost| format!("${}", Dollars(cost)))
            .unwrap_or_default(),
        entry.number("duration_us").map(took).unwrap_or_default(),
    ]
}

/// A time as people read it.
pub(super) fn took(micros: u64) -> String {
    match micros {
        0..10_000 => format!("{}.{}ms", micros / 1000, micros % 1000 / 100),
        10_000..10_000_000 => format!("{}ms", micros / 1000),
        _ => format!("{}s", micros / 1_000_000),
    }
}
