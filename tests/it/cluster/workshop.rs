//! The workshop, step by step: first by its own manifests with kubectl, then by the plugin alone.

use std::path::{Path, PathBuf};

use crate::support::control_plane::{ControlPlane, test_name};
use crate::support::plain_http::chat;
use crate::support::serving::{PROGRAM, Serving, program_for};
use crate::support::worlds::{World, ours, worlds};

const NAMESPACE: &str = "agentgateway-system";
const KEY: &str = "sk-canary-of-the-workshop";

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples").join(name)
}

/// A folder in which kubectl finds the plugin.
fn plugin() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink(PROGRAM, folder.path().join("kubectl-agw")).expect("a link");
    folder
}

/// What the workshop's earlier chapters left: a namespace, a Gateway and the Secret.
fn earlier_chapters(control_plane: &ControlPlane, namespace: &str) {
    let gateway = format!(
        "apiVersion: v1\nkind: Namespace\nmetadata: {{name: {namespace}}}\n---\n\
         apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\n\
         metadata: {{name: agentgateway-proxy, namespace: {namespace}}}\n\
         spec:\n  gatewayClassName: agentgateway\n  listeners:\n  - {{name: http, port: 80, protocol: HTTP}}\n---\n\
         apiVersion: v1\nkind: Secret\nmetadata: {{name: openai-api-key, namespace: {namespace}}}\n\
         stringData: {{Authorization: Bearer {KEY}}}\n"
    );
    control_plane.apply(&gateway);
}

/// Models by backend, as a request with and without the header finds them.
fn asks(serving: &Serving) -> [String; 2] {
    [Some(("X-Model-Tier", "smart")), None].map(|header| {
        let reply = chat(serving.address(), header.as_slice()).expect("a reply");
        assert_eq!(reply.status, 200, "{reply:?}\n{}", serving.stderr());
        let body: serde_json::Value = serde_json::from_str(&reply.body).expect("JSON");
        assert!(body["choices"][0]["message"]["content"].is_string(), "{}", reply.body);
        body["model"].as_str().expect("a model").to_owned()
    })
}

#[test]
fn the_workshop_runs_as_it_is_written() {
    let Some(World { control_plane, .. }) = ours(test_name!()) else { return };
    earlier_chapters(control_plane, NAMESPACE);
    for file in ["workshop/openai.yaml", "workshop/openai-smart.yaml"] {
        let file = example(file);
        control_plane.kubectl(&["apply", "-f", &file.display().to_string()]).expect_success();
    }
    let got =
        control_plane.kubectl(&["get", "agentgatewaybackend", "-n", NAMESPACE]).expect_success();
    let names: Vec<_> = got.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names, ["NAME", "openai", "openai-smart"]);

    let folder = plugin();
    let admin = control_plane.admin_kubeconfig();
    let list = ["agw", "list", "-n", NAMESPACE];
    let listed = control_plane.kubectl_as(admin, &list, "", &[folder.path()]).expect_success();
    let rows: Vec<Vec<_>> = listed.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows[0], ["NAME", "PROVIDER", "MODEL", "ROUTES", "STATUS"]);
    assert_eq!(rows[1], ["openai", "openai", "gpt-4o-mini", "/*", "Ready"]);
    assert_eq!(rows[2], ["openai-smart", "openai", "gpt-4o", "X-Model-Tier=smart", "Ready"]);

    let serving = Serving::start(program_for(admin), &["--simulate"]);
    assert_eq!(asks(&serving), ["gpt-4o", "gpt-4o-mini"]);
    assert!(!(listed + &serving.stderr() + &serving.said.to_string()).contains(KEY));
}

#[test]
fn the_plugin_alone_builds_the_same_registry_under_strict_validation() {
    let folder = plugin();
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        earlier_chapters(control_plane, &namespace);
        let admin = control_plane.admin_kubeconfig();
        let add = |arguments: &[&str]| {
            let common = ["agw", "add-backend", "-n", &namespace, "--provider", "openai"];
            let rest = ["--secret", "openai-api-key", "--gateway", "agentgateway-proxy"];
            let strict = ["--validate=strict", "--timeout=5s"];
            let all = [&common[..], arguments, &rest[..], &strict[..]].concat();
            control_plane.kubectl_as(admin, &all, "", &[folder.path()]).expect_success()
        };
        add(&["openai", "--model", "gpt-4o-mini"]);
        let smart = ["openai-smart", "--model", "gpt-4o", "--header", "X-Model-Tier=smart"];
        let said = add(&smart);
        assert!(
            said.contains("agentgatewaybackend.agentgateway.dev/openai-smart serverside-applied"),
            "{name}: {said}"
        );
        assert!(
            said.contains("httproute.gateway.networking.k8s.io/openai-smart serverside-applied"),
            "{name}: {said}"
        );
        let version = |kind: &str| {
            let path = "jsonpath={.metadata.resourceVersion}";
            control_plane
                .kubectl(&["get", kind, "openai-smart", "-n", &namespace, "-o", path])
                .expect_success()
        };
        let before = [version("agbe"), version("httproute")];
        add(&smart);
        assert_eq!(
            [version("agbe"), version("httproute")],
            before,
            "{name}: a second time changes nothing"
        );

        let list = ["agw", "list", "-n", &namespace, "-o", "json"];
        let listed = control_plane.kubectl_as(admin, &list, "", &[folder.path()]).expect_success();
        let listed: serde_json::Value = serde_json::from_str(&listed).expect("JSON");
        let state = |index: usize| listed["items"][index]["status"]["state"].as_str();
        assert_eq!([state(0), state(1)], [Some("Ready"); 2], "{name}: {listed:#}");
        assert_eq!(listed["items"][1]["routes"][0]["matches"], "X-Model-Tier=smart");
    }
}
