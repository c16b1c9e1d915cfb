//! The same command a second time, after something has changed; and hints that work as they are given.

use serde_json::{Value, json};

use crate::support::control_plane::kubectl::{Outcome, run};
use crate::support::control_plane::{ControlPlane, test_name};
use crate::support::scripted_api::{Reaction, ScriptedApi};
use crate::support::serving::program_for;
use crate::support::worlds::{World, worlds};

fn agw(on: &ControlPlane, namespace: &str, words: &str, key: &str) -> Outcome {
    let mut command = program_for(on.admin_kubeconfig());
    command.args(words.split(' ')).args(["-n", namespace]).env("NEW_KEY", key);
    run(command, "")
}

fn live(on: &ControlPlane, namespace: &str, object: &str) -> Value {
    let said = on.kubectl(&["get", object, "-n", namespace, "-o", "json"]).expect_success();
    serde_json::from_str(&said).expect("JSON")
}

#[test]
fn add_backend_again_keeps_the_gateway_and_says_what_stays_in_force() {
    for World { name, control_plane: on } in worlds(test_name!()) {
        let namespace = on.namespace();
        let agw = |words: &str| agw(on, &namespace, words, "");
        agw("add-gateway only --wait=false").expect_success();
        let add = "add-backend rt --provider openai --model gpt-4o --header q=1 --gateway only";
        let more = "--fallback anthropic:claude-sonnet-4-5 --rate-limit 5/minute --wait=false";
        agw(&format!("{add} {more}")).expect_success();
        agw("add-gateway agentgateway-proxy --wait=false").expect_success();
        let again = "add-backend rt --provider openai --model gpt-4o --header q=1 --wait=false";
        let said = agw(again);
        assert_eq!(said.code, Some(0), "{name}: {said:?}");
        let parents = &live(on, &namespace, "httproute/rt")["spec"]["parentRefs"];
        assert_eq!(parents.as_array().map(Vec::len), Some(1), "{name}: {parents}");
        assert_eq!(parents[0]["name"], "only", "{name}: {said:?}");
        assert!(said.stderr.contains("of HTTPRoute"), "{name}: {said:?}");
        let stays =
            format!("AgentgatewayPolicy {namespace}/rt (traffic.rateLimit, traffic.retry) is not");
        assert!(said.stderr.contains(&stays), "{name}: {said:?}");
        let goes = format!(
            "no --fallback: this run removes the fallback of AgentgatewayBackend {namespace}/rt (anthropic"
        );
        assert!(said.stderr.contains(&goes), "{name}: {said:?}");
        // The command that the sentence gives removes it.
        let command = said.stderr.lines().find_map(|line| line.split_once("to remove it: "));
        let command = command.expect("a command").1;
        let words: Vec<_> = command.split(' ').skip(1).collect();
        on.kubectl(&words).expect_success();
        let third = agw(again);
        assert!(!third.stderr.contains("is not part of this run"), "{name}: {third:?}");
        assert!(!third.stderr.contains("no --fallback"), "{name}: {third:?}");

        // Two Gateways are a question.
        let patch = r#"[{"op": "add", "path": "/spec/parentRefs/-", "value": {"name": "agentgateway-proxy"}}]"#;
        let two = ["patch", "httproute/rt", "-n", &namespace, "--type=json", "-p", patch];
        on.kubectl(&two).expect_success();
        let said = agw(again);
        assert_eq!(said.code, Some(2), "{name}: {said:?}");
        assert!(said.stderr.contains("--gateway"), "{name}: {said:?}");
    }
}

#[test]
fn key_set_as_hinted_works_on_a_secret_that_kubectl_created() {
    for World { name, control_plane: on } in worlds(test_name!()) {
        let namespace = on.namespace();
        let literal = "--from-literal=Authorization=changeme";
        on.kubectl(&["create", "secret", "generic", "k", "-n", &namespace, literal])
            .expect_success();
        let checked = agw(on, &namespace, "key check k -o json", "");
        let findings: Value = serde_json::from_str(&checked.stdout).expect("JSON");
        let next = findings["items"][0]["next"].as_str().expect("a command").to_owned();
        let words = next.strip_prefix("kubectl agw ").expect("ours");
        let words = words.split(" -n ").next().expect("words");
        let said = agw(on, &namespace, &format!("{words} --from-env NEW_KEY"), "sk-canary-anew");
        assert_eq!(said.code, Some(0), "{name}: {words}: {said:?}");
        assert!(said.stderr.contains("taken over from kubectl-create"), "{name}: {said:?}");
        // What somebody applies again is theirs.
        let applied = format!(
            "apiVersion: v1\nkind: Secret\nmetadata: {{name: theirs, namespace: {namespace}}}\n\
             data: {{Authorization: c2stdGhlaXJz}}\n"
        );
        on.apply(&applied);
        let refused = agw(on, &namespace, "key set theirs --from-env NEW_KEY", "sk-canary-anew");
        assert_eq!(refused.code, Some(3), "{name}: {refused:?}");
        assert!(refused.stderr.contains("nothing was written"), "{name}: {refused:?}");
    }
}

