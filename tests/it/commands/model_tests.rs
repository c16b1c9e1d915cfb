//! `test model` and `test all` against `serve`, with replies of the simulator.

use crate::support::control_plane::kubectl::{Outcome, run};
use crate::support::serving::{Serving, program};
use crate::support::upstream::{COMPLETION, Script, Upstream, reply};

const WORKSHOP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/workshop");

fn test(url: &str, arguments: &[&str]) -> Outcome {
    let mut command = program();
    command.env("OPENAI_API_KEY", "sk-canary-of-tests").arg("test").args(arguments);
    command.args(["-f", WORKSHOP, "--url", url]);
    run(command, "")
}

#[test]
fn models_are_tested_and_what_is_not_expected_is_said() {
    let serving = Serving::start(program(), &["--simulate", "-f", WORKSHOP]);
    // Without a scheme, as curl takes it.
    let url = serving.address().to_string();
    let good = test(&url, &["model", "openai-smart", "--expect", "status=200,model=gpt-4o"]);
    assert_eq!(good.code, Some(0), "{good:?}");
    assert!(
        good.stdout.contains("agentgateway-system/openai-smart   passed   200      gpt-4o"),
        "{good:?}"
    );
    assert_eq!(good.stderr, "1 passed, 0 failed, 0 skipped\n");
    let wrong = test(&url, &["model", "openai-smart", "--expect", "model=gpt-5,contains=nonsense"]);
    assert_eq!(wrong.code, Some(1), "{wrong:?}");
    assert!(
        wrong.stdout.contains("model gpt-4o, expected gpt-5; the reply doesn't contain"),
        "{wrong:?}"
    );
    let unknown = test(&url, &["model", "opnai-smart"]);
    assert_eq!(unknown.code, Some(2), "{unknown:?}");
    assert!(
        unknown.stderr.contains("did you mean agentgateway-system/openai-smart?"),
        "{unknown:?}"
    );
}

#[test]
fn a_reply_shows_what_it_cost() {
    let serving = Serving::start(program(), &["--simulate", "-f", WORKSHOP]);
    let url = serving.address().to_string();
    let said = test(&url, &["curl", "openai-smart", "-o", "json"]);
    let said: serde_json::Value = serde_json::from_str(&said.stdout).expect("JSON");
    let tokens = |of: &str| said["usage"][of].as_u64().expect("a count");
    // gpt-4o in the built-in catalog: 2.5 and 10 dollars for a million.
    let cost = (25 * tokens("inputTokens") + 100 * tokens("outputTokens") + 5) / 10;
    assert_eq!(said["costMicroUsd"], cost, "{said}");
    let shown = test(&url, &["curl", "openai-smart"]);
    assert!(shown.stderr.contains(&format!(" out, $0.{cost:06}")), "{shown:?}");
}

#[test]
fn all_models_are_tested_for_ci() {
    let serving = Serving::start(program(), &["--simulate", "-f", WORKSHOP]);
    let url = format!("http://{}", serving.address());
    let all = test(&url, &["all", "-o", "junit"]);
    assert_eq!(all.code, Some(0), "{all:?}");
    assert!(
        all.stdout.contains("tests=\"2\" failures=\"0\" errors=\"0\" skipped=\"0\""),
        "{all:?}"
    );
    let failed = test(&url, &["all", "-o", "junit", "--expect", "status=201"]);
    assert_eq!(failed.code, Some(1), "{failed:?}");
    assert!(
        failed.stdout.contains("<failure message=\"status 200, expected 201\"/>"),
        "{failed:?}"
    );
    for format in ["messages", "responses", "embeddings"] {
        let said = test(&url, &["all", "-o", "json", "--format", format, "--expect", "ms=60000"]);
        assert_eq!(said.code, Some(0), "{format}: {said:?}");
    }
}

#[test]
fn a_proxy_that_is_not_there_is_no_failed_expectation() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = closed.local_addr().expect("an address").to_string();
    drop(closed);
    let said = test(&url, &["all"]);
    assert_eq!(said.code, Some(3), "{said:?}");
    assert!(said.stdout.contains("unreachable") && said.stdout.contains("can't reach"), "{said:?}");
    let said = test(&url, &["all", "-o", "json"]);
    assert!(said.stdout.contains("is the proxy running?"), "{said:?}");
    assert!(!format!("{said:?}").contains("canary"));
}

