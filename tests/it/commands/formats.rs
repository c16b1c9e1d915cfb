//! `-o yaml` and `-o json` are the same in other words.

use serde_json::Value;

use kubectl_agw::domain::value::yaml;

use crate::support::control_plane::kubectl::{Outcome, run};
use crate::support::serving::{Serving, program};

const WORKSHOP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/workshop");

fn said(arguments: &[&str], format: &str) -> Outcome {
    let mut command = program();
    command.args(arguments).args(["-o", format]);
    run(command, "")
}

fn same(arguments: &[&str]) {
    let (json, yaml) = (said(arguments, "json"), said(arguments, "yaml"));
    assert_eq!(json.code, yaml.code, "{arguments:?}: {yaml:?}");
    assert!(yaml.stdout.starts_with("apiVersion: cli.kubectl-agw.dev/v1alpha1\n"), "{yaml:?}");
    let of_json: Value = serde_json::from_str(&json.stdout).expect("JSON");
    let of_yaml: Vec<Value> =
        yaml::documents(&yaml.stdout).map(|document| document.expect("a document").value).collect();
    assert_eq!(of_yaml, [of_json], "{arguments:?}");
}

#[test]
fn yaml_says_what_json_says() {
    for arguments in [
        &["check", "-f", WORKSHOP][..],
        &["upgrade", "-f", WORKSHOP, "--from", "1.5", "--to", "1.6"],
        &["graph", "-f", WORKSHOP],
        &["explain", "-f", WORKSHOP, "--header", "X-Model-Tier=smart"],
        &["explain", "AGW1001"],
        &["explain", "provider"],
        &["explain", "provider", "openai"],
        &["version", "--client"],
    ] {
        same(arguments);
    }
}

#[test]
fn yaml_of_an_audit_log_says_what_json_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log").to_string_lossy().into_owned();
    let mut serving = Serving::start(program(), &["--simulate", "-f", WORKSHOP, "--audit", &log]);
    let url = serving.address().to_string();
    let sent = said(&["test", "model", "openai-smart", "-f", WORKSHOP, "--url", &url], "yaml");
    assert!(sent.code == Some(0) && sent.stdout.contains("kind: TestResultList"), "{sent:?}");
    serving.terminate();
    assert_eq!(serving.exit_code(), Some(0));
    same(&["audit", "list", &log]);
    same(&["audit", "stats", &log]);
}
