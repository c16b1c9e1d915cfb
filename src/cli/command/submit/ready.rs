//! Waiting until what was written is usable, as long as somebody says whether it is.

use std::time::Duration;

use serde_json::Value;
use tokio::time::{Instant, sleep};

use crate::cli::error::Failure;
use crate::cli::{interrupt, output};
use crate::domain::manifest::readiness::{Readiness, readiness};
use crate::domain::snapshot::json::name_of;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::edge::cluster::read::get;
use crate::edge::cluster::{ClusterError, Connection};

const EVERY: Duration = Duration::from_millis(250);
/// A controller that runs has said something by then.
const SILENCE: Duration = Duration::from_secs(2);

/// An object and the conditions that make it usable.
pub(in crate::cli::command) struct AwaitedObject {
    pub object: ObjectRef,
    pub conditions: &'static [&'static str],
}

impl AwaitedObject {
    /// A backend.
    pub(in crate::cli::command) fn backend(name: &ObjectName) -> AwaitedObject {
        let object = ObjectRef::new(Kind::AgentgatewayBackend, name.clone());
        AwaitedObject { object, conditions: &["Accepted"] }
    }

    /// A route, or a model, whose Gateway is there.
    pub(in crate::cli::command) fn attached(kind: Kind, name: &ObjectName) -> AwaitedObject {
        let object = ObjectRef::new(kind, name.clone());
        AwaitedObject { object, conditions: &["Accepted", "ResolvedRefs"] }
    }
}

/// What is to be awaited of objects that were written: of every kind that has a status. A route or a model whose
/// Gateways do not exist is nobody's to take.
pub(in crate::cli::command) async fn of_objects<'o>(
    connection: &Connection,
    objects: impl Iterator<Item = &'o Value>,
) -> Vec<AwaitedObject> {
    let mut awaited = Vec::new();
    for object in objects {
        let text = |key: &str| object.get(key).and_then(Value::as_str).unwrap_or_default();
        let group = text("apiVersion").split_once('/').map_or("", |(group, _)| group);
        let Some(kind) = Kind::of(group, text("kind")) else { continue };
        let conditions: &[&str] = match kind {
            Kind::Gateway => &["Accepted", "Programmed"],
            Kind::AgentgatewayBackend => &["Accepted"],
            Kind::AgentgatewayPolicy => &["Accepted", "Attached"],
            Kind::HttpRoute | Kind::AgentgatewayModel if has_gateway(connection, object).await => {
                &["Accepted", "ResolvedRefs"]
            }
            _ => continue,
        };
        awaited.push(AwaitedObject { object: ObjectRef::new(kind, name_of(object)), conditions });
    }
    awaited
}

/// Whether a Gateway that it attaches to exists; where that may not be seen, it may.
async fn has_gateway(connection: &Connection, object: &Value) -> bool {
    let own = name_of(object).namespace;
    let parents = object.pointer("/spec/parentRefs").and_then(Value::as_array);
    for parent in parents.into_iter().flatten() {
        let text = |key: &str| parent.get(key).and_then(Value::as_str);
        if text("kind").is_some_and(|kind| kind != "Gateway") {
            return true;
        }
        let namespace = text("namespace").unwrap_or(&own);
        let name = ObjectName::new(namespace, text("name").unwrap_or_default());
        if !matches!(get(connection, Kind::Gateway, &name).await, Ok(None)) {
            return true;
        }
    }
    false
}

/// Waits until the controller has taken everything. Where nobody reports a status there is nothing to wait for.
///
/// # Errors
/// Refused by the controller, or half told when the time is up; a cluster that cannot be reached.
pub(in crate::cli::command) async fn wait(
    connection: &Connection,
    awaited: &[AwaitedObject],
    limit: Duration,
) -> Result<(), Failure> {
    if awaited.is_empty() {
        return Ok(());
    }
    let words = || {
        let names: Vec<_> = awaited.iter().map(|one| one.object.to_string()).collect();
        format!(
            "everything was written to {}; whether {} can be used yet is unknown: see `kubectl agw list`",
            super::place(connection),
            names.join(", ")
        )
    };
    interrupt::until(ask_again(connection, awaited, limit), words).await
}

async fn ask_again(
    connection: &Connection,
    awaited: &[AwaitedObject],
    limit: Duration,
) -> Result<(), Failure> {
    let began = Instant::now();
    loop {
        let Some(readinesses) = look(connection, awaited).await? else { return Ok(()) };
        let ended = began.elapsed() >= limit;
        let silent = readinesses.iter().all(|(_, readiness)| *readiness == Readiness::Silent);
        if silent && (ended || began.elapsed() >= SILENCE) {
            output::say("no controller reported a status (is agentgateway running?)");
            return Ok(());
        }
        if readinesses.iter().all(|(_, readiness)| *readiness == Readiness::Ready) {
            output::say("ready: accepted by the controller");
            return Ok(());
        }
        if ended {
            return Err(unready(&readinesses, limit));
        }
        sleep(EVERY).await;
    }
}

/// Where each object stands; none where they may be written but not read.
async fn look<'a>(
    connection: &Connection,
    awaited: &'a [AwaitedObject],
) -> Result<Option<Vec<(&'a ObjectRef, Readiness)>>, Failure> {
    let mut readinesses = Vec::new();
    for AwaitedObject { object, conditions } in awaited {
        match get(connection, object.kind, &object.name).await {
            Ok(Some(found)) => readinesses.push((object, readiness(&found, conditions))),
            Ok(None) => {
                let text = format!("{object} was deleted by someone else after it was written");
                return Err(Failure::finding(text));
            }
            Err(ClusterError::Forbidden { message }) => {
                output::say(&format!("can't tell whether it is ready: {message}"));
                return Ok(None);
            }
            Err(error) => {
                let written = "everything was written before that; whether it is ready is unknown: see \
                               `kubectl agw list`";
                return Err(Failure::from(error).and(written));
            }
        }
    }
    Ok(Some(readinesses))
}

fn unready(readinesses: &[(&ObjectRef, Readiness)], limit: Duration) -> Failure {
    let refusals: Vec<String> = readinesses
        .iter()
        .filter_map(|(object, readiness)| match readiness {
            Readiness::Rejected(reasons) => Some(format!("\n* {object}: {}", reasons.join("; "))),
            _ => None,
        })
        .collect();
    if !refusals.is_empty() {
        return Failure::finding(format!(
            "written, but the controller doesn't accept it:{}",
            refusals.concat()
        ));
    }
    let missing: Vec<String> = readinesses
        .iter()
        .filter(|(_, readiness)| *readiness != Readiness::Ready)
        .map(|(object, _)| object.to_string())
        .collect();
    Failure::timeout(format!(
        "written, but {} s later no status was reported for {}; wait longer with --timeout, or see `kubectl \
         agw list`",
        limit.as_secs_f64(),
        missing.join(", ")
    ))
}
