//! That the control plane of the other tests is a real one, starts soon, refuses what it should, and leaves nothing behind.

use std::io::{BufRead, BufReader, Read, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::json;

use crate::support::control_plane::{
    ControlPlane, poll, require_control_plane, skip, test_name, why_absent,
};
use crate::support::definitions::crds;

#[test]
fn starts_within_twenty_seconds() {
    let control_plane = require_control_plane!();
    let took = control_plane.started_in();
    assert!(took <= Duration::from_secs(20), "control plane took {took:?} to start");
    assert_eq!(control_plane.kubectl(&["get", "--raw", "/readyz"]).expect_success(), "ok");
    let version = control_plane.kubectl(&["version"]).expect_success();
    assert!(version.contains("Server Version: v1."), "a server of another kind: {version}");
}

#[test]
fn a_user_without_rights_to_secrets_is_refused_secrets_only() {
    let control_plane = require_control_plane!();
    let namespace = control_plane.namespace();
    let reader = control_plane.reader_without_secrets(&namespace);
    let may = |verb: &str, group: &str, resource: &str| {
        // Not `auth can-i`, which drops the group of a resource whose CRD is not installed.
        let question = json!({
            "apiVersion": "authorization.k8s.io/v1",
            "kind": "SelfSubjectAccessReview",
            "spec": {"resourceAttributes": {"verb": verb, "group": group, "resource": resource}},
        });
        let create = ["create", "--validate=ignore", "-f", "-", "-o", "jsonpath={.status.allowed}"];
        let said = control_plane.kubectl_as(&reader, &create, &question.to_string(), &[]);
        said.expect_success() == "true"
    };
    for verb in ["get", "list", "watch"] {
        assert!(may(verb, "agentgateway.dev", "agentgatewaybackends"));
        assert!(may(verb, "gateway.networking.k8s.io", "httproutes"));
        assert!(may(verb, "", "services") && may(verb, "", "namespaces"));
        assert!(!may(verb, "", "secrets"), "{verb} of secrets is allowed");
    }
    assert!(!may("create", "gateway.networking.k8s.io", "httproutes"));
    let get = |resource: &str| {
        let arguments = ["get", resource, "--namespace", &namespace];
        control_plane.kubectl_as(&reader, &arguments, "", &[])
    };
    get("services").expect_success();
    let refused = get("secrets");
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.stderr.contains("Forbidden"), "{refused:?}");
}

#[test]
fn gateway_api_and_agentgateway_crds_are_accepted() {
    let control_plane = require_control_plane!();
    let Some(crds) = crds() else {
        return skip(
            test_name!(),
            "no CRD files: set AGW_TEST_CRDS to a folder with agentgateway and gateway-api/standard",
        );
    };
    control_plane.apply_crds(&crds.join("gateway-api/standard"));
    control_plane.apply_crds(&crds.join("agentgateway"));
    let namespace = control_plane.namespace();
    let gateway = |port: u32| {
        let listener = json!({"name": "http", "port": port, "protocol": "HTTP"});
        let gateway = json!({
            "apiVersion": "gateway.networking.k8s.io/v1",
            "kind": "Gateway",
            "metadata": {"name": "front", "namespace": namespace},
            "spec": {"gatewayClassName": "agentgateway", "listeners": [listener]},
        });
        gateway.to_string()
    };
    control_plane.apply(&gateway(80));
    let apply = ["apply", "--server-side", "-f", "-"];
    let refused =
        control_plane.kubectl_as(control_plane.admin_kubeconfig(), &apply, &gateway(70000), &[]);
    assert!(
        refused.stderr.contains("spec.listeners[0].port"),
        "a wrong port was not refused: {refused:?}"
    );
    let reader = control_plane.reader_without_secrets(&namespace);
    let list = ["get", "gateways,agentgatewaybackends", "--all-namespaces"];
    let listed = control_plane.kubectl_as(&reader, &list, "", &[]).expect_success();
    assert!(listed.contains(&namespace), "gateway is not listed: {listed}");
}

#[test]
fn kubeconfigs_and_keys_are_readable_by_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let control_plane = require_control_plane!();
    let user = control_plane.kubeconfig_for("somebody: else/where");
    let mode = |path: &Path| std::fs::metadata(path).expect("a file").permissions().mode() & 0o777;
    for path in [control_plane.admin_kubeconfig(), &user, &user.with_extension("key")] {
        assert_eq!(mode(path), 0o600, "{}", path.display());
    }
    assert_eq!(mode(control_plane.folder()), 0o700);
    let who = ["auth", "whoami", "-o", "jsonpath={.status.userInfo.username}"];
    let who = control_plane.kubectl_as(&user, &who, "", &[]).expect_success();
    assert_eq!(who, "somebody: else/where");
}

