//! API keys of clients, in Secrets and ConfigMaps that a policy chooses by label.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::support::control_plane::{ControlPlane, test_name};
use crate::support::plain_http::{Reply, chat};
use crate::support::serving::{Serving, is_optimised, program_for, timed_for};
use crate::support::worlds::{World, worlds};

/// A change is live within this time, which an unoptimised program takes a few times over.
fn bound() -> Duration {
    Duration::from_millis(if is_optimised() { 100 } else { 400 })
}

/// Within this time a moment must come in which other tests leave the machine alone.
const QUIET_WITHIN: Duration = Duration::from_secs(240);

/// The SHA-256 of `sk-bob`.
const BOB: &str = "sha256:36c76b48bb2ee1d9d37140550e9d7ed7d395cf56f41050dc2a72e5291c0011f0";

/// A Gateway, a backend, a route with a policy that chooses by `selector`, and keys of ann (a Secret) and bob (a
/// ConfigMap).
fn registry(namespace: &str, selector: &str) -> String {
    let own = |name: &str| json!({"name": name, "namespace": namespace});
    let labelled =
        |name: &str| json!({"name": name, "namespace": namespace, "labels": {"for": "clients"}});
    let agentgateway = "agentgateway.dev/v1alpha1";
    let gateway_api = "gateway.networking.k8s.io";
    let to = json!({"group": "agentgateway.dev", "kind": "AgentgatewayBackend", "name": "gpt"});
    let on = json!({"group": gateway_api, "kind": "HTTPRoute", "name": "gpt"});
    let bob = json!({"keyHash": BOB}).to_string();
    json!({"apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": format!("{gateway_api}/v1"), "kind": "Gateway", "metadata": own("edge"),
            "spec": {"gatewayClassName": "agentgateway",
                "listeners": [{"name": "http", "port": 80, "protocol": "HTTP"}]}},
        {"apiVersion": agentgateway, "kind": "AgentgatewayBackend", "metadata": own("gpt"),
            "spec": {"ai": {"provider": {"openai": {"model": "gpt-4o"}}}}},
        {"apiVersion": format!("{gateway_api}/v1"), "kind": "HTTPRoute", "metadata": own("gpt"),
            "spec": {"parentRefs": [{"name": "edge"}], "rules": [{"backendRefs": [to]}]}},
        {"apiVersion": agentgateway, "kind": "AgentgatewayPolicy", "metadata": own("keys"),
            "spec": {"targetRefs": [on], "traffic": {"apiKeyAuthentication":
                {selector: {"matchLabels": {"for": "clients"}}}}}},
        {"apiVersion": "v1", "kind": "Secret", "metadata": labelled("ann"),
            "stringData": {"ann": "sk-ann"}},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": labelled("bob"),
            "data": {"bob": bob, "raw": "sk-raw"}},
    ]})
    .to_string()
}

fn address(serving: &Serving, namespace: &str) -> SocketAddr {
    let own = json!(format!("{namespace}/edge"));
    let addresses = serving.said["addresses"].as_array().cloned().unwrap_or_default();
    let found = addresses.into_iter().find(|one| one["gateway"] == own).expect("our Gateway");
    let url = found["url"].as_str().and_then(|url| url.strip_prefix("http://"));
    url.and_then(|url| url.parse().ok()).expect("an address")
}

fn ask(address: SocketAddr, key: &str) -> Reply {
    chat(address, &[("Authorization", &format!("Bearer {key}"))]).expect("a reply")
}

/// How long after kubectl's return the key's answer has this status; none if it never has.
fn live_after(address: SocketAddr, key: &str, status: u16) -> Option<Duration> {
    let changed = Instant::now();
    while changed.elapsed() < Duration::from_secs(10) {
        if ask(address, key).status == status {
            return Some(changed.elapsed());
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    None
}

/// Takes the label off and puts it on again until each was live in time once, or the machine never was quiet.
fn label_lets_in(
    control_plane: &ControlPlane,
    namespace: &str,
    what: [&str; 2],
    to: (SocketAddr, &str),
) {
    let [kind, name] = what;
    let (address, key) = to;
    let label = |to: &str| {
        control_plane
            .kubectl(&["label", kind, name, "-n", namespace, "--overwrite", to])
            .expect_success();
    };
    let began = Instant::now();
    let (mut out, mut back) = (Duration::MAX, Duration::MAX);
    loop {
        label("for-");
        out = out.min(live_after(address, key, 401).expect("shut out"));
        label("for=clients");
        back = back.min(live_after(address, key, 200).expect("let in"));
        if out.max(back) <= bound() {
            return;
        }
        assert!(began.elapsed() < QUIET_WITHIN, "live after {out:?} and {back:?}");
    }
}

#[test]
fn who_is_let_in_changes_with_the_label() {
    for World { name, control_plane } in worlds(test_name!()) {
        for (selector, what, key, stranger) in [
            ("secretSelector", ["secret", "ann"], "sk-ann", "sk-bob"),
            ("configMapSelector", ["configmap", "bob"], "sk-bob", "sk-ann"),
        ] {
            let namespace = control_plane.namespace();
            control_plane.apply(&registry(&namespace, selector));
            let program = timed_for(control_plane.admin_kubeconfig());
            let serving = Serving::start(program, &["--simulate", "--no-access-log"]);
            let address = address(&serving, &namespace);
            assert_eq!(ask(address, key).status, 200, "{name} {selector}: {}", serving.said);
            for other in [stranger, "sk-raw"] {
                assert_eq!(ask(address, other).status, 401, "{name} {selector}: {other}");
            }
            let said = serving.said.to_string();
            let raw = format!("key raw of ConfigMap {namespace}/bob is skipped");
            assert_eq!(said.contains(&raw), selector == "configMapSelector", "{name}: {said}");
            assert!(!(said + &serving.stderr()).contains("sk-raw"), "{name}");
            label_lets_in(control_plane, &namespace, what, (address, key));
        }
    }
}

#[test]
fn without_the_right_to_list_the_keys_nobody_is_let_in_and_it_is_said() {
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        control_plane.apply(&registry(&namespace, "secretSelector"));
        let reader = control_plane.reader_without_secrets(&namespace);
        let serving = Serving::start(program_for(&reader), &["--simulate", "--no-access-log"]);
        let why = format!(
            "no permission to list Secrets in namespace {namespace} with labels for=clients"
        );
        assert!(serving.said["leftOut"].to_string().contains(&why), "{name}: {:#}", serving.said);
        let reply = ask(address(&serving, &namespace), "sk-ann");
        assert_eq!(reply.status, 503, "{name}: {reply:?}");
        assert!(reply.body.contains(&why), "{name}: {reply:?}");
    }
}
