//! What bad input gets: the file and line or the object, what is wrong, what to do, and the right exit code. What is
//! valid beside it goes on being served.

use std::net::TcpListener;
use std::path::Path;

use crate::support::control_plane::kubectl::{Outcome, run};
use crate::support::plain_http::chat;
use crate::support::serving::{Serving, program};

const GOOD: &str = "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\nmetadata: {name: good}\n\
    spec: {ai: {provider: {openai: {model: good}}}}\n---\n\
    apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: good}\nspec:\n  rules:\n  - \
    backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: good}]\n";

/// A document that is wrong, and words of what is said about it.
const BAD: &[(&str, &str, &[&str])] = &[
    ("not YAML", "a: [\n", &["bad.yaml:1", "invalid YAML"]),
    ("no kind", "apiVersion: v1\nmetadata: {name: x}\n", &["bad.yaml:1", "no `kind`"]),
    ("no mapping", "- a\n", &["bad.yaml:1", "a manifest must be a mapping"]),
    (
        "an unknown format",
        "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\nmetadata: {name: x}\nspec: {ai: {llm: {}}}\n",
        &["bad.yaml:1", "AgentgatewayBackend default/x", "unknown format", "it has: llm"],
    ),
    (
        "a wrong type",
        "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\nmetadata: {name: x}\n\
         spec: {ai: {provider: {openai: {}, host: h, port: many}}}\n",
        &["bad.yaml:1", "`spec.ai.provider.port`", "must be an integer"],
    ),
    (
        "a backend that is not there",
        "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: x}\nspec:\n  rules:\n  - \
         matches: [{path: {value: /x}}]\n    \
         backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: nope}]\n",
        &[
            "bad.yaml:1",
            "AgentgatewayBackend default/nope not found",
            "good",
            "try: kubectl agw add-backend nope",
        ],
    ),
    (
        "a Secret without the key",
        "apiVersion: v1\nkind: Secret\nmetadata: {name: k}\nstringData: {api-key: sk-canary}\n---\n\
         apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayBackend\nmetadata: {name: x}\n\
         spec: {ai: {provider: {openai: {}}}, policies: {auth: {secretRef: {name: k}}}}\n---\n\
         apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: x}\nspec:\n  rules:\n  - \
         matches: [{path: {value: /x}}]\n    \
         backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: x}]\n",
        &[
            "bad.yaml:11",
            "Secret default/k has no data key Authorization (available: api-key)",
            "try: kubectl agw key set k",
        ],
    ),
];

fn write(folder: &Path, bad: &str) {
    std::fs::write(folder.join("good.yaml"), GOOD).expect("written");
    std::fs::write(folder.join("bad.yaml"), bad).expect("written");
}

#[test]
fn what_is_valid_beside_it_is_served_and_what_is_left_out_is_said() {
    for (what, bad, words) in BAD {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), bad);
        let path = folder.path().display().to_string();
        let serving = Serving::start(program(), &["--simulate", "-f", &path]);
        let reply = chat(serving.address(), &[]).expect("a reply");
        assert_eq!((reply.status, reply.header("x-agw-model")), (200, Some("good")), "{what}");
        let said = serving.said["leftOut"].to_string().replace("\\\\", "\\");
        for word in *words {
            assert!(said.contains(&word.replace('"', "\\\"")), "{what}: {word:?} is not in {said}");
        }
        assert!(!said.contains("sk-canary"), "{what}");
    }
}

fn serve(arguments: &[&str], stdin: &str) -> Outcome {
    let mut command = program();
    command.arg("serve").args(arguments);
    run(command, stdin)
}

#[test]
fn nothing_valid_at_all_ends_with_usage() {
    for (stdin, word) in [("a: [\n", "-:1: invalid YAML"), ("", "nothing to serve")] {
        let ended = serve(&["--simulate", "-f", "-", "--port", "0"], stdin);
        assert_eq!(ended.code, Some(2), "{ended:?}");
        assert!(ended.stderr.contains(word), "{ended:?}");
    }
    let absent = serve(&["-f", "no/such/folder"], "");
    assert_eq!(absent.code, Some(2), "{absent:?}");
    assert!(absent.stderr.contains("can't read no/such/folder"), "{absent:?}");
}

#[test]
fn models_alone_are_served_at_the_implied_listener() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("model.yaml");
    let model = "apiVersion: agentgateway.dev/v1alpha1\nkind: AgentgatewayModel\nmetadata: {name: any}\nspec: {provider: OpenAI, parentRefs: [{name: edge}]}\n";
    std::fs::write(&path, model).expect("written");
    let serving = Serving::start(program(), &["--simulate", "-f", &path.display().to_string()]);
    let reply = chat(serving.address(), &[]).expect("a reply");
    assert_eq!((reply.status, reply.header("x-agw-model")), (200, Some("any")), "{reply:?}");
}

#[test]
fn a_port_in_use_is_named_with_the_way_out() {
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = taken.local_addr().expect("an address").port().to_string();
    let ended = serve(&["--simulate", "-f", "-", "--port", &port], GOOD);
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(ended.stderr.contains(&format!("127.0.0.1:{port}")), "{ended:?}");
    assert!(ended.stderr.contains("--port"), "{ended:?}");
}

#[test]
fn a_list_of_bad_files_shows_the_good_rows_and_exits_with_findings() {
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "a: [\n");
    let mut command = program();
    command.args(["list", "-f", &folder.path().display().to_string()]);
    let listed = run(command, "");
    assert_eq!(listed.code, Some(1), "{listed:?}");
    assert!(listed.stdout.contains("good") && listed.stdout.contains("Ready"), "{listed:?}");
    assert!(listed.stderr.contains("bad.yaml:"), "{listed:?}");
}
