//! The views of the registry on a real API server: selectors, rights, events, hostile content, watches.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::control_plane::kubectl::{Outcome, run};
use crate::support::control_plane::{ControlPlane, test_name};
use crate::support::serving::program_for;
use crate::support::worlds::{World, vendors, worlds};

const VIEWS: [&str; 6] = ["models", "backends", "routes", "gateways", "keys", "policies"];

fn model(namespace: &str) -> String {
    format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: edge, namespace: {namespace}}}\n\
         spec:\n  gatewayClassName: agentgateway\n  listeners:\n  - {{name: http, port: 80, protocol: HTTP}}\n---\n\
         apiVersion: v1\nkind: Secret\nmetadata: {{name: key, namespace: {namespace}}}\n\
         stringData: {{Authorization: sk-canary-of-views}}\n---\n\
         apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\n\
         metadata: {{name: gpt, namespace: {namespace}, labels: {{team: a}}}}\n\
         spec:\n  ai: {{provider: {{openai: {{model: gpt-4o}}}}}}\n  policies: {{auth: {{secretRef: {{name: key}}}}}}\n---\n\
         apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\n\
         metadata: {{name: other, namespace: {namespace}, labels: {{team: b}}}}\n\
         spec:\n  ai: {{provider: {{openai: {{model: gpt-4o-mini}}}}}}\n  policies: {{auth: {{secretRef: {{name: key}}}}}}\n---\n\
         apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: gpt, namespace: {namespace}}}\n\
         spec:\n  parentRefs: [{{name: edge}}]\n  rules:\n  - \
         backendRefs: [{{group: agentgateway.dev, kind: AgentgatewayBackend, name: gpt}}]\n---\n\
         apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayModel\nmetadata: {{name: fast, namespace: {namespace}}}\n\
         spec: {{parentRefs: [{{name: edge}}], provider: OpenAI}}\n"
    )
}

fn agw(kubeconfig: &Path, arguments: &[&str]) -> Outcome {
    let mut command = program_for(kubeconfig);
    command.args(arguments);
    run(command, "")
}

/// Writes a condition into the status of a backend, as a controller would.
fn say_of(control_plane: &ControlPlane, namespace: &str, name: &str, message: &str) {
    let status = serde_json::json!({"status": {"conditions": [{"type": "Accepted", "status": "False",
        "reason": "TranslationError", "message": message, "lastTransitionTime": "2026-01-01T00:00:00Z"}]}});
    let status = status.to_string();
    let patch = ["patch", "agentgatewaybackend", name, "-n", namespace];
    let merge = ["--subresource=status", "--type=merge", "-p", &status];
    control_plane.kubectl(&[&patch[..], &merge[..]].concat()).expect_success();
}

#[test]
fn selectors_go_to_the_server_and_the_join_stays_whole() {
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        control_plane.apply(&model(&namespace));
        let admin = control_plane.admin_kubeconfig();
        let list = |more: &[&str]| agw(admin, &[&["list", "-n", &namespace], more].concat());
        let labelled = list(&["-l", "team=a", "-o", "json"]).expect_success();
        let labelled: Value = serde_json::from_str(&labelled).expect("JSON");
        let items = labelled["items"].as_array().expect("items");
        assert_eq!(items.len(), 1, "{name}: {labelled:#}");
        assert_eq!(items[0]["routes"][0]["route"], format!("{namespace}/gpt"), "{name}");
        let by_field = list(&["--field-selector", "metadata.name=other", "-o", "name"]);
        assert_eq!(
            by_field.expect_success(),
            "agentgatewaybackend.agentgateway.dev/other\n",
            "{name}"
        );
        let wrong = list(&["-l", "a b"]);
        assert!(!wrong.success() && !wrong.stderr.contains("panic"), "{name}: {wrong:?}");
        let whole = list(&["-o", "wide"]).expect_success();
        assert!(whole.contains("NotHonoured: ignored by the controller"), "{name}: {whole}");
        let labels = list(&["--show-labels"]).expect_success();
        assert!(labels.contains("team=b"), "{name}: {labels}");
    }
}

#[test]
fn without_rights_to_secrets_every_view_is_whole_and_exits_0() {
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        control_plane.apply(&model(&namespace));
        let reader = control_plane.reader_without_secrets(&namespace);
        for view in VIEWS {
            let listed = agw(&reader, &["list", view, "-n", &namespace, "-o", "wide"]);
            assert_eq!(listed.code, Some(0), "{name} {view}: {listed:?}");
            let expected = ["models", "keys"].contains(&view);
            assert!(
                !expected || listed.stdout.contains("no permission"),
                "{name} {view}: {listed:?}"
            );
        }
        let described = agw(&reader, &["describe", "model", "gpt", "-n", &namespace]);
        assert_eq!(described.code, Some(0), "{name}: {described:?}");
        for words in ["no permission (get secrets)", "Events: no permission", "HTTPRoute"] {
            assert!(described.stdout.contains(words), "{name} {words}: {}", described.stdout);
        }
        assert!(!described.stdout.contains("sk-canary"), "{name}");
        let tree = agw(&reader, &["tree", "-n", &namespace]).expect_success();
        assert!(tree.contains("SecretForbidden"), "{name}: {tree}");
    }
}

