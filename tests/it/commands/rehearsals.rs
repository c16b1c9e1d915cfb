//! `test failover` and `test guard`: a model served by the command itself, whose providers fail in turn, and whose guards
//! meet what they should not let through.

use serde_json::{Value, json};

use crate::support::control_plane::kubectl::{Outcome, run};
use crate::support::serving::program;

/// `test` with these arguments on these manifests.
fn test(manifests: &str, arguments: &[&str]) -> Outcome {
    let mut command = program();
    command.arg("test").args(arguments).args(["-f", "-"]);
    run(command, manifests)
}

/// What `add-backend` writes for a model with these further flags.
fn written(more: &[&str]) -> String {
    let mut command = program();
    let words = "add-backend smart -n llm --gateway gw --provider openai --model gpt-4o --secret k --export";
    command.args(words.split(' ')).args(more);
    run(command, "").expect_success()
}

fn cases(said: &Outcome) -> Vec<Value> {
    let told: Value = serde_json::from_str(&said.stdout).expect("JSON");
    assert_eq!(told["kind"], "TestResultList");
    told["items"].as_array().expect("items").clone()
}

const FALLBACKS: &[&str] =
    &["--fallback", "anthropic:claude-sonnet-4-5,secret=a", "groq:llama,secret=g"];

#[test]
fn what_add_backend_writes_survives_every_outage_but_that_of_all() {
    let manifests = written(FALLBACKS);
    let said = test(&manifests, &["failover", "smart", "-o", "json"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    let cases = cases(&said);
    let calls = |case: &Value| -> Vec<(String, bool)> {
        let calls = case["calls"].as_array().cloned().unwrap_or_default();
        let call = |call: &Value| {
            (call["provider"].as_str().expect("a name").to_owned(), call["failed"] == json!(true))
        };
        calls.iter().map(call).collect()
    };
    let titles: Vec<_> = cases.iter().map(|case| case["name"].as_str().expect("a name")).collect();
    assert_eq!(
        titles,
        [
            "llm/smart: none fails",
            "llm/smart: smart fails",
            "llm/smart: anthropic fails",
            "llm/smart: groq fails",
            "llm/smart: smart, anthropic fail",
            "llm/smart: all fail"
        ]
    );
    assert!(cases.iter().all(|case| case["result"] == "passed"), "{cases:?}");
    assert_eq!(calls(&cases[0]), [("smart".to_owned(), false)]);
    assert_eq!(calls(&cases[1]), [("smart".to_owned(), true), ("anthropic".to_owned(), false)]);
    assert_eq!(
        (&cases[1]["status"], &cases[1]["model"]),
        (&json!(200), &json!("claude-sonnet-4-5"))
    );
    assert_eq!(cases[4]["model"], "llama");
    assert_eq!((&cases[5]["status"], &cases[5]["model"]), (&json!(503), &Value::Null));
    assert!(calls(&cases[5]).iter().all(|(_, failed)| *failed), "{:?}", cases[5]);
    let shown = test(&manifests, &["failover", "smart", "--fault", "status=429"]);
    assert_eq!(shown.code, Some(0), "{shown:?}");
    assert!(shown.stdout.contains("smart failed, anthropic answered"), "{shown:?}");
    assert!(shown.stdout.contains("no provider is left"), "{shown:?}");
}

#[test]
fn a_failure_that_reaches_the_client_is_a_finding_with_what_would_save_it() {
    let once = written(&[FALLBACKS, &["--retry=false"]].concat());
    let said = test(&once, &["failover", "smart", "-o", "json"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    let first = &cases(&said)[1];
    assert_eq!((&first["result"], &first["status"]), (&json!("failed"), &json!(503)), "{first}");
    let why = first["message"].as_str().expect("a reason");
    assert!(why.contains("the next request is answered: a retry policy"), "{why}");
    let second = &cases(&said)[4]["message"].to_string();
    assert!(second.contains("the next request goes to another provider that fails"), "{second}");
    let junit = test(&once, &["failover", "smart", "-o", "junit"]);
    assert!(
        junit.stdout.contains("classname=\"failover\" name=\"llm/smart: smart fails\""),
        "{junit:?}"
    );
    assert!(junit.stdout.contains("tests=\"6\" failures=\"2\""), "{junit:?}");
    // Without eviction every further request is lost, too.
    let never = once.replace("consecutiveFailures: 1", "consecutiveFailures: 5");
    assert_ne!(never, once);
    let said = test(&never, &["failover", "smart", "-o", "json"]);
    let why = cases(&said)[1]["message"].to_string();
    assert!(why.contains("so does the next: policies.health.eviction"), "{why}");
    // A reply that is broken off, or does not come in time, is none.
    let cut = test(&written(FALLBACKS), &["failover", "smart", "--fault", "cut=1", "-o", "json"]);
    assert_eq!((cut.code, &cases(&cut)[1]["result"]), (Some(1), &json!("failed")), "{cut:?}");
}

#[test]
fn a_model_without_a_fallback_gets_the_command_that_adds_one() {
    let said = test(&written(&[]), &["failover", "smart"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(said.stderr.contains("error: llm/smart has no fallback"), "{said:?}");
    assert!(said.stderr.contains("kubectl agw add-backend smart -n llm … --fallback"), "{said:?}");
    let wrong = test(&written(&[]), &["failover", "smart", "--fault", "status=200"]);
    assert_eq!(wrong.code, Some(2), "{wrong:?}");
    assert!(wrong.stderr.contains("use status=400…599"), "{wrong:?}");
    let other = test(&written(&[]), &["failover", "smrt"]);
    assert!(other.stderr.contains("did you mean llm/smart?"), "{other:?}");
}

/// Two models behind one name.
const VIRTUAL: &str = "\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: gw, namespace: llm}
spec:
  gatewayClassName: agentgateway
  listeners:
  - {name: http, port: 80, protocol: HTTP, allowedRoutes: {kinds: [{group: agentgateway.dev, kind: AgentgatewayModel}]}}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayModel
metadata: {name: one, namespace: llm}
spec: {provider: OpenAI, visibility: Internal, parentRefs: [{name: gw}], policies: {health: {eviction: {consecutiveFailures: 1}}}}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayModel
metadata: {name: two, namespace: llm}
spec: {provider: Anthropic, visibility: Internal, parentRefs: [{name: gw}]}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayModel
metadata: {name: both, namespace: llm}
spec:
  parentRefs: [{name: gw}]
  virtualModel: {failover: {targets: [{modelRef: {name: one}, priority: 0}, {modelRef: {name: two}, priority: 1}]}}
";

#[test]
fn a_virtual_model_fails_over_between_its_targets() {
    let said = test(VIRTUAL, &["failover", "both", "-o", "json"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    let cases = cases(&said);
    assert_eq!(cases[0]["calls"], json!([{"provider": "one", "failed": false}]), "{said:?}");
    // Models have no retry policy of their own, so the first request is lost.
    assert_eq!((&cases[1]["status"], &cases[2]["result"]), (&json!(503), &json!("passed")));
    assert!(cases[1]["message"].to_string().contains("the next request is answered"), "{said:?}");
}

#[test]
fn a_listener_with_tls_is_served_without_its_certificate() {
    let key = rcgen::KeyPair::generate().expect("a key");
    let host = "models.example.com";
    let params = rcgen::CertificateParams::new(vec![host.to_owned()]).expect("parameters");
    let own = params.self_signed(&key).expect("a certificate");
    let secret = json!({"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/tls",
        "metadata": {"name": "cert", "namespace": "llm"},
        "stringData": {"tls.crt": own.pem(), "tls.key": key.serialize_pem()}});
    let listener = json!({"name": "https", "port": 443, "protocol": "HTTPS", "hostname": host,
        "tls": {"certificateRefs": [{"name": "cert"}]}});
    let gateway = json!({"apiVersion": "gateway.networking.k8s.io/v1", "kind": "Gateway",
        "metadata": {"name": "gw", "namespace": "llm"},
        "spec": {"gatewayClassName": "agentgateway", "listeners": [listener]}});
    let manifests = format!("{}---\n{secret}\n---\n{gateway}\n", written(FALLBACKS));
    let said = test(&manifests, &["failover", "smart", "-o", "json"]);
    assert_eq!((said.code, cases(&said).len()), (Some(0), 6), "{said:?}");
}

/// A model whose guards reject and mask what is written to it and what it writes.
const GUARDED: &str = "\
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: safe, namespace: llm}
spec:
  ai: {provider: {openai: {model: gpt-4o}}}
  policies:
    ai:
      promptGuard:
        request:
        - {regex: {action: Reject, matches: ['(?i)project bluebird', 'a{2000}']}, response: {statusCode: 422, message: not for models}}
        - {regex: {action: Mask, builtins: [Email, Ssn, CreditCard, PhoneNumber, CaSin]}}
        - {regex: {action: Reject, matches: ['rm -rf']}, scope: [ToolOutput]}
        response:
        - {regex: {action: Reject, matches: ['\\bsk-[A-Za-z0-9]{16}\\b']}}
        - {regex: {action: Mask, builtins: [Email]}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: safe, namespace: llm}
spec:
  parentRefs: [{name: gw}]
  rules: [{backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: safe}]}]
";

#[test]
fn each_pattern_of_a_guard_meets_a_text_that_it_should_not_let_through() {
    let said = test(GUARDED, &["guard", "safe", "-o", "json"]);
    assert_eq!(said.code, Some(0), "{said:?}");
    let cases = cases(&said);
    let of = |name: &str| {
        let found = cases.iter().find(|case| case["name"] == format!("llm/safe: {name}"));
        let case = found.unwrap_or_else(|| panic!("no case {name} in {cases:?}"));
        (case["verdict"].clone(), case["guard"].clone(), case["status"].clone())
    };
    let refused = (json!("rejected"), json!("request[0]"), json!(422));
    assert_eq!(of("request[0] /(?i)project bluebird/"), refused);
    for builtin in ["Email", "Ssn", "CreditCard", "PhoneNumber", "CaSin"] {
        let masked = (json!("masked"), json!("request[1]"), json!(200));
        assert_eq!(of(&format!("request[1] {builtin}")), masked, "{builtin}");
    }
    let refused = (json!("rejected"), json!("response[0]"), json!(403));
    assert_eq!(of(r"response[0] /\bsk-[A-Za-z0-9]{16}\b/"), refused);
    assert_eq!(of("response[1] Email"), (json!("masked"), json!("response[1]"), json!(200)));
    let skipped: Vec<_> = cases.iter().filter(|case| case["result"] == "skipped").collect();
    let why: Vec<_> = skipped.iter().map(|case| case["message"].to_string()).collect();
    assert_eq!(why.len(), 2, "{why:?}");
    assert!(why[0].contains("--text") && why[1].contains("doesn't look at messages"), "{why:?}");
}

#[test]
fn a_text_of_the_users_own_that_comes_through_is_a_finding() {
    let long = "a".repeat(2000);
    let said = test(GUARDED, &["guard", "safe", "--text", &long, "-o", "json"]);
    assert_eq!(said.code, Some(1), "the guards of replies let it through: {said:?}");
    let cases_of_it = cases(&said);
    assert!(cases_of_it.iter().any(|case| {
        case["name"] == "llm/safe: request[0] /a{2000}/" && case["verdict"] == "rejected"
    }));
    let through: Vec<_> = cases_of_it.iter().filter(|case| case["verdict"] == "passed").collect();
    assert_eq!(through.len(), 1, "{through:?}");
    assert!(through[0]["name"].as_str().is_some_and(|name| name.contains(": response \"aaa")));
    let junit = test(GUARDED, &["guard", "safe", "--text", "a plain word", "-o", "junit"]);
    assert_eq!(junit.code, Some(1), "{junit:?}");
    assert!(
        junit.stdout.contains("classname=\"guard\"") && junit.stdout.contains("failures=\"2\"")
    );
    let shown = test(GUARDED, &["guard", "safe", "--text", "a plain word"]);
    assert!(shown.stdout.contains("let through: a plain word"), "{shown:?}");
}

#[test]
fn a_model_without_guards_and_a_request_that_never_comes_to_them_are_said() {
    let said = test(&written(&[]), &["guard", "smart"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(said.stderr.contains("llm/smart has no prompt guard"), "{said:?}");
    let keyed = format!(
        "{GUARDED}---\n{}",
        "\
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayPolicy
metadata: {name: keys, namespace: llm}
spec:
  targetRefs: [{group: gateway.networking.k8s.io, kind: HTTPRoute, name: safe}]
  traffic: {apiKeyAuthentication: {mode: Strict, secretRef: {name: clients}}}
---
apiVersion: v1
kind: Secret
metadata: {name: clients, namespace: llm}
stringData: {one: ck-canary-of-clients}
"
    );
    let said = test(&keyed, &["guard", "safe"]);
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.stdout.contains("rejected before the guards saw the text"), "{said:?}");
    let mut command = program();
    command.env("CLIENT_KEY", "ck-canary-of-clients");
    command.args(["test", "guard", "safe", "-f", "-", "--key-env", "CLIENT_KEY"]);
    let said = run(command, &keyed);
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(!format!("{said:?}").contains("canary"), "{said:?}");
}
