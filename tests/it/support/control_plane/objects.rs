//! What tests put into the cluster: manifests, CRDs, namespaces, and a reader with rights to all but Secrets.

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::{Value, json};

use super::{ControlPlane, locked, poll};

/// How long anything that the API server does by itself may take: a CRD's acceptance, a role's effect.
const SETTLING: Duration = Duration::from_secs(30);

impl ControlPlane {
    /// Applies a manifest (YAML or JSON, strictly validated) as the admin, and returns what kubectl said.
    pub fn apply(&self, manifest: &str) -> String {
        let arguments = ["apply", "--server-side", "--validate=strict", "-f", "-"];
        self.kubectl_as(&self.admin, &arguments, manifest, &[]).expect_success()
    }

    /// Applies the CRDs in the files of a folder, and returns when the API server serves them all. That takes seconds, so
    /// a folder that another test has applied to this instance is not applied again.
    pub fn apply_crds(&self, dir: &Path) {
        let mut applied = locked(&self.crds);
        if !applied.contains(dir) {
            self.apply_crds_anew(dir);
            applied.insert(dir.to_path_buf());
        }
    }

    fn apply_crds_anew(&self, dir: &Path) {
        let dir = dir.to_str().expect("a folder with a name in UTF-8");
        let apply = ["apply", "--server-side", "-f", dir, "-o", "name"];
        let applied = self.kubectl(&apply).expect_success();
        let names: Vec<&str> = applied
            .lines()
            .filter_map(|object| object.strip_prefix("customresourcedefinition."))
            .filter_map(|object| Some(object.split_once('/')?.1))
            .collect();
        assert!(!names.is_empty(), "no CRD in {dir}");
        let limit = format!("--timeout={}s", SETTLING.as_secs());
        let wait = ["wait", "crd", "--for=condition=Established", &limit];
        self.kubectl(&[&wait, names.as_slice()].concat()).expect_success();
        self.await_discovery(&names);
    }

    /// Established comes a moment before the resource is in the list by which clients find it.
    fn await_discovery(&self, names: &[&str]) {
        let missing = || {
            let served = self.kubectl(&["api-resources", "-o", "name"]).stdout;
            let is_missing = |name: &&str| !served.lines().any(|line| line == *name);
            names.iter().copied().filter(is_missing).collect::<Vec<_>>()
        };
        let listed = poll(SETTLING, || missing().is_empty().then_some(()));
        assert!(
            listed.is_some(),
            "API server does not list {} after {SETTLING:?}",
            missing().join(", ")
        );
    }

    /// A new namespace that no other test uses.
    pub fn namespace(&self) -> String {
        let name = format!("it-{}", self.next_number());
        self.kubectl(&["create", "namespace", &name]).expect_success();
        name
    }

    /// The kubeconfig of a user who may read services, namespaces and all of agentgateway's and the Gateway API's
    /// objects in the whole cluster, and no Secret. The namespace makes the user's name, so that each test has its own.
    pub fn reader_without_secrets(&self, namespace: &str) -> PathBuf {
        let user = format!("reader-of-{namespace}");
        self.apply(&reading_role(&user).to_string());
        let kubeconfig = self.kubeconfig_for(&user);
        // The authorizer learns of a new role by a watch, a moment after the API server took it.
        let question = ["auth", "can-i", "list", "services", "--all-namespaces"];
        let may = || self.kubectl_as(&kubeconfig, &question, "", &[]).success();
        assert!(
            poll(SETTLING, || may().then_some(())).is_some(),
            "role of {user} has no effect after {SETTLING:?}"
        );
        kubeconfig
    }
}

fn reading_role(user: &str) -> Value {
    let group = "rbac.authorization.k8s.io";
    let version = format!("{group}/v1");
    let groups = ["agentgateway.dev", "gateway.networking.k8s.io"];
    let verbs = ["get", "list", "watch"];
    json!({"apiVersion": "v1", "kind": "List", "items": [
        {
            "apiVersion": version,
            "kind": "ClusterRole",
            "metadata": {"name": user},
            "rules": [
                {"apiGroups": groups, "resources": ["*"], "verbs": verbs},
                {"apiGroups": [""], "resources": ["services", "namespaces"], "verbs": verbs},
            ],
        },
        {
            "apiVersion": version,
            "kind": "ClusterRoleBinding",
            "metadata": {"name": user},
            "roleRef": {"apiGroup": group, "kind": "ClusterRole", "name": user},
            "subjects": [{"apiGroup": group, "kind": "User", "name": user}],
        },
    ]})
}