#[test]
fn a_description_shows_conditions_and_events_and_status_is_a_gate() {
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        control_plane.apply(&model(&namespace));
        say_of(control_plane, &namespace, "gpt", "the provider is unknown");
        let event = format!(
            "apiVersion: v1\nkind: Event\nmetadata: {{name: e, namespace: {namespace}}}\ntype: Warning\n\
             reason: Dropped\nmessage: translated without it\n\
             involvedObject: {{kind: AgentgatewayBackend, name: gpt, namespace: {namespace}}}\n"
        );
        control_plane.apply(&event);
        let admin = control_plane.admin_kubeconfig();
        let described =
            agw(admin, &["describe", "model", "gpt", "-n", &namespace]).expect_success();
        for words in
            ["TranslationError", "the provider is unknown", "translated without it", "FAIL"]
        {
            assert!(described.contains(words), "{name} {words}: {described}");
        }
        let status = agw(admin, &["status", "-n", &namespace]);
        assert_eq!(status.code, Some(1), "{name}: {status:?}");
        assert!(
            status.stdout.contains("TranslationError: the provider is unknown"),
            "{name}: {status:?}"
        );
        let empty = control_plane.namespace();
        let nothing = agw(admin, &["status", "-n", &empty, "-o", "json"]);
        assert_eq!(nothing.code, Some(0), "{name}: {nothing:?}");
    }
}

/// Everything that a terminal obeys, or that hides what is written.
fn is_hostile(c: char) -> bool {
    let hides = matches!(c, '\u{80}'..='\u{9f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (c.is_control() && c != '\n') || hides
}

#[test]
fn hostile_names_and_messages_do_not_reach_the_terminal_in_any_view_or_format() {
    for World { name: world, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        control_plane.apply(&model(&namespace));
        let long = format!("m{}", "a".repeat(252));
        let backend = serde_json::json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
            "metadata": {"name": long, "namespace": namespace},
            "spec": {"ai": {"provider": {"openai": {"model": "m\u{202e}\u{9b}2J\u{1b}[31mx\ny"}}}}});
        let admin = control_plane.admin_kubeconfig();
        let create = ["create", "--validate=false", "-f", "-"];
        control_plane.kubectl_as(admin, &create, &backend.to_string(), &[]).expect_success();
        let evil = "a\u{1b}[2J\u{1b}]0;owned\u{7}b\r\nFAKE \u{202e}row\u{9b}31m";
        for backend in [&long, "gpt"] {
            say_of(control_plane, &namespace, backend, evil);
        }
        let formats = [
            "table",
            "wide",
            "json",
            "yaml",
            "name",
            "jsonpath={.items[*]}{\"\\n\"}",
            "jsonpath={range .items[*]}{.status.message}{.model}{\"\\n\"}{end}",
            "custom-columns=A:.name,B:.status.message,C:.model,D:.conditions",
        ];
        let mut calls: Vec<Vec<String>> = Vec::new();
        for view in VIEWS {
            for format in formats {
                calls.push(
                    ["list", view, "--show-labels", "-o", format].map(str::to_owned).to_vec(),
                );
            }
        }
        for what in [
            "graph -o text",
            "graph -o dot",
            "graph -o mermaid",
            "graph -o svg",
            "graph -o json",
            "tree",
            "tree -o yaml",
            "status",
            "status -o json",
            "status -o yaml",
            "describe model gpt",
            "list --openai",
            "describe model gpt -o json",
            "describe model gpt -o yaml",
            "describe route gpt",
            "describe gateway edge",
        ] {
            calls.push(what.split(' ').map(str::to_owned).collect());
        }
        for call in calls {
            let mut arguments: Vec<_> = call.iter().map(String::as_str).collect();
            arguments.extend(["-n", &namespace]);
            let said = agw(admin, &arguments);
            assert!(matches!(said.code, Some(0 | 1)), "{world} {call:?}: {said:?}");
            let all = format!("{}{}", said.stdout, said.stderr);
            let hostile = all.chars().find(|c| is_hostile(*c));
            assert_eq!(hostile, None, "{world} {call:?}: {all}");
            assert!(
                !all.lines().any(|line| line.trim_start().starts_with("FAKE")),
                "{world} {call:?}: {all}"
            );
            assert!(!all.contains("sk-canary"), "{world} {call:?}");
        }
    }
}

