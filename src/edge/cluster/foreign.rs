//! Objects of the Gateway API and of agentgateway that nobody here reads, so that they can be named: what is left out is
//! said.

use kube::Api;
use kube::api::ListParams;
use kube::core::DynamicObject;

use super::Connection;
use crate::domain::snapshot::problem::ProblemReason;
use crate::domain::value::object_ref::Kind;

/// The groups whose kinds might be thought to have been read.
const GROUPS: [&str; 3] =
    ["gateway.networking.k8s.io", "gateway.networking.x-k8s.io", "agentgateway.dev"];
/// As many of a kind are named.
const NAMED: u32 = 5;

/// Each kind of which there is an object. What may not be discovered or listed is taken for absent, since
/// it cannot be told from it; none where the cluster does not answer.
pub async fn others(
    connection: &Connection,
    namespace: Option<&str>,
) -> Option<Vec<ProblemReason>> {
    let mut kinds = Vec::new();
    for group in GROUPS {
        let asked = kube::discovery::group(&connection.client, group);
        let group = match connection.bounded(asked).await.ok()? {
            Ok(group) => group,
            Err(kube::Error::Api(_) | kube::Error::Discovery(_)) => continue,
            Err(_) => return None,
        };
        for (resource, capabilities) in group.recommended_resources() {
            // A kind of ours is read in our version: where the cluster has only others, it is not.
            let has_ours = |kind: Kind| {
                let served = group.versioned_resources(kind.names().version);
                served.iter().any(|(one, _)| one.kind == resource.kind)
            };
            let known = resource.kind == "GatewayClass"
                || Kind::of(&resource.group, &resource.kind).is_some_and(has_ours);
            if known || !capabilities.supports_operation(kube::discovery::verbs::LIST) {
                continue;
            }
            let client = connection.client.clone();
            let api: Api<DynamicObject> = match namespace {
                Some(namespace) => Api::namespaced_with(client, namespace, &resource),
                None => Api::all_with(client, &resource),
            };
            let objects = names(connection, &api).await?;
            if !objects.is_empty() {
                let (api_version, kind) = (resource.api_version, resource.kind);
                kinds.push(ProblemReason::KindNotRead { api_version, kind, objects });
            }
        }
    }
    Some(kinds)
}

/// The names of the first objects, and that there are more.
async fn names(connection: &Connection, api: &Api<DynamicObject>) -> Option<Vec<String>> {
    let some = ListParams::default().limit(NAMED);
    let list = match connection.bounded(api.list_metadata(&some)).await.ok()? {
        Ok(list) => list,
        Err(kube::Error::Api(_)) => return Some(Vec::new()),
        Err(_) => return None,
    };
    let more = list.metadata.continue_.is_some_and(|token| !token.is_empty());
    let named = list.items.into_iter().map(|one| {
        let name = one.metadata.name.unwrap_or_default();
        match one.metadata.namespace {
            Some(namespace) => format!("{namespace}/{name}"),
            None => name,
        }
    });
    Some(named.chain(more.then(|| "…".to_owned())).collect())
}
