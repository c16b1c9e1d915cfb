//! Records on the Gateways of a cluster: one annotation a kill, each applied by a field manager of its own, so that who kills
//! or resumes one thing changes nothing else and overwrites nobody.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::{mpsc, watch};

use super::{KillsError, Written};
use crate::domain::kill::place::of_gateway;
use crate::domain::kill::{Kill, Kills, Place, Records, SubjectKind, Unreadable, state};
use crate::domain::snapshot::Unread;
use crate::domain::snapshot::json::name_of;
use crate::domain::value::near;
use crate::domain::value::object_ref::Kind;
use crate::edge::cluster::apply::{ApplyOptions, apply_as};
use crate::edge::cluster::read::{Selection, list_kind};
use crate::edge::cluster::watch::{WatchTarget, watch as watch_cluster};
use crate::edge::cluster::{ClusterError, Connection, FIELD_MANAGER};

mod known;

use known::Known;

/// Changes that may queue up.
const QUEUE: usize = 64;

/// The Gateways that may be listed.
struct Listed {
    gateways: Vec<Value>,
    /// The only namespace in which that is permitted.
    only: Option<String>,
}

/// Lists every Gateway, or where that is not permitted those of the connection's namespace.
async fn list(connection: &Connection) -> Result<Result<Listed, String>, ClusterError> {
    let own = connection.namespace.clone();
    for (selection, only) in
        [(Selection::default(), None), (Selection::namespace(&own), Some(own.clone()))]
    {
        match list_kind(connection, Kind::Gateway, &selection).await? {
            Ok(gateways) => return Ok(Ok(Listed { gateways, only })),
            Err(Unread::NotInstalled) => return Ok(Ok(Listed { gateways: Vec::new(), only })),
            Err(Unread::Forbidden(why)) if only.is_some() => return Ok(Err(why)),
            Err(Unread::Forbidden(_)) => {}
        }
    }
    Ok(Err(String::new()))
}

pub(super) async fn read(connection: &Connection) -> Result<Records, ClusterError> {
    Ok(match list(connection).await? {
        Ok(listed) => Records(listed.gateways.iter().map(record).collect()),
        Err(why) => Records::one(Place::Everywhere, Err(forbidden(None, &why))),
    })
}

/// What a Gateway records.
fn record(gateway: &Value) -> (Place, Result<Kills, Unreadable>) {
    let name = name_of(gateway);
    (Place::Gateway(name.text()), of_gateway(&name, annotations(gateway)))
}

fn annotations(gateway: &Value) -> impl Iterator<Item = (&str, &str)> {
    let all = gateway.pointer("/metadata/annotations").and_then(Value::as_object);
    all.into_iter().flatten().map(|(key, text)| (key.as_str(), text.as_str().unwrap_or_default()))
}

/// The sentence for Gateways that may not be read.
fn forbidden(namespace: Option<&str>, why: &str) -> Unreadable {
    let of = match namespace {
        Some(namespace) => format!("the Gateways of namespace {namespace}"),
        None => "the Gateways".to_owned(),
    };
    let mend = "grant get, list and watch on gateways.gateway.networking.k8s.io";
    crate::domain::kill::place::unreadable(&of, why, mend)
}

/// Records a kill on these Gateways, on the one that it is about, or on every one.
pub(super) async fn put(
    connection: &Connection,
    kill: &Kill,
    gateways: &[String],
) -> Result<Written, KillsError> {
    let subject = kill.subject();
    let named = match subject.kind {
        SubjectKind::Gateway => vec![subject.name],
        _ => gateways.to_owned(),
    };
    let (each, only) = meant(connection, &named).await?;
    if each.is_empty() {
        let of = only.map(|only| format!(" in namespace {only}")).unwrap_or_default();
        return Err(KillsError::NoGateway(format!("there is no Gateway{of} to record it on")));
    }
    let mut written = Written { only, ..Written::default() };
    for (name, gateway) in each {
        match apply(connection, &gateway, kill, true).await {
            Ok(_) => written.done.push(name),
            Err(error) => written.failed.push((name, error)),
        }
    }
    Ok(written)
}

