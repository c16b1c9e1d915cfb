//! Changing one field of an object, and deleting an object.

use http::Request;
use http_body_util::BodyExt as _;
use json_patch::Patch;
use kube::api::DeleteParams;
use kube::client::Body;
use kube::core::{ApiResource, DynamicObject, Resource as _};
use serde_json::Value;

use super::apply::{Applied, ApplyOptions, Validation, is_of, read_answer};
use super::discovery::{api, expected, is_not_served, served};
use super::{ClusterError, Connection, FIELD_MANAGER};
use crate::domain::value::object_ref::ObjectRef;

/// Sends a JSON patch (RFC 6902), and returns the object as it is then. Its `test` operations make the API server
/// refuse it where the object is no longer what it was.
///
/// # Errors
/// An object that is not there or has changed meanwhile; a refusal, a cluster that cannot be reached.
pub async fn patch(
    connection: &Connection,
    object: &ObjectRef,
    operations: &Patch,
    options: ApplyOptions,
) -> Result<Value, ClusterError> {
    let mut answer = send(connection, object, &expected(object.kind), operations, options).await?;
    if answer.as_ref().is_err_and(is_not_served)
        && let Some(other) = served(connection, object.kind).await?
    {
        answer = send(connection, object, &other, operations, options).await?;
    }
    let applied =
        answer.map_err(|error| connection.api_server.explain(error, &object.to_string()))?;
    Ok(is_of(connection, applied, object)?.object)
}

/// One patch request.
async fn send(
    connection: &Connection,
    object: &ObjectRef,
    resource: &ApiResource,
    operations: &Patch,
    options: ApplyOptions,
) -> Result<Result<Applied, kube::Error>, ClusterError> {
    let url = DynamicObject::url_path(resource, Some(&object.name.namespace));
    let validation = match options.validation {
        Validation::Strict => "Strict",
        Validation::Warn => "Warn",
        Validation::Ignore => "Ignore",
    };
    let dry_run = if options.dry_run { "&dryRun=All" } else { "" };
    let uri = format!(
        "{url}/{}?fieldManager={FIELD_MANAGER}&fieldValidation={validation}{dry_run}",
        object.name.name
    );
    let request = serde_json::to_vec(operations)
        .map_err(|_| ClusterError::Other(format!("the change of {object} can't be serialized")))
        .and_then(|body| {
            Request::patch(uri)
                .header(http::header::CONTENT_TYPE, "application/json-patch+json")
                .header(http::header::ACCEPT, "application/json")
                .body(Body::from(body))
                .map_err(|_| {
                    ClusterError::Other(format!("{object} has a name that isn't valid in a URL"))
                })
        })?;
    let exchange = async {
        let answer = connection.client.send(request).await?;
        let status = answer.status();
        let body = answer.into_body().collect().await?.to_bytes();
        read_answer(status, &body)
    };
    connection.bounded(exchange).await
}

/// Deletes an object; false if it was not there.
///
/// # Errors
/// A refusal, a cluster that cannot be reached.
pub async fn delete(
    connection: &Connection,
    object: &ObjectRef,
    dry_run: bool,
) -> Result<bool, ClusterError> {
    let params = DeleteParams { dry_run, ..DeleteParams::default() };
    let mut resource = expected(object.kind);
    let mut answer = {
        let api = api(connection, &resource, Some(&object.name.namespace));
        connection.bounded(api.delete(&object.name.name, &params)).await?
    };
    if answer.as_ref().is_err_and(is_not_served)
        && let Some(other) = served(connection, object.kind).await?
    {
        resource = other;
        let api = api(connection, &resource, Some(&object.name.namespace));
        answer = connection.bounded(api.delete(&object.name.name, &params)).await?;
    }
    match answer {
        Ok(answer) => {
            // With the object, where finalizers keep it, or with a Status that says so.
            let is_deletion = answer.either(
                |kept| kept.metadata.name.as_deref().is_none_or(|name| name == object.name.name),
                |status| status.is_success(),
            );
            let other = || {
                connection
                    .api_server
                    .not_kubernetes("a response in an unexpected format".to_owned())
            };
            is_deletion.then_some(true).ok_or_else(other)
        }
        Err(kube::Error::Api(status)) if status.is_not_found() => Ok(false),
        Err(error) => Err(connection.api_server.explain(error, &object.to_string())),
    }
}
