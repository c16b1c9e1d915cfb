//! What the key commands share: names that are no keys, the look before a write, and the words after it.

use anyhow::bail;
use serde_json::Value;

use super::super::submit::ready;
use crate::cli::args::kube::KubeArgs;
use crate::cli::args::submit::SubmitArgs;
use crate::cli::args::write::{DryRun, WriteArgs};
use crate::cli::error::Failure;
use crate::cli::output;
use crate::domain::manifest::{self, names};
use crate::domain::registry::vault;
use crate::domain::snapshot::json::name_of;
use crate::domain::snapshot::objects::Objects;
use crate::domain::snapshot::{Origin, Unread, World};
use crate::domain::value::object_ref::{Kind, ObjectName};
use crate::domain::value::shell::CommandLine;
use crate::edge::cluster::read::{Selection, list_kind};
use crate::edge::cluster::secret::{self, StoredSecret};
use crate::edge::cluster::{self, ClusterError, Connection};

/// Checks the one argument there may be. `more` are those that there may not be; they are not repeated.
///
/// # Errors
/// What to do instead.
pub(super) fn only_a_name(name: &str, more: &[String]) -> anyhow::Result<()> {
    names::secret::name(name)?;
    match more {
        [] => Ok(()),
        _ => bail!(
            "only the name of a Secret is accepted as an argument (the other arguments are not repeated \
             here). If one of them was a key, it is now in the shell's history: revoke it, and pass the new \
             one through standard input, --from-env, --from-file or the hidden prompt"
        ),
    }
}

/// The namespace that would be written to, for who asks no cluster.
pub(super) fn offline_namespace(kube: &KubeArgs) -> String {
    let of_context = || cluster::namespace(&kube.wishes(true)).ok().flatten();
    let named = kube.namespace.clone().or_else(|| of_context().map(|(_, namespace)| namespace));
    named.unwrap_or_else(|| "default".to_owned())
}

/// Looks at a Secret before it is written to. Who may not read it may not write to it here: a write without a look could
/// take away a key that was put beside it.
///
/// # Errors
/// A Secret that may not be read; a cluster that cannot be reached.
pub(super) async fn look(
    connection: &Connection,
    name: &ObjectName,
) -> Result<Option<StoredSecret>, Failure> {
    secret::look(connection, name).await.map_err(|error| match error {
        ClusterError::Forbidden { .. } => Failure::from(error).and(format!(
            "Secret {name} must be read before it is written, so that no other key in it is lost; nothing \
             was written"
        )),
        error => error.into(),
    })
}

/// After an interruption in the middle of a write, nobody knows.
pub(super) fn unsure(name: &ObjectName) -> String {
    format!(
        "it is unknown whether Secret {name} was written; see `{}`",
        CommandLine::new("kubectl agw key list").namespace(&name.namespace)
    )
}

/// What the same command does a second time.
#[derive(Clone, Copy)]
pub(super) enum Repeat {
    Repeats,
    /// It would undo the first.
    Undoes,
}

/// A write that failed: whether the key was written, as far as that is known.
pub(super) fn failed(
    error: ClusterError,
    name: &ObjectName,
    write: &WriteArgs,
    again: Repeat,
) -> Failure {
    let after = match (error.is_lost(), write.dry_run, again) {
        (true, DryRun::None, Repeat::Repeats) => {
            format!(
                "{}; running the same command again writes it, or finds it already written",
                unsure(name)
            )
        }
        (true, DryRun::None, Repeat::Undoes) => {
            let last = CommandLine::new("kubectl get secret")
                .arg(&name.name)
                .namespace(&name.namespace)
                .plain("--show-managed-fields")
                .flag("-o", LAST_WRITE);
            format!(
                "it is unknown whether Secret {name} was written; running the same command again would undo \
                 it, so check first when it was last written:\n{last}"
            )
        }
        _ => "nothing was written".to_owned(),
    };
    Failure::from(error).and(after)
}

/// When this program wrote to an object, as kubectl prints it.
const LAST_WRITE: &str = r#"jsonpath={.metadata.managedFields[?(@.manager=="kubectl-agw")].time}"#;

/// Says whose fields were taken over.
pub(super) fn say_taken(name: &ObjectName, taken: &[String]) {
    if !taken.is_empty() {
        let from = taken.join(", ");
        output::say(&format!("Secret {name}: taken over from {from}, which wrote it before"));
    }
}

/// An object as it is printed.
pub(super) fn kept(object: Value) -> Value {
    manifest::kept(object)
}

/// What a manifest is worth without its value.
pub(super) fn say_masked(name: &ObjectName) {
    output::say(&format!(
        "the value is masked: `{}` writes it to a cluster, and --export --with-value prints it for a program \
         that seals it",
        CommandLine::new("kubectl agw key set").arg(&name.name)
    ));
}

/// Waits, where the flags ask for it, until the controller has taken those that take their key from the Secret.
///
/// # Errors
/// One that the controller refuses, or says nothing of in time; a cluster that cannot be reached.
pub(super) async fn wait(
    connection: &Connection,
    name: &ObjectName,
    submit: &SubmitArgs,
) -> Result<(), Failure> {
    if !(submit.keeps() && submit.wait) {
        return Ok(());
    }
    let users = users(connection, name).await?;
    let awaited = ready::of_objects(connection, users.iter()).await;
    ready::wait(connection, &awaited, submit.timeout).await
}

/// The backends and models that take a key from the Secret, as far as they may be seen.
async fn users(connection: &Connection, name: &ObjectName) -> Result<Vec<Value>, Failure> {
    let own = Selection::namespace(&name.namespace);
    let mut found = Vec::new();
    for kind in [Kind::AgentgatewayBackend, Kind::AgentgatewayModel] {
        match list_kind(connection, kind, &own).await? {
            Ok(objects) => found.extend(objects.into_iter().map(|object| (kind, object))),
            Err(Unread::NotInstalled) => {}
            Err(Unread::Forbidden(message)) => output::say(&format!(
                "can't tell whether the objects that use it are ready: {message}"
            )),
        }
    }
    let mut objects = Objects::new(World::Cluster);
    for (kind, object) in &found {
        objects.apply(*kind, object.clone(), Origin::Cluster);
    }
    let uses = vault::uses(objects.current()).remove(name).unwrap_or_default();
    let takes = |kind: Kind, object: &Value| {
        let own = name_of(object).name;
        uses.iter().any(|user| user.kind == kind.names().kind && user.name == own)
    };
    Ok(found.into_iter().filter(|(kind, one)| takes(*kind, one)).map(|(_, one)| one).collect())
}

/// To which cluster it went.
pub(super) fn say_where(connection: &Connection, write: &WriteArgs) {
    let context = connection.context.as_ref().map(|name| format!(" of context {name}"));
    let place = format!(
        "namespace {}{} ({})",
        connection.namespace,
        context.unwrap_or_default(),
        connection.server
    );
    match write.dry_run {
        DryRun::None => output::say(&format!("written to {place}")),
        _ => output::say(&format!("nothing was persisted in {place}")),
    }
}
