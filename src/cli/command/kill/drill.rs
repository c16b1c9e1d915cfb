//! `kill --drill`: what a kill would stop, by the code that stops it.

use std::collections::BTreeSet;

use super::policies;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::SourceArgs;
use crate::cli::command::list;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::{self, table};
use crate::domain::kill::{InForce, Kill, Kills, Place, Records, SubjectKind};
use crate::domain::registry::killed::{Way, ways};

const HEADING: [&str; 5] = ["GATEWAY", "ROUTE", "BACKEND", "MODELS", "EFFECT"];

/// Says what would stop, and changes nothing.
pub(super) async fn run(
    kill: &Kill,
    gateways: Vec<String>,
    source: &SourceArgs,
    kube: &KubeArgs,
) -> Result<Exit, Failure> {
    let read = source.read(kube).await?;
    list::say_what_was_not_read(&read.snapshot);
    // A key that is missing here may be there where it is served.
    let compiled = read.simulated().compiled();
    let mut kills = Kills::default();
    kills.put(kill.clone());
    let places = match gateways.is_empty() {
        true => vec![Place::Everywhere],
        false => gateways.into_iter().map(Place::Gateway).collect(),
    };
    let records = Records(places.into_iter().map(|place| (place, Ok(kills.clone()))).collect());
    let now = InForce::of(&records, kill.since);
    let subject = kill.subject();
    let rows: BTreeSet<_> = ways(&compiled.table, &now).filter_map(|way| cells(&way)).collect();
    let rows: Vec<_> = rows.into_iter().collect();
    match (rows.is_empty(), subject.kind) {
        (_, SubjectKind::Key) => {
            output::say("this client's requests would get 503 on every route that authenticates it")
        }
        (true, _) => output::say(&format!("no route serves {subject}")),
        (false, _) => output::data(&table::draw(Some(&HEADING), &rows))?,
    }
    if !source.is_files() {
        policies::drill(&compiled, &now);
    }
    output::say("drill: nothing was changed");
    Ok(Exit::Done)
}

/// A way that it touches.
fn cells(way: &Way<'_>) -> Option<Vec<String>> {
    let effect = way.effect.as_ref()?.to_string();
    let to = way.to.as_ref().map(|object| object.name.text()).unwrap_or_default();
    let models: Vec<_> = way.models.iter().map(String::as_str).collect();
    Some(vec![way.gateway.clone(), way.rule.label.clone(), to, models.join(", "), effect])
}