#[test]
fn what_kubectl_applied_of_an_export_differs_in_nothing() {
    for World { name, control_plane: on } in worlds(test_name!()) {
        let namespace = on.namespace();
        let folder = tempfile::tempdir().expect("a folder");
        let to = folder.path().to_str().expect("a path");
        agw(on, &namespace, "add-gateway edge --wait=false", "").expect_success();
        let add = "add-backend gpt --provider openai --model gpt-4o --header q=1 --wait=false";
        agw(on, &namespace, add, "").expect_success();
        agw(on, &namespace, &format!("export --to {to}"), "").expect_success();
        for object in ["gateway/edge", "httproute/gpt", "agentgatewaybackend/gpt"] {
            on.kubectl(&["delete", object, "-n", &namespace]).expect_success();
        }
        on.kubectl(&["apply", "-n", &namespace, "-f", to]).expect_success();
        let same = agw(on, &namespace, &format!("diff -f {to}"), "");
        assert_eq!((same.code, same.stdout.as_str()), (Some(0), ""), "{name}: {same:?}");
        let applied = agw(on, &namespace, &format!("apply -f {to} --wait=false"), "");
        assert_eq!(applied.code, Some(0), "{name}: {applied:?}");
    }
}

#[test]
fn a_removal_names_who_will_bring_the_object_back() {
    for World { name, control_plane: on } in worlds(test_name!()) {
        let namespace = on.namespace();
        let backend = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
            "metadata": {"name": "gpt", "namespace": namespace, "annotations":
                {"argocd.argoproj.io/tracking-id": "shop:agentgateway.dev/AgentgatewayBackend:n/gpt"}},
            "spec": {"ai": {"provider": {"openai": {"model": "gpt-4o"}}}}});
        on.apply(&backend.to_string());
        let said = agw(on, &namespace, "remove backend gpt --yes", "");
        assert_eq!(said.code, Some(0), "{name}: {said:?}");
        assert!(said.stderr.contains("belongs to Argo CD application shop"), "{name}: {said:?}");
    }
}

#[test]
fn an_admission_policy_that_quotes_the_key_shows_none_of_it_and_is_no_missing_right() {
    for World { name, control_plane: on } in worlds(test_name!()) {
        let namespace = on.namespace();
        let version = "admissionregistration.k8s.io/v1";
        let selector = json!({"matchLabels": {"kubernetes.io/metadata.name": namespace}});
        let policy = json!({"apiVersion": version, "kind": "ValidatingAdmissionPolicy",
            "metadata": {"name": format!("quotes-{namespace}")},
            "spec": {"matchConstraints": {"resourceRules": [{"apiGroups": [""], "apiVersions": ["v1"],
                        "operations": ["CREATE", "UPDATE"], "resources": ["secrets"]}]},
                "validations": [{"expression": "false",
                    "messageExpression": "'your key ' + string(object.data['Authorization']) + ' is refused'"}]}});
        let binding = json!({"apiVersion": version, "kind": "ValidatingAdmissionPolicyBinding",
            "metadata": {"name": format!("quotes-{namespace}")},
            "spec": {"policyName": format!("quotes-{namespace}"), "validationActions": ["Deny"],
                "matchResources": {"namespaceSelector": selector}}});
        on.apply(&policy.to_string());
        on.apply(&binding.to_string());
        let refused =
            crate::support::control_plane::poll(std::time::Duration::from_secs(30), || {
                let said = agw(on, &namespace, "key set k --from-env NEW_KEY", "sk-canary-vap");
                (said.code != Some(0)).then_some(said)
            });
        let refused = refused.expect("a refusal");
        assert_eq!(refused.code, Some(3), "{name}: {refused:?}");
        let all = format!("{}{}", refused.stdout, refused.stderr);
        assert!(all.contains("your key *** is refused"), "{name}: {refused:?}");
        assert!(!all.contains("c2stY2FuYXJ5LXZhcA"), "{name}: {refused:?}");
        assert!(!all.contains("ask for permission"), "{name}: {refused:?}");
        assert!(all.contains("kubectl get validatingadmissionpolicy"), "{name}: {refused:?}");
        assert!(all.contains("nothing was written"), "{name}: {refused:?}");
    }
}

#[test]
fn a_server_that_is_no_api_server_is_an_error_for_reads_and_writes() {
    for answer in [json!({"status": "ok"}), json!({}), json!({"items": []}), json!([])] {
        let given = answer.clone();
        let server = ScriptedApi::start(move |_| Reaction::Json(200, given.clone()));
        for words in [
            "list",
            "status",
            "check",
            "key list",
            "export",
            "describe model x",
            "add-backend x --provider openai --gateway edge --wait=false",
            "remove backend x -y",
            "set model x gpt-4o",
            "crds install",
        ] {
            let words: Vec<_> = words.split(' ').collect();
            let said = run(server.program(&words), "");
            assert_eq!(said.code, Some(3), "{answer}: {said:?}");
            let told = "doesn't answer like a Kubernetes API server";
            assert!(said.stderr.contains(told), "{answer}: {said:?}");
            let claims = said.stderr.lines().any(|line| line.starts_with("written to"));
            assert!(!claims, "{answer}: {said:?}");
        }
    }
}

