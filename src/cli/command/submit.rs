//! Objects on their way out: shown, checked by the API server, or written all or not at all, as far as that can be
//! known before the first is written.

pub(super) mod ready;

use serde_json::Value;

use super::progress::Progress;
use super::write_set::check_objects;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::submit::SubmitArgs;
use crate::cli::args::write::{DryRun, ObjectFormat, WriteArgs};
use crate::cli::error::Failure;
use crate::cli::interrupt;
use crate::cli::output;
use crate::domain::manifest::kept;
use crate::edge::cluster::apply::{ApplyOptions, apply};
use crate::edge::cluster::{self, ClusterError, Connection, FIELD_MANAGER};

/// Where the objects go.
pub(super) enum Ground {
    /// Nowhere: they are shown, as for this namespace.
    Offline {
        namespace: String,
    },
    Cluster(Box<Connection>),
}

impl Ground {
    /// What the flags ask for. A client's dry run asks no cluster, so what only it knows is assumed, and said to be.
    ///
    /// # Errors
    /// A kubeconfig that is named and cannot be used; a cluster that cannot be reached.
    pub(super) async fn find(offline: bool, kube: &KubeArgs) -> Result<Ground, Failure> {
        match offline {
            true => offline_namespace(kube).map(|namespace| Ground::Offline { namespace }),
            false => {
                let connection = cluster::connect(&kube.wishes(false)).await?;
                Ok(Ground::Cluster(Box::new(connection)))
            }
        }
    }

    pub(super) fn namespace(&self) -> &str {
        match self {
            Ground::Offline { namespace } => namespace,
            Ground::Cluster(connection) => &connection.namespace,
        }
    }

    pub(super) fn connection(&self) -> Option<&Connection> {
        match self {
            Ground::Offline { .. } => None,
            Ground::Cluster(connection) => Some(connection),
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
    output::say(&format!("assumed: namespace {namespace}, {whose} (-n names another)"));
    Ok(namespace)
}

/// Shows, checks or writes the objects, in their order, and says what became of them.
///
/// # Errors
/// The first object that the API server refuses. Every object is tried before the first is written, so a refusal
/// nearly always finds nothing written; what was written is named.
pub(super) async fn submit(
    args: &SubmitArgs,
    ground: &Ground,
    objects: &[Value],
) -> Result<(), Failure> {
    let (write, format) = (args.write(), args.format());
    let Ground::Cluster(connection) = ground else {
        check_objects(objects, write.validate)?;
        return write.print(objects, format);
    };
    let progress = Progress::default();
    let work = send(&write, format, connection, objects, &progress);
    interrupt::until(work, || progress.words()).await
}

/// Checks or writes, and notes down how far it has come.
async fn send(
    write: &WriteArgs,
    format: Option<ObjectFormat>,
    connection: &Connection,
    objects: &[Value],
    progress: &Progress,
) -> Result<(), Failure> {
    let rehearsed = rehearse(connection, objects, write.options()).await?;
    if write.dry_run == DryRun::Server {
        let answers: Vec<_> = rehearsed.into_iter().map(|(answer, _)| answer).collect();
        write.print(&answers, format)?;
        output::say(&format!("nothing was kept in {}", place(connection)));
        return Ok(());
    }
    let mut written: Vec<Value> = Vec::new();
    for (object, (_, options)) in objects.iter().zip(rehearsed) {
        progress.sends(object, &place(connection));
        let answer = apply(connection, object, options).await;
        output::warn(&connection.warnings());
        let object = answer.map_err(|error| progress.failed(error))?.object;
        progress.arrived();
        if format.is_none() {
            write.print(std::slice::from_ref(&object), None)?;
        }
        written.push(kept(object));
    }
    if format.is_some() {
        write.print(&written, format)?;
    }
    output::say(&format!("written to {}", place(connection)));
    Ok(())
}

/// Lets the API server check everything: half of what belongs together is worse than none. With each answer, how to
/// write it.
async fn rehearse(
    connection: &Connection,
    objects: &[Value],
    options: ApplyOptions,
) -> Result<Vec<(Value, ApplyOptions)>, Failure> {
    let mut answers = Vec::new();
    for object in objects {
        let mut options = options;
        let mut answer = try_one(connection, object, options).await;
        if answer.as_ref().is_err_and(is_with_ourselves) {
            options.force = true;
            answer = try_one(connection, object, options).await;
        }
        let answer = answer.map_err(|error| {
            Failure::from(error).and(format!("nothing was written to {}", place(connection)))
        })?;
        answers.push((answer, options));
    }
    Ok(answers)
}

async fn try_one(
    connection: &Connection,
    object: &Value,
    options: ApplyOptions,
) -> Result<Value, ClusterError> {
    let answer = apply(connection, object, ApplyOptions { dry_run: true, ..options }).await;
    output::warn(&connection.warnings());
    Ok(kept(answer?.object))
}

/// `set` changes fields as the same manager, which the API server books apart from what was applied.
fn is_with_ourselves(error: &ClusterError) -> bool {
    let ClusterError::Conflict { owners, .. } = error else { return false };
    owners.iter().all(|owner| owner.manager == FIELD_MANAGER)
}

/// `namespace n of context c (https://…)`.
pub(super) fn place(connection: &Connection) -> String {
    let context = connection.context.as_ref().map(|name| format!(" of context {name}"));
    let context = context.unwrap_or_default();
    format!("namespace {}{context} ({})", connection.namespace, connection.server)
}
