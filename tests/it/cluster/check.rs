//! `check` against a real API server.

use serde_json::{Value, json};

use crate::support::control_plane::{kubectl::run, test_name};
use crate::support::serving::program_for;
use crate::support::worlds::{World, worlds};

fn manifests(namespace: &str) -> String {
    format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: edge, namespace: {namespace}}}\n\
         spec:\n  gatewayClassName: agentgateway\n  listeners:\n  - {{name: http, port: 80, protocol: HTTP}}\n---\n\
         apiVersion: v1\nkind: Secret\nmetadata: {{name: key, namespace: {namespace}}}\n\
         stringData: {{Authorization: Bearer Bearer sk-canary-of-check}}\n---\n\
         apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\n\
         metadata: {{name: gpt, namespace: {namespace}}}\n\
         spec:\n  ai: {{provider: {{openai: {{model: gpt-4o}}}}}}\n  policies: {{auth: {{secretRef: {{name: key}}}}}}\n---\n\
         apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: gpt, namespace: {namespace}}}\n\
         spec:\n  parentRefs: [{{name: edge}}]\n  rules:\n  - \
         backendRefs: [{{group: agentgateway.dev, kind: AgentgatewayBackend, name: gpt}}]\n"
    )
}

#[test]
fn a_key_is_judged_by_those_who_may_read_it_and_skipped_by_the_others() {
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        control_plane.apply(&manifests(&namespace));
        let rules = ["check", "-n", &namespace, "--only", "AGW1,AGW2,AGW3,AGW9002"];
        let mut admin = program_for(control_plane.admin_kubeconfig());
        admin.args(rules);
        let found = run(admin, "");
        assert_eq!(found.code, Some(1), "{name}: {found:?}");
        assert!(found.stdout.contains("AGW2002"), "{name}: {found:?}");
        assert!(!format!("{found:?}").contains("sk-canary"), "{name}");

        let reader = control_plane.reader_without_secrets(&namespace);
        let mut less = program_for(&reader);
        less.args(rules);
        let found = run(less, "");
        assert_eq!(found.code, Some(0), "{name}: {found:?}");
        let skipped = format!("skipped, no permission (get Secret {namespace}/key)");
        assert!(found.stderr.contains(&skipped), "{name}: {found:?}");

        let mut review = program_for(&reader);
        review.args(rules).args(["-o", "sarif"]);
        let log: Value = serde_json::from_str(&run(review, "").expect_success()).expect("JSON");
        let notes = log["runs"][0]["invocations"][0]["toolExecutionNotifications"].clone();
        let note = notes.as_array().into_iter().flatten().find(|note| {
            note["associatedRule"]["id"] == "AGW2002" && note["message"]["text"] == json!(skipped)
        });
        assert!(note.is_some(), "{name}: {notes}");
    }
}
