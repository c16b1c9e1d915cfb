//! How `serve` is connected to the API server: over few sockets.

use std::time::Duration;

use crate::support::control_plane::{ControlPlane, poll, test_name};
use crate::support::plain_http::chat;
use crate::support::serving::Serving;
use crate::support::worlds::alone;

/// A model with a key of its own.
fn model(namespace: &str, name: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Secret\nmetadata: {{name: {name}, namespace: {namespace}}}\n\
         stringData: {{Authorization: sk-canary-of-connections}}\n---\n\
         apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\n\
         metadata: {{name: {name}, namespace: {namespace}}}\n\
         spec:\n  ai: {{provider: {{openai: {{model: gpt-4o}}}}}}\n  policies: {{auth: {{secretRef: {{name: {name}}}}}}}\n---\n"
    )
}

fn front(namespace: &str, backend: &str) -> String {
    format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: edge, namespace: {namespace}}}\n\
         spec:\n  gatewayClassName: agentgateway\n  listeners:\n  - {{name: http, port: 80, protocol: HTTP}}\n---\n\
         apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: all, namespace: {namespace}}}\n\
         spec:\n  parentRefs: [{{name: edge}}]\n  rules:\n  - \
         backendRefs: [{{group: agentgateway.dev, kind: AgentgatewayBackend, name: {backend}}}]\n"
    )
}

/// Connections of a process to the API server that are established, as the kernel counts them.
#[cfg(target_os = "linux")]
fn connections(pid: u32, server: &ControlPlane) -> usize {
    let port: u16 =
        server.url().rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    let table = std::fs::read_to_string(format!("/proc/{pid}/net/tcp")).expect("a table");
    let remote = format!(":{port:04X}");
    let inodes = table.lines().skip(1).filter_map(|line| {
        let fields: Vec<_> = line.split_whitespace().collect();
        (fields[2].ends_with(&remote) && fields[3] == "01")
            .then(|| format!("socket:[{}]", fields[9]))
    });
    let inodes: Vec<_> = inodes.collect();
    let open = std::fs::read_dir(format!("/proc/{pid}/fd")).expect("a folder");
    let links = open.filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok());
    links.filter(|link| inodes.iter().any(|inode| link.as_os_str() == inode.as_str())).count()
}

#[cfg(target_os = "linux")]
#[test]
fn four_hundred_secrets_are_watched_over_a_few_connections_and_within_any_limit() {
    // Its own: so many objects are in the way of other tests.
    let Some(control_plane) = alone(test_name!()) else { return };
    let control_plane = &control_plane;
    let namespace = control_plane.namespace();
    let models: String = (0..400).map(|one| model(&namespace, &format!("m{one}"))).collect();
    control_plane.apply(&(models + &front(&namespace, "m399")));
    // A shell's soft limit, far below what one connection for each would take.
    let mut command = std::process::Command::new("sh");
    command.args(["-c", "ulimit -Sn 256; exec \"$0\" \"$@\"", crate::support::serving::PROGRAM]);
    command.env("KUBECONFIG", control_plane.admin_kubeconfig()).env_remove("HTTPS_PROXY");
    let serving = Serving::start(command, &["--gateway", &format!("{namespace}/edge")]);
    let count = connections(serving.pid(), control_plane);
    assert!((1..=20).contains(&count), "{count} connections for 400 Secrets");
    let limits =
        std::fs::read_to_string(format!("/proc/{}/limits", serving.pid())).expect("limits");
    let files = limits.lines().find(|line| line.starts_with("Max open files")).expect("a line");
    let fields: Vec<_> = files.split_whitespace().collect();
    assert_eq!(fields[3], fields[4], "the soft limit is not the hard one: {files}");
    // Each was read: the last one's change arrives.
    control_plane.kubectl(&["delete", "secret", "m399", "-n", &namespace]).expect_success();
    let noticed = poll(Duration::from_secs(10), || {
        (chat(serving.address(), &[]).ok()?.status == 500).then_some(())
    });
    assert!(noticed.is_some(), "the last Secret is not watched: {}", serving.stderr());
}
