//! What `serve` says: where it listens, what it serves, what was left out and why, and later what changed.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use serde::Serialize;

use super::Args;
use super::board::ActiveConfig;
use crate::cli::args::source::Followed;
use crate::cli::command::curl_line::CurlLine;
use crate::cli::command::version::COMPATIBILITY;
use crate::cli::error::Failure;
use crate::cli::output::shape::One;
use crate::cli::output::{self, table};
use crate::domain::compile::Compiled;
use crate::domain::compile::attach::IMPLIED_LISTENER;
use crate::domain::registry::{self, RouteRow, Row};
use crate::domain::route::sample;
use crate::domain::route::table::BindKey;
use crate::domain::snapshot::Origin;
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::edge::proxy::Served;

/// Models for which a line to paste is shown.
const TRIED: usize = 3;

/// Lines that are said at once.
const TOLD: usize = 200;

/// The lines that were said, so that a reload says only what is new.
pub(super) struct Report {
    simulates: bool,
    json: bool,
    from: String,
    said: BTreeSet<Line>,
    done_without: Option<&'static str>,
}

/// What is served, for scripts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Serving<'a> {
    from: &'a str,
    /// The release of agentgateway that is followed.
    compatibility: &'static str,
    simulated: bool,
    addresses: Vec<Address>,
    /// Where `/status` is.
    admin: String,
    models: &'a [Row],
    left_out: Vec<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Address {
    gateway: Option<String>,
    port: u16,
    url: String,
}

/// One object or part that was skipped, refused or not implemented. Routes come last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    is_of_route: bool,
    text: String,
}

impl Report {
    pub(super) fn new(args: &Args, followed: &Followed) -> Self {
        let from = match &followed.connection {
            Some(connection) => match &connection.context {
                Some(context) => format!("context {context} ({})", connection.server),
                None => connection.server.clone(),
            },
            None => {
                let names = args.source().filenames.iter().map(|path| path.display().to_string());
                names.collect::<Vec<_>>().join(", ")
            }
        };
        let only: Vec<_> = args.extent().namespaces.into_iter().collect();
        let from = match (&followed.connection, only.as_slice()) {
            (Some(_), [_, ..]) => format!("{from}, namespace {} only", only.join(", ")),
            _ => from,
        };
        Report {
            simulates: args.simulates(),
            json: args.wants_json(),
            from,
            said: BTreeSet::new(),
            done_without: args.done_without(),
        }
    }

    /// The first words: everything.
    pub(super) fn started(
        &mut self,
        active: &ActiveConfig,
        admin: SocketAddr,
    ) -> Result<(), Failure> {
        let ActiveConfig { compiled, served, .. } = active;
        let rows = registry::models(compiled);
        let lines = lines(active);
        if self.json {
            output::json(&One::new("Serving", self.shape(&rows, &lines, served, admin)))?;
        } else {
            self.tables(active, &rows);
        }
        self.done_without.into_iter().for_each(output::say);
        say_some(lines.iter().cloned());
        output::say(&format!("status at http://{admin}/status"));
        if !self.json {
            try_it(compiled, &rows, served);
        }
        self.said = lines.into_iter().collect();
        Ok(())
    }

    /// After a reload: one line, and what is newly wrong or mended.
    pub(super) fn changed(&mut self, active: &ActiveConfig) {
        let (snapshot, served) = (active.snapshot(), &active.served);
        let urls: Vec<_> = served.iter().map(Served::url).collect();
        let (routes, backends) = (snapshot.routes.len(), snapshot.backends.len());
        output::say(&format!(
            "routes changed: {} and {} on {}",
            count(routes, "HTTPRoute"),
            count(backends, "backend"),
            urls.join(", ")
        ));
        self.told(active);
    }

    /// What is newly wrong or mended.
    pub(super) fn told(&mut self, active: &ActiveConfig) {
        let now: BTreeSet<Line> = lines(active).into_iter().collect();
        let over = |Line { is_of_route, text }: &Line| Line {
            is_of_route: *is_of_route,
            text: format!("resolved: {}", text.lines().next().unwrap_or_default()),
        };
        say_some(now.difference(&self.said).cloned());
        say_some(self.said.difference(&now).map(over));
        self.said = now;
    }

