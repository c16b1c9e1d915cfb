//! A key is planted in every field of every kind: as a text, where a structure belongs, and as a field's name. Then
//! every command reads them, and none of what they say holds it.

use kubectl_agw::domain::crd::shape;
use kubectl_agw::domain::value::object_ref::Kind;
use serde_json::{Map, Value, json};

use crate::support::control_plane::kubectl::run;
use crate::support::serving::program;

const CANARY: &str = "sk-canary-0123456789abcdef";
/// As an error about a URL or a header would have it.
const FORMS: &[&str] = &[
    CANARY,
    "Bearer sk-canary-0123456789abcdef",
    "https://user:canary0123@host/v1?key=canary0123",
];

/// The deepest level that is walked: schemas of conditions and routes repeat themselves below.
const DEPTH: usize = 9;

/// Every way from the root of a schema to a node of it, with whether the node is a structure.
fn ways(schema: &Value, way: &mut Vec<String>, found: &mut Vec<(Vec<String>, bool)>) {
    if way.len() > DEPTH {
        return;
    }
    let properties = schema.get("properties").and_then(Value::as_object);
    let inner = schema
        .get("items")
        .or(schema.get("additionalProperties"))
        .filter(|inner| inner.is_object());
    found.push((way.clone(), properties.is_some() || inner.is_some()));
    for (name, below) in properties.into_iter().flatten() {
        way.push(name.clone());
        ways(below, way, found);
        way.pop();
    }
    if let Some(inner) = inner {
        way.push(if schema.get("items").is_some() { "[]" } else { "any" }.to_owned());
        ways(inner, way, found);
        way.pop();
    }
}

fn planted(way: &[String], leaf: Value) -> Value {
    way.iter().rev().fold(leaf, |inner, step| match step.as_str() {
        "[]" => json!([inner]),
        name => Value::Object(Map::from_iter([(name.to_owned(), inner)])),
    })
}

fn object(kind: Kind, index: usize, spec: Value) -> Value {
    let names = kind.names();
    json!({"apiVersion": names.api_version(), "kind": names.kind,
        "metadata": {"name": format!("c{index}"), "namespace": "n",
            "annotations": {"kubectl.kubernetes.io/last-applied-configuration": CANARY, "note": CANARY}},
        "spec": spec["spec"]})
}

/// A document for each field of each kind, and each way of writing a key there.
fn documents() -> Vec<Value> {
    let mut all = Vec::new();
    let route = json!({"properties": {"spec": {"properties": {
        "hostnames": {"items": {}}, "parentRefs": {"items": {"properties": {"name": {}, "sectionName": {}}}},
        "rules": {"items": {"properties": {
            "name": {},
            "matches": {"items": {"properties": {
                "path": {"properties": {"type": {}, "value": {}}}, "method": {},
                "headers": {"items": {"properties": {"name": {}, "type": {}, "value": {}}}},
                "queryParams": {"items": {"properties": {"name": {}, "value": {}}}}}}},
            "filters": {"items": {"properties": {"type": {}, "requestHeaderModifier": {"properties": {
                "set": {"items": {"properties": {"name": {}, "value": {}}}}}}}}},
            "timeouts": {"properties": {"request": {}}},
            "backendRefs": {"items": {"properties": {"name": {}, "kind": {}, "group": {}, "namespace": {}, "port": {}}}}}}}}}}});
    let kinds = [
        Kind::AgentgatewayBackend,
        Kind::AgentgatewayPolicy,
        Kind::AgentgatewayModel,
        Kind::HttpRoute,
    ];
    for kind in kinds {
        let schema = shape::whole(kind).cloned().unwrap_or_else(|| route.clone());
        let mut found = Vec::new();
        ways(&schema, &mut Vec::new(), &mut found);
        for (way, is_structure) in found.into_iter().filter(|(way, _)| way.len() > 1) {
            // Each form of it in every third field: more fields of the same type than forms there are.
            let mut leaves = vec![Value::from(FORMS[all.len() % FORMS.len()])];
            if is_structure {
                leaves.push(json!({CANARY: "x"}));
                leaves.push(json!([CANARY]));
            }
            for leaf in leaves {
                all.push(object(kind, all.len(), planted(&way, leaf)));
            }
        }
    }
    let matches = json!([{"headers": [{"name": "Authorization", "value": "canary0123"}, {"name": "x-api-key", "value": "canary0123"}],
        "queryParams": [{"name": "api_key", "value": "canary0123"}]}]);
    all.push(object(
        Kind::HttpRoute,
        all.len(),
        json!({"spec": {"rules": [{"matches": matches}]}}),
    ));
    all.push(json!({CANARY: 1}));
    all.push(json!({"apiVersion": CANARY, "kind": CANARY}));
    all
}

