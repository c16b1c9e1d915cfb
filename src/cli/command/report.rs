//! What `serve` says: where it listens, what it serves, what was left out and why, and later what changed.

use std::collections::BTreeSet;

use serde::Serialize;

use super::serve::Args;
use crate::cli::args::source::Followed;
use crate::cli::error::Failure;
use crate::cli::output::{self, shape::One, table};
use crate::domain::registry::{self, Row};
use crate::domain::route::attach::IMPLIED_LISTENER;
use crate::domain::route::rejection::Rejection;
use crate::domain::snapshot::{Origin, Snapshot};
use crate::edge::proxy::Served;
use crate::edge::source::Health;

/// The lines that were said, so that a reload says only what is new.
pub(super) struct Report {
    simulates: bool,
    json: bool,
    from: String,
    said: BTreeSet<String>,
    connected: bool,
}

/// What is served, for scripts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Serving<'a> {
    from: &'a str,
    simulated: bool,
    addresses: Vec<Address>,
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
        Report {
            simulates: args.simulates(),
            json: args.wants_json(),
            from,
            said: BTreeSet::new(),
            connected: true,
        }
    }

    /// The first words: everything.
    pub(super) fn started(
        &mut self,
        snapshot: &Snapshot,
        rejections: &[Rejection],
        served: &[Served],
    ) -> Result<(), Failure> {
        let rows = registry::rows(snapshot);
        let lines = lines(snapshot, rejections);
        if self.json {
            output::json(&One::new("Serving", self.shape(&rows, &lines, served)))?;
        } else {
            self.tables(&rows, served);
        }
        for line in &lines {
            output::say(line);
        }
        if !self.json {
            try_it(&rows, served);
        }
        self.said = lines.into_iter().collect();
        Ok(())
    }

    /// After a reload: one line, and what is newly wrong or mended.
    pub(super) fn changed(
        &mut self,
        snapshot: &Snapshot,
        rejections: &[Rejection],
        served: &[Served],
    ) {
        let now: BTreeSet<String> = lines(snapshot, rejections).into_iter().collect();
        let urls: Vec<_> = served.iter().map(|one| format!("http://{}", one.address)).collect();
        let (routes, backends) = (snapshot.routes.len(), snapshot.backends.len());
        output::say(&format!(
            "routes changed: {} and {} on {}",
            count(routes, "HTTPRoute"),
            count(backends, "backend"),
            urls.join(", ")
        ));
        for line in now.difference(&self.said) {
            output::say(line);
        }
        for line in self.said.difference(&now) {
            output::say(&format!("no longer: {line}"));
        }
        self.said = now;
    }

    /// The source went away, or came back.
    pub(super) fn health(&mut self, health: &Health) {
        if health.connected == self.connected {
            return;
        }
        self.connected = health.connected;
        match health.connected {
            true => output::say("the cluster answers again"),
            false => output::say(&format!(
                "the cluster does not answer, and what was last seen goes on being served: {}",
                health.last_error.as_deref().unwrap_or("no reason given")
            )),
        }
    }

    fn shape<'a>(&'a self, models: &'a [Row], lines: &[String], served: &[Served]) -> Serving<'a> {
        let address = |one: &Served| Address {
            gateway: one.bind.gateway.as_ref().map(ToString::to_string),
            port: one.bind.port,
            url: format!("http://{}", one.address),
        };
        Serving {
            from: &self.from,
            simulated: self.simulates,
            addresses: served.iter().map(address).collect(),
            models,
            left_out: lines.to_vec(),
        }
    }

    fn tables(&self, rows: &[Row], served: &[Served]) {
        let simulated = match self.simulates {
            true => "; simulated: no request leaves this machine",
            false => "",
        };
        output::say(&format!(
            "serving {} from {}{simulated}\n",
            count(rows.iter().filter(|row| !row.routes.is_empty()).count(), "model"),
            self.from
        ));
        let url = |gateway: Option<&str>| {
            let of = |one: &&Served| {
                one.bind.gateway.as_ref().map(ToString::to_string).as_deref() == gateway
            };
            served.iter().find(of).map(|one| format!("http://{}", one.address)).unwrap_or_default()
        };
        let mut cells = Vec::new();
        for row in rows {
            for way in &row.routes {
                cells.push(vec![
                    way.gateway.clone().unwrap_or_else(|| format!("<{IMPLIED_LISTENER}>")),
                    way.listener.clone(),
                    url(way.gateway.as_deref()),
                    way.matches.clone(),
                    row.model.clone().unwrap_or_else(|| "<caller's>".to_owned()),
                    format!("{}/{}", row.namespace, row.name),
                    way.route.clone(),
                ]);
            }
        }
        cells.sort();
        if !cells.is_empty() {
            let heading = ["GATEWAY", "LISTENER", "URL", "MATCH", "MODEL", "BACKEND", "HTTPROUTE"];
            output::say(&table::draw(Some(&heading), &cells));
        }
        for one in served.iter().filter(|one| {
            !rows.iter().any(|row| {
                row.routes
                    .iter()
                    .any(|way| way.gateway == one.bind.gateway.as_ref().map(ToString::to_string))
            })
        }) {
            let gateway = one
                .bind
                .gateway
                .as_ref()
                .map_or("no Gateway".to_owned(), |name| format!("Gateway {name}"));
            output::say(&format!("http://{} ({gateway}) has no model yet", one.address));
        }
    }
}

/// What was left out, refused or left undone, a line each, with where it stands and what to do.
fn lines(snapshot: &Snapshot, rejections: &[Rejection]) -> Vec<String> {
    let mut lines: Vec<String> = snapshot
        .problems
        .iter()
        .map(|problem| format!("left out: {}: {}", problem.origin, problem.reason))
        .collect();
    for rejection in rejections {
        let place = match snapshot.origin(&rejection.object) {
            Some(Origin::File { path, line }) => format!("{path}:{line}: "),
            _ => String::new(),
        };
        let next = rejection.next.as_ref().map(|next| format!("\n  try: {next}"));
        lines.push(format!(
            "{}: {place}{}: {}{}",
            rejection.effect.word(),
            rejection.object,
            rejection.reason,
            next.unwrap_or_default()
        ));
    }
    for row in registry::rows(snapshot) {
        if row.key.source == registry::KeySource::Environment
            && !snapshot.environment_is_simulated()
        {
            let variable = row.key.name.as_deref().unwrap_or_default();
            lines.push(format!(
                "note: the key of {}/{} comes from ${variable}, because its Secret is out of reach",
                row.namespace, row.name
            ));
        }
    }
    lines
}

/// The line to paste.
fn try_it(rows: &[Row], served: &[Served]) {
    let Some(first) = served.first() else { return };
    if !rows.iter().any(|row| !row.routes.is_empty()) {
        return;
    }
    output::say(&format!(
        "\ntry: curl -s http://{}/v1/chat/completions -H 'Content-Type: application/json' \\\n       \
         -d '{{\"model\":\"any\",\"messages\":[{{\"role\":\"user\",\"content\":\"Hello\"}}]}}'\n",
        first.address
    ));
}

fn count(number: usize, thing: &str) -> String {
    match number {
        1 => format!("1 {thing}"),
        number => format!("{number} {thing}s"),
    }
}
