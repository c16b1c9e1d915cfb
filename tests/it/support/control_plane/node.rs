//! A node that kwok plays: its kubelet's address answers the API server, its Pods run nothing, and port-forwarding to
//! them leads where the test says.

use std::net::{Ipv4Addr, TcpStream};
use std::path::PathBuf;

use anyhow::Context;
use serde_json::json;

use super::guard::GuardedProcess;
use super::{ControlPlane, programs, servers};

/// A running node; it stops when it is dropped.
pub struct Node {
    pub name: String,
    kubelet: Option<GuardedProcess>,
    arguments: Vec<String>,
    folder: PathBuf,
    port: u16,
}

impl Node {
    /// Kills the node's kubelet, as a crash would: connections through it break.
    pub fn stop(&mut self) {
        self.kubelet.take();
    }

    /// Starts it again, at the same address.
    pub fn start(&mut self) {
        let outcome = self.run();
        outcome.unwrap_or_else(|error| panic!("could not start {}: {error:#}", self.name));
    }

    fn run(&mut self) -> anyhow::Result<()> {
        let log = self.folder.join(format!("{}.log", self.name));
        let program = programs::kwok()?;
        let mut process = GuardedProcess::start(&program, &self.arguments, &self.folder, &log)?;
        servers::wait_for("kwok", &mut process, &log, || {
            TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok()
        })?;
        self.kubelet = Some(process);
        Ok(())
    }
}

/// kwok wants something to do with nodes and Pods, or it does not start; this is for none of them.
const IDLE: &str = "
---
kind: Stage
apiVersion: kwok.x-k8s.io/v1alpha1
metadata: {name: no-node}
spec: {resourceRef: {apiGroup: v1, kind: Node}, selector: {matchLabels: {of: nobody}}, next: {}}
---
kind: Stage
apiVersion: kwok.x-k8s.io/v1alpha1
metadata: {name: no-pod}
spec: {resourceRef: {apiGroup: v1, kind: Pod}, selector: {matchLabels: {of: nobody}}, next: {}}
";

/// Why there can be no node.
pub fn why_absent() -> Option<String> {
    programs::kwok().err().map(|error| error.to_string())
}

impl ControlPlane {
    /// Starts a node. `forwards` are pairs of a Pod's port and the port of this machine that it leads to.
    pub fn node(&self, forwards: &[(u16, u16)]) -> Node {
        self.start_node(forwards)
            .unwrap_or_else(|error| panic!("could not start a node: {error:#}"))
    }

    fn start_node(&self, forwards: &[(u16, u16)]) -> anyhow::Result<Node> {
        let name = format!("node-{}", self.next_number());
        let folder = self.folder();
        let kubelet = self.authority.server("kubelet", &name)?;
        let forwards: Vec<_> = forwards
            .iter()
            .map(|(port, to)| json!({"ports": [port], "target": {"port": to, "address": "127.0.0.1"}}))
            .collect();
        let forwards = json!({"kind": "ClusterPortForward", "apiVersion": "kwok.x-k8s.io/v1alpha1",
            "metadata": {"name": name}, "spec": {"forwards": forwards}});
        let config = folder.join(format!("{name}.yaml"));
        std::fs::write(&config, format!("{forwards}\n{IDLE}")).context("could not write")?;
        let port = servers::free_port()?;
        let text = |path: &std::path::Path| path.display().to_string();
        let arguments = vec![
            format!("--kubeconfig={}", text(self.admin_kubeconfig())),
            format!("--config={}", text(&config)),
            format!("--manage-single-node={name}"),
            format!("--server-address=127.0.0.1:{port}"),
            format!("--tls-cert-file={}", text(&kubelet.certificate)),
            format!("--tls-private-key-file={}", text(&kubelet.key)),
        ];
        let folder = folder.to_path_buf();
        let mut started = Node { name: name.clone(), kubelet: None, arguments, folder, port };
        started.run()?;
        let node = json!({"apiVersion": "v1", "kind": "Node", "metadata": {"name": name}});
        self.apply(&node.to_string());
        let status = json!({"status": {
            "addresses": [{"type": "InternalIP", "address": "127.0.0.1"}],
            "daemonEndpoints": {"kubeletEndpoint": {"Port": port}}}});
        self.set_status(&["node", &name], &status);
        Ok(started)
    }

    /// A Pod on a node, with a label `app` and a port `http`, that runs and is ready.
    pub fn pod(&self, namespace: &str, name: &str, node: &Node, port: u16) {
        let pod = json!({"apiVersion": "v1", "kind": "Pod",
            "metadata": {"name": name, "namespace": namespace, "labels": {"app": name}},
            "spec": {"nodeName": node.name, "containers": [{"name": "c", "image": "none",
                "ports": [{"name": "http", "containerPort": port}]}]}});
        self.apply(&pod.to_string());
        self.set_ready(namespace, name, true);
    }

    /// Says that a Pod is ready, or not.
    pub fn set_ready(&self, namespace: &str, name: &str, ready: bool) {
        let ready = if ready { "True" } else { "False" };
        let status = json!({"status": {"phase": "Running",
            "conditions": [{"type": "Ready", "status": ready}]}});
        self.set_status(&["pod", name, "-n", namespace], &status);
    }

    fn set_status(&self, object: &[&str], status: &serde_json::Value) {
        let patch = status.to_string();
        let arguments = ["--subresource=status", "-p", &patch];
        self.kubectl(&[&["patch"], object, &arguments].concat()).expect_success();
    }
}
