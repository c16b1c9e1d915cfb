//! Writing: server-side apply, which sends only the fields we own and never reads, changes and writes back.

use http::StatusCode;
use http_body_util::BodyExt as _;
use kube::api::{ApiResource, Patch, PatchParams, ValidationDirective};
use kube::client::Body;
use kube::core::response::Status;
use kube::core::{DynamicObject, Request, Resource as _};
use serde_json::Value;

use super::discovery::{expected, is_not_served, served};
use super::{ClusterError, Connection, FIELD_MANAGER};
use crate::domain::manifest::mask;
use crate::domain::snapshot::json::name_of;
use crate::domain::value::object_ref::{Kind, ObjectRef};

/// What the API server does with fields it does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Validation {
    /// It refuses the object.
    #[default]
    Strict,
    /// It drops them and warns.
    Warn,
    /// It drops them.
    Ignore,
}

/// How to apply.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ApplyOptions {
    /// Admission and validation run, nothing is kept.
    pub dry_run: bool,
    /// Take over fields that somebody else manages.
    pub force: bool,
    pub validation: Validation,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    /// The whole object as the API server has it now.
    pub object: Value,
    /// It was not there before.
    pub created: bool,
}

/// Applies one object of a kind we know; without a namespace it goes into the connection's.
///
/// # Errors
/// An object of another kind or without a name; a conflict, an invalid object, a missing CRD or namespace, in words.
pub async fn apply(
    connection: &Connection,
    object: &Value,
    options: ApplyOptions,
) -> Result<Applied, ClusterError> {
    apply_as(connection, object, options, FIELD_MANAGER).await
}

/// The same as another field manager, which owns what it applied before and leaves out what it does not apply any more.
///
/// # Errors
/// As [`apply`].
pub async fn apply_as(
    connection: &Connection,
    object: &Value,
    options: ApplyOptions,
    manager: &str,
) -> Result<Applied, ClusterError> {
    let (target, mut resource) = target(connection, object)?;
    connection.warnings.hide(mask::values(object));
    let at = |resource: &ApiResource| WriteDestination {
        url: DynamicObject::url_path(resource, Some(&target.name.namespace)),
        name: target.name.name.clone(),
    };
    let mut outcome = send(connection, &at(&resource), object, options, manager).await?;
    if outcome.as_ref().is_err_and(is_not_served)
        && let Some(other) = served(connection, target.kind).await?
        && other.version != resource.version
    {
        let mut object = object.clone();
        object["apiVersion"] = other.api_version.clone().into();
        resource = other;
        outcome = send(connection, &at(&resource), &object, options, manager).await?;
    }
    let applied = outcome.map_err(|error| {
        let subject = match is_not_served(&error) {
            true => target.kind.names().resource(),
            false => target.to_string(),
        };
        explained(connection, error, &subject, object)
    })?;
    is_of(connection, applied, &target)
}

/// The words for a refusal, without the values of keys that were sent: admission policies and webhooks may quote the
/// object that they refuse.
fn explained(
    connection: &Connection,
    error: kube::Error,
    subject: &str,
    object: &Value,
) -> ClusterError {
    let kube::Error::Api(mut status) = error else {
        return connection.api_server.explain(error, subject);
    };
    let values = mask::values(object);
    status.message = mask::hide_values(&status.message, &values);
    for cause in status.details.iter_mut().flat_map(|details| &mut details.causes) {
        cause.message = mask::hide_values(&cause.message, &values);
    }
    connection.api_server.refusal(&status, subject)
}

/// The answer, where it is the object that was sent: another server may say 200 to everything.
///
/// # Errors
/// Another JSON.
pub(super) fn is_of(
    connection: &Connection,
    applied: Applied,
    target: &ObjectRef,
) -> Result<Applied, ClusterError> {
    let text = |path| applied.object.pointer(path).and_then(Value::as_str);
    let (kind, name) = (target.kind.names().kind, target.name.name.as_str());
    let is_kind = text("/kind").is_none_or(|own| own == kind);
    match is_kind && text("/metadata/name") == Some(name) {
        true => Ok(applied),
        false => Err(connection
            .api_server
            .not_kubernetes("a response in an unexpected format".to_owned())),
    }
}

/// What `object` is, and where it goes.
fn target(
    connection: &Connection,
    object: &Value,
) -> Result<(ObjectRef, ApiResource), ClusterError> {
    let text = |path| object.pointer(path).and_then(Value::as_str).filter(|text| !text.is_empty());
    let api_version = text("/apiVersion").unwrap_or_default();
    let (group, version) = api_version.rsplit_once('/').unwrap_or(("", api_version));
    let kind = text("/kind").and_then(|kind| Kind::of(group, kind)).ok_or_else(|| {
        let known: Vec<_> = Kind::all().map(|kind| kind.to_string()).collect();
        let kind = text("/kind").unwrap_or("without a kind");
        let known = known.join(", ");
        ClusterError::Other(format!(
            "an object {api_version} {kind} can't be applied; supported are {known}"
        ))
    })?;
    if text("/metadata/name").is_none() {
        let text = format!("a {kind} without metadata.name can't be applied; give it a name");
        return Err(ClusterError::Other(text));
    }
    let mut name = name_of(object);
    if text("/metadata/namespace").is_none() {
        name.namespace.clone_from(&connection.namespace);
    }
    let mut resource = expected(kind);
    version.clone_into(&mut resource.version);
    api_version.clone_into(&mut resource.api_version);
    Ok((ObjectRef::new(kind, name), resource))
}

/// Where one object goes.
pub(super) struct WriteDestination {
    /// The path of its collection.
    pub url: String,
    pub name: String,
}

/// One apply request. It is sent by hand because kube's `patch` does not tell 201 from 200.
pub(super) async fn send(
    connection: &Connection,
    to: &WriteDestination,
    object: &Value,
    options: ApplyOptions,
    manager: &str,
) -> Result<Result<Applied, kube::Error>, ClusterError> {
    let params = PatchParams {
        dry_run: options.dry_run,
        force: options.force,
        field_manager: Some(manager.to_owned()),
        field_validation: Some(match options.validation {
            Validation::Strict => ValidationDirective::Strict,
            Validation::Warn => ValidationDirective::Warn,
            Validation::Ignore => ValidationDirective::Ignore,
        }),
    };
    let request = Request::new(&to.url).patch(&to.name, &params, &Patch::Apply(object));
    let request = match request {
        Ok(request) => request.map(Body::from),
        Err(error) => return Ok(Err(kube::Error::BuildRequest(error))),
    };
    let exchange = async {
        let answer = connection.client.send(request).await?;
        let status = answer.status();
        let body = answer.into_body().collect().await?.to_bytes();
        read_answer(status, &body)
    };
    connection.bounded(exchange).await
}

/// The object, or the Status. A refusal in plain text becomes a Status of its code.
pub(super) fn read_answer(status: StatusCode, body: &[u8]) -> Result<Applied, kube::Error> {
    if status.is_success() {
        let object = serde_json::from_slice(body).map_err(kube::Error::SerdeError)?;
        return Ok(Applied { object, created: status == StatusCode::CREATED });
    }
    let refusal = serde_json::from_slice::<Status>(body).unwrap_or_else(|_| {
        Status::failure(String::from_utf8_lossy(body).trim(), "").with_code(status.as_u16())
    });
    Err(kube::Error::Api(Box::new(refusal)))
}
