//! Lists of one kind, page by page.

use kube::api::{ApiResource, ListParams};
use kube::core::{DynamicObject, Request, Resource as _};
use serde_json::Value;

use super::super::discovery::{expected, is_not_served, served};
use super::super::{ClusterError, Connection};
use super::page::Page;
use super::{PAGE, Selection};
use crate::domain::snapshot::Unread;
use crate::domain::value::object_ref::Kind;

/// All objects of a kind, or why there is no reading them.
///
/// # Errors
/// Everything else that goes wrong on the way.
pub async fn list_kind(
    connection: &Connection,
    kind: Kind,
    selection: &Selection,
) -> Result<Result<Vec<Value>, Unread>, ClusterError> {
    let mut resource = expected(kind);
    let mut listed = pages(connection, &resource, selection).await?;
    if listed.as_ref().is_err_and(is_not_served) {
        match served(connection, kind).await? {
            Some(other) if other.version != resource.version => {
                resource = other;
                listed = pages(connection, &resource, selection).await?;
            }
            _ => return Ok(Err(Unread::NotInstalled)),
        }
    }
    match listed {
        Ok(found) => Ok(Ok(found)),
        Err(error) if is_not_served(&error) => Ok(Err(Unread::NotInstalled)),
        Err(kube::Error::Api(status)) if status.is_forbidden() => {
            Ok(Err(Unread::Forbidden(status.message)))
        }
        Err(error) => Err(connection.api_server.explain(error, &kind.names().resource())),
    }
}

/// A list, page by page, in the patience of a command.
async fn pages(
    connection: &Connection,
    resource: &ApiResource,
    selection: &Selection,
) -> Result<Result<Vec<Value>, kube::Error>, ClusterError> {
    let ask = |request| async {
        match connection.bounded(connection.client.request::<Page>(request)).await {
            Ok(answer) => answer.map_err(ListError::Answer),
            Err(error) => Err(ListError::Other(error)),
        }
    };
    let is_gone = |stop: &ListError| matches!(stop, ListError::Answer(error) if is_expired(error));
    match listed(resource, selection, ask, is_gone).await {
        Ok(listed) => Ok(Ok(listed.objects)),
        Err(ListError::Answer(error)) => Ok(Err(error)),
        Err(ListError::Other(error)) => Err(error),
    }
}

enum ListError {
    Answer(kube::Error),
    Other(ClusterError),
}

impl From<kube::Error> for ListError {
    fn from(error: kube::Error) -> Self {
        ListError::Answer(error)
    }
}

/// Whether what was asked for is too old (410).
pub(in crate::edge::cluster) fn is_expired(error: &kube::Error) -> bool {
    matches!(error, kube::Error::Api(status) if status.code == 410)
}

/// A whole list.
pub(in crate::edge::cluster) struct Listed {
    pub objects: Vec<Value>,
    /// Of when it is.
    pub version: Option<String>,
}

/// A list, page by page, each page as `ask` gets it. A list that changed so much that its next page is gone (410) is
/// asked for again in one piece, as kubectl does.
///
/// # Errors
/// The first page that does not come.
pub(in crate::edge::cluster) async fn listed<
    E: From<kube::Error>,
    F: Future<Output = Result<Page, E>>,
>(
    resource: &ApiResource,
    selection: &Selection,
    ask: impl Fn(http::Request<Vec<u8>>) -> F,
    is_gone: impl Fn(&E) -> bool,
) -> Result<Listed, E> {
    let url = DynamicObject::url_path(resource, selection.namespace.as_deref());
    let mut params = ListParams {
        label_selector: selection.labels.clone(),
        field_selector: selection.fields.clone(),
        limit: Some(PAGE),
        ..ListParams::default()
    };
    let mut objects = Vec::new();
    loop {
        let request = Request::new(&url).list(&params).map_err(kube::Error::BuildRequest)?;
        match ask(request).await {
            Ok(page) => {
                let next = page.metadata.continue_.clone();
                let version = page.metadata.resource_version.clone();
                objects.extend(page.objects(resource));
                params.continue_token = next.filter(|token| !token.is_empty());
                if params.continue_token.is_none() {
                    return Ok(Listed { objects, version });
                }
            }
            Err(error) if is_gone(&error) && params.continue_token.is_some() => {
                objects.clear();
                params.continue_token = None;
                params.limit = None;
            }
            Err(error) => return Err(error),
        }
    }
}
