//! `kubectl agw key list`: which Secrets hold keys, and who uses them.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures::StreamExt as _;
use jiff::Timestamp;

use super::super::coverage::Coverage;
use crate::cli::args::kill_switch;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::{SourceArgs, killing, namespace_is_there};
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output::age::age;
use crate::cli::output::columns::{Cell, Column, ColumnVisibility, Page};
use crate::cli::output::{self, Format, shape::List};
use crate::domain::compile::Compiled;
use crate::domain::kill::{InForce, Stop, SubjectKind};
use crate::domain::registry::State;
use crate::domain::registry::key::{self, SecretRow};
use crate::domain::registry::vault::{self, KeyState, VaultRow};
use crate::domain::registry::{self, KilledRow};
use crate::domain::snapshot::coverage::NotRead;
use crate::domain::snapshot::{SecretState, Snapshot};
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::edge::cluster::read::{self, ReadScope};
use crate::edge::cluster::secret::{self, SecretList};
use crate::edge::cluster::{self, ClusterError, Connection};

/// Arguments of `key list`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  # List the keys in this namespace
  kubectl agw key list

  # List the keys that manifests name
  kubectl agw key list -f models/

  # List keys that no backend uses
  kubectl agw key list -A -o json | jq -r '.items[] | select(.state == \"Unused\") | .name'")]
pub struct Args {
    /// If present, list the keys in all namespaces
    #[arg(long, short = 'A')]
    all_namespaces: bool,
    #[command(flatten)]
    source: SourceArgs,
    /// Output format
    #[arg(long, short, value_enum, default_value = "table")]
    output: Format,
    /// Don't print headers
    #[arg(long)]
    no_headers: bool,
}

/// Lists the Secrets.
///
/// # Errors
/// A cluster that cannot be reached.
pub fn run(args: &Args, kube: &KubeArgs) -> Result<Exit, Failure> {
    let (found, namespace) = super::super::block_on(async {
        if args.source.is_files() {
            let namespace = kube.namespace.clone().filter(|_| !args.all_namespaces);
            let read = args.source.read(kube).await?;
            read.say_kills();
            return Ok((in_files(&read.compiled(), namespace.as_deref()), namespace));
        }
        let connection = cluster::connect(&kube.wishes(false)).await?;
        let namespace = (!args.all_namespaces).then(|| connection.namespace.clone());
        let found = rows(&connection, namespace.as_deref(), None).await?;
        Ok((found, namespace))
    })?;
    let SecretRows { rows, coverage } = &found;
    coverage.say();
    if !(coverage.is_blind() && matches!(args.output, Format::Table | Format::Wide)) {
        print(args, rows, namespace.as_deref(), coverage)?;
    }
    Ok(coverage.exit(Exit::Done))
}

/// The Secrets, and what could not be read of those who use them.
pub(super) struct SecretRows {
    pub rows: Vec<VaultRow>,
    pub coverage: Coverage,
}

/// The kinds that name Secrets with keys.
const USERS: &[Kind] = &[Kind::AgentgatewayBackend, Kind::AgentgatewayModel];

/// These, and what tells which of them are killed.
const READ: &[Kind] =
    &[Kind::AgentgatewayBackend, Kind::AgentgatewayModel, Kind::Gateway, Kind::HttpRoute];

