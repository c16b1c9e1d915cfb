//! Waiting until what was removed is gone. An object with finalizers stays until whoever put them there takes them off.

use std::time::Duration;

use serde_json::Value;
use tokio::time::{Instant, sleep};

use crate::cli::error::Failure;
use crate::cli::interrupt;
use crate::cli::output;
use crate::domain::value::object_ref::ObjectRef;
use crate::edge::cluster::read::get;
use crate::edge::cluster::{ClusterError, Connection};

const EVERY: Duration = Duration::from_millis(250);

/// Waits until none of them is there any more.
///
/// # Errors
/// One that is still there when the time is up, with its finalizers; a cluster that cannot be reached.
pub(super) async fn wait(
    connection: &Connection,
    removed: &[ObjectRef],
    limit: Duration,
) -> Result<(), Failure> {
    let words = || "everything was removed; whether it is gone is unknown".to_owned();
    interrupt::until(ask_again(connection, removed, limit), words).await
}

async fn ask_again(
    connection: &Connection,
    removed: &[ObjectRef],
    limit: Duration,
) -> Result<(), Failure> {
    let began = Instant::now();
    for object in removed {
        loop {
            let found = match get(connection, object.kind, &object.name).await {
                Ok(found) => found,
                Err(ClusterError::Forbidden { message }) => {
                    output::say(&format!("can't tell whether it is gone: {message}"));
                    return Ok(());
                }
                Err(error) => return Err(error.into()),
            };
            // An object of the same name that was made since is another one.
            let Some(found) = found.filter(going) else { break };
            if began.elapsed() >= limit {
                return Err(Failure::timeout(stuck(object, &found, limit)));
            }
            sleep(EVERY).await;
        }
    }
    Ok(())
}

fn going(object: &Value) -> bool {
    object.pointer("/metadata/deletionTimestamp").is_some()
}

fn stuck(object: &ObjectRef, found: &Value, limit: Duration) -> String {
    let finalizers = found.pointer("/metadata/finalizers").and_then(Value::as_array);
    let names: Vec<_> = finalizers.into_iter().flatten().filter_map(Value::as_str).collect();
    format!(
        "removed, but {} s later {object} still exists, waiting for its finalizers ({}); wait longer with \
         --timeout",
        limit.as_secs_f64(),
        names.join(", ")
    )
}
