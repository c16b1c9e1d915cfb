//! What `serve` says: where it listens, what it serves, what was left out and why, and later what changed.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

use serde::Serialize;

use super::Args;
use super::board::ActiveConfig;
use super::try_lines::{Tries, leads_to};
use crate::cli::args::source::Followed;
use crate::cli::error::Failure;
use crate::cli::output::shape::One;
use crate::cli::output::{self, table};
use crate::domain::compile::Compiled;
use crate::domain::compile::attach::IMPLIED_LISTENER;
use crate::domain::manifest::provider_set::{ProviderSet, SetProvider};
use crate::domain::registry::{self, ModelSource, RouteRow, Row};
use crate::domain::route::table::BindKey;
use crate::domain::snapshot::Origin;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::edge::proxy::Served;

/// Lines that are said at once.
const TOLD: usize = 200;

/// The lines that were said, so that a reload says only what is new.
pub(super) struct Report {
    simulates: bool,
    /// Those of `--provider`.
    providers: Vec<SetProvider>,
    json: bool,
    from: String,
    /// The release of agentgateway that is followed, and why.
    version: String,
    /// The key of clients, as a shell has it within double quotes.
    key: Option<String>,
    said: BTreeSet<Line>,
    done_without: Option<&'static str>,
}

/// What is served, for scripts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Serving<'a> {
    from: &'a str,
    /// The release of agentgateway that is followed.
    compatibility: &'a str,
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
    pub(super) fn new(args: &Args, set: Option<ProviderSet>, followed: &Followed) -> Self {
        let providers = set.map(|set| set.providers).unwrap_or_default();
        let from = match &followed.connection {
            None if !providers.is_empty() => super::providers::names(&providers),
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
            providers,
            json: args.wants_json(),
            from,
            version: followed.version.to_string(),
            key: args.access.within_quotes(),
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
        let lines = self.lines(active);
        if self.json {
            output::json(&One::new("Serving", self.shape(&rows, &lines, served, admin)))?;
        } else if self.providers.is_empty() {
            self.tables(active, &rows);
        } else {
            super::providers::say(&self.providers, served, self.simulates);
        }
        self.done_without.into_iter().for_each(output::say);
        say_some(lines.iter().cloned());
        output::say(&format!("status at http://{admin}/status"));
        if cfg!(debug_assertions) {
            output::say(
                "note: this is a debug build; a release build (cargo build --release) serves several times as many \
                 requests",
            );
        }
        if !self.json {
            super::try_lines::say(compiled, &rows, served, &self.tries());
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

    fn tries(&self) -> Tries<'_> {
        Tries { simulates: self.simulates, key: self.key.as_deref() }
    }

    /// What is newly wrong or mended.
    pub(super) fn told(&mut self, active: &ActiveConfig) {
        let now: BTreeSet<Line> = self.lines(active).into_iter().collect();
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
            compatibility: &self.version,
            simulated: self.simulates,
            addresses: served.iter().map(address).collect(),
            admin: format!("http://{admin}"),
            models,
            left_out: lines.iter().map(|line| line.text.clone()).collect(),
        }
    }

    /// The lines to say. Where the keys of the environment are what was asked for, none of them is an exception.
    fn lines(&self, active: &ActiveConfig) -> Vec<Line> {
        let keys = if self.providers.is_empty() { keys(&active.compiled) } else { Vec::new() };
        lines(active).into_iter().chain(keys).collect()
    }

    fn tables(&self, active: &ActiveConfig, rows: &[Row]) {
        let served = &active.served;
        let simulated = match self.simulates {
            true => "; simulated: no request leaves this machine",
            false => "",
        };
        // One list, so that no count differs from what the table shows.
        let paths = rows.iter().flat_map(|row| row.routes.iter().map(move |path| (row, path)));
        let paths = paths.filter_map(|(row, path)| {
            let at = address_of(path, served)?;
            Some(ServedPath { row, path, at })
        });
        let paths: Vec<_> = paths.collect();
        let models: BTreeSet<_> = paths.iter().map(|one| object(one.row)).collect();
        output::say(&format!(
            "serving {} from {} as {}{simulated}\n",
            count(models.len(), "model"),
            self.from,
            self.version
        ));
        let heading = ["GATEWAY", "LISTENER", "HOSTNAME", "URL", "ROUTES", "MODELS"];
        output::say(&table::draw(Some(&heading), &listener_cells(active, &paths)));
        let mut cells: Vec<_> = paths.iter().map(model_cells).collect();
        cells.sort();
        if !cells.is_empty() {
            let heading = ["URL", "MATCH", "MODEL", "BACKEND", "HTTPROUTE"];
            output::say(&table::draw(Some(&heading), &cells));
        }
    }
}

