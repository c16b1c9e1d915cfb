//! `kubectl agw kill list`: what is stopped, by whom, why and until when.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::SourceArgs;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::shape::One;
use crate::cli::output::{self, Format, table};
use crate::domain::kill::{Kill, Place, Records, Subject, SubjectKind};

/// Arguments of `kill list`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # List what is killed, with who killed it, why and until when
  kubectl agw kill list

  # Print the records that can't be read
  kubectl agw kill list -o json | jq -r '.unreadable[].reason'")]
pub(super) struct Args {
    #[command(flatten)]
    source: SourceArgs,
    /// Output format
    #[arg(long, short, value_enum, default_value = "table")]
    output: Format,
    /// Don't print headers
    #[arg(long)]
    no_headers: bool,
}

/// What is recorded, for scripts.
#[derive(Serialize)]
struct Listed<'a> {
    items: Vec<Row<'a>>,
    /// The records that can't be read, each of which counts as a kill of everything.
    unreadable: Vec<UnreadableRow<'a>>,
}

/// A record that can't be read.
#[derive(Serialize)]
struct UnreadableRow<'a> {
    /// The Gateway that has it; none where it is beside files, or where no Gateway can be read.
    gateway: Option<&'a str>,
    /// What is wrong with it, and how to fix it.
    reason: &'a str,
}

/// One kill, for scripts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    kind: SubjectKind,
    name: String,
    /// `killed` or `expired`.
    state: &'static str,
    /// The Gateways that record it; none where it is recorded beside files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    gateways: Vec<&'a str>,
    /// The Gateways that were read and don't record it, which it doesn't stop.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    missing: Vec<&'a str>,
    reason: &'a str,
    actor: &'a str,
    since: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Timestamp>,
}

impl<'a> Row<'a> {
    fn of(kill: &'a Kill, at: &[&'a Place], all: &[&'a Place], now: Timestamp) -> Self {
        let Subject { kind, name } = kill.subject();
        let missing =
            all.iter().filter(|place| !at.contains(place) && kind != SubjectKind::Gateway);
        Row {
            kind,
            name,
            state: if kill.holds(now) { "killed" } else { "expired" },
            gateways: at.iter().filter_map(|place| place.gateway()).collect(),
            missing: missing.filter_map(|place| place.gateway()).collect(),
            reason: &kill.reason,
            actor: &kill.actor,
            since: kill.since,
            until: kill.until,
        }
    }

    fn cells(&self) -> Vec<String> {
        let until = self.until.map(|until| format!("{until:.0}")).unwrap_or_default();
        let state = self.state.to_owned();
        let kind = self.kind.word().to_owned();
        let (reason, actor) = (self.reason.to_owned(), self.actor.to_owned());
        let since = format!("{:.0}", self.since);
        let cells = [kind, self.name.clone(), state, reason, actor, since, until];
        let gateways = self.gateways.join(",");
        let all = self.gateways.len() + self.missing.len();
        let gateways = match self.missing.is_empty() {
            true => gateways,
            false => format!("{gateways} (of {all})"),
        };
        cells.into_iter().chain([gateways]).collect()
    }
}

const HEADING: [&str; 8] = ["KIND", "NAME", "STATE", "REASON", "BY", "SINCE", "UNTIL", "GATEWAYS"];

fn listed<'a>(items: Vec<Row<'a>>, records: &'a Records) -> Listed<'a> {
    let unreadable = records.unreadable();
    let unreadable = unreadable
        .map(|(place, why)| UnreadableRow { gateway: place.gateway(), reason: &why.0 })
        .collect();
    Listed { items, unreadable }
}

/// Lists the kills.
pub(super) async fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let records = args.source.store(kube).await?.read().await?;
    let now = Timestamp::now();
    let mut each = BTreeMap::<_, Vec<&Place>>::new();
    for (place, kills) in records.read() {
        for kill in kills.iter().filter(|kill| kill.resumed.is_none()) {
            each.entry((kill.subject(), kill.since, kill.actor.clone())).or_default().push(place);
        }
    }
    let all: Vec<_> = records.read().map(|(place, _)| place).collect();
    let rows: Vec<_> = each
        .iter()
        .filter_map(|((subject, _, _), at)| {
            let kill = records.0.get(*at.first()?)?.as_ref().ok()?.get(subject)?;
            Some(Row::of(kill, at, &all, now))
        })
        .collect();
    let is_whole = records.unreadable().next().is_none();
    match args.output {
        Format::Json => output::json(&One::new("KillList", listed(rows, &records)))?,
        Format::Yaml => output::yaml(&One::new("KillList", listed(rows, &records)))?,
        Format::Name => {
            let names = rows.iter().map(|row| format!("{}/{}\n", row.kind.word(), row.name));
            output::data(&names.collect::<String>())?;
        }
        // What can't be read counts as killed, and is said below.
        Format::Table | Format::Wide if rows.is_empty() => {
            if is_whole {
                output::say("nothing is killed");
            }
        }
        Format::Table | Format::Wide => {
            let heading = Some(&HEADING[..]).filter(|_| !args.no_headers);
            let cells: Vec<_> = rows.iter().map(Row::cells).collect();
            output::data(&table::draw(heading, &cells))?;
        }
    }
    records.unreadable().for_each(|(_, why)| output::say(&why.0));
    Ok(if is_whole { Exit::Done } else { Exit::Findings })
}