#[test]
fn a_key_that_is_planted_anywhere_is_shown_by_no_command() {
    let folder = tempfile::tempdir().expect("a folder");
    let documents = documents();
    assert!(documents.len() > 1000, "{}", documents.len());
    let lines: Vec<_> = documents.iter().map(Value::to_string).collect();
    // Several files, each with its own broken documents: a file tells a hundred of them.
    for (index, part) in lines.chunks(80).enumerate() {
        std::fs::write(folder.path().join(format!("{index:03}.yaml")), part.join("\n---\n"))
            .expect("written");
    }
    let at = folder.path().display().to_string();
    let curl = "curl 'https://user:canary0123@host/v1/chat/completions?key=canary0123' -H 'x-api-key: canary0123' \
                -H 'Authorization: Bearer canary0123'";
    let commands: &[&[&str]] = &[
        &["list", "-A"],
        &["list", "-A", "-o", "wide"],
        &["list", "routes", "-A", "-o", "json"],
        &["list", "policies", "-A", "-o", "yaml"],
        &["list", "models", "-A"],
        &["list", "keys", "-A"],
        &["check", "-A", "--level", "info"],
        &["check", "-A", "-o", "sarif", "--level", "info"],
        &["check", "-A", "-o", "junit", "--level", "info"],
        &["check", "-A", "-o", "json", "--level", "info"],
        &["status"],
        &["tree", "-A"],
        &["graph", "-A", "-o", "svg"],
        &["graph", "-A", "-o", "dot"],
        &["graph", "-A", "-o", "mermaid"],
        &["explain", "--curl", curl],
        &["explain", "--curl", curl, "-o", "json"],
        &["explain", "--header", "authorization=canary0123", "--path", "/v1?api_key=canary0123"],
        &["convert"],
        &["apply", "--dry-run=client"],
        &["apply", "--dry-run=client", "-o", "yaml"],
        &["serve", "--simulate", "--port", "0", "--admin-port", "0", "-o", "json"],
    ];
    let mut shown = Vec::new();
    for arguments in commands {
        let mut command = program();
        command.args(*arguments).args(["-f", &at]).env("KUBECONFIG", "/dev/null");
        if arguments[0] == "serve" {
            command.args(["--", "true"]);
        }
        let outcome = run(command, "");
        for text in [&outcome.stdout, &outcome.stderr] {
            let lines = text
                .lines()
                .filter(|line| line.contains("canary-0123") || line.contains("canary0123"));
            let first = lines.map(|line| line.chars().take(400).collect::<String>()).next();
            shown.extend(first.map(|line| format!("{}: {line}", arguments.join(" "))));
        }
        assert!(!outcome.stderr.contains("panicked"), "{outcome:?}");
    }
    assert!(shown.is_empty(), "{}", shown.join("\n"));
}

#[test]
fn what_is_to_be_applied_keeps_its_values_and_what_cannot_be_does_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path().join("a.yaml");
    let good = json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend", "metadata": {"name": "b"},
        "spec": {"ai": {"provider": {"openai": {"model": "m"}}}, "policies": {"auth": {"key": CANARY}}}});
    let bad = |auth: Value| {
        json!({"apiVersion": "agentgateway.dev/v1alpha1", "kind": "AgentgatewayBackend", "metadata": {"name": "b"},
            "spec": {"ai": {"provider": {"openai": {"model": "m"}}}, "policies": {"auth": auth}}})
    };
    // In the place of a structure, as a field's name, and there without the shape of any key.
    let shapeless = "hunter-canary";
    let all = [
        (good, true),
        (bad(json!(CANARY)), false),
        (bad(json!(shapeless)), false),
        (bad(json!({CANARY: 1})), false),
    ];
    for (object, is_kept) in all {
        std::fs::write(&at, object.to_string()).expect("written");
        let mut command = program();
        command.args(["convert", "-f"]).arg(&at);
        let outcome = run(command, "");
        assert_eq!(outcome.stdout.contains(CANARY), is_kept, "{outcome:?}");
        assert!(!outcome.stderr.contains(CANARY), "{outcome:?}");
        let said = format!("{}{}", outcome.stdout, outcome.stderr);
        assert!(!said.contains(shapeless), "{outcome:?}");
    }
}