    fn shape<'a>(
        &'a self,
        models: &'a [Row],
        lines: &[Line],
        served: &[Served],
        admin: SocketAddr,
    ) -> Serving<'a> {
        let address = |one: &Served| Address {
            gateway: one.bind.gateway.as_ref().map(ToString::to_string),
            port: one.bind.port,
            url: one.url(),
        };
        Serving {
            from: &self.from,
            compatibility: COMPATIBILITY,
            simulated: self.simulates,
            addresses: served.iter().map(address).collect(),
            admin: format!("http://{admin}"),
            models,
            left_out: lines.iter().map(|line| line.text.clone()).collect(),
        }
    }

    fn tables(&self, active: &ActiveConfig, rows: &[Row]) {
        let served = &active.served;
        let simulated = match self.simulates {
            true => "; simulated: no request leaves this machine",
            false => "",
        };
        output::say(&format!(
            "serving {} from {} as {COMPATIBILITY}{simulated}\n",
            count(rows.iter().filter(|row| !row.routes.is_empty()).count(), "model"),
            self.from
        ));
        let heading = ["GATEWAY", "LISTENER", "HOSTNAME", "URL", "ROUTES", "MODELS"];
        output::say(&table::draw(Some(&heading), &listener_cells(active, rows)));
        let ways = rows.iter().flat_map(|row| row.routes.iter().map(move |way| (row, way)));
        let mut cells: Vec<_> =
            ways.filter_map(|(row, way)| model_cells(row, way, served)).collect();
        cells.sort();
        if !cells.is_empty() {
            let heading = ["URL", "MATCH", "MODEL", "BACKEND", "HTTPROUTE"];
            output::say(&table::draw(Some(&heading), &cells));
        }
    }
}

/// Says the first of many lines, those of routes after all others, and how many there are besides: ten thousand routes may
/// refuse for one reason.
fn say_some(lines: impl Iterator<Item = Line>) {
    let mut lines: Vec<_> = lines.collect();
    lines.sort_by_key(|line| line.is_of_route);
    lines.iter().take(TOLD).for_each(|line| output::say(&line.text));
    if lines.len() > TOLD {
        output::say(&format!(
            "… and {} more lines like these; see /status for all",
            lines.len() - TOLD
        ));
    }
}

/// A line for each listener, the ones that are not served included.
fn listener_cells(active: &ActiveConfig, rows: &[Row]) -> Vec<Vec<String>> {
    let (snapshot, served) = (active.snapshot(), &active.served);
    let models = |gateway: Option<&str>, listener: &str| {
        let leads = |way: &RouteRow| way.gateway.as_deref() == gateway && way.listener == listener;
        rows.iter().filter(|row| row.routes.iter().any(leads)).count().to_string()
    };
    let url = |bind: Option<&BindKey>| {
        let one = served.iter().find(|one| Some(&one.bind) == bind);
        one.map_or_else(|| "<not served>".to_owned(), Served::url)
    };
    let conditions = active.conditions();
    let own = conditions.gateways.iter().map(|one| (&one.name, None, &one.listeners));
    let sets = conditions.listener_sets.iter();
    let of_sets = sets.map(|one| (&one.gateway, Some(&one.name), &one.listeners));
    let mut cells = Vec::new();
    for (gateway, set, listeners) in own.chain(of_sets) {
        let gateway = gateway.to_string();
        cells.extend(listeners.iter().map(|one| {
            let name = match set {
                Some(set) => format!("{set}/{}", one.name),
                None => one.name.clone(),
            };
            let models = models(Some(&gateway), &name);
            vec![
                gateway.clone(),
                name,
                one.hostname.clone().unwrap_or_else(|| "*".to_owned()),
                url(one.bind.as_ref()),
                one.attached_routes.to_string(),
                models,
            ]
        }));
    }
    for implied in served.iter().filter(|one| one.bind.gateway.is_none()) {
        cells.push(vec![
            format!("<{IMPLIED_LISTENER}>"),
            IMPLIED_LISTENER.to_owned(),
            "*".to_owned(),
            implied.url(),
            snapshot.routes.len().to_string(),
            models(None, IMPLIED_LISTENER),
        ]);
    }
    cells
}