/// Ends a kill on those of these Gateways, or of all, that have a record of it. The record says first by whom it was ended,
/// for those who watch and keep an audit log, and is gone then.
pub(super) async fn end(
    connection: &Connection,
    ended: &Kill,
    gateways: &[String],
) -> Result<Written, KillsError> {
    let key = state::key_of(&ended.subject());
    let (each, only) = meant(connection, gateways).await?;
    let mut written = Written { only, ..Written::default() };
    let has = |gateway: &Value| annotations(gateway).any(|(own, _)| own == key);
    for (name, gateway) in each.into_iter().filter(|(_, gateway)| has(gateway)) {
        let gone = async {
            apply(connection, &gateway, ended, true).await?;
            match has(&apply(connection, &gateway, ended, false).await?) {
                true => Err(ClusterError::Other(format!("annotation {key} is still there"))),
                false => Ok(()),
            }
        };
        match gone.await {
            Ok(()) => written.done.push(name),
            Err(error) => written.failed.push((name, error)),
        }
    }
    Ok(written)
}

type Meant = (Vec<(String, Value)>, Option<String>);

/// The Gateways of these names, or all; with the only namespace in which they may be listed.
async fn meant(connection: &Connection, names: &[String]) -> Result<Meant, KillsError> {
    let Listed { gateways, only } = list(connection).await?.map_err(|why| forbidden(None, &why))?;
    let mut each: Vec<_> =
        gateways.into_iter().map(|gateway| (name_of(&gateway).text(), gateway)).collect();
    if let Some(missing) = names.iter().find(|name| !each.iter().any(|(own, _)| own == *name)) {
        let there = each.iter().map(|(name, _)| name.clone()).collect();
        let available = near::available(there, missing);
        return Err(KillsError::NoGateway(format!("Gateway {missing} not found{available}")));
    }
    each.retain(|(name, _)| names.is_empty() || names.contains(name));
    Ok((each, only))
}

/// Applies the record of a kill, or that there is none, and nothing else. Returns the Gateway as it is then.
async fn apply(
    connection: &Connection,
    gateway: &Value,
    kill: &Kill,
    is_there: bool,
) -> Result<Value, ClusterError> {
    let (key, text) = state::annotation(kill);
    let manager =
        format!("{FIELD_MANAGER}-{}", key.replace('/', "-").replace(".kubectl-agw.dev", ""));
    let name = name_of(gateway);
    // With the uid it is this Gateway and no other; one that is gone is not made again.
    let mut object = json!({
        "apiVersion": gateway["apiVersion"],
        "kind": "Gateway",
        "metadata": {"name": name.name, "namespace": name.namespace,
            "uid": gateway["metadata"]["uid"]},
    });
    if is_there {
        object["metadata"]["annotations"] = json!({ key: text });
    }
    // Whoever has changed the record by hand does not keep a kill from being one.
    let options = ApplyOptions { force: true, ..ApplyOptions::default() };
    Ok(apply_as(connection, &object, options, &manager).await?.object)
}

/// Says what the Gateways record, and again whenever that changes, until nobody listens. What was read is believed for
/// `hold` while it may not be read any more: an API server that starts refuses everything for a while.
pub(super) async fn follow(
    connection: &Connection,
    namespaces: &BTreeSet<String>,
    hold: Duration,
    out: &watch::Sender<Option<Records>>,
) {
    let (changed, mut changes) = mpsc::channel(QUEUE);
    let each = namespaces.iter().map(|namespace| Some(namespace.clone()));
    let each: Vec<_> = each.chain(namespaces.is_empty().then_some(None)).collect();
    let mut known = Known::new(each.iter().cloned(), hold);
    let watches = each.into_iter().map(|namespace| {
        let watched = WatchTarget::Kind { kind: Kind::Gateway, namespace };
        watch_cluster(connection, watched, changed.clone())
    });
    let told = async {
        loop {
            let is_new = tokio::select! {
                update = changes.recv() => match update {
                    Some((watched, update)) => known.take(&watched, update),
                    None => return,
                },
                () = known.expired() => true,
            };
            if let Some(records) = known.records().filter(|_| is_new) {
                out.send_replace(Some(records));
            }
        }
    };
    tokio::select! {
        _ = futures::future::join_all(watches) => {}
        () = told => {}
        () = out.closed() => {}
    }
}
