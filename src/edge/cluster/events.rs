//! The events of an object: what the cluster's controllers said of it lately.

use k8s_openapi::api::core::v1::Event;
use kube::Api;
use kube::api::ListParams;

use super::{ClusterError, Connection};
use crate::domain::value::object_ref::ObjectRef;

/// How many events are asked for at most.
const LIMIT: u32 = 100;

/// One event, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EventRow {
    /// When it was last seen, RFC 3339.
    pub last_seen: Option<String>,
    /// `Normal` or `Warning`.
    #[serde(rename = "type")]
    pub kind: String,
    pub reason: String,
    pub message: String,
    /// How often.
    pub count: i32,
}

/// The events of one object, the latest last.
///
/// # Errors
/// Events that may not be listed, whatever goes wrong on the way.
pub async fn of(
    connection: &Connection,
    object: &ObjectRef,
) -> Result<Vec<EventRow>, ClusterError> {
    let names = object.kind.names();
    let fields = format!(
        "involvedObject.kind={},involvedObject.name={},involvedObject.namespace={}",
        names.kind, object.name.name, object.name.namespace
    );
    let events: Api<Event> = Api::namespaced(connection.client.clone(), &object.name.namespace);
    let params = ListParams::default().fields(&fields).limit(LIMIT);
    let found = match connection.bounded(events.list(&params)).await? {
        Ok(found) => found,
        Err(error) => return Err(connection.api_server.explain(error, "events")),
    };
    let mut rows: Vec<_> = found.items.into_iter().map(row).collect();
    rows.sort();
    Ok(rows)
}

fn row(event: Event) -> EventRow {
    let last = event.last_timestamp.or(event.first_timestamp).map(|time| time.0.to_string());
    EventRow {
        last_seen: last.or_else(|| event.event_time.map(|time| time.0.to_string())),
        kind: event.type_.unwrap_or_default(),
        reason: event.reason.unwrap_or_default(),
        message: event.message.unwrap_or_default(),
        count: event.count.unwrap_or(1),
    }
}
