//! `serve --provider`: a model is served with the key of the environment, without a cluster and without files.

use std::process::Command;

use kubectl_agw::domain::manifest::provider_set;
use serde_json::{Value, json};

use crate::support::plain_http;
use crate::support::serving::{Serving, program};
use crate::support::upstream::Upstream;

const KEY: &str = "sk-canary-0123456789abcdefghijklmnop";

/// The program where no kubeconfig is, with these variables set.
fn without_cluster(variables: &[(&str, &str)]) -> Command {
    let mut program = program();
    program.env("HOME", "/nonexistent");
    for (_, variable) in provider_set::variables() {
        program.env_remove(variable);
    }
    program.envs(variables.iter().copied());
    program
}

fn ended(mut command: Command, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = command.args(arguments).output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[tokio::test(flavor = "multi_thread")]
async fn one_line_serves_a_provider_with_the_key_of_its_variable() {
    let upstream = Upstream::start().await;
    let url = format!("http://{}/v1", upstream.address);
    // As people paste it.
    let pasted = format!(" Bearer {KEY}\n");
    let program = without_cluster(&[("OPENAI_API_KEY", &pasted)]);
    let serving = Serving::start(program, &["--provider", "openai", "--base-url", &url]);
    let body = r#"{"model":"gpt-4o","messages":[{"role":"user","content":"Hello"}]}"#;
    let reply = plain_http::post(serving.address(), "/v1/chat/completions", &[], body);
    let reply = reply.expect("a reply");
    assert_eq!(reply.status, 200, "{}", reply.body);
    let seen = upstream.only();
    assert_eq!((seen.target.as_str(), seen.text()), ("/v1/chat/completions", body));
    assert_eq!(seen.header("authorization"), Some(&*format!("Bearer {KEY}")));
    let list = plain_http::get(serving.address(), "/v1/models").expect("a reply");
    let list: Value = serde_json::from_str(&list.body).expect("JSON");
    assert_eq!(list["data"][0]["id"], "*");
    let told = format!("{}{}{}", serving.stderr(), serving.said, serving.status());
    assert!(!told.contains(KEY), "{told}");
    assert_eq!(serving.said["from"], "openai");
}

#[tokio::test(flavor = "multi_thread")]
async fn several_providers_share_one_base_url_and_each_gets_its_own_key() {
    let (openai, claude) = (Upstream::start().await, Upstream::start().await);
    let at = |upstream: &Upstream, path: &str| format!("http://{}{path}", upstream.address);
    let keys = [("GROQ_API_KEY", KEY), ("ANTHROPIC_API_KEY", "sk-ant-api03-other")];
    let (first, second) = (at(&openai, "/openai/v1"), at(&claude, "/v1"));
    let words = ["--provider", "groq", "--model", "llama-3.1-8b-instant", "--base-url", &first];
    let more = ["--provider", "anthropic", "--base-url", &second];
    let serving = Serving::start(without_cluster(&keys), &[&words[..], &more[..]].concat());
    for model in ["llama-3.1-8b-instant", "claude-haiku-4-5"] {
        let body = json!({"model": model, "max_tokens": 9, "messages": [{"role": "user", "content": "Hi"}]});
        let path =
            if model.starts_with("claude") { "/v1/messages" } else { "/v1/chat/completions" };
        plain_http::post(serving.address(), path, &[], &body.to_string()).expect("a reply");
    }
    let seen = openai.only();
    assert_eq!(seen.target, "/openai/v1/chat/completions");
    assert_eq!(seen.header("authorization"), Some(&*format!("Bearer {KEY}")));
    let seen = claude.only();
    assert_eq!(seen.target, "/v1/messages");
    assert_eq!(seen.header("x-api-key"), Some("sk-ant-api03-other"));
}

#[test]
fn the_line_that_it_says_to_try_works_as_it_is() {
    let arguments = ["serve", "--provider", "openai", "--simulate", "--port", "0"];
    let mut child = without_cluster(&[])
        .args(arguments)
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut lines =
        std::io::BufRead::lines(std::io::BufReader::new(child.stderr.take().expect("a pipe")));
    let mut told = String::new();
    while !told.ends_with("\"Hello\"}]}'\n") {
        told.push_str(&lines.next().expect("a line to try").expect("text"));
        told.push('\n');
    }
    let line = told.split_once("  curl ").expect("a curl line").1;
    let run = Command::new("sh").args(["-c", &format!("curl {line}")]).output().expect("a shell");
    let reply: Value = serde_json::from_slice(&run.stdout).unwrap_or_default();
    child.kill().expect("running");
    child.wait().expect("ended");
    assert_eq!(reply["model"], "gpt-4o-mini", "{told}\n{run:?}");
    assert!(told.contains("serving openai at http://127.0.0.1:"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_it_exports_is_served_alike_from_a_file_and_has_no_key() {
    let words = ["--provider", "openai", "--model", "gpt-4o", "--provider", "ollama", "--export"];
    let command = without_cluster(&[("OPENAI_API_KEY", KEY)]);
    let (code, manifests, told) = ended(command, &[&["serve"], &words[..]].concat());
    assert_eq!(code, Some(0), "{told}");
    assert!(!manifests.contains(KEY) && !told.contains(KEY), "{manifests}\n{told}");
    assert!(
        told.contains("kubectl agw key set openai-api-key -n default --from-env OPENAI_API_KEY")
    );
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("models.yaml");
    std::fs::write(&file, &manifests).expect("written");
    let file = file.to_str().expect("text");
    let (code, found, _) = ended(program(), &["check", "-f", file]);
    assert_eq!(code, Some(0), "{found}");
    let upstream = Upstream::start().await;
    let way = format!("default/ollama:11434={}", upstream.address);
    let program = without_cluster(&[("OPENAI_API_KEY", KEY)]);
    let serving = Serving::start(program, &["-f", file, "--resolve", &way]);
    let body = r#"{"model":"llama3.2","messages":[]}"#;
    let reply = plain_http::post(serving.address(), "/v1/chat/completions", &[], body);
    assert_eq!(reply.expect("a reply").status, 200);
    assert_eq!(upstream.only().header("authorization"), None);
    assert!(serving.stderr().contains("default/gpt-4o is read from $OPENAI_API_KEY"));
}

#[test]
fn a_key_that_is_missing_or_none_is_reported_before_anything_is_served() {
    let (code, _, told) = ended(without_cluster(&[]), &["serve", "--provider", "openai"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("$OPENAI_API_KEY is not set") && told.contains("--simulate"), "{told}");
    let blank = without_cluster(&[("GROQ_API_KEY", "two words here")]);
    let (code, _, told) = ended(blank, &["serve", "--provider", "groq"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("$GROQ_API_KEY") && !told.contains("two words"), "{told}");
}

#[test]
fn without_a_cluster_it_offers_what_the_environment_has() {
    let (code, _, told) = ended(without_cluster(&[]), &["serve"]);
    assert_eq!(code, Some(2));
    assert!(told.contains("kubectl agw serve --provider openai --simulate"), "{told}");
    let both = without_cluster(&[("OPENAI_API_KEY", KEY), ("GROQ_API_KEY", KEY)]);
    let (_, _, told) = ended(both, &["serve"]);
    for name in ["openai", "groq"] {
        assert!(told.contains(&format!("is set: kubectl agw serve --provider {name}\n")), "{told}");
    }
    assert!(!told.contains(KEY), "{told}");
}

/// Where each provider is called for a chat, when no URL is given.
///
/// Source: `crates/llm/src/custom.rs` and `crates/agentgateway/src/llm/mod.rs` of agentgateway at 75b4e6ce6.
const CHATS: &[(&str, &str)] = &[
    ("openai", "https://api.openai.com/v1/chat/completions"),
    ("anthropic", "https://api.anthropic.com/v1/messages"),
    ("gemini", "https://generativelanguage.googleapis.com/v1beta/openai/chat/completions"),
    ("baseten", "https://inference.baseten.co/v1/chat/completions"),
    ("cerebras", "https://api.cerebras.ai/v1/chat/completions"),
    ("cohere", "https://api.cohere.ai/compatibility/v1/chat/completions"),
    ("deepinfra", "https://api.deepinfra.com/v1/openai/chat/completions"),
    ("deepseek", "https://api.deepseek.com/v1/chat/completions"),
    ("fireworks", "https://api.fireworks.ai/inference/v1/chat/completions"),
    ("groq", "https://api.groq.com/openai/v1/chat/completions"),
    ("huggingface", "https://router.huggingface.co/v1/chat/completions"),
    ("mistral", "https://api.mistral.ai/v1/chat/completions"),
    ("openrouter", "https://openrouter.ai/api/v1/chat/completions"),
    ("together", "https://api.together.xyz/v1/chat/completions"),
    ("xai", "https://api.x.ai/v1/chat/completions"),
];

#[test]
fn every_provider_with_a_host_of_its_own_is_called_there_with_its_key() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("models.yaml");
    let with_keys: Vec<_> = provider_set::variables().collect();
    assert_eq!(with_keys.len(), CHATS.len(), "a provider has no row here");
    for (name, url) in CHATS {
        let variable = with_keys.iter().find(|row| row.0 == *name).expect("a key").1;
        let (_, manifests, _) =
            ended(without_cluster(&[]), &["serve", "--provider", name, "--export"]);
        std::fs::write(&file, manifests).expect("written");
        let file = file.to_str().expect("text");
        let request = ["--model", "m", "--path", "/v1/chat/completions"];
        let words = [&["explain", "-f", file][..], &request[..]].concat();
        let (_, shown, _) = ended(without_cluster(&[(variable, KEY)]), &words);
        assert!(shown.contains(&format!("calls   {url}\n")), "{name}: {shown}");
        assert!(shown.contains("[redacted]") && !shown.contains(KEY), "{name}: {shown}");
    }
}

#[test]
fn a_vendor_at_a_base_url_has_its_variable_in_the_views_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("models.yaml");
    let url = "https://api.groq.com/openai/v1";
    let export = ["serve", "--provider", "custom", "--base-url", url, "--model", "m", "--export"];
    let (_, manifests, _) = ended(without_cluster(&[("AGW_API_KEY", KEY)]), &export);
    assert!(manifests.contains("secretRef"), "{manifests}");
    std::fs::write(&file, manifests).expect("written");
    let list = ["list", "models", "-o", "json", "-f", file.to_str().expect("text")];
    let (_, listed, _) = ended(without_cluster(&[("GROQ_API_KEY", KEY)]), &list);
    let listed: Value = serde_json::from_str(&listed).expect("JSON");
    assert_eq!(listed["items"][0]["key"]["name"], "GROQ_API_KEY", "{listed}");
}
