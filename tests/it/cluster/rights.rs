//! Users who may not do everything.

use crate::support::control_plane::{kubectl::run, test_name};
use crate::support::plain_http::chat;
use crate::support::serving::{Serving, program_for};
use crate::support::worlds::{World, worlds};

pub fn model(namespace: &str) -> String {
    format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: edge, namespace: {namespace}}}\n\
         spec:\n  gatewayClassName: agentgateway\n  listeners:\n  - {{name: http, port: 80, protocol: HTTP}}\n---\n\
         apiVersion: v1\nkind: Secret\nmetadata: {{name: key, namespace: {namespace}}}\n\
         stringData: {{Authorization: sk-canary-of-rights}}\n---\n\
         apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\n\
         metadata: {{name: gpt, namespace: {namespace}}}\n\
         spec:\n  ai: {{provider: {{openai: {{model: gpt-4o}}}}}}\n  policies: {{auth: {{secretRef: {{name: key}}}}}}\n---\n\
         apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: gpt, namespace: {namespace}}}\n\
         spec:\n  parentRefs: [{{name: edge}}]\n  rules:\n  - \
         backendRefs: [{{group: agentgateway.dev, kind: AgentgatewayBackend, name: gpt}}]\n"
    )
}

#[test]
fn without_rights_to_secrets_the_registry_is_whole_and_the_environment_may_supply_the_key() {
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        control_plane.apply(&model(&namespace));
        let reader = control_plane.reader_without_secrets(&namespace);
        let mut list = program_for(&reader);
        list.args(["list", "-o", "wide", "-n", &namespace]);
        let listed = run(list, "");
        assert_eq!(listed.code, Some(0), "{name}: {listed:?}");
        assert!(listed.stdout.contains("key/Authorization (no permission)"), "{name}: {listed:?}");
        assert!(listed.stdout.contains("SecretForbidden"), "{name}: {listed:?}");

        let url = |serving: &Serving| {
            let own = serde_json::json!(format!("{namespace}/edge"));
            let addresses = serving.said["addresses"].as_array().cloned().unwrap_or_default();
            let found =
                addresses.into_iter().find(|one| one["gateway"] == own).expect("our Gateway");
            found["url"]
                .as_str()
                .and_then(|url| url.strip_prefix("http://"))
                .and_then(|url| url.parse().ok())
                .expect("an address")
        };
        let refused = Serving::start(program_for(&reader), &[]);
        assert!(
            refused.said["leftOut"].to_string().contains("export OPENAI_API_KEY"),
            "{name}: {:#}",
            refused.said
        );
        let reply = chat(url(&refused), &[]).expect("a reply");
        assert_eq!((reply.status, reply.body.as_str()), (500, "service not found"), "{name}");

        let mut with_key = program_for(&reader);
        with_key.env("OPENAI_API_KEY", "sk-canary-of-the-environment");
        let served = Serving::start(with_key, &[]);
        let said = served.said.to_string();
        assert!(said.contains("is read from $OPENAI_API_KEY"), "{name}: {said}");
        assert!(!(said + &served.stderr()).contains("sk-canary"), "{name}");
    }
}
