//! Which release of agentgateway a cluster runs, by the images of its proxies.
//!
//! Source: the labels and the image of `controller/pkg/helm/agentgateway/templates/_helpers.tpl` of agentgateway at
//! 75b4e6ce6.

use kube::Api;
use kube::api::{ApiResource, ListParams};
use kube::core::{DynamicObject, GroupVersionKind};

use super::Connection;
use crate::domain::crd::release::Release;

/// The Deployments and DaemonSets that agentgateway's controller makes, one for each Gateway.
const MANAGED: &str = "app.kubernetes.io/managed-by=agentgateway";
/// The last part of the name of the proxy's image.
const IMAGE: &str = "/agentgateway";
/// As many Gateways are looked at.
const MOST: u32 = 500;

/// The oldest release among the proxies. None where there is no proxy, where they may not be listed, or where an image has
/// no version that is known: then it cannot be told.
pub async fn running(connection: &Connection) -> Option<Release> {
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

    /// What a cluster says that has these images, or refuses to list them.
    async fn told(images: Option<Vec<&'static str>>) -> Option<Release> {
        let script = move |request: crate::edge::cluster::scripted::RecordedRequest| {
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
        let server = Server::start(script).await;
        running(&server.connection(|_| {}).await).await
    }

    #[tokio::test]
    async fn the_oldest_proxy_tells_and_doubt_tells_nothing() {
        let (five, six) = ("cr.test/agentgateway:v1.5.1", "cr.test/agentgateway:v1.6.0");
        assert_eq!(told(Some(vec![six, five])).await, Some(Release::V1_5));
        assert_eq!(told(Some(vec![six])).await, Some(Release::V1_6));
        assert_eq!(told(Some(vec![six, "cr.test/agentgateway:latest"])).await, None);
        assert_eq!(told(Some(Vec::new())).await, None);
        assert_eq!(told(None).await, None);
    }
}
