//! `kubectl agw status`: one screen. What is there, how much of it works, and what is wrong in full.

use serde::Serialize;

use super::coverage::Coverage;
use super::list::cells::status_words;
use crate::cli::args::kill_switch::Watched;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::{SourceArgs, View, namespace_is_there};
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::shape::One;
use crate::cli::output::{self, Format, paint, table};
use crate::domain::compile::Compiled;
use crate::domain::kill::{InForce, Place};
use crate::domain::registry::KilledRow;
use crate::domain::registry::gateway::{self, GatewayRow};
use crate::domain::registry::{self, State, StatusReason, StatusRow, http_route, key, policy};
use crate::domain::snapshot::coverage::NotRead;
use crate::domain::snapshot::{Snapshot, Unread};
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::domain::value::shell::CommandLine;

/// Arguments of `status`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # Show what works and what doesn't, in the whole cluster
  kubectl agw status

  # Use it as a gate in CI: the exit code is 0 if everything is ready, else 1
  kubectl agw status -n team-a && echo go

  # Watch the status of manifests
  kubectl agw status -f examples/workshop -w

What is killed (kubectl agw kill) is shown, and isn't a fault: the exit code stays 0, unless a record of a kill can't be
read.")]
pub struct Args {
    #[command(flatten)]
    source: SourceArgs,
    /// Watch for changes
    #[arg(long, short)]
    watch: bool,
    /// Output format
    #[arg(long, short, value_enum, default_value = "table")]
    output: Format,
}

/// The screen, for scripts.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct StatusReport {
    ready: bool,
    /// Everything that is needed to say so could be read.
    #[serde(skip)]
    whole: bool,
    gateways: Vec<GatewayRow>,
    models: Count,
    routes: Count,
    keys: Count,
    policies: Count,
    /// What the kill switch stops.
    kills: Vec<KillRow>,
    /// What is not ready, worst first.
    troubles: Vec<StatusProblem>,
    /// What is ready, and should be known all the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
}

/// How many are in which state.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Count {
    ready: usize,
    warning: usize,
    not_ready: usize,
    killed: usize,
}

/// One thing that is killed.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct KillRow {
    #[serde(flatten)]
    killed: KilledRow,
    /// The Gateways that record it; none where it is recorded beside files.
    gateways: Vec<String>,
}

/// One thing that is not ready.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
struct StatusProblem {
    #[serde(skip)]
    order: std::cmp::Reverse<State>,
    /// Whether somebody wanted it so.
    #[serde(skip)]
    is_killed: bool,
    object: String,
    state: State,
    reason: StatusReason,
    message: String,
    next: String,
}

/// Shows the screen.
///
/// # Errors
/// Files or a cluster that cannot be read at all.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    if args.watch {
        return super::block_on(watch(args, kube));
    }
    super::block_on(async {
        let view = match &kube.namespace {
            Some(_) => View::Namespace { attached: true },
            None => View::Whole,
        };
        let read = args.source.read_as_far(kube, view).await?;
        let wrong = super::list::say_what_was_not_read(&read.snapshot) | read.say_kills();
        let coverage = Coverage::of(&read.snapshot, Kind::LISTED);
        coverage.say();
        let screen = screen(&read.compiled(), kube.namespace.as_deref(), &args.source);
        if !(coverage.is_blind() && args.is_text()) {
            show(args, &screen, &coverage.rows)?;
        }
        let exit = if screen.ready && !wrong { Exit::Done } else { Exit::Findings };
        Ok(coverage.exit(exit))
    })
}

async fn watch(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let everywhere = kube.namespace.is_none();
    let mut watched = Watched::begin(&args.source, kube, everywhere).await?;
    let mut shown: Option<StatusReport> = None;
    while let Some(compiled) = watched.next().await? {
        let snapshot = &*compiled.snapshot;
        let now = screen(&compiled, kube.namespace.as_deref(), &args.source);
        if shown.as_ref() == Some(&now) {
            continue;
        }
        let coverage = Coverage::of(snapshot, Kind::LISTED);
        coverage.say();
        if shown.is_none() {
            if let Some(connection) =
                watched.followed.connection.as_ref().filter(|_| kube.namespace.is_some())
            {
                namespace_is_there(connection, snapshot).await?;
            }
            if coverage.is_blind() {
                return Ok(coverage.exit(Exit::Done));
            }
        }
        if shown.is_some() && args.output != Format::Json {
            output::data("---\n")?;
        }
        show(args, &now, &coverage.rows)?;
        shown = Some(now);
    }
    Ok(Exit::Done)
}

impl Args {
    fn is_text(&self) -> bool {
        matches!(self.output, Format::Table | Format::Wide)
    }
}

/// Counts what is in which state, and keeps what is not ready.
struct Tally<'a> {
    source: &'a SourceArgs,
    problems: Vec<StatusProblem>,
    notes: Vec<String>,
}

