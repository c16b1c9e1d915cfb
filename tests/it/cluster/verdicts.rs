//! The offline check and agentgateway's own CRDs, asked about the same manifests; and YAML as kubectl's parser reads it.

use serde_json::{Value, json};

use crate::support::control_plane::kubectl::run;
use crate::support::control_plane::test_name;
use crate::support::serving::{program, program_for};
use crate::support::worlds::{World, vendors, worlds};

fn provider(fields: Value) -> Value {
    json!({"ai": {"provider": fields}})
}

fn policies(fields: Value) -> Value {
    json!({"ai": {"provider": {"openai": {}}}, "policies": fields})
}

/// Specs of backends, each for one rule and for its other side.
fn table() -> Vec<Value> {
    let group = |names: [&str; 2]| {
        let providers: Vec<_> =
            names.iter().map(|name| json!({"name": name, "openai": {}})).collect();
        json!({"ai": {"groups": [{"providers": providers}]}})
    };
    vec![
        provider(json!({"openai": {"model": "m"}})),
        provider(json!({"openai": {"model": ""}})),
        provider(json!({"openai": {"modell": "m"}})),
        provider(json!({"openai": {}, "anthropic": {}})),
        provider(json!({})),
        provider(json!({"openai": {}, "host": "h"})),
        provider(json!({"openai": {}, "host": "h", "port": 443})),
        provider(json!({"openai": {}, "host": "h", "port": 0})),
        provider(json!({"openai": {}, "host": "h", "port": "443"})),
        provider(json!({"openai": {}, "host": "h", "port": 443, "path": "/a", "pathPrefix": "/b"})),
        provider(json!({"openai": {}, "pathPrefix": "/b"})),
        provider(json!({"openai": {}, "host": "h", "port": 443, "pathPrefix": "/b"})),
        provider(json!({"custom": {"formats": [{"type": "Completions"}]}, "host": "h", "port": 1})),
        provider(json!({"custom": {"formats": [{"type": "Completions"}]}})),
        provider(json!({"custom": {"formats": [{"type": "Chat"}]}, "host": "h", "port": 1})),
        provider(json!({"custom": {"formats": []}, "host": "h", "port": 1})),
        provider(
            json!({"custom": {"formats": [{"type": "Completions", "path": "x"}]}, "host": "h", "port": 1}),
        ),
        provider(
            json!({"custom": {"formats": [{"type": "Completions", "path": "/x"}]}, "host": "h", "port": 1, "path": "/y"}),
        ),
        provider(json!({"vertexai": {"model": "m"}})),
        provider(json!({"vertexai": {"projectId": "p"}})),
        provider(json!({"azure": {"resourceName": "r", "resourceType": "Foundry"}})),
        provider(json!({"azure": {"resourceName": "r", "resourceType": "OpenAI"}})),
        provider(json!({"azureopenai": {"endpoint": "e", "apiVersion": "2024-02-15-preview"}})),
        provider(json!({"azureopenai": {"endpoint": "e"}})),
        provider(json!({"bedrock": {"region": "Not A Region"}})),
        json!({"ai": {"host": "h", "provider": {"openai": {}}}}),
        json!({"ai": {}}),
        json!({"ai": {"provider": {"openai": {}}}, "static": {"host": "h", "port": 1}}),
        json!({"static": {"host": "h", "port": 1}}),
        json!({"static": {"host": "h", "port": 1}, "policies": {"ai": {}}}),
        json!({"dynamicForwardProxy": {}}),
        json!({}),
        group(["a", "b"]),
        group(["a", "a"]),
        policies(json!({"auth": {"secretRef": {"name": "s"}}})),
        policies(json!({"auth": {"secretRef": {"name": "s"}, "key": "k"}})),
        policies(json!({"auth": {}})),
        policies(json!({"auth": {"aws": {}, "location": {"header": {"name": "x"}}}})),
        policies(json!({"ai": {"routes": {"*": "Passthrough"}}})),
        policies(json!({"ai": {"routes": {"*": "passthrough"}}})),
        policies(json!({"tls": {"sni": "Not A Name"}})),
        policies(json!({"health": {"eviction": {"duration": "soon"}}})),
        policies(
            json!({"health": {"unhealthyCondition": "response.code >= 500", "eviction": {"duration": "10s"}}}),
        ),
    ]
}

#[test]
fn the_offline_check_and_agentgateways_crds_agree() {
    let Some(World { control_plane, .. }) = vendors(test_name!()) else { return };
    let namespace = control_plane.namespace();
    let mut verdicts = [0, 0];
    for spec in table() {
        let manifest =
            json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
            "metadata": {"name": "b", "namespace": namespace}, "spec": spec})
            .to_string();
        let mut offline = program();
        offline.args(["apply", "-f", "-", "--dry-run=client"]);
        let offline = run(offline, &manifest);
        let online = ["apply", "--server-side", "--validate=strict", "--dry-run=server", "-f", "-"];
        let online =
            control_plane.kubectl_as(control_plane.admin_kubeconfig(), &online, &manifest, &[]);
        assert_eq!(
            offline.success(),
            online.success(),
            "{spec}\noffline: {}\nonline: {}",
            offline.stderr,
            online.stderr
        );
        assert_eq!(
            offline.code,
            Some(if online.success() { 0 } else { 2 }),
            "{spec}: {}",
            offline.stderr
        );
        verdicts[usize::from(online.success())] += 1;
    }
    assert!(verdicts.iter().all(|count| *count >= 10), "{verdicts:?}");
}

