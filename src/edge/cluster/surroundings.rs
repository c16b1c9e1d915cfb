//! What `check` knows beside objects: the files of the kubeconfig, and which fields the cluster's CRD knows.

use kube::Api;
use kube::core::{ApiResource, DynamicObject, GroupVersionKind};

use super::discovery::is_not_served;
use super::kubeconfig::{KubeconfigPaths, choose};
use super::{ClusterError, ClusterOptions, Connection};
use crate::domain::check::facts::{self, Environment, Kubeconfig};
use crate::domain::value::object_ref::Kind;

/// The rule that needs to see the CRD.
const CRD_RULE: &str = "AGW9002";

/// The kubeconfig that these wishes use: its files, and whether it checks the server. What is wrong with it otherwise
/// was said when connecting.
#[must_use]
pub fn kubeconfig(wishes: &ClusterOptions) -> Kubeconfig {
    let places = KubeconfigPaths::from_env();
    let files: Vec<_> = match &wishes.kubeconfig {
        Some(file) => vec![file.clone()],
        None if places.listed.is_empty() => places.usual.iter().cloned().collect(),
        None => places.listed.clone(),
    };
    let chosen = choose(wishes, &places).ok().flatten();
    let cluster = chosen.map(|target| target.cluster);
    let unchecked = cluster.filter(|cluster| cluster.insecure_skip_tls_verify == Some(true));
    let names = |paths: &mut dyn Iterator<Item = &std::path::PathBuf>| {
        paths.map(|path| path.display().to_string()).collect::<Vec<_>>()
    };
    Kubeconfig {
        readable_by_others: names(&mut files.iter().filter(|path| others_may_read(path))),
        absent: match wishes.kubeconfig {
            Some(_) => Vec::new(),
            None => names(&mut places.listed.iter().filter(|path| !path.exists())),
        },
        // A server of a proxy on this machine, `http://127.0.0.1`, has no certificate to check.
        unchecked_server: unchecked
            .and_then(|cluster| cluster.server)
            .filter(|server| server.starts_with("https:")),
    }
}

#[cfg(unix)]
fn others_may_read(path: &std::path::Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o044 != 0)
}

/// Windows keeps its permissions elsewhere.
#[cfg(not(unix))]
fn others_may_read(_: &std::path::Path) -> bool {
    false
}

/// Adds which of the fields that this program writes the cluster's CRD lacks. A CRD that is not there, or may not be
/// read, is part of the answer.
///
/// # Errors
/// A cluster that cannot be reached, or fails.
pub async fn add_crd(connection: &Connection, facts: &mut Environment) -> Result<(), ClusterError> {
    let name = Kind::AgentgatewayBackend.names().resource();
    let kind = GroupVersionKind::gvk("apiextensions.k8s.io", "v1", "CustomResourceDefinition");
    let resource = ApiResource::from_gvk_with_plural(&kind, "customresourcedefinitions");
    let api: Api<DynamicObject> = Api::all_with(connection.client.clone(), &resource);
    match connection.bounded(api.get(&name)).await? {
        Ok(crd) => {
            let lacks = facts::lacking(&crd.data);
            facts.crd_lacks.insert(name, lacks);
        }
        Err(kube::Error::Api(status)) if status.is_forbidden() => {
            let what = format!("get customresourcedefinition {name}");
            facts.not_permitted.insert(CRD_RULE.to_owned(), what);
        }
        Err(kube::Error::Api(status)) if status.is_not_found() => {}
        Err(error) if is_not_served(&error) => {}
        Err(error) => return Err(connection.api_server.explain(error, &name)),
    }
    Ok(())
}
