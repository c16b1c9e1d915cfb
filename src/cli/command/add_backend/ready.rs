//! Waiting until what was written is usable, as long as somebody says whether it is.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::Pair;
use crate::cli::error::Failure;
use crate::cli::output;
use crate::domain::manifest::standing::{Standing, standing};
use crate::domain::value::object_ref::{Kind, ObjectRef};
use crate::edge::cluster::read::get;
use crate::edge::cluster::{ClusterError, Connection};

const EVERY: Duration = Duration::from_millis(250);
/// A controller that runs has said something by then.
const SILENCE: Duration = Duration::from_secs(2);

/// An object and the conditions that make it usable.
struct Awaited {
    object: ObjectRef,
    conditions: &'static [&'static str],
}

/// Waits until the controller has taken backend and route. Where nobody reports a status there is nothing to wait
/// for, and a route without its Gateway is not waited for either.
///
/// # Errors
/// Refused by the controller, or half told when the time is up; a cluster that cannot be reached.
pub(super) async fn wait(
    connection: &Connection,
    pair: &Pair,
    gateway_exists: bool,
    limit: Duration,
) -> Result<(), Failure> {
    let awaited = awaited(pair, gateway_exists);
    let began = Instant::now();
    loop {
        let Some(standings) = look(connection, &awaited).await? else { return Ok(()) };
        let ended = began.elapsed() >= limit;
        let silent = standings.iter().all(|(_, standing)| *standing == Standing::Silent);
        if silent && (ended || began.elapsed() >= SILENCE) {
            output::say("no controller reported a status (is agentgateway running?)");
            return Ok(());
        }
        if standings.iter().all(|(_, standing)| *standing == Standing::Ready) {
            output::say("ready: the controller has accepted it");
            return Ok(());
        }
        if ended {
            return Err(unready(&standings, limit));
        }
        sleep(EVERY).await;
    }
}

fn awaited(pair: &Pair, gateway_exists: bool) -> Vec<Awaited> {
    let backend = ObjectRef::new(Kind::AgentgatewayBackend, pair.backend.name.clone());
    let mut awaited = vec![Awaited { object: backend, conditions: &["Accepted"] }];
    if let Some(route) = pair.route.as_ref().filter(|_| gateway_exists) {
        let object = ObjectRef::new(Kind::HttpRoute, route.name.clone());
        awaited.push(Awaited { object, conditions: &["Accepted", "ResolvedRefs"] });
    }
    awaited
}

/// Where each object stands; none where they may be written but not read.
async fn look<'a>(
    connection: &Connection,
    awaited: &'a [Awaited],
) -> Result<Option<Vec<(&'a ObjectRef, Standing)>>, Failure> {
    let mut standings = Vec::new();
    for Awaited { object, conditions } in awaited {
        match get(connection, object.kind, &object.name).await {
            Ok(Some(found)) => standings.push((object, standing(&found, conditions))),
            Ok(None) => {
                let text = format!("{object} was deleted by somebody else after it was written");
                return Err(Failure::finding(text));
            }
            Err(ClusterError::Forbidden { message }) => {
                output::say(&format!("whether it is ready cannot be seen: {message}"));
                return Ok(None);
            }
            Err(error) => {
                let written = "everything was written before that; whether it is ready is not \
                               known: see `kubectl agw list`";
                return Err(Failure::from(error).and(written));
            }
        }
    }
    Ok(Some(standings))
}

fn unready(standings: &[(&ObjectRef, Standing)], limit: Duration) -> Failure {
    let refusals: Vec<String> = standings
        .iter()
        .filter_map(|(object, standing)| match standing {
            Standing::Refused(reasons) => Some(format!("\n* {object}: {}", reasons.join("; "))),
            _ => None,
        })
        .collect();
    if !refusals.is_empty() {
        return Failure::finding(format!(
            "written, and the controller does not take it:{}",
            refusals.concat()
        ));
    }
    let missing: Vec<String> = standings
        .iter()
        .filter(|(_, standing)| *standing != Standing::Ready)
        .map(|(object, _)| object.to_string())
        .collect();
    Failure::timeout(format!(
        "written, and after {} s nothing is said of {}; wait longer with --timeout, \
         or see `kubectl agw list`",
        limit.as_secs_f64(),
        missing.join(", ")
    ))
}
