//! `serve -f`: manifests in the cluster's place.

use std::time::{Duration, Instant};

use crate::support::plain_http::chat;
use crate::support::serving::{Serving, program};

const MODEL: &str = "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\nmetadata: {name: m}\n\
    spec: {ai: {provider: {openai: {model: MODEL}}}}\n---\n\
    apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r}\nspec:\n  rules:\n  - \
    backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: m}]\n";

fn model(serving: &Serving) -> String {
    let reply = chat(serving.address(), &[]).expect("a reply");
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.header("x-agw-model").expect("a model").to_owned()
}

#[test]
fn the_examples_send_the_header_to_the_smart_model() {
    for folder in ["examples/workshop", "examples/canonical"] {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let serving =
            Serving::start(program(), &["--simulate", "-f", &folder.display().to_string()]);
        let smart = chat(serving.address(), &[("X-Model-Tier", "smart")]).expect("a reply");
        assert_eq!(smart.header("x-agw-model"), Some("gpt-4o"), "{smart:?}");
        assert_eq!(model(&serving), "gpt-4o-mini");
    }
}

#[test]
fn a_changed_file_is_live_within_100_ms_and_no_request_fails() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("models.yaml");
    std::fs::write(&path, MODEL.replace("MODEL", "before")).expect("written");
    let serving = Serving::start(program(), &["--simulate", "-f", &path.display().to_string()]);
    assert_eq!(model(&serving), "before");
    for round in 0..5 {
        let next = format!("model-{round}");
        std::fs::write(&path, MODEL.replace("MODEL", &next)).expect("written");
        let written = Instant::now();
        let deadline = written + Duration::from_secs(10);
        while model(&serving) != next && Instant::now() < deadline {}
        let took = written.elapsed();
        assert!(took < Duration::from_millis(100), "round {round}: live after {took:?}");
    }
    std::fs::write(&path, "kind: [").expect("written");
    serving.wait_for_word("keeping the last good version");
    assert_eq!(model(&serving), "model-4");
}
