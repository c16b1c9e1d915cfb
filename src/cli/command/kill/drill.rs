//! `kill --drill`: what a kill would stop, by the code that stops it.

use std::collections::BTreeSet;

use super::policies;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::SourceArgs;
use crate::cli::command::list;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::{self, table};
use crate::domain::kill::{InForce, Kill, Kills, Passage, Place, Records, SubjectKind};
use crate::domain::route::model_backend::ModelBackend;
use crate::domain::route::table::{BindKey, Candidate};
use crate::domain::route::target::Target;
use crate::domain::value::object_ref::ObjectName;

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
    let each = compiled.table.candidates();
    let rows: BTreeSet<_> = each
        .flat_map(|(bind, _, _, candidate)| of_rule(&now, &subject.kind, bind, candidate))
        .collect();
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

/// What becomes of the targets of one rule that it touches.
fn of_rule(
    now: &InForce,
    kind: &SubjectKind,
    bind: &BindKey,
    candidate: &Candidate,
) -> Vec<Vec<String>> {
    let rule = &candidate.rule;
    let gateway = bind.gateway.as_ref().map(ObjectName::text).unwrap_or_default();
    let passage = Passage { gateway, route: rule.label.clone(), ..Passage::default() };
    let row = |backend: String, models: String, effect: String| {
        vec![passage.gateway.clone(), passage.route.clone(), backend, models, effect]
    };
    if now.stops(&passage).is_some() {
        let backends: Vec<_> =
            rule.targets.iter().map(|target| target.reference.to_string()).collect();
        return vec![row(backends.join(", "), String::new(), "stops".to_owned())];
    }
    let mut rows = Vec::new();
    for target in &rule.targets {
        let backends: Vec<&ModelBackend> = match &target.target {
            Target::Model(backend) => vec![backend],
            Target::Models(router) => router.backends().map(AsRef::as_ref).collect(),
            Target::Http(upstream) => {
                let there = Passage { backend: upstream.name.text(), ..passage.clone() };
                if now.stops(&there).is_some() {
                    rows.push(row(there.backend, String::new(), "stops".to_owned()));
                }
                continue;
            }
            Target::Refuse(_) => continue,
        };
        for backend in backends {
            let effect = effect(now, *kind, &passage, backend);
            rows.extend(effect.map(|effect| row(backend.name.text(), models(backend), effect)));
        }
    }
    rows
}

/// What becomes of a backend; none where nothing does.
fn effect(
    now: &InForce,
    kind: SubjectKind,
    passage: &Passage,
    backend: &ModelBackend,
) -> Option<String> {
    match backend.alive(now, passage) {
        Err(_) => Some("stops".to_owned()),
        Ok(Some(left)) => {
            let names: Vec<_> = left.members().map(|member| member.name.as_str()).collect();
            Some(format!("continues with {}", names.join(", ")))
        }
        // Of what sends the model that a request names, only those requests stop.
        Ok(None) if kind == SubjectKind::Model => {
            let is_open = backend.upstreams().any(|upstream| upstream.model.is_none());
            is_open.then(|| "requests that name it stop".to_owned())
        }
        Ok(None) => None,
    }
}

/// The models that a backend sends.
fn models(backend: &ModelBackend) -> String {
    let names: BTreeSet<_> =
        backend.upstreams().map(|upstream| upstream.model_sent(None).unwrap_or("*")).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}
