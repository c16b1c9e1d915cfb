//! The price catalogues that Gateways name: Gateway → AgentgatewayParameters → ConfigMaps, all of one namespace.
//!
//! Source: reference/agentgateway.md §6.3. A GatewayClass names none: there agentgateway ignores it too.

use std::collections::BTreeMap;

use kube::Api;
use kube::core::{ApiResource, DynamicObject, GroupVersionKind};
use serde_json::Value;

use super::{ClusterError, Connection};
use crate::domain::crd::gateway_api::GatewaySpec;
use crate::domain::meter::catalog::Catalog;
use crate::domain::snapshot::Named;
use crate::domain::value::object_ref::ObjectName;

const GROUP: &str = "agentgateway.dev";
const PARAMETERS: &str = "AgentgatewayParameters";
/// The data key of a ConfigMap where none is named.
const DATA_KEY: &str = "catalog.json";

/// Reads the catalogues of those Gateways that name one, and says of each that cannot be had why.
///
/// # Errors
/// A cluster that cannot be reached.
pub async fn of_gateways(
    connection: &Connection,
    gateways: &Named<GatewaySpec>,
) -> Result<(BTreeMap<ObjectName, Catalog>, Vec<String>), ClusterError> {
    let (mut found, mut wrong) = (BTreeMap::new(), Vec::new());
    for (gateway, object) in gateways {
        let infrastructure = object.spec.infrastructure.as_ref();
        let named = infrastructure.and_then(|named| named.parameters_ref.as_ref());
        let Some(named) = named.filter(|to| to.group == GROUP && to.kind == PARAMETERS) else {
            continue;
        };
        match of_gateway(connection, &gateway.namespace, &named.name).await? {
            Ok(None) => {}
            Ok(Some(catalog)) => {
                found.insert(gateway.clone(), catalog);
            }
            Err(why) => wrong.push(format!("the prices of Gateway {gateway} are not known: {why}")),
        }
    }
    Ok((found, wrong))
}

async fn of_gateway(
    connection: &Connection,
    namespace: &str,
    parameters: &str,
) -> Result<Result<Option<Catalog>, String>, ClusterError> {
    let kind = GroupVersionKind::gvk(GROUP, "v1alpha1", PARAMETERS);
    let resource = ApiResource::from_gvk_with_plural(&kind, "agentgatewayparameters");
    let subject = format!("{PARAMETERS} {namespace}/{parameters}");
    let object = match get(connection, &resource, namespace, parameters, &subject).await? {
        Ok(object) => object,
        Err(why) => return Ok(Err(why)),
    };
    let sources = object.pointer("/spec/modelCatalog/sources").and_then(Value::as_array);
    let mut all: Option<Catalog> = None;
    for source in sources.into_iter().flatten() {
        let text = |field: &str| source.pointer(&format!("/configMap/{field}"))?.as_str();
        let (name, key) = (text("name").unwrap_or_default(), text("key").unwrap_or(DATA_KEY));
        let subject = format!("ConfigMap {namespace}/{name}");
        let resource = ApiResource::from_gvk(&GroupVersionKind::gvk("", "v1", "ConfigMap"));
        let map = match get(connection, &resource, namespace, name, &subject).await? {
            Ok(map) => map,
            Err(why) => return Ok(Err(why)),
        };
        let Some(json) = map["data"][key].as_str() else {
            return Ok(Err(format!("{subject} has no data key {key}")));
        };
        match (Catalog::read(json), &mut all) {
            (Err(why), _) => return Ok(Err(format!("{subject} is no price catalogue: {why}"))),
            (Ok(read), Some(all)) => all.overlay(read),
            (Ok(read), None) => all = Some(read),
        }
    }
    Ok(Ok(all))
}

/// An object, or why there is none to read.
async fn get(
    connection: &Connection,
    resource: &ApiResource,
    namespace: &str,
    name: &str,
    subject: &str,
) -> Result<Result<Value, String>, ClusterError> {
    let client = connection.client.clone();
    let api: Api<DynamicObject> = Api::namespaced_with(client, namespace, resource);
    match connection.bounded(api.get(name)).await? {
        Ok(object) => Ok(Ok(object.data)),
        Err(kube::Error::Api(status)) if status.is_not_found() => {
            Ok(Err(format!("{subject} does not exist")))
        }
        Err(kube::Error::Api(status)) if status.is_forbidden() => {
            Ok(Err(format!("not permitted: {}", status.message)))
        }
        Err(error) => Err(connection.place.explain(error, subject)),
    }
}