/// The Secrets of a namespace, or of all, that backends or models name, that are ours, or that `asked` names.
pub(super) async fn rows(
    connection: &Connection,
    namespace: Option<&str>,
    asked: Option<&ObjectName>,
) -> Result<SecretRows, Failure> {
    let reach = ReadScope { namespace, attached: false };
    let mut snapshot = read::registry(connection, READ, reach).await?.snapshot();
    let (listed, refused) = listed(connection, namespace).await?;
    if namespace.is_some() && listed.created.is_empty() {
        namespace_is_there(connection, &snapshot).await?;
    }
    let mut coverage = Coverage::of(&snapshot, USERS);
    coverage.rows.retain(|row| USERS.iter().any(|kind| kind.names().kind == row.kind));
    if registry::may_hide_kills(&snapshot) {
        output::say(kill_switch::UNSEEN);
    }
    // Those that somebody names are read by name: what is not seen is said, and is no failure.
    coverage.also = refused.map(|message| NotRead::list(Kind::Secret, namespace, message));
    let also: BTreeSet<ObjectName> = listed.ours.iter().chain(asked).cloned().collect();
    let created = fetch(connection, &mut snapshot, &also).await?;
    output::warn(&connection.warnings());
    let in_force = InForce::of(&snapshot.kills(), Timestamp::now());
    let mut rows = rows_of(&killing(Arc::new(snapshot), in_force), &also);
    for row in &mut rows {
        let name = ObjectName::new(&row.namespace, &row.name);
        let listed = listed.created.get(&name).cloned().flatten();
        row.created = listed.or_else(|| created.iter().find(|(held, _)| *held == name)?.1.clone());
    }
    Ok(SecretRows { rows, coverage })
}

/// The Secrets that the backends and models of files name, and those among the files.
fn in_files(compiled: &Compiled, namespace: Option<&str>) -> SecretRows {
    let snapshot = &*compiled.snapshot;
    let mut rows = rows_of(compiled, &snapshot.secrets.keys().cloned().collect());
    rows.retain(|row| namespace.is_none_or(|own| row.namespace == own));
    SecretRows { rows, coverage: Coverage::of(snapshot, USERS) }
}

/// The rows, each with what stops all who use it; and on stderr the clients that are stopped.
fn rows_of(compiled: &Compiled, also: &BTreeSet<ObjectName>) -> Vec<VaultRow> {
    let mut rows = vault::rows(&compiled.snapshot, also);
    let is_killed = |row: &SecretRow| row.status.state == State::Killed;
    for secret in key::rows(compiled).into_iter().filter(is_killed) {
        let is_it =
            |row: &&mut VaultRow| (&row.namespace, &row.name) == (&secret.namespace, &secret.name);
        if let Some(row) = rows.iter_mut().find(is_it) {
            row.killed.clone_from(&secret.status.killed);
        }
    }
    let stops = compiled.in_force.each().map(|(_, stop)| stop);
    let of_clients = stops.filter(|stop| match stop {
        Stop::Killed(kill) => kill.subject().kind == SubjectKind::Key,
        Stop::Unreadable(_) => false,
    });
    let words: BTreeSet<_> = of_clients.map(|stop| KilledRow::of(stop).to_string()).collect();
    words.iter().for_each(|words| output::say(&format!("killed: {words}")));
    rows
}

/// The Secrets that can be listed. Without the right to list them there are none, and the cluster's refusal: those that
/// backends name are still seen.
async fn listed(
    connection: &Connection,
    namespace: Option<&str>,
) -> Result<(SecretList, Option<String>), Failure> {
    match secret::listed(connection, namespace).await {
        Ok(listed) => Ok((listed, None)),
        Err(ClusterError::Forbidden { message }) => Ok((SecretList::default(), Some(message))),
        Err(error) => Err(error.into()),
    }
}

