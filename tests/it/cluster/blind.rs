//! What is not permitted is never shown as absent, and what does not exist is said to be so.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

use super::rights::model;
use crate::support::control_plane::kubectl::{Outcome, run};
use crate::support::control_plane::{ControlPlane, poll, test_name};
use crate::support::serving::program_for;
use crate::support::worlds::{World, worlds};

const READ: [&str; 3] = ["get", "list", "watch"];

/// The rules of a role: groups, resources, verbs.
fn rules(policies: bool, verbs: &[&str]) -> Value {
    let mut ours = vec!["agentgatewaybackends", "agentgatewaymodels"];
    if policies {
        ours.push("agentgatewaypolicies");
    }
    json!([
        {"apiGroups": ["agentgateway.dev"], "resources": ours, "verbs": verbs},
        {"apiGroups": ["gateway.networking.k8s.io"], "resources": ["*"], "verbs": verbs},
        {"apiGroups": [""], "resources": ["secrets", "services"], "verbs": verbs},
    ])
}

/// A user with these rules in one namespace, or in all.
pub(super) fn user(
    on: &ControlPlane,
    name: &str,
    namespace: Option<&str>,
    rules: &Value,
) -> PathBuf {
    let group = "rbac.authorization.k8s.io";
    let (role, binding) = match namespace {
        Some(_) => ("Role", "RoleBinding"),
        None => ("ClusterRole", "ClusterRoleBinding"),
    };
    let mut metadata = json!({"name": name});
    if let Some(namespace) = namespace {
        metadata["namespace"] = json!(namespace);
    }
    let version = format!("{group}/v1");
    let role_object =
        json!({"apiVersion": version, "kind": role, "metadata": metadata, "rules": rules});
    let binding = json!({"apiVersion": version, "kind": binding, "metadata": metadata,
        "roleRef": {"apiGroup": group, "kind": role, "name": name},
        "subjects": [{"apiGroup": group, "kind": "User", "name": name}]});
    on.apply(
        &json!({"apiVersion": "v1", "kind": "List", "items": [role_object, binding]}).to_string(),
    );
    let kubeconfig = on.kubeconfig_for(name);
    let place =
        namespace.map_or("--all-namespaces".to_owned(), |name| format!("--namespace={name}"));
    let question = ["auth", "can-i", "list", "gateways.gateway.networking.k8s.io", &place];
    let may = || on.kubectl_as(&kubeconfig, &question, "", &[]).success().then_some(());
    assert!(poll(Duration::from_secs(30), may).is_some(), "the role of {name} has no effect");
    kubeconfig
}

fn agw(kubeconfig: &std::path::Path, words: &str) -> Outcome {
    let mut command = program_for(kubeconfig);
    command.args(words.split(' '));
    run(command, "")
}

/// Words that say that there is nothing, or that nothing is wrong.
const ALL_IS_WELL: [&str; 6] = [
    "all ready",
    "No resources found",
    "No keys found",
    "0 errors",
    "not found",
    "available: none",
];

#[test]
fn without_any_rights_no_view_says_that_there_is_nothing() {
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        control_plane.apply(&model(&namespace));
        let nobody = control_plane.kubeconfig_for(&format!("nobody-of-{namespace}"));
        for words in [
            "status",
            "check",
            "list",
            "list backends",
            "list routes",
            "list gateways",
            "list keys",
            "list policies",
            "list --openai",
            "tree",
            "graph",
            "key list",
            "key check",
            "key check key",
            "export",
            "export backend gpt",
            "explain --path /v1/chat/completions",
            "describe model gpt",
            "describe gateway edge",
            "test curl gpt --print",
            "remove backend gpt -y",
            "remove backend gpt --dry-run",
            "set model gpt gpt-5",
            "status -w",
            "list -w",
            "add-route gpt --backend gpt --path /x",
        ] {
            let said = agw(&nobody, &format!("{words} -n {namespace}"));
            assert_eq!(said.code, Some(3), "{name}: {said:?}");
            let all = format!("{}{}", said.stdout, said.stderr);
            for well in ALL_IS_WELL {
                assert!(!all.contains(well), "{name}: {well}: {said:?}");
            }
            let names_right =
                ["no permission to list", "cannot "].iter().any(|word| all.contains(word));
            assert!(names_right, "{name}: {said:?}");
        }
        for words in [
            "status -o json",
            "list -o json -A",
            "check -o json",
            "graph -o json",
            "key list -o json",
            "key check -o json",
            "explain --path /x -o json",
        ] {
            let said = agw(&nobody, words);
            assert_eq!(said.code, Some(3), "{name}: {said:?}");
            let shape: Value = serde_json::from_str(&said.stdout).expect("JSON");
            let unread = shape["unread"].as_array().expect("what may not be read");
            let backends = "agentgatewaybackends.agentgateway.dev";
            let row = unread.iter().find(|row| row["resource"] == backends).expect("backends");
            assert_eq!((&row["verb"], &row["reason"]), (&json!("list"), &json!("Forbidden")));
        }
    }
}

