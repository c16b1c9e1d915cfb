//! Gateway: where requests come in.

use serde_json::{Value, json};

use crate::domain::value::object_ref::{Kind, ObjectName};

/// What a Gateway should be: one listener for plain HTTP.
#[derive(Clone, Debug)]
pub struct GatewayOptions {
    pub name: ObjectName,
    pub class: String,
    pub port: u16,
    pub hostname: Option<String>,
    /// Routes of every namespace may attach, not only those of its own.
    pub from_all: bool,
    /// AgentgatewayModels may attach too, which a listener must ask for.
    pub models: bool,
}

/// The object.
#[must_use]
pub fn gateway(wishes: &GatewayOptions) -> Value {
    let names = Kind::Gateway.names();
    let from = if wishes.from_all { "All" } else { "Same" };
    let mut listener = json!({
        "name": "http",
        "port": wishes.port,
        "protocol": "HTTP",
        "allowedRoutes": {"namespaces": {"from": from}},
    });
    if wishes.models {
        listener["allowedRoutes"]["kinds"] = [Kind::HttpRoute, Kind::AgentgatewayModel]
            .iter()
            .map(|kind| json!({"group": kind.names().group, "kind": kind.names().kind}))
            .collect();
    }
    if let Some(hostname) = &wishes.hostname {
        listener["hostname"] = json!(hostname);
    }
    json!({
        "apiVersion": names.api_version(),
        "kind": names.kind,
        "metadata": {"name": wishes.name.name, "namespace": wishes.name.namespace},
        "spec": {"gatewayClassName": wishes.class, "listeners": [listener]},
    })
}