#[test]
fn a_key_whose_answer_was_lost_is_not_known_to_be_written() {
    let server = ScriptedApi::start(|asked| match asked.writes() {
        true => Reaction::BreakOff,
        false => Reaction::usual(asked),
    });
    let mut command = server.program(&["key", "set", "k", "--from-env", "NEW_KEY"]);
    command.env("NEW_KEY", "sk-canary-lost");
    let said = run(command, "");
    assert_eq!(said.code, Some(3), "{said:?}");
    assert!(said.stderr.contains("it is unknown whether Secret n/k was written"), "{said:?}");
    assert!(said.stderr.contains("the same command again writes it"), "{said:?}");
    let refusal = json!({"kind": "Status", "status": "Failure", "code": 500, "message": "no"});
    let server = ScriptedApi::start(move |asked| match asked.writes() {
        true => Reaction::Json(500, refusal.clone()),
        false => Reaction::usual(asked),
    });
    let mut command = server.program(&["key", "set", "k", "--from-env", "NEW_KEY"]);
    command.env("NEW_KEY", "sk-canary-lost");
    let said = run(command, "");
    assert!(said.stderr.contains("nothing was written"), "{said:?}");
}

#[test]
fn going_back_to_the_old_key_is_not_said_to_be_safe_twice_where_the_answer_was_lost() {
    let server =
        ScriptedApi::start(|asked| match (asked.writes(), asked.target.contains("/secrets/")) {
            (true, _) => Reaction::BreakOff,
            (false, true) => Reaction::Json(
                200,
                json!({"apiVersion": "v1", "kind": "Secret",
                "metadata": {"name": "k", "namespace": "n", "resourceVersion": "7"},
                "data": {"Authorization": "bmV3", "Authorization.previous": "b2xk"}}),
            ),
            (false, false) => Reaction::usual(asked),
        });
    let said = run(server.program(&["key", "rotate", "k", "--back"]), "");
    assert_eq!(said.code, Some(3), "{said:?}");
    assert!(said.stderr.contains("it is unknown whether Secret n/k was written"), "{said:?}");
    assert!(said.stderr.contains("the same command again would undo it"), "{said:?}");
    assert!(!said.stderr.contains("finds it already written"), "{said:?}");
    assert!(said.stderr.contains("\nkubectl get secret k -n n --show-managed-fields"), "{said:?}");
}

#[test]
fn a_server_that_gave_up_waiting_may_have_written() {
    for (code, reason, message) in [
        (504, "Timeout", "Timeout: request did not complete within requested timeout"),
        (500, "InternalError", "etcdserver: request timed out"),
    ] {
        let refusal = json!({"kind": "Status", "apiVersion": "v1", "status": "Failure",
            "code": code, "reason": reason, "message": message});
        let server = ScriptedApi::start(move |asked| match asked.writes() {
            true => Reaction::Json(code, refusal.clone()),
            false => Reaction::usual(asked),
        });
        for words in ["key set k --from-env NEW_KEY", "add-gateway edge --wait=false"] {
            let words: Vec<_> = words.split(' ').collect();
            let mut command = server.program(&words);
            command.env("NEW_KEY", "sk-canary-late");
            let said = run(command, "");
            assert_eq!(said.code, Some(3), "{said:?}");
            assert!(said.stderr.contains("is unknown"), "{said:?}");
            assert!(!said.stderr.contains("nothing was written"), "{said:?}");
        }
    }
}

#[test]
fn what_a_dry_run_is_refused_was_changed_nowhere_and_the_place_is_named() {
    for World { name, control_plane: on } in worlds(test_name!()) {
        let namespace = on.namespace();
        agw(on, &namespace, "add-gateway edge --wait=false", "").expect_success();
        let add = "add-backend gpt --provider openai --model gpt-4o --header q=1 --wait=false";
        agw(on, &namespace, add, "").expect_success();
        let rules = json!([
            {"apiGroups": ["agentgateway.dev", "gateway.networking.k8s.io"], "resources": ["*"],
             "verbs": ["get", "list"]},
        ]);
        let user = super::blind::user(on, &format!("looks-{namespace}"), Some(&namespace), &rules);
        for (words, nothing) in [
            ("set model gpt gpt-5", "nothing was changed in"),
            ("remove backend gpt --yes --cascade", "nothing was removed from"),
            ("add-gateway other", "nothing was written to"),
        ] {
            for dry in ["--dry-run=server", "--dry-run=none"] {
                let mut command = program_for(&user);
                command.args(words.split(' ')).args([dry, "-n", &namespace]);
                let said = run(command, "");
                assert_eq!(said.code, Some(3), "{name}: {said:?}");
                let place = format!("{nothing} namespace {namespace} of context");
                assert!(said.stderr.contains(&place), "{name}: {words} {dry}: {said:?}");
            }
        }
    }
}
