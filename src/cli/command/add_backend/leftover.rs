//! What an earlier run with more flags left behind, and this one does not take away.

use serde_json::{Map, Value};

use super::Added;
use crate::cli::output;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};
use crate::domain::value::shell::CommandLine;
use crate::edge::cluster::read::get;
use crate::edge::cluster::{ClusterError, Connection};

/// Says which objects of the backend's name stay in force though this run does not write them, and how to remove them.
pub(super) async fn say(connection: &Connection, name: &ObjectName, added: &Added) {
    let writes = |kind: Kind| {
        let of_kind = |object: &Value| object["kind"] == kind.names().kind;
        added.objects().iter().any(of_kind)
    };
    for kind in [Kind::HttpRoute, Kind::AgentgatewayPolicy] {
        if writes(kind) {
            continue;
        }
        let object = ObjectRef::new(kind, name.clone());
        match get(connection, kind, name).await {
            Ok(Some(found)) => say_one(&object, &found),
            Ok(None) | Err(ClusterError::NotInstalled { .. }) => {}
            // It is no part of the write, which goes on; but silence would mean that there is none.
            Err(_) => output::say(&format!(
                "whether {object} of an earlier run stays in force could not be read"
            )),
        }
    }
}

fn say_one(object: &ObjectRef, found: &Value) {
    let ObjectName { namespace, name } = &object.name;
    let (what, command) = match object.kind {
        Kind::HttpRoute => (String::new(), "kubectl agw remove route"),
        _ => (fields(found), "kubectl delete agentgatewaypolicy"),
    };
    let command = CommandLine::new(command).arg(name).namespace(namespace);
    output::say(&format!(
        "{object}{what} is not written by this run and stays in force; remove it with: {command}"
    ));
}

/// ` (traffic.rateLimit, traffic.retry)`
fn fields(policy: &Value) -> String {
    let of = |part: &'static str| {
        let block = policy.pointer(&format!("/spec/{part}")).and_then(Value::as_object);
        let keys = block.into_iter().flat_map(Map::keys);
        keys.map(move |key| format!("{part}.{key}")).collect::<Vec<_>>()
    };
    let fields: Vec<_> = ["frontend", "traffic", "backend"].into_iter().flat_map(of).collect();
    match fields.is_empty() {
        true => String::new(),
        false => format!(" ({})", fields.join(", ")),
    }
}
