//! Under which version the API server serves a kind.

use kube::Api;
use kube::core::{ApiResource, DynamicObject};

use super::explain::names_nothing;
use super::{ClusterError, Connection};
use crate::domain::value::object_ref::Kind;

/// A kind as this program expects it, which current clusters serve.
pub(super) fn expected(kind: Kind) -> ApiResource {
    let names = kind.names();
    ApiResource {
        group: names.group.to_owned(),
        version: names.version.to_owned(),
        api_version: names.api_version(),
        kind: names.kind.to_owned(),
        plural: names.plural.to_owned(),
    }
}

/// A kind as the cluster serves it: in the group's preferred version if that has it, else in the most stable one;
/// none if it is not installed. Costs a few requests, so it is asked only after [`expected`] gave a 404.
///
/// # Errors
/// As for any request; a cluster that forbids discovery counts as one without the kind.
pub(super) async fn served(
    connection: &Connection,
    kind: Kind,
) -> Result<Option<ApiResource>, ClusterError> {
    let names = kind.names();
    let asked = kube::discovery::group(&connection.client, names.group);
    let group = match connection.bounded(asked).await? {
        Ok(group) => group,
        Err(kube::Error::Discovery(_)) => return Ok(None),
        Err(kube::Error::Api(status)) if status.is_forbidden() || names_nothing(&status) => {
            return Ok(None);
        }
        Err(error) => return Err(connection.api_server.explain(error, names.group)),
    };
    let in_version = |version: &str| {
        let resources = group.versioned_resources(version).into_iter();
        resources.map(|(resource, _)| resource).find(|resource| resource.plural == names.plural)
    };
    let preferred = group.preferred_version().and_then(in_version);
    Ok(preferred.or_else(|| group.versions().find_map(in_version)))
}

/// The objects of `resource` in one namespace, or in all.
pub(super) fn api(
    connection: &Connection,
    resource: &ApiResource,
    namespace: Option<&str>,
) -> Api<DynamicObject> {
    let client = connection.client.clone();
    match namespace {
        Some(namespace) if !namespace.is_empty() => {
            Api::namespaced_with(client, namespace, resource)
        }
        _ => Api::all_with(client, resource),
    }
}

/// Whether an error says that the kind is not served.
pub(super) fn is_not_served(error: &kube::Error) -> bool {
    matches!(error, kube::Error::Api(status) if names_nothing(status))
}