/// A line for a way to a model that is served.
fn model_cells(row: &Row, way: &RouteRow, served: &[Served]) -> Option<Vec<String>> {
    let one = served.iter().find(|one| leads_to(way, one))?;
    Some(vec![
        one.url(),
        way.matches.clone(),
        row.model.clone().unwrap_or_else(|| "<caller's>".to_owned()),
        format!("{}/{}", row.namespace, row.name),
        way.route.clone(),
    ])
}

/// Whether a way into the registry is served at this address.
fn leads_to(way: &RouteRow, one: &Served) -> bool {
    let gateway = one.bind.gateway.as_ref().map(ToString::to_string);
    way.gateway == gateway && way.port == one.bind.port
}

/// What was left out, refused or left undone, a line each, with where it stands and what to do.
fn lines(active: &ActiveConfig) -> Vec<Line> {
    let ActiveConfig { compiled, unusable, .. } = active;
    let Compiled { snapshot, rejections, .. } = compiled;
    let other = |text: String| Line { is_of_route: false, text };
    let mut lines: Vec<_> = snapshot
        .problems
        .iter()
        .map(|problem| other(format!("ignored: {}: {}", problem.origin, problem.reason)))
        .collect();
    for rejection in rejections {
        let place = match snapshot.origin(&rejection.object) {
            Some(Origin::File { path, line }) => format!("{path}:{line}: "),
            _ => String::new(),
        };
        let next = rejection.next.as_ref().map(|next| format!("\n  try: {next}"));
        let text = format!(
            "{}: {place}{}: {}{}",
            rejection.effect.label(),
            rejection.object,
            rejection.words(),
            next.unwrap_or_default()
        );
        lines.push(Line { is_of_route: rejection.object.kind == Kind::HttpRoute, text });
    }
    lines.extend(unusable.iter().map(|one| other(format!("ignored: {one}"))));
    // Rows cost as much as the table itself, and only keys of the environment make a line of one.
    let keyed = !snapshot.environment.is_empty() && !snapshot.environment_is_simulated();
    let rows = if keyed { registry::rows(compiled) } else { Vec::new() };
    for row in rows {
        if row.key.source == registry::KeySource::Environment {
            let variable = row.key.name.as_deref().unwrap_or_default();
            lines.push(other(format!(
                "note: the key of {}/{} is read from ${variable}, since its Secret can't be read",
                row.namespace, row.name
            )));
        }
    }
    lines
}

/// Lines to paste, one for each of the first models.
fn try_it(compiled: &Compiled, rows: &[Row], served: &[Served]) {
    let lines = rows.iter().filter_map(|row| {
        let backend = ObjectName::new(&row.namespace, &row.name);
        let sample = sample::to_backend(&compiled.table, &backend).ok()?;
        let one = served.iter().find(|one| one.bind == sample.bind)?;
        let url = format!("{}{}", one.url(), sample.path);
        let mut headers = vec![("Content-Type".to_owned(), "application/json".to_owned())];
        headers.extend(sample.host.map(|host| ("Host".to_owned(), host)));
        headers.extend(sample.headers);
        let body = r#"{"model":"any","messages":[{"role":"user","content":"Hello"}]}"#;
        let line =
            CurlLine { url: &url, headers: &headers, key_variable: None, body, stream: false };
        Some(format!(
            "  # {}/{}\n  {}",
            row.namespace,
            row.name,
            line.to_string().replace('\n', "\n  ")
        ))
    });
    let lines: Vec<_> = lines.take(TRIED).collect();
    if !lines.is_empty() {
        output::say(&format!("\ntry:\n{}\n", lines.join("\n")));
    }
}

fn count(number: usize, thing: &str) -> String {
    match number {
        1 => format!("1 {thing}"),
        number => format!("{number} {thing}s"),
    }
}