#[test]
fn a_watch_shows_the_list_and_then_what_changes() {
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        control_plane.apply(&model(&namespace));
        let mut command = program_for(control_plane.admin_kubeconfig());
        command.args(["list", "backends", "-w", "-o", "wide", "-n", &namespace]);
        let child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = child.expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let mut next = || lines.next().and_then(Result::ok).unwrap_or_default();
        let first: Vec<_> = (0..3).map(|_| next()).collect();
        assert!(first[0].starts_with("NAME") && first[1].starts_with("gpt"), "{name}: {first:?}");
        say_of(control_plane, &namespace, "other", "changed");
        let changed = next();
        assert!(changed.starts_with("other") && changed.contains("changed"), "{name}: {changed}");
        let _ = child.kill();
        let _ = child.wait();
    }
}

#[test]
fn what_the_api_server_writes_by_default_is_served() {
    let Some(World { control_plane, .. }) = vendors(test_name!()) else { return };
    let namespace = control_plane.namespace();
    let admin = control_plane.admin_kubeconfig();
    let say = |words: &[&str]| agw(admin, &[words, &["-n", &namespace]].concat()).expect_success();
    say(&["add-gateway", "edge", "--wait=false"]);
    let tls = ["add-backend", "tls", "--provider=openrouter", "--model=m", "--header=X-T=a"];
    say(&[&tls[..], &["--rate-limit=5/minute", "--wait=false"]].concat());
    let groups = ["add-backend", "groups", "--provider=groq", "--model=m", "--header=X-T=b"];
    say(&[&groups[..], &["--fallback", "tls", "--wait=false"]].concat());
    let listed: Value = serde_json::from_str(&say(&["list", "-o", "json"])).expect("JSON");
    let rows = listed["items"].as_array().expect("items");
    assert_eq!(rows.len(), 2, "{listed:#}");
    for row in rows {
        assert_ne!(row["status"]["reason"], "NotCarried", "{row:#}");
    }
}

/// A Gateway that names a catalogue, as agentgateway's own CRDs and ours let it.
fn priced(namespace: &str, key: &str, catalog: &str) -> Value {
    let meta = |name: &str| json!({"name": name, "namespace": namespace});
    let listeners = json!([{"name": "http", "port": 80, "protocol": "HTTP"}]);
    let parameters =
        json!({"group": "agentgateway.dev", "kind": "AgentgatewayParameters", "name": "prices"});
    let sources = json!([{"configMap": {"name": "catalog", "key": key}}]);
    json!({"apiVersion": "v1", "kind": "List", "items": [
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta("catalog"), "data": {"prices": catalog}},
        {"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayParameters", "metadata": meta("prices"),
         "spec": {"modelCatalog": {"sources": sources}}},
        {"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway", "metadata": meta("edge"),
         "spec": {"gatewayClassName": "agentgateway", "listeners": listeners,
            "infrastructure": {"parametersRef": parameters}}}]})
}

#[test]
fn prices_come_from_the_config_map_that_the_gateway_names() {
    let Some(World { control_plane, .. }) = vendors(test_name!()) else { return };
    let namespace = control_plane.namespace();
    let admin = control_plane.admin_kubeconfig();
    control_plane.apply(&model(&namespace));
    let catalog = r#"{"providers":{"openai":{"models":{"gpt-4o":{"rates":{"input":"2.5","output":"10"},
        "tiers":[{"contextOver":200000,"rates":{"input":"5"}}],"limits":{"contextWindow":400000}}}}}}"#;
    control_plane.apply(&priced(&namespace, "prices", catalog).to_string());
    let list = |more: &[&str]| agw(admin, &[&["list", "-n", &namespace], more].concat());
    let wide = list(&["-o", "wide"]).expect_success();
    let row =
        |name: &str| wide.lines().find(|line| line.starts_with(name)).expect("a row").to_owned();
    for word in [" 2.5 ", " 10 ", " 400000 ", ">200000: 5/same"] {
        assert!(row("gpt").contains(word), "{word}: {wide}");
    }
    assert!(row("other").contains("<unknown>"), "no route leads to it: {wide}");
    let plain = list(&[]).expect_success();
    assert!(!plain.contains("PRICE"), "{plain}");

    control_plane.apply(&priced(&namespace, "elsewhere", catalog).to_string());
    let without = list(&["-o", "wide"]);
    assert!(without.stderr.contains("has no data key elsewhere"), "{without:?}");
    assert_eq!(without.code, Some(0), "{without:?}");
    let reader = control_plane.reader_without_secrets(&namespace);
    let refused = agw(&reader, &["list", "-n", &namespace, "-o", "wide"]);
    assert!(refused.stderr.contains("no permission"), "{refused:?}");
    assert_eq!(refused.code, Some(0), "{refused:?}");
}
