//! What a cluster tells of its releases, and `-o yaml` next to `-o json` of the commands that compare with a cluster.

use std::path::Path;

use serde_json::Value;

use kubectl_agw::domain::value::yaml;

use crate::support::control_plane::kubectl::run;
use crate::support::control_plane::test_name;
use crate::support::serving::program_for;
use crate::support::worlds::{World, worlds};

/// What a command says as JSON; as YAML it says the same.
fn said(kubeconfig: &Path, arguments: &[&str]) -> Value {
    let as_format = |format| {
        let mut command = program_for(kubeconfig);
        command.args(arguments).args(["-o", format]);
        run(command, "")
    };
    let (of_json, of_yaml) = (as_format("json"), as_format("yaml"));
    assert_eq!(of_json.code, of_yaml.code, "{of_json:?} {of_yaml:?}");
    let document = yaml::documents(&of_yaml.stdout).next().expect("YAML").expect("a document");
    let of_json: Value = serde_json::from_str(&of_json.stdout).expect("JSON");
    assert_eq!(document.value, of_json, "{arguments:?}");
    of_json
}

#[test]
fn a_cluster_tells_its_releases_and_yaml_says_what_json_says() {
    for World { name, control_plane } in worlds(test_name!()) {
        let admin = control_plane.admin_kubeconfig();
        let server = said(admin, &["version"])["server"].clone();
        assert!(server["version"].as_str().is_some_and(|v| v.starts_with("v1.")), "{server}");
        let crds = server["crds"].as_str().unwrap_or_else(|| panic!("{name}: {server}"));
        assert!(["1.4", "1.5", "1.6"].contains(&crds), "{name}: {server}");
        let namespace = control_plane.namespace();
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("backend.yaml");
        let backend = format!(
            "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\n\
             metadata: {{name: gpt, namespace: {namespace}}}\n\
             spec: {{ai: {{provider: {{openai: {{model: gpt-4o}}}}}}}}\n"
        );
        std::fs::write(&file, backend).expect("a file");
        let file = file.to_string_lossy();
        assert_eq!(said(admin, &["diff", "-f", &file])["kind"], "DiffList", "{name}");
        assert_eq!(said(admin, &["plan", "-f", &file])["kind"], "Plan", "{name}");
    }
}