impl Tally<'_> {
    fn count(&mut self, kind: Kind, rows: impl Iterator<Item = (ObjectName, StatusRow)>) -> Count {
        self.count_each(rows.map(|(name, status)| (ObjectRef::new(kind, name), status)))
    }

    fn count_each(&mut self, rows: impl Iterator<Item = (ObjectRef, StatusRow)>) -> Count {
        let mut count = Count::default();
        for (object, status) in rows {
            match status.state {
                State::Ready => count.ready += 1,
                State::Warning => count.warning += 1,
                State::NotReady => count.not_ready += 1,
                State::Killed => count.killed += 1,
            }
            if status.state == State::Ready
                && !status.message.is_empty()
                && object.kind == Kind::Secret
            {
                self.notes.push(format!("{object}: {}", status.message));
            }
            let next = || next_command(&object, self.source);
            self.problems.extend(problem(object.to_string(), status, next));
        }
        count
    }
}

fn screen(compiled: &Compiled, namespace: Option<&str>, source: &SourceArgs) -> StatusReport {
    let snapshot = &*compiled.snapshot;
    let shown = |own: &str| namespace.is_none_or(|namespace| namespace == own);
    let name = |namespace: &str, name: &str| ObjectName::new(namespace, name);
    let mut tally = Tally { source, problems: Vec::new(), notes: Vec::new() };
    let mut gateways = gateway::rows(compiled);
    gateways.retain(|row| shown(&row.namespace));
    let of_gateways = gateways.iter();
    let of_gateways = of_gateways.map(|row| (name(&row.namespace, &row.name), row.status.clone()));
    tally.count(Kind::Gateway, of_gateways);
    let models = registry::models(compiled).into_iter().filter(|row| shown(&row.namespace));
    let models = tally.count_each(models.map(|row| {
        (ObjectRef::new(row.source.kind(), name(&row.namespace, &row.name)), row.status)
    }));
    let routes = http_route::rows(compiled).into_iter().filter(|row| shown(&row.namespace));
    let routes = routes.map(|row| (name(&row.namespace, &row.name), row.status));
    let routes = tally.count(Kind::HttpRoute, routes);
    let keys = key::rows(compiled).into_iter().filter(|row| shown(&row.namespace));
    let keys = keys.map(|row| (name(&row.namespace, &row.name), row.status));
    let keys = tally.count(Kind::Secret, keys);
    let policies = policy::rows(snapshot).into_iter().filter(|row| shown(&row.namespace));
    let policies = policies.map(|row| (name(&row.namespace, &row.name), row.status));
    let policies = tally.count(Kind::AgentgatewayPolicy, policies);
    let Tally { mut problems, notes, .. } = tally;
    problems.extend(without_backends(snapshot));
    problems.sort();
    let whole = snapshot.not_read().is_empty();
    let kills = kills(&compiled.in_force);
    let is_readable = kills.iter().all(|kill| kill.killed.by.is_some());
    let ready = whole && is_readable && problems.iter().all(is_no_fault);
    StatusReport {
        whole,
        ready,
        gateways,
        models,
        routes,
        keys,
        policies,
        kills,
        troubles: problems,
        notes,
    }
}

/// A user's missing permission says nothing of the model, and what is killed is so on purpose.
fn is_no_fault(problem: &StatusProblem) -> bool {
    problem.is_killed || problem.reason == StatusReason::SecretForbidden
}

/// Each kill once, with the Gateways that record it.
fn kills(in_force: &InForce) -> Vec<KillRow> {
    let mut rows: Vec<KillRow> = Vec::new();
    for (place, stop) in in_force.each() {
        let killed = KilledRow::of(stop);
        let known = rows.iter().position(|row| row.killed == killed);
        let index = known.unwrap_or(rows.len());
        if known.is_none() {
            rows.push(KillRow { killed, gateways: Vec::new() });
        }
        if let Place::Gateway(gateway) = place {
            rows[index].gateways.push(gateway.clone());
        }
    }
    rows
}

/// A cluster in which agentgateway's definitions are not installed.
fn without_backends(snapshot: &Snapshot) -> Option<StatusProblem> {
    let kind = Kind::AgentgatewayBackend;
    if snapshot.unread.get(&kind) != Some(&Unread::NotInstalled) {
        return None;
    }
    let status =
        StatusRow::of(State::NotReady, StatusReason::NotInstalled, "the cluster has no such kind");
    let object = format!("CustomResourceDefinition {}", kind.names().resource());
    problem(object, status, || "kubectl agw crds install".to_owned())
}

fn problem(object: String, status: StatusRow, look: impl Fn() -> String) -> Option<StatusProblem> {
    let is_killed = status.is_partly_killed();
    let StatusRow { state, reason, message, next, .. } = status;
    // What is killed is shown by what killed it.
    if matches!(state, State::Ready | State::Killed) {
        return None;
    }
    let order = std::cmp::Reverse(state);
    let next = next.unwrap_or_else(look);
    Some(StatusProblem { order, is_killed, object, state, reason, message, next })
}