/// A path to a model, with the address at which it is served.
struct ServedPath<'a> {
    row: &'a Row,
    path: &'a RouteRow,
    at: &'a Served,
}

fn object(row: &Row) -> ObjectRef {
    let kind = match row.source {
        ModelSource::Model => Kind::AgentgatewayModel,
        ModelSource::Backend => Kind::AgentgatewayBackend,
    };
    ObjectRef::new(kind, ObjectName::new(&row.namespace, &row.name))
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
fn listener_cells(active: &ActiveConfig, paths: &[ServedPath<'_>]) -> Vec<Vec<String>> {
    let served = &active.served;
    let models = |gateway: Option<&ObjectName>, listener: &str| {
        let leads = |path: &RouteRow| path.gateway.as_ref() == gateway && path.listener == listener;
        let there = paths.iter().filter(|one| leads(one.path));
        there.map(|one| object(one.row)).collect::<BTreeSet<_>>().len().to_string()
    };
    let mut routes: BTreeMap<(&BindKey, &str), BTreeSet<&ObjectName>> = BTreeMap::new();
    for (bind, listener, _, candidate) in active.compiled.table.of_routes() {
        routes.entry((bind, &listener.name)).or_default().insert(&candidate.rule.route);
    }
    let routes = |bind: Option<&BindKey>, listener: &str| {
        let there = bind.and_then(|bind| routes.get(&(bind, listener)));
        there.map_or(0, BTreeSet::len).to_string()
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
        cells.extend(listeners.iter().map(|one| {
            let name = match set {
                Some(set) => format!("{set}/{}", one.name),
                None => one.name.clone(),
            };
            let own = name.clone();
            let models = models(Some(gateway), &own);
            vec![
                gateway.to_string(),
                name,
                one.hostname.clone().unwrap_or_else(|| "*".to_owned()),
                url(one.bind.as_ref()),
                routes(one.bind.as_ref(), &own),
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
            routes(Some(&implied.bind), IMPLIED_LISTENER),
            models(None, IMPLIED_LISTENER),
        ]);
    }
    cells
}

/// A line for a path to a model.
fn model_cells(of: &ServedPath<'_>) -> Vec<String> {
    let ServedPath { row, path, at } = of;
    vec![
        at.url(),
        path.matches.clone(),
        row.model.clone().unwrap_or_else(|| "<caller's>".to_owned()),
        format!("{}/{}", row.namespace, row.name),
        path.route_words(),
    ]
}

/// The address at which a path of the registry is served.
fn address_of<'s>(path: &RouteRow, served: &'s [Served]) -> Option<&'s Served> {
    served.iter().find(|one| leads_to(path, one))
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
    lines
}

/// The keys that variables of the environment supply.
fn keys(compiled: &Compiled) -> Vec<Line> {
    // Rows cost as much as the table itself, and only keys of the environment make a line of one.
    let snapshot = &compiled.snapshot;
    if snapshot.environment.is_empty() || snapshot.environment_is_simulated() {
        return Vec::new();
    }
    let line = |row: Row| {
        let variable =
            (row.key.source == registry::KeySource::Environment).then_some(row.key.name)?;
        let variable = variable.unwrap_or_default();
        let text = format!(
            "note: the key of {}/{} is read from ${variable}, since its Secret can't be read",
            row.namespace, row.name
        );
        Some(Line { is_of_route: false, text })
    };
    registry::models(compiled).into_iter().filter_map(line).collect()
}

fn count(number: usize, thing: &str) -> String {
    match number {
        1 => format!("1 {thing}"),
        number => format!("{number} {thing}s"),
    }
}