#[test]
fn rights_in_one_namespace_are_enough_for_it_and_others_are_named_as_unseen() {
    for World { name, control_plane } in worlds(test_name!()) {
        let (own, other) = (control_plane.namespace(), control_plane.namespace());
        control_plane.apply(&model(&own));
        control_plane.apply(&model(&other));
        let rights = rules(true, &READ);
        let onens = user(control_plane, &format!("one-of-{own}"), Some(&own), &rights);
        for words in [
            "list",
            "list gateways",
            "list keys",
            "key list",
            "key check",
            "export",
            "tree",
            "describe model gpt",
            "test curl gpt --print",
            "remove backend gpt --dry-run",
        ] {
            let said = agw(&onens, &format!("{words} -n {own}"));
            assert_eq!(said.code, Some(0), "{name}: {words}: {said:?}");
            assert!(!said.stderr.contains("no permission"), "{name}: {words}: {said:?}");
        }
        for words in ["list", "check", "tree", "key list"] {
            let mut everywhere = program_for(&onens);
            everywhere.args(words.split(' ')).args(["-n", &own, "-A"]);
            let said = run(everywhere, "");
            assert_eq!(said.code, Some(1), "{name}: {words}: {said:?}");
            let seen = format!("in all namespaces; only read in namespace {own}");
            assert!(said.stderr.contains(&seen), "{name}: {words}: {said:?}");
        }
        for words in ["list", "status", "check", "describe model gpt", "key list"] {
            let said = agw(&onens, &format!("{words} -n {other}"));
            assert_eq!(said.code, Some(3), "{name}: {words}: {said:?}");
        }
    }
}

#[test]
fn policies_that_may_not_be_read_are_said_and_the_exit_code_is_one() {
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        control_plane.apply(&model(&namespace));
        let rights = rules(false, &READ);
        let user = user(control_plane, &format!("nopolicy-of-{namespace}"), None, &rights);
        for words in [
            "list",
            "status",
            "check",
            "tree",
            "describe model gpt",
            "explain --path /x",
            "remove backend gpt --dry-run",
        ] {
            let said = agw(&user, &format!("{words} -n {namespace}"));
            assert_eq!(said.code, Some(1), "{name}: {words}: {said:?}");
            let told = "no permission to list agentgatewaypolicies.agentgateway.dev";
            assert!(said.stderr.contains(told), "{name}: {words}: {said:?}");
            assert!(!said.stderr.contains("Policys"), "{name}: {words}: {said:?}");
        }
    }
}

#[test]
fn a_namespace_that_does_not_exist_is_said_by_every_view() {
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        let typo = format!("{namespace}x");
        let admin = control_plane.admin_kubeconfig();
        for words in [
            "status",
            "check",
            "list",
            "list routes",
            "tree",
            "graph",
            "key list",
            "key check",
            "export",
            "explain --path /x",
            "describe model gpt",
            "test curl gpt",
            "remove backend gpt -y",
            "set model gpt gpt-5",
            "status -w",
            "list -w",
        ] {
            let said = agw(admin, &format!("{words} -n {typo}"));
            assert_eq!(said.code, Some(2), "{name}: {said:?}");
            let told = format!(
                "namespace {typo} not found; did you mean {namespace}? (available: {namespace}"
            );
            assert!(said.stderr.contains(&told), "{name}: {said:?}");
        }
        // One that exists and is empty is no mistake; who may not see namespaces is told nothing of them.
        let empty = agw(admin, &format!("list -n {namespace}"));
        assert_eq!(empty.code, Some(0), "{name}: {empty:?}");
        let nobody = control_plane.kubeconfig_for(&format!("nobody-of-{namespace}"));
        let said = agw(&nobody, &format!("status -n {typo}"));
        assert!(!said.stderr.contains("not found"), "{name}: {said:?}");
    }
}
