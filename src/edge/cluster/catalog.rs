//! The price catalogues that the Gateways of a cluster name, asked for one by one.
//!
//! Source: `controller/api/v1alpha1/agentgateway/agentgateway_parameters_types.go` of agentgateway at 75b4e6ce6.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::discovery::{api, expected};
use super::{ClusterError, Connection};
use crate::domain::crd::gateway_api::GatewaySpec;
use crate::domain::crd::parameters::ParametersSpec;
use crate::domain::meter::catalog::Catalog;
use crate::domain::meter::catalogs::{self, NoCatalog};
use crate::domain::registry::prices::{parameters_of, unknown};
use crate::domain::snapshot::Object;
use crate::domain::snapshot::json::texts;
use crate::domain::value::object_ref::{Kind, ObjectName, ObjectRef};

/// An object that the API server does not give.
#[derive(Clone, Debug, thiserror::Error)]
enum CatalogError {
    #[error("{0} not found")]
    NotFound(ObjectRef),
    /// In the API server's words.
    #[error("no permission: {0}")]
    NotPermitted(String),
}

/// Why the prices of a Gateway are not known.
#[derive(Debug, thiserror::Error)]
enum Unpriced {
    #[error(transparent)]
    CatalogError(#[from] CatalogError),
    #[error("{parameters}: {why}")]
    InvalidParameters { parameters: ObjectRef, why: serde_json::Error },
    #[error("ConfigMap {0} was not read")]
    Unread(ObjectName),
    #[error(transparent)]
    NoCatalog(#[from] NoCatalog),
}

/// Reads the catalogues of those of these Gateways that name one, and says why those that can't be read can't.
///
/// # Errors
/// A cluster that cannot be reached.
pub async fn of_gateways<'g>(
    connection: &Connection,
    gateways: impl Iterator<Item = &'g Arc<Object<GatewaySpec>>>,
) -> Result<(BTreeMap<ObjectName, Catalog>, Vec<String>), ClusterError> {
    let (mut found, mut wrong) = (BTreeMap::new(), Vec::new());
    for gateway in gateways {
        let Some(parameters) = parameters_of(gateway) else { continue };
        match of_parameters(connection, parameters).await? {
            Ok(None) => {}
            Ok(Some(catalog)) => {
                found.insert(gateway.name.clone(), catalog);
            }
            Err(why) => wrong.push(unknown(&gateway.name, why)),
        }
    }
    Ok((found, wrong))
}

async fn of_parameters(
    connection: &Connection,
    name: ObjectName,
) -> Result<Result<Option<Catalog>, Unpriced>, ClusterError> {
    let namespace = name.namespace.clone();
    let subject = ObjectRef::new(Kind::AgentgatewayParameters, name);
    let spec = match get(connection, &subject).await? {
        Ok(mut object) => serde_json::from_value(object["spec"].take()),
        Err(why) => return Ok(Err(why.into())),
    };
    let spec: ParametersSpec = match spec {
        Ok(spec) => spec,
        Err(why) => return Ok(Err(Unpriced::InvalidParameters { parameters: subject, why })),
    };
    let mut maps = BTreeMap::new();
    for source in spec.config_maps() {
        let map = ObjectName::new(&namespace, &source.name);
        let read = get(connection, &ObjectRef::new(Kind::ConfigMap, map.clone())).await?;
        maps.insert(map, read.map(|map| texts(&map)));
    }
    Ok(catalogs::named(&spec, &namespace, |map| match maps.get(map) {
        Some(read) => read.as_ref().map_err(|why| why.clone().into()),
        None => Err(Unpriced::Unread(map.clone())),
    }))
}

/// An object, or why there is none to read.
async fn get(
    connection: &Connection,
    object: &ObjectRef,
) -> Result<Result<Value, CatalogError>, ClusterError> {
    let api = api(connection, &expected(object.kind), Some(&object.name.namespace));
    match connection.bounded(api.get(&object.name.name)).await? {
        Ok(object) => Ok(Ok(object.data)),
        Err(kube::Error::Api(status)) if status.is_not_found() => {
            Ok(Err(CatalogError::NotFound(object.clone())))
        }
        Err(kube::Error::Api(status)) if status.is_forbidden() => {
            Ok(Err(CatalogError::NotPermitted(status.message)))
        }
        Err(error) => Err(connection.api_server.explain(error, &object.to_string())),
    }
}
