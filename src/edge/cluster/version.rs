//! Which release of agentgateway a cluster runs, by the images of its proxies, or by its definitions.
//!
//! Source: the labels and the image of `controller/pkg/helm/agentgateway/templates/_helpers.tpl` of agentgateway at
//! 75b4e6ce6.

use kube::Api;
use kube::api::{ApiResource, ListParams};
use kube::core::{DynamicObject, GroupVersionKind};

use serde_json::Value;

use super::{ClusterError, Connection};
use crate::domain::crd::release::Release;
use crate::domain::crd::released;

/// The Deployments and DaemonSets that agentgateway's controller makes, one for each Gateway.
const MANAGED: &str = "app.kubernetes.io/managed-by=agentgateway";
/// The last part of the name of the proxy's image.
const IMAGE: &str = "/agentgateway";
/// As many Gateways are looked at.
const MOST: u32 = 500;

/// The OpenAPI document of agentgateway's kinds.
const OPENAPI: &str = "/openapi/v3/apis/agentgateway.dev/v1alpha1";

/// The definition that tells the version of the Gateway API, and its annotation that does
/// (<https://gateway-api.sigs.k8s.io/concepts/versioning/>).
const GATEWAY_DEFINITION: &str =
    "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gateways.gateway.networking.k8s.io";
const BUNDLE_VERSION: &str = "gateway.networking.k8s.io/bundle-version";

/// How the release of a cluster was found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// By the images of its proxies: the oldest of them.
    ByProxies(Release),
    /// By its definitions: the release that brought the newest field of them.
    ByDefinitions(Release),
    /// It could not be: neither may be read, or agentgateway is not installed.
    Unknown,
}

impl Told {
    /// The release, where it was found out.
    #[must_use]
    pub fn release(self) -> Option<Release> {
        match self {
            Told::ByProxies(release) | Told::ByDefinitions(release) => Some(release),
            Told::Unknown => None,
        }
    }
}

/// The release that a cluster runs: by its proxies, or by its definitions where no image tells it or they may not be
/// listed.
pub async fn running(connection: &Connection) -> Told {
    if let Some(release) = by_proxies(connection).await {
        return Told::ByProxies(release);
    }
    by_definitions(connection).await.map_or(Told::Unknown, Told::ByDefinitions)
}

/// The releases in a cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Installed {
    /// Of agentgateway's proxies: the oldest of them.
    pub proxies: Option<Release>,
    /// Of agentgateway's definitions.
    pub definitions: Option<Release>,
    /// Of the Gateway API's definitions, `v1.4.0`.
    pub gateway_api: Option<String>,
}

/// Each release that can be told; what is not installed, or not to be read, has none.
pub async fn installed(connection: &Connection) -> Installed {
    let gateway_api = async {
        let definition = get(connection, GATEWAY_DEFINITION).await?;
        let annotations = definition.pointer("/metadata/annotations")?;
        Some(annotations.get(BUNDLE_VERSION)?.as_str()?.to_owned())
    };
    let (proxies, definitions, gateway_api) =
        tokio::join!(by_proxies(connection), by_definitions(connection), gateway_api);
    Installed { proxies, definitions, gateway_api }
}

/// The release that brought the newest field of the definitions.
async fn by_definitions(connection: &Connection) -> Option<Release> {
    released::by_definitions(&get(connection, OPENAPI).await?)
}

/// A document of the API server; none where it refuses.
async fn get(connection: &Connection, path: &str) -> Option<Value> {
    let request = http::Request::get(path).body(Vec::new()).ok()?;
    connection.bounded(connection.client.request::<Value>(request)).await.ok()?.ok()
}

/// The oldest release among the proxies. None where there is no proxy, where they may not be listed, or where an image has
/// no version that is known: then it cannot be told.
async fn by_proxies(connection: &Connection) -> Option<Release> {
    let mut oldest = None;
    for (kind, plural) in [("Deployment", "deployments"), ("DaemonSet", "daemonsets")] {
        let kind = GroupVersionKind::gvk("apps", "v1", kind);
        let resource = ApiResource::from_gvk_with_plural(&kind, plural);
        let api: Api<DynamicObject> = Api::all_with(connection.client.clone(), &resource);
        let wanted = ListParams::default().labels(MANAGED).limit(MOST);
        let listed = connection.bounded(api.list(&wanted)).await.ok()?.ok()?;
        for image in listed.items.iter().flat_map(images) {
            let release = release(&image)?;
            oldest = Some(oldest.map_or(release, |known: Release| known.min(release)));
        }
    }
    oldest
}

/// What the API server says it is, `v1.37.0`.
///
/// # Errors
/// It does not answer, or not as Kubernetes does.
pub async fn of_server(connection: &Connection) -> Result<String, ClusterError> {
    let asked = connection.bounded(connection.client.apiserver_version()).await?;
    let said = asked.map_err(|error| connection.api_server.explain(error, "version"))?;
    Ok(said.git_version)
}