/// Reads the Secrets that the snapshot lacks, and when those were made.
async fn fetch(
    connection: &Connection,
    snapshot: &mut Snapshot,
    also: &BTreeSet<ObjectName>,
) -> Result<Vec<(ObjectName, Option<String>)>, Failure> {
    let wanted: BTreeSet<ObjectName> = vault::uses(snapshot).into_keys().collect();
    let lacking = wanted.union(also).filter(|name| !snapshot.secrets.contains_key(*name));
    let lacking: Vec<ObjectName> = lacking.cloned().collect();
    let mut looks = futures::stream::iter(lacking)
        .map(|name| async move { (name.clone(), secret::look(connection, &name).await) })
        .buffer_unordered(16);
    let mut created = Vec::new();
    while let Some((name, held)) = looks.next().await {
        match held {
            Ok(Some(held)) => {
                snapshot.secrets.insert(name.clone(), SecretState::Read(held.data));
                created.push((name, held.created));
            }
            Ok(None) => {}
            Err(ClusterError::Forbidden { .. }) => {
                snapshot.secrets.insert(name, SecretState::Forbidden);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(created)
}

fn print(
    args: &Args,
    rows: &[VaultRow],
    namespace: Option<&str>,
    coverage: &Coverage,
) -> Result<(), Failure> {
    let list = || List::new("VaultList", rows).without(&coverage.all());
    match args.output {
        Format::Json => output::json(&list())?,
        Format::Yaml => output::yaml(&list())?,
        Format::Name => {
            let line = |row: &VaultRow| format!("secret/{}\n", row.name);
            output::data(&rows.iter().map(line).collect::<String>())?;
        }
        Format::Table | Format::Wide if rows.is_empty() && !coverage.all().is_empty() => {
            output::say("Nothing found among the keys that could be read.");
        }
        Format::Table | Format::Wide if rows.is_empty() => match namespace {
            Some(namespace) => output::say(&format!("No keys found in {namespace} namespace.")),
            None => output::say("No keys found"),
        },
        Format::Table | Format::Wide => {
            let mut columns = Vec::new();
            columns.extend(namespace.is_none().then_some(("NAMESPACE", ColumnVisibility::Always)));
            columns.extend(COLUMNS);
            let row = |row: &VaultRow| {
                let mut all = Vec::new();
                all.extend(namespace.is_none().then(|| Cell::from(&row.namespace)));
                all.extend(cells(row));
                all
            };
            let page = Page {
                columns: &columns,
                rows: rows.iter().map(row).collect(),
                headers: !args.no_headers,
                wide: args.output == Format::Wide,
                prices: false,
                goes_on: false,
            };
            output::painted(&page.draw())?;
        }
    }
    Ok(())
}

/// The columns of `list keys`, and the age, which is known here.
const COLUMNS: &[Column] = &[
    ("NAME", ColumnVisibility::Always),
    ("DATA KEYS", ColumnVisibility::Always),
    ("USED BY", ColumnVisibility::Always),
    ("STATUS", ColumnVisibility::Always),
    ("AGE", ColumnVisibility::Wide),
];

fn cells(row: &VaultRow) -> Vec<Cell> {
    let users: BTreeSet<_> = row
        .used_by
        .iter()
        .map(|user| match user.kind {
            "AgentgatewayModel" => format!("model/{}", user.name),
            _ => format!("backend/{}", user.name),
        })
        .collect();
    let users: Vec<_> = users.into_iter().collect();
    let (state, reason) = match row.killed {
        Some(_) => (State::Killed, "Killed"),
        None => status(row.state),
    };
    let message = row.findings.first().map(|finding| finding.message.clone());
    let message = row.killed.as_ref().map(ToString::to_string).or(message);
    let message = message.map(|message| format!("{reason}: {message}"));
    let status = Cell::shortened(message.unwrap_or_else(|| reason.to_owned()), reason);
    vec![
        Cell::from(&row.name),
        match row.state {
            KeyState::NotPermitted => Cell::from("no permission"),
            _ => Cell::several(&row.data_keys),
        },
        Cell::several(&users),
        Cell { state: Some(state), ..status },
        Cell::from(row.created.as_deref().and_then(age).unwrap_or_else(|| "<unknown>".to_owned())),
    ]
}

/// The word that `list keys` has for it.
fn status(state: KeyState) -> (State, &'static str) {
    match state {
        KeyState::Ok | KeyState::NotInFiles => (State::Ready, "Ready"),
        KeyState::Unused => (State::Warning, "Unused"),
        KeyState::NotPermitted => (State::Warning, "SecretForbidden"),
        KeyState::Missing => (State::NotReady, "SecretNotFound"),
        KeyState::Empty | KeyState::WrongDataKey | KeyState::Malformed => {
            (State::NotReady, "SecretKeyInvalid")
        }
    }
}