#[test]
fn a_plugin_on_the_path_is_run_by_kubectl_with_the_callers_kubeconfig() {
    use std::os::unix::fs::PermissionsExt;
    let control_plane = require_control_plane!();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let plugin = folder.path().join("kubectl-echo_it");
    std::fs::write(&plugin, "#!/bin/sh\necho \"$KUBECONFIG $*\"\ncat\n").expect("a plugin");
    std::fs::set_permissions(&plugin, std::fs::Permissions::from_mode(0o755)).expect("a program");
    let admin = control_plane.admin_kubeconfig();
    let said = control_plane
        .kubectl_as(admin, &["echo-it", "a", "b"], "from stdin", &[folder.path()])
        .expect_success();
    assert_eq!(said, format!("{} a b\nfrom stdin", admin.display()));
}

#[test]
fn an_api_server_that_comes_back_has_its_address_and_its_objects() {
    if let Some(reason) = why_absent() {
        return skip(test_name!(), &reason);
    }
    let control_plane = ControlPlane::start().expect("a control plane");
    let namespace = control_plane.namespace();
    let (url, pids, folder) =
        (control_plane.url(), control_plane.pids(), control_plane.folder().to_path_buf());
    control_plane.apiserver_stop();
    assert!(
        !control_plane.kubectl(&["get", "namespace", &namespace]).success(),
        "a stopped API server answered"
    );
    assert_eq!(control_plane.pids().len(), 1);
    control_plane.apiserver_start();
    control_plane.kubectl(&["get", "namespace", &namespace]).expect_success();
    assert_eq!(control_plane.url(), url);
    let pids = [pids, control_plane.pids()].concat();
    drop(control_plane);
    assert!(!folder.exists(), "{} is still there", folder.display());
    assert!(!pids.iter().any(is_alive), "one of {pids:?} still runs");
}

/// Set for the process that is to be killed.
const VICTIM: &str = "AGW_TEST_CONTROL_PLANE_VICTIM";

#[test]
fn everything_stops_when_the_test_process_is_killed() {
    if std::env::var_os(VICTIM).is_some() {
        return be_killed();
    }
    if let Some(reason) = why_absent() {
        return skip(test_name!(), &reason);
    }
    let mut victim = Command::new(std::env::current_exe().expect("this program"))
        .args([test_name!(), "--exact", "--nocapture", "--test-threads=1"])
        .env(VICTIM, "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a second test process");
    let (folder, pids) = running_in(&mut victim);
    assert!(
        folder.exists() && pids.len() == 2 && pids.iter().all(is_alive),
        "{pids:?} do not run in {}",
        folder.display()
    );
    victim.kill().expect("kill -9");
    victim.wait().expect("a dead process");
    let gone = || (!folder.exists() && !pids.iter().any(is_alive)).then_some(());
    assert!(
        poll(Duration::from_secs(20), gone).is_some(),
        "{pids:?} or {} outlived the tests",
        folder.display()
    );
}

/// The victim: starts a control plane of its own, says where, and waits for the end.
fn be_killed() {
    let control_plane = ControlPlane::start().expect("a control plane");
    let pids: Vec<String> = control_plane.pids().iter().map(u32::to_string).collect();
    let line = format!("victim: {} {}\n", control_plane.folder().display(), pids.join(" "));
    std::io::stdout().write_all(line.as_bytes()).expect("a reader");
    // Its end comes too should the process that was to kill it be gone.
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
}

fn running_in(victim: &mut Child) -> (PathBuf, Vec<u32>) {
    let stdout = BufReader::new(victim.stdout.take().expect("a pipe"));
    let line = stdout
        .lines()
        .map_while(Result::ok)
        .find_map(|line| Some(line.split_once("victim: ")?.1.to_owned()));
    let line = line.expect("a second test process with a control plane");
    let mut words = line.split(' ');
    let folder = PathBuf::from(words.next().expect("a folder"));
    (folder, words.map(|pid| pid.parse().expect("a process id")).collect())
}

fn is_alive(pid: &u32) -> bool {
    let mut kill = Command::new("/bin/sh");
    kill.args(["-c", "kill -0 \"$1\"", "sh", &pid.to_string()]).stderr(Stdio::null());
    kill.status().expect("sh").success()
}
