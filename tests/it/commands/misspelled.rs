//! Misspelled words: each leads to the one that was meant, and to none that is hidden or removes something.

use crate::support::control_plane::kubectl::run;
use crate::support::serving::program;

/// What is typed, and what the error then names.
const MISSPELLED: &[(&str, &str)] = &[
    // Commands.
    ("lsit", "'list'"),
    ("lst", "'list'"),
    ("chek", "'check'"),
    ("addbackend", "'add-backend'"),
    ("add-bakend", "'add-backend'"),
    ("descrbe", "'describe'"),
    ("audt", "'audit'"),
    ("expalin", "'explain'"),
    ("stauts", "'status'"),
    ("sevre", "'serve'"),
    ("aply", "'apply'"),
    ("exprot", "'export'"),
    ("upgarde", "'upgrade'"),
    ("key lst", "'list'"),
    ("key rotat", "'rotate'"),
    ("set wieght", "'weight'"),
    ("audit veriy", "'verify'"),
    ("crds instal", "'install'"),
    ("test crl", "'curl'"),
    ("completion bsh", "'bash'"),
    ("logs", "audit tail"),
    ("add", "add-backend"),
    // Flags.
    ("list --namspace x", "'--namespace'"),
    ("list --otput json", "'--output'"),
    ("list --all-namspaces", "'--all-namespaces'"),
    ("check --fial-on error", "'--fail-on'"),
    ("add-backend x --provdier openai", "'--provider'"),
    ("serve --simulat", "'--simulate'"),
    ("add-backend x --api-key k", "key set"),
    // Values.
    ("list modles -f WORKSHOP", "'models'"),
    ("list -o jsno -f WORKSHOP", "`json`"),
    ("check -o sarfi -f WORKSHOP", "'sarif'"),
    ("graph -o mermad -f WORKSHOP", "'mermaid'"),
    ("add-gateway g --allow samee", "'same'"),
    ("add-backend x --provider opnai", "`openai`"),
    ("explain provider antropic", "`anthropic`"),
    ("list --provider opnai -f WORKSHOP", "`openai`"),
    ("check --only secret-not-fond -f WORKSHOP", "AGW1002"),
    ("init --then exprot", "'export'"),
    ("explain --skip-policy rateLimt -f WORKSHOP", "rateLimit"),
    // Kinds and names.
    ("describe bakend openai -f WORKSHOP", "'backend'"),
    ("export bakend", "'backend'"),
    ("describe backend opnai-smart -f WORKSHOP", "did you mean agentgateway-system/openai-smart?"),
    ("describe opnai-smart -f WORKSHOP", "did you mean agentgateway-system/openai-smart?"),
    ("describe be/openai-smrt -f WORKSHOP", "did you mean agentgateway-system/openai-smart?"),
    ("describe route opneai -f WORKSHOP", "did you mean agentgateway-system/openai?"),
    ("test curl openai-smrat hi -f WORKSHOP", "did you mean agentgateway-system/openai-smart?"),
];

/// What leads nowhere, since what is near is hidden or removes something.
const NO_SUGGESTION: &[&str] = &["remov", "generat", "completion uninstal", "delet", "doctr"];

fn said(line: &str) -> String {
    let workshop = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/workshop");
    let mut command = program();
    command.env("KUBECONFIG", "no-such-kubeconfig").env("HOME", "no-such-home");
    command.args(line.split(' ').map(|word| if word == "WORKSHOP" { workshop } else { word }));
    let said = run(command, "");
    assert_eq!(said.code, Some(2), "`{line}`: {said:?}");
    said.stderr
}

#[test]
fn each_leads_to_the_one_that_was_meant() {
    assert!(MISSPELLED.len() >= 40);
    for (line, meant) in MISSPELLED {
        let said = said(line);
        assert!(said.contains(meant), "`{line}` should lead to {meant}: {said}");
        assert!(!said.contains("some similar"), "`{line}` leads to several: {said}");
    }
}

#[test]
fn none_leads_to_what_is_hidden_or_removes_something() {
    for line in NO_SUGGESTION {
        let said = said(line);
        assert!(!said.contains("tip:"), "`{line}`: {said}");
    }
}

#[test]
fn a_name_alone_and_type_and_name_find_their_object() {
    let workshop = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/workshop");
    let describe = |words: &str| {
        let mut command = program();
        command.args(words.split(' ')).args(["-f", workshop]);
        run(command, "")
    };
    let model = describe("describe model openai-smart").expect_success();
    for words in
        ["describe openai-smart", "describe be/openai-smart", "describe backend/openai-smart"]
    {
        assert_eq!(describe(words).expect_success(), model, "{words}");
    }
    let alone = describe("describe openai-smart");
    assert!(alone.stderr.contains("`kubectl agw describe route openai-smart -f "), "{alone:?}");
    let route = describe("describe route openai-smart").expect_success();
    assert_eq!(describe("describe httproute/openai-smart").expect_success(), route);
    let backends = describe("list backends").expect_success();
    assert_eq!(describe("get agbe").expect_success(), backends);
}

const TWO_NAMESPACES: &str = "\
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: gpt, namespace: other}
spec: {ai: {provider: {openai: {model: gpt-4o}}}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: gpt, namespace: mine}
spec:
  gatewayClassName: agentgateway
  listeners: [{name: http, port: 80, protocol: HTTP}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: gpt, namespace: mine}
spec: {parentRefs: [{name: gpt}]}
";

#[test]
fn a_name_alone_is_looked_for_in_the_namespace_first() {
    let describe = |words: &str| {
        let mut command = program();
        command.arg("describe").args(words.split(' ')).args(["-o", "name", "-f", "-"]);
        let said = run(command, TWO_NAMESPACES);
        assert_eq!(said.code, Some(0), "{words}: {said:?}");
        said
    };
    let mine = describe("gpt -n mine");
    assert_eq!(mine.stdout, "httproute.gateway.networking.k8s.io/gpt\n");
    let others: Vec<_> =
        mine.stderr.lines().filter(|line| line.contains("has this name")).collect();
    assert_eq!(
        others,
        [
            "a gateway has this name too: `kubectl agw describe gateway gpt -n mine -f -`",
            "a model has this name too: `kubectl agw describe model gpt -n other -f -`"
        ]
    );
    // A namespace without one, a namespace in the name, and none at all.
    for words in ["gpt -n third", "other/gpt -n mine", "gpt"] {
        let said = describe(words);
        assert_eq!(said.stdout, "agentgatewaybackend.agentgateway.dev/gpt\n", "{words}: {said:?}");
    }
}