/// The images of the proxy in a workload.
fn images(workload: &DynamicObject) -> Vec<String> {
    let containers = workload.data.pointer("/spec/template/spec/containers");
    let containers = containers.and_then(|all| all.as_array()).into_iter().flatten();
    let images = containers.filter_map(|one| one.get("image")?.as_str());
    images.filter(|image| name(image).ends_with(IMAGE)).map(str::to_owned).collect()
}

/// An image without its tag and digest.
fn name(image: &str) -> &str {
    let image = image.split_once('@').map_or(image, |(image, _)| image);
    match image.rsplit_once(':') {
        // A colon before a slash is that of a port.
        Some((name, tag)) if !tag.contains('/') => name,
        _ => image,
    }
}

/// The release of an image, by its tag.
fn release(image: &str) -> Option<Release> {
    let image = image.split_once('@').map_or(image, |(image, _)| image);
    let tag = image.strip_prefix(name(image))?.strip_prefix(':')?;
    Release::read(tag).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edge::cluster::scripted::{Answer, Server};
    use serde_json::json;

    #[test]
    fn a_release_is_read_from_the_tag_of_an_image() {
        for (image, found) in [
            ("cr.agentgateway.dev/agentgateway:v1.5.2", Some(Release::V1_5)),
            ("localhost:5000/x/agentgateway:1.6.0@sha256:00", Some(Release::V1_6)),
            ("cr.agentgateway.dev/agentgateway@sha256:00", None),
            ("localhost:5000/agentgateway", None),
            ("cr.agentgateway.dev/agentgateway:main", None),
        ] {
            assert_eq!(release(image), found, "{image}");
            assert!(name(image).ends_with(IMAGE), "{image}");
        }
    }

    /// A cluster that has these images, or refuses to list them.
    async fn cluster(images: Option<Vec<&'static str>>, definitions: Option<Value>) -> Server {
        let script = move |request: crate::edge::cluster::scripted::RecordedRequest| {
            if request.path == OPENAPI {
                return definitions.clone().map_or_else(
                    || Answer::status(403, "Forbidden", "no"),
                    |document| Answer::Json(200, document),
                );
            }
            if request.path == GATEWAY_DEFINITION {
                let annotations = json!({BUNDLE_VERSION: "v1.4.0"});
                return Answer::Json(200, json!({"metadata": {"annotations": annotations}}));
            }
            assert!(request.query.contains("labelSelector"), "{}", request.query);
            let Some(images) = &images else {
                return Answer::status(403, "Forbidden", "no");
            };
            let item = |image: &&str| {
                json!({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "p"},
                    "spec": {"template": {"spec": {"containers": [
                        {"image": "example.com/sidecar:v9"}, {"image": image}]}}}})
            };
            let here = request.path.ends_with("/deployments");
            Answer::list(images.iter().filter(|_| here).map(item).collect())
        };
        Server::start(script).await
    }

    /// What it says.
    async fn told(images: Option<Vec<&'static str>>, definitions: Option<Value>) -> Told {
        let server = cluster(images, definitions).await;
        running(&server.connection(|_| {}).await).await
    }

    #[tokio::test]
    async fn each_release_in_a_cluster_is_told_by_itself() {
        let policy = json!([{"group": "agentgateway.dev", "kind": "AgentgatewayPolicy"}]);
        let document = json!({"components": {"schemas": {"p": {
            "x-kubernetes-group-version-kind": policy, "properties": {}}}}});
        let found = async |images, document| {
            let server = cluster(images, document).await;
            installed(&server.connection(|_| {}).await).await
        };
        let gateway_api = Some("v1.4.0".to_owned());
        let (proxies, definitions) = (Some(Release::V1_6), Some(Release::V1_4));
        let both = found(Some(vec!["cr.test/agentgateway:v1.6.0"]), Some(document)).await;
        assert_eq!(both, Installed { proxies, definitions, gateway_api: gateway_api.clone() });
        let neither = found(None, None).await;
        assert_eq!(neither, Installed { gateway_api, ..Installed::default() });
    }

    #[tokio::test]
    async fn the_oldest_proxy_tells_and_else_the_definitions() {
        let (five, six) = ("cr.test/agentgateway:v1.5.1", "cr.test/agentgateway:v1.6.0");
        let policy = json!([{"group": "agentgateway.dev", "kind": "AgentgatewayPolicy"}]);
        let document = json!({"components": {"schemas": {"p": {
            "x-kubernetes-group-version-kind": policy, "properties": {}}}}});
        let by_images = |images| told(Some(images), Some(document.clone()));
        assert_eq!(by_images(vec![six, five]).await, Told::ByProxies(Release::V1_5));
        assert_eq!(by_images(vec![six]).await, Told::ByProxies(Release::V1_6));
        let old = Told::ByDefinitions(Release::V1_4);
        assert_eq!(by_images(vec![six, "cr.test/agentgateway:latest"]).await, old);
        assert_eq!(by_images(Vec::new()).await, old);
        assert_eq!(told(None, Some(document.clone())).await, old);
        assert_eq!(told(None, Some(json!({}))).await, Told::Unknown);
        assert_eq!(told(None, None).await, Told::Unknown);
    }
}
