//! Candidates from the kubeconfig, the cluster, or the manifests of `-f`. The shell blocks while it waits, so there is a
//! time limit; any failure means no candidates and no message.

use std::collections::BTreeSet;
use std::sync::mpsc::sync_channel;
use std::time::Duration;

use clap::Parser;

use super::Candidate;
use super::line::Line;
use super::type_words::type_of;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::source::SourceArgs;
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::edge::cluster::read::{self, Selection};
use crate::edge::cluster::{self, ClusterError, Connection};

/// So long a shell waits.
const LIMIT: Duration = Duration::from_millis(400);

/// What may be asked for.
#[derive(Clone, Copy)]
pub(super) enum Live {
    /// The names of the objects of these kinds in the namespace.
    Names(&'static [Kind]),
    /// The same of the kind that the argument with this id names.
    NamesOf(&'static str),
    /// `BACKEND=`, for a weight.
    Weights,
    /// `NAMESPACE/NAME` of every Gateway.
    GatewayReferences,
    Namespaces,
    Contexts,
    Clusters,
    Users,
}

/// The kinds that views show.
pub(super) const DESCRIBED: &[Kind] =
    &[Kind::AgentgatewayBackend, Kind::AgentgatewayModel, Kind::HttpRoute, Kind::Gateway];

/// The flags of the line that say where to look. Others are of no account here.
#[derive(Debug, Parser)]
struct Where {
    #[command(flatten)]
    kube: KubeArgs,
    #[command(flatten)]
    source: SourceArgs,
}

/// Who asks, and for what.
struct Question {
    at: Where,
    live: Live,
    kinds: Vec<Kind>,
}

/// The candidates; none where nobody answers in time.
pub(super) fn find(line: &Line<'_>, live: Live) -> Vec<Candidate> {
    let kinds = match live {
        Live::Names(kinds) => kinds.to_vec(),
        Live::NamesOf(id) => kinds_named(line.value(id).unwrap_or_default()),
        Live::Weights => vec![Kind::AgentgatewayBackend],
        Live::GatewayReferences => vec![Kind::Gateway],
        Live::Namespaces | Live::Contexts | Live::Clusters | Live::Users => Vec::new(),
    };
    let Some(at) = where_to_look(line) else { return Vec::new() };
    let question = Question { at, live, kinds };
    let (found, answer) = sync_channel(1);
    // On a thread of its own: a file or a credential plugin that hangs is left behind when the program ends.
    let ask = move || {
        let _ = found.send(ask(&question));
    };
    match std::thread::Builder::new().name("complete".to_owned()).spawn(ask) {
        Ok(_) => answer.recv_timeout(LIMIT).unwrap_or_default(),
        Err(_) => Vec::new(),
    }
}

fn where_to_look(line: &Line<'_>) -> Option<Where> {
    let program = <Where as clap::CommandFactory>::command();
    let is_known = |id: &clap::Id| program.get_arguments().any(|arg| arg.get_id() == id);
    let mut words = vec![String::new()];
    for (arg, value) in line.given.iter().filter(|(arg, _)| is_known(arg.get_id())) {
        let long = arg.get_long()?;
        words.push(match arg.get_action().takes_values() {
            true => format!("--{long}={value}"),
            false => format!("--{long}"),
        });
    }
    Where::try_parse_from(words).ok()
}

/// What a word for a kind means.
fn kinds_named(word: &str) -> Vec<Kind> {
    let kinds: &[Kind] = match type_of(word).unwrap_or_default() {
        "model" => &[Kind::AgentgatewayBackend, Kind::AgentgatewayModel],
        "backend" => &[Kind::AgentgatewayBackend],
        "route" => &[Kind::HttpRoute],
        "gateway" => &[Kind::Gateway],
        "policy" => &[Kind::AgentgatewayPolicy],
        "grant" => &[Kind::ReferenceGrant],
        "key" => &[Kind::Secret],
        _ => &[],
    };
    kinds.to_vec()
}

fn ask(question: &Question) -> Vec<Candidate> {
    let Question { at, live, kinds } = question;
    let wishes = at.kube.wishes(true);
    match live {
        Live::Contexts => plain(cluster::contexts(&wishes)),
        Live::Clusters => plain(cluster::clusters(&wishes)),
        Live::Users => plain(cluster::users(&wishes)),
        _ if at.source.reads_stdin() => Vec::new(),
        _ if at.source.is_files() => of_files(question),
        _ => {
            let work = of_cluster(question);
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let found = runtime.map(|runtime| runtime.block_on(work));
            found.ok().and_then(Result::ok).unwrap_or_default()
        }
    }
    .into_iter()
    .map(|one| match (live, kinds.len()) {
        (Live::Weights, _) => Candidate::new(format!("{}=", one.value), one.help),
        // What kind it is says nothing where there is only one.
        (_, 1) => Candidate::new(one.value, ""),
        _ => one,
    })
    .collect()
}

fn plain(names: Result<Vec<String>, ClusterError>) -> Vec<Candidate> {
    names.unwrap_or_default().into_iter().map(|name| Candidate::new(name, "")).collect()
}

fn of_files(question: &Question) -> Vec<Candidate> {
    let Ok(snapshot) = question.at.source.snapshot(&question.at.kube) else { return Vec::new() };
    let kinds = question.kinds.iter().copied();
    let all = kinds.flat_map(|kind| snapshot.names(kind).map(move |name| (kind, name.clone())));
    match question.live {
        Live::Namespaces => {
            let kinds = DESCRIBED.iter().flat_map(|kind| snapshot.names(*kind));
            let all: BTreeSet<String> = kinds.map(|name| name.namespace.clone()).collect();
            all.into_iter().map(|name| Candidate::new(name, "")).collect()
        }
        Live::GatewayReferences => {
            all.map(|(_, name)| Candidate::new(name.to_string(), "")).collect()
        }
        _ => all.map(|(kind, name)| candidate(kind, name)).collect(),
    }
}

async fn of_cluster(question: &Question) -> Result<Vec<Candidate>, ClusterError> {
    let connection = cluster::connect(&question.at.kube.wishes(true)).await?;
    if matches!(question.live, Live::Namespaces) {
        let everywhere = Selection::default();
        let names = read::names_alone(&connection, Kind::Namespace, &everywhere).await?;
        return Ok(names.into_iter().map(|name| Candidate::new(name.name, "")).collect());
    }
    let everywhere = matches!(question.live, Live::GatewayReferences);
    let selections =
        question.kinds.iter().map(|kind| (*kind, selection(&connection, *kind, everywhere)));
    let mut found = Vec::new();
    for (kind, selection) in selections {
        // Of one kind nothing may be known, and of the next all.
        let names = read::names_alone(&connection, kind, &selection).await.unwrap_or_default();
        found.extend(names.into_iter().map(|name| match everywhere {
            true => Candidate::new(name.to_string(), ""),
            false => candidate(kind, name),
        }));
    }
    Ok(found)
}

fn selection(connection: &Connection, kind: Kind, everywhere: bool) -> Selection {
    Selection {
        namespace: (!everywhere).then(|| connection.namespace.clone()),
        // Tokens of service accounts and releases of Helm are no keys.
        fields: (kind == Kind::Secret).then(|| "type=Opaque".to_owned()),
        ..Selection::default()
    }
}

fn candidate(kind: Kind, name: ObjectName) -> Candidate {
    Candidate::new(name.name, kind.names().kind)
}