/// Where to look on.
fn next_command(object: &ObjectRef, source: &SourceArgs) -> String {
    let name = &object.name;
    let describe =
        |what: &str| CommandLine::new("kubectl agw describe").plain(what).arg(&name.name);
    let command = match object.kind {
        Kind::Gateway => describe("gateway"),
        Kind::AgentgatewayBackend | Kind::AgentgatewayModel => describe("model"),
        Kind::HttpRoute => describe("route"),
        Kind::Secret => CommandLine::new("kubectl agw list keys"),
        _ => CommandLine::new("kubectl agw list policies -o wide"),
    };
    command.namespace(&name.namespace).words(&source.words()).to_string()
}

fn show(args: &Args, screen: &StatusReport, not_read: &[NotRead]) -> Result<(), Failure> {
    match args.output {
        Format::Json => output::json(&One::new("Status", screen).without(not_read))?,
        Format::Yaml => output::yaml(&One::new("Status", screen).without(not_read))?,
        Format::Name => {
            let line =
                |problem: &StatusProblem| format!("{}\n", table::escape_all(&problem.object));
            output::data(&screen.troubles.iter().map(line).collect::<String>())?;
        }
        Format::Table | Format::Wide => output::painted(&text(screen))?,
    }
    Ok(())
}

/// How many of each kind are in which state.
fn counts_text(screen: &StatusReport) -> String {
    let counts = [
        ("models", &screen.models),
        ("routes", &screen.routes),
        ("keys", &screen.keys),
        ("policies", &screen.policies),
    ];
    let states = if screen.kills.is_empty() { 3 } else { 4 };
    let rows = counts.map(|(name, count)| {
        let number = |number: usize| if number == 0 { "-".to_owned() } else { number.to_string() };
        let numbers = [count.ready, count.warning, count.not_ready, count.killed];
        let numbers = numbers.into_iter().take(states).map(number);
        [name.to_owned()].into_iter().chain(numbers).collect::<Vec<_>>()
    });
    let heading = ["", "READY", "WARNING", "NOT READY", "KILLED"];
    table::draw(Some(&heading[..=states]), &rows).replacen("<none>", "      ", 1)
}

/// What is killed, by whom, until when and why.
fn kills_text(kills: &[KillRow]) -> String {
    let row = |KillRow { killed, gateways }: &KillRow| {
        let until = killed.until.map(|until| format!("{until:.0}"));
        vec![
            killed.target.clone(),
            killed.by.clone().unwrap_or_default(),
            until.unwrap_or_default(),
            gateways.join(", "),
            table::escape_all(&killed.reason),
        ]
    };
    if kills.is_empty() {
        return String::new();
    }
    let rows: Vec<_> = kills.iter().map(row).collect();
    let heading = ["KILLED", "BY", "UNTIL", "GATEWAYS", "REASON"];
    format!("\n{}", table::draw(Some(&heading), &rows))
}

fn text(screen: &StatusReport) -> String {
    let mut out = String::new();
    let gateway = |row: &GatewayRow| {
        let listeners: Vec<_> = row
            .listeners
            .iter()
            .map(|listener| format!("{}:{}", listener.name, listener.port))
            .collect();
        vec![
            format!("{}/{}", row.namespace, row.name),
            listeners.join(", "),
            row.addresses.join(", "),
            row.routes.to_string(),
            status_words(&row.status),
        ]
    };
    if screen.gateways.is_empty() {
        out.push_str("no Gateway\n");
    } else {
        let rows: Vec<_> = screen.gateways.iter().map(gateway).collect();
        let heading = ["GATEWAY", "LISTENERS", "ADDRESSES", "ROUTES", "STATUS"];
        out.push_str(&table::draw(Some(&heading), &rows));
    }
    out.push('\n');
    out.push_str(&counts_text(screen));
    out.push_str(&kills_text(&screen.kills));
    if !screen.whole {
        out.push_str(
            "\nincomplete: something could not be read, so nothing is reported as ready\n",
        );
    } else if screen.troubles.is_empty() {
        let words = if screen.kills.is_empty() {
            "all ready"
        } else {
            "all ready, except for what is killed"
        };
        let all = paint::marked(words, State::Ready, paint::wanted());
        out.push_str(&format!("\n{all}\n"));
    }
    for problem in &screen.troubles {
        let StatusProblem { object, state, reason, message, next, .. } = problem;
        let word = if *state == State::NotReady { "not ready" } else { "warning" };
        let word = paint::marked(word, *state, paint::wanted());
        let message = if message.is_empty() { String::new() } else { format!(": {message}") };
        let words = table::escape_all(&format!("{object}: {}{message}", reason.word()));
        out.push_str(&format!("\n{word}: {words}\n  try: {}\n", table::escape_all(next)));
    }
    for note in &screen.notes {
        out.push_str(&format!("\nnote: {}\n", table::escape_all(note)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_without_the_kinds_is_not_ready() {
        let mut snapshot = Snapshot::default();
        let files = SourceArgs::default();
        assert!(screen(&Compiled::of(snapshot.clone()), None, &files).ready);
        snapshot.unread.insert(Kind::AgentgatewayBackend, Unread::NotInstalled);
        let screen = screen(&Compiled::of(snapshot), None, &files);
        assert!(!screen.ready);
        assert_eq!(screen.troubles[0].next, "kubectl agw crds install");
    }
}
