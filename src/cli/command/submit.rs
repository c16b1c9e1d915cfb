//! Objects on their way out: shown, checked by the API server, or written all or not at all, as far as that can be
//! known before the first is written.

pub(super) mod ready;
pub(super) mod rehearsal;

use serde_json::Value;

use super::progress::{Progress, WRITES};
use super::write_set::check_objects;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::submit::SubmitArgs;
use crate::cli::args::write::DryRun;
use crate::cli::error::Failure;
use crate::cli::interrupt;
use crate::cli::output;
use crate::domain::manifest::{kept, mask};
use crate::edge::cluster::apply::apply;
use crate::edge::cluster::{self, Connection};

/// Where the objects go.
pub(super) enum ApplyTarget {
    /// Nowhere: they are shown, as for this namespace.
    Offline {
        namespace: String,
    },
    Cluster(Box<Connection>),
}

impl ApplyTarget {
    /// What the flags ask for. A client's dry run asks no cluster, so what only it knows is assumed, and said to be.
    ///
    /// # Errors
    /// A kubeconfig that is named and cannot be used; a cluster that cannot be reached.
    pub(super) async fn find(offline: bool, kube: &KubeArgs) -> Result<ApplyTarget, Failure> {
        match offline {
            true => offline_namespace(kube).map(|namespace| ApplyTarget::Offline { namespace }),
            false => {
                let connection = cluster::connect(&kube.wishes(false)).await?;
                Ok(ApplyTarget::Cluster(Box::new(connection)))
            }
        }
    }

    pub(super) fn namespace(&self) -> &str {
        match self {
            ApplyTarget::Offline { namespace } => namespace,
            ApplyTarget::Cluster(connection) => &connection.namespace,
        }
    }

    pub(super) fn connection(&self) -> Option<&Connection> {
        match self {
            ApplyTarget::Offline { .. } => None,
            ApplyTarget::Cluster(connection) => Some(connection),
        }
    }
}

/// `-n`, else the kubeconfig's, else `default`. A kubeconfig that cannot be used matters only to who named it.
fn offline_namespace(kube: &KubeArgs) -> Result<String, Failure> {
    if let Some(namespace) = &kube.namespace {
        return Ok(namespace.clone());
    }
    let is_named = kube.kubeconfig.is_some() || kube.context.is_some();
    let (namespace, whose) = match cluster::namespace(&kube.wishes(false)) {
        Ok(Some((Some(context), namespace))) => (namespace, format!("of context {context}")),
        Err(error) if is_named => return Err(error.into()),
        Ok(Some((None, namespace))) => (namespace, "without a context".to_owned()),
        Ok(None) | Err(_) => ("default".to_owned(), "without a kubeconfig".to_owned()),
    };
    output::say(&format!("assuming namespace {namespace}, {whose} (override with -n)"));
    Ok(namespace)
}

/// One object that goes out.
pub(super) struct Submission {
    pub object: Value,
    /// `file:line`, for an object that somebody wrote.
    pub place: Option<String>,
}

/// Shows, checks or writes the objects, in their order, and says what became of them.
///
/// # Errors
/// The first object that the API server refuses. Every object is tried before the first is written, so a refusal
/// nearly always finds nothing written; what was written is named.
pub(super) async fn submit(
    args: &SubmitArgs,
    ground: &ApplyTarget,
    objects: &[Value],
) -> Result<(), Failure> {
    let ApplyTarget::Cluster(connection) = ground else {
        let write = args.write();
        check_objects(objects, write.validate)?;
        return write.print(objects, args.format());
    };
    let outgoing = |object: &Value| Submission { object: object.clone(), place: None };
    let outgoing: Vec<_> = objects.iter().map(outgoing).collect();
    send(args, connection, &outgoing, &place(connection)).await
}

/// Checks or writes the objects; `to` are the words for where they go.
///
/// # Errors
/// As [`submit`]; where the objects stand in files, every refusal.
pub(super) async fn send(
    args: &SubmitArgs,
    connection: &Connection,
    outgoing: &[Submission],
    to: &str,
) -> Result<(), Failure> {
    let progress = Progress::of(&WRITES, to.to_owned());
    let work = write_all(args, connection, outgoing, to, &progress);
    interrupt::until(work, || progress.words()).await
}

/// Checks or writes, and notes down how far it has come.
async fn write_all(
    args: &SubmitArgs,
    connection: &Connection,
    outgoing: &[Submission],
    to: &str,
    progress: &Progress,
) -> Result<(), Failure> {
    let (write, format) = (args.write(), args.format());
    let rehearsed = rehearsal::of_all(connection, outgoing, write.options(), to).await?;
    if write.dry_run == DryRun::Server {
        let answers: Vec<_> = rehearsed.into_iter().map(|one| shown(one.answer)).collect();
        write.print(&answers, format)?;
        output::say(&format!("nothing was persisted in {to}"));
        return Ok(());
    }
    let mut written: Vec<Value> = Vec::new();
    for (one, rehearsed) in outgoing.iter().zip(rehearsed) {
        progress.sends(&one.object);
        let answer = apply(connection, &one.object, rehearsed.options).await;
        output::warn(&connection.warnings());
        let object = answer.map_err(|error| one.locate(progress.failed(error)))?.object;
        progress.arrived();
        if format.is_none() {
            write.print(std::slice::from_ref(&object), None)?;
        }
        written.push(shown(object));
    }
    if format.is_some() {
        write.print(&written, format)?;
    }
    output::say(&format!("written to {to}"));
    Ok(())
}

impl Submission {
    /// The failure with the place in a file that it is about.
    fn locate(&self, failure: Failure) -> Failure {
        match &self.place {
            Some(place) => failure.at(place),
            None => failure,
        }
    }
}

/// An object as it may be printed.
pub(super) fn shown(object: Value) -> Value {
    let mut object = kept(object);
    mask::one(&mut object);
    object
}

/// `namespace n of context c (https://…)`.
pub(super) fn place(connection: &Connection) -> String {
    let context = connection.context.as_ref().map(|name| format!(" of context {name}"));
    let context = context.unwrap_or_default();
    format!("namespace {}{context} ({})", connection.namespace, connection.server)
}
