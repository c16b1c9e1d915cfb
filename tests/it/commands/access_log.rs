//! The access log of `serve` as its user reads it.

use std::time::Duration;

use serde_json::Value;

use crate::support::control_plane::poll;
use crate::support::plain_http::post;
use crate::support::serving::{Serving, program};

const CHAT: &str = r#"{"model":"gpt-4o","stream":true,"stream_options":{"include_usage":true},
    "messages":[{"role":"user","content":"canary-prompt"}]}"#;

fn lines(serving: &Serving, path: &str) -> Option<Value> {
    let said = serving.stderr();
    let mut lines = said.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    lines.find(|line| line["http.path"] == path)
}

#[test]
fn a_line_of_json_has_the_number_time_and_cost_that_the_audit_log_has() {
    let home = tempfile::tempdir().expect("a folder");
    let (log, key) = (home.path().join("log"), home.path().join("key"));
    let (log, key) = (log.display().to_string(), key.display().to_string());
    let provider = ["--simulate", "--provider", "openai", "--admin-port", "0"];
    let audit = ["--log-format", "json", "--audit", &log, "--audit-sign-with", &key];
    let mut serving = Serving::start(program(), &[&provider[..], &audit].concat());
    for path in ["/v1/models", "/v1/chat/completions"] {
        post(serving.address(), path, &[], CHAT).expect("a reply");
    }
    let line = poll(Duration::from_secs(20), || lines(&serving, "/v1/chat/completions"));
    let line = line.unwrap_or_else(|| panic!("no line: {}", serving.stderr()));
    serving.terminate();
    serving.exit_code();

    let audited = std::fs::read_to_string(home.path().join("log/000001.jsonl")).expect("a log");
    let of_chat = |entry: &Value| entry["http.path"] == "/v1/chat/completions";
    let mut entries = audited.lines().map(|line| serde_json::from_str(line).expect("JSON"));
    let entry: Value = entries.find(of_chat).expect("an entry");
    assert_eq!((&line["level"], &line["scope"]), (&"info".into(), &"request".into()), "{line}");
    assert_eq!((&line["request.id"], &entry["exchange"]), (&2.into(), &2.into()), "{line}");
    let time: jiff::Timestamp = line["time"].as_str().expect("a time").parse().expect("RFC 3339");
    assert!(jiff::Timestamp::now().duration_since(time).as_secs().abs() < 60, "{line}");
    for name in ["gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "http.status"] {
        assert!(
            line[name].as_u64() > Some(0) && line[name] == entry[name],
            "{name}: {line} {entry}"
        );
    }
    assert!(line["agw.ai.time_to_first_token"].as_f64() > Some(0.0), "{line}");
    let cost: f64 = line["agw.ai.usage.cost.total"].as_str().expect("a cost").parse().expect("$");
    let millionths = entry["agw.ai.usage.cost.micro_usd"].as_f64().expect("a cost");
    assert!((cost * 1e6 - millionths).abs() < 1e-6 && cost > 0.0, "{line} {entry}");
    assert!(!serving.stderr().contains("canary-prompt"), "{}", serving.stderr());
}

#[test]
fn a_line_of_text_begins_with_its_time_and_its_number() {
    let provider = ["--simulate", "--provider", "openai", "--admin-port", "0"];
    let serving = Serving::start(program(), &provider);
    post(serving.address(), "/v1/chat/completions", &[], CHAT).expect("a reply");
    serving.wait_for_word("duration=");
    let said = serving.stderr();
    let line = said.lines().find(|line| line.contains("duration=")).expect("a line");
    let (time, rest) = line.split_once('\t').expect("a time");
    assert!(time.parse::<jiff::Timestamp>().is_ok(), "{line}");
    assert!(rest.starts_with("info\trequest request.id=1 "), "{line}");
    assert!(line.contains(" agw.ai.usage.cost.total=0.00"), "{line}");
}
