//! What an earlier run with more flags left behind: what this one does not take away, and what it does.

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
                "could not check whether {object} of an earlier run is still in effect"
            )),
        }
    }
}

/// The providers that the backend of an earlier run falls back to; none where there was none, or it may not be read.
pub(super) async fn fallbacks(connection: &Connection, name: &ObjectName) -> Vec<String> {
    if !matches!(get(connection, Kind::HttpRoute, name).await, Ok(Some(_))) {
        return Vec::new();
    }
    let found = get(connection, Kind::AgentgatewayBackend, name).await.ok().flatten();
    let groups = found.as_ref().and_then(|found| found.pointer("/spec/ai/groups")?.as_array());
    let behind_the_first = groups.into_iter().flatten().skip(1);
    let providers = behind_the_first.filter_map(|group| group["providers"].as_array()).flatten();
    providers.filter_map(|provider| provider["name"].as_str().map(str::to_owned)).collect()
}

/// Says that a run without `--fallback` takes them away.
pub(super) fn say_removed(name: &ObjectName, fallbacks: &[String]) {
    if !fallbacks.is_empty() {
        let backend = ObjectRef::new(Kind::AgentgatewayBackend, name.clone());
        let providers = fallbacks.join(", ");
        output::say(&format!(
            "no --fallback: this run removes the fallback of {backend} ({providers})"
        ));
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
        "{object}{what} is not part of this run and stays in effect; to remove it: {command}"
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
