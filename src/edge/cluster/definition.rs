//! CustomResourceDefinitions: ours are installed, those of others are left alone.

use kube::Api;
use kube::core::{ApiResource, DynamicObject, GroupVersionKind, Resource as _};
use serde_json::Value;

use super::apply::{ApplyOptions, WriteDestination, send};
use super::{ClusterError, Connection, FIELD_MANAGER};
use crate::domain::crd::definition::MANAGED_BY;

/// What became of a definition.
#[derive(Clone, Debug, PartialEq)]
pub enum Installed {
    /// It is ours, and as we wrote it.
    Applied(Value),
    /// Somebody else manages it; it was not touched.
    LeftAlone {
        /// Who, as far as the definition says.
        manager: Option<String>,
    },
}

/// Applies a definition if there is none of its name, or if the one that is there carries our label.
///
/// # Errors
/// A definition without a name; a conflict, a refusal, a cluster that cannot be reached.
pub async fn install(
    connection: &Connection,
    definition: &Value,
    options: ApplyOptions,
) -> Result<Installed, ClusterError> {
    let Some(name) = definition.pointer("/metadata/name").and_then(Value::as_str) else {
        let text = "a CustomResourceDefinition without metadata.name can't be applied";
        return Err(ClusterError::Other(text.to_owned()));
    };
    let resource = resource();
    let subject = format!("CustomResourceDefinition {name}");
    let api: Api<DynamicObject> = Api::all_with(connection.client.clone(), &resource);
    match connection.bounded(api.get(name)).await? {
        // A server that knows no CustomResourceDefinitions has none of somebody else either.
        Ok(present) if present.metadata.name.as_deref() != Some(name) => {
            let answer = "a response in an unexpected format".to_owned();
            return Err(connection.api_server.not_kubernetes(answer));
        }
        Ok(present) if !is_ours(&present) => {
            return Ok(Installed::LeftAlone { manager: manager(&present) });
        }
        Ok(_) => {}
        Err(kube::Error::Api(status)) if status.is_not_found() => {}
        Err(error) => return Err(connection.api_server.explain(error, &subject)),
    }
    let to =
        WriteDestination { url: DynamicObject::url_path(&resource, None), name: name.to_owned() };
    let applied = send(connection, &to, definition, options, FIELD_MANAGER).await?;
    let applied = applied.map_err(|error| connection.api_server.explain(error, &subject))?;
    match applied.object.pointer("/metadata/name").and_then(Value::as_str) == Some(name) {
        true => Ok(Installed::Applied(applied.object)),
        false => Err(connection
            .api_server
            .not_kubernetes("a response in an unexpected format".to_owned())),
    }
}

/// Whether the API server serves the kind that the definition of this name defines.
///
/// # Errors
/// A definition that may not be read, a cluster that cannot be reached.
pub async fn is_established(connection: &Connection, name: &str) -> Result<bool, ClusterError> {
    let api: Api<DynamicObject> = Api::all_with(connection.client.clone(), &resource());
    match connection.bounded(api.get(name)).await? {
        Ok(definition) => {
            let conditions =
                definition.data.pointer("/status/conditions").and_then(Value::as_array);
            let is = |condition: &Value| {
                condition["type"] == "Established" && condition["status"] == "True"
            };
            Ok(conditions.into_iter().flatten().any(is))
        }
        Err(error) => {
            let subject = format!("CustomResourceDefinition {name}");
            Err(connection.api_server.explain(error, &subject))
        }
    }
}

fn resource() -> ApiResource {
    let kind = GroupVersionKind::gvk("apiextensions.k8s.io", "v1", "CustomResourceDefinition");
    ApiResource::from_gvk_with_plural(&kind, "customresourcedefinitions")
}

fn is_ours(definition: &DynamicObject) -> bool {
    let labels = definition.metadata.labels.as_ref();
    labels.and_then(|labels| labels.get(MANAGED_BY.0)).is_some_and(|by| by == MANAGED_BY.1)
}

/// Helm's release, else the label, else whoever wrote to it last.
fn manager(definition: &DynamicObject) -> Option<String> {
    let metadata = &definition.metadata;
    let annotations = metadata.annotations.as_ref();
    let release = annotations.and_then(|notes| notes.get("meta.helm.sh/release-name"));
    let label = || metadata.labels.as_ref()?.get(MANAGED_BY.0).cloned();
    let writer = || {
        let entries = metadata.managed_fields.iter().flatten().rev();
        let mut written =
            entries.filter(|entry| entry.subresource.as_deref().unwrap_or_default().is_empty());
        written.next()?.manager.clone()
    };
    release.map(|release| format!("Helm's release {release}")).or_else(label).or_else(writer)
}
