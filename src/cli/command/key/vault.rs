//! What the key commands share: names that are no keys, the look before a write, and the words after it.

use serde_json::Value;

use crate::cli::args::kube::KubeArgs;
use crate::cli::args::write::{DryRun, WriteArgs};
use crate::cli::error::Failure;
use crate::cli::output;
use crate::domain::manifest::{self, names};
use crate::domain::value::object_ref::ObjectName;
use crate::edge::cluster::secret::{self, Held};
use crate::edge::cluster::{self, ClusterError, Connection};

/// Checks the one argument there may be. `more` are those that there may not be; they are not repeated.
///
/// # Errors
/// What to do instead.
pub(super) fn only_a_name(name: &str, more: &[String]) -> Result<(), String> {
    names::secret::name(name)?;
    match more {
        [] => Ok(()),
        _ => Err("only the name of a Secret is taken as an argument (what else was given is not \
                  repeated here). If it was a key, it is in the shell's history now: revoke it, \
                  and give the new one by standard input, --from-env, --from-file or a hidden \
                  prompt"
            .to_owned()),
    }
}

/// Checks the name of a data key that `flag` gave.
///
/// # Errors
/// The rule.
pub(super) fn data_key(flag: &str, key: &str) -> Result<(), String> {
    names::secret::data_key(flag, key)
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
) -> Result<Option<Held>, Failure> {
    secret::look(connection, name).await.map_err(|error| match error {
        ClusterError::Forbidden { .. } => Failure::from(error).and(format!(
            "Secret {name} is looked at before it is written, so that no other key in it is lost; \
             nothing was written"
        )),
        error => error.into(),
    })
}

/// After an interruption in the middle of a write, nobody knows.
pub(super) fn unsure(name: &ObjectName) -> String {
    format!(
        "whether Secret {name} was written is not known; see `kubectl agw key list -n {}`",
        name.namespace
    )
}

/// An object as it is printed.
pub(super) fn kept(object: Value) -> Value {
    manifest::kept(object)
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
        _ => output::say(&format!("nothing was kept in {place}")),
    }
}