/// Backends of two formats, each behind a route of its own.
const FORMATS: &str = "\
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: claude, namespace: llm}
spec:
  ai: {provider: {anthropic: {model: claude-haiku-4-5}}}
  policies: {ai: {routes: {/v1/messages: Messages}}}
---
apiVersion: agentgateway.dev/v1alpha1
kind: AgentgatewayBackend
metadata: {name: gpt, namespace: llm}
spec:
  ai: {provider: {openai: {model: gpt-4o}}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: both, namespace: llm}
spec:
  parentRefs: [{name: agentgateway-proxy}]
  rules:
  - matches: [{path: {type: Exact, value: /v1/messages}}]
    backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: claude}]
  - matches: [{path: {type: PathPrefix, value: /team}}]
    backendRefs: [{group: agentgateway.dev, kind: AgentgatewayBackend, name: gpt}]
";

/// What `test` with these arguments prints, where its proxy is at this URL.
fn test_formats(url: &str, arguments: &[&str]) -> Outcome {
    let mut command = program();
    command.arg("test").args(arguments).args(["-f", "-", "--url", url]);
    run(command, FORMATS)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_model_is_sent_the_body_that_its_route_reads() {
    let upstream = Upstream::start().await;
    let url = format!("http://{}", upstream.address);
    let last = |said: Outcome| {
        assert_eq!(said.code, Some(0), "{said:?}");
        let seen = upstream.seen().pop().expect("a request");
        (seen.target.clone(), seen.text().to_owned())
    };
    let (path, body) = last(test_formats(&url, &["model", "claude", "--prompt", "Hi"]));
    assert_eq!(path, "/v1/messages");
    assert!(body.contains("\"max_tokens\":256"), "{body}");
    let line = test_formats(&url, &["curl", "claude", "Hi", "--print"]);
    assert!(line.stdout.contains(&body), "{line:?} sends what `test model` sends: {body}");
    // The format that is named has its own path, below the prefix of the route.
    let (path, body) = last(test_formats(&url, &["model", "gpt"]));
    assert_eq!(path, "/team/v1/chat/completions");
    assert!(!body.contains("max_tokens"), "{body}");
    let (path, body) = last(test_formats(&url, &["model", "gpt", "--format", "messages"]));
    assert_eq!(path, "/team/v1/messages");
    assert!(body.contains("max_tokens"), "{body}");
    let (path, body) = last(test_formats(&url, &["model", "claude", "--format", "completions"]));
    assert_eq!(path, "/v1/chat/completions");
    assert!(!body.contains("max_tokens"), "{body}");
}

#[tokio::test(flavor = "multi_thread")]
async fn test_model_and_test_curl_read_a_reply_alike() {
    let upstream = Upstream::start().await;
    let url = format!("http://{}", upstream.address);
    let answer = |body: &'static str| {
        let mut response = reply(200, "application/json", body);
        response.headers_mut().insert("x-agw-model", "of-the-header".parse().expect("a value"));
        upstream.script(Script::Reply(response));
    };
    let messages = r#"{"content":[{"type":"text","text":"Paris"}]}"#;
    answer(messages);
    let expected = ["--expect", "model=of-the-header,contains=Paris"];
    let said = test_formats(&url, &[&["model", "claude"][..], &expected].concat());
    assert_eq!(said.code, Some(0), "{said:?}");
    answer(messages);
    let said = test_formats(&url, &["curl", "claude", "Hi", "-o", "json"]);
    let told: serde_json::Value = serde_json::from_str(&said.stdout).expect("JSON");
    assert_eq!((&told["reply"], &told["model"]), (&"Paris".into(), &"of-the-header".into()));
    answer(COMPLETION);
    let said = test_formats(&url, &["model", "gpt", "--expect", "model=gpt-4o-2024"]);
    assert_eq!(said.code, Some(0), "the reply's own model is first: {said:?}");
}