/// Objects with credentials where manifests have them, and with names that command a terminal.
const HOSTILE: &str = r#"
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: "g\x1b]0;x\x07\r\0\x9b\u202e\u2028\u2066", namespace: ns}
spec: {gatewayClassName: agentgateway, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: gw, namespace: ns}
spec: {gatewayClassName: agentgateway, listeners: [{name: http, port: 80, protocol: HTTP}]}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: a, namespace: ns}
spec:
  ai: {provider: {openai: {model: m}, host: "u:CANARY1@h", port: 80}}
  policies: {ai: {defaults: [{field: api_key, value: CANARY2}], overrides: [{field: password, value: CANARY3}]}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: ns}
spec:
  parentRefs: [{name: gw}, {name: "g\x1b]0;x\x07\r\0\x9b\u202e\u2028\u2066"}]
  rules:
  - matches:
    - headers: [{name: x-auth-token, value: CANARY4}, {name: x-amz-security-token, value: CANARY5}, {name: x-password, value: CANARY6}]
      queryParams: [{name: api_key, value: CANARY7}]
    backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: a}]
  - matches:
    - path: {value: /q}
      queryParams: [{name: api_key, type: RegularExpression, value: "CANARY8("}]
    - path: {value: /h}
      headers: [{name: x-password, type: RegularExpression, value: "CANARY9("}]
    backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: a}]
  - matches: [{path: {value: /v1}}]
    backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: a}]
"#;

const SHOWING: &[&str] = &[
    "list -A -f FILE",
    "list gateways -A -f FILE",
    "list gateways -A -f FILE -o name",
    "list routes -A -f FILE -o wide",
    "list routes -A -f FILE -o json",
    "list routes -A -f FILE -o yaml",
    "list routes -A -f FILE -o jsonpath={.items[*]}",
    "check -A -f FILE --level info",
    "check -A -f FILE --level info -o short",
    "check -A -f FILE --level info -o sarif",
    "check -A -f FILE --level info -o junit",
    "explain -f FILE -n ns --path /v1",
    "explain -f FILE -n ns --path /v1 -o json",
    "explain -f FILE -n ns",
    "describe backend a -n ns -f FILE",
    "describe route r -n ns -f FILE",
    "describe gateway gw -n ns -f FILE",
    "graph -A -f FILE",
    "graph -A -f FILE -o dot",
    "graph -A -f FILE -o mermaid",
    "graph -A -f FILE -o svg",
    "tree -A -f FILE",
    "status -f FILE",
    "test routes -f FILE -n ns",
    "test curl a -n ns -f FILE --print",
    "test curl --url u:CANARY1@127.0.0.1:1",
    "serve --simulate --port 0 --admin-port 0 -f FILE -- true",
];

fn shown(words: &[&str]) -> String {
    let mut command = program();
    command.args(words).env("KUBECONFIG", "/dev/null").env("AGW_URL", "u:CANARY1@127.0.0.1:1");
    let outcome = run(command, "");
    outcome.stdout + &outcome.stderr
}

#[test]
fn no_command_shows_a_credential_by_its_name_or_place_nor_commands_a_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("m.yaml");
    std::fs::write(&file, HOSTILE).expect("written");
    let file = file.display().to_string();
    let mut said: Vec<(String, String)> = SHOWING
        .iter()
        .map(|line| {
            let words: Vec<&str> =
                line.split(' ').map(|word| if word == "FILE" { &file } else { word }).collect();
            ((*line).to_owned(), shown(&words))
        })
        .collect();
    let odd = "\u{1b}]0;x\u{7}\r\u{9b}\u{202e}\u{2028}\u{2066}";
    for words in [
        &["explain", "-f", &file, "-n", "ns", "--curl", "curl u:CANARY1@gw/v1"][..],
        &["explain", "-f", &file, "-n", "ns", "--curl", "curl -u u:CANARY1 gw/v1"],
        &["explain", "-f", &file, "-n", "ns", "--path", odd],
        &["list", "-o", odd],
        &["check", "--level", odd],
        &["serve", "--port", odd],
        &[odd],
        &["test", "curl", "a", odd, "-n", "ns", "-f", &file, "--print"],
        &["test", "curl", odd, "-n", "ns", "-f", &file, "--print"],
    ] {
        said.push((words.join(" "), shown(words)));
    }
    let is_obeyed = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let wrong: Vec<_> = said
        .iter()
        .flat_map(|(line, text)| text.lines().map(move |text| (line, text)))
        .filter(|(_, text)| text.contains("CANARY") || text.contains(is_obeyed))
        .map(|(line, text)| format!("{line:?}: {:?}", text.chars().take(300).collect::<String>()))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