#[test]
fn our_definitions_refuse_the_same_on_an_api_server() {
    for World { name, control_plane } in worlds(test_name!()) {
        let namespace = control_plane.namespace();
        let refused = [
            (provider(json!({"openai": {}, "host": "h"})), "both host and port"),
            (provider(json!({"openai": {}, "anthropic": {}})), "exactly one of the fields"),
            (policies(json!({"auth": {"secretRef": {"name": "s"}, "key": "k"}})), "at most one"),
        ];
        for (spec, reason) in refused {
            let manifest =
                json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend",
                "metadata": {"name": "b", "namespace": namespace}, "spec": spec})
                .to_string();
            let mut apply = program_for(control_plane.admin_kubeconfig());
            apply.args(["apply", "-f", "-"]);
            let outcome = run(apply, &manifest);
            assert_eq!(outcome.code, Some(3), "{name}: {outcome:?}");
            assert!(outcome.stderr.contains(reason), "{name}: {}", outcome.stderr);
        }
    }
}

/// Texts that a YAML 1.1 parser takes for something else where they stand bare.
const HOSTILE: &[&str] = &[
    "yes",
    "no",
    "on",
    "off",
    "y",
    "n",
    "Y",
    "N",
    "true",
    "False",
    "null",
    "Null",
    "~",
    "",
    " ",
    "1:20",
    "190:20:30",
    "0x1f",
    "0b101",
    "0o17",
    "017",
    "08",
    "1_000",
    "1e3",
    ".5",
    "5.",
    "+1",
    "-0",
    ".inf",
    "-.INF",
    ".nan",
    "2026-01-01",
    "2026-01-01T00:00:00Z",
    "2001-12-14 21:59:43.10 -5",
    "=",
    "<<",
    "-",
    "- a",
    "?",
    "? a",
    ":",
    "a: b",
    "a:",
    "a #b",
    "# c",
    "&a",
    "*a",
    "!t",
    "!!str x",
    "%x",
    "@x",
    "`x",
    "{a}",
    "[a]",
    "{a: b}",
    "|",
    ">",
    "|-\nx",
    "'",
    "\"",
    "''",
    "it's",
    "\\n",
    " lead",
    "trail ",
    "a\nb",
    "a\n",
    "\n",
    "\na",
    "a\n\n",
    "tab\there",
    "\t",
    "a\r\nb",
    "\u{85}",
    "\u{2028}",
    "\u{feff}x",
    "\u{e9}",
    "\u{1f600}",
    "---",
    "--- a",
    "...",
    "...\n",
    "a\n---\nb",
    "a\n...\nb",
    "null\n",
    "9007199254740993",
    "1.0",
    "0.1e-7",
    "123456789012345678901234567890",
    "\u{7f}",
    "\u{1}",
    "x\u{0}y",
    ", a",
    "[",
    "]",
    "}",
    "a,b",
];

#[test]
fn kubectl_reads_every_hostile_text_back_as_it_was_meant() {
    let Some(World { control_plane, .. }) = vendors(test_name!()) else { return };
    let values: serde_json::Map<String, Value> = HOSTILE
        .iter()
        .enumerate()
        .map(|(number, text)| (format!("key-{number}"), json!(text)))
        .collect();
    // Keys are read by the same parser; annotations take any text as a value, and labels-like keys.
    let object = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "hostile"}, "data": values,
        "binaryData": {}});
    let written = kubectl_agw::domain::value::yaml::write(&object).expect("written");
    let create = ["create", "--dry-run=client", "--validate=strict", "-o", "json", "-f", "-"];
    let read = control_plane
        .kubectl_as(control_plane.admin_kubeconfig(), &create, &written, &[])
        .expect_success();
    let read: Value = serde_json::from_str(&read).expect("JSON");
    for (number, text) in HOSTILE.iter().enumerate() {
        assert_eq!(read["data"][format!("key-{number}")], json!(text), "{text:?}");
    }
    let keys: serde_json::Map<String, Value> =
        ["yes", "on", "n", "1", "0x1f", "null", "1.0", "true", "2026-01-01", "1_000"]
            .iter()
            .map(|key| ((*key).to_owned(), json!(key)))
            .collect();
    let object = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "hostile"}, "data": keys});
    let written = kubectl_agw::domain::value::yaml::write(&object).expect("written");
    let read = control_plane
        .kubectl_as(control_plane.admin_kubeconfig(), &create, &written, &[])
        .expect_success();
    let read: Value = serde_json::from_str(&read).expect("JSON");
    assert_eq!(read["data"], object["data"]);
}
