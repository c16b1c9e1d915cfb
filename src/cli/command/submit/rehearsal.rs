//! The rehearsal before the first write: half of what belongs together is worse than none, so the API server checks
//! everything, and keeps nothing of it.

use serde_json::Value;

use super::Submission;
use crate::cli::error::Failure;
use crate::cli::exit_code::Exit;
use crate::cli::output;
use crate::domain::manifest::changes::changes;
use crate::domain::manifest::{kept, mask};
use crate::domain::snapshot::json::name_of;
use crate::domain::value::object_ref::{Kind, ObjectRef};
use crate::edge::cluster::apply::{ApplyOptions, apply};
use crate::edge::cluster::read::get;
use crate::edge::cluster::{ClusterError, Connection, FIELD_MANAGER};

/// An object that the API server would take.
pub(in crate::cli::command) struct Rehearsed {
    /// The object as it would be.
    pub answer: Value,
    /// How to write it.
    pub options: ApplyOptions,
}

/// Lets the API server check everything. Of objects from files every refusal is said, for each may need a correction;
/// of those that a command made, the first says it all.
///
/// # Errors
/// What was refused, and that nothing was written.
pub(super) async fn of_all(
    connection: &Connection,
    outgoing: &[Submission],
    options: ApplyOptions,
    to: &str,
) -> Result<Vec<Rehearsed>, Failure> {
    let mut rehearsed = Vec::new();
    let mut refusal: Option<Failure> = None;
    for one in outgoing {
        let error = match of_one(connection, &one.object, options).await {
            Ok(answer) => {
                rehearsed.push(answer);
                continue;
            }
            Err(error) => error,
        };
        let goes_on = one.place.is_some() && !is_lost(&error);
        let failure = one.locate(error.into());
        refusal = Some(match refusal {
            Some(earlier) => earlier.and(failure),
            None => failure,
        });
        if !goes_on {
            break;
        }
    }
    match refusal {
        Some(refusal) => Err(refusal.and(format!("nothing was written to {to}"))),
        None => Ok(rehearsed),
    }
}

/// Whether the next object would fare no better.
fn is_lost(error: &ClusterError) -> bool {
    matches!(error, ClusterError::Unreachable { .. } | ClusterError::Unauthorized { .. })
        || Failure::from(error.clone()).exit() == Exit::Timeout
}

async fn of_one(
    connection: &Connection,
    object: &Value,
    options: ApplyOptions,
) -> Result<Rehearsed, ClusterError> {
    let rehearsed = merged(connection, object, options).await?;
    if rehearsed.options.force && !options.force {
        say_taken_back(connection, &rehearsed.answer).await;
    }
    Ok(rehearsed)
}

/// What the API server would make of an object. A conflict with what `set` wrote is none: that was this program too.
///
/// # Errors
/// What is refused; a cluster that cannot be reached.
pub(in crate::cli::command) async fn merged(
    connection: &Connection,
    object: &Value,
    mut options: ApplyOptions,
) -> Result<Rehearsed, ClusterError> {
    let answer = match try_one(connection, object, options).await {
        Err(error)
            if is_with_ourselves(&error)
                || changes_nothing(connection, object, options, &error).await =>
        {
            options.force = true;
            try_one(connection, object, options).await?
        }
        answer => answer?,
    };
    Ok(Rehearsed { answer, options })
}

async fn try_one(
    connection: &Connection,
    object: &Value,
    options: ApplyOptions,
) -> Result<Value, ClusterError> {
    let answer = apply(connection, object, ApplyOptions { dry_run: true, ..options }).await;
    output::warn(&connection.warnings());
    Ok(answer?.object)
}

/// Whether a conflict is only about who wrote the same: after `kubectl apply` the API server books lists with their
/// defaults, which no manifest has. Taken over is only what somebody wrote with kubectl, and only where nothing changes.
async fn changes_nothing(
    connection: &Connection,
    object: &Value,
    options: ApplyOptions,
    error: &ClusterError,
) -> bool {
    let ClusterError::Conflict { owners, .. } = error else { return false };
    let by_kubectl = |manager: &str| manager == FIELD_MANAGER || manager.starts_with("kubectl-");
    if !owners.iter().all(|owner| by_kubectl(&owner.manager)) {
        return false;
    }
    let forced = ApplyOptions { force: true, ..options };
    let Ok(after) = try_one(connection, object, forced).await else { return false };
    let Some(target) = reference(&after) else { return false };
    let Ok(Some(before)) = get(connection, target.kind, &target.name).await else { return false };
    comparable(before) == comparable(after)
}

/// An object without what changes by itself, or with every writing.
pub(in crate::cli::command) fn comparable(object: Value) -> Value {
    let mut object = kept(object);
    if let Some(metadata) = object.get_mut("metadata").and_then(Value::as_object_mut) {
        for noise in ["creationTimestamp", "generation", "resourceVersion", "uid"] {
            metadata.remove(noise);
        }
    }
    object
}

/// `set` changes fields as the same manager, which the API server books apart from what was applied.
fn is_with_ourselves(error: &ClusterError) -> bool {
    let ClusterError::Conflict { owners, .. } = error else { return false };
    owners.iter().all(|owner| owner.manager == FIELD_MANAGER)
}

/// What `set` changed and this command does not know of goes back to what the command says: not without a word.
async fn say_taken_back(connection: &Connection, after: &Value) {
    let Some(target) = reference(after) else { return };
    // Who may write and not read gets no values to compare.
    let Ok(Some(mut before)) = get(connection, target.kind, &target.name).await else {
        output::say(&format!("{target}: changes by `kubectl agw set` are reverted"));
        return;
    };
    let mut after = after.clone();
    mask::pair(&mut before, &mut after);
    let lines: Vec<_> = changes(&before["spec"], &after["spec"], "spec")
        .iter()
        .map(|change| format!("\n  {change}"))
        .collect();
    if !lines.is_empty() {
        let verb = "will be reverted (changed by `kubectl agw set` after the last apply)";
        output::say(&format!("{target} {verb}:{}", lines.concat()));
    }
}

fn reference(object: &Value) -> Option<ObjectRef> {
    let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
    let group = text("apiVersion").split_once('/').map_or("", |(group, _)| group);
    Some(ObjectRef::new(Kind::of(group, text("kind"))?, name_of(object)))
}
